"""Pixels of the picture to pixels of the canvas, and back; how near and where one looks at it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from wanwidgets.regions import Box

__all__ = ["NEAREST", "ONE_TO_ONE", "Viewport"]

Point = tuple[float, float]

ONE_TO_ONE = 2.0
"""Canvas pixels to one picture pixel at 100 %: the canvas has about twice the pixels of the screen."""
NEAREST = 32.0
"""Canvas pixels to one picture pixel, no more; a picture so small that it fits larger than this is not shrunk."""
_STEPS = (0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.25, 0.33, 0.5, 0.67, 1, 1.5, 2, 3, 4, 6, 8, 12, 16)
"""Where the buttons stop, in parts of 100 %."""
_SAME = 1e-6
"""Relative difference of two scales that are the same."""


@dataclass(frozen=True, slots=True)
class Viewport:
    """A picture on a canvas; make it by `fit`.

    Attributes
    ----------
    picture : (int, int)
        Width and height of the picture, in its own pixels.
    scale : float
        Canvas pixels to one picture pixel.
    left, top : float
        Where the picture's corner lies, in canvas pixels; negative when it is out of sight.
    canvas : (int, int)
        Width and height of the canvas, in its own pixels.
    margin : float
        Canvas pixels that are kept beside an edge of the picture, so that a drag can begin and end beyond it.
    """

    picture: tuple[int, int]
    scale: float
    left: float
    top: float
    canvas: tuple[int, int]
    margin: float

    @classmethod
    def fit(cls, picture: tuple[int, int], canvas: tuple[int, int], margin: float) -> Viewport:
        """Show a picture whole, centred, with at least `margin` canvas pixels on each side."""
        return cls(picture, 1.0, 0.0, 0.0, canvas, margin).fitted()

    @property
    def shown(self) -> tuple[float, float]:
        """Width and height of the picture on the canvas, in canvas pixels."""
        return self.picture[0] * self.scale, self.picture[1] * self.scale

    @property
    def whole(self) -> float:
        """The scale at which the picture just fits."""
        return min((side - 2 * self.margin) / own for side, own in zip(self.canvas, self.picture, strict=True))

    @property
    def scales(self) -> tuple[float, float]:
        """The smallest and the greatest scale: from the whole picture, or 100 % where that is less, to its pixels."""
        return min(self.whole, ONE_TO_ONE), max(self.whole, NEAREST)

    @property
    def is_fitted(self) -> bool:
        """Whether the picture just fits."""
        return math.isclose(self.scale, self.whole, rel_tol=_SAME)

    @property
    def visible(self) -> Box:
        """The pixels of the picture that are in sight, those cut by the canvas's edge among them."""
        x1, y1 = self.under(0, 0)
        x2, y2 = self.under(*self.canvas)
        return Box(math.floor(x1), math.floor(y1), math.ceil(x2), math.ceil(y2)).clipped(self.picture)

    def to_canvas(self, x: float, y: float) -> Point:
        """Return where a point of the picture lies on the canvas, perhaps out of sight."""
        return self.left + x * self.scale, self.top + y * self.scale

    def under(self, x: float, y: float) -> Point:
        """Return the point of the picture at a point of the canvas, perhaps beside the picture."""
        return (x - self.left) / self.scale, (y - self.top) / self.scale

    def to_picture(self, x: float, y: float) -> Point:
        """Return the point of the picture at a point of the canvas; beside the picture, the nearest one on its edge."""
        (across, down), (width, height) = self.under(x, y), self.picture
        return min(max(across, 0.0), float(width)), min(max(down, 0.0), float(height))

    def placed(self, area: Box) -> tuple[int, int, int, int]:
        """Return left, top, width and height of a part of the picture, to the nearest whole canvas pixel."""
        (left, top), (right, bottom) = self.to_canvas(area.x1, area.y1), self.to_canvas(area.x2, area.y2)
        x, y = round(left), round(top)
        return x, y, max(1, round(right) - x), max(1, round(bottom) - y)

    def fitted(self) -> Viewport:
        """Show the picture whole."""
        return _bounded(replace(self, scale=self.whole))

    def zoomed(self, factor: float, at: Point) -> Viewport:
        """Come nearer by a factor, below 1 go away, keeping what is under a point of the canvas where it is."""
        return self.scaled(self.scale * factor, at)

    def scaled(self, scale: float, at: Point) -> Viewport:
        """Show the picture at a scale, within `scales`, keeping what is under a point of the canvas where it is."""
        low, high = self.scales
        # A point beside the picture is taken as its nearest edge, which would be pushed out of sight otherwise.
        near = self.to_canvas(*self.to_picture(*at))
        return replace(self, scale=min(max(scale, low), high)).holding(self.under(*near), near)

    def stepped(self, way: int, at: Point) -> Viewport:
        """Go to the next step of the zoom: nearer if `way` is 1, away if it is -1; fit and 100 % are among them."""
        low, high = self.scales
        between = (step * ONE_TO_ONE for step in _STEPS)
        steps = {low, self.whole, high, *(step for step in between if low < step < high)}
        beyond = [step for step in steps if (step - self.scale) * way > _SAME * self.scale]
        return self.scaled(min(beyond, key=lambda step: abs(step - self.scale)), at) if beyond else self

    def panned(self, dx: float, dy: float) -> Viewport:
        """Move the picture by canvas pixels, as far as its edges allow."""
        return _bounded(replace(self, left=self.left + dx, top=self.top + dy))

    def holding(self, point: Point, at: Point) -> Viewport:
        """Bring a point of the picture to a point of the canvas, as far as the picture's edges allow."""
        return _bounded(replace(self, left=at[0] - point[0] * self.scale, top=at[1] - point[1] * self.scale))


def _bounded(view: Viewport) -> Viewport:
    left, top = (
        _bound(corner, shown, side, view.margin)
        for corner, shown, side in zip((view.left, view.top), view.shown, view.canvas, strict=True)
    )
    return replace(view, left=left, top=top)


def _bound(corner: float, shown: float, side: int, margin: float) -> float:
    """Return where the picture begins: centred where there is room for it, else no edge further in than the margin."""
    if shown <= side - 2 * margin:
        return (side - shown) / 2
    return min(max(corner, side - margin - shown), margin)
