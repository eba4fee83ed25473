"""What is under a mask of any shape gives way to what is around it."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.masks import bounds, within_mask
from wanwidgets.service.engine.pixels import Box, Mask, Pixels, bytes_of, crop, mix, within
from wanwidgets.service.engine.remove import grain, stand_in
from wanwidgets.service.engine.settle import settle

__all__ = ["erase"]

_APART = 12
"""A mask of more parts than these is filled in one go."""
_RING = 0.06
"""Width of what is looked at around a part, in parts of its shorter side."""
_NARROWEST = 4
_FAINT = 0.4
"""A copied place has grain of its own."""


def erase(pixels: Pixels, mask: Mask, rng: np.random.Generator) -> Pixels:
    """Fill what is under a mask from its surroundings; nothing outside the mask changes.

    As `remove.remove` does for a box: the place that is most like the surroundings is copied and its light bent to meet
    them, or a smooth surface with the picture's grain, where no place is like enough.

    Parameters
    ----------
    pixels
        height × width × 3.
    mask
        height × width; True is filled.
    rng
        Chooses between places of about the same quality, and makes the grain.
    """
    for part in _parts(mask):
        pixels = _filled(pixels, part, rng)
    return pixels


def _parts(mask: Mask) -> list[Mask]:
    count, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=8)
    if count - 1 > _APART:
        return [mask]
    return [np.asarray(labels == number, np.bool_) for number in range(1, count)]


def _filled(pixels: Pixels, mask: Mask, rng: np.random.Generator) -> Pixels:
    own = bounds(mask)
    hole = _grown(own, pixels, max(_NARROWEST, round(_RING * min(own[2] - own[0], own[3] - own[1]))))
    before = crop(pixels, hole)
    free = mask[hole[1] : hole[3], hole[0] : hole[2]]
    patch, limit, found = stand_in(pixels, hole, rng)
    gap = np.clip(before.astype(np.float32) - patch, -limit, limit)
    surface = patch + settle(gap, free) + grain(pixels, before.shape, rng) * (_FAINT if found else 1.0)
    weight = within_mask(np.pad(free, 1, mode="edge"), 2.0)[1:-1, 1:-1]
    return within(pixels, hole, mix(before, bytes_of(surface), np.asarray(weight, np.float32)))


def _grown(box: Box, pixels: Pixels, by: int) -> Box:
    height, width = pixels.shape[:2]
    return max(0, box[0] - by), max(0, box[1] - by), min(width, box[2] + by), min(height, box[3] + by)
