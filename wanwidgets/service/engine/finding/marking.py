"""Boxes and names are drawn over a picture."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle, islice

import numpy as np
from PIL import Image, ImageDraw

from wanwidgets.service.engine.cards.text import line_width, write_line
from wanwidgets.service.engine.pixels import Box, Mask, Pixels

__all__ = ["marking", "outlined"]

_INKS = ((230, 57, 70), (29, 120, 216), (18, 140, 96), (245, 165, 20), (142, 68, 190), (10, 150, 170))
"""Colours that differ from one another, and from most of a photograph."""
_LINE = 0.0035
"""Width of a line in parts of the picture's longer side."""
_LETTERS = 0.024
"""Size of a name's letters likewise."""
_THINNEST, _SMALLEST = 2, 9
"""In pixels."""
_LIGHT = 150.0
"""A ground brighter than this takes dark letters."""


def marking(
    pixels: Pixels, boxes: Sequence[Box], names: Sequence[str], rng: np.random.Generator, room: Box | None = None
) -> Pixels:
    """Draw a line around each box, and a plate with its name above it, or inside where there is no room above.

    Parameters
    ----------
    pixels
        height × width × 3.
    boxes
        In pixels.
    names
        One for each box, of characters that can be drawn; "" draws no plate.
    rng
        Chooses the first of the colours.
    room
        Where plates may be; None: in the whole picture.

    Examples
    --------
    >>> out = marking(np.zeros((60, 80, 3), np.uint8), [(20, 20, 60, 50)], [""], np.random.default_rng(0))
    >>> int(out[40, 20].max()) > 0, int(out[35, 40].max())
    (True, 0)
    """
    image = Image.fromarray(pixels)
    draw = ImageDraw.Draw(image)
    size = max(pixels.shape[:2])
    line = max(_THINNEST, round(_LINE * size))
    limits = room or (0, 0, pixels.shape[1], pixels.shape[0])
    first = int(rng.integers(len(_INKS)))
    inks = list(islice(cycle(_INKS), first, first + len(boxes)))
    for box, ink in zip(boxes, inks, strict=True):
        _frame(draw, box, line, ink)
    # Plates come last: the line of another box may cross no name.
    for box, name, ink in zip(boxes, names, inks, strict=True):
        if name:
            _plate(draw, box, limits, (name, ink), (max(_SMALLEST, round(_LETTERS * size)), line))
    return np.asarray(image, np.uint8)


def outlined(pixels: Pixels, area: Mask, rng: np.random.Generator) -> Pixels:
    """Draw a line along the rim of a mask, inside of it.

    Parameters
    ----------
    pixels
        height × width × 3.
    area
        height × width.
    rng
        Chooses the colour.
    """
    line = max(_THINNEST, round(_LINE * max(pixels.shape[:2])))
    # Shifted copies by squares: what is left of a mask when its rim is worn off.
    inner = np.pad(area, line)
    worn = area.copy()
    for down, across in ((0, line), (2 * line, line), (line, 0), (line, 2 * line)):
        worn &= inner[down : down + area.shape[0], across : across + area.shape[1]]
    out = pixels.copy()
    out[area & ~worn] = _INKS[int(rng.integers(len(_INKS)))]
    return out


def _frame(draw: ImageDraw.ImageDraw, box: Box, line: int, ink: tuple[int, int, int]) -> None:
    x1, y1, x2, y2 = box
    # A thin light line outside keeps the ink apart from a ground of its own colour.
    draw.rectangle((x1 - 1, y1 - 1, x2, y2), outline=(255, 255, 255), width=1)
    thick = max(1, min(line, (x2 - x1) // 2, (y2 - y1) // 2))
    draw.rectangle((x1, y1, x2 - 1, y2 - 1), outline=ink, width=thick)


def _plate(
    draw: ImageDraw.ImageDraw, box: Box, limits: Box, name: tuple[str, tuple[int, int, int]], sizes: tuple[int, int]
) -> None:
    (text, ink), (letters, line) = name, sizes
    while letters > _SMALLEST and line_width(text, letters, bold=True) + letters > limits[2] - limits[0]:
        letters -= 1
    width, height = round(line_width(text, letters, bold=True) + 0.8 * letters), round(1.45 * letters)
    x = max(limits[0], min(box[0], limits[2] - width))
    above = box[1] - height
    y = above if above >= limits[1] else min(box[1] + line, limits[3] - height)
    draw.rectangle((x, y, x + width - 1, y + height - 1), fill=ink)
    bright = 0.299 * ink[0] + 0.587 * ink[1] + 0.114 * ink[2]
    write_line(
        draw,
        text,
        (x + 0.4 * letters, y + 0.02 * letters),
        (letters, True),
        (20, 20, 24) if bright > _LIGHT else (255, 255, 255),
    )
