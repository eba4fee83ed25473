"""The camera leans: lines that were parallel run together."""

from __future__ import annotations

import numpy as np

from wanwidgets.service.engine.camera.sampling import grid, sampled
from wanwidgets.service.engine.pixels import Floats, Pixels

__all__ = ["SIDES", "lean"]

SIDES = {"left": (-1, 0), "right": (1, 0), "upper": (0, -1), "lower": (0, 1)}
"""The side of the picture that moves away, as a direction in the picture."""
_FOCAL = 0.9
"""Distance of the eye, in diagonals of the picture: that of a slightly wide lens."""


def lean(pixels: Pixels, size: tuple[int, int], side: str, degrees: float) -> Pixels:
    """Turn the picture about its middle like a door or a hatch, so that one side moves away, and cut off what is empty.

    The picture is a plane at the distance f = 0.9 diagonals from the eye. With the plane turned by α about the vertical
    through its middle, what is seen at (x, y) from the middle lies on the plane at x' = x f / (f cos α - x sin α) and
    y' = y (f + x' sin α) / f; likewise, with x and y exchanged, about the horizontal.

    Parameters
    ----------
    pixels
        height × width × 3.
    size
        Width and height of the output, pixels, in about the ratio of `pixels`.
    side
        A key of `SIDES`: the side that moves away and becomes shorter.
    degrees
        The angle α, 0 to 45.

    Returns
    -------
    Pixels
        The largest part about the middle that is full.

    Examples
    --------
    >>> lean(np.zeros((40, 60, 3), np.uint8), (60, 40), "left", 20.0).shape
    (40, 60, 3)
    """
    height, width = pixels.shape[:2]
    focal = _FOCAL * float(np.hypot(width, height))
    toward = SIDES[side]
    x, y = grid(size)
    # The corners of the part that is shown must be on the plane's picture: they are farthest out.
    corners = np.array([[[-1, 1], [-1, 1]], [[-1, -1], [1, 1]]], np.float32)
    corners *= np.array(((width / 2,), (height / 2,)), np.float32)[:, :, None]
    shown = _full(corners, (width, height), toward, focal, degrees)
    across, down = shown * np.float32(width / size[0]), shown * np.float32(height / size[1])
    return sampled(pixels, *_plane(x * across, y * down, toward, focal, degrees))


def _full(corners: Floats, size: tuple[int, int], toward: tuple[int, int], focal: float, degrees: float) -> np.float32:
    """Return the largest part, up to 1, of the picture whose corners lie on the plane; found by halving."""
    low, high = 0.0, 1.0
    for _ in range(20):
        middle = np.float32((low + high) / 2)
        x, y = _plane(corners[0] * middle, corners[1] * middle, toward, focal, degrees)
        inside = bool((np.abs(x) <= size[0] / 2).all() and (np.abs(y) <= size[1] / 2).all())
        low, high = (float(middle), high) if inside else (low, float(middle))
    return np.float32(low)


def _plane(x: Floats, y: Floats, toward: tuple[int, int], focal: float, degrees: float) -> tuple[Floats, Floats]:
    """Return the place on the turned plane that is seen at x and y."""
    across = bool(toward[0])
    sign = toward[0] or toward[1]
    along, beside = (x, y) if across else (y, x)
    sine, cosine = (np.float32(part) for part in (np.sin(np.radians(degrees)), np.cos(np.radians(degrees))))
    # A point at a on the plane lies at a cos α beside the axis and a sin α farther away where a is on the far side.
    on = along * np.float32(focal) / (np.float32(focal) * cosine - sign * along * sine)
    far = 1 + sign * on * sine / np.float32(focal)
    return (on, beside * far) if across else (beside * far, on)
