"""What a picture looks like through a lens: where each pixel of the new picture comes from."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.pixels import Floats, Pixels

__all__ = ["grid", "sampled"]

_COARSE = 8
"""Every so many pixels it is measured how much smaller the picture becomes there."""
_LEVELS = 3
"""Most halvings; a lens makes nothing smaller than that."""


def grid(size: tuple[int, int]) -> tuple[Floats, Floats]:
    """Return x and y of the middle of every pixel, counted from the middle of a picture of `size` (width, height).

    >>> grid((4, 2))[0].tolist()
    [[-1.5, -0.5, 0.5, 1.5], [-1.5, -0.5, 0.5, 1.5]]
    """
    width, height = size
    across = np.arange(width, dtype=np.float32) - (width - 1) / 2
    down = np.arange(height, dtype=np.float32) - (height - 1) / 2
    x, y = np.meshgrid(across, down)
    return np.asarray(x, np.float32), np.asarray(y, np.float32)


def sampled(pixels: Pixels, x: Floats, y: Floats) -> Pixels:
    """Take every pixel of a new picture from a place of this one.

    Where the picture becomes smaller the places are taken from a smaller copy of it, so that fine patterns do not
    turn into coarse ones.

    Parameters
    ----------
    pixels
        height × width × 3.
    x, y
        Height × width of the new picture: places in pixels of `pixels`, counted from its middle; beyond its rim the
        rim's own pixels are taken.

    Examples
    --------
    >>> pixels = np.random.default_rng(0).integers(0, 256, (6, 9, 3), np.uint8)
    >>> bool((sampled(pixels, *grid((9, 6))) == pixels).all())
    True
    """
    scale = _scale(x, y)
    out = _taken(pixels, x, y, 1.0)
    small = pixels
    for level in range(_LEVELS):
        share = np.clip(np.log2(scale) - level, 0, 1)
        if not share.any() or min(small.shape[:2]) < _COARSE:
            break
        small = np.asarray(cv2.pyrDown(small), np.uint8)
        ratio = small.shape[1] / pixels.shape[1]
        weight = np.asarray(cv2.resize(share, (x.shape[1], x.shape[0]), interpolation=cv2.INTER_LINEAR), np.float32)
        out = np.asarray(cv2.blendLinear(out, _taken(small, x, y, ratio), 1 - weight, weight), np.uint8)
    return out


def _scale(x: Floats, y: Floats) -> Floats:
    """Return how many pixels of the old picture lie side by side in one of the new, at least 1, on a coarse grid."""
    step = max(1, min(_COARSE, min(x.shape) // 2))
    coarse = [values[::step, ::step] for values in (x, y)]
    if min(coarse[0].shape) < 2:  # noqa: PLR2004 - a difference needs two
        return np.ones((1, 1), np.float32)
    (xy, xx), (yy, yx) = (np.gradient(values) for values in coarse)
    area = np.abs(xx * yy - xy * yx) / (step * step)
    return np.asarray(np.maximum(np.sqrt(area), 1.0), np.float32)


def _taken(pixels: Pixels, x: Floats, y: Floats, ratio: float) -> Pixels:
    height, width = pixels.shape[:2]
    across, down = x * np.float32(ratio) + (width - 1) / 2, y * np.float32(ratio) + (height - 1) / 2
    return np.asarray(
        cv2.remap(
            pixels,
            across.astype(np.float32),
            down.astype(np.float32),
            interpolation=cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REPLICATE,
        ),
        np.uint8,
    )
