"""What the pointer does to the mask of a picture: strokes of a brush, in pixels of the picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wanwidgets.regions import Stroke

__all__ = ["Painting", "broadest", "usual_width"]

Point = tuple[float, float]

_USUAL = 1 / 12
"""Width of a brush to begin with, in parts of the picture's shorter side."""
_BROADEST = 1 / 2
"""Width of the broadest brush in parts of the picture's shorter side."""
_STEP = 1.25
"""How much broader each step of a key makes the brush."""


def usual_width(size: tuple[int, int]) -> int:
    """Return how wide a brush is to begin with, in pixels of a picture of that width and height."""
    return max(1, round(min(size) * _USUAL))


def broadest(size: tuple[int, int]) -> int:
    """Return how wide a brush can be, in pixels of a picture of that width and height."""
    return max(1, round(min(size) * _BROADEST))


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
    opacity : float
        How much of the picture the paint covers on the screen, from 0 to 1.
    changed : callable
        Called when the brush was changed by a key.
    """

    def __init__(self, width: int = 1, *, opacity: float = 0.5) -> None:
        self.width = width
        self.erase = False
        self.opacity = opacity
        self.changed: Callable[[], object] = lambda: None
        self._points: list[Point] = []
        self._drawn = 0

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
        self.forget()
        self._points = [(x, y)]

    def move(self, x: float, y: float) -> None:
        """Follow the pointer while it is down."""
        if self._points and self._points[-1] != (x, y):
            self._points.append((x, y))

    def release(self) -> Stroke | None:
        """End the stroke and return it; a click is a dot."""
        points = tuple(self._points)
        self.forget()
        return Stroke(points, self.radius, self.erase) if points else None

    def forget(self) -> None:
        """Give up the stroke under way."""
        self._points, self._drawn = [], 0

    def fresh(self) -> Sequence[Point]:
        """Return the points that were not drawn yet, from the last one that was; none where nothing is new."""
        begin, self._drawn = self._drawn, len(self._points)
        return self._points[max(0, begin - 1) :] if begin < len(self._points) else ()

    def again(self) -> Sequence[Point]:
        """Return all points, for whoever draws anew."""
        self._drawn = len(self._points)
        return self._points

    def step(self, *, up: bool, most: int) -> None:
        """Make the brush a step broader, at most that many pixels wide, or narrower."""
        wanted = self.width * _STEP if up else self.width / _STEP
        wanted = max(wanted, self.width + 1) if up else min(wanted, self.width - 1)
        self.width = min(max(1, round(wanted)), most)
        self.changed()
