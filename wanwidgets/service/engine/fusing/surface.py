"""Paint on a surface: the light, the folds and the grain of what is below stay to be seen."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.fusing.design import Paint
from wanwidgets.service.engine.pixels import Floats, Pixels, bytes_of, mix

__all__ = ["painted"]

_GAMMA = 2.2
_USUAL = 60
"""Percentile of the surface's light that counts as fully lit; what is brighter shines."""
_SHADE = (0.16, 1.5)
"""Least and most light, relative to that."""
_DEPTH = 0.85
"""Power of shades: some of what is dark on a surface is its colour."""
_GRAIN = 0.55
"""How much of the finest differences of light are seen through paint: they are half relief, half colour."""
_SHINE = 0.5
"""How much of what is brighter than matt paint could be is seen on it."""
_FINE = 0.012
"""Size of what counts as grain, in parts of the surface's shorter side."""
_BEND = 0.02
"""How far, in parts of the shorter side, relief moves what is painted on it."""
_STRIP = 1 << 18
"""Pixels that are worked on at a time; a large picture never lies in memory as floats."""
_ROOM = (0.35, 1.0)
"""Light of the scene, relative to white, between which paint is made darker as the scene is."""


def painted(ground: Pixels, paint: Paint, surface: Floats, room: float, opacity: float) -> Pixels:
    """Paint on what is in `ground`.

    The light on the surface is told from its brightest channel, since luminance calls red dark: what is darker than
    most of it lies in shadow, what is much brighter shines. Paint takes both, so it is the surface's colour that
    changes and not its form.

    Parameters
    ----------
    ground
        height × width × 3.
    paint
        Of that size.
    surface
        height × width, 0 to 1: where the paint holds.
    room
        Luminance of what is white in the scene, 0 to 1: paint is as dark as the scene around it.
    opacity
        0 to 1.

    Examples
    --------
    >>> wall = np.full((40, 40, 3), 180, np.uint8)
    >>> wall[:, 20:] = 90
    >>> red = Paint(np.full((40, 40, 3), (200, 20, 20), np.uint8), np.ones((40, 40), np.float32))
    >>> out = painted(wall, red, np.ones((40, 40), np.float32), 1.0, 1.0).astype(int)
    >>> bool(out[20, 5, 0] > out[20, 35, 0] > out[20, 35, 1])
    True
    """
    curve = (np.arange(256, dtype=np.float32) / 255) ** _GAMMA
    light = np.asarray(curve[ground.max(axis=2)], np.float32)
    fine = max(0.6, _FINE * min(light.shape))
    body = _smooth(light, fine)
    held = surface > 0.5  # noqa: PLR2004 - more surface than not
    step = max(1, min(light.shape) // 256)
    usual = max(float(np.percentile(body[::step, ::step][held[::step, ::step]], _USUAL)) if held.any() else 1.0, 0.01)
    paint = _bent(paint, body / usual, _BEND * min(light.shape))
    shade = np.clip(body / usual, *_SHADE) ** _DEPTH
    shade *= np.clip((light + 0.02) / (body + 0.02), 0.4, 1.8) ** _GRAIN
    shade *= np.float32(np.clip(room, *_ROOM))
    shine = np.maximum(light - 1.6 * usual, 0) * _SHINE
    weight = paint.cover * surface * np.float32(opacity)
    out = np.empty_like(ground)
    rows = max(1, _STRIP // ground.shape[1])
    for top in range(0, ground.shape[0], rows):
        part = slice(top, top + rows)
        lit = np.clip(curve[paint.pixels[part]] * shade[part, :, None] + shine[part, :, None], 0, 1)
        out[part] = mix(ground[part], bytes_of(255 * lit ** (1 / _GAMMA)), weight[part])
    return out


def _smooth(light: Floats, fine: float) -> Floats:
    """Take out grain and keep shadows' edges: the median of a window does both."""
    step = max(1, int(fine))
    size = (max(1, light.shape[1] // step), max(1, light.shape[0] // step))
    small = np.asarray(cv2.resize(light, size, interpolation=cv2.INTER_AREA), np.float32)
    calm = cv2.medianBlur(small, 5) if min(size) > 5 else small  # noqa: PLR2004 - the window's own size
    return np.asarray(cv2.resize(calm, light.shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)


def _bent(paint: Paint, relief: Floats, reach: float) -> Paint:
    """Move paint with the relief, as cloth takes a print along into its folds."""
    height, width = relief.shape
    soft = cv2.GaussianBlur(_tiny(relief), (0, 0), 2)
    slope = np.stack([cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)], axis=2)
    moved = np.clip(slope, -1, 1).astype(np.float32) * np.float32(reach)
    large = np.asarray(cv2.resize(moved, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
    x = np.arange(width, dtype=np.float32)[None, :] + large[:, :, 0]
    y = np.arange(height, dtype=np.float32)[:, None] + large[:, :, 1]
    colours = cv2.remap(paint.pixels, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    cover = cv2.remap(paint.cover, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return Paint(np.asarray(colours, np.uint8), np.asarray(cover, np.float32).reshape(relief.shape))


def _tiny(relief: Floats) -> Floats:
    shrink = min(1.0, 128 / max(relief.shape))
    size = (max(1, round(relief.shape[1] * shrink)), max(1, round(relief.shape[0] * shrink)))
    return np.asarray(cv2.resize(np.clip(relief, 0, 2), size, interpolation=cv2.INTER_AREA), np.float32)
