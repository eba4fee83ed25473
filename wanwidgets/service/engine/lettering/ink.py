"""Ink on a ground: which can be read, and how it lies on what is below."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.pixels import Floats, Pixels, bytes_of, mix

__all__ = ["Color", "carved", "contrast", "painted", "readable"]

Color = tuple[int, int, int]

_DARK, _LIGHT = (20, 20, 24), (250, 250, 246)
_ENOUGH = 3.0
"""Contrast of large letters after WCAG 2, success criterion 1.4.3."""
_WORST = 20
"""Contrast is taken to the ground that is worse only in that many parts of a hundred."""
_COVER = 0.96
_RELIEF = 0.16
"""How far the light and shadow of the ground may show in the ink, in parts of the ink."""


def readable(ground: Pixels) -> Color:
    """Return near black or near white, what is read better on a ground.

    >>> readable(np.full((4, 4, 3), 230, np.uint8))
    (20, 20, 24)
    """
    return max(_DARK, _LIGHT, key=lambda ink: contrast(ground, ink))


def contrast(ground: Pixels, ink: Color) -> float:
    """Return the contrast ratio of ink to nearly all of the ground, 1 to 21 (WCAG 2).

    >>> round(contrast(np.full((1, 1, 3), 255, np.uint8), (0, 0, 0)))
    21
    """
    step = max(1, max(ground.shape[:2]) // 128)
    below = _luminance(ground[::step, ::step].reshape(-1, 3))
    above = _luminance(np.array([ink], np.uint8))
    ratios = (np.maximum(below, above) + 0.05) / (np.minimum(below, above) + 0.05)
    return float(np.percentile(ratios, _WORST))


def painted(ground: Pixels, cover: Floats, ink: Color, *, rim: bool = True) -> Pixels:
    """Lay ink over a ground; its light, shadow and grain show through, and a soft rim helps where contrast is low.

    Parameters
    ----------
    ground
        height × width × 3.
    cover
        height × width, 0 to 1: how much of each pixel has ink.
    ink
        Red, green and blue, 0 to 255.
    rim
        Whether there may be a soft rim.

    Examples
    --------
    >>> cover = np.zeros((8, 8), np.float32)
    >>> cover[2:6, 2:6] = 1
    >>> out = painted(np.full((8, 8, 3), 255, np.uint8), cover, (0, 0, 0))
    >>> int(out[4, 4].max()) < 15, int(out[0, 0].min())
    (True, 255)
    """
    if rim and contrast(ground, ink) < _ENOUGH:
        ground = mix(ground, np.broadcast_to(np.array(_other(ink), np.uint8), ground.shape), _rim(cover))
    tone = np.asarray(cv2.cvtColor(ground, cv2.COLOR_RGB2GRAY), np.float32) + 8
    wide = max(2.0, 0.08 * min(ground.shape[:2]))
    relief = np.clip(tone / cv2.GaussianBlur(tone, (0, 0), wide), 1 - _RELIEF, 1 + _RELIEF)
    return mix(ground, bytes_of(np.array(ink, np.float32) * relief[:, :, None]), _COVER * cover)


def carved(ground: Pixels, cover: Floats) -> Pixels:
    """Press words into a ground: darker inside, in shadow at the upper left rim, with a bright lower right one.

    Parameters
    ----------
    ground
        height × width × 3.
    cover
        height × width, 0 to 1.
    """
    depth = max(1.0, 0.012 * min(ground.shape[:2]))
    soft = np.asarray(cv2.GaussianBlur(cover, (0, 0), depth), np.float32)
    move = max(1, round(1.5 * depth))
    slope = soft - np.roll(soft, (move, move), (0, 1))
    inside = np.clip(0.36 * soft + 0.5 * np.clip(slope, 0, 1), 0, 0.8)
    outside = np.clip(-slope, 0, 1) * (1 - 0.7 * soft)
    dark = ground * (1 - inside[:, :, None])
    return bytes_of(dark + (255 - dark) * (0.45 * outside[:, :, None]))


def _rim(cover: Floats) -> Floats:
    reach = max(1, round(0.011 * min(cover.shape)))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    grown = cv2.GaussianBlur(cv2.dilate(cover, disc), (0, 0), 1.2 * reach)
    return np.asarray(np.clip(0.62 * grown, 0, 1), np.float32)


def _other(ink: Color) -> Color:
    return readable(np.array([[ink]], np.uint8))


def _luminance(colors: Pixels) -> Floats:
    # Weights of IEC 61966-2-1; its curve is close enough to a square for a ratio.
    linear = (colors.astype(np.float32) / 255) ** 2.2
    return np.asarray(linear @ np.array((0.2126, 0.7152, 0.0722), np.float32), np.float32)
