"""The tool that draws and edits boxes."""

from __future__ import annotations

from collections.abc import Iterator

from wanwidgets.regions import Box
from wanwidgets.request import EditRequest
from wanwidgets.widgets.surface.boxes.box_grips import Reach
from wanwidgets.widgets.surface.boxes.box_scene import Look, draw_boxes
from wanwidgets.widgets.surface.boxes.boxing import ARROWS, Boxing
from wanwidgets.widgets.surface.boxes.mark_ink import MarkInk
from wanwidgets.widgets.surface.scene import Command
from wanwidgets.widgets.surface.tool import Board, Key, Pointer
from wanwidgets.widgets.surface.tools import BOX, boxes_drawn
from wanwidgets.widgets.surface.view.viewport import Viewport

__all__ = ["BoxTool"]

_CURSORS = {
    "nw": "nwse-resize",
    "se": "nwse-resize",
    "ne": "nesw-resize",
    "sw": "nesw-resize",
    "n": "ns-resize",
    "s": "ns-resize",
    "e": "ew-resize",
    "w": "ew-resize",
}
_NEW = 1 / 3
"""Sides of a box that is added by a button, in parts of the picture's."""


class BoxTool:
    """Boxes of the picture that is shown.

    Parameters
    ----------
    board
        Where they are drawn.
    """

    name = BOX

    def __init__(self, board: Board) -> None:
        self._board = board
        self._boxing = Boxing()
        self._number = 0
        self._ink = MarkInk(board)

    @property
    def selected(self) -> int | None:
        """The number of the selected box, counted from 1."""
        return self._boxing.selected

    @property
    def under_way(self) -> bool:
        """Whether the pointer is down."""
        return self._boxing.gesture is not None

    @property
    def cursor(self) -> str:
        """What the pointer should look like, by its name in CSS."""
        gesture = self._boxing.gesture
        grip = self._boxing.hover if gesture is None else gesture.grip
        return "crosshair" if grip is None or self._boxing.draws(grip) else _CURSORS.get(grip.part, "move")

    def show(self, draft: EditRequest, number: int) -> bool:
        """Follow the draft and the picture that is shown, and return whether something else is to be drawn."""
        other = number != self._number
        self._number = number
        picture = draft.pictures[number - 1] if number else None
        boxing = Boxing() if other else self._boxing
        boxing = boxing.shown(
            picture.boxes if picture else (),
            boxes_drawn(draft, number),
            (picture.size if picture else None) or (0, 0),
        )
        changed = other or boxing != self._boxing
        self._boxing = boxing
        return self._ink.show(draft, number) or changed

    def press(self, at: Pointer) -> None:
        """Begin a gesture or a click."""
        view = self._board.view
        if view is not None:
            self._boxing = self._boxing.press(*view.under(*at.canvas), _reach(at, view))

    def move(self, at: Pointer) -> None:
        """Follow the pointer; while it is up, show what it would take hold of."""
        before, view = self._boxing, self._board.view
        if view is None:
            return
        if self.under_way:
            self._boxing = before.move(*view.under(*at.canvas))
        elif not at.touch:
            self._boxing = before.hovered(*view.under(*at.canvas), _reach(at, view))
        if self._boxing != before:
            self._board.redraw_soon()
        if self._boxing.full and not before.full:
            self._refuse()

    def release(self) -> None:
        """End the gesture, and take what came of it."""
        if self.under_way:
            self._take(self._boxing.release())

    def leave(self) -> None:
        """Highlight nothing more."""
        if self._boxing.hover is not None:
            self._boxing = self._boxing.left()
            self._board.redraw_soon()

    def key(self, key: Key) -> bool:
        """Move, copy or remove the selected box; Escape gives up the gesture, or the selection."""
        if key.shortcut or not self._boxing.uses(key.name):
            return False
        self._take(self._boxing.key(key.name, shift=key.shift), merge=key.name in ARROWS)
        return True

    def give_up(self) -> None:
        """Forget the gesture under way."""
        if self.under_way:
            self._boxing = self._boxing.escaped()

    def select(self, number: int | None) -> None:
        """Select a box, counted from 1, or none."""
        self._take(self._boxing.chosen(number))

    def duplicate(self, number: int) -> None:
        """Copy a box a little aside, if the model takes one more."""
        self._take(self._boxing.duplicated(number))

    def remove(self, number: int) -> None:
        """Remove a box."""
        self._take(self._boxing.without(number))

    def add(self, box: Box | None = None) -> None:
        """Add a box, if the model takes one more; by default one in the middle of the picture."""
        width, height = self._boxing.size
        if box is None:
            aside = [round(side * (1 - _NEW) / 2) for side in (width, height)]
            box = Box(aside[0], aside[1], width - aside[0], height - aside[1])
        self._take(self._boxing.added(box))

    def put(self, number: int | None, box: Box) -> None:
        """Give a box these corners, or make a new one of them, if the model takes one more.

        Changes of one box soon after each other are undone together.
        """
        boxing, session = self._boxing, self._board.session
        if number is not None:
            changed = (*boxing.boxes[: number - 1], box, *boxing.boxes[number:])
            session.set_boxes(self._number, changed, merge=f"box {number}")
        elif len(boxing.boxes) >= boxing.limit:
            self._refuse()
        else:
            session.set_boxes(self._number, (*boxing.boxes, box))
            self.select(len(boxing.boxes) + 1)

    def say(self, key: str, **facts: object) -> None:
        """Tell the user something that the next change of the draft makes stale."""
        self._board.say(key, **facts)

    def scene(self, view: Viewport, *, chosen: bool) -> Iterator[Command]:  # noqa: ARG002  # boxes stay in sight
        """Yield the commands that draw the boxes, and the one being dragged."""
        yield from draw_boxes(self._boxing, view, Look(self._label, self._ink.color))

    def _label(self, number: int) -> str:
        return self._board.words("box", number=number)

    def _take(self, boxing: Boxing, *, merge: bool = False) -> None:
        changed = boxing.boxes != self._boxing.boxes
        self._boxing = boxing
        # The draft first: whoever hears of the selection shows the draft's boxes.
        if changed:
            kind = f"nudge {boxing.selected}" if merge else ""
            self._board.session.set_boxes(self._number, boxing.boxes, merge=kind)
        self._board.redraw_tools()
        if boxing.full:
            self._refuse()

    def _refuse(self) -> None:
        key = "box.full" if self._boxing.limit else "box.none"
        self._board.say(key, number=self._number, limit=self._boxing.limit)


def _reach(at: Pointer, view: Viewport) -> Reach:
    return Reach.of(touch=at.touch, scale=view.scale)
