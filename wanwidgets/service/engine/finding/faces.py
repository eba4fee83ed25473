"""Faces that look at the camera, by the cascade that scikit-image ships."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import cv2
import numpy as np
from skimage import data, feature

from wanwidgets.service.engine.frame import bounded
from wanwidgets.service.engine.pixels import Box, Floats, Pixels

__all__ = ["faces"]

_LONGEST = 400
"""Longer side, in pixels, of the copy in which faces are looked for."""
_SMALLEST = 24
"""Side of the smallest face there, pixels: the cascade's own window."""
_PART = 14
"""Nor is a face looked for that is smaller than such a part of the shorter side."""
_STEP = 1.2
"""Each size of face that is tried is so much larger than the one before."""
_VOTES, _MOST = 2, 24
"""How many places that overlap must agree, and how many candidates are looked at again."""
_AGAIN = (72, 84, 98, 114)
"""Sides, in pixels, at which a candidate is looked at again, as it is and in the mirror."""
_ROOM = 0.45
"""How much of what is around a candidate is looked at with it, in parts of its side."""
_SURE = 7
"""In so many of these looks it must be found again."""
_GREY, _COLORFUL = 6.0, 12.0
"""Chroma, in units of CIELAB, below which a place has no hue; and that of a tenth of a picture that has colours."""
_HUES = (-20.0, 100.0)
"""Hues of skin, degrees from red to yellow."""
_SAME = 0.4
"""Part of their union in which two boxes overlap if they are of the same face."""

_Square = tuple[float, float, float, float]


def faces(pixels: Pixels) -> tuple[Box, ...]:
    """Return a square around each face, from left to right.

    A cascade of local binary patterns (Zhang et al., "Face Detection Based on Multi-Block LBP Representation", 2007)
    takes some textures for faces. What it finds is therefore looked at again at four sizes and in the mirror, and must
    be found there nearly each time; in a picture with colours, what is grey, green or blue is none. Faces from the side
    or upside down it misses.

    Parameters
    ----------
    pixels
        height × width × 3.

    Examples
    --------
    >>> faces(np.full((64, 64, 3), 128, np.uint8))
    ()
    """
    small = bounded(pixels, _LONGEST)
    grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)
    side = min(grey.shape)
    # It is read anew each time, in some milliseconds, so that no two threads share one.
    cascade = feature.Cascade(data.lbp_frontal_face_cascade_filename())  # type: ignore[no-untyped-call]
    least = max(_SMALLEST, side // _PART)
    found = sorted(_found(cascade, grey, least, side, _VOTES), key=lambda box: box[0] - box[2])
    own = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    scale = (pixels.shape[1] / grey.shape[1], pixels.shape[0] / grey.shape[0]) * 2
    squares = [_times(box, scale) for box in found[:_MOST]]
    colorful = float(np.percentile(np.linalg.norm(_hues(small), axis=1), 90)) > _COLORFUL
    likely = [square for square in squares if _skin(pixels, square, colorful=colorful)]
    sure = _once(square for square in likely if _looks(cascade, own, square) >= _SURE)
    return tuple(sorted(_whole(square, pixels) for square in sure))


def _found(cascade: feature.Cascade, grey: Pixels, least: int, most: int, votes: int) -> Iterator[_Square]:
    if min(grey.shape) < least:
        return
    for one in cascade.detect_multi_scale(grey, _STEP, 1, (least, least), (most, most), min_neighbor_number=votes):
        yield one["c"], one["r"], one["c"] + one["width"], one["r"] + one["height"]


def _looks(cascade: feature.Cascade, grey: Pixels, square: _Square) -> int:
    """Return in how many looks a candidate is found again; `square` is in pixels of `grey`."""
    room = _ROOM * (square[2] - square[0])
    x1, y1 = max(0, round(square[0] - room)), max(0, round(square[1] - room))
    x2, y2 = min(grey.shape[1], round(square[2] + room)), min(grey.shape[0], round(square[3] + room))
    count = 0
    for longest in _AGAIN:
        scale = longest / max(x2 - x1, y2 - y1)
        size = (max(1, round((x2 - x1) * scale)), max(1, round((y2 - y1) * scale)))
        part = np.asarray(cv2.resize(grey[y1:y2, x1:x2], size, interpolation=cv2.INTER_AREA), np.uint8)
        face = (square[2] - square[0]) * scale
        wanted = _times((square[0] - x1, square[1] - y1, square[2] - x1, square[3] - y1), (scale,) * 4)
        turned = (size[0] - wanted[2], wanted[1], size[0] - wanted[0], wanted[3])
        limits = (max(_SMALLEST, int(face * 0.7)), min(*size, int(face * 1.4)))
        for look, place in ((part, wanted), (np.ascontiguousarray(part[:, ::-1]), turned)):
            count += any(_overlap(place, box) > _SAME for box in _found(cascade, look, *limits, 1))
    return count


def _skin(pixels: Pixels, square: _Square, *, colorful: bool) -> bool:
    """Tell whether the middle has a hue that skin has in any light, or none in a picture that has none."""
    x1, y1, x2, y2 = _whole(square, pixels)
    across, down = (x2 - x1) // 4, (y2 - y1) // 4
    red, yellow = np.median(_hues(pixels[y1 + down : y2 - down, x1 + across : x2 - across]), axis=0)
    if np.hypot(red, yellow) < _GREY:
        return not colorful
    return bool(_HUES[0] <= float(np.degrees(np.arctan2(yellow, red))) <= _HUES[1])


def _hues(pixels: Pixels) -> Floats:
    """Return red against green and yellow against blue, in units of CIELAB, of 32 × 32 places."""
    part = cv2.resize(pixels, (32, 32), interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(np.asarray(part, np.float32) / 255, cv2.COLOR_RGB2LAB)
    return np.asarray(lab, np.float32).reshape(-1, 3)[:, 1:]


def _once(squares: Iterable[_Square]) -> list[_Square]:
    """Keep of squares that overlap the first."""
    kept: list[_Square] = []
    for square in squares:
        if all(_overlap(square, other) <= _SAME for other in kept):
            kept.append(square)
    return kept


def _overlap(one: _Square, other: _Square) -> float:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    if across <= 0 or down <= 0:
        return 0.0
    areas = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return across * down / (areas - across * down)


def _times(box: _Square, scale: tuple[float, ...]) -> _Square:
    return box[0] * scale[0], box[1] * scale[1], box[2] * scale[2], box[3] * scale[3]


def _whole(square: _Square, pixels: Pixels) -> Box:
    height, width = pixels.shape[:2]
    x1, y1, x2, y2 = (round(edge) for edge in square)
    return max(0, x1), max(0, y1), min(width, x2), min(height, y2)
