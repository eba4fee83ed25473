"""Small copies of the input pictures, with their boxes and the outline of the mask."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image, ImageDraw

from wanwidgets.service.engine.cards.colors import MUTED, Color
from wanwidgets.service.engine.cards.fonts import font_for
from wanwidgets.service.engine.cards.text import line_width, write_line
from wanwidgets.service.engine.frame import resize
from wanwidgets.service.engine.pixels import Box, Mask, Pixels

__all__ = ["Grid", "Thumb", "grid", "paint"]

_TINT = 0.45
_WIDEST = 2.2
"""A picture wider than so many times its height gets a cell of this ratio and is shown smaller in it."""
_GAP = 0.1
"""Between cells, in parts of their height."""
_LABEL = 1.5
"""Height of the line below a picture, in sizes of its letters."""


@dataclass(frozen=True, slots=True)
class Thumb:
    """A picture, its boxes and its mask, in its own pixels."""

    pixels: Pixels
    boxes: tuple[Box, ...]
    mask: Mask | None


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the copies come to lie: boxes from the grid's upper left corner, and the size of the whole, pixels."""

    cells: tuple[Box, ...]
    width: int
    height: int
    letters: int


def grid(thumbs: tuple[Thumb, ...], width: int, cell: int, letters: int) -> Grid:
    """Arrange copies in rows of equal height.

    Parameters
    ----------
    thumbs
        At least one.
    width
        That all rows share, pixels.
    cell
        The height of a copy, pixels.
    letters
        The size of the labels, pixels.
    """
    gap = max(3, round(_GAP * cell))
    down = cell + round(_LABEL * letters)
    cells: list[Box] = []
    x = y = 0
    widest = 0
    for thumb in thumbs:
        across = min(width, max(1, _across(thumb, cell)))
        if cells and x + across > width:
            x, y = 0, y + down + gap
        cells.append((x, y, x + across, y + cell))
        widest = max(widest, x + across)
        x += across + gap
    return Grid(tuple(cells), widest, y + down, letters)


def _across(thumb: Thumb, cell: int) -> int:
    height, width = thumb.pixels.shape[:2]
    ratio = min(_WIDEST, max(1 / _WIDEST, int(width) / int(height)))
    return round(cell * ratio)


def paint(image: Image.Image, thumbs: tuple[Thumb, ...], places: Grid, corner: tuple[int, int], accent: Color) -> None:
    """Paint the copies and number them; `corner` is the grid's upper left one in `image`, pixels."""
    draw = ImageDraw.Draw(image)
    for number, (thumb, cell) in enumerate(zip(thumbs, places.cells, strict=True), start=1):
        x1, y1 = cell[0] + corner[0], cell[1] + corner[1]
        size = (cell[2] - cell[0], cell[3] - cell[1])
        image.paste(_copy(thumb, size, accent), (x1, y1), _corners(size))
        label = f"image {number}"
        if line_width(label, places.letters) > size[0]:
            label = str(number)
        write_line(draw, label, (x1, y1 + size[1] + 0.1 * places.letters), (places.letters, False), MUTED)


def _corners(size: tuple[int, int]) -> Image.Image:
    mask = Image.new("L", (4 * size[0], 4 * size[1]))
    radius = round(0.07 * min(mask.size))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, mask.width - 1, mask.height - 1), radius, fill=255)
    return mask.resize(size, Image.Resampling.BOX)


def _copy(thumb: Thumb, size: tuple[int, int], accent: Color) -> Image.Image:
    height, width = thumb.pixels.shape[:2]
    scale = min(size[0] / width, size[1] / height)
    inner = (min(size[0], max(1, round(width * scale))), min(size[1], max(1, round(height * scale))))
    small = resize(thumb.pixels, inner)
    if thumb.mask is not None:
        small = _masked(small, thumb.mask, accent)
    image = Image.fromarray(small)
    draw = ImageDraw.Draw(image)
    line = max(1, round(min(inner) / 40))
    for number, box in enumerate(thumb.boxes, start=1):
        left, right = round(box[0] * scale), round(box[2] * scale)
        top, bottom = round(box[1] * scale), round(box[3] * scale)
        place = (left, top, max(left + 1, right) - 1, max(top + 1, bottom) - 1)
        draw.rectangle(place, outline=(255, 255, 255), width=line + 2)
        draw.rectangle(place, outline=accent, width=line)
        letters = max(9, round(min(inner) / 7))
        text = str(number)
        flag = (
            left,
            top,
            left + round(line_width(text, letters, bold=True)) + letters // 2,
            top + round(1.2 * letters),
        )
        draw.rectangle(flag, fill=accent)
        middle = ((flag[0] + flag[2]) / 2, (flag[1] + flag[3]) / 2)
        font = font_for(text, letters, bold=True)
        draw.text(middle, text, fill=(255, 255, 255), font=font, anchor="mm")
    out = Image.new("RGB", size, (232, 230, 224))
    out.paste(image, ((size[0] - inner[0]) // 2, (size[1] - inner[1]) // 2))
    return out


def _masked(small: Pixels, mask: Mask, accent: Color) -> Pixels:
    own = np.asarray(cv2.resize(mask.astype(np.uint8), (small.shape[1], small.shape[0]), interpolation=cv2.INTER_AREA))
    tinted = np.where(own[:, :, None] > 0, small * (1 - _TINT) + np.asarray(accent) * _TINT, small).astype(np.uint8)
    lines, _ = cv2.findContours(own, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    drawn = cv2.drawContours(np.ascontiguousarray(tinted), lines, -1, (255, 255, 255), max(1, min(own.shape) // 60))
    return np.asarray(drawn, np.uint8)
