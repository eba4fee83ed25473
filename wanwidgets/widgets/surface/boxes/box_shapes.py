"""What becomes of a box that is drawn, moved, resized or copied: whole pixels, never empty, inside the picture."""

from __future__ import annotations

import itertools
import math

from wanwidgets.regions import Box

__all__ = ["HANDLES", "between", "copied", "fitted", "moved", "resized", "snapped"]

Point = tuple[float, float]
Size = tuple[int, int]

HANDLES = {
    "nw": (-1, -1),
    "ne": (1, -1),
    "se": (1, 1),
    "sw": (-1, 1),
    "n": (0, -1),
    "e": (1, 0),
    "s": (0, 1),
    "w": (-1, 0),
}
"""The sides that each handle drags: -1 the left or the upper one, 1 the right or the lower one, 0 none."""

_ASIDE = 1 / 25
"""How far from a box its copy lies, in parts of the picture's shorter side."""


def snapped(value: float) -> int:
    """Return the edge between two pixels that is nearest, so that what is dragged along an edge is that edge."""
    return math.floor(value + 0.5)


def between(start: Point, end: Point, size: Size) -> Box | None:
    """Return the box that a drag between two points draws, in a picture of that width and height.

    The points may lie outside of the picture. A drag beside it draws None, any other at least one pixel.
    """
    spans = [_span(a, b, side) for a, b, side in zip(start, end, size, strict=True)]
    if any(span is None for span in spans):
        return None
    (x1, x2), (y1, y2) = spans  # type: ignore[misc]  # none is None
    return Box(x1, y1, x2, y2)


def _span(a: float, b: float, side: int) -> tuple[int, int] | None:
    if max(a, b) <= 0 or min(a, b) >= side:
        return None
    low, high = (snapped(min(max(value, 0), side)) for value in (min(a, b), max(a, b)))
    if low == high:
        # The pixel that the line runs through.
        low = min(math.floor(min(max(a, 0), side)), side - 1)
        high = low + 1
    return low, high


def fitted(box: Box, size: Size) -> Box:
    """Return the box pushed into the picture; only one that is larger than the picture loses of its size."""
    (x1, x2), (y1, y2) = (
        _pushed(low, high, side) for low, high, side in ((box.x1, box.x2, size[0]), (box.y1, box.y2, size[1]))
    )
    return Box(x1, y1, x2, y2)


def _pushed(low: int, high: int, side: int) -> tuple[int, int]:
    length = min(max(high - low, 1), side)
    low = min(max(low, 0), side - length)
    return low, low + length


def moved(box: Box, dx: float, dy: float, size: Size) -> Box:
    """Return the box moved by a number of pixels, as far as the picture goes."""
    across, down = snapped(dx), snapped(dy)
    if not across and not down:
        return box
    return fitted(Box(box.x1 + across, box.y1 + down, box.x2 + across, box.y2 + down), size)


def resized(box: Box, handle: str, dx: float, dy: float, size: Size) -> Box:
    """Return the box with a handle dragged by a number of pixels; beyond the opposite side it is turned over."""
    across, down = HANDLES[handle]
    x1, x2 = _stretched(box.x1, box.x2, across, dx, size[0])
    y1, y2 = _stretched(box.y1, box.y2, down, dy, size[1])
    return Box(x1, y1, x2, y2)


def _stretched(low: int, high: int, side: int, by: float, end: int) -> tuple[int, int]:
    if not side or not snapped(by):
        return low, high
    fixed, dragged = (low, high) if side > 0 else (high, low)
    dragged = min(max(dragged + snapped(by), 0), end)
    if dragged == fixed:
        # One pixel is left, on the side that it had.
        dragged = fixed + side
    return min(fixed, dragged), max(fixed, dragged)


def copied(box: Box, size: Size) -> Box:
    """Return a box of the same size a little aside, to the lower right where there is room."""
    step = max(1, round(min(size) * _ASIDE))
    for across, down in itertools.product((step, -step), repeat=2):
        copy = moved(box, across, down, size)
        if copy.x1 != box.x1 and copy.y1 != box.y1:
            return copy
    # As wide or as high as the picture: aside in the other direction, where there is one.
    return next((copy for by in (step, -step) if (copy := moved(box, by, by, size)) != box), fitted(box, size))
