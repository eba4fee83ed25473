"""What the pointer and the keys do to the boxes of a picture: a pure state machine in pixels of the picture."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from wanwidgets.regions import Box

__all__ = ["Boxing"]

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Boxing:
    """The boxes of one picture while they are edited.

    Attributes
    ----------
    boxes : tuple of Box
        Box 1 is the first.
    limit : float
        How many boxes there may be on the picture; infinite where they are painted into it.
    selected : int or None
        The number of the selected box, counted from 1.
    start, point : (float, float) or None
        Where the pointer went down and where it is now, while it is down.
    full : bool
        Whether the last gesture tried to draw one box too many.
    """

    boxes: tuple[Box, ...] = ()
    limit: float = 0
    selected: int | None = None
    start: Point | None = None
    point: Point | None = None
    full: bool = False

    @property
    def rubber(self) -> Box | None:
        """The box that releasing the pointer now would draw."""
        if self.start is None or self.point is None or len(self.boxes) >= self.limit:
            return None
        (x1, y1), (x2, y2) = self.start, self.point
        # Corners snap to the nearest edge between two pixels, so what is dragged along an edge is exactly that edge.
        box = Box(_snap(min(x1, x2)), _snap(min(y1, y2)), _snap(max(x1, x2)), _snap(max(y1, y2)))
        return None if box.empty else box

    def press(self, x: float, y: float) -> Boxing:
        """Begin a gesture where the pointer goes down; an earlier one that never ended is forgotten."""
        return replace(self, start=(x, y), point=(x, y), full=False)

    def move(self, x: float, y: float) -> Boxing:
        """Follow the pointer."""
        return self if self.start is None else replace(self, point=(x, y))

    def release(self, slop: float) -> Boxing:
        """End the gesture: a drag draws a box, a click selects the box under it.

        Parameters
        ----------
        slop
            How far, in pixels of the picture, a click may wander.
        """
        if self.start is None or self.point is None:
            return self
        idle = replace(self, start=None, point=None)
        if math.dist(self.start, self.point) < slop:
            return replace(idle, selected=self._under(*self.point))
        if len(self.boxes) >= self.limit:
            return replace(idle, full=True)
        box = self.rubber
        return idle if box is None else replace(idle, boxes=(*self.boxes, box), selected=len(self.boxes) + 1)

    def key(self, name: str) -> Boxing:
        """Delete or Backspace removes the selected box; Escape gives up the drag, or the selection."""
        if name in {"Delete", "Backspace"} and self.selected is not None:
            return self.without(self.selected)
        if name == "Escape":
            kept = self.selected if self.start is not None else None
            return replace(self, start=None, point=None, selected=kept)
        return self

    def without(self, number: int) -> Boxing:
        """Remove a box; those after it move up."""
        boxes = self.boxes[: number - 1] + self.boxes[number:]
        return replace(self, boxes=boxes, selected=None, start=None, point=None)

    def shown(self, boxes: tuple[Box, ...], limit: float) -> Boxing:
        """Show other boxes, keeping the selection and the drag where they still make sense."""
        if boxes == self.boxes and limit == self.limit:
            return self
        selected = self.selected if self.selected is not None and self.selected <= len(boxes) else None
        return replace(self, boxes=boxes, limit=limit, selected=selected)

    def _under(self, x: float, y: float) -> int | None:
        hits = [
            (box.width * box.height, number)
            for number, box in enumerate(self.boxes, start=1)
            if box.x1 <= x <= box.x2 and box.y1 <= y <= box.y2
        ]
        # The smallest one, so that a box inside another can be reached.
        return min(hits)[1] if hits else None


def _snap(value: float) -> int:
    return math.floor(value + 0.5)
