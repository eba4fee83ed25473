"""Black and white, warmer, cooler."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from wanwidgets.service.engine.light.linear import LUMINANCE, to_linear, to_srgb
from wanwidgets.service.engine.pixels import Pixels, bytes_of

__all__ = ["cool", "grey", "warm"]

# Film reacts more to red than the eye; its mix keeps skin and sky apart where luminance alone is flat.
_FILM = np.array((0.34, 0.54, 0.12))
_KNEE = 0.8
# Gains of linear light for one unit of amount: about 6500 K towards 5000 K.
_WARM = np.array((1.20, 1.0, 0.72))


def grey(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Return a black-and-white picture of slightly raised contrast.

    Parameters
    ----------
    pixels
        height × width × 3.
    amount
        1 is black and white; below 1 some colour stays; above 1 is the same as 1.
    rng
        Varies the mix of the channels by a few per cent.

    Examples
    --------
    >>> out = grey(np.full((2, 2, 3), (200, 100, 50), np.uint8), 1.0, np.random.default_rng(0))
    >>> bool((out[..., 0] == out[..., 1]).all() and (out[..., 1] == out[..., 2]).all())
    True
    """
    weights = _FILM * rng.uniform(0.88, 1.12, 3)
    weights /= weights.sum()
    tone = cv2.LUT(bytes_of(cv2.transform(pixels.astype(np.float32), weights[None].astype(np.float32))), _contrast())
    full = np.repeat(np.asarray(tone, np.uint8).reshape(*pixels.shape[:2], 1), 3, axis=2)
    kept = 1 - min(amount, 1.0)
    return full if not kept else bytes_of(full * (1 - kept) + pixels * kept)


def warm(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Shift the light towards evening; luminance of white stays.

    Parameters
    ----------
    pixels
        height × width × 3.
    amount
        1 is clearly seen and still natural.
    rng
        Varies the amount by up to a tenth.

    Examples
    --------
    >>> r, g, b = warm(np.full((1, 1, 3), 128, np.uint8), 1.0, np.random.default_rng(0))[0, 0]
    >>> bool(r > g > b)
    True
    """
    return _temper(pixels, _WARM ** (amount * rng.uniform(0.9, 1.1)))


def cool(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Shift the light towards shade; the opposite of `warm`, with the same parameters.

    >>> r, g, b = cool(np.full((1, 1, 3), 128, np.uint8), 1.0, np.random.default_rng(0))[0, 0]
    >>> bool(r < g < b)
    True
    """
    return _temper(pixels, _WARM ** (-0.9 * amount * rng.uniform(0.9, 1.1)))


def _temper(pixels: Pixels, gains: npt.NDArray[np.float64]) -> Pixels:
    gains = gains / (gains @ LUMINANCE)
    light = to_linear(np.arange(256) / 255)[:, None] * gains
    # A shoulder instead of a clip: bright areas keep their drawing and go to white, not to yellow.
    light = np.where(light > _KNEE, _KNEE + (1 - _KNEE) * np.tanh((light - _KNEE) / (1 - _KNEE)), light)
    light[-1] = 0.5 + 0.5 * light[-1]
    table = bytes_of(255 * to_srgb(np.maximum.accumulate(light, axis=0)))
    return np.asarray(cv2.LUT(pixels, table[None]), np.uint8)


def _contrast() -> Pixels:
    value = np.arange(256) / 255
    curve = value * value * (3 - 2 * value)
    return bytes_of(255 * (0.75 * value + 0.25 * curve))
