"""Arrays of pixels and rectangles in them."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

__all__ = [
    "Box",
    "Floats",
    "Mask",
    "Pixels",
    "Sides",
    "blend_inside",
    "bytes_of",
    "crop",
    "feather",
    "gaussian",
    "grown",
    "mix",
    "open_sides",
    "within",
]

Pixels = npt.NDArray[np.uint8]
"""A picture: height × width × 3, RGB, 0 to 255."""

Floats = npt.NDArray[np.float32]
"""Intermediate values of a picture or of a mask."""

Mask = npt.NDArray[np.bool_]
"""height × width, true or false."""

Sides = tuple[bool, bool, bool, bool]
"""Left, top, right, bottom."""

Box = tuple[int, int, int, int]
"""``(x1, y1, x2, y2)`` in pixels, top-left origin, the right and lower edges exclusive."""


def crop(pixels: Pixels, box: Box) -> Pixels:
    """Return a copy of what is inside the box.

    >>> crop(np.zeros((10, 20, 3), np.uint8), (2, 3, 8, 7)).shape
    (4, 6, 3)
    """
    x1, y1, x2, y2 = box
    return np.array(pixels[y1:y2, x1:x2], dtype=np.uint8)


def grown(box: Box, by: int, shape: tuple[int, ...]) -> Box:
    """Return the box with `by` more pixels on each side, as far as the picture reaches.

    Parameters
    ----------
    box
        In pixels of the picture.
    by
        Pixels.
    shape
        Height and width of the picture, pixels; what follows is ignored.

    >>> grown((2, 3, 8, 7), 5, (10, 20, 3))
    (0, 0, 13, 10)
    """
    height, width = shape[:2]
    return max(0, box[0] - by), max(0, box[1] - by), min(width, box[2] + by), min(height, box[3] + by)


def within(pixels: Pixels, box: Box, patch: Pixels) -> Pixels:
    """Return the picture with `patch`, of the size of the box, in the box and not a byte changed around it."""
    x1, y1, x2, y2 = box
    out = pixels.copy()
    out[y1:y2, x1:x2] = patch
    return out


def bytes_of(values: npt.NDArray[np.generic]) -> Pixels:
    """Round to 0..255."""
    return np.asarray(np.clip(np.rint(values), 0, 255), dtype=np.uint8)


def open_sides(pixels: Pixels, box: Box) -> Sides:
    """Tell for left, top, right and bottom whether the box ends at the edge of the picture there."""
    return box[0] <= 0, box[1] <= 0, box[2] >= pixels.shape[1], box[3] >= pixels.shape[0]


def feather(shape: tuple[int, ...], border: float, sides: Sides = (False, False, False, False)) -> Floats:
    """Return weights that rise smoothly from the rim of a rectangle to 1 inside.

    Parameters
    ----------
    shape
        Height and width of the rectangle, pixels; what follows is ignored.
    border
        Width of the rise, pixels.
    sides
        Left, top, right, bottom: true where nothing is to be met, so the weight does not fall.

    Returns
    -------
    Floats
        height × width, above 0 and up to 1.
    """
    left, top, right, bottom = sides
    across = _rise(shape[1], border, start=left, end=right)
    down = _rise(shape[0], border, start=top, end=bottom)
    return np.asarray(np.minimum(down[:, None], across[None, :]), dtype=np.float32)


def _rise(length: int, border: float, *, start: bool, end: bool) -> Floats:
    places = np.arange(length, dtype=np.float32) + 0.5
    far = np.full(length, np.inf, dtype=np.float32)
    distance = np.minimum(far if start else places, far if end else length - places)
    t = np.clip(distance / max(border, 0.5), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), dtype=np.float32)


def mix(below: Pixels, above: Pixels, weight: Floats) -> Pixels:
    """Return `above` over `below`, both height × width × 3, by a weight of height × width from 0 to 1."""
    return bytes_of(below + (above.astype(np.float32) - below) * weight[:, :, None])


def blend_inside(pixels: Pixels, box: Box, change: Callable[[Pixels], Pixels], border: float) -> Pixels:
    """Apply `change` to what is in the box, fading it in over `border` pixels inside the box."""
    before = crop(pixels, box)
    weight = feather(before.shape, border, open_sides(pixels, box))
    return within(pixels, box, mix(before, change(before), weight))


def gaussian(pixels: Pixels, sigma: float) -> Pixels:
    """Blur with reflected borders; `sigma` is in pixels."""
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), max(sigma, 0.3), borderType=cv2.BORDER_REFLECT_101), np.uint8)
