"""Things of one colour: where enough pixels that lie together have it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import cv2
import numpy as np

from wanwidgets.service.engine.frame import bounded
from wanwidgets.service.engine.pixels import Box, Mask, Pixels

__all__ = ["NAMES", "colored"]

_LONGEST = 512
"""Longer side, in pixels, of the copy that is looked at."""
_LEAST = 0.004
"""Smallest thing, in parts of the picture's area."""
_MOST = 12
"""No more things are returned, the largest."""

# Hue in degrees, then saturation and value, 0 to 1: from and to.
_RANGES: Mapping[str, tuple[tuple[float, ...], ...]] = MappingProxyType(
    {
        "red": ((345, 360, 0.5, 1, 0.25, 1), (0, 14, 0.55, 1, 0.25, 1)),
        "orange": ((14, 42, 0.55, 1, 0.6, 1),),
        "yellow": ((42, 68, 0.4, 1, 0.5, 1),),
        "green": ((68, 170, 0.22, 1, 0.15, 1),),
        "blue": ((170, 255, 0.28, 1, 0.18, 1),),
        "purple": ((255, 310, 0.2, 1, 0.15, 1),),
        "pink": ((310, 345, 0.2, 1, 0.45, 1), (345, 360, 0.15, 0.5, 0.65, 1), (0, 14, 0.15, 0.5, 0.8, 1)),
        "brown": ((8, 42, 0.35, 1, 0.12, 0.6),),
        "grey": ((0, 360, 0, 0.12, 0.25, 0.75),),
        "white": ((0, 360, 0, 0.14, 0.8, 1),),
        "cyan": ((165, 200, 0.28, 1, 0.2, 1),),
        "gold": ((32, 52, 0.45, 1, 0.45, 1),),
        "beige": ((15, 55, 0.1, 0.4, 0.6, 1),),
        "navy": ((205, 260, 0.35, 1, 0.08, 0.5),),
        "black": ((0, 360, 0, 1, 0, 0.16),),
    }
)

NAMES = tuple(_RANGES)
"""The colours that have a name here."""


def colored(pixels: Pixels, color: str) -> tuple[Box, ...]:
    """Return a box around each thing of a colour, the largest first.

    What a thing is, it does not know: two cups that touch are one, and a cup with a stripe of another colour may be
    two. Things under 0.4 % of the picture are left out, and there are never more than twelve.

    Parameters
    ----------
    pixels
        height × width × 3.
    color
        One of `NAMES`.

    Examples
    --------
    >>> red = np.full((100, 100, 3), 255, np.uint8)
    >>> red[20:50, 30:70] = (220, 20, 20)
    >>> colored(red, "red")
    ((30, 20, 70, 50),)
    """
    small = bounded(pixels, _LONGEST)
    count, _, stats, _ = cv2.connectedComponentsWithStats(_solid(_of(small, color)), connectivity=8)
    least = max(4.0, _LEAST * small.shape[0] * small.shape[1])
    things = [stats[number] for number in range(1, count) if stats[number][cv2.CC_STAT_AREA] >= least]
    things.sort(key=lambda thing: (-int(thing[cv2.CC_STAT_AREA]), int(thing[0]), int(thing[1])))
    across, down = pixels.shape[1] / small.shape[1], pixels.shape[0] / small.shape[0]
    return tuple(
        (round(x * across), round(y * down), round((x + width) * across), round((y + height) * down))
        for x, y, width, height, _ in (thing.tolist() for thing in things[:_MOST])
    )


def _of(pixels: Pixels, color: str) -> Mask:
    hue, saturation, value = cv2.split(
        cv2.cvtColor(np.asarray(cv2.medianBlur(pixels, 5), np.float32) / 255, cv2.COLOR_RGB2HSV)
    )
    mask = np.zeros(pixels.shape[:2], np.bool_)
    for h1, h2, s1, s2, v1, v2 in _RANGES[color]:
        within = (hue >= h1) & (hue <= h2) & (saturation >= s1) & (saturation <= s2)
        mask |= within & (value >= v1) & (value <= v2)
    return mask


def _solid(mask: Mask) -> cv2.typing.MatLike:
    """Close gaps such as glints, and drop what is thin."""
    reach = max(1, min(mask.shape) // 100)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    padded = np.pad(mask.astype(np.uint8), 2 * reach)
    closed = cv2.morphologyEx(cv2.morphologyEx(padded, cv2.MORPH_CLOSE, disc), cv2.MORPH_OPEN, disc)
    return np.ascontiguousarray(closed[2 * reach : -2 * reach, 2 * reach : -2 * reach])
