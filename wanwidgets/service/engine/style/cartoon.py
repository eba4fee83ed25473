"""A comic: few tones, strong colours, ink."""

from __future__ import annotations

import numpy as np

from wanwidgets.service.engine.pixels import Floats, Pixels
from wanwidgets.service.engine.style.canvas import enlarged, faded, grey_of, shrunk
from wanwidgets.service.engine.style.flow import flow
from wanwidgets.service.engine.style.lines import inked
from wanwidgets.service.engine.style.smooth import flattened

__all__ = ["cartoon"]

_LINES = 1400
"""Longest side, in pixels, at which lines are worked out; they are finer than what is filled."""
_TONES = 7


def cartoon(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Return the picture as a cartoon: flat tones, strong colours, dark outlines. Nobody's shape is changed.

    Parameters
    ----------
    pixels
        height × width × 3.
    amount
        Below 1 the photograph shines through; above 1 lines are thicker and tones fewer.
    rng
        Shifts where one tone ends and the next begins, and varies the lines' width.

    Examples
    --------
    >>> ramp = np.repeat(np.linspace(0, 255, 120).astype(np.uint8)[None, :, None], 60, 0).repeat(3, 2)
    >>> out = cartoon(ramp, 1.0, np.random.default_rng(0))
    >>> bool((np.diff(out[30, :, 0].astype(int)) == 0).mean() > 0.2)
    True
    """
    more = max(amount, 1.0)
    values = shrunk(pixels, 900)
    flat = flattened(values, 3, 4.0)
    painted = enlarged(_toned(flat, _TONES / more, rng), pixels.shape)
    sharp = shrunk(pixels, _LINES)
    grey = grey_of(flattened(sharp, 1, 2.0))
    side = min(grey.shape)
    direction = flow(grey, max(1.0, 0.004 * side))
    width = max(1.2, 0.0032 * side * more * rng.uniform(0.9, 1.15))
    ink = enlarged(np.asarray(inked(grey, direction, width, threshold=-0.014), np.float32), pixels.shape)
    ink = np.clip(ink * 1.1, 0, 1)[:, :, None]
    return faded(pixels, np.asarray(np.clip(painted, 0, 1) * (1 - ink * np.float32(0.92)), np.float32), amount)


def _toned(values: Floats, tones: float, rng: np.random.Generator) -> Floats:
    """Return the picture in a few steps of brightness with soft borders, and stronger colours."""
    grey = grey_of(values)
    at = grey * np.float32(tones) + np.float32(rng.uniform(-0.3, 0.3))
    nearest = np.rint(at)
    stepped = (nearest + 0.5 * np.tanh(7 * (at - nearest))) / np.float32(tones)
    stepped = np.clip(stepped, 0.02, 1)
    ratio = (stepped / np.maximum(grey, 0.03))[:, :, None]
    toned = np.clip(values * np.minimum(ratio, 2.5), 0, 1)
    level = grey_of(np.asarray(toned, np.float32))[:, :, None]
    bright = np.clip(level + (toned - level) * np.float32(1.45), 0, 1)
    return np.asarray(bright ** np.float32(0.88), np.float32)
