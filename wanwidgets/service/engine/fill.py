"""One plain colour in a place."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from wanwidgets.service.engine.pixels import Pixels, bytes_of

__all__ = ["COLORS", "fill"]

COLORS: Mapping[str, tuple[int, int, int]] = MappingProxyType(
    {
        "red": (200, 32, 38),
        "orange": (236, 122, 26),
        "yellow": (246, 204, 46),
        "green": (46, 139, 72),
        "blue": (36, 92, 190),
        "purple": (116, 58, 158),
        "pink": (238, 138, 170),
        "brown": (121, 78, 48),
        "grey": (128, 128, 128),
        "white": (246, 246, 246),
        "black": (16, 16, 16),
    }
)
"""What is meant by a colour's name: red, green and blue, 0 to 255."""


def fill(pixels: Pixels, color: str, rng: np.random.Generator) -> Pixels:
    """Return a picture of that size in one colour.

    Parameters
    ----------
    pixels
        height × width × 3.
    color
        A key of `COLORS`.
    rng
        Varies the shade by up to 6 %, since a name stands for many.

    Examples
    --------
    >>> r, g, b = fill(np.zeros((1, 1, 3), np.uint8), "red", np.random.default_rng(0))[0, 0]
    >>> bool(r > 180 and g < 40 and b < 45)
    True
    """
    shade = np.asarray(COLORS[color]) * rng.uniform(0.94, 1.06)
    return np.broadcast_to(bytes_of(shade), pixels.shape).astype(np.uint8)
