"""Faces are made unrecognizable."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np

from wanwidgets.service.engine.pixels import Box, Pixels, crop, grown, mix, within
from wanwidgets.service.engine.retouching.focus import blurred

__all__ = ["veil"]

_AROUND = 0.18
"""How far hair and chin reach beyond the square of a face, in parts of its side."""
_RADIUS = 0.16
"""Of the blur, likewise."""
_CELLS = (4, 6)
"""Fewest and most cells of a mosaic across a face."""


def veil(pixels: Pixels, faces: Iterable[Box], how: str, rng: np.random.Generator) -> Pixels:
    """Blur or pixelate the oval of each face; nothing changes around the ovals.

    Parameters
    ----------
    pixels
        height × width × 3.
    faces
        Squares as `faces.faces` returns them.
    how
        "blur" or "pixelate".
    rng
        Varies the radius, or the number of cells.

    Examples
    --------
    >>> noise = np.random.default_rng(0).integers(0, 255, (60, 60, 3), np.uint8)
    >>> out = veil(noise, [(20, 20, 40, 40)], "pixelate", np.random.default_rng(0))
    >>> bool((out[:10] == noise[:10]).all()), bool((out[28:32, 28:32] != noise[28:32, 28:32]).any())
    (True, True)
    """
    for face in faces:
        side = max(face[2] - face[0], face[3] - face[1])
        box = grown(face, round(_AROUND * side), pixels.shape)
        before = crop(pixels, box)
        if how == "blur":
            after = blurred(before, _RADIUS * side * rng.uniform(0.9, 1.15))
        else:
            after = _mosaic(before, int(rng.integers(_CELLS[0], _CELLS[1] + 1)))
        pixels = within(pixels, box, mix(before, after, _oval(before.shape[:2])))
    return pixels


def _mosaic(pixels: Pixels, cells: int) -> Pixels:
    height, width = pixels.shape[:2]
    small = cv2.resize(pixels, (min(width, cells), min(height, cells)), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST), np.uint8)


def _oval(shape: tuple[int, ...]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    height, width = shape
    y, x = np.ogrid[0:height, 0:width]
    far = np.hypot((x + 0.5) / width - 0.5, (y + 0.5) / height - 0.5) * 2
    return np.asarray(np.clip((1 - far) / 0.08, 0, 1), np.float32)
