"""Origin: what is told in a saved picture of the run that made it, and of those before."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any, Protocol

from wanwidgets.content import SavedImage
from wanwidgets.environment import read_environment
from wanwidgets.errors import ImageError, StoreError
from wanwidgets.hiding import without_keys
from wanwidgets.images import Gap, InputImage
from wanwidgets.pictures import Picture
from wanwidgets.provenance import (
    MOST_ANCESTORS,
    MOST_BYTES,
    MOST_DRAWN,
    MOST_STEPS,
    PictureFacts,
    RequestFacts,
    Told,
    carried,
    drawn_by,
    told_in,
)
from wanwidgets.regions import Mask
from wanwidgets.request import EditRequest

__all__ = ["Home", "own_key", "told_of"]

_LONGEST_STEPS = 200_000
_LARGEST_BASE = 256 * 1024
"""Characters of a mask's steps, and bytes of its picture, that are told; a longer one is told as a picture."""


class Home(Protocol):
    """Where runs are kept: a `RunStore`."""

    def made(self, picture: str) -> Sequence[Any]:
        """Return which runs made a picture, by its SHA-256 or by that of its pixels: each with `run_id`, `number`."""

    def past(self, run_id: str) -> Any:
        """Return a run without its pictures, as `run`; None where it cannot be read."""

    def get(self, run_id: str) -> Any:
        """Return a whole run."""


class _Kept(Protocol):
    """What is told of a run: a `Run`."""

    @property
    def id(self) -> str: ...
    @property
    def request(self) -> EditRequest: ...
    @property
    def engine(self) -> str: ...
    @property
    def started(self) -> datetime: ...
    @property
    def saved(self) -> tuple[SavedImage, ...]: ...
    @property
    def task_id(self) -> str: ...
    @property
    def request_id(self) -> str: ...
    @property
    def usage(self) -> Mapping[str, Any]: ...
    @property
    def seconds(self) -> float: ...
    @property
    def home(self) -> Home | None: ...


def own_key() -> str:
    """Return the user's own key, so that it can be left out; empty where none can be found."""
    try:
        return read_environment().api_key
    except ValueError:
        # A key that cannot be read was typed nowhere either.
        return ""


def told_of(run: _Kept, number: int, *, key: str = "") -> Told:
    """Return what is told in the file of a result.

    Parameters
    ----------
    run
        With its pictures. Its `home` knows of its ancestors; so do pictures that were saved with what is told of them.
    number
        Of the result, counted from 1.
    key
        The user's own, which is left out of the words.
    """
    told = _told(run, _with_mask(run.home, run), number, key)
    found: dict[str, Told] = {}
    # Nearest first, since the farthest are left out where there are too many.
    coming = deque((picture, run.started) for picture in run.request.pictures)
    while coming and len(found) < MOST_ANCESTORS:
        picture, before = coming.popleft()
        for ancestor, pictures, started in _before(run.home, picture, before, key):
            mark = ancestor.result.pixels or ancestor.result.digest
            if mark not in found:
                found[mark] = ancestor
                coming.extend((each, started) for each in pictures)
    return replace(told, ancestors=tuple(found.values()))


def _before(
    home: Home | None, picture: Picture, before: datetime, key: str
) -> Iterator[tuple[Told, tuple[Picture, ...], datetime]]:
    """Yield what a picture was made of: as the store knows it, else as its own file tells."""
    facts = _facts(picture)
    if home is not None:
        for past, number in _made(home, facts):
            # A result may be the same as what it was made of, and time knows no circles.
            if past.started < before:
                yield _told(past, _with_mask(home, past), number, key), past.request.pictures, past.started
                return
    if isinstance(picture.image, InputImage):
        with suppress(ValueError):
            # What somebody else wrote there, and wrote wrong, is not told on.
            document = carried(picture.image.data, MOST_BYTES)
            if document is not None:
                told = told_in(document)
                yield from ((_cleaned(each, key), (), before) for each in (told, *told.ancestors))


def _made(home: Home, facts: PictureFacts) -> Iterator[tuple[_Kept, int]]:
    for mark in filter(None, (facts.pixels, facts.digest)):
        for made in home.made(mark):
            past = home.past(made.run_id).run
            if past is not None:
                yield past, made.number


def _with_mask(home: Home | None, run: _Kept) -> EditRequest:
    """Return a request with its mask, which is left out where its pictures are not read."""
    request = run.request
    if home is None or request.mask is not None or request.mode is None or request.mode.mask == "none":
        return request
    try:
        return request.replace(mask=home.get(run.id).request.mask)
    except (ImageError, StoreError):
        # One of its files is gone: the rest of it is told.
        return request


def _told(run: _Kept, request: EditRequest, number: int, key: str) -> Told:
    saved = run.saved[number - 1] if 0 < number <= len(run.saved) else None
    return Told(
        engine=run.engine,
        request=RequestFacts(
            model=request.model,
            prompt=without_keys(request.prompt, key),
            pictures=tuple(map(_facts, request.pictures)),
            mask=_mask(request.mask) if request.mask else None,
            marks=request.marks,
            parameters={name: _hidden(value, key) for name, value in request.parameters.items() if name != "stream"},
            take=request.take,
        ),
        result=PictureFacts(saved.digest, saved.pixels, saved.width, saved.height) if saved else PictureFacts(),
        number=number,
        task_id=run.task_id,
        request_id=run.request_id,
        started=run.started.astimezone(timezone.utc).isoformat(),
        seconds=run.seconds,
        usage=_plain_usage(run.usage, key),
        actual_prompt=without_keys(saved.actual_prompt, key) if saved else "",
    )


def _cleaned(told: Told, key: str) -> Told:
    """Return what somebody else's file tells, as it is told on: a key may stand anywhere in it."""
    request = told.request
    return replace(
        told,
        engine=without_keys(told.engine, key),
        request=replace(
            request,
            model=without_keys(request.model, key),
            prompt=without_keys(request.prompt, key),
            mask=_hidden(request.mask, key),
            marks=without_keys(request.marks, key),
            parameters=_hidden(request.parameters, key),
        ),
        task_id=without_keys(told.task_id, key),
        request_id=without_keys(told.request_id, key),
        started=without_keys(told.started, key),
        usage=_plain_usage(told.usage, key),
        actual_prompt=without_keys(told.actual_prompt, key),
        ancestors=(),
    )


def _facts(picture: Picture) -> PictureFacts:
    image, boxes = picture.image, tuple(map(tuple, picture.boxes))
    if isinstance(image, Gap):
        return PictureFacts(image.digest, image.pixels, *image.size, boxes)
    # Of an address nothing is told: it may be signed, or be one within a company.
    if not isinstance(image, InputImage):
        return PictureFacts(boxes=boxes)
    return PictureFacts(image.digest, image.pixels, *image.size, boxes)


def _mask(mask: Mask) -> dict[str, Any]:
    told = mask.to_dict(embed=False)
    steps = told["strokes"]
    long = len(steps) > MOST_STEPS or len(json.dumps(steps)) > _LONGEST_STEPS or drawn_by(told) > MOST_DRAWN
    if long or (mask.base is not None and len(mask.base.data) > _LARGEST_BASE):
        mask = Mask.of(InputImage.from_pil(mask.image()))
        told = mask.to_dict(embed=False)
    if mask.base is not None:
        base = {"sha256": mask.base.digest, "pixels": mask.base.pixels}
        small = len(mask.base.data) <= _LARGEST_BASE
        told["base"] = {**base, **({"data": mask.base.data_url()} if small else {})}
    return told


def _hidden(value: Any, key: str) -> Any:
    if isinstance(value, str):
        return without_keys(value, key)
    if isinstance(value, dict):
        return {without_keys(str(name), key): _hidden(each, key) for name, each in value.items()}
    return [_hidden(each, key) for each in value] if isinstance(value, list) else value


def _plain_usage(usage: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in _hidden(dict(usage), key).items() if _is_plain(value)}


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, (bool, int, float)) or (isinstance(value, str) and "://" not in value)
