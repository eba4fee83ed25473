"""The colour that most of a thing has, and which pixels have it."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.pixels import Floats, Pixels

__all__ = ["main_color", "near_color"]

_SAMPLE = 256
"""Side, in pixels, of the copy that is counted."""
_BIN = 4.0
"""Width of a bin of the histogram of colours, units of CIELAB."""
_BINS = 64
_SPREAD = 3.0
"""Standard deviation, in bins, within which colours are counted together: cloth has many shades of one colour."""
_COLOURED = 15.0
"""Chroma from which a thing has a colour; below it is black, grey or white."""
_DULL = 0.12
"""How much a grey pixel counts against a coloured one: a red car is red, however much of it is glass and tyre."""
_FULL = 30.0
_NEAR, _FAR = 10.0, 26.0
"""Distances of colour up to which a pixel has a colour, and from which it has not."""
_BLACK, _DIM = 5.0, 15.0
"""Lightness, of 255, up to which nothing has a colour, and over which more that comes in."""
_LESS_FULL = 0.36
"""How much a difference in fullness counts: shadow and light change it, and not the hue."""


def main_color(pixels: Pixels, weight: Floats) -> Floats:
    """Return the colour that most of what is weighted has; full colours count more than grey.

    Parameters
    ----------
    pixels
        height × width × 3.
    weight
        height × width, 0 to 1, somewhere above 0.

    Returns
    -------
    Floats
        a and b of CIELAB.

    Examples
    --------
    >>> pixels = np.full((8, 8, 3), 128, np.uint8)
    >>> pixels[:3] = (200, 40, 40)
    >>> bool(main_color(pixels, np.ones((8, 8), np.float32))[0] > 40)
    True
    """
    scale = min(1.0, _SAMPLE / max(weight.shape))
    size = (max(1, round(weight.shape[1] * scale)), max(1, round(weight.shape[0] * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    colors = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2LAB), np.float32).reshape(-1, 3)[:, 1:] - 128
    share = np.asarray(cv2.resize(weight, size, interpolation=cv2.INTER_AREA), np.float32).ravel()
    share *= _DULL + (1 - _DULL) * np.clip(np.linalg.norm(colors, axis=1) / _FULL, 0, 1)
    places = np.clip(((colors + 128) / _BIN).astype(int), 0, _BINS - 1)
    counts = np.zeros((_BINS, _BINS), np.float32)
    np.add.at(counts, (places[:, 0], places[:, 1]), share)
    smooth = np.asarray(cv2.GaussianBlur(counts, (0, 0), _SPREAD))
    peak = (np.array(np.unravel_index(int(smooth.argmax()), smooth.shape)) + 0.5) * _BIN - 128
    # The peak is as coarse as a bin: the mean of what is near it is not.
    close = share * (np.linalg.norm(colors - peak, axis=1) < _SPREAD * _BIN)
    return np.asarray(close @ colors / close.sum() if close.sum() else peak, np.float32)


def near_color(pixels: Pixels, main: Floats) -> Floats:
    """Return how near each pixel is to a colour, 0 to 1; height × width.

    Parameters
    ----------
    pixels
        height × width × 3.
    main
        a and b of CIELAB, as `main_color` returns it.

    Examples
    --------
    >>> near_color(np.array([[[200, 40, 40], [40, 40, 200]]], np.uint8), np.array((60, 40), np.float32)).tolist()
    [[1.0, 0.0]]
    """
    lab = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB))
    a, b = (np.subtract(lab[:, :, i], 128 + main[i - 1], dtype=np.float32) for i in (1, 2))
    fullness = float(np.hypot(*main))
    if fullness > _COLOURED:
        u, v = main / fullness
        a, b = _LESS_FULL * (a * u + b * v), b * u - a * v
    t = np.clip((_FAR - np.hypot(a, b)) / (_FAR - _NEAR), 0, 1)
    near = np.asarray(t * t * (3 - 2 * t), np.float32)
    if fullness > _COLOURED:
        # What is nearly black has the hue of noise: the shadow beside a red cup is not red.
        near *= np.clip((lab[:, :, 0].astype(np.float32) - _BLACK) / _DIM, 0, 1)
    return near
