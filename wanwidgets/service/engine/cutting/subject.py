"""What a step that cuts is about: the things in boxes, what is under a mask, or the one thing on a plain background."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from wanwidgets.service.engine.cutting.plain import plain_alpha
from wanwidgets.service.engine.cutting.thing import thing_in
from wanwidgets.service.engine.pixels import Box, Floats, Mask, Pixels, crop
from wanwidgets.service.engine.refusal import INVALID, EngineRefusal

__all__ = ["boxed", "subject", "subjects"]

_SOFT = 0.7
"""Blur, in pixels, of the rim of a mask: it knows no part of a pixel."""


def subject(pixels: Pixels, boxes: Sequence[Box], area: Mask | None, inner: Box) -> Floats:
    """Return how much of each pixel the things cover that are meant, all together.

    Parameters
    ----------
    pixels
        height × width × 3.
    boxes
        One thing in each; none: what lies on a plain background.
    area
        height × width: what is under it is the thing; boxes are not regarded then.
    inner
        The box in which the picture itself lies; around it is a frame, in which nothing is looked for.

    Returns
    -------
    Floats
        height × width, 0 to 1.

    Raises
    ------
    EngineRefusal
        A thing cannot be told from what is around it.

    Examples
    --------
    >>> pixels = np.full((60, 90, 3), 200, np.uint8)
    >>> pixels[20:40, 30:60] = (180, 20, 30)
    >>> subject(pixels, [], None, (0, 0, 90, 60))[[5, 30], [5, 45]].tolist()
    [0.0, 1.0]
    """
    together = np.zeros(pixels.shape[:2], np.float32)
    for alpha in subjects(pixels, boxes, area, inner):
        np.maximum(together, alpha, out=together)
    return together


def subjects(pixels: Pixels, boxes: Sequence[Box], area: Mask | None, inner: Box) -> Iterator[Floats]:
    """Yield the same one by one: a thing for each box, or one. The parameters are those of `subject`."""
    if area is not None:
        yield np.asarray(cv2.GaussianBlur(area.astype(np.float32), (0, 0), _SOFT), np.float32)
        return
    picture = crop(pixels, inner)
    if not boxes:
        alpha = plain_alpha(picture)
        if alpha is None:
            raise EngineRefusal(
                INVALID,
                "The background is not plain, so the thing in front of it is not found without help: draw a box around "
                "it (bbox_list), or paint a mask over it.",
            )
        yield _placed(alpha, inner, pixels)
    for number, box in enumerate(boxes, 1):
        spot = (box[0] - inner[0], box[1] - inner[1], box[2] - inner[0], box[3] - inner[1])
        alpha = thing_in(picture, spot)
        if alpha is None:
            which = "the box" if len(boxes) == 1 else f"box {number} of the {len(boxes)} that are meant"
            raise EngineRefusal(
                INVALID,
                f"Nothing in {which} ({box[2] - box[0]} × {box[3] - box[1]} pixels of the result) can be told from "
                "what is around it. Draw the box around one whole thing, with a little room on every side; its colour "
                "must differ from that of its surroundings.",
            )
        yield _placed(alpha, box, pixels)


def boxed(shape: tuple[int, ...], boxes: Sequence[Box], area: Mask | None) -> Floats:
    """Return the boxes themselves, or what is under the mask, as a weight of height × width from 0 to 1.

    >>> boxed((3, 4), [(1, 1, 3, 2)], None).tolist()
    [[0.0, 0.0, 0.0, 0.0], [0.0, 1.0, 1.0, 0.0], [0.0, 0.0, 0.0, 0.0]]
    """
    if area is not None:
        return area.astype(np.float32)
    out = np.zeros(shape[:2], np.float32)
    for x1, y1, x2, y2 in boxes:
        out[y1:y2, x1:x2] = 1
    return out


def _placed(alpha: Floats, box: Box, pixels: Pixels) -> Floats:
    out = np.zeros(pixels.shape[:2], np.float32)
    out[box[1] : box[3], box[0] : box[2]] = alpha
    return out
