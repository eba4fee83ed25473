"""A user's function as an engine: what it returns becomes pictures of the size that was ordered, or a clear failure."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any, TypeVar

import numpy as np
from PIL import Image

from wanwidgets.service.engine import EngineRefusal, Job, Outcome, Picture
from wanwidgets.service.engine.encode import encode
from wanwidgets.service.engine.frame import fit
from wanwidgets.service.engine.pixels import Pixels
from wanwidgets.service.engine.tag import tag
from wanwidgets.service.pictures import BROKEN, flat
from wanwidgets.service.refusal import Refusal

__all__ = ["own"]

_LOG = logging.getLogger("wanwidgets.service")
_AT_MOST = ("set", "mixed")
"""Modes in which fewer pictures than ordered are an answer too."""
_CHANNELS = (1, 3, 4)
_LONGEST = 200
"""Most characters of an error's own text that are answered."""
_ONE = (np.ndarray, Image.Image, bytes, Picture, str)
_END = object()

T = TypeVar("T")


def own(function: Callable[[Job], Any], label: str) -> Callable[[Job], Outcome]:
    """Return the engine that asks a function.

    Parameters
    ----------
    function
        Takes a `Job`. It returns one picture, and is then asked again for each further one, with the next seed; or all
        of them, in a list, by ``yield`` or in an `Outcome`, with words between them in a mixed answer.

        A picture is a PIL image, or an array of height × width × 3, 0 to 255, of ``uint8`` (grey or with transparency
        too). It is brought to the size that was ordered as the base picture of an edit is, whole, and gets the corner
        tag. A finished PNG file of exactly that size, as `bytes` or `Picture`, is handed on as it is.
    label
        Name and version.

    Returns
    -------
    callable
        It raises the function's own `EngineRefusal`. Whatever else goes wrong is logged with its trace, and raised as
        `Refusal` with the code ``InternalError`` and one line that names the engine.
    """

    def answer(job: Job) -> Outcome:
        made = _guarded(label, lambda: function(job))
        if isinstance(made, Outcome):
            return Outcome(_parts(_each(made.parts, label), job, label, made.understood), made.understood)
        understood = f"answered by {label}"
        several = _again(made, function, job, label) if _is_one(made) else _each(made, label)
        return Outcome(_parts(several, job, label, understood), understood)

    return answer


def _is_one(made: Any) -> bool:
    return isinstance(made, _ONE) and not (isinstance(made, np.ndarray) and made.ndim > 3)  # noqa: PLR2004 - a stack


def _again(first: Any, function: Callable[[Job], Any], job: Job, label: str) -> Iterator[Any]:
    yield first
    for number in range(1, job.n):
        next_job = replace(job, n=1, seed=job.seed + number)
        yield _guarded(label, lambda next_job=next_job: function(next_job))  # type: ignore[misc] # bound by default


def _each(made: Iterable[Any], label: str) -> Iterator[Any]:
    if not isinstance(made, Iterable):
        raise _failure(label, f"it returned {_kind(made)}, not a picture or a list of pictures")
    parts = iter(made)
    while (part := _guarded(label, lambda: next(parts, _END))) is not _END:
        yield part


def _parts(made: Iterator[Any], job: Job, label: str, understood: str) -> Iterator[Picture | str]:
    count = 0
    for part in made:
        if isinstance(part, str):
            if job.mode != "mixed":
                raise _failure(label, f"it returned words ({part[:40]!r}), and this order takes pictures only")
            yield part
            continue
        count += 1
        if count > job.n:
            raise _failure(label, f"it returned more pictures than the {job.n} that were ordered")
        yield _picture(part, job, label, count, understood)
    if count == 0 or (count < job.n and job.mode not in _AT_MOST):
        raise _failure(label, f"it returned {count} of the {job.n} pictures that were ordered")


def _picture(made: Any, job: Job, label: str, number: int, understood: str) -> Picture:
    where = f"its picture {number}"
    if isinstance(made, (bytes, Picture)):
        return _file(made.png if isinstance(made, Picture) else made, job, label, where)
    pixels = _pixels(made, label, where)
    return Picture(encode(tag(np.ascontiguousarray(fit(pixels, job.size).pixels)), understood, label), *job.size)


def _pixels(made: Any, label: str, where: str) -> Pixels:
    if isinstance(made, Image.Image):
        if not all(made.size):
            raise _failure(label, f"{where} has no pixels")
        return np.asarray(_guarded(label, lambda: flat(made)), np.uint8)
    if not isinstance(made, np.ndarray):
        raise _failure(label, f"{where} is {_kind(made)}; it must be a PIL image, an array or the bytes of a PNG file")
    shape = "×".join(map(str, made.shape)) or "no size"
    if made.dtype != np.uint8:
        raise _failure(label, f"{where} is an array of {made.dtype}; it must be of uint8, with values from 0 to 255")
    if made.ndim not in {2, 3} or not made.size or (made.ndim > 2 and made.shape[2] not in _CHANNELS):  # noqa: PLR2004
        raise _failure(label, f"{where} is an array of {shape}; it must be height × width × 3")
    squeezed = made[:, :, 0] if made.ndim > 2 and made.shape[2] == 1 else made  # noqa: PLR2004 - a third axis
    return np.asarray(flat(Image.fromarray(squeezed)), np.uint8)


def _file(png: bytes, job: Job, label: str, where: str) -> Picture:
    try:
        with Image.open(BytesIO(png), formats=("PNG",)) as image:
            size = image.size
            image.load()
    except BROKEN as error:
        raise _failure(label, f"{where} is bytes that are no PNG file; return an array or a PIL image") from error
    if size != job.size:
        told = f"{size[0]}*{size[1]} pixels where {job.size[0]}*{job.size[1]} were ordered (job.size)"
        raise _failure(label, f"{where} is a PNG file of {told}")
    return Picture(png, *size)


def _kind(value: object) -> str:
    return "nothing" if value is None else f"a value of type {type(value).__name__}"


def _failure(label: str, what: str) -> Refusal:
    _LOG.error("The engine %s failed: %s.", label, what)
    return _told(label, what)


def _told(label: str, what: str) -> Refusal:
    return Refusal(500, "InternalError", f"The engine {label} of the local service failed: {what}.")


def _guarded(label: str, call: Callable[[], T]) -> T:
    """Call what is not ours; what it raises is told in one line, and its trace is logged."""
    try:
        return call()
    except EngineRefusal:
        raise
    # An exit would end the server's thread.
    except (Exception, SystemExit) as error:
        _LOG.exception("The engine %s failed.", label)
        said = " ".join(str(error).split())[:_LONGEST].rstrip(".")
        raise _told(label, f"{type(error).__name__}: {said}" if said else type(error).__name__) from error
