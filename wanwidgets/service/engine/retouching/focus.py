"""Sharper and softer."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.pixels import Pixels, bytes_of, gaussian

__all__ = ["blur", "blurred", "sharpen", "soften"]

_HIDING, _SOFT = 0.06, 0.008
"""Radii in parts of the shorter side."""


def blur(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Blur until nothing can be read any more: for what is in a box.

    Parameters
    ----------
    pixels
        height × width × 3.
    amount
        1 makes a radius of 6 % of the shorter side.
    rng
        Varies the radius by up to a tenth.
    """
    return blurred(pixels, _HIDING * min(pixels.shape[:2]) * amount * rng.uniform(0.9, 1.1))


def soften(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Blur like a lens out of focus: for a whole picture. The parameters are those of `blur`, the radius is 0.8 %."""
    return blurred(pixels, _SOFT * min(pixels.shape[:2]) * amount * rng.uniform(0.9, 1.1))


def blurred(pixels: Pixels, sigma: float) -> Pixels:
    """Blur a picture; `sigma` is in its pixels, and large ones cost no more than small ones."""
    step = max(1, int(sigma // 4))
    if step == 1:
        return gaussian(pixels, sigma)
    # Radii beyond a few pixels leave nothing that a smaller copy would lose, and cost its square less.
    height, width = pixels.shape[:2]
    small = cv2.resize(pixels, (max(1, width // step), max(1, height // step)), interpolation=cv2.INTER_AREA)
    soft = gaussian(np.asarray(small, np.uint8), sigma / step)
    return np.asarray(cv2.resize(soft, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def sharpen(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Return the picture with crisper edges; its colours stay.

    Parameters
    ----------
    pixels
        height × width × 3.
    amount
        1 is a strong but natural unsharp mask.
    rng
        Varies the strength by up to a tenth.
    """
    strength = amount * rng.uniform(0.9, 1.1)
    tone = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.float32)
    fine = max(0.8, min(pixels.shape[:2]) / 1000)
    edges = tone - cv2.GaussianBlur(tone, (0, 0), fine, borderType=cv2.BORDER_REFLECT_101)
    body = tone - cv2.GaussianBlur(tone, (0, 0), 6 * fine, borderType=cv2.BORDER_REFLECT_101)
    # Noise has small differences: they are not raised, so flat areas stay clean.
    edges *= np.minimum(1, np.abs(edges) / 2)
    gain = np.clip(strength * (1.3 * edges + 0.25 * body), -48, 48)
    return bytes_of(pixels + gain[:, :, None])
