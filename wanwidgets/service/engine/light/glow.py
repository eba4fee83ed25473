"""Light that spreads: bloom around what is bright, a sun beyond the edge, dark corners."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.pixels import Floats

__all__ = ["bloomed", "cornered", "lit", "screened", "spread"]

_BRIGHT = 0.45
"""Brightness from which a picture shines."""
_ROWS = 256
_SMALL = 320
"""Longest side, in pixels, of the copy in which wide glows are computed: they have no detail."""


def spread(values: Floats, part: float) -> Floats:
    """Return the values blurred widely: `part` of the longer side is the standard deviation.

    >>> spread(np.ones((30, 40), np.float32), 0.1).shape
    (30, 40)
    """
    height, width = values.shape[:2]
    scale = min(1.0, _SMALL / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(values, size, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), max(0.5, part * max(size)), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def screened(values: Floats, light: Floats) -> Floats:
    """Return both lights over each other, without ever passing white; all from 0 to 1."""
    out = np.empty_like(values)
    # By rows, so that there are no more large values than the three.
    for top in range(0, values.shape[0], _ROWS):
        rows = slice(top, top + _ROWS)
        out[rows] = 1 - (1 - values[rows]) * (1 - light[rows])
    return out


def bloomed(values: Floats, amount: float) -> Floats:
    """Return the picture with light around what is bright, as in damp air or behind a soft lens.

    Parameters
    ----------
    values
        height × width × 3, 0 to 1.
    amount
        0 changes nothing; 0.3 is much.
    """
    glow = spread(np.maximum(values, np.float32(_BRIGHT)), 0.02)
    glow -= np.float32(_BRIGHT)
    glow *= np.float32(amount / (1 - _BRIGHT))
    return screened(values, np.clip(glow, 0, 1, out=glow))


def lit(
    values: Floats, color: tuple[float, float, float], amount: float, at: tuple[float, float], reach: float
) -> Floats:
    """Return the picture with a glow of a colour around a point.

    Parameters
    ----------
    values
        height × width × 3, 0 to 1.
    color
        Red, green and blue, 0 to 1.
    amount
        Strength at the point, 0 to 1.
    at
        Where, across and down, in parts of the picture; it can lie outside.
    reach
        Distance, in parts of the longer side, at which about a third is left.
    """
    glow = amount * np.exp(-((_distance(values.shape, at) / reach) ** 2))
    return screened(values, np.asarray(glow, np.float32)[:, :, None] * np.asarray(color, np.float32))


def cornered(values: Floats, amount: float) -> Floats:
    """Return the picture with darker corners: by `amount`, 0 to 1, in the very corner.

    >>> out = cornered(np.ones((40, 40, 3), np.float32), 0.5)
    >>> bool(out[20, 20, 0] > 0.97), bool(abs(out[0, 0, 0] - 0.5) < 0.05)
    (True, True)
    """
    height, width = values.shape[:2]
    across = np.linspace(-1, 1, width, dtype=np.float32) if width > 1 else np.zeros(1, np.float32)
    down = np.linspace(-1, 1, height, dtype=np.float32) if height > 1 else np.zeros(1, np.float32)
    far = (across[None] ** 2 + down[:, None] ** 2) / 2
    return np.asarray(values * (1 - np.float32(min(amount, 1.0)) * far**1.5)[:, :, None], np.float32)


def _distance(shape: tuple[int, ...], at: tuple[float, float]) -> Floats:
    height, width = shape[:2]
    longer = max(height, width)
    across = (np.arange(width, dtype=np.float32) - at[0] * width) / longer
    down = (np.arange(height, dtype=np.float32) - at[1] * height) / longer
    return np.asarray(np.hypot(across[None], down[:, None]), np.float32)
