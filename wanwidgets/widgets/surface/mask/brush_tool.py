"""The tool that paints the mask."""

from __future__ import annotations

from collections.abc import Iterator

from wanwidgets.regions import Mask
from wanwidgets.request import EditRequest
from wanwidgets.widgets.surface.mask.mask_scene import draw_brush, draw_stroke
from wanwidgets.widgets.surface.mask.painting import Painting, broadest
from wanwidgets.widgets.surface.scene import Command
from wanwidgets.widgets.surface.tool import Board, Key, Pointer
from wanwidgets.widgets.surface.tools import BRUSH
from wanwidgets.widgets.surface.view.viewport import Viewport

__all__ = ["BrushTool"]

_WIDER = {"[": False, "]": True}
"""Keys that change the width of the brush, and whether it becomes broader."""


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
    cursor = "crosshair"

    def __init__(self, board: Board) -> None:
        self._board = board
        self._number = 0
        self._hover: tuple[float, float] | None = None
        self.painting = Painting()

    @property
    def under_way(self) -> bool:
        """Whether the pointer is down."""
        return self.painting.under_way

    def show(self, draft: EditRequest, number: int) -> bool:  # noqa: ARG002 - the mask itself is a layer of its own
        """Forget the stroke where another picture is shown."""
        moved, self._number = number != self._number, number
        if moved:
            self.painting.forget()
            self._hover = None
        return moved

    def press(self, at: Pointer) -> None:
        """Begin a stroke."""
        self.give_up()
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
        stroke, view = self.painting.release(), self._board.view
        if stroke is None or view is None:
            return
        session = self._board.session
        mask = session.draft.mask
        if mask is None and stroke.erase:
            # It took nothing away, but may have been drawn.
            self._board.redraw_mask()
        else:
            session.edit(mask=(mask or Mask(view.picture)).painted(stroke))
        self._board.redraw_tools()

    def leave(self) -> None:
        """Show no brush any more."""
        if self._hover is not None:
            self._hover = None
            self._board.redraw_tools()

    def key(self, key: Key) -> bool:
        """Escape gives up the stroke; [ and ] make the brush narrower and broader."""
        if key.name == "Escape" and self.under_way:
            self.give_up()
            return True
        view = self._board.view
        # Where they are typed with AltGr, as on German keyboards, Windows tells of Ctrl as well.
        if key.name not in _WIDER or view is None:
            return False
        self.painting.step(up=_WIDER[key.name], most=broadest(view.picture))
        # What was drawn of a stroke under way was drawn with the brush as it was.
        if self.under_way:
            self._board.redraw_mask()
        self._board.redraw_tools()
        return True

    def give_up(self) -> None:
        """Forget the stroke under way."""
        if self.under_way:
            self.painting.forget()
            self._board.redraw_mask()
            self._board.redraw_tools()

    def fresh(self, view: Viewport) -> Iterator[Command]:
        """Yield the commands that draw what is new of the stroke under way, onto the layer of the mask."""
        return self._stroke(tuple(self.painting.fresh()), view)

    def whole(self, view: Viewport) -> Iterator[Command]:
        """Yield the commands that draw all of the stroke under way, onto the layer of the mask drawn anew."""
        return self._stroke(tuple(self.painting.again()), view)

    def scene(self, view: Viewport, *, chosen: bool) -> Iterator[Command]:
        """Yield the commands that draw the outline of the brush."""
        if chosen and self._hover is not None:
            yield from draw_brush(self._hover, self.painting.radius, view, erase=self.painting.erase)

    def _stroke(self, points: tuple[tuple[float, float], ...], view: Viewport) -> Iterator[Command]:
        brush = self.painting
        return draw_stroke(points, brush.radius, view, erase=brush.erase, opacity=brush.opacity)

    def _foreign(self, mask: Mask | None) -> bool:
        view = self._board.view
        return mask is not None and view is not None and mask.size != view.picture
