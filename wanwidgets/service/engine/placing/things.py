"""What a box of a picture stands for: the thing in it, if it can be told from what is around it."""

from __future__ import annotations

import numpy as np

from wanwidgets.service.engine.cutting.plain import Cutout, own_colours
from wanwidgets.service.engine.cutting.thing import thing_in
from wanwidgets.service.engine.masks import bounds
from wanwidgets.service.engine.pixels import Box, Pixels, crop

__all__ = ["thing_of", "trimmed"]

_HALF = 0.5


def thing_of(picture: Pixels, box: Box) -> Cutout | None:
    """Free the thing in a box.

    Parameters
    ----------
    picture
        height × width × 3.
    box
        In its pixels.

    Returns
    -------
    Cutout or None
        Of the box's size; None where nothing can be told with confidence.
    """
    alpha = thing_in(picture, box)
    return None if alpha is None else Cutout(own_colours(crop(picture, box), alpha), alpha)


def trimmed(thing: Cutout) -> Cutout:
    """Return a thing without the empty space around it."""
    solid = np.asarray(thing.alpha > _HALF)
    if not solid.any():
        return thing
    x1, y1, x2, y2 = bounds(solid)
    return Cutout(crop(thing.pixels, (x1, y1, x2, y2)), np.ascontiguousarray(thing.alpha[y1:y2, x1:x2]))
