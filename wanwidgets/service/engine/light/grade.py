"""A colour grade: what is done to every pixel by its own colour alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from wanwidgets.service.engine.light.linear import LUMINANCE, to_linear, to_srgb
from wanwidgets.service.engine.pixels import Floats, Pixels, bytes_of

__all__ = ["Grade", "graded", "printed", "varied"]

Color = tuple[float, float, float]

_KNEE = 0.7
_ROWS = 256
"""Rows that are graded at a time: their intermediate values stay near the processor."""
_WEIGHTS = LUMINANCE[None].astype(np.float32)


@dataclass(frozen=True, slots=True)
class Grade:
    """One look; the defaults change nothing.

    Attributes
    ----------
    gains : tuple of float
        Of red, green and blue light; only their ratio counts.
    exposure : float
        Stops.
    ceiling : float
        Brightness, 0 to 1, that white light comes to.
    contrast : float
        -1 to 1; above 0 an S-curve, below 0 a flatter one.
    lift : float
        Brightness, 0 to 1, that black comes to.
    saturation : float
        1 keeps it.
    shadows, highlights : tuple of float
        What is added to the dark and to the bright parts: red, green and blue, in parts of full brightness.
    hues : tuple
        Rows of hue in degrees, hue it becomes, and factor of its saturation; between rows they are interpolated.
    """

    gains: Color = (1.0, 1.0, 1.0)
    exposure: float = 0.0
    ceiling: float = 1.0
    contrast: float = 0.0
    lift: float = 0.0
    saturation: float = 1.0
    shadows: Color = (0.0, 0.0, 0.0)
    highlights: Color = (0.0, 0.0, 0.0)
    hues: tuple[Color, ...] = ()


def graded(pixels: Pixels, grade: Grade, amount: float = 1.0) -> Floats:
    """Return the picture in the grade, as values from 0 to 1.

    Parameters
    ----------
    pixels
        height × width × 3.
    grade
        The look.
    amount
        0 changes nothing, 1 is the grade, more is more.

    Returns
    -------
    Floats
        height × width × 3.

    Examples
    --------
    >>> pixels = np.full((2, 2, 3), 90, np.uint8)
    >>> bool(abs(graded(pixels, Grade()) * 255 - 90).max() < 0.01)
    True
    >>> bool(graded(pixels, Grade(exposure=1)).min() > 0.45)
    True
    """
    table = _curve(grade, amount)[None]
    out = np.empty(pixels.shape, np.float32)
    for top in range(0, pixels.shape[0], _ROWS):
        rows = slice(top, top + _ROWS)
        out[rows] = _tinted(np.asarray(cv2.LUT(pixels[rows], table), np.float32), grade, amount)
    return out


def printed(values: Floats) -> Pixels:
    """Return values from 0 to 1 as a picture, without a second copy of them all.

    >>> printed(np.full((1, 1, 3), 0.5, np.float32)).tolist()
    [[[128, 128, 128]]]
    """
    out = np.empty(values.shape, np.uint8)
    for top in range(0, values.shape[0], _ROWS):
        rows = slice(top, top + _ROWS)
        out[rows] = bytes_of(255 * values[rows])
    return out


def varied(grade: Grade, rng: np.random.Generator) -> Grade:
    """Return a look near by: another hour of the same day.

    >>> varied(Grade(exposure=1.0), np.random.default_rng(0)).exposure == 1.0
    False
    """
    gains = np.asarray(grade.gains) ** rng.uniform(0.8, 1.2) * rng.uniform(0.97, 1.03, 3)
    turn = rng.uniform(-6, 6)
    return replace(
        grade,
        gains=(float(gains[0]), float(gains[1]), float(gains[2])),
        exposure=grade.exposure * rng.uniform(0.9, 1.1) + rng.uniform(-0.06, 0.06),
        hues=tuple((hue, new + turn * (new != hue), more) for hue, new, more in grade.hues),
    )


def _curve(grade: Grade, amount: float) -> npt.NDArray[np.float32]:
    gains = np.asarray(grade.gains) ** amount
    gains = gains / (gains @ LUMINANCE) * 2.0 ** (grade.exposure * amount)
    light = to_linear(np.arange(256) / 255)[:, None] * gains
    # What would be brighter than white bends towards it, so bright parts keep their drawing.
    rest = 1 - _KNEE
    value = to_srgb(np.where(light > _KNEE, _KNEE + rest * np.tanh((light - _KNEE) / rest), light))
    smooth = value * value * (3 - 2 * value)
    steep = grade.contrast * amount
    value = value + steep * (smooth - value)
    low, high = grade.lift * amount, 1 + (grade.ceiling - 1) * amount
    return np.clip(low + (high - low) * value, 0, 1).astype(np.float32)


def _tinted(values: Floats, grade: Grade, amount: float) -> Floats:
    if grade.hues:
        values = _turned(values, grade.hues, amount)
    grey = np.asarray(cv2.transform(values, _WEIGHTS), np.float32).reshape(*values.shape[:2], 1)
    factor = np.float32(max(0.0, 1 + (grade.saturation - 1) * amount))
    values = values if factor == 1 else grey + (values - grey) * factor
    dark, bright = (1 - grey) ** 2, grey**2
    for weight, color in ((dark, grade.shadows), (bright, grade.highlights)):
        if any(color):
            values = values + weight * (np.asarray(color, np.float32) * np.float32(amount))
    return np.asarray(np.clip(values, 0, 1), np.float32)


def _turned(values: Floats, hues: tuple[Color, ...], amount: float) -> Floats:
    hsv = np.asarray(cv2.cvtColor(values, cv2.COLOR_RGB2HSV), np.float32)
    degrees = np.arange(361)
    known = [row[0] for row in hues]
    turns = np.interp(degrees, known, [row[1] - row[0] for row in hues]) * min(amount, 1.0)
    more = np.interp(degrees, known, [row[2] - 1 for row in hues]) * amount + 1
    at = hsv[..., 0].astype(np.intp)
    # What has hardly a colour has a hue by chance.
    hsv[..., 0] = (hsv[..., 0] + turns.astype(np.float32)[at]) % 360
    hsv[..., 1] = np.clip(hsv[..., 1] * more.astype(np.float32)[at], 0, 1)
    return np.asarray(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB), np.float32)
