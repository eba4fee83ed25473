"""What the engine can do, one value a kind of step: how it is said, where it may happen, what draws it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType

import numpy as np

from wanwidgets.service.engine.masks import blend_under, bounds
from wanwidgets.service.engine.pixels import Box, Mask, Pixels, blend_inside

__all__ = ["Change", "Draw", "Kind", "Reach", "Spot", "changing"]

_SOFT_RIM = 0.02
"""Width over which a change fades in inside a box, in parts of the box's shorter side."""


class Reach(Enum):
    """Where a step can happen."""

    ANYWHERE = "anywhere"
    """In boxes or under a mask, and in the whole picture where there is none."""
    PLACE = "place"
    """Only where a box or a mask says."""
    WHOLE = "whole"
    """Only to the whole picture; boxes that are not named are not regarded."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where and with what one step is done. All boxes are in pixels of the picture that is handed over with it.

    Attributes
    ----------
    boxes : tuple
        Where it is to happen; empty: everywhere. Under a mask the one box around the mask.
    area : numpy.ndarray or None
        height × width: where a mask lets it happen.
    sources : tuple of numpy.ndarray
        What the step takes from elsewhere, each cut to its box, no longer than `_LARGEST_SOURCE` of `edit`.
    origins : tuple
        For each source its box, if it is part of the very picture that is changed; else None.
    around : tuple
        For each source a picture that shows it with some of what is around it, and its box in there.
    amount : float
        0.5 for "slightly", 1, or 1.6 for "strongly".
    values : mapping
        What else the prompt says.
    inner : tuple
        The box in which the picture itself lies; around it there can be a frame, where ratios differ.
    size : tuple of int
        Width and height of the output.
    """

    boxes: tuple[Box, ...] = ()
    area: Mask | None = None
    sources: tuple[Pixels, ...] = ()
    origins: tuple[Box | None, ...] = ()
    around: tuple[tuple[Pixels, Box], ...] = ()
    amount: float = 1.0
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    inner: Box = (0, 0, 0, 0)
    size: tuple[int, int] = (0, 0)


Draw = Callable[[Pixels, Spot, np.random.Generator], Pixels]
"""A picture, where and with what, and chance: the picture with the step done. It may raise `EngineRefusal`."""

Change = Callable[[Pixels, float, np.random.Generator], Pixels]
"""A picture of any size, how much, and chance: a picture of the same size."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of step.

    Attributes
    ----------
    name : str
        As in `Step.kind`.
    said : str
        How it is told in English, with ``{where}`` ("box 1 of image 2"), ``{source}`` ("box 1 of image 1"; several are
        joined by "and"), ``{strength}`` ("", " slightly", " strongly") and the names of the step's values in braces. A
        stretch in square brackets is left out where a value that it names is not given.
    draw : callable
        Does it.
    reach : Reach
        Where it can happen.
    sources : int
        How many things it takes from elsewhere, at least.
    most_sources : int
        At most.
    assumes : bool
        Whether, where the prompt names no source, the other pictures are meant if there are just as many.
    own_source : bool
        Whether a source can be a part of the picture that is changed.
    beyond : bool
        Whether it changes what is outside the boxes; else the engine sees to it that not a pixel there does.
    reframes : bool
        Whether things come to lie elsewhere, or the size changes: what it returns is fitted to the output again, and
        later steps can name no box.
    gathers : bool
        Whether all pictures are its sources and none is the one that is changed.
    thing : bool
        Whether it is about the thing in a box: where the step names no box, those of the step before are meant.
    example : str
        A prompt that works, for refusals.
    """

    name: str
    said: str
    draw: Draw
    reach: Reach = Reach.ANYWHERE
    sources: int = 0
    most_sources: int = 0
    assumes: bool = False
    own_source: bool = False
    beyond: bool = False
    reframes: bool = False
    gathers: bool = False
    thing: bool = False
    example: str = ""


def changing(change: Change, whole: Change | None = None, rim: float = _SOFT_RIM) -> Draw:
    """Return what does a change in boxes or under a mask, fading in at the rim, or to the whole picture.

    Parameters
    ----------
    change
        Is handed what lies in each box.
    whole
        Does it to a whole picture, where that is something else.
    rim
        Width over which it fades in inside a box, in parts of the box's shorter side; 0: a hard edge.
    """

    def draw(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
        def inside(part: Pixels) -> Pixels:
            return change(part, spot.amount, rng)

        if spot.area is not None:
            return blend_under(pixels, spot.area, inside, _rim(bounds(spot.area), rim))
        if not spot.boxes:
            return (whole or change)(pixels, spot.amount, rng)
        for box in spot.boxes:
            pixels = blend_inside(pixels, box, inside, _rim(box, rim))
        return pixels

    return draw


def _rim(box: Box, part: float) -> float:
    return part * min(box[2] - box[0], box[3] - box[1])
