"""A hole filled with large pieces of what is around it, each laid so that it continues what is already there.

The order and the search are those of Criminisi, Pérez and Toyama, "Region Filling and Object Removal by Exemplar-Based
Image Inpainting" (2004), with larger pieces, as of Efros and Freeman, "Image Quilting" (2001): a texture stays whole.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from wanwidgets.service.engine.pixels import Floats, Mask
from wanwidgets.service.engine.placing.offsets import Offsets

__all__ = ["quilt"]

_PART = 0.3
"""Side of a piece, in parts of the hole's thickness."""
_RADII = (4, 14)
"""Half of a piece's side is between these."""
_EVEN = 0.4
"""What an even place counts for in the order, where 1 is one with the usual detail: lines are continued first."""
_GUIDED = np.float32(0.12)
"""How much the guide counts, where what is known already counts for 1."""
_NEAR = 60.0
"""What the distance of the whole picture costs, in squared grey levels a pixel."""
_WORSE = 1.25
_NOISE = 6.0
"""A piece may differ by so much more, as a factor and in squared grey levels, than the best one."""


def quilt(pixels: Floats, hole: Mask, guide: Floats, rng: np.random.Generator) -> Offsets | None:
    """Tell for each pixel of a hole where to copy from.

    Parameters
    ----------
    pixels
        height × width × 3, grey levels; not read in the hole.
    hole
        height × width.
    guide
        A sketch of what the hole is to look like, height × width × 3.
    rng
        Chooses between pieces that fit about as well.

    Returns
    -------
    numpy.ndarray or None
        Rows and columns to go, height × width × 2, 0 outside the hole; None where no piece fits into what is known.

    Examples
    --------
    >>> stripes = np.where(np.arange(96) // 4 % 2, 200, 40).astype(np.float32)[:, None, None].repeat(96, 1).repeat(3, 2)
    >>> hole = np.zeros((96, 96), bool)
    >>> hole[30:60, 40:62] = True
    >>> offsets = quilt(stripes, hole, stripes, np.random.default_rng(0))
    >>> bool((offsets[hole][:, 0] % 8 == 0).mean() > 0.9)
    True
    """
    thickness = 2 * float(cv2.distanceTransform(np.pad(hole, 1).astype(np.uint8), cv2.DIST_L2, 5).max())
    radius = int(np.clip(round(_PART * thickness / 2), *_RADII))
    known, current = (~hole).astype(np.uint8), np.where(hole[:, :, None], guide, pixels)
    tone = np.asarray(cv2.transform(current, np.full((1, 3), 1 / 3, np.float32)), np.float32)
    taken = np.asarray(cv2.integral(hole.astype(np.uint8)), np.int64)
    offsets = np.zeros((*hole.shape, 2), np.int32)
    while not known.all():
        row, column = _next(tone, known, radius)
        top, left = max(0, row - radius), max(0, column - radius)
        window = (slice(top, row + radius + 1), slice(left, column + radius + 1))
        free = known[window] == 0
        cost = _costs(pixels, current[window], free, (top, left))
        cost[_lost(taken, free.shape) > 0] = np.inf
        good = np.flatnonzero(cost <= _WORSE * cost.min() + _NOISE)
        if not np.isfinite(cost.min()):
            return None
        place = np.unravel_index(int(good[int(rng.integers(len(good)))]), cost.shape)
        y, x = int(place[0]), int(place[1])
        there = pixels[y : y + free.shape[0], x : x + free.shape[1]]
        current[window] = np.where(free[:, :, None], there, current[window])
        tone[window] = current[window].mean(axis=2)
        offsets[window][free] = (y - top, x - left)
        known[window] = 1
    return offsets


def _next(tone: Floats, known: npt.NDArray[np.uint8], radius: int) -> tuple[int, int]:
    """Return the pixel at the rim around which most is known, and most of it detail."""
    side = (2 * radius + 1, 2 * radius + 1)
    rim = (known == 0) & (cv2.dilate(known, np.ones((3, 3), np.uint8)) > 0)
    inside = cv2.erode(known, np.ones((3, 3), np.uint8))
    slope = np.hypot(cv2.Sobel(tone, cv2.CV_32F, 1, 0), cv2.Sobel(tone, cv2.CV_32F, 0, 1)) * inside
    share = cv2.boxFilter(known.astype(np.float32), -1, side, borderType=cv2.BORDER_CONSTANT)
    detail = cv2.boxFilter(slope, -1, side, borderType=cv2.BORDER_CONSTANT)
    usual = float(slope[inside > 0].mean()) if inside.any() else 1.0
    order = np.where(rim, share * (_EVEN + np.minimum(detail / max(usual, 1e-3), 4)), -1)
    row, column = np.unravel_index(int(np.argmax(order)), order.shape)
    return int(row), int(column)


def _costs(pixels: Floats, window: Floats, free: Mask, corner: tuple[int, int]) -> Floats:
    """Return for each place how unlike the window it is, which counts less where it is free, and how far away."""
    weight = np.repeat(np.where(free, _GUIDED, np.float32(1))[:, :, None], 3, axis=2)
    unlike = np.asarray(cv2.matchTemplate(pixels, window, cv2.TM_SQDIFF, mask=weight), np.float32)
    y, x = np.ogrid[: unlike.shape[0], : unlike.shape[1]]
    far = np.hypot(y - corner[0], x - corner[1]) / max(pixels.shape[:2])
    return np.asarray(np.maximum(unlike / float(weight.sum()), 0) + _NEAR * far, np.float32)


def _lost(taken: npt.NDArray[np.int64], shape: tuple[int, ...]) -> npt.NDArray[np.int64]:
    """Return for each place of a shape how many of its pixels lie in the hole, told from sums over its corners."""
    height, width = shape[:2]
    lost = taken[height:, width:] - taken[:-height, width:] - taken[height:, :-width] + taken[:-height, :-width]
    return np.asarray(lost, np.int64)
