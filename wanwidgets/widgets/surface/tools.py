"""What the pointer can do on a picture of a draft."""

from __future__ import annotations

import math

from wanwidgets.images import InputImage
from wanwidgets.request import EditRequest

__all__ = ["BOX", "BRUSH", "box_limit", "tools_for"]

BOX = "box"
BRUSH = "brush"


def tools_for(draft: EditRequest, number: int) -> tuple[str, ...]:
    """Return the tools for that picture, counted from 1; the first is the usual one."""
    if not 0 < number <= len(draft.pictures) or not isinstance(draft.pictures[number - 1].image, InputImage):
        return ()
    # The mask belongs to image 1.
    masks = draft.mode.mask if draft.mode is not None and number == 1 else "none"
    brush = (BRUSH,) if masks != "none" else ()
    # What a mask must say, boxes need not; those that are there can still be taken away.
    boxes = () if masks == "required" and not draft.pictures[number - 1].boxes else (BOX,)
    return (*brush, *boxes)


def box_limit(draft: EditRequest) -> float:
    """Return how many boxes a picture may have: any number where they are painted into it."""
    if draft.marks == "drawn":
        return math.inf
    return draft.entry.boxes_per_image if draft.entry else 0
