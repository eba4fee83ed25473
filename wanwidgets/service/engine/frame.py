"""The base picture at the size of the output, and where its boxes come to lie."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

from wanwidgets.service.engine.pixels import Box, Pixels, gaussian

__all__ = ["Frame", "bounded", "cover", "fit", "loose", "resize"]

RATIO_TOLERANCE = 0.01
"""Up to here a picture is stretched to the output's ratio; one part in a hundred is not seen."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture at the output's size.

    `scale` is output pixels per pixel of the original, across and down; `offset` is where the original's corner lies.
    """

    pixels: Pixels
    scale: tuple[float, float]
    offset: tuple[int, int]
    inner: tuple[int, int]

    def box(self, box: Box) -> Box:
        """Map a box of the original picture to whole pixels of the output, at least one pixel wide and high."""
        x1, x2 = _span(box[0], box[2], self.scale[0], self.offset[0], self.inner[0])
        y1, y2 = _span(box[1], box[3], self.scale[1], self.offset[1], self.inner[1])
        return x1, y1, x2, y2


def _span(low: int, high: int, scale: float, offset: int, length: int) -> tuple[int, int]:
    start = min(max(round(low * scale), 0), length - 1)
    end = min(max(round(high * scale), start + 1), length)
    return start + offset, end + offset


def resize(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """Return the picture at `size` (width, height); untouched when it has that size already."""
    if (pixels.shape[1], pixels.shape[0]) == size:
        return pixels
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS), dtype=np.uint8)


def bounded(pixels: Pixels, longest: int) -> Pixels:
    """Return the picture, made smaller if a side has more than `longest` pixels."""
    height, width = pixels.shape[:2]
    scale = longest / max(width, height)
    return pixels if scale >= 1 else resize(pixels, (max(1, round(width * scale)), max(1, round(height * scale))))


def loose(pixels: Pixels, longest: int) -> Frame:
    """Return the picture in its own size, or made smaller as `bounded` does, with nothing around it."""
    own = bounded(pixels, longest)
    size = (own.shape[1], own.shape[0])
    return Frame(own, (size[0] / pixels.shape[1], size[1] / pixels.shape[0]), (0, 0), size)


def fit(pixels: Pixels, size: tuple[int, int]) -> Frame:
    """Bring a picture to the output's size.

    A picture of another ratio is shown whole, over a dark and blurred copy of itself that fills the output.

    Parameters
    ----------
    pixels
        height × width × 3.
    size
        Width and height of the output, pixels.
    """
    height, width = pixels.shape[:2]
    across, down = size[0] / width, size[1] / height
    if abs(across / down - 1) <= RATIO_TOLERANCE:
        return Frame(resize(pixels, size), (across, down), (0, 0), size)
    scale = min(across, down)
    inner = (min(size[0], max(1, round(width * scale))), min(size[1], max(1, round(height * scale))))
    offset = ((size[0] - inner[0]) // 2, (size[1] - inner[1]) // 2)
    out = cover(pixels, size)
    out[offset[1] : offset[1] + inner[1], offset[0] : offset[0] + inner[0]] = resize(pixels, inner)
    return Frame(out, (inner[0] / width, inner[1] / height), offset, inner)


def cover(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """Return a dark and blurred copy of a picture that fills `size` (width, height)."""
    # A blurred picture has no detail, so a small copy is blurred and enlarged.
    height, width = pixels.shape[:2]
    ratio = size[0] / size[1]
    kept = (width, max(1, round(width / ratio))) if width / height < ratio else (max(1, round(height * ratio)), height)
    left, top = (width - kept[0]) // 2, (height - kept[1]) // 2
    part = pixels[top : top + kept[1], left : left + kept[0]]
    small = (max(8, size[0] // 16), max(8, size[1] // 16))
    soft = gaussian(resize(part, small), min(small) / 16)
    dark = (soft * np.float32(0.55)).astype(np.uint8)
    return np.array(Image.fromarray(dark).resize(size, Image.Resampling.BICUBIC), dtype=np.uint8)
