"""One edit, from the prompt to the files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from wanwidgets.service.engine import colour, focus
from wanwidgets.service.engine.encode import encode
from wanwidgets.service.engine.frame import Frame, fit
from wanwidgets.service.engine.instructions import read
from wanwidgets.service.engine.pixels import Box, Pixels, blend_inside, crop
from wanwidgets.service.engine.place import place
from wanwidgets.service.engine.plan import Paste, Plan, Retouch, plan
from wanwidgets.service.engine.refusal import EngineRefusal
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

    Returns
    -------
    Result
        Outside the boxes, the corner tag (`tag.tag_area`) and a frame where ratios differ, the pixels are exactly those
        of the base picture, resized.

    Raises
    ------
    EngineRefusal
        The prompt is not understood, or names a picture or a box that is not there.
    """
    reading = read(prompt)
    if isinstance(reading, Unreadable):
        raise EngineRefusal("InvalidParameter", reading.message)
    todo = plan(reading, boxes)
    frame = fit(pictures[todo.base], size)
    files = tuple(_file(todo, frame, pictures, np.random.default_rng(seed + k)) for k in range(n))
    return Result(files, size[0], size[1], todo.said)


def _file(todo: Plan, frame: Frame, pictures: Sequence[Pixels], rng: np.random.Generator) -> bytes:
    pixels = frame.pixels
    for action in todo.actions:
        pixels = (
            _paste(pixels, action, frame, pictures)
            if isinstance(action, Paste)
            else _retouch(pixels, action, frame, rng)
        )
    return encode(tag(pixels), todo.said)


def _paste(pixels: Pixels, action: Paste, frame: Frame, pictures: Sequence[Pixels]) -> Pixels:
    source = pictures[action.source]
    return place(pixels, source if action.part is None else crop(source, action.part), frame.box(action.box))


def _retouch(pixels: Pixels, action: Retouch, frame: Frame, rng: np.random.Generator) -> Pixels:
    if action.kind == "remove":
        for box in action.boxes:
            pixels = remove(pixels, frame.box(box), rng)
        return pixels
    if not action.boxes:
        return _WHOLE[action.kind](pixels, action.amount, rng)
    change = _CHANGES[action.kind]
    for box in action.boxes:
        where = frame.box(box)
        rim = _SOFT_RIM * min(where[2] - where[0], where[3] - where[1])
        pixels = blend_inside(pixels, where, lambda part: change(part, action.amount, rng), rim)
    return pixels
