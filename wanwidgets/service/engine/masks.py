"""Masks: which pixels of a mask picture mean "repaint", and where they come to lie in the output."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
from PIL import Image

from wanwidgets.service.engine.frame import Frame
from wanwidgets.service.engine.pixels import Box, Floats, Mask, Pixels, crop, mix, within

__all__ = ["blend_under", "bounds", "framed", "kept_outside", "selected", "within_mask", "without_specks"]

_HALF = 128
"""From here a grey counts as white; the documents do not say where the provider draws the line, so this is a guess."""


def selected(picture: Pixels, colors: Sequence[Sequence[int]] = ()) -> Mask:
    """Tell which pixels of a mask picture are to be repainted.

    Parameters
    ----------
    picture
        RGB, height × width × 3.
    colors
        Red, green and blue, 0 to 255, of exactly the pixels that are meant; empty: all that is rather white.

    Source: the provider's description of wanx-x-painting (``mask_color``) and of wanx2.1-imageedit (white is edited).

    >>> selected(np.array([[[255, 255, 255], [9, 9, 9]]], np.uint8)).tolist()
    [[True, False]]
    >>> selected(np.array([[[255, 255, 255], [9, 9, 9]]], np.uint8), [(9, 9, 9)]).tolist()
    [[False, True]]
    """
    if not colors:
        return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8) >= _HALF
    chosen = np.zeros(picture.shape[:2], np.bool_)
    for color in colors:
        chosen |= (picture == np.asarray(color)).all(axis=2)
    return chosen


def framed(mask: Mask, frame: Frame) -> Mask:
    """Bring a mask to the output: a pixel belongs to it if at least half of what it shows does.

    Parameters
    ----------
    mask
        height × width of the original picture.
    frame
        That picture at the output's size.
    """
    grey = Image.fromarray(mask.astype(np.uint8) * 255)
    shrinks = frame.inner[0] < grey.width or frame.inner[1] < grey.height
    small = grey.resize(frame.inner, Image.Resampling.BOX if shrinks else Image.Resampling.BILINEAR)
    out = np.zeros(frame.pixels.shape[:2], np.bool_)
    left, top = frame.offset
    out[top : top + frame.inner[1], left : left + frame.inner[0]] = np.asarray(small) >= _HALF
    return out


def bounds(mask: Mask) -> Box:
    """Return the smallest box around a mask that is not empty.

    >>> bounds(np.array([[0, 0, 0], [0, 1, 1]], bool))
    (1, 1, 3, 2)
    """
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def without_specks(mask: Mask, part: float) -> Mask:
    """Drop the connected parts of a mask whose area is less than `part`, 0 to 1, of that of the largest one.

    >>> without_specks(np.array([[1, 1, 1, 0, 1]], bool), 0.5).tolist()
    [[True, True, True, False, False]]
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    if count == 1:
        return mask
    areas = np.asarray(stats)[:, cv2.CC_STAT_AREA].copy()
    areas[0] = 0
    return np.asarray((areas >= areas.max() * part)[np.asarray(labels)])


def within_mask(mask: Mask, border: float) -> Floats:
    """Return weights that rise from the rim of a mask to 1 over `border` pixels inside it, and are 0 outside."""
    # A ring of zeros around the picture would be a rim as well, where there is nothing to meet.
    distance = np.asarray(cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 5), np.float32)
    t = np.clip(distance / max(border, 1.0), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)


def blend_under(pixels: Pixels, mask: Mask, change: Callable[[Pixels], Pixels], border: float) -> Pixels:
    """Apply `change` to what is around the mask and keep of it what lies under the mask, fading in over `border`."""
    box = bounds(mask)
    before = crop(pixels, box)
    # The crop's own rim may be the mask's: one more pixel around it tells.
    padded = np.pad(mask, 1, mode="edge")[box[1] : box[3] + 2, box[0] : box[2] + 2]
    weight = within_mask(padded, border)[1:-1, 1:-1]
    return within(pixels, box, mix(before, change(before), np.asarray(weight, np.float32)))


def kept_outside(before: Pixels, after: Pixels, boxes: Sequence[Box], area: Mask | None) -> Pixels:
    """Return `after`, with the pixels of `before` wherever neither a box nor the area allows a change.

    Parameters
    ----------
    before, after
        height × width × 3.
    boxes
        Empty: everywhere, if there is no area either.
    area
        height × width; boxes do not count where there is one.
    """
    if area is not None:
        return np.where(area[:, :, None], after, before)
    if not boxes:
        return after
    out = before.copy()
    for x1, y1, x2, y2 in boxes:
        out[y1:y2, x1:x2] = after[y1:y2, x1:x2]
    return out
