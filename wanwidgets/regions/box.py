"""A box: whole pixels of the original picture, top-left origin, half-open."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from wanwidgets.showing import shown

__all__ = ["FARTHEST", "Box"]

FARTHEST = 10**9
"""Far beyond any picture; a number without end is none of pixels."""
_CORNERS = 4


class Box(NamedTuple):
    """A rectangle of whole pixels: columns `x1` to `x2` and rows `y1` to `y2`, the last ones not included.

    >>> Box.of((30, 40, 10, 20))
    Box(x1=10, y1=20, x2=30, y2=40)
    """

    x1: int
    y1: int
    x2: int
    y2: int

    @classmethod
    def of(cls, corners: object) -> Box:
        """Read four whole numbers; the two corners may come in any order.

        Raises
        ------
        TypeError
            Not four numbers, or not whole ones.
        """
        values: tuple[object, ...] = tuple(corners) if isinstance(corners, Iterable) else ()
        if len(values) != _CORNERS:
            raise TypeError(f"A box is (x1, y1, x2, y2), four whole numbers; this one is {shown(values or corners)}.")
        x1, y1, x2, y2 = (_whole(value, values) for value in values)
        return cls(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))

    @property
    def width(self) -> int:
        """In pixels."""
        return self.x2 - self.x1

    @property
    def height(self) -> int:
        """In pixels."""
        return self.y2 - self.y1

    @property
    def empty(self) -> bool:
        """Whether the box holds no pixel."""
        return self.width <= 0 or self.height <= 0

    def clipped(self, size: tuple[int, int]) -> Box:
        """Return the part of the box inside a picture of that width and height; it may be empty."""
        width, height = size
        x1, y1 = min(max(self.x1, 0), width), min(max(self.y1, 0), height)
        return Box(x1, y1, max(x1, min(self.x2, width)), max(y1, min(self.y2, height)))


def _whole(value: object, box: tuple[object, ...]) -> int:
    # NumPy's and floating numbers are welcome as long as nothing is rounded away in silence.
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, float, np.integer, np.floating)):
        raise TypeError(f"A box is (x1, y1, x2, y2), four whole numbers; this one is {shown(box)}.")
    if not -FARTHEST <= value <= FARTHEST:
        raise TypeError(f"A box lies within {FARTHEST:,} pixels; {shown(value)} in {shown(box)} does not.")
    if value != int(value):
        raise TypeError(
            f"A box is in whole pixels; {shown(value)} in {shown(box)} is not whole. Round it as you see fit."
        )
    return int(value)
