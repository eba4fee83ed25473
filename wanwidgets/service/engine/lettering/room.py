"""The largest rectangle inside a mask."""

from __future__ import annotations

import numpy as np

from wanwidgets.service.engine.masks import bounds
from wanwidgets.service.engine.pixels import Box, Mask

__all__ = ["room"]

_CELLS = 96
"""The mask is looked at in at most so many rows and columns; a cell counts only if all of it is inside."""


def room(mask: Mask) -> Box:
    """Return the rectangle of the largest area that lies inside a mask; the box around it where the mask is tiny.

    Parameters
    ----------
    mask
        height × width; not empty.

    Examples
    --------
    >>> mask = np.zeros((9, 12), bool)
    >>> mask[2:6, 3:11] = mask[6:9, 3:5] = True
    >>> room(mask)
    (3, 2, 11, 6)
    """
    around = bounds(mask)
    part = mask[around[1] : around[3], around[0] : around[2]]
    step = -(-max(part.shape) // _CELLS)
    rows, columns = part.shape[0] // step, part.shape[1] // step
    if not rows or not columns:
        return around
    cells = np.asarray(part[: rows * step, : columns * step].reshape(rows, step, columns, step).all(axis=(1, 3)))
    best, found = 0, around
    run = np.zeros(columns, np.int64)
    for row in range(rows):
        run = (run + 1) * cells[row]
        for height in np.unique(run[run > 0]).tolist():
            edges = np.flatnonzero(np.diff(np.concatenate(((0,), run >= height, (0,))).astype(np.int8)))
            for start, end in edges.reshape(-1, 2).tolist():
                if height * (end - start) > best:
                    best = height * (end - start)
                    found = (start, row + 1 - height, end, row + 1)
    if not best:
        return around
    x1, y1, x2, y2 = (edge * step for edge in found)
    return around[0] + x1, around[1] + y1, around[0] + x2, around[1] + y2
