"""One plain colour in a place."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from wanwidgets.service.engine.pixels import Pixels, bytes_of

__all__ = ["COLORS", "fill", "rgb"]

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
        "cyan": (22, 160, 176),
        "gold": (206, 160, 60),
        "beige": (228, 210, 178),
        "navy": (24, 38, 92),
    }
)
"""What is meant by a colour's name: red, green and blue, 0 to 255."""

_SHADES: Mapping[str, tuple[int, float]] = MappingProxyType({"light": (255, 0.55), "dark": (0, 0.45)})
"""What a colour is mixed with where a shade of it is named, and how much of that."""


def rgb(color: str) -> tuple[int, int, int]:
    """Return red, green and blue, 0 to 255, of a key of `COLORS`, or of "light" or "dark" and such a key.

    >>> rgb("blue"), rgb("light blue"), rgb("dark blue")
    ((36, 92, 190), (156, 182, 226), (20, 51, 104))
    """
    shade, _, name = color.rpartition(" ")
    end, part = _SHADES.get(shade, (0, 0.0))
    red, green, blue = (round(value + part * (end - value)) for value in COLORS[name])
    return red, green, blue


def fill(pixels: Pixels, color: str, rng: np.random.Generator) -> Pixels:
    """Return a picture of that size in one colour.

    Parameters
    ----------
    pixels
        height × width × 3.
    color
        As for `rgb`.
    rng
        Varies the shade by up to 6 %, since a name stands for many.

    Examples
    --------
    >>> r, g, b = fill(np.zeros((1, 1, 3), np.uint8), "red", np.random.default_rng(0))[0, 0]
    >>> bool(r > 180 and g < 40 and b < 45)
    True
    """
    shade = np.asarray(rgb(color)) * rng.uniform(0.94, 1.06)
    return np.broadcast_to(bytes_of(shade), pixels.shape).astype(np.uint8)
