"""What may stand in for a hole: several proposals, each with the light it needs, of which one is taken."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np

from wanwidgets.service.engine.pixels import Box, Mask, Pixels, crop
from wanwidgets.service.engine.placing.donors import donors
from wanwidgets.service.engine.placing.exemplar import exemplar
from wanwidgets.service.engine.placing.offsets import Offsets, copied, spread
from wanwidgets.service.engine.placing.quilt import quilt

__all__ = ["Hole", "Proposal", "closed", "proposals"]

LIGHT = 36.0
"""Most that a copied place is brightened or darkened to meet the rim; more comes from a thing that crosses the rim."""
_THIN = 12.0
"""Half the thickness, in pixels, up to which a hole can be closed from its rim alone."""
_SLIGHT = 1.5
"""Half the thickness, in pixels of the small copy, from which there is something to search for."""
_RADIUS = 3.0
_MARGIN = 2


@dataclass(frozen=True, slots=True)
class Hole:
    """What is to be filled.

    Attributes
    ----------
    view : numpy.ndarray
        The hole and its surroundings, height × width × 3.
    unknown : numpy.ndarray
        height × width: what must not be copied, the hole among it.
    part : numpy.ndarray
        height × width: the hole.
    spot : tuple
        The box around the hole and the rim where the fill meets the picture.
    """

    view: Pixels
    unknown: Mask
    part: Mask
    spot: Box

    @property
    def thickness(self) -> float:
        """How far, in pixels, the innermost pixel is from the rim."""
        return float(cv2.distanceTransform(np.pad(self.part, 1).astype(np.uint8), cv2.DIST_L2, 5).max())

    def shrunk(self, longest: int) -> Hole:
        """Return a copy, its longer side of no more than so many pixels."""
        height, width = self.part.shape
        scale = min(1.0, longest / max(height, width))
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        x1, y1, x2, y2 = self.spot
        spot = (int(x1 * scale), int(y1 * scale), math.ceil(x2 * scale), math.ceil(y2 * scale))
        small = np.asarray(cv2.resize(self.view, size, interpolation=cv2.INTER_AREA), np.uint8)
        unknown, part = (
            np.asarray(cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_AREA), np.float32) > 0
            for mask in (self.unknown, self.part)
        )
        return Hole(small, unknown, part, (spot[0], spot[1], min(spot[2], size[0]), min(spot[3], size[1])))


@dataclass(frozen=True, slots=True)
class Proposal:
    """A fill.

    Attributes
    ----------
    drawn : callable
        Draws it into the spot of a hole.
    limit : float
        How far its light may be bent, in grey levels.
    grain : float
        How much grain it needs, where 1 is as much as the picture has.
    pieced : bool
        Whether it is made of small pieces: where that is no better than what came before, large ones are not.
    """

    drawn: Callable[[Hole], Pixels]
    limit: float
    grain: float
    pieced: bool = False


def proposals(hole: Hole, small: Hole, rng: np.random.Generator) -> Iterator[Proposal]:
    """Make all that a hole allows; there is always one. They are made one by one, as they are asked for.

    A place copied as a whole, small pieces (`exemplar`), large pieces (`quilt`), for thin holes the colours of the rim
    drawn inwards (Telea, "An Image Inpainting Technique Based on the Fast Marching Method", 2004), and one even colour
    that takes its light from the rim: it shows that something is gone, and shows nothing that was never there.

    Parameters
    ----------
    hole
        At full size.
    small
        The same, shrunk.
    rng
        Chooses between what fits about as well.
    """
    yield Proposal(_even, 255.0, 1.0)
    if hole.unknown.all():
        return
    if hole.thickness <= _THIN:
        yield Proposal(_closed, 0.0, 0.4)
    donated = _donated(small, rng)
    if donated is not None:
        yield _copy(donated, small)
    if small.thickness < _SLIGHT:
        return
    pixels = small.view.astype(np.float32)
    sketch = exemplar(pixels, small.unknown, rng)
    if sketch is None:
        return
    guide, offsets = sketch
    yield _copy(offsets, small, pieced=True)
    large = quilt(pixels, small.unknown, guide, rng)
    if large is not None:
        yield _copy(large, small)


def _copy(offsets: Offsets, small: Hole, *, pieced: bool = False) -> Proposal:
    return Proposal(partial(_transferred, spread(offsets, small.unknown)), LIGHT, 0.0, pieced)


def _even(hole: Hole) -> Pixels:
    """Return the median colour of what is known; of all where nothing is."""
    known = hole.view.reshape(-1, 3) if hole.unknown.all() else hole.view[~hole.unknown]
    level = np.median(known[:: max(1, len(known) // 10_000)], axis=0)
    x1, y1, x2, y2 = hole.spot
    return np.broadcast_to(level, (y2 - y1, x2 - x1, 3)).astype(np.uint8)


def _closed(hole: Hole) -> Pixels:
    return crop(closed(hole.view, hole.part, _RADIUS), hole.spot)


def closed(view: Pixels, part: Mask, radius: float) -> Pixels:
    """Draw the colours of the rim of a part into it, by Telea's method, from so many pixels around each pixel."""
    # OpenCV reads beyond the end of a picture of one row or column, so it is handed a wider one.
    wide = cv2.copyMakeBorder(view, *(_MARGIN,) * 4, cv2.BORDER_REPLICATE)
    mask = cv2.copyMakeBorder(part.astype(np.uint8), *(_MARGIN,) * 4, cv2.BORDER_REPLICATE)
    filled = np.asarray(cv2.inpaint(wide, mask, radius, cv2.INPAINT_TELEA), np.uint8)
    return np.ascontiguousarray(filled[_MARGIN:-_MARGIN, _MARGIN:-_MARGIN])


def _donated(small: Hole, rng: np.random.Generator) -> Offsets | None:
    places = donors(small.view, small.spot)
    if not places:
        return None
    x, y = places[int(rng.integers(len(places)))]
    return np.broadcast_to(np.asarray((y - small.spot[1], x - small.spot[0]), np.int32), (*small.part.shape, 2))


def _transferred(offsets: Offsets, hole: Hole) -> Pixels:
    x1, y1, x2, y2 = hole.spot
    area = np.zeros_like(hole.part)
    area[y1:y2, x1:x2] = True
    return crop(copied(hole.view, area, offsets), hole.spot)
