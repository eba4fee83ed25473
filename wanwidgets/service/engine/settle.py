"""The smoothest surface under a mask of any shape that meets given values around it (Laplace's equation).

`membrane` solves it for rectangles exactly; this one by relaxation from a coarse grid to a finer one.
"""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.pixels import Floats, Mask

__all__ = ["settle"]

_GRID = 128
"""Most points a side; the surface has no detail, so it is solved small and enlarged."""
_ROUNDS = 24
_CROSS = np.array(((0, 1, 0), (1, 0, 1), (0, 1, 0)), np.float32) / 4
_KNOWN = 0.2
"""Part of a point's area from which its own values count."""
_COARSEST = 4


def settle(values: Floats, free: Mask) -> Floats:
    """Return values of the same shape: given where not `free`, harmonic where it is.

    Parameters
    ----------
    values
        height × width × channels; read only where not `free`.
    free
        height × width.

    Returns
    -------
    Floats
        All zero where nothing is given at all.

    Examples
    --------
    >>> free = np.zeros((20, 30), bool)
    >>> free[5:15, 8:20] = True
    >>> bool(np.allclose(settle(np.full((20, 30, 3), 7, np.float32), free), 7, atol=1e-3))
    True
    """
    height, width = free.shape
    scale = min(1.0, _GRID / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    weight, known = _shrunk((~free).astype(np.float32), values, size)
    if not weight.any():
        return np.zeros_like(values)
    solved = _relaxed(weight, known)
    large = np.asarray(cv2.resize(solved, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
    return np.where(free[:, :, None], large.reshape(values.shape), values)


def _shrunk(weight: Floats, values: Floats, size: tuple[int, int]) -> tuple[Floats, Floats]:
    """Average what is known; a point of which nothing is known is 0 by a weight of 0."""
    small = np.asarray(cv2.resize(weight, size, interpolation=cv2.INTER_AREA), np.float32)
    total = cv2.resize(values * weight[:, :, None], size, interpolation=cv2.INTER_AREA)
    mean = np.asarray(total, np.float32).reshape(size[1], size[0], -1) / np.maximum(small, 1e-6)[:, :, None]
    return small, np.asarray(np.where(small[:, :, None] > 0, mean, 0), np.float32)


def _relaxed(weight: Floats, known: Floats) -> Floats:
    given = (weight > _KNOWN) if (weight > _KNOWN).any() else (weight > 0)
    if given.all():
        return known
    height, width = given.shape
    if min(height, width) <= _COARSEST:
        start = np.broadcast_to(known[given].mean(axis=0), known.shape)
    else:
        half = ((width + 1) // 2, (height + 1) // 2)
        coarse = _relaxed(*_shrunk(given.astype(np.float32), known, half))
        grown = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR)
        start = np.asarray(grown, np.float32).reshape(known.shape)
    fixed = given[:, :, None]
    out = np.where(fixed, known, start).astype(np.float32)
    for _ in range(_ROUNDS):
        # A replicated border asks nothing of the surface where the picture ends.
        moved = np.asarray(cv2.filter2D(out, -1, _CROSS, borderType=cv2.BORDER_REPLICATE)).reshape(known.shape)
        out = np.where(fixed, known, moved).astype(np.float32)
    return out
