"""The direction in which a picture is drawn: along its edges, and values that are drawn out in it."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.pixels import Floats

__all__ = ["drawn_out", "flow"]

_EVEN = 1e-6
"""Squared gradient below which nothing has a direction."""
_STRIDE = 1.4
_MOST_STEPS = 8
"""Samples on either side; longer strokes take them farther apart."""


def flow(grey: Floats, sigma: float, lean: float = 0.0) -> Floats:
    """Return the direction of the edges everywhere, as unit vectors.

    The smoothed structure tensor's eigenvector of least change (Weickert, "Anisotropic Diffusion in Image Processing",
    1998): it follows edges and carries their direction into what is even.

    Parameters
    ----------
    grey
        height × width.
    sigma
        Standard deviation of the smoothing, pixels.
    lean
        Direction of what has none, radians from the horizontal.

    Returns
    -------
    Floats
        height × width × 2: across and down.

    Examples
    --------
    >>> step = np.zeros((40, 40), np.float32)
    >>> step[:, 20:] = 1
    >>> bool(abs(flow(step, 3)[20, 20, 1]) > 0.99)
    True
    """
    across = cv2.Sobel(grey, cv2.CV_32F, 1, 0, ksize=3)
    down = cv2.Sobel(grey, cv2.CV_32F, 0, 1, ksize=3)
    tensor = cv2.GaussianBlur(np.dstack((across * across, across * down, down * down)), (0, 0), max(0.5, sigma))
    # A faint even direction decides where the picture has none.
    xx = tensor[..., 0] + _EVEN * np.float32(np.sin(lean) ** 2)
    xy = tensor[..., 1] - _EVEN * np.float32(np.sin(lean) * np.cos(lean))
    yy = tensor[..., 2] + _EVEN * np.float32(np.cos(lean) ** 2)
    angle = 0.5 * np.arctan2(2 * xy, xx - yy)
    return np.dstack((-np.sin(angle), np.cos(angle))).astype(np.float32)


def drawn_out(values: Floats, direction: Floats, length: float) -> Floats:
    """Return the values averaged along the flow (line integral convolution, Cabral and Leedom 1993).

    Parameters
    ----------
    values
        height × width, with or without channels.
    direction
        Of `flow`.
    length
        Half the length of a stroke, pixels.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> level = np.dstack((np.ones((30, 30)), np.zeros((30, 30)))).astype(np.float32)
    >>> out = drawn_out(rng.random((30, 30)).astype(np.float32), level, 8)
    >>> bool(np.abs(np.diff(out, axis=1)).mean() < np.abs(np.diff(out, axis=0)).mean() / 2)
    True
    """
    height, width = values.shape[:2]
    steps = int(np.clip(length / _STRIDE, 2, _MOST_STEPS))
    stride = np.float32(length / steps)
    start = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    way = np.ascontiguousarray(direction[..., 0]), np.ascontiguousarray(direction[..., 1])
    total = values.copy()
    weights = 1.0
    for sign in (np.float32(1), np.float32(-1)):
        x, y = start
        across, down = way[0] * sign, way[1] * sign
        for step in range(1, steps + 1):
            x, y = x + across * stride, y + down * stride
            weight = float(np.exp(-2 * (step / steps) ** 2))
            cv2.scaleAdd(_at(values, x, y, cv2.INTER_LINEAR), weight, total, total)
            weights += weight
            if step < steps:
                new_across, new_down = (_at(part, x, y, cv2.INTER_NEAREST) for part in way)
                # An axis has no sign of its own: the stroke goes on the way it came.
                same = np.copysign(np.float32(1), new_across * across + new_down * down)
                across, down = new_across * same, new_down * same
    return np.asarray(total / np.float32(weights), np.float32)


def _at(values: Floats, x: Floats, y: Floats, how: int) -> Floats:
    found = cv2.remap(values, x, y, how, borderMode=cv2.BORDER_REFLECT_101)
    return np.asarray(found, np.float32).reshape(values.shape)
