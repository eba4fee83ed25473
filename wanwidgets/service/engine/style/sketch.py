"""Pencil on paper, black or in colours."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.grain import grain
from wanwidgets.service.engine.pixels import Floats, Pixels
from wanwidgets.service.engine.style.canvas import WORK, enlarged, faded, grey_of, shrunk
from wanwidgets.service.engine.style.flow import flow
from wanwidgets.service.engine.style.lines import inked
from wanwidgets.service.engine.style.pigment import paper

__all__ = ["crayon", "sketch"]

_STROKE = 0.03
"""Length of a hatching stroke in parts of the shorter side."""
_SHEET = np.array((0.985, 0.98, 0.965), np.float32)
_LEAD = np.array((0.16, 0.16, 0.18), np.float32)


def sketch(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Return the picture as a pencil drawing: contours, and hatching for what is dark.

    Parameters
    ----------
    pixels
        height × width × 3.
    amount
        Below 1 the photograph shines through; above 1 the pencil is pressed harder.
    rng
        Chooses the slant of the hatching, and makes strokes and paper.

    Examples
    --------
    >>> pixels = np.full((60, 60, 3), (200, 40, 40), np.uint8)
    >>> out = sketch(pixels, 1.0, np.random.default_rng(0)).astype(int)
    >>> bool(np.ptp(out, axis=2).max() < 14)
    True
    """
    lead = _lead(pixels, rng, shade=0.95, press=max(amount, 1.0))
    return faded(pixels, _SHEET + (_LEAD - _SHEET) * lead[:, :, None], amount)


def crayon(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Return the picture as a drawing in coloured pencils; the parameters are those of `sketch`.

    >>> pixels = np.full((60, 60, 3), (200, 40, 40), np.uint8)
    >>> r, g, b = crayon(pixels, 1.0, np.random.default_rng(0)).mean(axis=(0, 1))
    >>> bool(r > g + 30)
    True
    """
    values = shrunk(pixels)
    soft = np.asarray(cv2.bilateralFilter(values, 7, 0.12, 3), np.float32)
    grey = grey_of(soft)[:, :, None]
    # A pencil is chosen by its hue; how dark it gets comes from the pressure.
    color = np.clip(grey + (soft - grey) * np.float32(1.75), 0, 1) * np.float32(0.92)
    chroma = soft.max(axis=2) - soft.min(axis=2)
    lead = _lead(pixels, rng, shade=0.75, press=max(amount, 1.0), least=enlarged(chroma, pixels.shape))
    drawn = _SHEET + (enlarged(color, pixels.shape) - _SHEET) * np.clip(1.15 * lead, 0, 1)[:, :, None]
    return faded(pixels, np.asarray(np.clip(drawn, 0, 1), np.float32), amount)


def _lead(
    pixels: Pixels, rng: np.random.Generator, *, shade: float, press: float, least: Floats | None = None
) -> Floats:
    """Return how much of the pencil is on the paper, 0 to 1, height × width of the picture."""
    values = shrunk(pixels)
    grey = grey_of(values)
    side = min(grey.shape)
    direction = flow(grey, max(1.0, 0.006 * side))
    lines = inked(grey, direction, max(1.0, 0.0026 * side), threshold=-0.006)
    bold = inked(grey, direction, max(1.5, 0.006 * side), threshold=-0.02)
    lines = enlarged(np.maximum(0.85 * lines, 0.75 * bold), pixels.shape)
    dark = enlarged(_darkness(grey), pixels.shape)
    if least is not None:
        dark = np.maximum(dark, np.clip(0.22 + 0.85 * least, 0, 0.9))
    slant = rng.uniform(0.6, 0.95)
    first = _hatching(pixels.shape, slant, rng)
    second = _hatching(pixels.shape, slant + rng.uniform(0.5, 0.8), rng)
    # Rows of strokes lie over each other where it is darker, and never close up quite.
    tone = _covered(dark, first, 0.0) + _covered(dark, second, 0.38)
    rough = 1 + 0.16 * paper(pixels.shape, rng)
    lead = np.float32(shade) * tone * rough + lines * (1 - 0.4 * tone) * np.clip(rough, 0.6, 1.2)
    return np.asarray(np.clip(lead * press**0.5, 0, 1), np.float32)


def _darkness(grey: Floats) -> Floats:
    """Return how dark a draughtsman would make it: the range is stretched, and light parts stay paper."""
    low, high = np.percentile(grey, (2, 97))
    even = np.clip((grey - low) / max(float(high - low), 0.1), 0, 1)
    soft = np.asarray(cv2.GaussianBlur(1 - even, (0, 0), max(0.5, 0.002 * min(grey.shape))), np.float32)
    return np.asarray(np.clip((soft - 0.12) / 0.88, 0, 1) ** 1.15, np.float32)


def _covered(dark: Floats, strokes: Floats, start: float) -> Floats:
    """Return the lead of one row of strokes, in which what is darker than `start` is hatched."""
    wanted = np.clip((dark - start) / (1 - start), 0, 1)
    return np.asarray(0.62 * wanted * np.clip(0.55 + wanted * 0.45 + 0.42 * strokes, 0, 1.25), np.float32)


def _hatching(shape: tuple[int, ...], slant: float, rng: np.random.Generator) -> Floats:
    """Return parallel strokes, a little uneven, mean 0 and deviation 1, height × width."""
    height, width = shape[:2]
    scale = min(1.0, WORK / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    # Strokes are drawn level on a sheet that still covers the picture when it is turned.
    side = int(np.hypot(*size)) + 8
    length = max(2.0, _STROKE * min(size))
    level = cv2.GaussianBlur(grain((side, side), max(1.0, min(size) / 600), rng), (0, 0), sigmaX=length / 3, sigmaY=0.5)
    turned = np.array(cv2.getRotationMatrix2D((side / 2, side / 2), float(np.degrees(slant)), 1.0), np.float64)
    turned[:, 2] += np.array(size) / 2 - side / 2
    field = np.asarray(cv2.warpAffine(level, turned, size, flags=cv2.INTER_LINEAR), np.float32)
    return enlarged(np.asarray((field - field.mean()) / max(float(field.std()), 1e-6), np.float32), shape)
