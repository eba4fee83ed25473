"""What of the boxes lies under the pointer: a handle, a border, the inside of a box or nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from wanwidgets.regions import Box
from wanwidgets.widgets.surface.boxes.box_shapes import HANDLES

__all__ = ["BORDER", "INSIDE", "Grip", "Reach", "boxes_at", "grip_at", "handles_of"]

BORDER = "border"
INSIDE = "inside"

_BARE = 5
"""How many handles long a side must be to have one in its middle as well."""
_INWARDS = 1 / 4
"""How far into a box its handles reach at most, in parts of its side: the rest of a small box is left to move it."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How exact the pointer is, in pixels of the picture.

    Attributes
    ----------
    slop : float
        How far it may wander and still be a click.
    handle : float
        How far from a handle it still takes hold of it.
    border : float
        How far beside the border of a box it is still on it.
    knob : float
        Half the width of a handle as it is drawn.
    """

    slop: float
    handle: float
    border: float
    knob: float

    @classmethod
    def of(cls, *, touch: bool, scale: float) -> Reach:
        """Return that of a mouse or of a finger, where a pixel of the picture takes `scale` canvas pixels."""
        slop, handle, border = _FINGER if touch else _MOUSE
        return cls(slop / scale, handle / scale, border / scale, KNOB / scale)


KNOB = 9
"""Half the width of a handle, in canvas pixels; a canvas pixel is about half a screen pixel."""
_MOUSE = (8, 18, 9)
_FINGER = (16, 44, 22)
"""Slop, and reach of handles and borders, in canvas pixels; a finger is less exact."""


@dataclass(frozen=True, slots=True)
class Grip:
    """A part of a box: `part` is a handle of `HANDLES`, `BORDER` or `INSIDE`; `number` is the box, from 1."""

    number: int
    part: str

    @property
    def handle(self) -> bool:
        """Whether it is one of the eight handles."""
        return self.part in HANDLES


def handles_of(box: Box, knob: float) -> dict[str, tuple[float, float]]:
    """Return where the handles of a box are: its corners, and the middles of sides with room between the corners."""
    middle = (box.x1 + box.x2) / 2, (box.y1 + box.y2) / 2
    long = box.width > 2 * knob * _BARE, box.height > 2 * knob * _BARE
    return {
        name: (
            (box.x1, middle[0], box.x2)[across + 1],
            (box.y1, middle[1], box.y2)[down + 1],
        )
        for name, (across, down) in HANDLES.items()
        if (across or long[0]) and (down or long[1])
    }


def grip_at(boxes: Sequence[Box], selected: int | None, x: float, y: float, reach: Reach) -> Grip | None:
    """Return what lies under the pointer: of the selected box first, then of the smallest one.

    A border comes before the inside of another box, since it is thin.
    """
    if selected is not None:
        box = boxes[selected - 1]
        handle = _handle_at(box, x, y, reach)
        if handle is not None:
            return Grip(selected, handle)
        if _outside(box, x, y) <= 0:
            return Grip(selected, INSIDE)
        if _outside(box, x, y) <= reach.border:
            return Grip(selected, BORDER)
    order = _smallest_first(boxes)
    for number in order:
        if abs(_outside(boxes[number - 1], x, y)) <= _border(boxes[number - 1], reach):
            return Grip(number, BORDER)
    for number in order:
        if _outside(boxes[number - 1], x, y) <= 0:
            return Grip(number, INSIDE)
    return None


def boxes_at(boxes: Sequence[Box], x: float, y: float, reach: Reach) -> list[int]:
    """Return the numbers of the boxes under the pointer: those that hold it, the smallest first, then those near it."""
    near = [number for number in _smallest_first(boxes) if _outside(boxes[number - 1], x, y) <= reach.border]
    return sorted(near, key=lambda number: _outside(boxes[number - 1], x, y) > 0)


def _smallest_first(boxes: Sequence[Box]) -> list[int]:
    # Of two that lie one on the other, the later one is above.
    return sorted(
        range(1, len(boxes) + 1), key=lambda number: (boxes[number - 1].width * boxes[number - 1].height, -number)
    )


def _outside(box: Box, x: float, y: float) -> float:
    """Return how far a point lies outside of a box; inside it is less than 0."""
    beside, above = max(box.x1 - x, x - box.x2), max(box.y1 - y, y - box.y2)
    return math.hypot(beside, above) if beside > 0 and above > 0 else max(beside, above)


def _border(box: Box, reach: Reach) -> float:
    return min(reach.border, _INWARDS * min(box.width, box.height))


def _handle_at(box: Box, x: float, y: float, reach: Reach) -> str | None:
    def near(name: str, at: tuple[float, float]) -> bool:
        return all(
            _along(side, where - place, length, reach.handle)
            for side, where, place, length in zip(HANDLES[name], (x, y), at, (box.width, box.height), strict=True)
        )

    found = [(math.dist((x, y), at), name) for name, at in handles_of(box, reach.knob).items() if near(name, at)]
    return min(found)[1] if found else None


def _along(side: int, off: float, length: int, reach: float) -> bool:
    """Return whether a pointer is near enough in one direction; `off` is how far it is from the handle there."""
    if not side:
        return abs(off) <= min(reach, _INWARDS * length)
    outwards = off * side
    return -min(reach, _INWARDS * length) <= outwards <= reach
