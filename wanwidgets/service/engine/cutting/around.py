"""What is around a thing changes, the thing does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import cv2
import numpy as np

from wanwidgets.service.engine.pixels import Floats, Pixels, bytes_of, mix

__all__ = ["CHANGES", "changed_around", "lens_blurred"]

_LONGEST = 720
"""Longer side, in pixels, of the copy that is blurred: what is blurred has no detail."""
_RADIUS = 0.016
"""Radius of the blur, in parts of the shorter side."""
_GAMMA = 2.2
_SEEN = 0.02
"""Part of the thing in a pixel from which its colour would run into the background."""
_ALL_GREY, _DEEPER = 0.85, 0.3
_DIM, _BRIGHTEN = 0.62, 0.45
"""How much darker, and how much nearer to white, the surroundings become."""


def lens_blurred(pixels: Pixels, alpha: Floats, amount: float) -> Pixels:
    """Blur what is around a thing as a lens does that is focused on it.

    Every point becomes a disc, in linear light, so that small lights stay bright; no colour of the thing runs out.

    Parameters
    ----------
    pixels
        height × width × 3.
    alpha
        height × width, 0 to 1: what stays sharp.
    amount
        1 makes discs with a radius of 1.6 % of the shorter side.

    Returns
    -------
    Pixels
        What lies behind: under the thing it is made up.

    Examples
    --------
    >>> grey = np.full((60, 80, 3), 120, np.uint8)
    >>> bool((abs(lens_blurred(grey, np.zeros((60, 80), np.float32), 1).astype(int) - 120) <= 1).all())
    True
    """
    height, width = pixels.shape[:2]
    scale = min(1.0, _LONGEST / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.float32) / 255
    clear = cv2.resize((alpha < _SEEN).astype(np.float32), size, interpolation=cv2.INTER_AREA)
    weight = np.asarray(np.where(clear < 1, 0, 1), np.float32)
    disc = _disc(max(1.0, _RADIUS * min(size) * amount))
    light = small**_GAMMA * weight[:, :, None]
    total, seen = (cv2.filter2D(part, -1, disc, borderType=cv2.BORDER_REFLECT) for part in (light, weight))
    # Deep inside the thing nothing of the background is in reach; it is not seen there.
    mean = np.asarray(total, np.float32) / np.maximum(np.asarray(seen, np.float32), 1e-3)[:, :, None]
    large = cv2.resize(np.clip(mean, 0, 1) ** (1 / _GAMMA), (width, height), interpolation=cv2.INTER_LINEAR)
    return bytes_of(np.asarray(large, np.float32) * 255)


def _disc(radius: float) -> Floats:
    reach = int(np.ceil(radius))
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    disc = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1)
    return np.asarray(disc / disc.sum(), np.float32)


def _grey(pixels: Pixels, _: Floats, amount: float) -> Pixels:
    """Take the colours away, all of them from 0.85 on; what is asked for beyond that makes it a little darker."""
    tone = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) * np.float32(1 - _DEEPER * (amount - 1))
    part = np.full(tone.shape, min(1.0, amount / _ALL_GREY), np.float32)
    return mix(pixels, np.repeat(bytes_of(tone)[:, :, None], 3, axis=2), part)


def _dimmed(pixels: Pixels, _: Floats, amount: float) -> Pixels:
    return bytes_of(pixels * np.float32(max(0.08, 1 - _DIM * amount)))


def _brightened(pixels: Pixels, _: Floats, amount: float) -> Pixels:
    part = np.float32(min(0.9, _BRIGHTEN * amount))
    return bytes_of(pixels * (1 - part) + 255 * part)


CHANGES: Mapping[str, Callable[[Pixels, Floats, float], Pixels]] = MappingProxyType(
    {"blurred": lens_blurred, "black and white": _grey, "darker": _dimmed, "brighter": _brightened}
)
"""What can become of the surroundings: a picture, what the thing covers, and how much; all of the picture, changed."""


def changed_around(pixels: Pixels, alpha: Floats, change: str, amount: float, rng: np.random.Generator) -> Pixels:
    """Change what is around a thing.

    Parameters
    ----------
    pixels
        height × width × 3.
    alpha
        height × width, 0 to 1: what does not change.
    change
        A key of `CHANGES`.
    amount
        1 is clearly seen.
    rng
        Varies the amount by up to a tenth.

    Returns
    -------
    Pixels
        Where `alpha` is 1, exactly what it was.

    Examples
    --------
    >>> red = np.full((9, 9, 3), (200, 0, 0), np.uint8)
    >>> thing = np.zeros((9, 9), np.float32)
    >>> thing[3:6, 3:6] = 1
    >>> changed_around(red, thing, "black and white", 1, np.random.default_rng(0))[[0, 4], [0, 4]].tolist()
    [[60, 60, 60], [200, 0, 0]]
    """
    other = CHANGES[change](pixels, alpha, amount * rng.uniform(0.9, 1.1))
    return mix(other, pixels, alpha)
