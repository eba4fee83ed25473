"""Squares of one colour each."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.pixels import Pixels

__all__ = ["mosaic", "pixelate"]

_HIDING, _COARSE = 10, 48
"""Squares along the shorter side: of a box, where nothing is to be recognised, and of a whole picture."""
_FEWEST = 3


def pixelate(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Show what is in a box as large squares, each of the mean colour below it.

    Parameters
    ----------
    pixels
        height × width × 3.
    amount
        1 makes 10 squares along the shorter side, 1.6 makes 6.
    rng
        Moves the grid by up to a square.

    Examples
    --------
    >>> part = np.random.default_rng(1).integers(0, 256, (60, 80, 3), np.uint8)
    >>> out = pixelate(part, 1.0, np.random.default_rng(0))
    >>> len(np.unique(out.reshape(-1, 3), axis=0)) <= 12 * 15
    True
    """
    return _squares(pixels, _HIDING / amount, rng)


def mosaic(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Show a whole picture as squares, 48 along the shorter side for an amount of 1; else as `pixelate`."""
    return _squares(pixels, _COARSE / amount, rng)


def _squares(pixels: Pixels, count: float, rng: np.random.Generator) -> Pixels:
    height, width = pixels.shape[:2]
    side = max(1, round(min(height, width) / max(count, _FEWEST)))
    left, top = (int(rng.integers(side)) for _ in range(2))
    right, bottom = -(left + width) % side, -(top + height) % side
    whole = cv2.copyMakeBorder(pixels, top, bottom, left, right, cv2.BORDER_REPLICATE)
    small = cv2.resize(whole, (whole.shape[1] // side, whole.shape[0] // side), interpolation=cv2.INTER_AREA)
    large = cv2.resize(small, (whole.shape[1], whole.shape[0]), interpolation=cv2.INTER_NEAREST)
    return np.ascontiguousarray(large[top : top + height, left : left + width], np.uint8)
