"""The smoothest surface over a rectangle that meets given values on its rim (Laplace's equation).

Poisson blending (Pérez, Gangnet and Blake, "Poisson Image Editing", 2003) of a rectangle is the pasted picture plus
this surface through the differences on the rim. Solving for the surface alone, which has no detail, allows to do it on
a coarse grid; and unlike ``cv2.seamlessClone`` it neither shifts by a pixel nor fails at the edge of the picture.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from wanwidgets.service.engine.pixels import Floats

__all__ = ["membrane"]

_GRID = 128


def membrane(rim: Floats) -> Floats:
    """Fill the inside of a rectangle from its outermost rows and columns.

    Parameters
    ----------
    rim
        height × width × channels, each side at least 3; only the rim is read.

    Returns
    -------
    Floats
        The same shape; the inside is harmonic on a grid of at most 128 points a side, enlarged.

    Examples
    --------
    >>> bool(np.allclose(membrane(np.full((9, 12, 3), 7, np.float32)), 7, atol=1e-3))
    True
    """
    height, width, channels = rim.shape
    rows, columns = min(height, _GRID), min(width, _GRID)
    coarse = np.zeros((rows, columns, channels), dtype=np.float32)
    coarse[0], coarse[-1] = _shorten(rim[0], columns), _shorten(rim[-1], columns)
    coarse[:, 0], coarse[:, -1] = _shorten(rim[:, 0], rows), _shorten(rim[:, -1], rows)
    solved = _solve(coarse)
    if (rows, columns) == (height, width):
        return solved
    enlarged = cv2.resize(solved, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(enlarged, dtype=np.float32).reshape(rim.shape)


def _shorten(line: Floats, points: int) -> Floats:
    return np.asarray(cv2.resize(line[None], (points, 1), interpolation=cv2.INTER_AREA), np.float32).reshape(points, -1)


def _solve(grid: Floats) -> Floats:
    """Solve Laplace's equation by sine transforms; the rim of `grid` stays."""
    rows, columns = grid.shape[0] - 2, grid.shape[1] - 2
    if rows < 1 or columns < 1:
        return grid
    pull = np.zeros((rows, columns, grid.shape[2]), dtype=np.float64)
    pull[0] += grid[0, 1:-1]
    pull[-1] += grid[-1, 1:-1]
    pull[:, 0] += grid[1:-1, 0]
    pull[:, -1] += grid[1:-1, -1]
    down = _sines(rows)
    across = _sines(columns)
    stiffness = (2 - 2 * np.cos(np.pi * np.arange(1, rows + 1) / (rows + 1)))[:, None] + (
        2 - 2 * np.cos(np.pi * np.arange(1, columns + 1) / (columns + 1))
    )[None, :]
    modes = np.einsum("ij,jkc,kl->ilc", down, pull, across, optimize=True) / stiffness[:, :, None]
    out = grid.copy()
    out[1:-1, 1:-1] = np.einsum("ij,jkc,kl->ilc", down, modes, across, optimize=True)
    return out


def _sines(count: int) -> npt.NDArray[np.float64]:
    """Return the orthonormal sine transform, which is its own inverse."""
    steps = np.arange(1, count + 1)
    return np.asarray(np.sqrt(2 / (count + 1)) * np.sin(np.pi * np.outer(steps, steps) / (count + 1)), np.float64)
