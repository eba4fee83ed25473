"""The colours of a card: given by a palette, or chosen by the seed."""

from __future__ import annotations

import colorsys
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

__all__ = ["INK", "MUTED", "PAPER", "Color", "Scheme", "luminance", "scheme"]

Color = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""

PAPER: Color = (251, 249, 245)
INK: Color = (26, 28, 34)
MUTED: Color = (104, 106, 116)

# From the sky to the foreground, and the sun.
_SCENES: tuple[tuple[tuple[Color, ...], Color], ...] = (
    (((250, 228, 208), (245, 190, 164), (224, 140, 128), (168, 92, 110), (104, 62, 92), (54, 40, 68)), (255, 248, 234)),
    (((226, 241, 242), (176, 216, 220), (116, 181, 193), (62, 137, 160), (30, 93, 122), (17, 55, 82)), (255, 238, 204)),
    (((238, 241, 224), (202, 217, 180), (146, 182, 140), (92, 142, 112), (50, 98, 86), (26, 60, 60)), (252, 224, 152)),
    (((239, 224, 241), (208, 178, 221), (160, 128, 196), (112, 88, 164), (72, 58, 124), (40, 34, 80)), (255, 216, 198)),
    (((251, 241, 224), (239, 214, 175), (223, 178, 126), (196, 136, 90), (148, 92, 66), (92, 56, 48)), (255, 253, 243)),
    (
        ((238, 245, 251), (205, 223, 241), (160, 190, 222), (112, 152, 198), (70, 108, 160), (36, 62, 108)),
        (255, 242, 216),
    ),
    (((255, 235, 216), (252, 202, 154), (242, 150, 98), (214, 98, 74), (150, 58, 66), (78, 34, 52)), (255, 251, 238)),
    (((240, 236, 226), (214, 205, 190), (176, 168, 156), (128, 128, 126), (82, 90, 98), (44, 52, 66)), (236, 110, 76)),
)
_SKY = 0.36
"""Part of the height that the sky takes."""
_TURN = 0.045
"""Most by which a scene's hues are turned, in parts of the circle."""
_DARKEST = 0.2
"""Luminance that an accent may have on paper."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """Colours of a card.

    `layers` are those of the backdrop from top to bottom, each with the part of the height that it takes; `accent` is
    for lines and headings on paper.
    """

    layers: tuple[tuple[Color, float], ...]
    sun: Color | None
    accent: Color


def scheme(parameters: Mapping[str, Any], rng: np.random.Generator) -> Scheme:
    """Choose the colours.

    Parameters
    ----------
    parameters
        ``color_palette`` is used where it is given: rows of ``hex`` and ``ratio``, as the provider takes them.
    rng
        Chooses a scene otherwise, and turns its hues a little.
    """
    palette = parameters.get("color_palette")
    if palette:
        layers = _given(palette)
        return Scheme(layers, None, _accent([color for color, _ in layers]))
    colors, sun = _SCENES[int(rng.integers(len(_SCENES)))]
    turn = float(rng.uniform(-_TURN, _TURN))
    turned = [_turned(color, turn) for color in colors]
    rest = (1 - _SKY) / (len(turned) - 1)
    shares = (_SKY, *[rest] * (len(turned) - 1))
    return Scheme(tuple(zip(turned, shares, strict=True)), sun, _accent(turned[2:]))


def _given(palette: Sequence[Mapping[str, str]]) -> tuple[tuple[Color, float], ...]:
    rows = [(_hex(row["hex"]), float(str(row["ratio"]).rstrip("%")) / 100) for row in palette]
    total = sum(share for _, share in rows) or 1.0
    return tuple((color, share / total) for color, share in sorted(rows, key=lambda row: -luminance(row[0])))


def _hex(text: str) -> Color:
    digits = text.lstrip("#")
    red, green, blue = (int(digits[place : place + 2], 16) for place in (0, 2, 4))
    return red, green, blue


def _turned(color: Color, turn: float) -> Color:
    hue, light, depth = colorsys.rgb_to_hls(*(value / 255 for value in color))
    red, green, blue = colorsys.hls_to_rgb((hue + turn) % 1, light, depth)
    return round(255 * red), round(255 * green), round(255 * blue)


def luminance(color: Color) -> float:
    """Return the relative luminance, 0 to 1 (a square for sRGB's curve: precise enough to order colours).

    >>> luminance((0, 0, 0)), round(luminance((255, 255, 255)), 3)
    (0.0, 1.0)
    """
    weights = zip((0.2126, 0.7152, 0.0722), color, strict=True)
    return sum(weight * math.pow(value / 255, 2.2) for weight, value in weights)


def _accent(colors: Sequence[Color]) -> Color:
    """Take the most vivid colour, darkened until it can be read on paper."""
    best = max(colors, key=lambda color: max(color) - min(color))
    while luminance(best) > _DARKEST:
        best = (int(best[0] * 0.9), int(best[1] * 0.9), int(best[2] * 0.9))
    return best
