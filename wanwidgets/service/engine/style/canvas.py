"""What all drawings and paintings begin and end with: a size to work at, and how much of the photograph stays."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.pixels import Floats, Pixels, bytes_of

__all__ = ["WORK", "enlarged", "faded", "grey_of", "moved", "shrunk"]

_ROWS = 256
WORK = 1024
"""Longest side, in pixels, at which strokes are worked out: they are wider than a pixel of a larger picture."""


def shrunk(pixels: Pixels, longest: int = WORK) -> Floats:
    """Return the picture as values from 0 to 1, made smaller if a side has more than `longest` pixels.

    >>> shrunk(np.zeros((300, 2000, 3), np.uint8), 1000).shape
    (150, 1000, 3)
    """
    height, width = pixels.shape[:2]
    scale = longest / max(height, width)
    if scale < 1:
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    return np.asarray(pixels, np.float32) / np.float32(255)


def enlarged(values: Floats, shape: tuple[int, ...]) -> Floats:
    """Return the values, with or without channels, at the height and width of `shape`."""
    if values.shape[:2] == tuple(shape[:2]):
        return values
    return np.asarray(cv2.resize(values, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC), np.float32)


def faded(pixels: Pixels, styled: Floats, amount: float) -> Pixels:
    """Return the drawing, over what is left of the photograph where the amount is below 1.

    Parameters
    ----------
    pixels
        The photograph, height × width × 3.
    styled
        The drawing, 0 to 1, at the same size or smaller.
    amount
        From 0, the photograph; from 1 the drawing alone.
    """
    large = enlarged(styled, pixels.shape)
    kept = np.float32(1 - min(amount, 1.0))
    out = np.empty(pixels.shape, np.uint8)
    # By rows, so that there is no second copy of the large values.
    for top in range(0, pixels.shape[0], _ROWS):
        rows = slice(top, top + _ROWS)
        full = large[rows] * np.float32(255)
        out[rows] = bytes_of(full + (pixels[rows] - full) * kept if kept else full)
    return out


def grey_of(values: Floats) -> Floats:
    """Return the brightness of values from 0 to 1, height × width."""
    return np.asarray(cv2.cvtColor(values, cv2.COLOR_RGB2GRAY), np.float32).reshape(values.shape[:2])


def moved(values: Floats, across: Floats, down: Floats) -> Floats:
    """Return the values of other places: those that lie so many pixels to the right and below.

    >>> row = np.array([[0, 1, 2]], np.float32)
    >>> moved(row, np.ones_like(row), np.zeros_like(row)).tolist()
    [[1.0, 2.0, 1.0]]
    """
    height, width = values.shape[:2]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    found = cv2.remap(values, x + across, y + down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    return np.asarray(found, np.float32).reshape(values.shape)
