"""Things of one picture change their places, and what they leave behind is filled."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wanwidgets.service.engine.cutting.plain import Cutout
from wanwidgets.service.engine.pixels import Box, Pixels, crop
from wanwidgets.service.engine.placing.place import blend, lay
from wanwidgets.service.engine.placing.remove import remove
from wanwidgets.service.engine.placing.things import thing_of

__all__ = ["move", "swap"]


def move(pixels: Pixels, start: Box, end: Box, rng: np.random.Generator) -> Pixels:
    """Bring what is in one box to another one; outside the two not a pixel changes.

    A thing that can be told from what is around it arrives alone; otherwise all of the box does. The box that it leaves
    is filled by `remove`.

    Parameters
    ----------
    pixels
        height × width × 3.
    start, end
        In pixels, inside the picture; they may overlap.
    rng
        Chooses the fill, and varies the blending.
    """
    return _moved(pixels, ((start, end),), rng)


def swap(pixels: Pixels, first: Box, second: Box, rng: np.random.Generator) -> Pixels:
    """Exchange what is in two boxes, each scaled to the other's; outside the two not a pixel changes.

    Parameters
    ----------
    pixels
        height × width × 3.
    first, second
        In pixels, inside the picture, apart from each other.
    rng
        Chooses the fills, and varies the blending.
    """
    return _moved(pixels, ((first, second), (second, first)), rng)


def _moved(pixels: Pixels, ways: Sequence[tuple[Box, Box]], rng: np.random.Generator) -> Pixels:
    taken = [(crop(pixels, start), thing_of(pixels, start), end) for start, end in ways]
    # What is left of a box without its thing can be a part that was not told, or its shadow: all of it goes.
    out = remove(pixels, [start for start, _ in ways], rng)
    for patch, thing, end in taken:
        out = _put(out, patch, thing, end, rng)
    return out


def _put(pixels: Pixels, patch: Pixels, thing: Cutout | None, end: Box, rng: np.random.Generator) -> Pixels:
    # The space around the thing comes along, so that it keeps its size where the boxes are of one size.
    return blend(pixels, patch, end, rng) if thing is None else lay(pixels, thing, end, rng)
