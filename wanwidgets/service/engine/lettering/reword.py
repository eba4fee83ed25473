"""The words in a box give way to others, in the same ink, size and slant."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.lettering.ink import painted
from wanwidgets.service.engine.lettering.setting import Setting, setting, tallness
from wanwidgets.service.engine.lettering.strokes import Strokes
from wanwidgets.service.engine.lettering.surface import onto
from wanwidgets.service.engine.lettering.unwrite import erased, found_in
from wanwidgets.service.engine.pixels import Box, Floats, Pixels, crop, within

__all__ = ["reword"]

_BOLD = 0.21
"""Strokes that are wider in parts of the letters' height are those of a bold face."""
_STRAIGHT, _STEEP = 3.0, 40.0
"""Degrees: a line that leans less is level, and what leans more is not taken for one line."""
_LONG = 2.2
"""A line of words is at least so many times as long as high."""


def reword(pixels: Pixels, box: Box, text: str, rng: np.random.Generator) -> Pixels:
    """Replace the words in a box; all else in it stays.

    The new words have the old ones' ink, height, weight and slant, in a plain face: whose face the old ones have, it
    does not know. What is longer is set smaller.

    Parameters
    ----------
    pixels
        height × width × 3.
    box
        In pixels, inside the picture.
    text
        As `legible` returns it.
    rng
        Makes the grain behind the letters.

    Raises
    ------
    EngineRefusal
        Nothing in the box is like letters, or the new words do not fit.
    """
    found = found_in(pixels, box)
    clear = erased(pixels, box, found, rng)
    ground = crop(clear, box)
    bold = found.stroke / max(found.height, 1.0) > _BOLD
    quad = _line(found)
    height = float(np.linalg.norm(quad[3] - quad[0]))
    # The room is higher than the ink by what the setting leaves free, and by what letters leave free in their size.
    room = height / tallness(text, bold=bold) / 0.88 + 2
    quad = _resized(quad, room, found.mask.shape)
    across, down = (round(float(np.linalg.norm(quad[a] - quad[b]))) for a, b in ((1, 0), (3, 0)))
    cover = setting(text, max(1, across), max(1, down), Setting(bold=bold))
    height, width = found.mask.shape
    # A little unlike from one picture to the next, as ink is.
    ink = np.clip(np.array(found.ink) + rng.integers(-3, 4), 0, 255)
    return within(
        clear,
        box,
        painted(ground, onto(cover, quad, width, height), (int(ink[0]), int(ink[1]), int(ink[2])), rim=False),
    )


def _line(found: Strokes) -> Floats:
    """Return the corners of the words: of a line that leans, or else of their tallest level line."""
    points = np.argwhere(found.mask)[:, ::-1].astype(np.float32)
    quad = np.asarray(cv2.boxPoints(cv2.minAreaRect(cv2.convexHull(points))), np.float32)
    sides = [quad[(k + 1) % 4] - quad[k] for k in range(4)]
    along = max(range(4), key=lambda k: (round(float(np.linalg.norm(sides[k])), 2), float(sides[k][0])))
    angle = float(np.degrees(np.arctan2(sides[along][1], sides[along][0])))
    long, high = float(np.linalg.norm(sides[along])), float(np.linalg.norm(sides[(along + 1) % 4]))
    if _STRAIGHT < abs(angle) < _STEEP and long > _LONG * high:
        return np.asarray(np.roll(quad, -along, axis=0), np.float32)
    rows = np.concatenate(((False,), found.mask.any(axis=1), (False,)))
    edges = np.flatnonzero(np.diff(rows.astype(np.int8))).reshape(-1, 2)
    top, bottom = edges[np.diff(edges).argmax()].astype(float).tolist()
    x1, x2 = points[:, 0].min(), points[:, 0].max() + 1
    if len(edges) > 1:
        # Several lines become one in their middle, as high as the tallest.
        middle = float(points[:, 1].min() + points[:, 1].max()) / 2
        top, bottom = middle - (bottom - top) / 2, middle + (bottom - top) / 2
    return np.array(((x1, top), (x2, top), (x2, bottom), (x1, bottom)), np.float32)


def _resized(quad: Floats, room: float, shape: tuple[int, ...]) -> Floats:
    """Make the line as high as the room and as long as the box allows, around the same middle."""
    centre = quad.mean(axis=0)
    along = (quad[1] - quad[0]) / max(float(np.linalg.norm(quad[1] - quad[0])), 1e-6)
    across = np.array((-along[1], along[0]), np.float32)
    reach = []
    for axis, length in ((0, shape[1]), (1, shape[0])):
        lean = abs(float(along[axis]))
        free = min(float(centre[axis]), length - float(centre[axis]))
        reach.append(max(free, 1.0) / lean if lean > 0.05 else np.inf)  # noqa: PLR2004 - a level line meets no floor
    half, up = along * np.float32(min(reach)), across * np.float32(room / 2)
    return np.asarray((centre - half - up, centre + half - up, centre + half + up, centre - half + up), np.float32)
