"""Places that could stand in a hole, told by what is around them."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.pixels import Box, Floats, Mask, Pixels

__all__ = ["donors"]

_SEARCH = 240
"""Longer side, in pixels, of the copy in which is searched."""
_CHOICES = 3
_WORSE = 1.5
"""A donor may be so many times worse than the best one."""
_NOISE = 4.0
"""Misfit, as a mean square, below which places do not differ."""
_TOLERANCE = 26.0
"""Root mean square, in grey levels, by which a donor may differ: around it, and in unrest from what is around the hole,
since a restless place brings a thing of its own."""
_RESTLESS = 10.0
"""Weight of detail, which is a small part of all differences."""
_FINE = 2.0
"""Standard deviation, in pixels of the search copy, of the blur that texture does not survive."""
_ENOUGH = 12
"""Pixels of the search copy that must be known around a hole."""


def donors(pixels: Pixels, hole: Box) -> tuple[tuple[int, int], ...]:
    """Find where to copy from, best first.

    Parameters
    ----------
    pixels
        height × width × 3.
    hole
        What is to be filled, in pixels.

    Returns
    -------
    tuple of (int, int)
        Up to three upper left corners of boxes of the hole's size that do not touch it, in pixels; none if there is no
        room, or if nothing is like enough.
    """
    height, width = pixels.shape[:2]
    scale = min(1.0, _SEARCH / max(height, width))
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    across, down = size[0] / width, size[1] / height
    small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.float32)
    inner = _grown(hole, across, down, size, 0)
    outer = _grown(hole, across, down, size, _ring(hole, across, down))
    inset = (inner[0] - outer[0], inner[1] - outer[1])
    mask = np.ones((outer[3] - outer[1], outer[2] - outer[0]), np.float32)
    mask[inset[1] : inner[3] - outer[1], inset[0] : inner[2] - outer[0]] = 0
    if mask.sum() < _ENOUGH:
        return ()
    window = np.ascontiguousarray(small[outer[1] : outer[3], outer[0] : outer[2]])
    misfit = cv2.matchTemplate(small, window, cv2.TM_SQDIFF, mask=np.repeat(mask[:, :, None], 3, axis=2))
    unlike = np.asarray(misfit, np.float32) / (3 * float(mask.sum()))
    detail = ((small - cv2.GaussianBlur(small, (0, 0), _FINE)) ** 2).mean(axis=2)
    around = detail[outer[1] : outer[3], outer[0] : outer[2]][mask > 0]
    unlike += _unrest(detail, inner, inset, unlike.shape, float(np.median(around)))
    cost = _cost(unlike, outer, max(size))
    # Two places of one texture differ by twice its variance.
    tolerance = _TOLERANCE**2 + 2 * float(around.mean())
    cost[(unlike > tolerance) | _touches(cost, inset, inner)] = np.inf
    room = (width - (hole[2] - hole[0]), height - (hole[3] - hole[1]))
    corners = ((x + inset[0], y + inset[1]) for x, y in _best(cost, max(4, (inner[2] - inner[0]) // 3)))
    return tuple((min(round(x / across), room[0]), min(round(y / down), room[1])) for x, y in corners)


def _ring(hole: Box, across: float, down: float) -> int:
    return max(3, round(0.3 * min((hole[2] - hole[0]) * across, (hole[3] - hole[1]) * down)))


def _grown(box: Box, across: float, down: float, size: tuple[int, int], by: int) -> Box:
    return (
        max(0, int(box[0] * across) - by),
        max(0, int(box[1] * down) - by),
        min(size[0], int(np.ceil(box[2] * across)) + by),
        min(size[1], int(np.ceil(box[3] * down)) + by),
    )


def _cost(misfit: Floats, outer: Box, longest: int) -> Floats:
    # A near place has the same light and the same distance from the camera.
    y, x = np.mgrid[0 : misfit.shape[0], 0 : misfit.shape[1]]
    far = np.hypot(x - outer[0], y - outer[1]) / longest
    return np.asarray(np.maximum(misfit, _NOISE) * (1 + far), np.float32)


def _unrest(detail: Floats, inner: Box, inset: tuple[int, int], shape: tuple[int, ...], usual: float) -> Floats:
    """Return by how much the detail inside each donor exceeds what is usual around the hole: a thing of its own."""
    size = (inner[2] - inner[0], inner[3] - inner[1])
    own = np.asarray(cv2.boxFilter(detail, -1, size, anchor=(0, 0)), np.float32)
    here = own[inset[1] : inset[1] + shape[0], inset[0] : inset[0] + shape[1]]
    return np.asarray(_RESTLESS * np.maximum(here - 4 * usual - _NOISE, 0), np.float32)


def _touches(cost: Floats, inset: tuple[int, int], inner: Box) -> Mask:
    """Tell which places overlap the hole, with a pixel to spare: from there the thing itself would come back."""
    y, x = np.mgrid[0 : cost.shape[0], 0 : cost.shape[1]]
    far_across = abs(x + inset[0] - inner[0]) > inner[2] - inner[0]
    far_down = abs(y + inset[1] - inner[1]) > inner[3] - inner[1]
    return np.asarray(~(far_across | far_down))


def _best(cost: Floats, apart: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    worst = np.inf
    while len(found) < _CHOICES:
        y, x = (int(place) for place in np.unravel_index(int(np.argmin(cost)), cost.shape))
        if not np.isfinite(cost[y, x]) or cost[y, x] > worst:
            break
        worst = min(worst, _WORSE * float(cost[y, x]))
        found.append((x, y))
        cost[max(0, y - apart) : y + apart, max(0, x - apart) : x + apart] = np.inf
    return found
