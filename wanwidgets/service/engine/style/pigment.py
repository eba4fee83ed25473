"""Thin paint on white paper: more pigment is darker and stronger in colour."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.grain import grain
from wanwidgets.service.engine.pixels import Floats
from wanwidgets.service.engine.style.canvas import moved

__all__ = ["bled", "dense", "paper", "rims"]


def dense(values: Floats, density: Floats) -> Floats:
    """Return colours under more or less pigment (Bousseau et al., "Interactive watercolor rendering", 2006).

    Parameters
    ----------
    values
        height × width × 3, 0 to 1.
    density
        height × width; 1 keeps the colour, more is darker, less is paler.

    Examples
    --------
    >>> grey = np.full((1, 1, 3), 0.5, np.float32)
    >>> float(dense(grey, np.full((1, 1), 2, np.float32))[0, 0, 0])
    0.25
    """
    extra = (density - 1)[:, :, None]
    return np.asarray(np.clip(values - (values - values * values) * extra, 0, 1), np.float32)


def paper(shape: tuple[int, ...], rng: np.random.Generator) -> Floats:
    """Return the relief of rough paper, mean 0 and deviation 1, height × width."""
    fine = max(1.0, min(shape[:2]) / 420)
    return np.asarray(0.75 * grain(shape, 2 * fine, rng) + 0.65 * grain(shape, fine, rng), np.float32)


def bled(values: Floats, reach: float, rng: np.random.Generator) -> Floats:
    """Return the picture with edges that wander by about `reach` pixels, as wet paint does."""
    across, down = (np.float32(reach) * grain(values.shape, 26 * reach, rng) for _ in range(2))
    return moved(values, across, down)


def rims(grey: Floats, width: float) -> Floats:
    """Return where pigment gathers as the water dries: 0 to 1, along the edges of even areas.

    Parameters
    ----------
    grey
        height × width, 0 to 1, already flat.
    width
        Of the rim, pixels.
    """
    across, down = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    edge = cv2.GaussianBlur(np.hypot(across, down), (0, 0), max(0.6, width))
    return np.asarray(np.tanh(edge * 2.2), np.float32)
