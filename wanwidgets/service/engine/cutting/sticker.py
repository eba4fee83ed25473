"""A thing as a sticker: a white rim around it and a soft shadow, on a pale ground."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.cutting.grounds import in_front_of
from wanwidgets.service.engine.pixels import Floats, Pixels, mix

__all__ = ["sticker"]

_RIM = 0.014
"""Width of the white rim, in parts of the shorter side."""
_SHADE = 0.35
_PALE = ((226, 236, 246), (246, 232, 222), (230, 242, 228), (240, 230, 244), (246, 241, 220), (225, 240, 240))


def sticker(pixels: Pixels, alpha: Floats, rng: np.random.Generator) -> Pixels:
    """Return a thing as a sticker, where it was.

    Parameters
    ----------
    pixels
        height × width × 3.
    alpha
        height × width, 0 to 1: how much of each pixel the thing covers.
    rng
        Chooses the ground's colour, and the width of the rim by up to a quarter.

    Examples
    --------
    >>> thing = np.zeros((90, 90), np.float32)
    >>> thing[30:60, 30:60] = 1
    >>> out = sticker(np.full((90, 90, 3), (200, 0, 0), np.uint8), thing, np.random.default_rng(0))
    >>> bool((out[45, 29] > 245).all()), out[45, 45].tolist()
    (True, [200, 0, 0])
    """
    short = min(alpha.shape)
    width = max(2.0, _RIM * short * rng.uniform(0.75, 1.25))
    ground = np.broadcast_to(np.asarray(_PALE[int(rng.integers(len(_PALE)))], np.uint8), pixels.shape)
    paper = _grown(alpha, width)
    step = max(1, round(width / 2))
    fallen = np.zeros_like(paper)
    fallen[step:, step:] = paper[:-step, :-step]
    shaded = mix(ground, np.zeros_like(ground), _soft(fallen, width) * np.float32(_SHADE))
    below = mix(shaded, np.full_like(ground, 255), paper)
    return in_front_of(below, pixels, alpha, rng)


def _soft(mask: Floats, sigma: float) -> Floats:
    """Blur a mask on a copy on which the blur is a few pixels wide."""
    step = max(1.0, sigma / 4)
    size = (max(1, round(mask.shape[1] / step)), max(1, round(mask.shape[0] / step)))
    small = cv2.GaussianBlur(cv2.resize(mask, size, interpolation=cv2.INTER_AREA), (0, 0), sigma / step)
    return np.asarray(cv2.resize(small, mask.shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)


def _grown(alpha: Floats, width: float) -> Floats:
    """Let a mask grow on all sides by `width` pixels, with a rim as soft as a pixel."""
    free = (alpha < 0.5).astype(np.uint8)  # noqa: PLR2004 - half a pixel
    far = np.asarray(cv2.distanceTransform(free, cv2.DIST_L2, 5), np.float32)
    return np.asarray(np.clip(width + 0.5 - far, 0, 1), np.float32)
