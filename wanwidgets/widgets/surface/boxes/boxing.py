"""What the pointer and the keys do to the boxes of a picture: a pure state machine in pixels of the picture.

The rules, in the order in which they are tried where the pointer goes down:

1. A handle of the selected box resizes it; beyond the opposite side the box turns over, and what is dragged stays
   under the pointer. On small boxes handles reach outwards, so that the middle still moves the box.
2. The inside and the border of the selected box move it.
3. The border of any box moves that box and selects it.
4. The inside of another box draws a new box there; where the model takes no more of them, it moves that box.
5. Anywhere else draws a new box; one too many is refused in words.

Nothing of it begins before the pointer has moved a little. Up to then it is a click: it selects the smallest box under
it, another click there the next one below, and a click beside all boxes selects none. A click on a handle changes
nothing. Coming back to where a drag began undoes it.

A new gesture forgets one whose end was never told. Escape gives up the gesture and leaves everything as it was;
without one it ends the selection. Delete and Backspace remove the selected box, the arrow keys move it by a pixel and
with Shift by ten, D copies it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from wanwidgets.regions import Box
from wanwidgets.widgets.surface.boxes.box_grips import INSIDE, Grip, Reach, boxes_at, grip_at
from wanwidgets.widgets.surface.boxes.box_shapes import between, copied, fitted, moved, resized

__all__ = ["ARROWS", "Boxing", "Gesture"]

Point = tuple[float, float]

ARROWS = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, -1), "ArrowDown": (0, 1)}
"""Where the arrow keys move a box."""
_REMOVE = ("Delete", "Backspace")
_COPY = ("d", "D")
_LEAP = 10
"""Pixels that they move it together with Shift."""


@dataclass(frozen=True, slots=True)
class Gesture:
    """What the pointer does from going down to going up.

    Attributes
    ----------
    grip : Grip or None
        What it took hold of; None where it draws.
    start, point : (float, float)
        Where it went down and where it is now, perhaps beside the picture.
    reach : Reach
        How exact it is.
    selected : int or None
        The box that was selected before.
    drags : bool
        Whether it went too far for a click.
    """

    grip: Grip | None
    start: Point
    point: Point
    reach: Reach
    selected: int | None = None
    drags: bool = False

    def at(self, point: Point) -> Gesture:
        """Return the gesture with the pointer there."""
        # A handle is taken to be dragged, be it by a pixel.
        slop = 0.0 if self.grip is not None and self.grip.handle else self.reach.slop
        far = math.dist(self.start, point)
        return replace(self, point=point, drags=self.drags or (far > 0 and far >= slop))

    def pull(self, size: tuple[int, int]) -> Point:
        """Return how far the pointer pulls, in pixels; to the picture's edge or beyond it, as far as there is."""
        across, down = (_pulled(*ends) for ends in zip(self.start, self.point, size, strict=True))
        return across, down


def _pulled(start: float, point: float, side: int) -> float:
    if point <= 0 < start:
        return -side
    if point >= side > start:
        return side
    return point - start


@dataclass(frozen=True, slots=True)
class Boxing:
    """The boxes of one picture while they are edited.

    Attributes
    ----------
    boxes : tuple of Box
        Box 1 is the first; a gesture changes them when it ends.
    limit : float
        How many boxes there may be on the picture; infinite where they are painted into it.
    size : (int, int)
        Width and height of the picture.
    selected : int or None
        The number of the selected box, counted from 1.
    gesture : Gesture or None
        While the pointer is down.
    hover : Grip or None
        What lies under the pointer while it is up.
    full : bool
        Whether the last gesture or key tried to make one box too many.
    """

    boxes: tuple[Box, ...] = ()
    limit: float = 0
    size: tuple[int, int] = (0, 0)
    selected: int | None = None
    gesture: Gesture | None = None
    hover: Grip | None = None
    full: bool = False

    @property
    def active(self) -> int | None:
        """The number of the box that is being drawn, moved or resized."""
        gesture = self.gesture
        if gesture is None or not gesture.drags:
            return None
        if gesture.grip is not None:
            return gesture.grip.number
        return len(self.boxes) + 1 if len(self.live) > len(self.boxes) else None

    @property
    def live(self) -> tuple[Box, ...]:
        """The boxes as they would be if the pointer went up now."""
        gesture = self.gesture
        if gesture is None or not gesture.drags:
            return self.boxes
        grip = gesture.grip
        if grip is None:
            full = len(self.boxes) >= self.limit
            back = math.dist(gesture.start, gesture.point) < gesture.reach.slop
            drawn = None if full or back else between(gesture.start, gesture.point, self.size)
            return self.boxes if drawn is None else (*self.boxes, drawn)
        box = self.boxes[grip.number - 1]
        pull = gesture.pull(self.size)
        made = resized(box, grip.part, *pull, self.size) if grip.handle else moved(box, *pull, self.size)
        return self._with(grip.number, made)

    def grip(self, x: float, y: float, reach: Reach) -> Grip | None:
        """Return what a drag from there takes hold of; None where it draws."""
        grip = grip_at(self.boxes, self.selected, x, y, reach)
        return None if self.draws(grip) else grip

    def draws(self, grip: Grip | None) -> bool:
        """Return whether a drag from there draws a box, or tries to."""
        if grip is None:
            return True
        return grip.part == INSIDE and grip.number != self.selected and len(self.boxes) < self.limit

    def press(self, x: float, y: float, reach: Reach) -> Boxing:
        """Begin a gesture where the pointer goes down; an earlier one that never ended is forgotten."""
        gesture = Gesture(self.grip(x, y, reach), (x, y), (x, y), reach, self.selected)
        return replace(self, gesture=gesture, hover=None, full=False)

    def move(self, x: float, y: float) -> Boxing:
        """Follow the pointer while it is down."""
        if self.gesture is None:
            return self
        gesture = self.gesture.at((x, y))
        grip = gesture.grip
        full = gesture.drags and grip is None and len(self.boxes) >= self.limit
        selected = grip.number if gesture.drags and grip is not None else self.selected
        return replace(self, gesture=gesture, selected=selected, full=full)

    def release(self) -> Boxing:
        """End the gesture: what a drag made stays, a click selects."""
        gesture = self.gesture
        if gesture is None:
            return self
        if not gesture.drags:
            return replace(self, gesture=None, selected=self._clicked(gesture))
        boxes, drawn = self.live, len(self.live) > len(self.boxes)
        return replace(self, gesture=None, boxes=boxes, selected=len(boxes) if drawn else self.selected)

    def hovered(self, x: float, y: float, reach: Reach) -> Boxing:
        """Hear where the pointer is while it is up."""
        if self.gesture is not None:
            return self
        grip = grip_at(self.boxes, self.selected, x, y, reach)
        return self if grip == self.hover else replace(self, hover=grip)

    def left(self) -> Boxing:
        """Hear that the pointer is over the picture no more."""
        return self if self.hover is None else replace(self, hover=None)

    def escaped(self) -> Boxing:
        """Give up the gesture, or else the selection."""
        if self.gesture is None:
            return replace(self, selected=None, full=False)
        return replace(self, gesture=None, full=False, selected=self.gesture.selected)

    def uses(self, name: str) -> bool:
        """Return whether a key, by its name in the browser, means something now."""
        if name == "Escape":
            return self.gesture is not None or self.selected is not None
        return self.selected is not None and (name in ARROWS or name in _REMOVE or name in _COPY)

    def key(self, name: str, *, shift: bool = False) -> Boxing:
        """Take a key by its name in the browser; one that means nothing changes nothing."""
        if name == "Escape":
            return self.escaped()
        if self.selected is None or not self.uses(name):
            return self
        if name in ARROWS:
            across, down = ARROWS[name]
            by = _LEAP if shift else 1
            return self.nudged(self.selected, across * by, down * by)
        return self.without(self.selected) if name in _REMOVE else self.duplicated(self.selected)

    def without(self, number: int) -> Boxing:
        """Remove a box; those after it move up."""
        boxes = self.boxes[: number - 1] + self.boxes[number:]
        return self._idle(boxes, _moved_up(self.selected, number))

    def nudged(self, number: int, dx: int, dy: int) -> Boxing:
        """Move a box by whole pixels, as far as the picture goes."""
        return self._idle(self._with(number, moved(self.boxes[number - 1], dx, dy, self.size)), number)

    def duplicated(self, number: int) -> Boxing:
        """Copy a box a little aside and select the copy; one too many is refused."""
        return self.added(copied(self.boxes[number - 1], self.size))

    def added(self, box: Box) -> Boxing:
        """Add a box, inside the picture, and select it; one too many is refused."""
        if len(self.boxes) >= self.limit:
            return replace(self, gesture=None, full=True)
        return self._idle((*self.boxes, fitted(box, self.size)), len(self.boxes) + 1)

    def chosen(self, number: int | None) -> Boxing:
        """Select a box, or none."""
        return self._idle(self.boxes, number)

    def shown(self, boxes: tuple[Box, ...], limit: float, size: tuple[int, int]) -> Boxing:
        """Show other boxes; the selection follows its box, and a gesture on a box that changed is given up."""
        if (boxes, limit, size) == (self.boxes, self.limit, self.size):
            return self
        gesture = self.gesture if size == self.size else None
        selected = self.selected
        if boxes != self.boxes:
            selected = _followed(selected, self.boxes, boxes)
            if gesture is not None and gesture.grip is None:
                # Given up later, it brings back what was selected, if that is still there.
                gesture = replace(gesture, selected=_followed(gesture.selected, self.boxes, boxes))
            else:
                gesture = None
        return replace(self, boxes=boxes, limit=limit, size=size, selected=selected, gesture=gesture, hover=None)

    def _clicked(self, gesture: Gesture) -> int | None:
        if gesture.grip is not None and gesture.grip.handle:
            return self.selected
        under = boxes_at(self.boxes, *gesture.start, gesture.reach)
        if self.selected in under:
            return under[(under.index(self.selected) + 1) % len(under)]
        return under[0] if under else None

    def _with(self, number: int, box: Box) -> tuple[Box, ...]:
        return (*self.boxes[: number - 1], box, *self.boxes[number:])

    def _idle(self, boxes: tuple[Box, ...], selected: int | None) -> Boxing:
        return replace(self, boxes=boxes, selected=selected, gesture=None, hover=None, full=False)


def _moved_up(selected: int | None, removed: int) -> int | None:
    if selected is None or selected == removed:
        return None
    return selected - (selected > removed)


def _followed(selected: int | None, before: tuple[Box, ...], after: tuple[Box, ...]) -> int | None:
    """Return where the selected box is now: where it was, or else where one of the same corners is."""
    if selected is None:
        return None
    box = before[selected - 1]
    if len(after) == len(before) and box not in after:
        return selected
    if selected <= len(after) and after[selected - 1] == box:
        return selected
    return after.index(box) + 1 if box in after else None
