"""What is put behind a thing that was cut out: a colour, a checkerboard, another picture."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import cv2
import numpy as np

from wanwidgets.service.engine.cutting.plain import own_colours
from wanwidgets.service.engine.frame import resize
from wanwidgets.service.engine.pixels import Box, Floats, Pixels, bytes_of, crop, mix, within
from wanwidgets.service.engine.retouching.fill import COLORS

__all__ = ["TRANSPARENT", "checkered", "covering", "in_front_of", "plain"]

TRANSPARENT = "transparent"
"""The ground that looks as if there were none: results have no transparency, and are told apart by it."""

_PURE: Mapping[str, tuple[int, int, int]] = MappingProxyType({**COLORS, "white": (255, 255, 255), "black": (0, 0, 0)})
_LIGHT, _DARK = 255, 204
_CELLS = 32
"""Cells of a checkerboard along the shorter side."""
_SHIFT = 0.06
"""Most by which a picture behind a thing is enlarged, so that it can be moved."""
_LEND = 0.16
"""How much of the new background's light and colour a thing takes on."""
_RIMS = (0.35, 0.85)
"""Blur, in pixels, of a thing's rim."""
_FULL = 0.98


def plain(shape: tuple[int, ...], color: str) -> Pixels:
    """Return one colour; white and black are pure.

    >>> plain((1, 1, 3), "white").tolist()
    [[[255, 255, 255]]]
    """
    return np.broadcast_to(np.asarray(_PURE[color], np.uint8), (*shape[:2], 3)).copy()


def checkered(shape: tuple[int, ...]) -> Pixels:
    """Return the checkerboard, white and light grey, that stands for transparency.

    >>> np.unique(checkered((64, 96))).tolist()
    [204, 255]
    """
    cell = max(4, round(min(shape[:2]) / _CELLS))
    y, x = np.arange(shape[0])[:, None] // cell, np.arange(shape[1])[None, :] // cell
    light = (x + y) % 2 == 0
    return np.repeat(np.where(light, _LIGHT, _DARK).astype(np.uint8)[:, :, None], 3, axis=2)


def covering(picture: Pixels, shape: tuple[int, ...], rng: np.random.Generator) -> Pixels:
    """Return a picture enlarged and cropped until it covers a shape.

    Parameters
    ----------
    picture
        height × width × 3, any size.
    shape
        Height and width.
    rng
        Chooses an enlargement of up to 6 %, and which part is shown.

    Examples
    --------
    >>> covering(np.zeros((50, 90, 3), np.uint8), (40, 40), np.random.default_rng(0)).shape
    (40, 40, 3)
    """
    height, width = picture.shape[:2]
    scale = max(shape[1] / width, shape[0] / height) * rng.uniform(1, 1 + _SHIFT)
    part = (min(width, max(1, round(shape[1] / scale))), min(height, max(1, round(shape[0] / scale))))
    left = round((width - part[0]) * rng.uniform(0.35, 0.65))
    top = round((height - part[1]) * rng.uniform(0.35, 0.65))
    return resize(crop(picture, (left, top, left + part[0], top + part[1])), (shape[1], shape[0]))


def in_front_of(
    ground: Pixels, pixels: Pixels, alpha: Floats, rng: np.random.Generator, *, lend: bool = False
) -> Pixels:
    """Return the thing of a picture before another ground, where it was.

    Parameters
    ----------
    ground, pixels
        height × width × 3.
    alpha
        height × width, 0 to 1: how much of each pixel the thing covers.
    rng
        Makes the rim softer or harder.
    lend
        Whether the thing takes on a little of the ground's light and colour.

    Examples
    --------
    >>> thing = np.zeros((30, 30), np.float32)
    >>> thing[10:20, 10:20] = 1
    >>> red, white = np.full((30, 30, 3), (200, 0, 0), np.uint8), np.full((30, 30, 3), 255, np.uint8)
    >>> in_front_of(white, red, thing, np.random.default_rng(0))[[0, 15], [0, 15]].tolist()
    [[255, 255, 255], [200, 0, 0]]
    """
    part = _bounds(alpha)
    if part is None:
        return ground
    sigma = rng.uniform(*_RIMS)
    soft = np.asarray(cv2.GaussianBlur(alpha, (0, 0), sigma), np.float32)[part[1] : part[3], part[0] : part[2]]
    thing = own_colours(crop(pixels, part), alpha[part[1] : part[3], part[0] : part[2]])
    if lend:
        thing = _lit(thing, soft, ground, _LEND * rng.uniform(0.6, 1.4))
    return within(ground, part, mix(crop(ground, part), thing, soft))


def _bounds(alpha: Floats) -> Box | None:
    rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
    if not rows.size:
        return None
    # The blur of the rim reaches a little farther.
    return (
        max(0, int(columns[0]) - 3),
        max(0, int(rows[0]) - 3),
        min(alpha.shape[1], int(columns[-1]) + 4),
        min(alpha.shape[0], int(rows[-1]) + 4),
    )


def _lit(thing: Pixels, alpha: Floats, ground: Pixels, part: float) -> Pixels:
    """Move the mean colour of a thing towards that of what is behind it."""
    solid = alpha > _FULL
    if not solid.any():
        return thing
    shift = (ground.reshape(-1, 3).mean(axis=0) - thing[solid].mean(axis=0)) * part
    return bytes_of(thing + shift.astype(np.float32))
