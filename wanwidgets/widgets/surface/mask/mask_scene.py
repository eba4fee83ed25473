"""How the mask looks over the picture: its exact pixels, the stroke under way and the outline of the brush."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageColor

from wanwidgets.regions import Box, Mask
from wanwidgets.widgets.surface.scene import ACCENT, Command
from wanwidgets.widgets.surface.view.viewport import Viewport

__all__ = ["OPACITY", "draw_brush", "draw_stroke", "mask_tile"]

OPACITY = 0.5
"""How much of the picture the paint covers to begin with, 0 to 1."""

_LIGHT = "#ffffff"
_DARK = "#0b1b33"
_RIM = 2
"""Canvas pixels of each of the two lines along the inner edge of what is painted."""
_FAR = 2 * _RIM
_HATCH, _HATCHED = 26, 2
"""Canvas pixels from one stripe to the next, and of a stripe."""
_STRIPE, _INNER, _OUTER = 253, 254, 255
_SHADES = _STRIPE - 1
"""Indices of the palette: 1 to `_SHADES` are paint that covers more and more of a pixel."""
_SIGN = 7
"""Canvas pixels of each arm of the sign of the brush."""

Bools = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]
Point = tuple[float, float]


def mask_tile(mask: Mask, area: Box, size: tuple[int, int], opacity: float = OPACITY) -> bytes:
    """Return a part of the mask as a translucent PNG to lay over the picture.

    What is painted is tinted and hatched, and has a light and a dark line along the inside of its edge, so that it is
    seen on any picture and by whoever sees no colours.

    Parameters
    ----------
    mask, area
        The mask, and a box of pixels inside its picture.
    size
        Width and height of the PNG in canvas pixels. Where they are more than the pixels of the area, each pixel is
        shown exactly; where they are fewer, by how much of it is painted.
    opacity
        How much of the picture the paint covers, from 0 to 1. It is only looked at: a mask knows no half measures.
    """
    covers = _sampled(mask, area, size)
    solid = covers >= _SHADES // 2
    inner = slice(_FAR, -_FAR), slice(_FAR, -_FAR)
    near = _shrunk(solid, _RIM)
    index = covers[inner].copy()
    rows, columns = np.ogrid[: size[1], : size[0]]
    index[((rows + columns) % _HATCH < _HATCHED) & solid[inner]] = _STRIPE
    index[(near & ~_shrunk(near, _RIM))[inner]] = _INNER
    index[(solid & ~near)[inner]] = _OUTER
    return _png(index, opacity)


def _sampled(mask: Mask, area: Box, size: tuple[int, int]) -> Bytes:
    """Return how much of each canvas pixel is painted, 0 to `_SHADES`, with a rim round it for what lies beside."""
    step = area.width / size[0], area.height / size[1]
    beside = math.ceil(_FAR * max(step)) + 1
    grown = Box(area.x1 - beside, area.y1 - beside, area.x2 + beside, area.y2 + beside)
    # In place, since a large picture has as many bytes as pixels.
    pixels = mask.cut(grown).view(np.uint8)
    pixels *= np.uint8(_SHADES)
    if max(step) <= 1:
        rows, columns = (
            beside + ((2 * np.arange(-_FAR, count + _FAR) + 1) * whole) // (2 * count)
            for count, whole in ((size[1], area.height), (size[0], area.width))
        )
        return pixels[rows][:, columns]
    corner = beside - _FAR * step[0], beside - _FAR * step[1]
    opposite = beside + area.width + _FAR * step[0], beside + area.height + _FAR * step[1]
    picture = Image.fromarray(pixels)
    wanted = size[0] + 2 * _FAR, size[1] + 2 * _FAR
    return np.array(picture.resize(wanted, Image.Resampling.BOX, box=(*corner, *opposite), reducing_gap=1.0))


def _shrunk(solid: Bools, by: int) -> Bools:
    """Return what is no nearer to the edge than some pixels, straight across."""
    for _ in range(by):
        inner = solid.copy()
        inner[1:] &= solid[:-1]
        inner[:-1] &= solid[1:]
        inner[:, 1:] &= solid[:, :-1]
        inner[:, :-1] &= solid[:, 1:]
        solid = inner
    return solid


def _png(index: Bytes, opacity: float) -> bytes:
    # A byte a pixel is written many times faster than four.
    picture = Image.frombytes("P", (index.shape[1], index.shape[0]), index.tobytes())
    accent, light, dark = (ImageColor.getrgb(colour) for colour in (ACCENT, _LIGHT, _DARK))
    picture.putpalette([*accent * _STRIPE, *light, *dark, *light])
    alphas = [opacity * index / _SHADES for index in range(_STRIPE)]
    alphas += [opacity * 0.8, 0.9, 0.9]
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=1, transparency=bytes(round(255 * alpha) for alpha in alphas))
    return file.getvalue()


def draw_stroke(
    points: Sequence[Point],
    radius: float,
    view: Viewport,
    *,
    erase: bool,
    opacity: float = OPACITY,
) -> Iterator[Command]:
    """Yield the commands that draw a stroke under way, or a part of it, onto the layer of the mask.

    Drawn in parts that begin where the one before ended it looks as if it were drawn at once: what is there already
    is taken away first, so that no paint is seen twice.

    Parameters
    ----------
    points, radius
        In pixels of the picture.
    view
        Where the picture lies on the canvas.
    erase, opacity
        Of the brush.
    """
    if not points:
        return
    where = np.array([view.to_canvas(x, y) for x, y in (points if len(points) > 1 else [*points, *points])])
    # A line of no length draws nothing.
    where[-1] += (0.01, 0.0)
    yield "save", ()
    yield "begin_path", ()
    yield "rect", (view.left, view.top, *view.shown)
    yield "clip", ()
    yield "line_width", max(1.0, 2 * radius * view.scale)
    yield "line_cap", "round"
    yield "line_join", "round"
    yield "stroke_style", "#000"
    yield "global_composite_operation", "destination-out"
    yield "stroke_lines", (where,)
    if not erase:
        red, green, blue = ImageColor.getrgb(ACCENT)[:3]
        yield "stroke_style", f"rgba({red}, {green}, {blue}, {opacity:g})"
        # Added, not laid over: the rims of two parts come to no more than either.
        yield "global_composite_operation", "lighter"
        yield "stroke_lines", (where,)
    yield "restore", ()


def draw_brush(point: Point, radius: float, view: Viewport, *, erase: bool) -> Iterator[Command]:
    """Yield the commands that draw the outline of the brush, with a plus; dashed and with a minus if it erases.

    Parameters
    ----------
    point, radius
        In pixels of the picture.
    view
        Where the picture lies on the canvas.
    erase
        Whether the brush takes away.
    """
    x, y = view.to_canvas(*point)
    r = max(2.0, radius * view.scale)
    # Inside a broad brush, beside a narrow one.
    at = (x, y) if r > 2 * _SIGN else (x + r + 2 * _SIGN, y - r - 2 * _SIGN)
    signs = [((at[0] - _SIGN, at[1]), (at[0] + _SIGN, at[1]))]
    if not erase:
        signs.append(((at[0], at[1] - _SIGN), (at[0], at[1] + _SIGN)))
    for colour, width in ((_LIGHT, 6), (_DARK, 2.5)):
        yield "stroke_style", colour
        yield "line_width", width
        # The light line under the dashes is whole, so that the circle is seen on dark pictures as well.
        yield "set_line_dash", ([10, 8] if erase and colour == _DARK else [],)
        yield "stroke_circle", (x, y, r)
        yield "set_line_dash", ([],)
        for begin, end in signs:
            yield "stroke_line", (*begin, *end)
