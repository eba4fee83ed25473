"""What the pointer can do on a picture of a draft."""

from __future__ import annotations

import math

from wanwidgets.images import InputImage
from wanwidgets.request import EditRequest

__all__ = ["BOX", "BRUSH", "box_limit", "boxes_drawn", "tools_for"]

BOX = "box"
BRUSH = "brush"


def tools_for(draft: EditRequest, number: int) -> tuple[str, ...]:
    """Return the tools for that picture, counted from 1; the first is the usual one."""
    if not 0 < number <= len(draft.pictures) or not isinstance(draft.pictures[number - 1].image, InputImage):
        return ()
    # The mask belongs to image 1; where it is needed, boxes help to make it.
    masks = draft.mode.mask if draft.mode is not None and number == 1 else "none"
    return (BOX,) if masks == "none" else (BRUSH, BOX)


def box_limit(draft: EditRequest) -> float:
    """Return how many boxes of a picture are sent: any number where they are painted into it."""
    if draft.marks == "drawn":
        return math.inf
    return draft.entry.boxes_per_image if draft.entry else 0


def boxes_drawn(draft: EditRequest, number: int) -> float:
    """Return how many boxes may be drawn on that picture; any number where they help to make the mask it needs."""
    needed = number == 1 and draft.mode is not None and draft.mode.mask == "required"
    return math.inf if needed else box_limit(draft)
