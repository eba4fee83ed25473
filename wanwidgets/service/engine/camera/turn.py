"""A picture is turned or mirrored."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.camera.sampling import grid, sampled
from wanwidgets.service.engine.frame import cover
from wanwidgets.service.engine.pixels import Floats, Pixels

__all__ = ["mirror", "quarters", "straighten", "turn"]

_RIM = 1.5
"""Width over which a turned picture fades into what is behind it, pixels."""


def mirror(pixels: Pixels, axis: str) -> Pixels:
    """Return the picture seen in a mirror beside it ("horizontally") or below it ("vertically").

    >>> mirror(np.array([[[1, 1, 1], [2, 2, 2]]], np.uint8), "horizontally")[0, :, 0].tolist()
    [2, 1]
    """
    return np.ascontiguousarray(pixels[:, ::-1] if axis == "horizontally" else pixels[::-1])


def quarters(pixels: Pixels, count: int) -> Pixels:
    """Turn a picture clockwise by so many right angles; every pixel is kept.

    >>> quarters(np.zeros((2, 3, 3), np.uint8), 1).shape
    (3, 2, 3)
    """
    return np.ascontiguousarray(np.rot90(pixels, -count))


def straighten(pixels: Pixels, degrees: float) -> Pixels:
    """Turn a picture clockwise and cut it to the largest part of the same ratio that has no empty corner.

    Parameters
    ----------
    pixels
        height × width × 3.
    degrees
        Between -45 and 45. With w and h of the picture, the part has its sides times the smaller of
        w / (w cos + h sin) and h / (w sin + h cos).

    Examples
    --------
    >>> straighten(np.zeros((100, 200, 3), np.uint8), 10.0).shape
    (75, 150, 3)
    """
    height, width = pixels.shape[:2]
    cosine, sine = np.cos(np.radians(degrees)), abs(np.sin(np.radians(degrees)))
    kept = min(width / (width * cosine + height * sine), height / (width * sine + height * cosine))
    size = (max(1, int(width * kept)), max(1, int(height * kept)))
    return sampled(pixels, *_turned(*grid(size), degrees))


def turn(pixels: Pixels, size: tuple[int, int], degrees: float) -> Pixels:
    """Turn a picture clockwise and show the whole of it over a dark and blurred copy.

    Parameters
    ----------
    pixels
        height × width × 3.
    size
        Width and height of the output, pixels.
    degrees
        Any.

    Examples
    --------
    >>> turn(np.full((40, 60, 3), 200, np.uint8), (90, 80), 30.0)[40, 45].tolist()
    [200, 200, 200]
    """
    height, width = pixels.shape[:2]
    cosine, sine = (abs(float(part)) for part in (np.cos(np.radians(degrees)), np.sin(np.radians(degrees))))
    scale = min(size[0] / (width * cosine + height * sine), size[1] / (width * sine + height * cosine))
    x, y = _turned(*grid(size), degrees)
    x, y = x / np.float32(scale), y / np.float32(scale)
    inside = np.minimum(width / 2 - np.abs(x), height / 2 - np.abs(y)) * np.float32(scale)
    weight = np.asarray(np.clip(inside / _RIM, 0, 1), np.float32)
    return np.asarray(cv2.blendLinear(sampled(pixels, x, y), cover(pixels, size), weight, 1 - weight), np.uint8)


def _turned(x: Floats, y: Floats, degrees: float) -> tuple[Floats, Floats]:
    cosine, sine = (np.float32(part) for part in (np.cos(np.radians(degrees)), np.sin(np.radians(degrees))))
    return x * cosine + y * sine, y * cosine - x * sine
