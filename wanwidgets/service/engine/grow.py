"""Larger pictures: more pixels of the same view, or more of a view around it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import cv2
import numpy as np

from wanwidgets.service.engine.frame import resize
from wanwidgets.service.engine.pixels import Floats, Pixels
from wanwidgets.service.engine.retouching.focus import blurred, sharpen

__all__ = ["GROWTHS", "expand", "grown_size", "magnify", "margins"]

GROWTHS = ("expand", "super_resolution")
"""The modes whose output is larger than the picture."""

_SHARPNESS = 0.12
"""Amount of sharpening after an enlargement; more invents edges that the picture does not have."""
_SOFTER = 0.4
"""Standard deviation of the blur, in pixels, for each pixel of distance from the picture."""
_FINEST = 1.0
_SOFTEST = 0.3
"""Most of that blur, in parts of the picture's shorter side."""
_GRAIN = 1.2

Margins = tuple[int, int, int, int]
"""Left, top, right, bottom, pixels."""


def grown_size(mode: str, size: tuple[int, int], parameters: Mapping[str, Any]) -> tuple[int, int]:
    """Return the output's width and height.

    Parameters
    ----------
    mode
        One of `GROWTHS`.
    size
        Of the picture, pixels.
    parameters
        ``upscale_factor``, or ``left_scale``, ``top_scale``, ``right_scale`` and ``bottom_scale``, from 1.

    Examples
    --------
    >>> grown_size("super_resolution", (600, 400), {"upscale_factor": 3})
    (1800, 1200)
    >>> grown_size("expand", (600, 400), {"left_scale": 1.5})
    (900, 400)
    """
    if mode == "super_resolution":
        factor = int(parameters.get("upscale_factor", 1))
        return size[0] * factor, size[1] * factor
    left, top, right, bottom = margins(size, parameters)
    return size[0] + left + right, size[1] + top + bottom


def margins(size: tuple[int, int], parameters: Mapping[str, Any]) -> Margins:
    """Return how many pixels are added at each side: a scale of 1.5 adds half a side.

    The reference says only that the picture is expanded "in proportion" to a side; this reading is a guess.
    """
    left, top, right, bottom = (
        round((float(parameters.get(f"{side}_scale", 1)) - 1) * length)
        for side, length in (("left", size[0]), ("top", size[1]), ("right", size[0]), ("bottom", size[1]))
    )
    return left, top, right, bottom


def magnify(pixels: Pixels, size: tuple[int, int], rng: np.random.Generator) -> Pixels:
    """Enlarge with Lanczos and sharpen a little; detail that is not in the picture is not invented.

    Parameters
    ----------
    pixels
        height × width × 3.
    size
        Width and height of the output, pixels.
    rng
        Varies the sharpening by up to a tenth.
    """
    return sharpen(resize(pixels, size), _SHARPNESS, rng)


def expand(pixels: Pixels, added: Margins, rng: np.random.Generator) -> Pixels:
    """Continue a picture beyond its rim: mirrored, and the softer the farther away; the picture itself stays.

    Parameters
    ----------
    pixels
        height × width × 3.
    added
        Pixels at each side, none more than the picture's own side.
    rng
        Makes the grain, which hides the steps of a soft picture.
    """
    left, top, right, bottom = added
    height, width = pixels.shape[:2]
    mirrored = np.asarray(cv2.copyMakeBorder(pixels, top, bottom, left, right, cv2.BORDER_REFLECT), np.uint8)
    # Each octave of distance is an octave softer, so that soon nothing is left of things that would be seen twice.
    sigmas = [_FINEST * 2.0**octave for octave in range(_octaves(min(height, width)))]
    level = np.log2(np.maximum(_SOFTER / _FINEST * _distance(mirrored.shape, added), np.float32(1e-3))) + 1
    out = mirrored
    for octave, sigma in enumerate(sigmas):
        share = np.clip(level - octave, 0, 1)
        out = np.asarray(cv2.blendLinear(out, blurred(mirrored, sigma), 1 - share, share), np.uint8)
    grain = _GRAIN * rng.standard_normal(level.shape, np.float32) * np.clip(level, 0, 1)
    # Where the distance is 0 neither blur nor grain is added: the picture comes back to the byte.
    return np.asarray(cv2.add(out, cv2.merge([grain] * 3), dtype=cv2.CV_8U), np.uint8)


def _octaves(side: int) -> int:
    return max(1, math.ceil(math.log2(max(2.0, _SOFTEST * side / _FINEST))))


def _distance(shape: tuple[int, ...], added: Margins) -> Floats:
    """Return how far each pixel is from the original picture."""
    left, top, right, bottom = added
    x = np.arange(shape[1], dtype=np.float32)
    y = np.arange(shape[0], dtype=np.float32)
    across = np.maximum(0, np.maximum(left - x, x - (shape[1] - right - 1)))
    down = np.maximum(0, np.maximum(top - y, y - (shape[0] - bottom - 1)))
    return np.asarray(np.hypot(across[None, :], down[:, None]), np.float32)
