"""The light of an hour of the day, over a picture that was taken at another one."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.light.glow import bloomed, cornered, lit, screened, spread
from wanwidgets.service.engine.light.grade import Grade, graded, printed, varied
from wanwidgets.service.engine.pixels import Floats, Pixels

__all__ = ["dusk", "night", "noon", "sunrise", "sunset"]

_SUNRISE = Grade(
    gains=(1.12, 0.98, 0.93),
    exposure=0.02,
    contrast=-0.15,
    lift=0.06,
    saturation=0.95,
    shadows=(0.02, 0.0, 0.05),
    highlights=(0.05, 0.0, -0.02),
)
_NOON = Grade(gains=(1.02, 1.0, 0.99), exposure=0.42, contrast=0.3, saturation=1.06, shadows=(-0.015, -0.005, 0.015))
_SUNSET = Grade(
    gains=(1.32, 0.98, 0.62),
    exposure=-0.12,
    contrast=0.38,
    lift=0.01,
    saturation=1.14,
    shadows=(0.0, 0.0, 0.05),
    highlights=(0.05, 0.01, -0.06),
)
_DUSK = Grade(
    gains=(0.72, 0.92, 1.45),
    exposure=-1.1,
    ceiling=0.86,
    contrast=0.1,
    lift=0.03,
    saturation=0.75,
    shadows=(0.0, 0.01, 0.06),
    highlights=(0.05, 0.0, 0.0),
)
_NIGHT = Grade(
    gains=(0.6, 0.88, 1.6),
    exposure=-2.3,
    ceiling=0.62,
    contrast=0.15,
    lift=0.015,
    saturation=0.42,
    shadows=(0.0, 0.008, 0.035),
)
_LAMP = np.array((1.0, 0.78, 0.46), np.float32)


def sunrise(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Return the picture in the hazy, rosy light of a morning.

    Parameters
    ----------
    pixels
        height × width × 3.
    amount
        1 is clearly seen and still natural.
    rng
        Says from which side the light comes, and varies its colour.

    Examples
    --------
    >>> r, g, b = sunrise(np.full((8, 8, 3), 120, np.uint8), 1.0, np.random.default_rng(0)).mean(axis=(0, 1))
    >>> bool(r > g)
    True
    """
    values = graded(pixels, varied(_SUNRISE, rng), amount)
    return printed(lit(bloomed(values, 0.2 * amount), (1.0, 0.74, 0.62), 0.4 * amount, _sun(rng), 0.6))


def noon(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Return the picture in a high, hard sun; the parameters are those of `sunrise`.

    >>> bool(noon(np.full((8, 8, 3), 120, np.uint8), 1.0, np.random.default_rng(0)).mean() > 125)
    True
    """
    return printed(bloomed(graded(pixels, varied(_NOON, rng), amount), 0.1 * amount))


def sunset(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Return the picture in the low, golden light of an evening; the parameters are those of `sunrise`.

    >>> r, g, b = sunset(np.full((8, 8, 3), 120, np.uint8), 1.0, np.random.default_rng(0)).mean(axis=(0, 1))
    >>> bool(r > g > b)
    True
    """
    values = cornered(graded(pixels, varied(_SUNSET, rng), amount), 0.3 * amount)
    return printed(lit(bloomed(values, 0.15 * amount), (1.0, 0.62, 0.24), 0.48 * amount, _sun(rng), 0.42))


def dusk(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Return the picture in the blue hour, after the sun has set; the parameters are those of `sunrise`.

    >>> r, g, b = dusk(np.full((8, 8, 3), 120, np.uint8), 1.0, np.random.default_rng(0)).mean(axis=(0, 1))
    >>> bool(r < g < b and g < 110)
    True
    """
    values = cornered(graded(pixels, varied(_DUSK, rng), amount), 0.35 * amount)
    # A last band of red where the sun went down.
    at = (rng.uniform(0.1, 0.9), 1.05)
    return printed(lit(_lamps(pixels, values, 0.45 * amount), (1.0, 0.5, 0.4), 0.12 * amount, at, 0.7))


def night(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Return a day as night: dark, blue, with hardly a colour, and small bright things aglow.

    The parameters are those of `sunrise`.

    >>> bool(night(np.full((8, 8, 3), 120, np.uint8), 1.0, np.random.default_rng(0)).mean() < 70)
    True
    """
    values = cornered(graded(pixels, varied(_NIGHT, rng), amount), 0.45 * amount)
    moon = (rng.uniform(0.1, 0.9), -0.15)
    values = lit(values, (0.5, 0.65, 1.0), 0.14 * amount, moon, 0.7)
    return printed(_lamps(pixels, values, 0.8 * amount))


def _sun(rng: np.random.Generator) -> tuple[float, float]:
    """Choose a side, and how high the sun stands there."""
    return float(rng.choice((-0.05, 1.05))), rng.uniform(0.0, 0.45)


def _lamps(pixels: Pixels, values: Floats, amount: float) -> Floats:
    """Return the dark picture with what is much brighter than all around it in the original glowing."""
    bright = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.float32) / np.float32(255)
    around = spread(bright, 0.06)
    # Red over blue tells a lamp or a window from a white cloud.
    warm = (pixels[..., 0].astype(np.float32) - pixels[..., 2]) / 255
    lamp = np.clip((bright - 0.66) / 0.2, 0, 1) * np.clip((bright - around - 0.22) / 0.25, 0, 1)
    lamp = np.asarray(lamp * np.clip(0.25 + 3 * warm, 0, 1) * amount, np.float32)
    if not lamp.any():
        return values
    glow = cv2.GaussianBlur(lamp, (0, 0), max(0.6, min(lamp.shape) / 700)) + 0.9 * spread(lamp, 0.015)
    return screened(values, np.clip(glow, 0, 1)[:, :, None] * _LAMP)
