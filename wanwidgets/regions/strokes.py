"""What is done to a mask, step by step: a stroke of the brush, a box of pixels, or all of it turned over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from wanwidgets.regions.box import FARTHEST, Box
from wanwidgets.showing import shown

__all__ = ["Area", "Inversion", "Step", "Stroke", "step_of"]

_WIDEST = 10**5
"""Of a brush: larger than any picture, and small enough to be drawn at once."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One stroke of the brush: points in pixels of the picture, joined by round lines.

    A pixel is painted when its centre lies no farther than the radius from the line through the points, or when a
    point lies in the pixel, so that the thinnest brush paints something.

    Attributes
    ----------
    points : tuple of (float, float)
        At least one.
    radius : float
        Of the brush, in pixels of the picture.
    erase : bool
        Whether the stroke takes away from the mask.

    Raises
    ------
    TypeError
        A radius or a point that can be of no brush, which would otherwise paint nothing without a word.
    """

    points: tuple[tuple[float, float], ...]
    radius: float
    erase: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.radius <= _WIDEST:
            raise TypeError(f"The radius of a brush is from 0 to {_WIDEST:,} pixels, not {shown(self.radius)}.")
        for x, y in self.points:
            if not (-FARTHEST <= x <= FARTHEST and -FARTHEST <= y <= FARTHEST):
                raise TypeError(f"A point lies within {FARTHEST:,} pixels; {shown((x, y))} does not.")

    def to_dict(self) -> dict[str, Any]:
        """Return the stroke as JSON values."""
        return {"points": [list(point) for point in self.points], "radius": self.radius, "erase": self.erase}

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Stroke:
        """Read what `to_dict` wrote."""
        points = tuple((float(x), float(y)) for x, y in document["points"])
        return cls(points, float(document["radius"]), bool(document["erase"]))


@dataclass(frozen=True, slots=True)
class Area:
    """The pixels of a box, exactly, added to the mask or taken from it.

    Attributes
    ----------
    box : Box
        In pixels of the picture; what of it lies outside is left out.
    erase : bool
        Whether the pixels are taken from the mask.
    """

    box: Box
    erase: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the area as JSON values."""
        return {"box": list(self.box), "erase": self.erase}

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Area:
        """Read what `to_dict` wrote."""
        return cls(Box.of(document["box"]), bool(document["erase"]))


@dataclass(frozen=True, slots=True)
class Inversion:
    """What was edited is kept from here on, and what was kept is edited."""

    def to_dict(self) -> dict[str, Any]:
        """Return the inversion as JSON values."""
        return {"invert": True}


Step: TypeAlias = Stroke | Area | Inversion


def step_of(document: Mapping[str, Any]) -> Step:
    """Read what the `to_dict` of a step wrote."""
    if "points" in document:
        return Stroke.from_dict(document)
    return Area.from_dict(document) if "box" in document else Inversion()
