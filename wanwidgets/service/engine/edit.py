"""One edit, from the prompt to the files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from wanwidgets.service.engine import colour, focus
from wanwidgets.service.engine.encode import encode
from wanwidgets.service.engine.erase import erase
from wanwidgets.service.engine.fill import fill
from wanwidgets.service.engine.frame import Frame, fit
from wanwidgets.service.engine.instructions import read
from wanwidgets.service.engine.masks import blend_under, bounds, framed
from wanwidgets.service.engine.pixels import Box, Mask, Pixels, blend_inside, crop
from wanwidgets.service.engine.place import place
from wanwidgets.service.engine.plan import Paste, Plan, Retouch, Scene, plan
from wanwidgets.service.engine.refusal import INVALID, NOT_SUPPORTED, EngineRefusal
from wanwidgets.service.engine.remove import remove
from wanwidgets.service.engine.steps import Unreadable
from wanwidgets.service.engine.tag import tag

__all__ = ["Result", "edit"]

_Change = Callable[[Pixels, float, np.random.Generator], Pixels]

_CHANGES: dict[str, _Change] = {
    "grey": colour.grey,
    "warm": colour.warm,
    "cool": colour.cool,
    "sharpen": focus.sharpen,
    "blur": focus.blur,
}

_WHOLE: dict[str, _Change] = {**_CHANGES, "blur": focus.soften}

_SOFT_RIM = 0.02
"""Width over which a change fades in inside a box, in parts of the box's shorter side."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of an edit.

    `images` are PNG files of `width` × `height` pixels; `understood` is how the prompt was read, in English.
    """

    images: tuple[bytes, ...]
    width: int
    height: int
    understood: str


def edit(
    prompt: str,
    pictures: Sequence[Pixels],
    boxes: Sequence[Sequence[Box]],
    size: tuple[int, int],
    *,
    n: int = 1,
    seed: int = 0,
    mask: Mask | None = None,
    boxable: bool = True,
    note: str = "",
) -> Result:
    """Do what the prompt says; the same arguments give the same bytes.

    Parameters
    ----------
    prompt
        In English or Chinese.
    pictures
        RGB, height × width × 3, 0 to 255.
    boxes
        For each picture its boxes ``(x1, y1, x2, y2)`` in pixels of that picture, inside it.
    size
        Width and height of the output, pixels.
    n
        How many pictures; the k-th uses ``seed + k``.
    seed
        From 0.
    mask
        Where the only picture may change, height × width of it; None: everywhere.
    boxable
        Whether there could be boxes; a refusal does not ask for them otherwise.
    note
        What else is to be said of how the order was understood.

    Returns
    -------
    Result
        Outside the boxes or the mask, the corner tag (`tag.tag_area`) and a frame where ratios differ, the pixels are
        exactly those of the base picture, resized.

    Raises
    ------
    EngineRefusal
        The prompt is not understood, or names a picture or a box that is not there.
    """
    if not pictures:
        raise EngineRefusal(NOT_SUPPORTED, "The local service does not edit without a picture: add one.")
    reading = read(prompt)
    if isinstance(reading, Unreadable):
        raise EngineRefusal(NOT_SUPPORTED, reading.message)
    todo = plan(reading, Scene(boxes, mask is not None, boxable))
    frame = fit(pictures[todo.base], size)
    # A mask belongs to the only picture of its request.
    area = None if mask is None else framed(mask, frame)
    if area is not None and not area.any():
        raise EngineRefusal(INVALID, "The mask marks nothing: no pixel of it has the colour that is to be repainted.")
    said = f"{todo.said} ({note})" if note else todo.said
    drawn = (_drawn(todo, frame, pictures, area, np.random.default_rng(seed + k)) for k in range(n))
    return Result(tuple(encode(tag(pixels), said) for pixels in drawn), size[0], size[1], said)


def _drawn(todo: Plan, frame: Frame, pictures: Sequence[Pixels], area: Mask | None, rng: np.random.Generator) -> Pixels:
    pixels = frame.pixels
    for action in todo.actions:
        if isinstance(action, Paste):
            pixels = _paste(pixels, action, frame, pictures, rng)
        elif area is not None and action.masked:
            pixels = _retouch_under(pixels, action, area, rng)
        else:
            pixels = _retouch(pixels, action, frame, rng)
    return pixels


def _paste(pixels: Pixels, action: Paste, frame: Frame, pictures: Sequence[Pixels], rng: np.random.Generator) -> Pixels:
    source = pictures[action.source]
    return place(pixels, source if action.part is None else crop(source, action.part), frame.box(action.box), rng)


def _change(action: Retouch, rng: np.random.Generator, table: dict[str, _Change]) -> Callable[[Pixels], Pixels]:
    if action.kind == "fill":
        return partial(fill, color=action.color, rng=rng)
    change = table[action.kind]
    return lambda pixels: change(pixels, action.amount, rng)


def _rim(box: Box) -> float:
    return _SOFT_RIM * min(box[2] - box[0], box[3] - box[1])


def _retouch(pixels: Pixels, action: Retouch, frame: Frame, rng: np.random.Generator) -> Pixels:
    if action.kind == "remove":
        for box in action.boxes:
            pixels = remove(pixels, frame.box(box), rng)
        return pixels
    if not action.boxes:
        return _change(action, rng, _WHOLE)(pixels)
    change = _change(action, rng, _CHANGES)
    for box in action.boxes:
        where = frame.box(box)
        pixels = blend_inside(pixels, where, change, _rim(where))
    return pixels


def _retouch_under(pixels: Pixels, action: Retouch, area: Mask, rng: np.random.Generator) -> Pixels:
    if action.kind == "remove":
        return erase(pixels, area, rng)
    return blend_under(pixels, area, _change(action, rng, _CHANGES), _rim(bounds(area)))
