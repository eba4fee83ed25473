"""The kinds of step in which things are put into boxes, moved, swapped and taken away."""

from __future__ import annotations

import numpy as np

from wanwidgets.service.engine.kind import Kind, Reach, Spot
from wanwidgets.service.engine.pixels import Box, Pixels
from wanwidgets.service.engine.placing.erase import erase
from wanwidgets.service.engine.placing.move import move, swap
from wanwidgets.service.engine.placing.place import place
from wanwidgets.service.engine.placing.remove import remove
from wanwidgets.service.engine.refusal import INVALID, EngineRefusal

__all__ = ["KINDS"]

_TWO = 2
_SMALLEST = 8
"""Shorter side, in pixels of the output, of a box from which something can be moved."""


def _place(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    view, part = spot.around[0]
    for box in spot.boxes:
        pixels = place(pixels, view, box, rng, part)
    return pixels


def _replace(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    return _place(_remove(pixels, spot, rng), spot, rng)


def _move(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    start = spot.origins[0]
    if start is None or len(spot.boxes) != 1:
        raise EngineRefusal(INVALID, "To move something takes a box around it and a box where it is to be: draw both.")
    _check("move", start, spot.boxes[0])
    return move(pixels, start, spot.boxes[0], rng)


def _swap(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    if len(spot.boxes) != _TWO:
        raise EngineRefusal(INVALID, f"To swap takes two boxes of one picture, there are {len(spot.boxes)}.")
    first, second = spot.boxes
    _check("swap", first, second)
    if first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]:
        raise EngineRefusal(INVALID, "The two boxes that are to be swapped overlap: draw them apart.")
    return swap(pixels, first, second, rng)


def _check(verb: str, *boxes: Box) -> None:
    for x1, y1, x2, y2 in boxes:
        if min(x2 - x1, y2 - y1) < _SMALLEST:
            raise EngineRefusal(
                INVALID,
                f"A box of {x2 - x1}*{y2 - y1} pixels of the output is too small to {verb} something from or to: draw "
                f"one of at least {_SMALLEST}*{_SMALLEST}.",
            )


def _remove(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    return remove(pixels, spot.boxes, rng) if spot.area is None else erase(pixels, spot.area, rng)


KINDS: tuple[Kind, ...] = (
    Kind(
        "place",
        "place {source} in {where}",
        _place,
        Reach.PLACE,
        sources=1,
        most_sources=1,
        own_source=True,
        example='"Place image 1 in box 1 of image 2"',
    ),
    Kind(
        "replace",
        "replace what is in {where} with {source}",
        _replace,
        Reach.PLACE,
        sources=1,
        most_sources=1,
        own_source=True,
        example='"Replace what is in box 1 of image 2 with image 1"',
    ),
    Kind(
        "move",
        "move what is in {source} to {where}",
        _move,
        Reach.PLACE,
        sources=1,
        most_sources=1,
        own_source=True,
        # It changes the box from which it moves, which is its source.
        beyond=True,
        example='"Move what is in box 1 to box 2"',
    ),
    Kind("swap", "swap what is in {where}", _swap, Reach.PLACE, example='"Swap what is in box 1 and box 2"'),
    Kind("remove", "remove what is in {where}", _remove, Reach.PLACE, example='"Remove what is in box 1"'),
)
