"""The thing in a box."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.cutting.grab import grab
from wanwidgets.service.engine.cutting.matte import matte
from wanwidgets.service.engine.cutting.plain import plain_alpha
from wanwidgets.service.engine.cutting.sure import contrast
from wanwidgets.service.engine.masks import without_specks
from wanwidgets.service.engine.pixels import Box, Floats, Mask, Pixels, crop

__all__ = ["thing_in"]

_CORES = (0.25, 0.0)
"""What `grab` takes the middle for, one after the other until a thing is told."""
_COVERED = (0.1, 0.97)
"""Parts of the box that a thing can cover; else the guess was wrong. The sure middle alone is 0.05."""
_CONTRAST = 12.0
"""Least `contrast` at the rim."""
_SPECK = 0.05
"""Part of the largest piece below which another one is no part of the thing."""
_FAINT = 0.1
"""Part of a pixel from which it hangs together with the thing."""
_HOLE = 0.03
"""Part of the thing's area up to which a hole in it is filled."""


def thing_in(pixels: Pixels, box: Box) -> Floats | None:
    """Tell the thing in a box from what is around it.

    A plain ground is told by its colour, any other by what is around the box (`grab`), with a rim that follows the
    picture (`matte`).

    Parameters
    ----------
    pixels
        height × width × 3.
    box
        In pixels, inside the picture.

    Returns
    -------
    Floats or None
        The size of the box, height × width: how much of each pixel the thing covers, 0 to 1. None where it cannot be
        told with confidence: the box is tiny, or the whole of a picture that is not plain, or what is in it looks like
        what is around it.

    Examples
    --------
    >>> pixels = np.full((60, 90, 3), 200, np.uint8)
    >>> pixels[20:40, 30:60] = (180, 20, 30)
    >>> alpha = thing_in(pixels, (24, 14, 66, 46))
    >>> alpha.shape, float(alpha[16, 21]), float(alpha[1, 1])
    ((32, 42), 1.0, 0.0)
    >>> thing_in(pixels, (0, 0, 5, 5)) is None
    True
    """
    part = crop(pixels, box)
    plain = plain_alpha(part)
    if plain is not None:
        return plain
    for core in _CORES:
        coarse = grab(pixels, box, core)
        if coarse is None:
            return None
        solid = _filled(without_specks(coarse, _SPECK))
        size = (solid.shape[1], solid.shape[0])
        small = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
        if _COVERED[0] < solid.mean() < _COVERED[1] and contrast(small, solid) > _CONTRAST:
            return _clean(matte(part, solid))
    return None


def _clean(alpha: Floats) -> Floats:
    """Drop specks that the rim's colours left around the thing."""
    return np.asarray(alpha * without_specks(alpha > _FAINT, _SPECK), np.float32)


def _filled(mask: Mask) -> Mask:
    """Fill small holes: eyes belong to a face, what shows through a handle does not."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((~mask).astype(np.uint8), connectivity=4)
    areas = np.asarray(stats)[:, cv2.CC_STAT_AREA]
    left, top = np.asarray(stats)[:, cv2.CC_STAT_LEFT], np.asarray(stats)[:, cv2.CC_STAT_TOP]
    right, bottom = left + np.asarray(stats)[:, cv2.CC_STAT_WIDTH], top + np.asarray(stats)[:, cv2.CC_STAT_HEIGHT]
    closed = (left > 0) & (top > 0) & (right < mask.shape[1]) & (bottom < mask.shape[0])
    small = closed & (areas < _HOLE * mask.sum())
    small[0] = False
    return np.asarray(mask | small[np.asarray(labels)]) if count > 1 else mask
