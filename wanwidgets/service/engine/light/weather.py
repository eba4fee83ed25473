"""Weather in front of a picture. Nothing behind it gets wet or white: an overlay and the light that goes with it."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.grain import clouds
from wanwidgets.service.engine.light.glow import screened, spread
from wanwidgets.service.engine.light.grade import Grade, graded, printed, varied
from wanwidgets.service.engine.pixels import Floats, Pixels

__all__ = ["fog", "rain", "rays", "snow"]

_WET = Grade(gains=(0.93, 1.0, 1.1), exposure=-0.42, ceiling=0.9, contrast=-0.1, lift=0.03, saturation=0.68)
_SNOWY = Grade(
    gains=(0.94, 1.0, 1.1), exposure=0.1, contrast=-0.12, lift=0.05, saturation=0.72, highlights=(0.0, 0.01, 0.03)
)
_DAMP = Grade(contrast=-0.1, saturation=0.75)
_MIST = np.array((0.83, 0.85, 0.87), np.float32)
_SUN = np.array((1.0, 0.9, 0.68), np.float32)
_RAIN_LAYERS = ((900, 0.022, 0.6, 60), (420, 0.045, 1.0, 85), (110, 0.09, 1.7, 105))
"""How many streaks on a square picture, length and then width in parts of 1 and of 1/1000 of its side, brightness."""
_SNOW_LAYERS = ((1500, 1.1, 0.0, 150), (520, 2.2, 0.5, 190), (150, 4.6, 1.6, 185), (26, 12.0, 7.0, 120))
"""How many flakes on a square picture, radius and blur in 1/1000 of its side, brightness."""
_LONGEST = 40
"""Ratio of the sides up to which a longer strip has more of them."""
_SHIFT = 4
"""Bits behind the point in the places that are handed to OpenCV's drawing."""


def rain(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Return the picture in a grey light behind falling rain.

    Parameters
    ----------
    pixels
        height × width × 3.
    amount
        1 is a shower; more is more drops.
    rng
        Places the drops and slants them by up to 17 degrees.

    Examples
    --------
    >>> out = rain(np.full((90, 90, 3), 128, np.uint8), 1.0, np.random.default_rng(0))
    >>> bool(out.std() > 2)
    True
    """
    values = graded(pixels, varied(_WET, rng), amount)
    values = _veiled(values, _far(pixels.shape, rng) * np.float32(0.22 * amount), _MIST * np.float32(0.85))
    slant = rng.uniform(-0.3, 0.3)
    drops = np.zeros(pixels.shape[:2], np.float32)
    for layer in _RAIN_LAYERS:
        drops = np.maximum(drops, _streaks(pixels.shape, layer, slant, amount, rng))
    return printed(screened(values, drops[:, :, None] * np.array((0.9, 0.95, 1.0), np.float32)))


def snow(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Return the picture in a pale light behind falling snow.

    The parameters are those of `rain`; some flakes are near and out of focus.

    >>> out = snow(np.full((90, 90, 3), 128, np.uint8), 1.0, np.random.default_rng(0))
    >>> bool(out.max() > 200)
    True
    """
    values = graded(pixels, varied(_SNOWY, rng), amount)
    values = _veiled(values, _far(pixels.shape, rng) * np.float32(0.18 * amount), _MIST)
    flakes = np.zeros(pixels.shape[:2], np.float32)
    for layer in _SNOW_LAYERS:
        flakes = np.maximum(flakes, _flakes(pixels.shape, layer, amount, rng))
    return printed(screened(values, flakes[:, :, None] * np.float32(0.97)))


def fog(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Return the picture in drifting fog.

    How far things are is not known: what is higher up is taken to be farther away, as in a view over land.

    Parameters
    ----------
    pixels
        height × width × 3.
    amount
        1 leaves everything recognizable.
    rng
        Shapes the banks.

    Examples
    --------
    >>> out = fog(np.zeros((90, 90, 3), np.uint8), 1.0, np.random.default_rng(0))
    >>> bool(out[:30].mean() > out[60:].mean() > 20)
    True
    """
    values = graded(pixels, varied(_DAMP, rng), amount)
    drift = clouds(pixels.shape, max(pixels.shape[:2]) / 3, rng)
    depth = np.clip((0.45 + 1.15 * _far(pixels.shape, rng)) * (1 + 0.2 * drift), 0.1, 3)
    hidden = np.asarray(1 - np.exp(-0.85 * amount * depth), np.float32)
    # What lies deep in fog has no sharp edges.
    soft = cv2.GaussianBlur(values, (0, 0), max(0.5, min(pixels.shape[:2]) / 350))
    values += (soft - values) * np.clip(1.4 * hidden - 0.3, 0, 1)[:, :, None]
    return printed(_veiled(values, hidden, _MIST))


def rays(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Return the picture with shafts of sunlight falling in from above, stronger where the picture is bright.

    Parameters
    ----------
    pixels
        height × width × 3.
    amount
        1 is clearly seen.
    rng
        Says where the sun stands, beyond the upper edge, and how the shafts lie.

    Examples
    --------
    >>> out = rays(np.full((90, 90, 3), 90, np.uint8), 1.0, np.random.default_rng(0))
    >>> bool(out.mean() > 92)
    True
    """
    height, width = pixels.shape[:2]
    sun = np.array((rng.choice((rng.uniform(-0.25, 0.15), rng.uniform(0.85, 1.25))) * width, -0.35 * height))
    across = np.arange(width, dtype=np.float32) - np.float32(sun[0])
    down = np.arange(height, dtype=np.float32) - np.float32(sun[1])
    angle = np.arctan2(across[None], down[:, None])
    far = np.hypot(across[None], down[:, None]) / np.float32(np.hypot(height, width))
    shafts = _shafts(angle, rng) * np.exp(-0.7 * far)
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.float32) / np.float32(255)
    # Shafts are seen in the air before what is dark as well, but begin where light can come through.
    open_ = 0.55 + 0.6 * spread(grey, 0.05)
    light = np.clip(amount * (0.75 * shafts * open_ + 0.55 * np.exp(-4 * far)), 0, 0.95).astype(np.float32)
    values = np.asarray(pixels, np.float32) * np.float32((1 - 0.1 * min(amount, 1.0)) / 255)
    return printed(screened(values, light[:, :, None] * _SUN))


def _far(shape: tuple[int, ...], rng: np.random.Generator) -> Floats:
    """Return how far things are taken to be, 0 to 1: nothing is known but that the sky is above."""
    down = np.linspace(1, 0, shape[0], dtype=np.float32)[:, None]
    tilt = np.linspace(-1, 1, shape[1], dtype=np.float32)[None] * np.float32(rng.uniform(-0.12, 0.12))
    return np.asarray(np.clip(down + tilt, 0, 1) ** 1.3, np.float32)


def _veiled(values: Floats, weight: Floats, color: Floats) -> Floats:
    return np.asarray(values + (color - values) * weight[:, :, None], np.float32)


def _points(shape: tuple[int, ...], count: int, margin: float, rng: np.random.Generator) -> Floats:
    """Return places, across and down, all over the picture and `margin` pixels beyond."""
    places = rng.uniform(0, 1, (count, 2)) * (np.array((shape[1], shape[0])) + 2 * margin) - margin
    return np.asarray(places, np.float32)


def _count(shape: tuple[int, ...], number: float) -> int:
    """Return how many there are in a picture of that shape, where `number` are in a square one."""
    return round(number * min(_LONGEST, max(shape[:2]) / min(shape[:2])))


def _streaks(
    shape: tuple[int, ...], layer: tuple[int, float, float, int], slant: float, amount: float, rng: np.random.Generator
) -> Floats:
    number, length, width, brightness = layer
    side = min(shape[:2])
    drawn = np.zeros(shape[:2], np.uint8)
    thick = max(1, round(width * side / 1000))
    count = _count(shape, number * amount)
    reach = length * side * rng.uniform(0.6, 1.3, count)
    lean = slant + rng.normal(0, 0.02, count)
    starts = _points(shape, count, length * side, rng)
    ends = starts + np.stack((lean * reach, reach), axis=1)
    values = brightness * rng.uniform(0.45, 1, count)
    for start, end, value in zip(_fixed(starts), _fixed(ends), values.tolist(), strict=True):
        cv2.line(drawn, start, end, value, thick, cv2.LINE_AA, _SHIFT)
    soft = cv2.GaussianBlur(drawn, (0, 0), max(0.4, 0.55 * width * side / 1000))
    return np.asarray(soft, np.float32) / np.float32(255)


def _flakes(
    shape: tuple[int, ...], layer: tuple[int, float, float, int], amount: float, rng: np.random.Generator
) -> Floats:
    number, radius, blur, brightness = layer
    side = min(shape[:2])
    drawn = np.zeros(shape[:2], np.uint8)
    count = _count(shape, number * amount)
    places = _points(shape, count, radius * side / 1000, rng)
    sizes = np.maximum(0.5, radius * side / 1000 * rng.uniform(0.55, 1.3, count))
    values = brightness * rng.uniform(0.6, 1, count)
    fall = rng.uniform(-0.35, 0.35) + rng.normal(0, 0.12, count)
    for place, size, value, lean in zip(_fixed(places), sizes.tolist(), values.tolist(), fall.tolist(), strict=True):
        axes = (round(size * 16), round(size * 16 * 1.25))
        cv2.ellipse(drawn, place, axes, -40 * lean, 0, 360, value, -1, cv2.LINE_AA, _SHIFT)
    soft = cv2.GaussianBlur(drawn, (0, 0), max(0.45, blur * side / 1000))
    return np.asarray(soft, np.float32) / np.float32(255)


def _fixed(places: Floats) -> list[tuple[int, int]]:
    return [(int(x), int(y)) for x, y in np.rint(places * (1 << _SHIFT))]


def _shafts(angle: Floats, rng: np.random.Generator) -> Floats:
    """Return the light in each direction from the sun, 0 to 1: a few broad shafts with narrower ones in them."""
    directions = np.linspace(-np.pi, np.pi, 2048, dtype=np.float32)
    light = np.zeros_like(directions)
    for count, weight in ((17, 0.6), (41, 0.3), (97, 0.1)):
        light += np.float32(weight) * np.sin(directions * count + np.float32(rng.uniform(0, 2 * np.pi)))
    light = np.clip(0.35 + 0.75 * light, 0, 1) ** 1.4
    at = (angle + np.pi) * np.float32(2047 / (2 * np.pi))
    return np.asarray(np.interp(at.ravel(), np.arange(2048), light).reshape(angle.shape), np.float32)
