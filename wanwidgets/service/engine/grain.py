"""Fields of noise: what chance looks like on paper, in fog and on film."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.pixels import Floats

__all__ = ["clouds", "grain"]

_FINEST = 1.5
"""Distance, pixels, below which each pixel has a value of its own."""
_COARSE = 8.0
"""From here a coarse field is enlarged: below, its rows and columns would be seen, and a blur costs as little."""


def grain(shape: tuple[int, ...], distance: float, rng: np.random.Generator) -> Floats:
    """Return noise of mean 0 and deviation 1 whose values change over `distance` pixels.

    Parameters
    ----------
    shape
        Height and width, pixels; what follows is ignored.
    distance
        From 1, each pixel for itself, to the picture's own size.
    rng
        Where the noise comes from.

    Returns
    -------
    Floats
        height × width.

    Examples
    --------
    >>> field = grain((60, 80), 6, np.random.default_rng(0))
    >>> field.shape, bool(abs(field.mean()) < 0.01), bool(abs(field.std() - 1) < 0.01)
    ((60, 80), True, True)
    """
    height, width = shape[:2]
    if distance < _COARSE:
        field = rng.standard_normal((height, width), dtype=np.float32)
        if distance >= _FINEST:
            field = np.asarray(cv2.GaussianBlur(field, (0, 0), distance / 2.5), np.float32)
    else:
        # A margin around it, since the enlargement is flat beyond the outermost values.
        rows, columns = int(height / distance) + 4, int(width / distance) + 4
        coarse = rng.standard_normal((rows, columns), dtype=np.float32)
        size = (max(width, round(columns * distance)), max(height, round(rows * distance)))
        large = cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC)
        left, top = (size[0] - width) // 2, (size[1] - height) // 2
        field = np.asarray(large[top : top + height, left : left + width], np.float32)
    deviation = float(field.std())
    return np.asarray((field - field.mean()) / deviation if deviation else field * 0, np.float32)


def clouds(shape: tuple[int, ...], distance: float, rng: np.random.Generator, octaves: int = 4) -> Floats:
    """Return noise of mean 0 and deviation 1 that has finer noise in it, each octave half as wide and half as strong.

    The parameters are those of `grain`; `octaves` says how many there are, at least one.
    """
    field = grain(shape, distance, rng)
    for octave in range(1, octaves):
        finer = distance / 2**octave
        if finer < _FINEST:
            break
        field += grain(shape, finer, rng) / 2**octave
    return np.asarray(field / max(float(field.std()), 1e-6), np.float32)
