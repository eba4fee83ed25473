"""What is in boxes gives way to what is around them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from wanwidgets.service.engine.pixels import Box, Pixels
from wanwidgets.service.engine.placing.erase import erase

__all__ = ["remove"]


def remove(pixels: Pixels, boxes: Iterable[Box], rng: np.random.Generator) -> Pixels:
    """Fill boxes from their surroundings, as `erase` does; nothing outside them changes.

    Parameters
    ----------
    pixels
        height × width × 3.
    boxes
        In pixels, inside the picture.
    rng
        Chooses between places of about the same quality, and makes the grain.

    Examples
    --------
    >>> wall = np.full((40, 60, 3), 120, np.uint8)
    >>> wall[15:25, 20:40] = (250, 0, 0)
    >>> removed = remove(wall, [(18, 13, 42, 27)], np.random.default_rng(0))
    >>> bool(np.abs(removed.astype(int) - 120).max() < 8)
    True
    """
    mask = np.zeros(pixels.shape[:2], np.bool_)
    for x1, y1, x2, y2 in boxes:
        mask[y1:y2, x1:x2] = True
    return erase(pixels, mask, rng)
