"""A coarse mask becomes a rim that follows the picture: the guided filter.

He, Sun and Tang, "Guided Image Filtering", 2013, and He and Sun, "Fast Guided Filter", 2015: around every pixel the
mask is taken for a linear function of the picture's colours. It is found on a smaller copy and used at full size.
"""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.pixels import Floats, Mask, Pixels

__all__ = ["matte"]

_LONGEST = 512
"""Longer side, in pixels, of the copy in which the function is found."""
_REACH = 2.5
"""How far, in pixels of the coarse mask, its rim can be off."""
_EVEN = 1e-4
"""Variance of colours, where 1 is white, below which they tell nothing."""
_CLEAR = (0.2, 0.8)
"""Below and above this the filter's value is taken for nothing and for all: it leaves a veil."""


def matte(pixels: Pixels, coarse: Mask) -> Floats:
    """Return how much of each pixel the thing covers.

    Parameters
    ----------
    pixels
        height × width × 3.
    coarse
        The thing on a copy of `pixels` of any smaller size.

    Returns
    -------
    Floats
        height × width, 0 to 1; exactly 0 or 1 away from the rim of the mask.

    Examples
    --------
    >>> pixels = np.zeros((80, 80, 3), np.uint8)
    >>> pixels[:, 41:] = 255
    >>> coarse = np.zeros((20, 20), bool)
    >>> coarse[:, 10:] = True
    >>> matte(pixels, coarse)[40, [20, 40, 41, 60]].tolist()
    [0.0, 0.0, 1.0, 1.0]
    """
    height, width = pixels.shape[:2]
    scale = min(1.0, _LONGEST / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.float32) / 255
    mask = np.asarray(cv2.resize(coarse.astype(np.float32), size, interpolation=cv2.INTER_LINEAR), np.float32)
    rim = max(1, round(_REACH * size[0] / coarse.shape[1]))
    linear = _linear(np.asarray(small, np.float32), mask, 2 * rim + 1)
    large = np.asarray(cv2.resize(linear, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
    found = np.einsum("ijk,ijk->ij", pixels, large[:, :, :3], dtype=np.float32) / np.float32(255) + large[:, :, 3]
    low, high = _CLEAR
    t = np.clip((found - low) / (high - low), 0, 1)
    # Far from the rim there is nothing to be refined, and colours that occur on both sides would make holes.
    window = np.ones((2 * rim + 1, 2 * rim + 1), np.uint8)
    told = (mask > 0.5).astype(np.uint8)  # noqa: PLR2004 - half a pixel
    sure = cv2.erode(told, window, borderValue=1)
    never = 1 - cv2.dilate(told, window, borderValue=0)
    inside, outside = (cv2.resize(part, (width, height), interpolation=cv2.INTER_LINEAR) > 0 for part in (sure, never))
    return np.asarray(np.where(inside, 1, np.where(outside, 0, t)), np.float32)


def _linear(guide: Floats, mask: Floats, window: int) -> Floats:
    """Return three factors and an offset for each pixel: height × width × 4."""

    def mean(values: Floats) -> Floats:
        return np.asarray(cv2.boxFilter(values, -1, (window, window), borderType=cv2.BORDER_REFLECT), np.float32)

    colour, part = mean(guide), mean(mask)
    apart = mean(guide * mask[:, :, None]) - colour * part[:, :, None]
    squares = mean(guide * guide) - colour * colour + np.float32(_EVEN)
    turned = np.roll(guide, -1, axis=2)
    mixed = mean(guide * turned) - colour * np.roll(colour, -1, axis=2)
    factors = _solved(squares, mixed, apart)
    offset = part - (factors * colour).sum(axis=2)
    return mean(np.dstack([factors, offset]).astype(np.float32))


def _solved(squares: Floats, mixed: Floats, right: Floats) -> Floats:
    """Solve a symmetric system of three equations for each pixel, by Cramer's rule.

    `squares` are red², green² and blue², `mixed` red·green, green·blue and blue·red, all of height × width × 3.
    """
    (rr, gg, bb), (rg, gb, br) = (np.moveaxis(values, 2, 0) for values in (squares, mixed))
    cofactors = np.stack(
        [
            gg * bb - gb * gb,
            br * gb - rg * bb,
            rg * gb - br * gg,
            rr * bb - br * br,
            rg * br - rr * gb,
            rr * gg - rg * rg,
        ]
    )
    c_rr, c_rg, c_rb, c_gg, c_gb, c_bb = cofactors
    whole = rr * c_rr + rg * c_rg + br * c_rb
    r, g, b = np.moveaxis(right, 2, 0)
    found = (c_rr * r + c_rg * g + c_rb * b, c_rg * r + c_gg * g + c_gb * b, c_rb * r + c_gb * g + c_bb * b)
    return np.asarray(np.dstack(found) / whole[:, :, None], np.float32)
