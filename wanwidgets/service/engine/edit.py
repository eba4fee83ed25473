"""One edit, from the prompt to the files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from wanwidgets.service.engine.encode import encode
from wanwidgets.service.engine.families import KINDS, WORDS
from wanwidgets.service.engine.frame import Frame, bounded, fit, loose
from wanwidgets.service.engine.grammar.read import read
from wanwidgets.service.engine.kind import Spot
from wanwidgets.service.engine.masks import bounds, framed, kept_outside
from wanwidgets.service.engine.pixels import Box, Mask, Pixels, crop
from wanwidgets.service.engine.plan import Action, Plan, Scene, Source, plan
from wanwidgets.service.engine.refusal import INVALID, NOT_SUPPORTED, EngineRefusal
from wanwidgets.service.engine.steps import Reading, Unreadable
from wanwidgets.service.engine.tag import tag

__all__ = ["Result", "edit"]

_LARGEST = 4096
"""Longer side, in pixels, of a picture as it is handed to a step that reframes it."""


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
    adjust: Callable[[Reading], Reading] | None = None,
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
    adjust
        Makes of what the prompt says what is done, where the order has more to say; it may refuse.

    Returns
    -------
    Result
        Outside the boxes or the mask, the corner tag (`tag.tag_area`) and a frame where ratios differ, the pixels are
        exactly those of the base picture, resized, unless a step is about more than its boxes.

    Raises
    ------
    EngineRefusal
        The prompt is not understood, or names a picture or a box that is not there.
    """
    if not pictures:
        raise EngineRefusal(NOT_SUPPORTED, "The local service does not edit without a picture: add one.")
    reading = read(prompt, WORDS)
    if isinstance(reading, Unreadable):
        raise EngineRefusal(NOT_SUPPORTED, reading.message)
    todo = plan(reading if adjust is None else adjust(reading), Scene(boxes, mask is not None, boxable), KINDS)
    said = f"{todo.said} ({note})" if note else todo.said
    base = pictures[todo.base]
    # What is cut out of a picture can have more detail than the output has there, so the picture itself is handed over.
    frame = loose(base, _LARGEST) if todo.actions[0].kind.reframes else fit(base, size)
    area = None if mask is None else framed(mask, frame)
    if area is not None and not area.any():
        raise EngineRefusal(INVALID, "The mask marks nothing: no pixel of it has the colour that is to be repainted.")
    order = _Order(todo, pictures, size, frame, area)
    drawn = (_drawn(order, np.random.default_rng(seed + k)) for k in range(n))
    return Result(tuple(encode(tag(pixels), said) for pixels in drawn), size[0], size[1], said)


@dataclass(frozen=True, slots=True)
class _Order:
    todo: Plan
    pictures: Sequence[Pixels]
    size: tuple[int, int]
    frame: Frame
    area: Mask | None


def _drawn(order: _Order, rng: np.random.Generator) -> Pixels:
    frame = order.frame
    pixels = frame.pixels
    for action in order.todo.actions:
        spot = _spot(action, order, frame)
        after = action.kind.draw(pixels, spot, rng)
        if action.kind.reframes:
            frame = fit(after, order.size)
            pixels = frame.pixels
        else:
            pixels = after if action.kind.beyond else kept_outside(pixels, after, spot.boxes, spot.area)
    return pixels


def _spot(action: Action, order: _Order, frame: Frame) -> Spot:
    area = order.area if action.masked else None
    left, top = frame.offset
    return Spot(
        boxes=tuple(frame.box(box) for box in action.boxes) if area is None else (bounds(area),),
        area=area,
        sources=tuple(_taken(source, order) for source in action.sources),
        origins=tuple(
            frame.box(source.box) if source.box is not None and source.index == order.todo.base else None
            for source in action.sources
        ),
        around=tuple(_around(source, order) for source in action.sources),
        amount=action.step.amount,
        values=MappingProxyType(dict(action.step.values)),
        inner=(left, top, left + frame.inner[0], top + frame.inner[1]),
        size=order.size,
    )


def _taken(source: Source, order: _Order) -> Pixels:
    picture = order.pictures[source.index]
    return bounded(picture if source.box is None else crop(picture, source.box), max(order.size))


def _around(source: Source, order: _Order) -> tuple[Pixels, Box]:
    """Return a source with as much again of what is around it, where there is more, at the scale of `_taken`."""
    picture = order.pictures[source.index]
    height, width = picture.shape[:2]
    x1, y1, x2, y2 = source.box or (0, 0, width, height)
    across, down = (x2 - x1) // 2, (y2 - y1) // 2
    left, top, right, bottom = max(0, x1 - across), max(0, y1 - down), min(width, x2 + across), min(height, y2 + down)
    scale = min(1.0, max(order.size) / max(x2 - x1, y2 - y1))
    view = picture[top:bottom, left:right]
    frame = loose(view, max(1, round(max(view.shape[:2]) * scale)))
    return frame.pixels, frame.box((x1 - left, y1 - top, x2 - left, y2 - top))
