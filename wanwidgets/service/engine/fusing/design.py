"""A design as paint: what of a picture is ink, and where on a surface it goes."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from wanwidgets.service.engine.frame import bounded
from wanwidgets.service.engine.pixels import Floats, Pixels, feather

__all__ = ["Paint", "covering", "inked", "sprayed"]

_GRID = 96
"""Points a side at which a place is looked for."""
_SPARED = 0.5
"""Part of a design that may lie beside the surface before its size is worth nothing."""
_SMALLEST = 0.4
"""Size, relative to the surface's bounds, down to which a place is looked for."""
_NEAR, _FAR = 2.2, 4.5
"""Distances from the ground's colour, in its own spreads, that are ground for sure and ink for sure."""
_USUAL = 95
"""Percentile of the distances from a ground's colour that stand for two of its spreads: bricks have mortar."""
_SPREAD = np.array((5.0, 3.0, 3.0))
"""Least spread, in LAB, of a ground: what paper and a camera's noise have."""
_INK = (0.01, 0.9)
"""Parts of a picture that can be ink; else it has no ground."""
_HALF, _FEW = 0.5, 0.1
_BETWEEN = 0.3
"""Part of the ink, at most, that is neither ink nor ground: drawings have edges, photographs have none."""
_PLAIN = 0.8
"""Part of the rim that must look alike for a picture to have a ground."""
_LARGEST = 1536
"""Longer side, in pixels, of a picture in which ink is looked for."""


@dataclass(frozen=True, slots=True)
class Paint:
    """Colours (height × width × 3) and how thick they lie (height × width, 0 to 1), of the size of a surface."""

    pixels: Pixels
    cover: Floats


def inked(pixels: Pixels) -> Floats:
    """Tell ink from the ground that it is on: a drawing on paper, graffiti on a wall.

    Parameters
    ----------
    pixels
        height × width × 3.

    Returns
    -------
    Floats
        height × width, 0 to 1. All that looks like the rim is ground, the inside of an O as well; where the rim is no
        ground, as in most photographs, all of the picture is ink, thinner at its edge, as sprayed through a frame.

    Examples
    --------
    >>> sheet = np.full((60, 60, 3), 250, np.uint8)
    >>> sheet[20:40, 20:40] = (200, 0, 0)
    >>> ink = inked(sheet)
    >>> float(ink[30, 30]), float(ink[5, 5])
    (1.0, 0.0)
    """
    lab = _lab(pixels)
    thick = max(1, min(lab.shape[:2]) // 30)
    sides = (lab[:thick], lab[-thick:], lab[:, :thick], lab[:, -thick:])
    rim = np.concatenate([side.reshape(-1, 3) for side in sides])
    ground = np.median(rim, axis=0)
    spread = np.maximum(np.percentile(np.abs(rim - ground), _USUAL, axis=0) / 2, _SPREAD)
    plain = (np.linalg.norm((rim - ground) / spread, axis=1) < _FAR).mean() >= _PLAIN
    far = np.linalg.norm((lab - ground) / spread, axis=2)
    ink = np.asarray(np.clip((far - _NEAR) / (_FAR - _NEAR), 0, 1), np.float32)
    much = float((ink > _HALF).mean())
    between = float(((ink > _FEW) & (ink < 1 - _FEW)).mean())
    if plain and _INK[0] < much < _INK[1] and between < _BETWEEN * much:
        return ink
    return feather(pixels.shape, 0.06 * min(pixels.shape[:2]))


def sprayed(design: Pixels, surface: Floats, rng: np.random.Generator) -> Paint:
    """Put a design on a surface once, as large as it fits, trimmed to its ink.

    Parameters
    ----------
    design
        A picture of any size.
    surface
        height × width, 0 to 1: where there is something to spray on.
    rng
        Turns the design by up to 6 degrees, and varies its size by up to a sixth and its place a little.

    Returns
    -------
    Paint
        Of the size of `surface`.
    """
    design = bounded(design, _LARGEST)
    ink = inked(design)
    rows, columns = np.flatnonzero(ink.max(axis=1) > _HALF), np.flatnonzero(ink.max(axis=0) > _HALF)
    if rows.size and columns.size:
        part = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
        design, ink = design[part], ink[part]
    height, width = ink.shape
    centre, scale = _place(surface, width / height, rng)
    size = scale / width
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-6, 6), size)
    turn[:, 2] += np.array(centre) - (width / 2, height / 2)
    out = (surface.shape[1], surface.shape[0])
    shrinks = size < 0.7  # noqa: PLR2004 - from here on a plain enlargement leaves out pixels
    if shrinks:
        small = (max(1, round(width * size)), max(1, round(height * size)))
        turn[:, :2] @= np.diag((width / small[0], height / small[1]))
        design = np.asarray(cv2.resize(design, small, interpolation=cv2.INTER_AREA), np.uint8)
        ink = np.asarray(cv2.resize(ink, small, interpolation=cv2.INTER_AREA), np.float32)
    colours = cv2.warpAffine(design, turn, out, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    cover = cv2.warpAffine(ink, turn, out, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    return Paint(np.asarray(colours, np.uint8), np.asarray(cover, np.float32).reshape(surface.shape))


def covering(texture: Pixels, surface: Floats, rng: np.random.Generator) -> Paint:
    """Cover all of a surface with a texture.

    Parameters
    ----------
    texture
        A picture of any size; what sticks out of the surface's ratio is cut off.
    surface
        height × width.
    rng
        Chooses the part that is seen, and mirrors it or not.
    """
    height, width = texture.shape[:2]
    part = min(width / surface.shape[1], height / surface.shape[0]) * rng.uniform(0.75, 1)
    across, down = max(1, round(surface.shape[1] * part)), max(1, round(surface.shape[0] * part))
    left, top = rng.integers(width - across + 1), rng.integers(height - down + 1)
    seen = texture[top : top + down, left : left + across]
    if rng.random() < 0.5:  # noqa: PLR2004 - heads or tails
        seen = seen[:, ::-1]
    size = (surface.shape[1], surface.shape[0])
    shape = cv2.INTER_AREA if across > size[0] else cv2.INTER_CUBIC
    grown = cv2.resize(np.ascontiguousarray(seen), size, interpolation=shape)
    return Paint(np.asarray(grown, np.uint8), np.ones(surface.shape, np.float32))


def _lab(pixels: Pixels) -> Floats:
    soft = cv2.GaussianBlur(pixels, (0, 0), max(0.5, min(pixels.shape[:2]) / 600))
    return np.asarray(cv2.cvtColor(np.asarray(soft, np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)


def _place(surface: Floats, ratio: float, rng: np.random.Generator) -> tuple[tuple[float, float], float]:
    """Return where a design of a ratio fits on the surface, as its centre and its width in pixels."""
    shrink = min(1.0, _GRID / max(surface.shape))
    grid = (max(1, round(surface.shape[1] * shrink)), max(1, round(surface.shape[0] * shrink)))
    small = np.asarray(cv2.resize(surface, grid, interpolation=cv2.INTER_AREA), np.float32)
    rows, columns = np.flatnonzero(small.max(axis=1) > _HALF), np.flatnonzero(small.max(axis=0) > _HALF)
    if not rows.size or not columns.size:
        rows, columns = np.arange(grid[1]), np.arange(grid[0])
    largest = min(float(np.ptp(columns)) + 1, (float(np.ptp(rows)) + 1) * ratio)
    middle = ((columns[0] + columns[-1]) / 2, (rows[0] + rows[-1]) / 2)
    across, spot, best = largest * _SMALLEST, middle, 0.0
    for part in np.linspace(1, _SMALLEST, 13):
        width = largest * part
        inside = _inside(small, (max(1, round(width)), max(1, round(width / ratio))), middle)
        worth = float(part * (inside.max() - _SPARED))
        if worth > best:
            y, x = np.unravel_index(int(inside.argmax()), inside.shape)
            across, spot, best = width, (float(x), float(y)), worth
    across *= rng.uniform(0.84, 1.0)
    shift = rng.uniform(-0.04, 0.04, 2) * across
    scale = surface.shape[1] / grid[0]
    return ((spot[0] + 0.5 + shift[0]) * scale, (spot[1] + 0.5 + shift[1]) * scale), across * scale


def _inside(small: Floats, size: tuple[int, int], middle: tuple[float, float]) -> Floats:
    """Return for each centre how much of a rectangle lies on the surface; a little less far from the middle."""
    inside = cv2.boxFilter(small, -1, size, borderType=cv2.BORDER_CONSTANT)
    y, x = np.mgrid[0 : small.shape[0], 0 : small.shape[1]]
    away = np.hypot(x - middle[0], y - middle[1]) / max(small.shape)
    return np.asarray(inside - 0.02 * away, np.float32)
