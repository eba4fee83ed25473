"""How surely a mask tells a thing from what is around it."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.pixels import Floats, Mask, Pixels

__all__ = ["contrast"]

_NEAR = 0.03
"""How far from the rim is looked, in parts of the longer side."""


def contrast(pixels: Pixels, mask: Mask) -> float:
    """Return by how much the colours on both sides of a mask's rim differ.

    Parameters
    ----------
    pixels
        height × width × 3.
    mask
        The same height and width.

    Returns
    -------
    float
        The median along the rim of the distance in LAB (OpenCV's of 8 bits) between the means of both sides, 0 where
        the mask has no rim. On photographs the rim of a thing has 25 and more, a rim in a wall or a sky 1 to 8.

    Examples
    --------
    >>> pixels = np.zeros((40, 40, 3), np.uint8)
    >>> pixels[10:30, 10:30] = 255
    >>> mask = np.zeros((40, 40), bool)
    >>> mask[10:30, 10:30] = True
    >>> contrast(pixels, mask), contrast(pixels, ~mask & False)
    (255.0, 0.0)
    """
    lab = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB), np.float32)
    window = 2 * max(2, round(_NEAR * max(mask.shape))) + 1
    inside, _ = _mean(lab, mask, window)
    outside, seen = _mean(lab, ~mask, window)
    inner = cv2.erode(mask.astype(np.uint8), np.ones((3, 3), np.uint8), borderValue=1) > 0
    rim = mask & ~inner & (seen > 0)
    if not rim.any():
        return 0.0
    return float(np.median(np.linalg.norm((inside - outside)[rim], axis=1)))


def _mean(values: Floats, mask: Mask, window: int) -> tuple[Floats, Floats]:
    """Return means over a square of what is under the mask, and how much that is."""
    weight = mask.astype(np.float32)
    size = (window, window)
    count = np.asarray(cv2.boxFilter(weight, -1, size, normalize=False, borderType=cv2.BORDER_CONSTANT), np.float32)
    total = cv2.boxFilter(values * weight[:, :, None], -1, size, normalize=False, borderType=cv2.BORDER_CONSTANT)
    mean = np.asarray(total, np.float32) / np.maximum(count, 1)[:, :, None]
    return np.asarray(mean, np.float32), count
