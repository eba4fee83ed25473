"""Watercolour."""

from __future__ import annotations

import numpy as np

from wanwidgets.service.engine.grain import clouds
from wanwidgets.service.engine.pixels import Floats, Pixels
from wanwidgets.service.engine.style.canvas import faded, grey_of, shrunk
from wanwidgets.service.engine.style.flow import flow
from wanwidgets.service.engine.style.lines import inked
from wanwidgets.service.engine.style.pigment import bled, dense, paper, rims
from wanwidgets.service.engine.style.smooth import flattened, kuwahara

__all__ = ["watercolour"]

_WASH = 0.0042
"""Radius of what runs together to one wash, in parts of the shorter side."""
_WHITE = np.array((0.995, 0.99, 0.975), np.float32)


def watercolour(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Return the picture as a watercolour: pale washes with darker rims, on paper that has a grain.

    Parameters
    ----------
    pixels
        height × width × 3.
    amount
        Below 1 the photograph shines through; above 1 the washes are broader.
    rng
        Lets the paint run, and makes the paper.

    Examples
    --------
    >>> pixels = np.full((60, 60, 3), (60, 90, 140), np.uint8)
    >>> bool(watercolour(pixels, 1.0, np.random.default_rng(0)).mean() > pixels.mean())
    True
    """
    values = shrunk(pixels)
    wash = max(1.0, _WASH * min(values.shape[:2]) * max(amount, 1.0))
    flat = flattened(kuwahara(values, round(wash)), 2, wash)
    running = _pale(bled(flat, 0.7 * wash, rng))
    grey = grey_of(running)
    density = (
        0.96
        + 0.75 * rims(grey, 0.4 * wash)
        + 0.3 * clouds(values.shape, 40 * wash, rng, 5)
        + 0.1 * paper(values.shape, rng)
    )
    painted = dense(running, density.astype(np.float32))
    # A few lines of the pencil stay to be seen below.
    pencil = inked(grey_of(values), flow(grey_of(values), 2 * wash), max(1.0, 0.4 * wash), threshold=-0.012)
    return faded(pixels, painted * _WHITE * (1 - np.float32(0.34) * pencil[:, :, None]), amount)


def _pale(values: Floats) -> Floats:
    """Return lighter colours, still strong: what is light becomes the paper."""
    light = 1 - (1 - values) * np.float32(0.92)
    light = light ** np.float32(0.7)
    grey = grey_of(np.asarray(light, np.float32))[:, :, None]
    strong = np.clip(grey + (light - grey) * np.float32(1.3), 0, 1)
    bright = np.clip((grey - 0.72) / 0.2, 0, 1)
    return np.asarray(strong + (1 - strong) * 0.6 * bright, np.float32)
