"""Flat colours, cut out and laid over each other."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.pixels import Floats, Pixels
from wanwidgets.service.engine.style.canvas import enlarged, faded, grey_of, shrunk
from wanwidgets.service.engine.style.smooth import flattened, kuwahara

__all__ = ["poster"]

_COLORS = 9
_ROUNDS = 12
_WEIGHTS = np.array((0.75, 1.35, 1.35), np.float32)
"""Of brightness and of both axes of colour: things differ in colour, their shades in brightness."""
_SAMPLES = 64
"""Side, in pixels, of the copy in which the colours are found."""
_BINS = 32
"""Steps of each channel of the table that tells the nearest colour."""


def poster(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Return the picture in about nine flat colours of its own, a little stronger.

    Parameters
    ----------
    pixels
        height × width × 3.
    amount
        Below 1 the photograph shines through; above 1 there are fewer colours.
    rng
        Begins the search for the colours, and says whether there is one more or one less.

    Examples
    --------
    >>> pixels = np.random.default_rng(0).integers(0, 255, (60, 60, 3)).astype(np.uint8)
    >>> bool(poster(pixels, 1.0, np.random.default_rng(0)).std() > 0)
    True
    """
    values = shrunk(pixels, 900)
    smooth = flattened(kuwahara(values, max(1, round(0.003 * min(values.shape[:2])))), 3, 3.0)
    count = max(3, round((_COLORS + rng.integers(-1, 2)) / max(amount, 1.0)))
    colors = _palette(smooth, count, rng)
    # Assigned at full size, so that borders are as sharp as the picture.
    large = np.clip(enlarged(smooth, pixels.shape), 0, 1)
    bins = (large * (_BINS - 1) + np.float32(0.5)).astype(np.intp)
    names = _nearest(colors)[bins[..., 0], bins[..., 1], bins[..., 2]].astype(np.uint8)
    names = np.asarray(cv2.medianBlur(names, 7), np.uint8)
    flat = cv2.GaussianBlur(_strong(colors)[names], (0, 0), 0.7)
    return faded(pixels, np.asarray(flat, np.float32), amount)


def _palette(values: Floats, count: int, rng: np.random.Generator) -> Floats:
    """Find the colours of a picture (k-means in L*a*b*, begun as k-means++ does): count × 3, from dark to bright."""
    small = cv2.resize(values, (_SAMPLES, _SAMPLES), interpolation=cv2.INTER_AREA)
    points = _lab(np.asarray(small, np.float32).reshape(-1, 3))
    colors = points[rng.integers(len(points))][None]
    while len(colors) < count:
        far = _distances(points, colors).min(axis=1).astype(np.float64)
        total = far.sum()
        chosen = rng.choice(len(points), p=far / total) if total > 0 else 0
        colors = np.concatenate((colors, points[chosen][None]))
    for _ in range(_ROUNDS):
        nearest = _distances(points, colors).argmin(axis=1)
        for index in range(count):
            own = points[nearest == index]
            if len(own):
                colors[index] = own.mean(axis=0)
    return np.asarray(colors[np.argsort(colors[:, 0], kind="stable")], np.float32)


def _distances(points: Floats, colors: Floats) -> Floats:
    return np.asarray(((points[:, None] - colors[None]) ** 2).sum(axis=2), np.float32)


def _nearest(colors: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Return a table: red, green and blue in steps of `_BINS` to the number of the nearest colour."""
    steps = np.linspace(0, 1, _BINS, dtype=np.float32)
    grid = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1).reshape(-1, 3)
    names = _distances(_lab(grid), colors).argmin(axis=1)
    return np.asarray(names.reshape(_BINS, _BINS, _BINS), np.uint8)


def _lab(colors: Floats) -> Floats:
    return np.asarray(cv2.cvtColor(colors[None], cv2.COLOR_RGB2LAB)[0] * _WEIGHTS, np.float32)


def _strong(lab: Floats) -> Floats:
    colors = np.asarray(cv2.cvtColor((lab / _WEIGHTS)[None], cv2.COLOR_LAB2RGB), np.float32)[0]
    grey = grey_of(colors[None])[0][:, None]
    strong = np.clip(grey + (colors - grey) * np.float32(1.35), 0, 1)
    return np.asarray(strong + np.float32(0.25) * (strong * strong * (3 - 2 * strong) - strong), np.float32)
