"""Several pictures on one frame of film."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wanwidgets.service.engine.frame import resize
from wanwidgets.service.engine.pixels import Floats, Pixels, bytes_of

__all__ = ["double_exposure"]

_STRIP = 1 << 18
"""Pixels that are worked on at a time."""
_MARKS = (1.0, 50.0, 99.0)
"""Percentiles of light that become black, grey and white."""
_GREY, _HARDEST = 0.25, 2.4
"""Light of what is to be grey, and by what power at most it gets there."""
_GAMMA = 2.2
_SHOULDER = 1.2
_LEAST = 1e-3


def double_exposure(pictures: Sequence[Pixels], size: tuple[int, int], rng: np.random.Generator) -> Pixels:
    """Return all pictures exposed onto one: their light adds up, so what is dark in one shows the other.

    Parameters
    ----------
    pictures
        Two or more, of any sizes; each fills the result, so what sticks out is cut off.
    size
        Width and height of the result, pixels.
    rng
        Varies how long each is exposed by up to a third, and where one that sticks out is cut off.

    Examples
    --------
    >>> dark, light = np.zeros((8, 8, 3), np.uint8), np.full((8, 8, 3), 180, np.uint8)
    >>> out = double_exposure([dark, light], (16, 8), np.random.default_rng(0))
    >>> out.shape
    (8, 16, 3)
    """
    times = rng.uniform(0.75, 1.25, len(pictures))
    filling = [_filling(picture, size, rng) for picture in pictures]
    curve: Floats = np.asarray((np.arange(256) / 255) ** _GAMMA, np.float32)
    small = [picture[::8, ::8] for picture in filling]
    black, middle, white = (float(end) for end in np.percentile(_sum(small, times, curve), _MARKS))
    reach = max(white - black, _LEAST)
    # Light that adds up is bright all over: what lies in the middle is brought back to grey.
    grey = min(max((middle - black) / reach, _LEAST), 1 - _LEAST)
    power = min(max(float(np.log(_GREY) / np.log(grey)), 1.0), _HARDEST)
    out = np.empty((size[1], size[0], 3), np.uint8)
    rows = max(1, _STRIP // size[0])
    for top in range(0, size[1], rows):
        light = _sum([picture[top : top + rows] for picture in filling], times, curve)
        light = (np.maximum(light - black, 0) / reach) ** np.float32(power)
        # A shoulder instead of a clip, as film has one.
        out[top : top + rows] = bytes_of(255 * (np.tanh(_SHOULDER * light) / np.tanh(_SHOULDER)) ** (1 / _GAMMA))
    return out


def _sum(pictures: Sequence[Pixels], times: np.ndarray[tuple[int], np.dtype[np.float64]], curve: Floats) -> Floats:
    total = np.zeros(pictures[0].shape, np.float32)
    for picture, time in zip(pictures, times, strict=True):
        total += curve[picture] * np.float32(time)
    return total


def _filling(picture: Pixels, size: tuple[int, int], rng: np.random.Generator) -> Pixels:
    height, width = picture.shape[:2]
    scale = min(width / size[0], height / size[1])
    across, down = max(1, min(width, round(size[0] * scale))), max(1, min(height, round(size[1] * scale)))
    left = round((width - across) * rng.uniform(0.35, 0.65))
    top = round((height - down) * rng.uniform(0.35, 0.65))
    return resize(np.ascontiguousarray(picture[top : top + down, left : left + across]), size)
