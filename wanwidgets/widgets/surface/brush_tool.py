"""The tool that paints the mask."""

from __future__ import annotations

from collections.abc import Iterator

from wanwidgets.regions import Mask
from wanwidgets.request import EditRequest
from wanwidgets.widgets.surface.painting import Painting
from wanwidgets.widgets.surface.scene import Command, draw_brush, draw_stroke
from wanwidgets.widgets.surface.tool import Board, Key, Pointer
from wanwidgets.widgets.surface.tools import BRUSH
from wanwidgets.widgets.surface.viewport import Viewport

__all__ = ["BrushTool"]


class BrushTool:
    """A brush over image 1.

    Parameters
    ----------
    board
        Where it paints.

    Attributes
    ----------
    painting : Painting
        The brush and the stroke that it is painting.
    """

    name = BRUSH

    def __init__(self, board: Board) -> None:
        self._board = board
        self._number = 0
        self._hover: tuple[float, float] | None = None
        self.painting = Painting()

    @property
    def under_way(self) -> bool:
        """Whether the pointer is down."""
        return self.painting.under_way

    @property
    def wants_keys(self) -> bool:
        """Only while it paints, where Escape gives up the stroke."""
        return self.under_way

    def show(self, draft: EditRequest, number: int) -> bool:  # noqa: ARG002  # the mask itself is a layer of its own
        """Forget the stroke where another picture is shown."""
        moved, self._number = number != self._number, number
        if moved:
            self.give_up()
        return moved

    def press(self, at: Pointer) -> None:
        """Begin a stroke."""
        if self._foreign(self._board.session.draft.mask):
            self._board.say("mask.other")
            return
        self.painting.press(*at.picture)
        self._hover = at.picture
        self._board.redraw_soon()

    def move(self, at: Pointer) -> None:
        """Follow the pointer, and paint while it is down."""
        self._hover = at.picture
        self.painting.move(*at.picture)
        self._board.redraw_soon()

    def release(self) -> None:
        """Put the stroke into the mask of the draft."""
        if not self.under_way:
            return
        stroke = self.painting.release()
        session, view = self._board.session, self._board.view
        mask = session.draft.mask
        if stroke is not None and view is not None and not (stroke.erase and mask is None):
            mask = mask or Mask(view.picture)
            session.edit(mask=Mask(mask.size, (*mask.strokes, stroke), mask.base))
        self._board.redraw_tools()

    def leave(self) -> None:
        """Show no brush any more."""
        if self._hover is not None:
            self._hover = None
            self._board.redraw_tools()

    def key(self, key: Key) -> bool:
        """Escape gives up the stroke."""
        if key.name != "Escape" or not self.under_way:
            return False
        self.give_up()
        self._board.redraw_tools()
        return True

    def give_up(self) -> None:
        """Forget the stroke under way."""
        self.painting.forget()
        self._hover = None

    def scene(self, view: Viewport, *, chosen: bool) -> Iterator[Command]:
        """Yield the commands that draw the stroke under way and the outline of the brush."""
        brush = self.painting
        yield from draw_stroke(brush.points, brush.radius, view, erase=brush.erase)
        if chosen and self._hover is not None:
            yield from draw_brush(self._hover, brush.radius, view)

    def _foreign(self, mask: Mask | None) -> bool:
        view = self._board.view
        return mask is not None and view is not None and mask.size != view.picture
