"""The connected parts of a mask: their boxes and how much is painted in each."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from wanwidgets.regions.box import Box
from wanwidgets.regions.raster import Raster

__all__ = ["Parts", "parts_of"]

Ints = npt.NDArray[np.int64]


class Parts(NamedTuple):
    """Boxes around the largest connected parts of a mask.

    Attributes
    ----------
    boxes : tuple of Box
        In reading order: line by line, from the left.
    left_out : int
        How many smaller parts there are besides.
    """

    boxes: tuple[Box, ...]
    left_out: int


def parts_of(raster: Raster, most: int | None) -> Parts:
    """Return the boxes of the `most` largest parts, or of all; pixels that touch at a corner belong together."""
    rows, starts, ends = _runs(raster)
    if not len(rows):
        return Parts((), 0)
    root = _roots(rows, starts, ends, raster.size[0])
    _, part = np.unique(root, return_inverse=True)
    count = int(part.max()) + 1
    painted = np.bincount(part, ends - starts, count)
    x1, y1 = np.full(count, raster.size[0]), np.full(count, raster.size[1])
    x2, y2 = np.zeros(count, np.int64), np.zeros(count, np.int64)
    np.minimum.at(x1, part, starts)
    np.minimum.at(y1, part, rows)
    np.maximum.at(x2, part, ends)
    np.maximum.at(y2, part, rows + 1)
    # Of parts of one size the upper one comes first, since parts are numbered from the top.
    chosen = np.argsort(-painted, kind="stable")[:most]
    boxes = [Box(*map(int, corners)) for corners in np.stack([x1, y1, x2, y2], axis=1)[chosen]]
    return Parts(_in_reading_order(boxes), count - len(boxes))


def _runs(raster: Raster) -> tuple[Ints, Ints, Ints]:
    """Return the painted runs of each row, sorted."""
    found = []
    for top, band in raster.bands():
        if band is None:
            continue
        edges = np.zeros((band.shape[0], band.shape[1] + 2), np.int8)
        edges[:, 1:-1] = band
        steps = np.diff(edges, axis=1)
        rows, starts = np.nonzero(steps == 1)
        found.append((rows + top, starts, np.nonzero(steps == -1)[1]))
    empty = np.zeros(0, np.int64)
    rows, starts, ends = (np.concatenate(arrays) for arrays in zip((empty, empty, empty), *found, strict=True))
    return rows, starts, ends


def _roots(rows: Ints, starts: Ints, ends: Ints, width: int) -> Ints:
    """Return for each run the first run of its part."""
    stride = width + 2
    below = (rows + 1) * stride
    # The runs of the next row that touch a run stand next to each other.
    first = np.searchsorted(rows * stride + ends, below + starts)
    stop = np.searchsorted(rows * stride + starts, below + ends, side="right")
    counts = np.maximum(stop - first, 0)
    upper = np.repeat(np.arange(len(rows)), counts)
    lower = first[upper] + np.arange(len(upper)) - np.repeat(np.cumsum(counts) - counts, counts)
    root = np.arange(len(rows))
    while len(upper):
        ours, theirs = root[upper], root[lower]
        apart = ours != theirs
        upper, lower, ours, theirs = upper[apart], lower[apart], ours[apart], theirs[apart]
        np.minimum.at(root, np.maximum(ours, theirs), np.minimum(ours, theirs))
        while not np.array_equal(root, root[root]):
            root = root[root]
    return root


def _in_reading_order(boxes: list[Box]) -> tuple[Box, ...]:
    left, ordered = sorted(boxes, key=lambda box: (box.y1, box.x1)), []
    while left:
        # A line of text is what begins in the upper half of its highest box, or above.
        middle = left[0].y1 + left[0].height / 2
        ordered += sorted((box for box in left if box.y1 < middle), key=lambda box: (box.x1, box.y1))
        left = [box for box in left if box.y1 >= middle]
    return tuple(ordered)
