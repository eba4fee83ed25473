"""What is in a box gives way to what is around it."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.donors import donors
from wanwidgets.service.engine.membrane import membrane
from wanwidgets.service.engine.pixels import (
    Box,
    Floats,
    Pixels,
    Sides,
    bytes_of,
    crop,
    feather,
    mix,
    open_sides,
    within,
)

__all__ = ["grain", "level", "remove", "stand_in"]

LIGHT = 36.0
"""Most that a copied place is brightened or darkened to meet the rim; more comes from a thing that crosses the rim."""
_THINNEST = 3
_FAINTEST = 0.4
_STRONGEST = 6.0
"""Grain is a standard deviation in grey levels between these."""


def remove(pixels: Pixels, box: Box, rng: np.random.Generator) -> Pixels:
    """Fill a box from its surroundings; nothing outside the box changes.

    The place whose own surroundings are most like the box's is copied into it, and its light is bent to meet the rim,
    as a healing brush does. Where no place is like enough, the fill is a smooth surface with the grain of the picture:
    it shows that something is gone, and shows nothing that was never there.

    Parameters
    ----------
    pixels
        height × width × 3.
    box
        In pixels, inside the picture.
    rng
        Chooses between places of about the same quality, and makes the grain.
    """
    before = crop(pixels, box)
    sides = open_sides(pixels, box)
    patch, limit, found = stand_in(pixels, box, rng)
    surface = patch.astype(np.float32)
    if min(before.shape[:2]) >= _THINNEST:
        surface += membrane(_rim_gap(pixels, box, patch, limit))
    surface += grain(pixels, before.shape, rng) * (_FAINTEST if found else 1.0)
    weight = feather(before.shape, min(12.0, 0.03 * min(before.shape[:2])), sides)
    return within(pixels, box, mix(before, bytes_of(surface), weight))


def stand_in(pixels: Pixels, box: Box, rng: np.random.Generator) -> tuple[Pixels, float, bool]:
    """Return what to fill a box with.

    Parameters
    ----------
    pixels
        height × width × 3.
    box
        In pixels, inside the picture.
    rng
        Chooses between places of about the same quality.

    Returns
    -------
    numpy.ndarray
        Of the box's size: the place of the picture that fits best round it, or one colour where none does.
    float
        How far its light may be bent to the rim, in levels from 0 to 255.
    bool
        Whether there is such a place.
    """
    found = donors(pixels, box)
    if not found:
        height, width = box[3] - box[1], box[2] - box[0]
        return np.broadcast_to(level(pixels, box), (height, width, 3)).astype(np.uint8), 255.0, False
    x, y = found[int(rng.integers(len(found)))]
    return crop(pixels, (x, y, x + box[2] - box[0], y + box[3] - box[1])), LIGHT, True


def level(pixels: Pixels, box: Box) -> Floats:
    """Return the median colour around the box; of the box itself where it is the whole picture."""
    x1, y1, x2, y2 = box
    outside = np.ones(pixels.shape[:2], dtype=bool)
    outside[y1:y2, x1:x2] = False
    known = pixels[outside] if outside.any() else pixels.reshape(-1, 3)
    return np.asarray(np.median(known[:: max(1, len(known) // 100_000)], axis=0), np.float32)


def _rim_gap(pixels: Pixels, box: Box, patch: Pixels, limit: float) -> Floats:
    """Return what is missing to meet the pixels just outside, on the rim; smoothed, as detail is no light."""
    x1, y1, x2, y2 = box
    height, width = pixels.shape[:2]
    gap = np.zeros(patch.shape, np.float32)
    sides = open_sides(pixels, box)
    left, top, right, bottom = sides
    for inside, outside, meets in (
        ((0, slice(None)), (max(y1 - 1, 0), slice(x1, x2)), not top),
        ((-1, slice(None)), (min(y2, height - 1), slice(x1, x2)), not bottom),
        ((slice(None), 0), (slice(y1, y2), max(x1 - 1, 0)), not left),
        ((slice(None), -1), (slice(y1, y2), min(x2, width - 1)), not right),
    ):
        if meets:
            line = np.clip(pixels[outside].astype(np.float32) - patch[inside], -limit, limit)
            spread = max(1.0, 0.04 * len(line))
            soft = cv2.GaussianBlur(line[None], (0, 0), spread, borderType=cv2.BORDER_REFLECT)
            gap[inside] = np.asarray(soft, np.float32)[0]
    return _carried(gap, sides)


def _carried(gap: Floats, sides: Sides) -> Floats:
    """Let a side at the edge of the picture, which meets nothing, ask for what the corners ask."""
    left, top, right, bottom = sides
    if left:
        gap[:, 0] = np.linspace(gap[0, 0], gap[-1, 0], gap.shape[0])
    if right:
        gap[:, -1] = np.linspace(gap[0, -1], gap[-1, -1], gap.shape[0])
    if top:
        gap[0] = np.linspace(gap[0, 0], gap[0, -1], gap.shape[1])
    if bottom:
        gap[-1] = np.linspace(gap[-1, 0], gap[-1, -1], gap.shape[1])
    return gap


def grain(pixels: Pixels, shape: tuple[int, ...], rng: np.random.Generator) -> Floats:
    """Return noise as strong as the picture's own, told from the median difference of neighbours."""
    step = max(1, min(pixels.shape[:2]) // 400)
    tone = pixels[::step, ::step].astype(np.float32).mean(axis=2)
    own = float(np.median(np.abs(np.diff(tone, axis=1)))) if tone.shape[1] > 1 else 0.0
    strength = min(_STRONGEST, max(_FAINTEST, 1.05 * own))
    return np.repeat(rng.normal(0, strength, (*shape[:2], 1)).astype(np.float32), 3, axis=2)
