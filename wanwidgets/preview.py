"""Small pictures for the screen and for a saved notebook: bounded in pixels and in bytes."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

from PIL import Image

__all__ = ["PREVIEW_BYTES", "THUMBNAIL_BYTES", "contact_sheet", "small_jpeg"]

PREVIEW_BYTES = 40_000
"""What one run may add to a saved notebook."""

THUMBNAIL_BYTES = 6_000
"""What a thumbnail may take."""

_QUALITIES = (88, 80, 70, 60, 50, 40, 30)
_GAP = 8
_SMALLEST = 32


def small_jpeg(image: Image.Image, *, side: int, max_bytes: int | None = None) -> bytes:
    """Return a JPEG at most `side` pixels wide and high and, if asked, at most `max_bytes` long.

    The quality is lowered first, then the size.
    """
    rgb = image.convert("RGB")
    side = min(side, max(rgb.size))
    while True:
        rgb.thumbnail((side, side), Image.Resampling.LANCZOS)
        for quality in _QUALITIES:
            out = io.BytesIO()
            rgb.save(out, "JPEG", quality=quality)
            if max_bytes is None or len(out.getvalue()) <= max_bytes or side <= _SMALLEST:
                return out.getvalue()
        side = side * 3 // 4


def contact_sheet(images: Sequence[Image.Image], *, width: int) -> Image.Image:
    """Return one picture of all, side by side in rows of at most two, on white.

    Parameters
    ----------
    images
        At least one.
    width
        Of the sheet, in pixels.
    """
    if len(images) == 1:
        sheet = images[0].convert("RGB")
        sheet.thumbnail((width, width), Image.Resampling.LANCZOS)
        return sheet
    cell = (width - _GAP) // 2
    tiles = [image.convert("RGB") for image in images]
    for tile in tiles:
        tile.thumbnail((cell, cell), Image.Resampling.LANCZOS)
    row_height = max(tile.height for tile in tiles)
    rows = math.ceil(len(tiles) / 2)
    sheet = Image.new("RGB", (width, rows * row_height + (rows - 1) * _GAP), (255, 255, 255))
    for index, tile in enumerate(tiles):
        row, column = divmod(index, 2)
        sheet.paste(tile, (column * (cell + _GAP), row * (row_height + _GAP)))
    return sheet
