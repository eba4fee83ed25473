"""Which part of a picture is shown."""

from __future__ import annotations

import numpy as np

from wanwidgets.service.engine.pixels import Box

__all__ = ["HALVES", "around", "centred", "half", "of_ratio"]

HALVES = {"left": (0, 0, 1, 2), "right": (1, 0, 2, 2), "upper": (0, 0, 2, 1), "lower": (0, 1, 2, 2)}
"""Corners of the halves of a picture, in half sides."""


def half(size: tuple[int, int], which: str) -> Box:
    """Return a half of a picture of `size` (width, height); `which` is a key of `HALVES`.

    >>> half((600, 400), "right")
    (300, 0, 600, 400)
    """
    x1, y1, x2, y2 = HALVES[which]
    width, height = size
    return x1 * width // 2, y1 * height // 2, max(x2 * width // 2, 1), max(y2 * height // 2, 1)


def of_ratio(size: tuple[int, int], ratio: float, shift: float = 0.0) -> Box:
    """Return the largest box of a ratio (width by height) in a picture.

    Parameters
    ----------
    size
        Width and height of the picture, pixels.
    ratio
        Above 0.
    shift
        Where it lies in what is left over: -1 left or above, 0 in the middle, 1 right or below.

    Examples
    --------
    >>> of_ratio((600, 400), 1.0)
    (100, 0, 500, 400)
    """
    width, height = size
    kept = (min(width, max(1, round(height * ratio))), min(height, max(1, round(width / ratio))))
    left, top = (round((whole - part) * (1 + shift) / 2) for whole, part in zip(size, kept, strict=True))
    return left, top, left + kept[0], top + kept[1]


def centred(size: tuple[int, int], factor: float, rng: np.random.Generator) -> Box:
    """Return the part in the middle that fills the picture when it is enlarged by `factor`, at least 1.

    `rng` moves the middle by up to 2 % of the sides, as far as there is room.

    >>> x1, y1, x2, y2 = centred((600, 400), 2.0, np.random.default_rng(0))
    >>> x2 - x1, y2 - y1
    (300, 200)
    """
    kept = [max(1, round(side / factor)) for side in size]
    left, top = (
        round((side - part) / 2 + min(0.02 * side, (side - part) / 2) * rng.uniform(-1, 1))
        for side, part in zip(size, kept, strict=True)
    )
    return left, top, left + kept[0], top + kept[1]


def around(size: tuple[int, int], box: Box, margin: float, factor: float = 0.0) -> Box:
    """Return the smallest part of the picture's own ratio that shows a box and some of what is around it.

    Parameters
    ----------
    size
        Width and height of the picture, pixels.
    box
        Inside the picture.
    margin
        How much around it, in parts of the box, from 0.
    factor
        How many times the part is to be enlarged, from 1, whatever the size of the box; 0: so that it shows the box.

    Examples
    --------
    >>> around((600, 400), (0, 0, 60, 20), 0.0)
    (0, 0, 60, 40)
    """
    needed = max((box[2] - box[0]) / size[0], (box[3] - box[1]) / size[1]) * (1 + 2 * margin)
    scale = 1 / factor if factor else min(1.0, needed)
    kept = [max(1, round(side * scale)) for side in size]
    left, top = (min(max(0, round((box[i] + box[i + 2] - kept[i]) / 2)), size[i] - kept[i]) for i in range(2))
    return left, top, left + kept[0], top + kept[1]
