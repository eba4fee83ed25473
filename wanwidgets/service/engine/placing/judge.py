"""How well a filled hole goes with what is around it, as a number."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.pixels import Floats, Mask, Pixels

__all__ = ["flaws"]

_LONGEST = 192
"""Longer side, in pixels, of the copy that is looked at."""
_STRANGE, _SIDE = 9.0, 5
_MOST = 1500
"""Most patches that are looked at, of the fill and of what is around it: as few of both, or repeats count less."""
_FINE = 1.5
_QUIET = 1.0
"""Grey levels of detail and of steps that nobody sees."""
_WEIGHTS = (1.4, 0.4, 2.0, 1.0)


def flaws(pixels: Pixels, hole: Mask) -> float:
    """Judge a fill: 0 is flawless.

    Four things are added up, on a copy of at most 192 pixels a side:

    - how strange it is: the root mean square difference of its patches of 5 × 5 to those most like them in a ring
      around it, in 9 grey levels, times 1.4; a step, or half a thing, is like nothing;
    - how often it repeats the same patches of that ring, as the logarithm of the mean count, times 0.4;
    - how much calmer or busier it is: the difference of the mean logarithms of the detail in it and around it, times 2;
      this tells a smear;
    - the seam: by how much steps over its rim exceed steps around it, as a ratio less 1.

    Parameters
    ----------
    pixels
        height × width × 3, the hole filled.
    hole
        height × width; neither empty nor all.

    Examples
    --------
    >>> noise = np.random.default_rng(0).integers(90, 150, (96, 96, 1), np.uint8).repeat(3, axis=2)
    >>> hole = np.zeros((96, 96), bool)
    >>> hole[30:60, 30:60] = True
    >>> flat = np.where(hole[:, :, None], np.uint8(120), noise)
    >>> flaws(noise, hole) < flaws(flat, hole)
    True
    """
    scale = min(1.0, _LONGEST / max(hole.shape))
    size = (max(3, round(hole.shape[1] * scale)), max(3, round(hole.shape[0] * scale)))
    small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.float32)
    inside = np.asarray(cv2.resize(hole.astype(np.float32), size, interpolation=cv2.INTER_AREA), np.float32) > 0.5  # noqa: PLR2004 - half of a pixel
    if not inside.any() or inside.all():
        return 0.0
    parts = (*_strange(small, inside), _restless(small, inside), _seam(small, inside))
    return sum(weight * part for weight, part in zip(_WEIGHTS, parts, strict=True))


def _strange(pixels: Floats, inside: Mask) -> tuple[float, float]:
    """Return how unlike its surroundings the fill is, and how often it repeats the same of them."""
    window = np.ones((_SIDE, _SIDE), np.uint8)
    touched = cv2.dilate(inside.astype(np.uint8), window) > 0
    whole = np.zeros_like(inside)
    edge = _SIDE // 2
    whole[edge:-edge, edge:-edge] = True
    if min(inside.shape) < _SIDE:
        return 0.0, 0.0
    ours = _patches(pixels, touched & whole)
    theirs = _patches(pixels, whole & ~touched & _ring(inside))
    if not len(ours) or not len(theirs):
        return 0.0, 0.0
    apart = (theirs**2).sum(axis=1) - 2 * (ours @ theirs.T)
    nearest = apart.argmin(axis=1)
    unlike = apart[np.arange(len(ours)), nearest] + (ours**2).sum(axis=1)
    strange = float(np.sqrt(unlike.mean() / ours.shape[1])) / _STRANGE
    return strange, float(np.log(len(ours) / len(np.unique(nearest))))


def _patches(pixels: Floats, middles: Mask) -> Floats:
    """Return patches as rows of whole numbers, of which sums are exact; a part of them where there are many."""
    edge = _SIDE // 2
    windows = np.lib.stride_tricks.sliding_window_view(np.rint(pixels) - 128, (_SIDE, _SIDE), axis=(0, 1))
    rows, columns = np.nonzero(middles)
    step = max(1, -(-len(rows) // _MOST))
    return np.ascontiguousarray(windows[rows[::step] - edge, columns[::step] - edge].reshape(-1, 3 * _SIDE**2))


def _restless(pixels: Floats, inside: Mask) -> float:
    tone = pixels.mean(axis=2)
    detail = np.abs(tone - cv2.GaussianBlur(tone, (0, 0), _FINE))
    core = cv2.erode(inside.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    within, ring = core if core.any() else inside, _ring(inside)
    if not ring.any():
        return 0.0
    # Means of logarithms: a lamp in an evening sky is no reason to want more of them.
    levels = np.log(detail + _QUIET)
    return float(abs(levels[within].mean() - levels[ring].mean()))


def _ring(inside: Mask) -> Mask:
    thickness = float(cv2.distanceTransform(np.pad(inside, 1).astype(np.uint8), cv2.DIST_L2, 5).max())
    far = cv2.distanceTransform((~inside).astype(np.uint8), cv2.DIST_L2, 5)
    return np.asarray((far > 1) & (far <= max(4.0, thickness)))


def _seam(pixels: Floats, inside: Mask) -> float:
    ring = _ring(inside)
    over, beside, count, usual = 0.0, 0.0, 0, 0
    for axis in (0, 1):
        step = np.abs(np.diff(pixels, axis=axis)).mean(axis=2)
        first, second = (inside[:-1], inside[1:]) if axis == 0 else (inside[:, :-1], inside[:, 1:])
        outer = (ring[:-1] & ring[1:]) if axis == 0 else (ring[:, :-1] & ring[:, 1:])
        over, count = over + float(step[first != second].sum()), count + int((first != second).sum())
        beside, usual = beside + float(step[outer].sum()), usual + int(outer.sum())
    return max(0.0, (over / max(count, 1) + _QUIET) / (beside / max(usual, 1) + _QUIET) - 1)
