"""Two fingers on the picture: what is between them stays between them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from wanwidgets.widgets.surface.view.viewport import Viewport

__all__ = ["Pinch"]

Point = tuple[float, float]

_CLOSEST = 8.0
"""Canvas pixels; fingers nearer to each other than that are as far apart as this."""


@dataclass(frozen=True, slots=True)
class Pinch:
    """How the picture was taken hold of.

    Attributes
    ----------
    held : (float, float)
        The point of the picture between the fingers.
    apart : float
        How far apart the fingers were, in canvas pixels.
    scale : float
        Of the view at that time.
    """

    held: Point
    apart: float
    scale: float

    @classmethod
    def begin(cls, view: Viewport, points: Sequence[Point]) -> Pinch:
        """Take hold by the first two fingers."""
        middle, apart = _measured(points)
        return cls(view.under(*middle), apart, view.scale)

    def moved(self, view: Viewport, points: Sequence[Point]) -> Viewport:
        """Return the view after the fingers moved there."""
        middle, apart = _measured(points)
        return view.scaled(self.scale * apart / self.apart, middle).holding(self.held, middle)


def _measured(points: Sequence[Point]) -> tuple[Point, float]:
    (x1, y1), (x2, y2) = points[:2]
    return ((x1 + x2) / 2, (y1 + y2) / 2), max(_CLOSEST, math.dist((x1, y1), (x2, y2)))
