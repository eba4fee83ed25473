"""Which pixels of a box belong to the thing in it."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.cutting.thing import thing_in
from wanwidgets.service.engine.pixels import Box, Floats, Pixels, crop, feather, open_sides
from wanwidgets.service.engine.retouching.main_color import main_color, near_color

__all__ = ["subject"]

_SMOOTH = 400
"""Part of the shorter side over which the choice is evened out."""
_LOW, _HIGH = 0.25, 0.75
"""What is chosen less than this is not, and more than this wholly: a thing has no speckles of another colour."""
_LEAST = 0.08
_SOFT_RIM = 0.04


def subject(pixels: Pixels, box: Box) -> Floats:
    """Return how much each pixel of a box belongs to the main colour of the thing in it.

    The thing is told from its surroundings where that can be done; else the whole box counts, fading out at its rim.
    Of that, what has the colour that most of it has counts: not the leaves of an orange, nor the print on a shirt.

    Parameters
    ----------
    pixels
        height × width × 3.
    box
        Inside the picture, in its pixels.

    Returns
    -------
    Floats
        height × width of the box, 0 to 1.
    """
    part = crop(pixels, box)
    alpha = thing_in(pixels, box)
    # A thing that goes on beyond the box fades out as well: a box is no edge of it.
    rim = feather(part.shape, _SOFT_RIM * min(part.shape[:2]), open_sides(pixels, box))
    alpha = rim if alpha is None else np.asarray(alpha * rim, np.float32)
    same = _clear(near_color(part, main_color(part, alpha)))
    # A thing of many colours has no main one: all of it counts then.
    chosen = alpha * same
    return chosen if chosen.sum() > _LEAST * alpha.sum() else alpha


def _clear(weight: Floats) -> Floats:
    smooth = cv2.GaussianBlur(weight, (0, 0), max(1.0, min(weight.shape) / _SMOOTH))
    return np.asarray(np.clip((smooth - _LOW) / (_HIGH - _LOW), 0, 1), np.float32)
