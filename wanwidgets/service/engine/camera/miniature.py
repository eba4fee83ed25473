"""A lens that is tilted: only a band is sharp, as in photographs of small models."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.pixels import Floats, Pixels
from wanwidgets.service.engine.retouching.focus import blurred
from wanwidgets.service.engine.retouching.vivid import saturate

__all__ = ["miniature"]

_SOFTEST = 0.014
"""Standard deviation of the blur at its most, in parts of the picture's shorter side."""
_LEVELS = 4
_VIVID = 0.45


def miniature(pixels: Pixels, band: tuple[float, float], amount: float, rng: np.random.Generator) -> Pixels:
    """Return the picture with one sharp band from side to side; above and below it grows softer with the distance.

    Parameters
    ----------
    pixels
        height × width × 3.
    band
        Upper and lower edge of what is sharp, in parts of the height.
    amount
        1 blurs the far rim with a standard deviation of 1.4 % of the shorter side. Colours become a little stronger,
        as painted models have them.
    rng
        Varies the blur by up to a tenth.

    Examples
    --------
    >>> pixels = np.random.default_rng(1).integers(0, 256, (90, 60, 3), np.uint8)
    >>> out = miniature(pixels, (0.4, 0.6), 1.0, np.random.default_rng(0)).astype(int)
    >>> bool(out[:5].std() < 0.7 * out[43:47].std())
    True
    """
    height, width = pixels.shape[:2]
    strongest = _SOFTEST * min(height, width) * amount * rng.uniform(0.9, 1.1)
    vivid = saturate(pixels, _VIVID, rng)
    level = _depth(height, band) * _LEVELS
    out = vivid
    for number in range(1, _LEVELS + 1):
        weight = np.asarray(np.repeat(np.clip(level - number + 1, 0, 1)[:, None], width, axis=1), np.float32)
        if weight.any():
            soft = blurred(vivid, strongest * (number / _LEVELS) ** 1.5)
            out = np.asarray(cv2.blendLinear(out, soft, 1 - weight, weight), np.uint8)
    return out


def _depth(height: int, band: tuple[float, float]) -> Floats:
    """Return 0 in the band, 1 at the rim that is farthest from it, by rows."""
    places = (np.arange(height, dtype=np.float32) + 0.5) / height
    away = np.maximum(0, np.maximum(band[0] - places, places - band[1]))
    return np.asarray(away / max(band[0], 1 - band[1], 0.05), np.float32)
