"""Oil on canvas."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.grain import clouds, grain
from wanwidgets.service.engine.pixels import Floats, Pixels
from wanwidgets.service.engine.style.canvas import faded, grey_of, moved, shrunk
from wanwidgets.service.engine.style.flow import drawn_out, flow
from wanwidgets.service.engine.style.smooth import kuwahara

__all__ = ["oil"]

_WORK = 900
"""Longest side, in pixels, at which the strokes are laid."""
_DAB = 0.0046
"""Radius of a dab of the brush in parts of the shorter side."""
_RELIEF = 0.055
"""Brightness that the light from the side adds to a ridge of paint, at most about."""


def oil(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Return the picture as an oil painting: strokes along its edges, and light on their ridges.

    Parameters
    ----------
    pixels
        height × width × 3.
    amount
        Below 1 the photograph shines through; above 1 the brush is broader.
    rng
        Lays the strokes, turns them where the picture has no direction, and chooses where the light comes from.

    Examples
    --------
    >>> pixels = np.random.default_rng(0).integers(0, 255, (40, 50, 3)).astype(np.uint8)
    >>> bool(oil(pixels, 1.0, np.random.default_rng(1)).std() < pixels.std())
    True
    """
    values = shrunk(pixels, _WORK)
    dab = max(1.0, _DAB * min(values.shape[:2]) * max(amount, 1.0))
    lean = rng.uniform(0, 2 * np.pi)
    # Neighbouring strokes take their colours from different places, as a brush does.
    across, down = (np.float32(0.45 * dab) * grain(values.shape, 3 * dab, rng) for _ in range(2))
    colors = moved(kuwahara(values, round(dab) + 1), across, down)
    layers = np.dstack((colors, grain(values.shape, max(1.6, dab / 2.5), rng)))
    drawn = drawn_out(layers, _strokes(values, dab, rng), 3.2 * dab)
    # What runs together along a stroke is made crisp across it again.
    painted = kuwahara(np.ascontiguousarray(drawn[..., :3]), max(1, round(0.7 * dab)), 8.0)
    painted = _detailed(painted, values, dab)
    bristles = drawn[..., 3] / max(float(drawn[..., 3].std()), 1e-6)
    height = bristles + 3.0 * grey_of(painted)
    right, below = cv2.Sobel(height, cv2.CV_32F, 1, 0), cv2.Sobel(height, cv2.CV_32F, 0, 1)
    slope = np.tanh((np.cos(lean) * right + np.sin(lean) * below) / 4)
    ridge = np.float32(_RELIEF) * slope + np.float32(0.025) * bristles
    return faded(pixels, np.clip(_rich(painted) + ridge.astype(np.float32)[:, :, None], 0, 1), amount)


def _strokes(values: Floats, dab: float, rng: np.random.Generator) -> Floats:
    """Return the way of the brush: along the edges, and in slow turns where there are none."""
    around = flow(grey_of(values), 2.2 * dab, rng.uniform(0, np.pi))
    turn = np.float32(0.35) * clouds(values.shape, 25 * dab, rng, 2)
    cosine, sine = np.cos(turn), np.sin(turn)
    x, y = around[..., 0], around[..., 1]
    return np.dstack((x * cosine - y * sine, x * sine + y * cosine)).astype(np.float32)


def _detailed(painted: Floats, values: Floats, dab: float) -> Floats:
    """Return the painting with a finer brush where there is much to see in little space, as in a face."""
    fine = kuwahara(values, max(1, round(0.45 * dab)))
    lost = np.abs(grey_of(fine) - grey_of(painted))
    weight = np.clip(cv2.GaussianBlur(lost, (0, 0), 1.5 * dab) * 9 - 0.12, 0, 0.85)
    return np.asarray(painted + (fine - painted) * weight[:, :, None], np.float32)


def _rich(values: Floats) -> Floats:
    """Return stronger colours and a little more contrast: paint has both."""
    grey = grey_of(values)[:, :, None]
    strong = grey + (values - grey) * np.float32(1.25)
    strong = np.clip(strong, 0, 1)
    return np.asarray(strong + np.float32(0.3) * (strong * strong * (3 - 2 * strong) - strong), np.float32)
