"""Recovering: the request behind a picture, from what its file tells, the file beside it, or its pixels."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from wanwidgets.beside import Beside, bytes_of, is_file
from wanwidgets.decoding import sha256
from wanwidgets.errors import ImageError, StoreError
from wanwidgets.images import Address, Gap, InputImage
from wanwidgets.pictures import Picture
from wanwidgets.provenance import MOST_BYTES, SIDECAR, PictureFacts, RequestFacts, Told, carried, told_in
from wanwidgets.reading import path_of, read_image
from wanwidgets.regions import Box, Mask

__all__ = ["Recovered", "Shelf", "origin_of", "told_by"]

_PLAIN = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF", b"BM")
"""How the file of a mask begins; what other formats a reader knows is of no use to a document."""
_HALF = re.compile("[\ud800-\udfff]")
"""Half a character, which no request that was sent can have, and which goes into no browser."""

_NOTHING = "it tells of no request, or what it told was taken out. "
_NO_STORE = "Give store= to look for it by its pixels."
_NOT_STORED = "The store does not know it either."

R = TypeVar("R", bound="Recovered")


class Shelf(Protocol):
    """Where pictures are found by their hashes: a `RunStore`."""

    def made(self, picture: str) -> Sequence[Any]:
        """Return which runs made a picture, by its SHA-256 or by that of its pixels, the newest first."""

    def picture(self, pixels_or_digest: str) -> bytes | None:
        """Return a file with these pixels, or of that SHA-256."""

    def get(self, run_id: str) -> Any:
        """Return a whole run; a StoreError says that a picture of it is gone."""

    def past(self, run_id: str) -> Any:
        """Return a run without its pictures, as `run`; None where it cannot be read."""


class Recovered:
    """The half of an `EditRequest` that comes out of a picture."""

    @classmethod
    def from_image(cls: type[R], source: object, *, store: Shelf | None = None) -> R:  # noqa: PYI019 - Python 3.10 has no Self
        """Return the request that a picture was made by.

        It is told in the file itself, or in the file beside it (``edit-1.png.wanwidgets.json``); where that was taken
        out, the store knows the picture by its pixels. The pictures that were sent are found by their hashes, in the
        store or in the folder of the file (its first 200 pictures by name); those that are not found stay as gaps,
        which `problems()` tells. Whatever a file says, nothing is fetched, sent or written.

        Parameters
        ----------
        source
            A path, bytes, or whatever else `wanwidgets.reading.read_image` takes but addresses.
        store
            A `RunStore`.

        Raises
        ------
        ImageError
            It cannot be read, tells of no request, or tells of one that is damaged or of a newer version.
        StoreError
            The store knows the picture, and what it kept of its request is damaged.
        TypeError
            The source is of no type that holds a picture.
        """
        image = read_image(source)
        if isinstance(image, Address):
            raise ImageError("an address is not fetched for what it tells. Give the file.", name=image.name)
        data, path = _file(source, image)
        told = told_by(data, path, image)
        if told is not None:
            return cls._of(told.request, image.name, store, path.parent if path is not None else None)
        made = _made(image, store) if store is not None else ""
        if store is None or not made:
            raise ImageError(_NOTHING + (_NO_STORE if store is None else _NOT_STORED), name=image.name)
        request: R = _remembered(made, store)
        return request

    @classmethod
    def _of(cls: type[R], facts: RequestFacts, name: str, store: Shelf | None, folder: Path | None) -> R:  # noqa: PYI019 - as above
        beside = Beside(folder)
        pictures = [
            Picture(_found(each, store, beside), tuple(Box.of(box) for box in each.boxes)) for each in facts.pictures
        ]
        try:
            _require_whole_words(facts)
            mask = _mask(facts, store)
            return cls(  # type: ignore[call-arg]
                facts.prompt,
                pictures,
                model=facts.model,
                mask=mask,
                marks=facts.marks,
                take=facts.take,
                **facts.parameters,
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise _unreadable(str(error).rstrip("."), name) from None


def told_by(data: bytes, path: Path | None, image: InputImage) -> Told | None:
    """Return what a picture tells of how it was made, or None.

    Parameters
    ----------
    data
        The file.
    path
        Where it lies, and perhaps another file that tells of it.
    image
        The picture.

    Raises
    ------
    ImageError
        What is told is damaged, or of a newer version.
    """
    try:
        document = carried(data, MOST_BYTES)
        if document is not None:
            return told_in(document)
        beside = path.with_name(f"{path.name}{SIDECAR}") if path is not None else None
        if beside is None or not is_file(beside, MOST_BYTES):
            return None
        told = told_in(beside.read_text("utf-8"))
    except ValueError as error:
        raise _unreadable(str(error), image.name) from None
    except OSError as error:
        raise _unreadable(f"the file beside it: {error.strerror or error}", image.name) from None
    # The picture may have been replaced by another one of its name.
    return told if told.result.digest == sha256(data) or told.result.pixels == image.pixels else None


def origin_of(source: object, image: InputImage, store: Shelf) -> str:
    """Return whether a picture's file tells of its request (``"told"``), the store knows it (``"made"``), or neither.

    Parameters
    ----------
    source
        As `Recovered.from_image` takes it.
    image
        The picture that was read of it.
    store
        A `RunStore`.

    Raises
    ------
    ImageError
        What is told is damaged, or of a newer version.
    """
    if told_by(*_file(source, image), image) is not None:
        return "told"
    return "made" if _made(image, store) else ""


def _made(image: InputImage, store: Shelf) -> str:
    """Return the id of the newest run that made a picture; empty where there is none."""
    made = store.made(image.pixels)
    return str(made[0].run_id) if made else ""


def _remembered(run_id: str, store: Shelf) -> Any:
    try:
        return store.get(run_id).request
    except (ImageError, StoreError):
        # A picture that was sent is gone: the rest is there.
        run = store.past(run_id).run
        if run is None:
            raise
        return run.request


def _file(source: object, image: InputImage) -> tuple[bytes, Path | None]:
    """Return the file as it is, which may not be as it is sent, and where it lies."""
    if isinstance(source, (bytes, bytearray, memoryview)):
        return bytes(source), None
    start = source[:7].lower() if isinstance(source, str) else ""
    if not isinstance(source, (str, Path)) or start.startswith("data:"):
        return image.data, None
    path = (path_of(str(source)) if start == "file://" else Path(source)).expanduser().absolute()
    # It was a picture a moment ago.
    return bytes_of(path) or image.data, path


def _found(facts: PictureFacts, store: Shelf | None, beside: Beside) -> InputImage | Address:
    for mark in filter(None, (facts.digest, facts.pixels)):
        data = store.picture(mark) if store is not None else None
        if data is not None:
            return InputImage.from_bytes(data)
    size = (facts.width, facts.height)
    return beside.find(facts) or Gap.of(facts.digest, facts.pixels, size)


def _require_whole_words(facts: RequestFacts) -> None:
    words = json.dumps([facts.model, facts.prompt, facts.marks, facts.parameters], ensure_ascii=False)
    half = _HALF.search(words)
    if half is not None:
        raise ValueError(f"a text in it holds half a character ({half[0]!a})")


def _mask(facts: RequestFacts, store: Shelf | None) -> Mask | None:
    if facts.mask is None:
        return None
    base = facts.mask["base"]
    if base is None:
        return Mask.from_dict(facts.mask)
    if "data" in base:
        data = base64.b64decode(base["data"].partition(",")[2])
        if not data.startswith(_PLAIN):
            raise ValueError("its mask is no picture")
    else:
        found = store.picture(base["sha256"]) if store is not None else None
        if found is None:
            # Without it the steps are of no use; that nothing is painted is told by `problems()`.
            return Mask.from_dict({**facts.mask, "strokes": [], "base": None})
        data = found
    return Mask.from_dict({**facts.mask, "base": {"sha256": ""}}, lambda _: data)


def _unreadable(why: str, name: str) -> ImageError:
    return ImageError(f"what its file tells of the request cannot be read: {why}.", name=name)
