"""Corners that are darker than the middle."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from wanwidgets.service.engine.pixels import Box, Floats, Pixels

__all__ = ["vignette"]

_STOPS = 1.9
_ROWS = 256
"""Rows that are worked on at a time, so that no float copy of a whole picture is made."""
_FLAT = 0.45
"""Part of the way to the corners up to which nothing is darkened."""
_DARKEST = 1.15
"""Part of the way, counted from there, beyond which it does not grow darker: what is outside the box stays visible."""


def vignette(pixels: Pixels, box: Box, amount: float, rng: np.random.Generator) -> Pixels:
    """Return the picture darker towards the corners, by the same factor for all colours.

    Parameters
    ----------
    pixels
        height × width × 3.
    box
        What stays light: the darkening follows ellipses of its ratio about its middle, and begins at 45 % of the way
        to its corners.
    amount
        1 takes 1.9 stops of the values at the corners of the box (they are multiplied by 0.27).
    rng
        Varies the strength by up to a tenth, and the middle by up to 3 %.

    Examples
    --------
    >>> out = vignette(np.full((60, 90, 3), 200, np.uint8), (0, 0, 90, 60), 1.0, np.random.default_rng(0))
    >>> out[30, 45].tolist(), int(out[0, 0, 0]) < 90
    ([200, 200, 200], True)
    """
    height, width = pixels.shape[:2]
    strength = _STOPS * amount * rng.uniform(0.9, 1.1)
    x1, y1, x2, y2 = box
    middle = [(low + high) / 2 + rng.uniform(-0.03, 0.03) * (high - low) for low, high in ((x1, x2), (y1, y2))]
    across = (np.arange(width) + 0.5 - middle[0]) / max(x2 - x1, 1) * 2
    down = (np.arange(height) + 0.5 - middle[1]) / max(y2 - y1, 1) * 2
    out = np.empty_like(pixels)
    for top in range(0, height, _ROWS):
        gain = _gain(across, down[top : top + _ROWS], strength)
        # Half a level more before the fraction is cut off rounds; nothing here exceeds 255.
        out[top : top + _ROWS] = pixels[top : top + _ROWS] * gain[:, :, None] + np.float32(0.5)
    return out


def _gain(across: npt.NDArray[np.float64], down: npt.NDArray[np.float64], strength: float) -> Floats:
    away = np.sqrt((across.astype(np.float32) ** 2)[None, :] + (down.astype(np.float32) ** 2)[:, None])
    t = np.clip((away / np.float32(np.sqrt(2)) - _FLAT) / (1 - _FLAT), 0, None)
    return np.asarray(2 ** (-np.float32(strength) * np.minimum(t, _DARKEST) ** 1.6), np.float32)
