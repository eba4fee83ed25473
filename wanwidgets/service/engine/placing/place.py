"""One picture, or the thing on it, into a box of another."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.cutting.plain import Cutout
from wanwidgets.service.engine.frame import resize
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
from wanwidgets.service.engine.placing.things import thing_of, trimmed

__all__ = ["blend", "fit_inside", "lay", "place"]

_LEND = 0.55
"""How much of the surroundings' colour a pasted photograph takes on far from its rim; all of it washes it out."""

_SHADE = 0.38
"""Part of the light that a thing's shadow takes where it is deepest."""

_SMALLEST = 8
"""Shorter side, in pixels, of a spot below which there is nothing to blend."""


def place(base: Pixels, source: Pixels, box: Box, rng: np.random.Generator, part: Box | None = None) -> Pixels:
    """Put a picture into a box: as large as fits, centred, nothing outside the box changed.

    A thing that can be told from what is around it is cut out and laid over the scene with a soft shadow. Anything else
    is a photograph and is blended in, its rim meeting the colours around it.

    Parameters
    ----------
    base
        height × width × 3.
    source
        The picture to put in, of any size.
    box
        In pixels of `base`, inside it.
    rng
        Varies the depth of the shadow, and how much colour the surroundings lend, by up to a fifth.
    part
        The box of `source` that is meant, in its pixels; None: all of it. What is around it helps to tell the thing.
    """
    own = part or (0, 0, source.shape[1], source.shape[0])
    thing = thing_of(source, own)
    if thing is None:
        return blend(base, crop(source, own), box, rng)
    return lay(base, trimmed(thing), box, rng)


def fit_inside(box: Box, width: int, height: int) -> Box:
    """Return the largest box of the ratio width : height with the same centre, to the pixel, inside `box`.

    >>> fit_inside((0, 0, 100, 50), 10, 10)
    (25, 0, 75, 50)
    """
    x1, y1, x2, y2 = box
    scale = min((x2 - x1) / width, (y2 - y1) / height)
    across = min(x2 - x1, max(1, round(width * scale)))
    down = min(y2 - y1, max(1, round(height * scale)))
    left, top = x1 + (x2 - x1 - across) // 2, y1 + (y2 - y1 - down) // 2
    return left, top, left + across, top + down


def lay(base: Pixels, thing: Cutout, box: Box, rng: np.random.Generator) -> Pixels:
    """Lay a thing over what is in a box, as large as fits, with a soft shadow. The parameters are those of `place`."""
    height, width = thing.alpha.shape
    spot = fit_inside(box, width, height)
    size = (spot[2] - spot[0], spot[3] - spot[1])
    colours = resize(thing.pixels, size)
    shrinking = size[0] < width
    alpha = cv2.resize(thing.alpha, size, interpolation=cv2.INTER_AREA if shrinking else cv2.INTER_CUBIC)
    cover = np.zeros((box[3] - box[1], box[2] - box[0]), np.float32)
    top, left = spot[1] - box[1], spot[0] - box[0]
    cover[top : top + size[1], left : left + size[0]] = np.clip(alpha, 0, 1)
    pasted = np.zeros((*cover.shape, 3), np.uint8)
    pasted[top : top + size[1], left : left + size[0]] = colours
    ground = crop(base, box)
    shaded = bytes_of(ground * (1 - _shadow(cover, _SHADE * rng.uniform(0.8, 1.2)))[:, :, None])
    return within(base, box, mix(shaded, pasted, cover))


def _shadow(cover: Floats, shade: float) -> Floats:
    """Return how much light the thing takes from what is under and beside it, 0 to 1, falling to the right and down."""
    reach = max(1.0, 0.035 * min(cover.shape))
    moved = np.zeros_like(cover)
    step = max(1, round(reach * 0.6))
    moved[step:, step:] = cover[:-step, :-step]
    soft = cv2.GaussianBlur(moved, (0, 0), reach, borderType=cv2.BORDER_CONSTANT)
    # The box ends where nothing may change, so the shadow ends there too.
    edge = feather(cover.shape, 2 * reach)
    return np.asarray(shade * soft * edge, np.float32)


def blend(base: Pixels, source: Pixels, box: Box, rng: np.random.Generator) -> Pixels:
    """Blend a photograph into a box, as large as fits. The parameters are those of `place`."""
    spot = fit_inside(box, source.shape[1], source.shape[0])
    lend = _LEND * rng.uniform(0.8, 1.2)
    before = crop(base, spot)
    pasted = resize(source, (spot[2] - spot[0], spot[3] - spot[1]))
    shorter = min(before.shape[:2])
    if shorter < _SMALLEST:
        return within(base, spot, pasted)
    sides = open_sides(base, spot)
    correction = membrane(_rim_of(before.astype(np.float32) - pasted, sides))
    inward = feather(before.shape, shorter / 2, sides)[:, :, None]
    lent = correction * (1 - (1 - lend) * inward)
    weight = feather(before.shape, 0.02 * shorter + 1, sides)
    return within(base, spot, mix(before, bytes_of(pasted + lent), weight))


def _rim_of(gap: Floats, sides: Sides) -> Floats:
    """Smooth the differences along the rim; a side at the edge of the picture has nothing to meet and asks nothing."""
    rim = np.asarray(cv2.blur(gap, (5, 5), borderType=cv2.BORDER_REFLECT), np.float32)
    left, top, right, bottom = sides
    if left:
        rim[:, 0] = np.linspace(rim[0, 0], rim[-1, 0], rim.shape[0])
    if right:
        rim[:, -1] = np.linspace(rim[0, -1], rim[-1, -1], rim.shape[0])
    if top:
        rim[0] = np.linspace(rim[0, 0], rim[0, -1], rim.shape[1])
    if bottom:
        rim[-1] = np.linspace(rim[-1, 0], rim[-1, -1], rim.shape[1])
    return rim
