"""What the pointer does to the mask of a picture: strokes of a brush, in pixels of the picture."""

from __future__ import annotations

from collections.abc import Sequence

from wanwidgets.regions import Stroke

__all__ = ["Painting", "usual_width"]

Point = tuple[float, float]

_USUAL = 1 / 12
"""Width of a brush to begin with, in parts of the picture's shorter side."""


def usual_width(size: tuple[int, int]) -> int:
    """Return how wide a brush is to begin with, in pixels of a picture of that width and height."""
    return max(1, round(min(size) * _USUAL))


class Painting:
    """A brush, and the stroke that it is painting.

    Unlike `Boxing` it changes: a stroke has a point for every move of the pointer, and copying them at each of them
    would make long strokes slow.

    Attributes
    ----------
    width : int
        Of the brush, in pixels of the picture.
    erase : bool
        Whether it takes away from the mask.
    """

    def __init__(self, width: int = 1) -> None:
        self.width = width
        self.erase = False
        self._points: list[Point] = []

    @property
    def radius(self) -> float:
        """Of the brush, in pixels of the picture."""
        return self.width / 2

    @property
    def under_way(self) -> bool:
        """Whether the pointer is down."""
        return bool(self._points)

    @property
    def points(self) -> Sequence[Point]:
        """The points of the stroke under way."""
        return self._points

    def press(self, x: float, y: float) -> None:
        """Begin a stroke where the pointer goes down; an earlier one that never ended is forgotten."""
        self._points = [(x, y)]

    def move(self, x: float, y: float) -> None:
        """Follow the pointer while it is down."""
        if self._points and self._points[-1] != (x, y):
            self._points.append((x, y))

    def release(self) -> Stroke | None:
        """End the stroke and return it; a click is a dot."""
        points, self._points = self._points, []
        return Stroke(tuple(points), self.radius, self.erase) if points else None

    def forget(self) -> None:
        """Give up the stroke under way."""
        self._points = []
