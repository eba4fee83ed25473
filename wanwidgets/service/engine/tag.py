"""The mark of every result: where it lies, and drawing it."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from wanwidgets.service.engine.pixels import Box, Pixels

__all__ = ["TAG_TEXT", "tag", "tag_area"]

TAG_TEXT = "local service · not a Wan model"

_PART = 0.016
"""Height of the letters in parts of the picture's height."""
_SMALLEST = 11
_WIDEST = 0.94
"""Part of the picture's width that the tag may take."""


def tag_area(width: int, height: int) -> Box:
    """Return the box of the tag in a picture of that size, in pixels: bottom right, inside the picture.

    >>> x1, y1, x2, y2 = tag_area(1024, 768)
    >>> 512 < x1 < x2 <= 1024 and 700 < y1 < y2 <= 768
    True
    """
    letters = _letters(width, height)
    across, down = _pill(letters)
    gap = max(2, round(0.6 * letters))
    x2, y2 = max(min(width, across), width - gap), max(min(height, down), height - gap)
    return max(0, x2 - across), max(0, y2 - down), x2, y2


def tag(pixels: Pixels) -> Pixels:
    """Return the picture with the tag on it, half transparent; nothing changes outside `tag_area`."""
    height, width = pixels.shape[:2]
    x1, y1, x2, y2 = tag_area(width, height)
    letters = _letters(width, height)
    # Drawn four times as large, since Pillow does not smooth the ends of a pill.
    mask = Image.new("L", (4 * (x2 - x1), 4 * (y2 - y1)))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, mask.width - 1, mask.height - 1), mask.height // 2, fill=150)
    patch = Image.fromarray(np.ascontiguousarray(pixels[y1:y2, x1:x2]))
    patch.paste((16, 18, 22), mask=mask.resize(patch.size, Image.Resampling.BOX))
    ink = Image.new("L", patch.size)
    centre = (patch.width / 2, patch.height / 2)
    ImageDraw.Draw(ink).text(centre, TAG_TEXT, fill=235, font=ImageFont.load_default(letters), anchor="mm")
    patch.paste((255, 255, 255), mask=ink)
    out = pixels.copy()
    out[y1:y2, x1:x2] = np.asarray(patch)
    return out


@lru_cache(maxsize=64)
def _letters(width: int, height: int) -> int:
    letters = max(_SMALLEST, round(_PART * height))
    across, _ = _pill(letters)
    return letters if across <= _WIDEST * width else max(_SMALLEST, int(letters * _WIDEST * width / across))


def _pill(letters: int) -> tuple[int, int]:
    left, _, right, _ = ImageFont.load_default(letters).getbbox(TAG_TEXT)
    return round(right - left + 1.5 * letters), round(1.7 * letters)
