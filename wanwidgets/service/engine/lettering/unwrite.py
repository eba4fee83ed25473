"""Letters give way to what is behind them."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.frame import bounded
from wanwidgets.service.engine.lettering.strokes import Strokes, strokes
from wanwidgets.service.engine.pixels import Box, Floats, Mask, Pixels, bytes_of, crop, grown, mix, within
from wanwidgets.service.engine.refusal import INVALID, EngineRefusal

__all__ = ["erased", "found_in", "unwrite"]

_LONGEST = 640
"""Longer side, in pixels, of the copy that is filled; behind letters there is little detail."""
_AROUND = 12
"""How far around the box the filling looks, pixels of the copy."""
_RADIUS = 4
"""How far a filled pixel looks, likewise."""
_HALO, _SOFT = 0.5, 0.07
"""How far around a stroke its rim and shadow reach: in its widths, or in heights of a letter if that is more."""


def unwrite(pixels: Pixels, box: Box, rng: np.random.Generator) -> Pixels:
    """Take the letters out of a box; all else in it stays, and not a byte outside it changes.

    Parameters
    ----------
    pixels
        height × width × 3.
    box
        In pixels, inside the picture.
    rng
        Makes the grain.

    Raises
    ------
    EngineRefusal
        Nothing in the box is like letters.

    Examples
    --------
    >>> page = np.full((60, 80, 3), 230, np.uint8)
    >>> page[20:40, 30:34] = page[20:40, 44:48] = 20
    >>> out = unwrite(page, (20, 10, 60, 50), np.random.default_rng(0))
    >>> int(out.min()) > 215
    True
    """
    return erased(pixels, box, found_in(pixels, box), rng)


def found_in(pixels: Pixels, box: Box) -> Strokes:
    """Return the letters in a box, or refuse."""
    found = strokes(crop(pixels, box))
    if found is None:
        raise EngineRefusal(
            INVALID,
            "No letters were found in the box: draw it around the words with a little room on all sides. "
            '"Remove what is in box 1" empties the whole box.',
        )
    return found


def erased(pixels: Pixels, box: Box, found: Strokes, rng: np.random.Generator) -> Pixels:
    """Fill letters from what is around each stroke (Telea, "An Image Inpainting Technique ...", 2004).

    Parameters
    ----------
    pixels
        height × width × 3.
    box
        In pixels, inside the picture.
    found
        The letters in the box.
    rng
        Makes the grain, which is as strong as the picture's own.
    """
    scale = max(1.0, max(found.mask.shape) / _LONGEST)
    out = grown(box, round(_AROUND * scale), pixels.shape)
    inside = (box[0] - out[0], box[1] - out[1], box[2] - out[0], box[3] - out[1])
    hole = np.zeros((out[3] - out[1], out[2] - out[0]), np.bool_)
    hole[inside[1] : inside[3], inside[0] : inside[2]] = _widened(found)
    around = crop(pixels, out)
    small = bounded(around, round(_LONGEST * max(hole.shape) / max(found.mask.shape)))
    covered = cv2.resize(hole.astype(np.float32), (small.shape[1], small.shape[0]), interpolation=cv2.INTER_AREA)
    filled = cv2.inpaint(small, (np.asarray(covered) > 0.01).astype(np.uint8), _RADIUS, cv2.INPAINT_TELEA)  # noqa: PLR2004 - touched at all
    full = np.asarray(cv2.resize(filled, (hole.shape[1], hole.shape[0]), interpolation=cv2.INTER_CUBIC), np.uint8)
    grainy = bytes_of(full + _grain(around, hole, rng))
    soft = np.asarray(cv2.GaussianBlur(hole.astype(np.float32), (0, 0), max(0.6, 0.6 * scale)), np.float32)
    weight = np.where(hole, 1.0, soft).astype(np.float32)
    return within(pixels, box, crop(mix(around, grainy, weight), inside))


def _widened(found: Strokes) -> Mask:
    reach = max(2, round(max(_HALO * found.stroke, _SOFT * found.height)) + 1)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    return np.asarray(cv2.dilate(found.mask.astype(np.uint8), disc), np.bool_)


def _grain(around: Pixels, hole: Mask, rng: np.random.Generator) -> Floats:
    """Return noise as strong as that of the ground, told from the median difference of neighbours."""
    tone = around.astype(np.float32).mean(axis=2)
    known = ~(hole[:, 1:] | hole[:, :-1])
    steps = np.abs(np.diff(tone, axis=1))[known]
    strength = float(np.clip(np.median(steps) if steps.size else 0.0, 0.4, 6.0))
    return np.repeat(rng.normal(0, strength, (*hole.shape, 1)).astype(np.float32), 3, axis=2)
