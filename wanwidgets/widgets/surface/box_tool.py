"""The tool that draws and selects boxes."""

from __future__ import annotations

from collections.abc import Iterator

from wanwidgets.request import EditRequest
from wanwidgets.widgets.surface.boxing import Boxing
from wanwidgets.widgets.surface.scene import Command, draw_boxes
from wanwidgets.widgets.surface.tool import Board, Key, Pointer
from wanwidgets.widgets.surface.tools import BOX, box_limit
from wanwidgets.widgets.surface.viewport import Viewport

__all__ = ["BoxTool"]

SLOP = 9
"""Canvas pixels that a click may wander."""


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
        self._painted = False

    @property
    def selected(self) -> int | None:
        """The number of the selected box, counted from 1."""
        return self._boxing.selected

    @property
    def under_way(self) -> bool:
        """Whether the pointer is down."""
        return self._boxing.start is not None

    @property
    def wants_keys(self) -> bool:
        """Whether a selected box could be deleted by a key."""
        return self._boxing.selected is not None

    def show(self, draft: EditRequest, number: int) -> bool:
        """Follow the draft and the picture that is shown, and return whether something else is to be drawn."""
        moved, self._number = number != self._number, number
        boxing = Boxing() if moved else self._boxing
        boxes = draft.pictures[number - 1].boxes if number else ()
        painted = draft.marks == "drawn"
        boxing = boxing.shown(boxes, box_limit(draft))
        changed = moved or boxing != self._boxing or painted != self._painted
        self._boxing, self._painted = boxing, painted
        return changed

    def press(self, at: Pointer) -> None:
        """Begin a box or a click."""
        self._boxing = self._boxing.press(*at.picture)

    def move(self, at: Pointer) -> None:
        """Follow the pointer while it is down."""
        if self.under_way:
            self._boxing = self._boxing.move(*at.picture)
            self._board.redraw_soon()

    def release(self) -> None:
        """Draw the box, or select the one that was clicked."""
        view = self._board.view
        if self.under_way and view is not None:
            self._take(self._boxing.release(SLOP / view.scale))

    def leave(self) -> None:
        """Nothing is shown of a pointer that is up."""

    def key(self, key: Key) -> bool:
        """Delete removes the selected box; Escape gives up the drag, or the selection."""
        before = self._boxing
        if not key.shortcut:
            self._take(before.key(key.name))
        return self._boxing != before

    def give_up(self) -> None:
        """Forget the drag under way."""
        if self.under_way:
            self._boxing = self._boxing.key("Escape")

    def scene(self, view: Viewport, *, chosen: bool) -> Iterator[Command]:  # noqa: ARG002  # boxes stay in sight
        """Yield the commands that draw the boxes, and the one being dragged."""
        label = self._board.words("box", number="{number}")
        yield from draw_boxes(self._boxing, view, label, painted=self._painted)

    def _take(self, boxing: Boxing) -> None:
        changed = boxing.boxes != self._boxing.boxes
        self._boxing = boxing
        # The draft first: whoever hears of the selection shows the draft's boxes.
        if changed:
            self._board.session.set_boxes(self._number, boxing.boxes)
        self._board.redraw_tools()
        if boxing.full:
            key = "box.full" if boxing.limit else "box.none"
            self._board.say(key, number=self._number, limit=boxing.limit)
