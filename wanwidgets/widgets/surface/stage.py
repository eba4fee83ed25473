"""The chosen picture with its boxes and its mask, drawn and edited."""

from __future__ import annotations

import functools

import ipywidgets as widgets
from ipywidgets import Image
from traitlets import Int, Unicode

from wanwidgets.images import InputImage
from wanwidgets.marks import sent_image
from wanwidgets.message import Message
from wanwidgets.preview import small_jpeg
from wanwidgets.regions import Mask
from wanwidgets.request import EditRequest
from wanwidgets.session import EditSession
from wanwidgets.widgets.guard import guarded
from wanwidgets.widgets.surface.box_tool import BoxTool
from wanwidgets.widgets.surface.brush_tool import BrushTool
from wanwidgets.widgets.surface.layers import HEIGHT, WIDTH, Layers
from wanwidgets.widgets.surface.painting import Painting
from wanwidgets.widgets.surface.scene import Command, draw_hint, mask_overlay
from wanwidgets.widgets.surface.tool import Key, Pointer, Tool
from wanwidgets.widgets.surface.tools import BOX, tools_for
from wanwidgets.widgets.surface.viewport import Viewport
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
        What the pointer does: ``"box"`` or ``"brush"``.
    """

    selected = Int(None, allow_none=True)
    tool = Unicode(BOX)

    def __init__(self, session: EditSession, words: Words) -> None:
        self.session = session
        self.words = words
        self.number = 0
        self.view: Viewport | None = None
        self._boxes = BoxTool(self)
        self._brush = BrushTool(self)
        self._by_name: dict[str, Tool] = {tool.name: tool for tool in (self._boxes, self._brush)}
        self._offered: tuple[str, ...] = ()
        self._said: Message | None = None
        self._draft: EditRequest | None = None
        self._shown: InputImage | None = None
        self._masked: Mask | None = None
        self._hint = ""
        self._picture = Image(format="jpeg")
        self._overlay = Image(format="png")
        self._layers = Layers(3, functools.partial(guarded, session))
        self._layers.listen(self)
        super().__init__([self._layers.widget], layout={"width": "100%"})
        self.add_class("wanwidgets-stage")

    @property
    def canvas(self) -> widgets.DOMWidget:
        """The canvas itself; its own pixels are `WIDTH` × `HEIGHT`."""
        return self._layers.widget

    @property
    def painting(self) -> Painting:
        """The brush."""
        return self._brush.painting

    @property
    def parts(self) -> tuple[widgets.Widget, ...]:
        """The widgets inside that are no children."""
        return (self._picture, self._overlay, *self._layers.parts)

    def show(self, number: int) -> None:
        """Show that picture of the draft, counted from 1, as it is sent; 0, or an address, shows an empty canvas."""
        with self.session.lock:
            draft = self.session.draft
            if draft is not self._draft:
                self._draft = draft
                self._forget_what_was_said()
            picture = draft.pictures[number - 1] if 0 < number <= len(draft.pictures) else None
            self.number = number if picture else 0
            image = sent_image(picture, draft.marks) if picture and picture.size else None
            self._choose_tool(draft, number)
            self._load(image, _hint(draft))
            self._load_mask(draft.mask if number == 1 else None)
            # Each of them follows, so none may be left out.
            changed = [tool.show(draft, self.number) for tool in self._by_name.values()]
            if any(changed):
                self.redraw_tools()

    def redraw(self) -> None:
        """Draw everything again, as a page that was reloaded needs."""
        self._layers.forget()
        self._draw_picture()
        self._draw_mask()
        self.redraw_tools()

    def redraw_tools(self) -> None:
        """Draw what the tools show now."""
        self._layers.drawn()
        self.selected = self._boxes.selected
        self._layers.draw(_TOP, (("clear", ()), *self._over()))

    def redraw_soon(self) -> None:
        """Draw what the tools show within a frame, once for all that ask meanwhile."""
        self._layers.soon(self.redraw_tools)

    def say(self, key: str, **facts: object) -> None:
        """Tell the user something that the next change of the draft makes stale."""
        self._said = self.session.notice = Message("info", self.words(key, **facts))

    def press(self, x: float, y: float) -> None:
        """Begin a gesture of the tool in use."""
        if self.view is not None:
            self._tool().press(self._at(x, y, self.view))

    def move(self, x: float, y: float) -> None:
        """Follow the pointer."""
        if self.view is not None:
            self._tool().move(self._at(x, y, self.view))

    def release(self, x: float | None = None, y: float | None = None) -> None:
        """End the gesture."""
        if self.view is None:
            return
        tool = self._tool()
        if x is not None and y is not None and tool.under_way:
            self.move(x, y)
        tool.release()
        self._let_go()

    def leave(self, x: float | None = None, y: float | None = None) -> None:
        """End what is under way, since the pointer's going up elsewhere is never told."""
        self.release(x, y)
        self._tool().leave()

    def key(self, name: str, *, shift: bool = False, shortcut: bool = False) -> None:
        """Give a key to the tool in use; Tab and shortcuts are for the page."""
        self._tool().key(Key(name, shift, shortcut))
        self._let_go(at_once=shortcut or name == "Tab")

    def _tool(self) -> Tool:
        return self._by_name[self.tool]

    def _at(self, x: float, y: float, view: Viewport) -> Pointer:
        return Pointer((x, y), view.to_picture(x, y))

    def _let_go(self, *, at_once: bool = False) -> None:
        # A selected box can be deleted by a key, and what is under way be given up; nothing else needs the keys.
        tool = self._tool()
        if not tool.under_way and (at_once or not tool.wants_keys):
            self._layers.give_keys_back()

    def _forget_what_was_said(self) -> None:
        # A change of the draft is an answer to it, or makes it stale.
        if self._said is not None and self.session.notice is self._said:
            self.session.notice = None
        self._said = None

    def _choose_tool(self, draft: EditRequest, number: int) -> None:
        tools = tools_for(draft, number)
        if tools != self._offered:
            self._offered = tools
            self._tool().give_up()
            self.tool = tools[0] if tools else BOX

    def _load(self, image: InputImage | None, hint: str) -> None:
        if image is self._shown and (image is not None or hint == self._hint):
            return
        if image is None or self.view is None or image.size != self.view.picture:
            self.view = None if image is None else Viewport.fit(image.size, (WIDTH, HEIGHT), MARGIN)
        self._shown, self._hint = image, hint
        if image is not None and self.view is not None:
            # Decoded and encoded again: a file that the browser cannot read would hang every canvas of the kernel.
            side = max(1, round(max(self.view.shown)))
            self._picture.value = small_jpeg(image.image(), side=side)
        self._draw_picture()

    def _load_mask(self, mask: Mask | None) -> None:
        seen = mask if mask is not None and self.view is not None and mask.size == self.view.picture else None
        if seen is self._masked:
            return
        self._masked = seen
        if seen is not None and self.view is not None:
            self._overlay.value = mask_overlay(seen, self.view)
        self._draw_mask()

    def _draw_picture(self) -> None:
        if self.view is None:
            shown = draw_hint(self.words(self._hint or "canvas.empty"), (WIDTH, HEIGHT))
        else:
            shown = _placed(self._picture, self.view)
        self._layers.draw(_PICTURE, (("clear", ()), *shown))

    def _draw_mask(self) -> None:
        shown = _placed(self._overlay, self.view) if self._masked is not None and self.view is not None else ()
        self._layers.draw(_MASK, (("clear", ()), *shown))

    def _over(self) -> list[Command]:
        if self.view is None:
            return []
        tools = self._by_name.values()
        return [command for tool in tools for command in tool.scene(self.view, chosen=tool.name == self.tool)]


def _placed(image: Image, view: Viewport) -> tuple[Command, ...]:
    return (("draw_image", (image, view.left, view.top, *view.shown)),)


def _hint(draft: EditRequest) -> str:
    free = draft.mode is not None and not draft.mode.images.low
    return "canvas.empty.free" if free else "canvas.empty"
