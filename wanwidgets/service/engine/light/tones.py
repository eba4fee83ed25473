"""Looks of prints: sepia, a negative, an old photograph."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.grain import grain
from wanwidgets.service.engine.light.glow import cornered, lit
from wanwidgets.service.engine.light.grade import Grade, graded, printed, varied
from wanwidgets.service.engine.pixels import Pixels, bytes_of

__all__ = ["invert", "sepia", "vintage"]

_TONES = np.array(((28, 18, 12), (112, 78, 52), (190, 158, 120), (250, 240, 218)), np.float64)
"""Sepia from black to white."""
_PLACES = (0.0, 0.36, 0.66, 1.0)
_OLD = Grade(
    gains=(1.1, 1.02, 0.84),
    exposure=0.06,
    ceiling=0.95,
    contrast=-0.12,
    lift=0.09,
    saturation=0.72,
    shadows=(0.0, 0.015, 0.04),
    highlights=(0.03, 0.015, -0.05),
)


def sepia(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Return the picture in browns, as an old print.

    Parameters
    ----------
    pixels
        height × width × 3.
    amount
        1 has browns only; below 1 some colour stays; above 1 is the same as 1.
    rng
        Varies how reddish the brown is.

    Examples
    --------
    >>> r, g, b = sepia(np.full((2, 2, 3), 128, np.uint8), 1.0, np.random.default_rng(0))[0, 0]
    >>> bool(r > g > b)
    True
    """
    tones = _TONES * (1 + rng.uniform(-0.04, 0.04, 3) * np.array((0.5, 1, 1)))
    value = np.arange(256) / 255
    table = np.stack([np.interp(value, _PLACES, tones[:, channel]) for channel in range(3)], axis=1)
    grey = np.repeat(np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)[:, :, None], 3, axis=2)
    toned = np.asarray(cv2.LUT(grey, bytes_of(table)[None]), np.uint8)
    kept = 1 - min(amount, 1.0)
    return toned if not kept else bytes_of(toned * np.float32(1 - kept) + pixels * np.float32(kept))


def invert(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:  # noqa: ARG001 - one signature for all
    """Return the negative: black for white and each colour's opposite.

    Parameters
    ----------
    pixels
        height × width × 3.
    amount
        1 or more is the full negative; a negative by halves would be grey, so less than 1 is the same.
    rng
        Varies the gamma by up to 4 %, as one print differs from the next; black and white stay exact.

    Examples
    --------
    >>> invert(np.array([[[0, 255, 0]]], np.uint8), 1.0, np.random.default_rng(0)).tolist()
    [[[255, 0, 255]]]
    """
    table = 255 * (1 - np.arange(256) / 255) ** rng.uniform(0.96, 1.04)
    return np.asarray(cv2.LUT(pixels, bytes_of(table)), np.uint8)


def vintage(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Return the picture as a faded print: weak blacks, yellowed lights, grain, dark corners.

    Parameters
    ----------
    pixels
        height × width × 3.
    amount
        1 is clearly seen.
    rng
        Gives the grain, and the side from which light has leaked in.

    Examples
    --------
    >>> out = vintage(np.zeros((40, 40, 3), np.uint8), 1.0, np.random.default_rng(0))
    >>> bool(out.mean() > 10)
    True
    """
    values = cornered(graded(pixels, varied(_OLD, rng), amount), 0.35 * amount)
    leak = (float(rng.choice((-0.08, 1.08))), rng.uniform(0.1, 0.9))
    values = lit(values, (1.0, 0.52, 0.3), 0.28 * amount, leak, 0.28)
    fine = max(1.0, min(pixels.shape[:2]) / 900)
    values += (0.022 * amount * grain(pixels.shape, fine, rng))[:, :, None]
    return printed(values)
