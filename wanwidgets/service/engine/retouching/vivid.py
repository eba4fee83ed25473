"""More colour, and less."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from wanwidgets.service.engine.pixels import Floats, Pixels

__all__ = ["LESS", "MORE", "mute", "saturate"]

MORE = 0.9
LESS = 0.55
_LUMA = np.array((0.299, 0.587, 0.114), np.float32)
_ROWS = 256
"""Rows that are worked on at a time, so that no float copy of a whole picture is made."""


def saturate(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Return the picture with stronger colours: pale ones gain most, full ones hardly, and grey stays grey.

    Parameters
    ----------
    pixels
        height × width × 3.
    amount
        The distance from grey of the same lightness is multiplied by 1 + 0.9 amount (1 - s), s being how full the
        colour is, from 0 to 1.
    rng
        Varies the amount by up to a tenth.

    Examples
    --------
    >>> out = saturate(np.full((1, 1, 3), (150, 120, 110), np.uint8), 1.0, np.random.default_rng(0))
    >>> int(np.ptp(out)) > 55
    True
    """
    strength = MORE * amount * rng.uniform(0.9, 1.1)

    def gain(part: Floats) -> Floats:
        fullness = (part.max(axis=2) - part.min(axis=2)) / 255
        return np.asarray(1 + strength * (1 - fullness), np.float32)

    return _spread(pixels, gain)


def mute(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Return the picture with weaker colours: 0.45 of them stay for an amount of 1. The parameters are `saturate`'s.

    >>> out = mute(np.full((1, 1, 3), (200, 120, 80), np.uint8), 1.0, np.random.default_rng(0))
    >>> 40 < int(np.ptp(out)) < 70
    True
    """
    kept = 1 - min(LESS * amount * rng.uniform(0.9, 1.1), 1)
    return _spread(pixels, lambda part: np.full(part.shape[:2], kept, np.float32))


def _spread(pixels: Pixels, gain: Callable[[Floats], Floats]) -> Pixels:
    """Move every pixel away from the grey of its lightness, or towards it."""
    out = np.empty_like(pixels)
    for top in range(0, pixels.shape[0], _ROWS):
        part = pixels[top : top + _ROWS].astype(np.float32)
        grey = (part @ _LUMA)[:, :, None]
        # Rounded by OpenCV, which saturates at 0 and 255 as well.
        out[top : top + _ROWS] = cv2.convertScaleAbs(np.maximum(grey + (part - grey) * gain(part)[:, :, None], 0))
    return out
