"""A landscape of paper layers, drawn from a seed."""

from __future__ import annotations

import math

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from wanwidgets.service.engine.cards.colors import Color, Scheme
from wanwidgets.service.engine.pixels import Box

__all__ = ["backdrop"]

_SHADE = 70
"""How dark the shadow of a layer is on the one behind it, of 255."""
_COARSE = 8
"""Shadows have no detail: they are drawn so many times smaller."""
_SUBPIXELS = 4
"""Bits below a pixel with which edges are drawn."""
_POINTS = 900


def backdrop(size: tuple[int, int], stage: Box, colors: Scheme, rng: np.random.Generator) -> Image.Image:
    """Draw the layers from top to bottom, each over the shadow that it casts.

    Parameters
    ----------
    size
        Width and height, pixels.
    stage
        The part that stays visible; the layers' heights are parts of its height.
    colors
        Layers and sun.
    rng
        Shapes and places.
    """
    width, height = size
    image = Image.new("RGB", size, colors.layers[0][0])
    side = min(stage[2] - stage[0], stage[3] - stage[1], *size)
    if colors.sun is not None:
        _sun(image, stage, (side, colors.layers[0][1] * (stage[3] - stage[1])), colors.sun, rng)
    level = float(stage[1])
    lively = float(rng.uniform(0.7, 1.3))
    for number, (above, below) in enumerate(zip(colors.layers, colors.layers[1:], strict=False)):
        level += above[1] * (stage[3] - stage[1])
        reach = min(0.5 * (above[1] + below[1]) * (stage[3] - stage[1]), 0.3 * side) * lively
        x = np.linspace(-1, width + 1, min(_POINTS, width + 2))
        y = level + _ridge(x, max(side, 1), 0.8 * reach, number, rng)
        _lay(image, _below(x, y, size), math.ceil(y.max()) + 2, below[0])
        if level > height:
            break
    return image


def _sun(image: Image.Image, stage: Box, measures: tuple[int, float], color: Color, rng: np.random.Generator) -> None:
    """Draw the sun low in the sky; `measures` are the stage's shorter side and the height of the sky, pixels."""
    side, sky = measures
    radius = side * float(rng.uniform(0.1, 0.17))
    x = stage[0] + (stage[2] - stage[0]) * float(rng.uniform(0.2, 0.8))
    y = stage[1] + max(1.3 * radius, sky * float(rng.uniform(0.45, 0.95)))
    reach = math.ceil(radius) + 2
    corner = (math.floor(x) - reach, math.floor(y) - reach)
    mask = np.zeros((2 * reach + 1, 2 * reach + 1), np.uint8)
    unit = 1 << _SUBPIXELS
    centre = (round((x - corner[0]) * unit), round((y - corner[1]) * unit))
    cv2.circle(mask, centre, round(radius * unit), 255, -1, cv2.LINE_AA, _SUBPIXELS)
    image.paste(color, corner, Image.fromarray(mask))


def _ridge(
    x: npt.NDArray[np.float64], side: int, reach: float, number: int, rng: np.random.Generator
) -> npt.NDArray[np.float64]:
    """Return heights around 0: long waves in front, more pointed ones far away."""
    out = np.zeros_like(x)
    for octave, weight in enumerate((0.62, 0.26, 0.12)):
        length = side * float(rng.uniform(0.9, 1.9)) / 2.1**octave
        wave = np.sin(2 * np.pi * (x / length + float(rng.uniform())))
        peaked = 1 - 2 * np.abs(np.sin(np.pi * (x / length + float(rng.uniform()))))
        share = 0.75 if number < 2 else 0.1  # noqa: PLR2004 - the two layers at the horizon are mountains
        out += weight * ((1 - share) * wave + share * peaked)
    return np.asarray(-out * reach)


def _below(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], size: tuple[int, int]) -> Image.Image:
    outline = np.concatenate([np.stack([x, y], axis=1), [(size[0] + 1, size[1] + 1), (-1, size[1] + 1)]])
    mask = np.zeros((size[1], size[0]), np.uint8)
    points = np.rint(outline * (1 << _SUBPIXELS)).astype(np.int32)
    cv2.fillPoly(mask, [points], 255, cv2.LINE_AA, _SUBPIXELS)
    return Image.fromarray(mask)


def _lay(image: Image.Image, mask: Image.Image, whole: int, color: Color) -> None:
    """Lay a layer over its shadow; from the row `whole` down it covers everything, so nothing is blended there."""
    box = mask.getbbox()
    if box is None:
        return
    spread = max(2, min(image.size) // 90)
    # The shadow falls upward, so a little more than the layer is touched.
    top = max(0, box[1] - 4 * spread)
    down = max(1, min(whole, image.height) - top)
    part = mask.crop((0, top, image.width, image.height))
    small = part.resize((max(1, part.width // _COARSE), max(1, part.height // _COARSE)), Image.Resampling.BOX)
    soft = small.filter(ImageFilter.GaussianBlur(max(0.5, spread / _COARSE))).point(lambda value: value * _SHADE // 255)
    dark = tuple(value // 3 for value in color)
    edge = (0, top, image.width, top + down)
    shadow = soft.resize(part.size, Image.Resampling.BILINEAR).crop((0, 0, part.width, down))
    image.paste(dark, edge, shadow)
    image.paste(color, edge, mask.crop(edge))
    image.paste(color, (0, top + down, image.width, image.height))
