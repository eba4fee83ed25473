"""The kinds of step in which words are written into a picture, or taken out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from wanwidgets.service.engine.kind import Kind, Reach, Spot
from wanwidgets.service.engine.lettering.legible import legible
from wanwidgets.service.engine.lettering.reword import reword
from wanwidgets.service.engine.lettering.room import room
from wanwidgets.service.engine.lettering.unwrite import unwrite
from wanwidgets.service.engine.lettering.write import Words, write
from wanwidgets.service.engine.pixels import Box, Pixels

__all__ = ["KINDS", "POSITIONS"]

POSITIONS: Mapping[str, tuple[float, float, float, float]] = MappingProxyType(
    {
        "top": (0.06, 0.04, 0.94, 0.19),
        "centre": (0.08, 0.4, 0.92, 0.6),
        "bottom": (0.06, 0.78, 0.94, 0.93),
        "top left": (0.04, 0.04, 0.48, 0.17),
        "top right": (0.52, 0.04, 0.96, 0.17),
        "bottom left": (0.04, 0.8, 0.48, 0.93),
        "bottom right": (0.52, 0.8, 0.96, 0.93),
    }
)
"""Where a caption lies: left, top, right and bottom in parts of the picture, above the corner tag."""


def _write(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    words = _words(spot)
    for box in _places(spot):
        pixels = write(pixels, box, words, rng)
    return pixels


def _caption(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    left, top, right, bottom = spot.inner
    position = spot.values["position"]
    x1, y1, x2, y2 = POSITIONS[position]
    width, height = right - left, bottom - top
    box = (left + int(x1 * width), top + int(y1 * height), left + int(x2 * width), top + int(y2 * height))
    across = 0.0 if position.endswith("left") else 1.0 if position.endswith("right") else 0.5
    return write(pixels, _at_least(box, spot.inner), replace(_words(spot), across=across), rng)


def _unwrite(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    for box in spot.boxes:
        pixels = unwrite(pixels, box, rng)
    return pixels


def _reword(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    text = legible(spot.values["text"])
    for box in spot.boxes:
        pixels = reword(pixels, box, text, rng)
    return pixels


def _words(spot: Spot) -> Words:
    said = spot.values
    return Words(
        legible(said["text"]),
        color=said.get("color", ""),
        bold=said["weight"] == "bold" if "weight" in said else None,
        tilt=said.get("tilt", ""),
        hand="hand" in said,
        carve="carve" in said,
    )


def _places(spot: Spot) -> tuple[Box, ...]:
    """Return where words can stand: of a mask the largest rectangle inside, so that its rim cuts none."""
    return spot.boxes if spot.area is None else (room(spot.area),)


def _at_least(box: Box, inner: Box) -> Box:
    """Keep a place one pixel wide and high in the smallest picture."""
    x1, y1 = min(box[0], inner[2] - 1), min(box[1], inner[3] - 1)
    return x1, y1, max(box[2], x1 + 1), max(box[3], y1 + 1)


_HOW = "[ in {weight} letters][ in {color}][ {hand}][ {carve}][ in perspective ({tilt})]"

KINDS: tuple[Kind, ...] = (
    Kind(
        "write",
        f'write "{{text}}"{_HOW} in {{where}}',
        _write,
        Reach.PLACE,
        example="\"Write 'Hello' in box 1\", or without a box \"Write 'Hello' at the top\"",
    ),
    Kind(
        "caption",
        f'write "{{text}}"{_HOW} at the {{position}} of {{where}}',
        _caption,
        Reach.WHOLE,
        example="\"Write 'Hello' at the top\"",
    ),
    Kind("unwrite", "take the letters out of {where}", _unwrite, Reach.PLACE, example='"Remove the text in box 1"'),
    Kind(
        "reword",
        'replace the words[ "{old}"] in {where} with "{text}"',
        _reword,
        Reach.PLACE,
        example="\"Replace the text in box 1 with 'Sale'\"",
    ),
)
