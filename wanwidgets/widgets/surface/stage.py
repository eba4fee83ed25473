"""The chosen picture with its boxes and its mask, drawn and edited."""

from __future__ import annotations

import functools

from traitlets import Float, Int, Tuple, Unicode

from wanwidgets.images import InputImage
from wanwidgets.message import Message
from wanwidgets.request import EditRequest
from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.guard import at_close, guarded
from wanwidgets.widgets.surface.boxes.box_tool import BoxTool
from wanwidgets.widgets.surface.hand_tool import HAND, HandTool
from wanwidgets.widgets.surface.handling import Handling
from wanwidgets.widgets.surface.hints import draw_hint
from wanwidgets.widgets.surface.mask.brush_tool import BrushTool
from wanwidgets.widgets.surface.mask.painting import Painting
from wanwidgets.widgets.surface.scene import Command
from wanwidgets.widgets.surface.tool import Tool
from wanwidgets.widgets.surface.tools import BOX, tools_for
from wanwidgets.widgets.surface.view.backdrop import Backdrop
from wanwidgets.widgets.surface.view.layers import HEIGHT, WIDTH, Layers
from wanwidgets.widgets.surface.view.sheet import Sheet
from wanwidgets.widgets.surface.view.viewport import Viewport
from wanwidgets.widgets.text import Words

__all__ = ["Stage"]

MARGIN = 28
_PICTURE, _MASK, _TOP = range(3)


class Stage(widgets.Box):
    """Shows one picture of the session's draft and gives pointer and keys to the tool in use.

    Parameters
    ----------
    session, words
        What is edited, and in which language.

    Attributes
    ----------
    selected : int or None
        The number of the selected box.
    tool : str
        What the pointer does: ``"box"``, ``"brush"`` or ``"hand"``.
    tools : tuple of str
        What it could do on the picture that is shown.
    zoom : float
        Canvas pixels to one picture pixel, as it was drawn last; 0 while there is no picture.
    """

    selected = Int(None, allow_none=True)
    tool = Unicode(BOX)
    tools = Tuple()
    zoom = Float(0.0)

    def __init__(self, session: EditSession, words: Words) -> None:
        self.session = session
        self.words = words
        self.number = 0
        self.view: Viewport | None = None
        self._boxes = BoxTool(self)
        self._brush = BrushTool(self)
        self._by_name: dict[str, Tool] = {tool.name: tool for tool in (self._boxes, self._brush, HandTool(self))}
        self._said: Message | None = None
        self._draft: EditRequest | None = None
        self._hint = ""
        self._drawn: Viewport | None = None
        self._cursor = ""
        self._backdrop = Backdrop(session, self._opened, self._draw)
        self._layers = Layers(3, functools.partial(guarded, session), name=words("canvas.name"))
        super().__init__([self._layers.widget], layout={"width": "100%"})
        self.add_class("wanwidgets-stage")
        self.handling = Handling(self, self.redraw, self._layers.give_keys_back)
        self._layers.listen(self.handling, self.handling)
        at_close(self, self._backdrop.stop)
        self.observe(guarded(session, lambda change: self._leave_tool(change.old)), "tool")

    @property
    def canvas(self) -> widgets.DOMWidget:
        """The canvas itself; its own pixels are `WIDTH` × `HEIGHT`."""
        return self._layers.widget

    @property
    def box_tool(self) -> BoxTool:
        """What draws and edits the boxes."""
        return self._boxes

    @property
    def painting(self) -> Painting:
        """The brush."""
        return self._brush.painting

    @property
    def in_use(self) -> Tool:
        """The tool that is chosen."""
        return self._by_name[self.tool]

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """What the browser holds of the picture: the whole, what is in sight; and of the mask the same."""
        return self._backdrop.sheets

    @property
    def parts(self) -> tuple[widgets.Widget, ...]:
        """The widgets inside that are no children."""
        return (*self._backdrop.parts, *self._layers.parts)

    def show(self, number: int) -> None:
        """Show that picture of the draft, counted from 1; 0, or an address, shows an empty canvas."""
        with self.session.lock:
            draft = self.session.draft
            if draft is not self._draft:
                self._draft = draft
                self._forget_what_was_said()
            picture = draft.pictures[number - 1] if 0 < number <= len(draft.pictures) else None
            same = self.number == number
            self.number = number if picture else 0
            image = picture.image if picture and isinstance(picture.image, InputImage) else None
            self._choose_tool(draft, number)
            changed = [self._show_picture(image, _hint(draft), same=same), self._show_mask()]
            # Each of them follows, so none may be left out.
            shown = [tool.show(draft, self.number) for tool in self._by_name.values()]
            if any(changed):
                self._draw()
            elif any(shown):
                self.redraw_tools()

    def redraw(self) -> None:
        """Draw everything again, as a page that was reloaded needs."""
        self._draw(again=True)

    def redraw_tools(self) -> None:
        """Draw what the tools show now."""
        if self._drawn is not self.view:
            self._draw()
            return
        self._layers.drawn()
        # A stroke goes on where it is, without being drawn anew.
        fresh = () if self.view is None else tuple(self._brush.fresh(self.view))
        self._layers.draw_all(((_MASK, fresh), (_TOP, (("clear", ()), *self._over()))))
        self._tell()

    def redraw_soon(self) -> None:
        """Draw what the tools show within a frame, once for all that ask meanwhile."""
        self._layers.soon(self.redraw_tools)

    def redraw_mask(self) -> None:
        """Draw the mask anew, of which something else is to be seen."""
        self._show_mask()
        self._draw()

    def look(self, view: Viewport) -> None:
        """Show another part of the picture, or the same one from nearer."""
        if view != self.view:
            self.view = view
            self._backdrop.rest(view)
            self.redraw_soon()

    def say(self, key: str, **facts: object) -> None:
        """Tell the user something that the next change of the draft makes stale."""
        self._said = self.session.notice = Message("info", self.words(key, **facts))

    def _forget_what_was_said(self) -> None:
        # A change of the draft is an answer to it, or makes it stale.
        if self._said is not None and self.session.notice is self._said:
            self.session.notice = None
        self._said = None

    def _choose_tool(self, draft: EditRequest, number: int) -> None:
        found = tools_for(draft, number)
        tools = (*found, HAND) if found else ()
        if tools != self.tools:
            self.in_use.give_up()
            self.tools = tools
            self.tool = tools[0] if tools else BOX

    def _leave_tool(self, before: str) -> None:
        self._by_name[before].give_up()
        self._by_name[before].leave()
        self.redraw_tools()

    def _show_picture(self, image: InputImage | None, hint: str, *, same: bool) -> bool:
        before = self._backdrop.image
        if image is before and (image is not None or hint == self._hint):
            return False
        self._hint = hint
        # Another picture is seen whole first; the same one, mended or moved in the list, as it was.
        stays = image is not None and self.view is not None and image.size == self.view.picture
        if not (stays and (same or image == before)):
            # What is being drawn has its place on the picture of before.
            self.in_use.give_up()
            self.view = Viewport.fit(image.size, (WIDTH, HEIGHT), MARGIN) if image is not None else None
        self._backdrop.show(image, self.view)
        if self.view is not None:
            self._backdrop.rest(self.view)
        return True

    def _show_mask(self) -> bool:
        mask = self.session.draft.mask if self.number == 1 else None
        seen = mask if mask is not None and self.view is not None and mask.size == self.view.picture else None
        return self._backdrop.cover(seen, self.painting.opacity, self.view)

    def _opened(self) -> None:
        if self.view is not None:
            self._backdrop.rest(self.view)
        self._draw()

    def _draw(self, *, again: bool = False) -> None:
        self._drawn = view = self.view
        if view is None:
            picture: list[Command] = list(draw_hint(self.words(self._hint or "canvas.empty"), (WIDTH, HEIGHT)))
            mask: list[Command] = []
        else:
            picture = list(self._backdrop.below(view, self.words("canvas.opening")))
            mask = [*self._backdrop.above(view), *self._brush.whole(view)]
        clear = ("clear", ())
        scenes = ((_PICTURE, (clear, *picture)), (_MASK, (clear, *mask)), (_TOP, (clear, *self._over())))
        self._layers.drawn()
        self._layers.draw_all((*self._backdrop.loads(again=again), *scenes))
        self._tell()

    def _over(self) -> list[Command]:
        if self.view is None:
            return []
        tools = self._by_name.values()
        return [command for tool in tools for command in tool.scene(self.view, chosen=tool.name == self.tool)]

    def _tell(self) -> None:
        self.selected = self._boxes.selected
        self.zoom = self.view.scale if self.view is not None else 0.0
        cursor = f"wanwidgets-cursor-{self.in_use.cursor}" if self.view is not None else ""
        if cursor != self._cursor:
            before, self._cursor = self._cursor, cursor
            if before:
                self.remove_class(before)
            if cursor:
                self.add_class(cursor)


def _hint(draft: EditRequest) -> str:
    free = draft.mode is not None and not draft.mode.images.low
    return "canvas.empty.free" if free else "canvas.empty"
