"""Brighter, darker, more contrast, less."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from wanwidgets.service.engine.pixels import Pixels, bytes_of

__all__ = ["FLATTER", "LIFT", "STEEPER", "brighten", "contrast", "darken", "flatten"]

LIFT = 0.75
STEEPER = 0.6
FLATTER = 0.4
_PIVOTS = (0.2, 0.8)
"""A picture that is nearly black or white as a whole is turned about one of these, or nothing would be left of it."""

_VALUES = np.arange(256) / 255


def brighten(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Return the picture brighter; black and white stay where they are, so nothing is clipped.

    Parameters
    ----------
    pixels
        height × width × 3.
    amount
        A value v from 0 to 1 becomes 1 - (1 - v) ** (1 + 0.75 amount): 1 brings middle grey from 0.5 to 0.7.
    rng
        Varies the amount by up to a tenth.

    Examples
    --------
    >>> int(brighten(np.full((1, 1, 3), 128, np.uint8), 1.0, np.random.default_rng(0))[0, 0, 0]) > 165
    True
    """
    return _mapped(pixels, 1 - (1 - _VALUES) ** (1 + LIFT * _varied(amount, rng)))


def darken(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Return the picture darker: v ** (1 + 0.75 amount), the mirror image of `brighten`, with its parameters.

    >>> int(darken(np.full((1, 1, 3), 128, np.uint8), 1.0, np.random.default_rng(0))[0, 0, 0]) < 90
    True
    """
    return _mapped(pixels, _VALUES ** (1 + LIFT * _varied(amount, rng)))


def contrast(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Return the picture with more contrast; its mean, black and white stay, what lies between is drawn apart.

    Parameters
    ----------
    pixels
        height × width × 3.
    amount
        The slope at the picture's mean is 1 + 0.6 amount.
    rng
        Varies the amount by up to a tenth.

    Examples
    --------
    >>> wide = contrast(np.array([[[90] * 3, [150] * 3]], np.uint8), 1.0, np.random.default_rng(0))
    >>> int(np.ptp(wide)) > 80
    True
    """
    pivot = _pivot(pixels)
    power = 1 + STEEPER * _varied(amount, rng)
    below = pivot * (_VALUES / pivot) ** power
    above = 1 - (1 - pivot) * ((1 - _VALUES) / (1 - pivot)) ** power
    return _mapped(pixels, np.where(pivot > _VALUES, below, above))


def flatten(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Return the picture with less contrast: all values come nearer to the mean, by 0.4 of the way for an amount of 1.

    The parameters are those of `contrast`.

    >>> flat = flatten(np.array([[[60] * 3, [180] * 3]], np.uint8), 1.0, np.random.default_rng(0))
    >>> int(np.ptp(flat)) < 80
    True
    """
    pivot = _pivot(pixels)
    return _mapped(pixels, pivot + (_VALUES - pivot) * (1 - min(FLATTER * _varied(amount, rng), 1)))


def _varied(amount: float, rng: np.random.Generator) -> float:
    return amount * rng.uniform(0.9, 1.1)


def _pivot(pixels: Pixels) -> float:
    return float(np.clip(pixels.mean() / 255, *_PIVOTS))


def _mapped(pixels: Pixels, curve: npt.NDArray[np.float64]) -> Pixels:
    return np.asarray(cv2.LUT(pixels, bytes_of(255 * curve)), np.uint8)
