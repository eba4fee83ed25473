"""Where to edit: boxes and masks, in whole pixels of the original picture, top-left origin, half-open."""

from __future__ import annotations

import hashlib
import io
import itertools
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from PIL import Image, ImageDraw

from wanwidgets.decoding import MAX_PIXELS
from wanwidgets.images import InputImage
from wanwidgets.showing import shown

__all__ = ["Box", "Mask", "Stroke"]

_CORNERS = 4
_FARTHEST = 10**9
"""Far beyond any picture; a number without end is none of pixels."""
_WIDEST = 10**5
"""Of a brush: larger than any picture, and small enough to be drawn at once."""
_DARK = 64
_WHITE = (255, 255, 255)


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
    def of(cls, corners: Iterable[object]) -> Box:
        """Read four whole numbers; the two corners may come in any order.

        Raises
        ------
        TypeError
            Not four numbers, or not whole ones.
        """
        values = tuple(corners)
        if len(values) != _CORNERS:
            raise TypeError(f"A box is (x1, y1, x2, y2), four whole numbers; this one is {shown(values)}.")
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
    if not -_FARTHEST <= value <= _FARTHEST:
        raise TypeError(f"A box lies within {_FARTHEST:,} pixels; {shown(value)} in {shown(box)} does not.")
    if value != int(value):
        raise TypeError(
            f"A box is in whole pixels; {shown(value)} in {shown(box)} is not whole. Round it as you see fit."
        )
    return int(value)


@dataclass(frozen=True, slots=True)
class Stroke:
    """One stroke of the brush: points in pixels of the picture, joined by round lines.

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
            if not (-_FARTHEST <= x <= _FARTHEST and -_FARTHEST <= y <= _FARTHEST):
                raise TypeError(f"A point lies within {_FARTHEST:,} pixels; {shown((x, y))} does not.")

    def to_dict(self) -> dict[str, Any]:
        """Return the stroke as JSON values."""
        return {"points": [list(point) for point in self.points], "radius": self.radius, "erase": self.erase}

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Stroke:
        """Read what `to_dict` wrote."""
        points = tuple((float(x), float(y)) for x, y in document["points"])
        return cls(points, float(document["radius"]), bool(document["erase"]))


@dataclass(frozen=True, slots=True)
class Mask:
    """Which pixels may change: strokes over an optional base, so that a stroke costs no copy of the picture.

    Attributes
    ----------
    size : (int, int)
        Width and height of the picture, in pixels.
    strokes : tuple of Stroke
        In the order in which they were painted.
    base : InputImage or None
        A picture of that size to start from; what is lighter than mid-grey is edited.

    Raises
    ------
    TypeError
        A size that no picture has, or another than that of the base.
    """

    size: tuple[int, int]
    strokes: tuple[Stroke, ...] = ()
    base: InputImage | None = None

    def __post_init__(self) -> None:
        width, height = self.size
        if not all(type(side) is int and side > 0 for side in (width, height)) or width * height > MAX_PIXELS:
            raise TypeError(f"The size of a mask is (width, height) of its picture, not {shown(self.size)}.")
        if self.base is not None and self.base.size != (width, height):
            raise TypeError(f"The mask is {width}×{height} pixels and its base {self.base.width}×{self.base.height}.")
        object.__setattr__(self, "size", (width, height))

    @classmethod
    def of(cls, base: InputImage) -> Mask:
        """Return the mask that a picture is: what is lighter than mid-grey is edited."""
        return cls(base.size, base=base)

    @property
    def empty(self) -> bool:
        """Whether no pixel is edited."""
        return _rasterised(self).getbbox() is None

    @property
    def pixels(self) -> str:
        """SHA-256, as hex digits, of size and edited pixels, in whatever way they came to be so."""
        return hashlib.sha256(f"{self.size}".encode("ascii") + _rasterised(self).tobytes()).hexdigest()

    def image(self) -> Image.Image:
        """Return the mask at the size of the picture, mode L: 255 is edited, 0 is kept."""
        return _rasterised(self).copy()

    def png(self, colors: Sequence[tuple[int, int, int]] = (_WHITE,)) -> bytes:
        """Return the mask as a PNG file of two colours.

        Parameters
        ----------
        colors
            Red, green and blue of what may stand for what is edited; the first one is taken. The rest is black, or
            white where that is dark, or else any colour that is not among them.
        """
        color = colors[0]
        usual = (255 if max(color) <= _DARK else 0,) * 3
        others = itertools.chain((usual,), itertools.product(range(256), repeat=3))
        rest = next(other for other in others if other not in colors)
        two = _rasterised(self).point([0] * 128 + [1] * 128).convert("P")
        two.putpalette([*rest, *color])
        file = io.BytesIO()
        two.convert("RGB").save(file, "PNG", optimize=True)
        return file.getvalue()

    def to_dict(self, *, embed: bool) -> dict[str, Any]:
        """Return the mask as JSON values; if `embed`, with its base as a data URL."""
        return {
            "size": list(self.size),
            "strokes": [stroke.to_dict() for stroke in self.strokes],
            "base": self.base.to_dict(embed=embed) if self.base else None,
        }

    @classmethod
    def from_dict(cls, document: Mapping[str, Any], find: Callable[[str], bytes] | None = None) -> Mask:
        """Read what `to_dict` wrote; `find` returns a file by the SHA-256 of its bytes where none is embedded."""
        width, height = document["size"]
        base = document["base"]
        strokes = tuple(Stroke.from_dict(stroke) for stroke in document["strokes"])
        return cls((width, height), strokes, InputImage.from_dict(base, find) if base else None)


_RECENT = 4
_recent: list[tuple[Mask, Image.Image]] = []
_recent_lock = threading.Lock()
"""Masks that were drawn lately. One stroke more is drawn over what is there, so that painting stays fast."""


def _rasterised(mask: Mask) -> Image.Image:
    """Return the pixels of a mask; not to be changed."""
    with _recent_lock:
        begun = max((pair for pair in _recent if _goes_on(mask, pair[0])), key=_strokes_of, default=None)
    if begun is None:
        strokes, pixels = mask.strokes, _ground(mask)
    elif len(begun[0].strokes) == len(mask.strokes):
        return begun[1]
    else:
        strokes, pixels = mask.strokes[len(begun[0].strokes) :], begun[1].copy()
    draw = ImageDraw.Draw(pixels)
    for stroke in strokes:
        _paint(draw, stroke)
    with _recent_lock:
        _recent.insert(0, (mask, pixels))
        del _recent[_RECENT:]
    return pixels


def _goes_on(mask: Mask, other: Mask) -> bool:
    # Strokes are the same objects when a mask grows, which is found out faster than that they are equal.
    if (mask.size, mask.base) != (other.size, other.base) or len(mask.strokes) < len(other.strokes):
        return False
    return all(ours is theirs for ours, theirs in zip(mask.strokes, other.strokes, strict=False))


def _strokes_of(pair: tuple[Mask, Image.Image]) -> int:
    return len(pair[0].strokes)


def _ground(mask: Mask) -> Image.Image:
    if mask.base is None:
        return Image.new("L", mask.size, 0)
    return mask.base.image().convert("L").point([0] * 128 + [255] * 128)


def _paint(draw: ImageDraw.ImageDraw, stroke: Stroke) -> None:
    shade, r = 0 if stroke.erase else 255, stroke.radius
    for x, y in stroke.points:
        draw.ellipse((x - r, y - r, x + r, y + r), fill=shade)
    if len(stroke.points) > 1:
        draw.line(stroke.points, fill=shade, width=max(1, round(2 * r)), joint="curve")
