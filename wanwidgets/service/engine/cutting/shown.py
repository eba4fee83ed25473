"""A thing is shown where it is: a veil of colour, an outline, a picture of its mask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import cv2
import numpy as np

from wanwidgets.service.engine.pixels import Floats, Pixels, bytes_of, mix
from wanwidgets.service.engine.retouching.fill import COLORS

__all__ = ["BRIGHT", "inks", "masked", "outlined", "veiled"]

BRIGHT = "bright"
"""The colour of who names none: one of several that are told apart on any picture."""

_BRIGHTS = ((255, 64, 96), (0, 200, 255), (255, 200, 0), (90, 220, 60), (190, 90, 255), (255, 120, 0))
_PURE: Mapping[str, tuple[int, int, int]] = MappingProxyType({**COLORS, "white": (255, 255, 255), "black": (0, 0, 0)})
_CHOICE = 3
"""So many of those that are most unlike a thing come into question."""
_VEIL = 0.5
_WIDTH = 0.006
"""Width of an outline in parts of the shorter side."""
_LEAST = 1.5
_HALF = 0.5
_RIMS = (0.5, 1.1)
"""Blur, in pixels, of the rim of a mask: less would be the same for all."""


def inks(
    pixels: Pixels, things: Sequence[Floats], color: str, rng: np.random.Generator
) -> tuple[tuple[int, int, int], ...]:
    """Return a colour for each thing: red, green and blue.

    Parameters
    ----------
    pixels
        height × width × 3.
    things
        What each covers: height × width, 0 to 1.
    color
        A name, for all of them; or `BRIGHT`: for each another bright one that is unlike the thing.
    rng
        Chooses among those.

    Examples
    --------
    >>> red, thing = np.full((9, 9, 3), (255, 64, 96), np.uint8), np.ones((9, 9), np.float32)
    >>> inks(red, [thing], "white", np.random.default_rng(0))
    ((255, 255, 255),)
    >>> any(ink == (255, 64, 96) for ink in inks(red, [thing, thing], BRIGHT, np.random.default_rng(0)))
    False
    """
    if color != BRIGHT:
        return (_PURE[color],) * len(things)
    chosen: list[tuple[int, int, int]] = []
    first = int(rng.integers(_CHOICE))
    for alpha in things:
        weight = float(alpha.sum()) or 1.0
        usual = np.einsum("ijk,ij->k", pixels, alpha, dtype=np.float64) / weight
        unlike = sorted(_BRIGHTS, key=lambda ink: -float(np.linalg.norm(np.asarray(ink) - usual)))
        free = [ink for ink in unlike if ink not in chosen[-_CHOICE:]]
        chosen.append(free[first % _CHOICE])
    return tuple(chosen)


def veiled(pixels: Pixels, alpha: Floats, color: tuple[int, int, int], rng: np.random.Generator) -> Pixels:
    """Lay a veil of colour over a thing, and an outline around it.

    Parameters
    ----------
    pixels
        height × width × 3.
    alpha
        height × width, 0 to 1: what the thing covers.
    color
        0 to 255.
    rng
        Varies how dense the veil is.

    Examples
    --------
    >>> grey = np.full((40, 40, 3), 100, np.uint8)
    >>> thing = np.zeros((40, 40), np.float32)
    >>> thing[10:30, 10:30] = 1
    >>> out = veiled(grey, thing, (200, 100, 0), np.random.default_rng(0))
    >>> out[0, 0].tolist(), bool(out[20, 20, 0] > 140 and out[20, 20, 2] < 60)
    ([100, 100, 100], True)
    """
    veil = alpha * np.float32(_VEIL * rng.uniform(0.85, 1.15))
    return outlined(mix(pixels, _flat(pixels, color), veil), alpha, color, _HALF)


def outlined(pixels: Pixels, alpha: Floats, color: tuple[int, int, int], amount: float) -> Pixels:
    """Draw a line along the rim of a thing, half of it inside.

    Parameters
    ----------
    pixels
        height × width × 3.
    alpha
        height × width, 0 to 1: what the thing covers.
    color
        0 to 255.
    amount
        1 makes a line of 0.6 % of the shorter side, or of 1.5 pixels if that is more.
    """
    width = max(_LEAST, _WIDTH * min(pixels.shape[:2])) * amount
    told = (alpha > _HALF).astype(np.uint8)
    # A ring of the same around the picture: where the thing is cut off by its edge there is no rim.
    solid = np.asarray(cv2.copyMakeBorder(told, 1, 1, 1, 1, cv2.BORDER_REPLICATE), np.uint8)
    far = np.minimum(_distance(solid), 1e6) + np.minimum(_distance(1 - solid), 1e6)
    line = np.clip((width + 1) / 2 - far[1:-1, 1:-1] + _HALF, 0, 1)
    return mix(pixels, _flat(pixels, color), np.asarray(line, np.float32))


def _distance(mask: Pixels) -> Floats:
    """Return for each pixel of a mask how far the next one outside it is, and 0 outside."""
    return np.asarray(cv2.distanceTransform(mask, cv2.DIST_L2, 5), np.float32)


def masked(alpha: Floats, rng: np.random.Generator, *, dark: bool = False) -> Pixels:
    """Return the mask itself, white on black, or a silhouette, black on white.

    Parameters
    ----------
    alpha
        height × width, 0 to 1: what the thing covers.
    rng
        Makes the rim a little softer or harder.
    dark
        Whether the thing is black.

    Examples
    --------
    >>> thing = np.zeros((19, 19), np.float32)
    >>> thing[5:14, 5:14] = 1
    >>> masked(thing, np.random.default_rng(0))[[0, 9], [0, 9], 0].tolist()
    [0, 255]
    """
    soft = np.asarray(cv2.GaussianBlur(alpha, (0, 0), rng.uniform(*_RIMS)), np.float32)
    grey = bytes_of((1 - soft if dark else soft) * 255)
    return np.repeat(grey[:, :, None], 3, axis=2)


def _flat(pixels: Pixels, color: tuple[int, int, int]) -> Pixels:
    return np.broadcast_to(np.asarray(color, np.uint8), pixels.shape)
