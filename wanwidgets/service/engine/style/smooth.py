"""Detail goes, edges stay."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.pixels import Floats

__all__ = ["flattened", "kuwahara"]

_SUM = np.ones((1, 3), np.float32)


def kuwahara(values: Floats, radius: int, sharpness: float = 6.0) -> Floats:
    """Return each pixel as the mean of that quarter around it which varies least: paint laid on in dabs.

    The four quarters (Kuwahara 1976) are weighted by how even they are, which leaves no blocks (Papari et al. 2007).

    Parameters
    ----------
    values
        height × width × 3, 0 to 1.
    radius
        Of the quarters, pixels.
    sharpness
        How much more the most even quarter counts.

    Examples
    --------
    >>> step = np.zeros((20, 20, 3), np.float32)
    >>> step[:, 10:] = 1
    >>> bool(np.abs(kuwahara(step, 3) - step).max() < 0.01)
    True
    """
    side = radius + 1
    total, weights = np.zeros_like(values), np.zeros(values.shape[:2], np.float32)
    squares = values * values
    for across in (0, radius):
        for down in (0, radius):
            mean, square = (_mean(of, side, (across, down)) for of in (values, squares))
            # Much faster than numpy's sum over the last axis.
            spread = np.asarray(cv2.transform(square - mean * mean, _SUM), np.float32).reshape(weights.shape)
            weight = np.maximum(spread, np.float32(1e-5)) ** np.float32(-0.5 * sharpness)
            total += mean * weight[:, :, None]
            weights += weight
    return np.asarray(total / weights[:, :, None], np.float32)


def _mean(values: Floats, side: int, anchor: tuple[int, int]) -> Floats:
    mean = cv2.boxFilter(values, -1, (side, side), anchor=anchor, borderType=cv2.BORDER_REFLECT_101)
    return np.asarray(mean, np.float32)


def flattened(values: Floats, rounds: int, reach: float) -> Floats:
    """Return the picture with even areas flat (bilateral filter, several rounds).

    Parameters
    ----------
    values
        height × width × 3, 0 to 1.
    rounds
        How often.
    reach
        Standard deviation in space, pixels.
    """
    out = values
    for _ in range(rounds):
        out = np.asarray(cv2.bilateralFilter(out, 2 * int(reach) + 1, 0.09, reach), np.float32)
    return out
