"""How much each pixel is what a colour's name means."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import cv2
import numpy as np

from wanwidgets.service.engine.pixels import Floats, Pixels
from wanwidgets.service.engine.retouching.main_color import main_color, near_color

__all__ = ["called", "likeness"]

_SOFT_HUE, _SOFT_LIGHT, _SOFT_CHROMA = 8.0, 6.0, 5.0
"""Width over which a colour fades into its neighbour: degrees and units of CIELAB."""
_WIDER = 18.0
_SMOOTH = 1.0
_ROWS = 256
_ANY = (-360.0, 360.0)
_TURN = 360.0

_Range = tuple[float, float]
# Hue in degrees (it may wrap round 0), lightness 0 to 100 and chroma from 0 of CIELAB (D65). Chosen by eye on the
# names' own colours (`fill.COLORS`) and on photographs: names have no exact borders.
_RANGES: Mapping[str, tuple[_Range, _Range, _Range]] = MappingProxyType(
    {
        "red": ((5, 47), (8, 66), (26, 200)),
        "orange": ((47, 77), (46, 100), (36, 200)),
        "yellow": ((77, 110), (55, 110), (28, 200)),
        "green": ((110, 180), (6, 110), (12, 200)),
        "cyan": ((180, 245), (10, 110), (12, 200)),
        "blue": ((245, 308), (6, 110), (14, 200)),
        "purple": ((308, 345), (6, 110), (14, 200)),
        "pink": ((-25, 42), (62, 110), (14, 200)),
        "brown": ((35, 85), (10, 55), (10, 48)),
        "grey": (_ANY, (20, 84), (-10, 9)),
        "white": (_ANY, (84, 110), (-10, 10)),
        "black": (_ANY, (-10, 20), (-10, 14)),
        "gold": ((66, 98), (40, 88), (30, 200)),
        "beige": ((55, 105), (68, 100), (7, 30)),
        "navy": ((245, 312), (-10, 30), (8, 200)),
    }
)


def likeness(pixels: Pixels, color: str, wider: float = 0.0) -> Floats:
    """Return how much each pixel is called by a colour's name.

    Parameters
    ----------
    pixels
        height × width × 3.
    color
        A key of `fill.COLORS`.
    wider
        By how many degrees of hue and units of lightness the colour's borders are moved outwards; the colour must then
        be fuller by half as much, or skin would be called red.

    Returns
    -------
    Floats
        height × width, 0 to 1.

    Examples
    --------
    >>> red_and_blue = np.array([[[200, 30, 40], [30, 60, 200]]], np.uint8)
    >>> likeness(red_and_blue, "red").round().tolist()
    [[1.0, 0.0]]
    """
    hue, light, chroma = _RANGES[color]
    out = np.empty(pixels.shape[:2], np.float32)
    for top in range(0, pixels.shape[0], _ROWS):
        part = pixels[top : top + _ROWS].astype(np.float32) / 255
        lab = np.asarray(cv2.cvtColor(part, cv2.COLOR_RGB2LAB), np.float32)
        full, angle = cv2.cartToPolar(lab[:, :, 1], lab[:, :, 2], angleInDegrees=True)
        weight = _within(lab[:, :, 0], (light[0] - wider, light[1] + wider), _SOFT_LIGHT)
        weight *= _within(np.asarray(full), (chroma[0] + wider / 2, chroma[1]), _SOFT_CHROMA)
        if _hued(color):
            weight *= _around(np.asarray(angle), (hue[0] - wider, hue[1] + wider))
        out[top : top + _ROWS] = weight
    return out


def called(pixels: Pixels, color: str) -> Floats:
    """Return what people mean who call a thing by that colour; parameters and result are those of `likeness`.

    A thing has many shades, and some may lie beyond the border between two names: what is near the shade that is
    found most counts as well.
    """
    strict = likeness(pixels, color)
    if not strict.any():
        return strict
    weight = strict
    if _hued(color):
        near = near_color(pixels, main_color(pixels, strict))
        weight = np.maximum(strict, near * likeness(pixels, color, _WIDER))
    # Single pixels of noise are no thing, and the rim of a thing has some of its surroundings.
    return np.asarray(cv2.GaussianBlur(weight, (0, 0), _SMOOTH), np.float32)


def _hued(color: str) -> bool:
    return _RANGES[color][0] is not _ANY


def _within(values: Floats, limits: _Range, soft: float) -> Floats:
    """Return 1 inside the limits, 0 outside and half at the limits themselves."""
    low, high = limits
    return np.asarray(np.clip(np.minimum(values - low, high - values) / soft + 0.5, 0, 1), np.float32)


def _around(angles: Floats, limits: _Range) -> Floats:
    middle, half = (limits[0] + limits[1]) / 2, (limits[1] - limits[0]) / 2
    away = np.abs((angles - middle + _TURN / 2) % _TURN - _TURN / 2)
    return np.asarray(np.clip((half - away) / _SOFT_HUE + 0.5, 0, 1), np.float32)
