"""Brush and ink on rice paper."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.grain import clouds
from wanwidgets.service.engine.pixels import Floats, Pixels
from wanwidgets.service.engine.style.canvas import faded, grey_of, shrunk
from wanwidgets.service.engine.style.flow import flow
from wanwidgets.service.engine.style.lines import inked
from wanwidgets.service.engine.style.pigment import bled, dense, paper, rims
from wanwidgets.service.engine.style.smooth import kuwahara

__all__ = ["ink"]

_RICE = np.array((0.965, 0.945, 0.895), np.float32)
_BLACK = np.array((0.09, 0.09, 0.11), np.float32)
_WASHES = (1.0, 0.86, 0.66, 0.42, 0.2)
"""Brightness of the paper and of four washes of ink."""
_FLAT = 0.1
"""Range of brightness below which a picture has one tone."""
_TINT = 0.22
"""How much of the colours stays, as thin mineral paint."""


def ink(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Return the picture in brush and ink: a few washes that run, dark strokes, hardly a colour.

    Parameters
    ----------
    pixels
        height × width × 3.
    amount
        Below 1 the photograph shines through; above 1 the strokes are broader.
    rng
        Lets the ink run and thins it here and there.

    Examples
    --------
    >>> dark, bright = (np.full((60, 60, 3), value, np.uint8) for value in (30, 250))
    >>> [bool(ink(pixels, 1.0, np.random.default_rng(0)).mean() > 180) for pixels in (dark, bright)]
    [False, True]
    """
    values = shrunk(pixels)
    side = min(values.shape[:2])
    brush = max(1.0, 0.0065 * side * max(amount, 1.0))
    flat = bled(kuwahara(values, round(brush)), 0.7 * brush, rng)
    grey = _even(grey_of(flat))
    washed = _washed(grey + np.float32(0.04) * clouds(values.shape, 14 * brush, rng, 4))
    washed = np.asarray(cv2.GaussianBlur(washed, (0, 0), 0.28 * brush), np.float32)
    tint = flat - grey_of(flat)[:, :, None]
    tone = _BLACK + (_RICE - _BLACK) * washed[:, :, None] + np.float32(_TINT) * tint * (0.4 + 0.6 * washed[:, :, None])
    density = 1 + 0.7 * rims(washed, 0.3 * brush) + 0.14 * paper(values.shape, rng)
    density += 0.22 * clouds(values.shape, 30 * brush, rng, 4)
    painted = dense(np.clip(tone, 0, 1).astype(np.float32), density.astype(np.float32))
    sharp = grey_of(values)
    strokes = inked(sharp, flow(sharp, 0.9 * brush), max(1.5, 0.55 * brush), threshold=-0.012)
    # A brush runs dry now and then.
    dry = np.clip(0.85 + 0.25 * clouds(values.shape, 10 * brush, rng, 3), 0.3, 1)
    cover = (0.88 * bled(strokes, 0.25 * brush, rng) * dry)[:, :, None]
    return faded(pixels, np.asarray(painted + (_BLACK - painted) * cover, np.float32), amount)


def _even(grey: Floats) -> Floats:
    low, high = np.percentile(grey, (2, 95))
    # A picture of one tone keeps it.
    return np.asarray(np.clip((grey - low) / (high - low), 0, 1) if high - low > _FLAT else grey, np.float32)


def _washed(grey: Floats) -> Floats:
    """Return the brightness in steps of ink, dark ones below, with soft borders."""
    at = np.clip(1 - grey, 0, 0.999) * (len(_WASHES) - 1)
    low = np.floor(at)
    part = np.clip((at - low - 0.5) * 3 + 0.5, 0, 1)
    return np.asarray(np.interp(low + part * part * (3 - 2 * part), range(len(_WASHES)), _WASHES), np.float32)
