"""Copying by offsets: found on a small copy of a picture, done at its full size."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from wanwidgets.service.engine.masks import bounds
from wanwidgets.service.engine.pixels import Mask, Pixels, bytes_of, crop, within

__all__ = ["Offsets", "copied", "spread"]

Offsets = npt.NDArray[np.int32]
"""For each pixel of a small copy the rows and columns to go to what stands in for it: height × width × 2."""


def spread(offsets: Offsets, known: Mask) -> Offsets:
    """Return offsets for all pixels, each that of the nearest pixel whose own is known; at least one is.

    >>> spread(np.array([[[0, 0], [3, 4], [0, 0]]], np.int32), np.array([[False, True, False]]))[0].tolist()
    [[3, 4], [3, 4], [3, 4]]
    """
    free = (~known).astype(np.uint8)
    _, labels = cv2.distanceTransformWithLabels(free, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    numbers = np.asarray(labels)
    table = np.zeros((int(numbers.max()) + 1, 2), np.int32)
    table[numbers[known]] = offsets[known]
    return np.asarray(table[numbers], np.int32)


def copied(view: Pixels, area: Mask, offsets: Offsets) -> Pixels:
    """Fill an area by copying, crossfading from one offset to the next.

    Parameters
    ----------
    view
        height × width × 3.
    area
        height × width; not empty.
    offsets
        Of a copy of `view` of any size. What leads out of the picture is taken from its edge.

    Examples
    --------
    >>> view = np.arange(8, dtype=np.uint8).reshape(1, 8, 1).repeat(3, axis=2)
    >>> area = np.arange(8).reshape(1, 8) >= 6
    >>> copied(view, area, np.full((1, 8, 2), (0, -4), np.int32))[0, :, 0].tolist()
    [0, 1, 2, 3, 4, 5, 2, 3]
    """
    height, width = area.shape
    down, across = height / offsets.shape[0], width / offsets.shape[1]
    box = bounds(area)
    free = area[box[1] : box[3], box[0] : box[2]]
    columns, rows = np.arange(box[0], box[2]), np.arange(box[1], box[3])
    ways = np.rint(offsets * (down, across)).astype(np.float32)
    y, x = (rows + 0.5) / down - 0.5, (columns + 0.5) / across - 0.5
    total = np.zeros((len(rows), len(columns), 3), np.float32)
    for top in (np.floor(y).astype(np.int32), np.floor(y).astype(np.int32) + 1):
        for left in (np.floor(x).astype(np.int32), np.floor(x).astype(np.int32) + 1):
            at = np.ix_(np.clip(top, 0, offsets.shape[0] - 1), np.clip(left, 0, offsets.shape[1] - 1))
            there = _fetched(view, columns + ways[:, :, 1][at], rows[:, None] + ways[:, :, 0][at])
            weight = np.outer(1 - abs(y - top), 1 - abs(x - left)).astype(np.float32)
            total += there * weight[:, :, None]
    return within(view, box, np.where(free[:, :, None], bytes_of(total), crop(view, box)))


def _fetched(view: Pixels, columns: npt.NDArray[np.float64], rows: npt.NDArray[np.float64]) -> Pixels:
    """Return the pixels at whole numbers of columns and rows; what is beyond the edge is what is at it."""
    at = columns.astype(np.float32), rows.astype(np.float32)
    return np.asarray(cv2.remap(view, *at, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE), np.uint8)
