"""Parts of the picture and of the mask as files for the canvas: no larger than they are, nor than they are shown."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image

from wanwidgets.images import InputImage
from wanwidgets.regions import Box
from wanwidgets.widgets.surface.view.viewport import Viewport

__all__ = [
    "SEEN",
    "Tile",
    "at_once",
    "contains",
    "covers",
    "covers_mask",
    "picture_tile",
    "preview",
    "sharper",
    "tile_size",
]

SEEN = 4.0
"""Canvas pixels to one picture pixel (200 %) from which pixels are shown as squares.

Nearer to 100 % squares would be of one and two screen pixels in turns, which looks worse than a smooth picture.
"""
_LOSSLESS = 330 * 250
"""Pixels of a tile that is sent without loss: as many as are in sight where they are shown as squares."""
_QUALITIES = (88, 75, 60, 45, 30)
_BYTES = 100_000
"""What a JPEG may take where one of the qualities allows it: it is saved with the state of widgets."""
_FAST_JPEG = 24_000_000
_FAST = 2_000_000
"""Pixels of pictures that are decoded within 50 ms; a JPEG is decoded at a part of its size."""
_ENOUGH = 0.98


@dataclass(frozen=True, slots=True)
class Tile:
    """A file of a part of the picture.

    Attributes
    ----------
    area : Box
        Which part, in pixels of the picture.
    size : (int, int)
        Width and height of the file, in its own pixels.
    data : bytes
        The file.
    format : str
        ``"jpeg"`` or ``"png"``.
    """

    area: Box
    size: tuple[int, int]
    data: bytes
    format: str

    @property
    def density(self) -> float:
        """Its own pixels to one pixel of the picture."""
        # Of a thin picture the short side says little.
        return max(own / max(1, side) for own, side in zip(self.size, (self.area.width, self.area.height), strict=True))


def at_once(image: InputImage) -> bool:
    """Return whether a preview is made so fast that nobody waits for it."""
    return image.width * image.height <= (_FAST_JPEG if image.format == "JPEG" else _FAST)


def preview(image: InputImage, view: Viewport) -> Tile:
    """Return the whole picture as it is shown when it just fits.

    Raises
    ------
    ImageError
        The file is damaged within.
    """
    side = max(1, round(max(view.fitted().shown)))
    return _encoded(Box(0, 0, *image.size), image.small(side))


def picture_tile(pixels: Image.Image, view: Viewport) -> Tile:
    """Return what is in sight of a picture, given its pixels, as sharp as it can be."""
    area = view.visible
    size = tile_size(area, view)
    if size == (area.width, area.height):
        return _encoded(area, pixels.crop(area))
    return _encoded(area, pixels.resize(size, Image.Resampling.LANCZOS, box=area, reducing_gap=2.0))


def tile_size(area: Box, view: Viewport) -> tuple[int, int]:
    """Return how many pixels a tile needs: one a canvas pixel, but no more than there are in the picture."""
    _, _, width, height = view.placed(area)
    return min(width, area.width), min(height, area.height)


def sharper(view: Viewport, base: Tile) -> bool:
    """Return whether what is in sight could be shown sharper than the preview is."""
    return min(1.0, view.scale) * _ENOUGH > base.density or (view.scale >= SEEN and base.format == "jpeg")


def covers(tile: Tile, view: Viewport) -> bool:
    """Return whether a tile of the picture is all that is in sight, as sharp as it can be."""
    return (
        tile.density >= min(1.0, view.scale) * _ENOUGH
        and contains(tile.area, view.visible)
        and (view.scale < SEEN or tile.format == "png")
    )


def covers_mask(tile: Tile, view: Viewport) -> bool:
    """Return whether a tile of the mask is all that is in sight, with lines no broader than they should be."""
    return tile.density >= view.scale * _ENOUGH and contains(tile.area, view.visible)


def contains(area: Box, part: Box) -> bool:
    """Return whether a part of the picture lies within an area."""
    return area.x1 <= part.x1 and area.y1 <= part.y1 and area.x2 >= part.x2 and area.y2 >= part.y2


def _encoded(area: Box, pixels: Image.Image) -> Tile:
    if pixels.width * pixels.height <= _LOSSLESS:
        return Tile(area, pixels.size, _saved(pixels, "PNG", compress_level=1), "png")
    data = b""
    for quality in _QUALITIES:
        # Its size stays: a tile that is smaller than asked for would be made again and again.
        data = _saved(pixels, "JPEG", quality=quality)
        if len(data) <= _BYTES:
            break
    return Tile(area, pixels.size, data, "jpeg")


def _saved(pixels: Image.Image, form: str, **options: int) -> bytes:
    file = io.BytesIO()
    pixels.save(file, form, **options)
    return file.getvalue()
