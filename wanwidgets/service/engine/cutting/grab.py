"""Which pixels of a box are the thing in it: GrabCut on a small copy.

Rother, Kolmogorov and Blake, "GrabCut: Interactive Foreground Extraction using Iterated Graph Cuts", 2004.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from wanwidgets.service.engine.pixels import Box, Floats, Mask, Pixels, Sides, open_sides

__all__ = ["grab"]

_LONGEST = 256
"""Longer side, in pixels, of the copy: the time grows with more than its square, and the rim is refined elsewhere."""
_AROUND = 0.12
"""How much of the surroundings is looked at, in parts of the box's longer side: what is near tells most."""
_LEAST_AROUND = 4
_ROUNDS = 2
"""More cost time and change hardly anything: at least 93 % of what four find, in all cases that were looked at."""
_CORNER = 3.0
"""Power of the rounded rectangle outside of which a box most likely shows the background."""
_SMALLEST = 8
"""Shorter side, in pixels, of a box, below which nothing can be told."""
_SEED = 1


def grab(pixels: Pixels, box: Box, core: float = 0.25) -> Mask | None:
    """Tell the thing in a box from what is around the box, coarsely.

    Parameters
    ----------
    pixels
        height × width × 3.
    box
        In pixels. Where it ends at the edge of the picture, the thing may be cut off there.
    core
        Half axes of the middle, in parts of the box's, that is the thing for sure: a box is drawn around what is meant.
        0: the middle is like the rest.

    Returns
    -------
    Mask or None
        The box on a copy with at most 256 pixels a side; all false where nothing is told apart. None where the box is
        too small, or the whole picture, so that nothing is around it.

    Examples
    --------
    >>> pixels = np.full((60, 90, 3), 200, np.uint8)
    >>> pixels[20:40, 30:60] = (180, 20, 30)
    >>> mask = grab(pixels, (24, 14, 66, 46))
    >>> mask.shape, bool(mask[16, 21]), bool(mask[1, 1])
    ((32, 42), True, False)
    """
    sides = open_sides(pixels, box)
    if all(sides) or min(box[2] - box[0], box[3] - box[1]) < _SMALLEST:
        return None
    outer = _around(pixels, box)
    small, inner = _shrunk(pixels, box, outer)
    labels = _guess(small.shape[:2], inner, sides, core)
    # The seed is the thread's own, so engines that work side by side do not disturb each other.
    cv2.setRNGSeed(_SEED)
    cv2.grabCut(small, labels, (0, 0, 1, 1), np.zeros((1, 65)), np.zeros((1, 65)), _ROUNDS, cv2.GC_INIT_WITH_MASK)
    told = (labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD)
    return np.asarray(told[inner[1] : inner[3], inner[0] : inner[2]], np.bool_)


def _around(pixels: Pixels, box: Box) -> Box:
    by = max(_LEAST_AROUND, round(_AROUND * max(box[2] - box[0], box[3] - box[1])))
    height, width = pixels.shape[:2]
    return max(0, box[0] - by), max(0, box[1] - by), min(width, box[2] + by), min(height, box[3] + by)


def _shrunk(pixels: Pixels, box: Box, outer: Box) -> tuple[Pixels, Box]:
    """Return the surroundings at a size that can be worked at, and the box in them."""
    part = pixels[outer[1] : outer[3], outer[0] : outer[2]]
    height, width = part.shape[:2]
    scale = min(1.0, _LONGEST / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    across, down = size[0] / width, size[1] / height
    inner = (
        round((box[0] - outer[0]) * across),
        round((box[1] - outer[1]) * down),
        max(1, round((box[2] - outer[0]) * across)),
        max(1, round((box[3] - outer[1]) * down)),
    )
    return np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8), inner


def _guess(shape: tuple[int, ...], inner: Box, sides: Sides, core: float) -> npt.NDArray[np.uint8]:
    """Label what is likely before any colour is looked at."""
    across = _away(shape[1], inner[0], inner[2], low=sides[0], high=sides[2])[None, :]
    down = _away(shape[0], inner[1], inner[3], low=sides[1], high=sides[3])[:, None]
    labels = np.full(shape, cv2.GC_BGD, np.uint8)
    inside = labels[inner[1] : inner[3], inner[0] : inner[2]]
    round_off = (across**_CORNER + down**_CORNER)[inner[1] : inner[3], inner[0] : inner[2]]
    inside[:] = np.where(round_off > 1, cv2.GC_PR_BGD, cv2.GC_PR_FGD)
    inside[(across**2 + down**2)[inner[1] : inner[3], inner[0] : inner[2]] < core**2] = cv2.GC_FGD
    return labels


def _away(length: int, start: int, end: int, *, low: bool, high: bool) -> Floats:
    """Return the distance from the middle, 1 at a side; towards a side at the picture's edge it does not grow."""
    middle, half = (start + end - 1) / 2, (end - start) / 2
    away = (np.arange(length) - middle) / half
    away = np.where(away < 0, 0 if low else -away, 0 if high else away)
    return np.asarray(away, np.float32)
