"""Another colour for a thing; its light and its texture stay."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from wanwidgets.service.engine.pixels import Floats, Pixels, bytes_of
from wanwidgets.service.engine.retouching.fill import rgb

__all__ = ["recolor", "tint"]

_ROWS = 256
"""Rows that are worked on at a time, so that no float copy of a whole picture is made."""
_SAMPLE = 256
"""Side, in pixels, of the copy on which the thing's usual colour is taken."""
_PULL = 0.8
"""How far the usual lightness goes to that of the colour: a red as dark as a black car would not look red."""
_NEUTRAL = 12.0
"""Chroma below which a colour is black, grey or white; its lightness is then all that is meant."""
_KEPT = 0.2
"""Part of the differences in colour within the thing that stays, so that it does not look like plastic."""
_STEEPEST = 1.6
"""Most that shadows and lights are drawn apart; more would show noise."""
_TINT = 0.45


@dataclass(frozen=True, slots=True)
class _Shade:
    """What is asked for, and what is there, in CIELAB."""

    wanted: npt.NDArray[np.float64]
    usual: npt.NDArray[np.float64]


def recolor(pixels: Pixels, weight: Floats, color: str, rng: np.random.Generator) -> Pixels:
    """Give what is weighted another colour.

    The usual lightness moves towards the colour's; lightness below and above it keeps its order, chroma falls with it
    in shadows, as it does where one surface is lit less, and fades out in highlights, which show the lamp.

    Parameters
    ----------
    pixels
        height × width × 3.
    weight
        height × width, 0 to 1: how much each pixel belongs to the thing.
    color
        As for `fill.rgb`.
    rng
        Varies the shade a little, since a name stands for many.

    Returns
    -------
    Pixels
        A copy; where the weight is 0 no byte is changed.

    Examples
    --------
    >>> grey = np.full((4, 4, 3), 128, np.uint8)
    >>> r, g, b = recolor(grey, np.ones((4, 4), np.float32), "red", np.random.default_rng(0))[0, 0]
    >>> bool(r > 2 * g and r > 2 * b)
    True
    """
    shade = _Shade(_wanted(color, rng), _usual(pixels, weight))
    out = pixels.copy()
    rows = np.flatnonzero(weight.any(axis=1))
    if not len(rows):
        return out
    for top in range(int(rows[0]), int(rows[-1]) + 1, _ROWS):
        part, share = pixels[top : top + _ROWS], weight[top : top + _ROWS, :, None]
        lab = np.asarray(cv2.cvtColor(part.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)
        painted = 255 * np.asarray(cv2.cvtColor(_painted(lab, shade), cv2.COLOR_LAB2RGB), np.float32)
        out[top : top + _ROWS] = np.where(share > 0, bytes_of(part + share * (painted - part)), part)
    return out


def tint(pixels: Pixels, color: str, amount: float, rng: np.random.Generator) -> Pixels:
    """Lay a transparent layer of a colour over a picture.

    Parameters
    ----------
    pixels
        height × width × 3.
    color
        As for `fill.rgb`.
    amount
        1 covers 45 %.
    rng
        Varies the shade.

    Examples
    --------
    >>> r, g, b = tint(np.full((1, 1, 3), 128, np.uint8), "blue", 1.0, np.random.default_rng(0))[0, 0]
    >>> bool(b > r)
    True
    """
    ink = np.asarray(rgb(color)) * rng.uniform(0.92, 1.08, 3)
    share = min(_TINT * amount, 0.9)
    # A layer that multiplies keeps the drawing in the lights, a plain one keeps it in the shadows: half of each.
    values = np.arange(256)[:, None]
    mixed = (1 - share) * values + share * (0.5 * ink + 0.5 * values * np.sqrt(ink / 255))
    return np.asarray(cv2.LUT(pixels, bytes_of(mixed)[None]), np.uint8)


def _wanted(color: str, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    lab = _lab(np.array([[rgb(color)]], np.uint8))[0, 0]
    turn = np.deg2rad(rng.uniform(-6, 6))
    a, b = rng.uniform(0.9, 1.1) * np.array(
        (lab[1] * np.cos(turn) - lab[2] * np.sin(turn), lab[1] * np.sin(turn) + lab[2] * np.cos(turn))
    )
    return np.array((np.clip(lab[0] + rng.uniform(-4, 4), 2, 98), a, b))


def _usual(pixels: Pixels, weight: Floats) -> npt.NDArray[np.float64]:
    scale = min(1.0, _SAMPLE / max(weight.shape))
    size = (max(1, round(weight.shape[1] * scale)), max(1, round(weight.shape[0] * scale)))
    lab = _lab(np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8))
    share = np.asarray(cv2.resize(weight, size, interpolation=cv2.INTER_AREA))
    chosen = lab[share >= 0.5 * share.max()]
    return np.asarray(np.median(chosen, axis=0), np.float64)


def _lab(pixels: Pixels) -> npt.NDArray[np.float64]:
    return np.asarray(cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float64)


def _painted(lab: Floats, shade: _Shade) -> Floats:
    neutral = float(np.hypot(*shade.wanted[1:])) < _NEUTRAL
    start = float(np.clip(shade.usual[0], 1, 99))
    end = start + (1.0 if neutral else _PULL) * (float(shade.wanted[0]) - start)
    darker = min(end / start, _STEEPEST)
    lighter = min((100 - end) / (100 - start), _STEEPEST)
    away = lab[:, :, 0] - start
    light = np.clip(end + away * np.where(away < 0, darker, lighter), 0, 100)
    fullness = np.clip(np.minimum(light / end, (100 - light) / (100 - end)), 0, 1)
    own = (0.5 if neutral else 1.0) * _KEPT
    a, b = (shade.wanted[i] * fullness + own * (lab[:, :, i] - shade.usual[i]) for i in (1, 2))
    return np.asarray(np.stack((light, a, b), axis=2), np.float32)
