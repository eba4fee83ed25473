"""The colours of one picture onto another.

`reinhard` moves mean and spread of each channel of LAB (Reinhard, Ashikhmin, Gooch and Shirley, "Color Transfer between
Images", 2001), `histogram` the whole distribution of red, green and blue. Both are a map of colours that is the same
for every pixel, so edges stay where they are.
"""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.pixels import Floats, Mask, Pixels, bytes_of

__all__ = ["histogram", "reinhard"]

_SAMPLE = 256
"""Pixels a side, at most, of which statistics are made."""
_NARROW = np.array((0.45, 0.0, 0.0))
_WIDE = 2.2
"""By how much a spread is narrowed and widened: a grey source takes all colour, but never all drawing; too wide, and
noise becomes blotches."""
_FLOOR = 1.5
"""Spread, in units of LAB, below which a channel counts as flat."""
_LIGHT = 0.6
"""How much of the way lightness goes when colours go all of it: a day in the colours of a night is still a day."""
_STRIP = 1 << 18
"""Pixels that are worked on at a time; a large picture never lies in memory as floats."""
_STEEPEST = 3.0
"""Grey levels that one level may become; more shows as bands."""


def reinhard(
    pixels: Pixels, source: Pixels, amount: float, rng: np.random.Generator, thing: Mask | None = None
) -> Pixels:
    """Return the picture in the colours of `source`: mean and spread of LAB follow.

    Parameters
    ----------
    pixels
        height × width × 3.
    source
        A picture of any size.
    amount
        1 moves colour all the way and lightness 0.6 of it; less moves both less, and 1.6 moves lightness as well.
    rng
        Varies how far colour goes by up to 12 %, and lightness by up to 30 %.
    thing
        height × width: whose colours are to become those of `source`; None: those of the whole picture.

    Examples
    --------
    >>> red = np.full((9, 9, 3), (160, 90, 80), np.uint8)
    >>> blue = np.full((5, 5, 3), (70, 90, 170), np.uint8)
    >>> r, g, b = reinhard(red, blue, 1.0, np.random.default_rng(0))[0, 0]
    >>> bool(b > r)
    True
    """
    mean, spread = _moments(_sample(pixels, thing))
    goal, wide = _moments(_sample(source, None))
    gain = np.clip(wide / np.maximum(spread, _FLOOR), _NARROW, _WIDE)
    light = min(_LIGHT * amount * rng.uniform(0.7, 1.3), 1.0)
    colour = min(amount, 1.0) * rng.uniform(0.88, 1.0)
    share = np.array((light, colour, colour))
    # One line for each channel: what stays, what is stretched, what is added.
    slope = 1 - share + share * gain
    offset = share * (goal - gain * mean)
    return _by_strips(pixels, slope.astype(np.float32), offset.astype(np.float32))


def histogram(
    pixels: Pixels, source: Pixels, amount: float, rng: np.random.Generator, thing: Mask | None = None
) -> Pixels:
    """Return the picture with the histograms of `source`: as much of each red, green and blue.

    Parameters
    ----------
    pixels
        height × width × 3.
    source
        A picture of any size.
    amount
        1 moves all the way; less moves less, more is the same as 1.
    rng
        Varies how far by up to 12 %.
    thing
        height × width: whose colours are to become those of `source`; None: those of the whole picture.

    Examples
    --------
    >>> ramp = np.repeat(np.arange(100, 150, dtype=np.uint8)[:, None, None], 3, 2)
    >>> out = histogram(ramp, np.repeat(np.arange(256, dtype=np.uint8)[:, None, None], 3, 2), 1.0,
    ...                 np.random.default_rng(0))
    >>> bool(np.ptp(out.astype(int)) > 100)
    True
    """
    share = min(amount, 1.0) * rng.uniform(0.88, 1.0)
    table = np.empty((256, 3), np.float32)
    levels = np.arange(256, dtype=np.float32)
    own, other = _spots(pixels, thing), _spots(source, None)
    for channel in range(3):
        curve = _matched(own[:, channel], other[:, channel])
        table[:, channel] = (1 - share) * levels + share * curve
    return np.asarray(cv2.LUT(pixels, bytes_of(table)[None]), np.uint8)


def _by_strips(pixels: Pixels, slope: Floats, offset: Floats) -> Pixels:
    out = np.empty_like(pixels)
    rows = max(1, _STRIP // max(1, pixels.shape[1]))
    for top in range(0, pixels.shape[0], rows):
        lab = _lab(pixels[top : top + rows])
        light = lab[:, :, 0].copy()
        lab *= slope
        lab += offset
        # Paper and pitch have no colour: they would clip to a tint that nothing in the source has.
        kept = 1 - (np.abs(light - 50) / 50) ** 6
        lab[:, :, 1:] *= kept[:, :, None]
        np.clip(lab[:, :, 0], 0, 100, out=lab[:, :, 0])
        out[top : top + rows] = bytes_of(255 * np.asarray(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB)))
    return out


def _lab(pixels: Pixels) -> Floats:
    return np.asarray(cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)


def _spots(pixels: Pixels, thing: Mask | None) -> Pixels:
    """Return pixels from all over the picture, or of the thing on it: number × 3."""
    step = max(1, max(pixels.shape[:2]) // _SAMPLE)
    spots = pixels[::step, ::step]
    chosen = None if thing is None else thing[::step, ::step]
    if chosen is None or not chosen.any():
        return spots.reshape(-1, 3)
    return np.asarray(spots[chosen], np.uint8)


def _sample(pixels: Pixels, thing: Mask | None) -> Floats:
    return np.asarray(_lab(np.ascontiguousarray(_spots(pixels, thing))[None])[0], np.float32)


def _moments(lab: Floats) -> tuple[Floats, Floats]:
    return lab.mean(axis=0), lab.std(axis=0)


def _matched(own: Pixels, other: Pixels) -> Floats:
    """Return for each level of `own` the one of `other` that as many pixels lie below."""
    below = np.cumsum(np.bincount(own, minlength=256)) / own.size
    # A level no pixel has is as far as the next that one has; the middle of a step is what a level stands for.
    middle = below - np.bincount(own, minlength=256) / own.size / 2
    there = np.cumsum(np.bincount(other, minlength=256)) / other.size
    curve = np.interp(middle, there - np.bincount(other, minlength=256) / other.size / 2, np.arange(256))
    risen = np.cumsum(np.minimum(np.diff(curve, prepend=curve[0]), _STEEPEST))
    usual = int(np.median(own))
    limited = curve[usual] + risen - risen[usual]
    smooth = cv2.GaussianBlur(limited.astype(np.float32)[None], (0, 0), 3, borderType=cv2.BORDER_REFLECT_101)
    return np.asarray(smooth, np.float32).reshape(-1)
