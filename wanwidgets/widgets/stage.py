"""The chosen picture with its boxes and its mask, drawn and edited."""

from __future__ import annotations

import functools
from collections.abc import Iterator

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
from wanwidgets.widgets.canvas import HEIGHT, WIDTH, Layers
from wanwidgets.widgets.gesture import Boxing
from wanwidgets.widgets.guard import guarded
from wanwidgets.widgets.painting import Painting
from wanwidgets.widgets.scene import Command, draw_boxes, draw_brush, draw_hint, draw_stroke, mask_overlay
from wanwidgets.widgets.text import Words
from wanwidgets.widgets.tools import BOX, BRUSH, box_limit, tools_for
from wanwidgets.widgets.viewport import Viewport

__all__ = ["Stage"]

MARGIN = 28
SLOP = 9  # canvas pixels that a click may wander
_PICTURE, _MASK, _TOP = range(3)


class Stage(widgets.Box):
    """Shows one picture of the session's draft and lets boxes be drawn and a mask be painted on it.

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
    painting : Painting
        The brush.
    """

    selected = Int(None, allow_none=True)
    tool = Unicode(BOX)

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._words = words
        self._number = 0
        self._boxing = Boxing()
        self.painting = Painting()
        self._tools: tuple[str, ...] = ()
        self._said: Message | None = None
        self._draft: EditRequest | None = None
        self._hover: tuple[float, float] | None = None
        self._view: Viewport | None = None
        self._shown: InputImage | None = None
        self._painted = False
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
    def view(self) -> Viewport | None:
        """Where the picture lies on the canvas; None while there is none."""
        return self._view

    @property
    def parts(self) -> tuple[widgets.Widget, ...]:
        """The widgets inside that are no children."""
        return (self._picture, self._overlay, *self._layers.parts)

    def show(self, number: int) -> None:
        """Show that picture of the draft, counted from 1, as it is sent; 0, or an address, shows an empty canvas."""
        with self._session.lock:
            draft = self._session.draft
            if draft is not self._draft:
                self._draft = draft
                self._forget_what_was_said()
            picture = draft.pictures[number - 1] if 0 < number <= len(draft.pictures) else None
            image = sent_image(picture, draft.marks) if picture and picture.size else None
            moved, self._number = number != self._number, number
            if moved:
                self._boxing = Boxing()
                self.painting.forget()
            self._choose_tool(draft, number)
            self._load(image, _hint(draft))
            self._load_mask(draft.mask if number == 1 else None)
            painted = draft.marks == "drawn"
            boxing = self._boxing.shown(picture.boxes if picture else (), box_limit(draft))
            if boxing != self._boxing or moved or painted != self._painted:
                self._boxing, self._painted = boxing, painted
                self._draw()

    def redraw(self) -> None:
        """Draw everything again, as a page that was reloaded needs."""
        self._layers.forget()
        self._draw_picture()
        self._draw_mask()
        self._draw()

    def press(self, x: float, y: float) -> None:
        """Begin a box or a stroke."""
        if self._view is None:
            return
        where = self._view.to_picture(x, y)
        if self.tool != BRUSH:
            self._boxing = self._boxing.press(*where)
        elif self._foreign(self._session.draft.mask):
            self._say("mask.other")
        else:
            self.painting.press(*where)
            self._hover = where
            self._layers.soon(self._draw)

    def move(self, x: float, y: float) -> None:
        """Follow the pointer."""
        if self._view is None:
            return
        where = self._view.to_picture(x, y)
        if self.tool == BRUSH:
            self._hover = where
            self.painting.move(*where)
            self._layers.soon(self._draw)
        elif self._boxing.start is not None:
            self._boxing = self._boxing.move(*where)
            self._layers.soon(self._draw)

    def release(self, x: float | None = None, y: float | None = None) -> None:
        """End the box or the stroke."""
        if self._view is None:
            return
        if x is not None and y is not None and (self.painting.under_way or self._boxing.start is not None):
            self.move(x, y)
        if self.painting.under_way:
            self._take_stroke()
        elif self._boxing.start is not None:
            self._take(self._boxing.release(SLOP / self._view.scale))
        self._let_go()

    def leave(self, x: float | None = None, y: float | None = None) -> None:
        """End what is under way, and show no brush any more."""
        self.release(x, y)
        if self._hover is not None:
            self._hover = None
            self._draw()

    def key(self, name: str, *, shortcut: bool = False) -> None:
        """Escape gives up the stroke; Tab and shortcuts are for the page; the rest is for boxes."""
        if name == "Escape" and self.painting.under_way:
            self.painting.forget()
            self._draw()
        elif self.tool == BOX:
            self._take(self._boxing.key(name))
        self._let_go(at_once=shortcut or name == "Tab")

    def _let_go(self, *, at_once: bool = False) -> None:
        # A selected box can be deleted by a key, and what is under way be given up; nothing else needs the keys.
        idle = self._boxing.start is None and not self.painting.under_way
        if idle and (at_once or self._boxing.selected is None):
            self._layers.give_keys_back()

    def _take(self, boxing: Boxing) -> None:
        changed = boxing.boxes != self._boxing.boxes
        self._boxing = boxing
        # The draft first: whoever hears of the selection shows the draft's boxes.
        if changed:
            self._session.set_boxes(self._number, boxing.boxes)
        self._draw()
        if boxing.full:
            key = "box.full" if boxing.limit else "box.none"
            self._say(key, number=self._number, limit=boxing.limit)

    def _take_stroke(self) -> None:
        stroke = self.painting.release()
        mask = self._session.draft.mask
        if stroke is not None and self._view is not None and not (stroke.erase and mask is None):
            mask = mask or Mask(self._view.picture)
            self._session.edit(mask=Mask(mask.size, (*mask.strokes, stroke), mask.base))
        self._draw()

    def _say(self, key: str, **facts: object) -> None:
        self._said = self._session.notice = Message("info", self._words(key, **facts))

    def _forget_what_was_said(self) -> None:
        # A change of the draft is an answer to it, or makes it stale.
        if self._said is not None and self._session.notice is self._said:
            self._session.notice = None
        self._said = None

    def _foreign(self, mask: Mask | None) -> bool:
        return mask is not None and self._view is not None and mask.size != self._view.picture

    def _choose_tool(self, draft: EditRequest, number: int) -> None:
        tools = tools_for(draft, number)
        if tools != self._tools:
            self._tools = tools
            self.painting.forget()
            self._hover = None
            self.tool = tools[0] if tools else BOX

    def _load(self, image: InputImage | None, hint: str) -> None:
        if image is self._shown and (image is not None or hint == self._hint):
            return
        if image is None or self._view is None or image.size != self._view.picture:
            self._view = None if image is None else Viewport.fit(image.size, (WIDTH, HEIGHT), MARGIN)
        self._shown, self._hint = image, hint
        if image is not None and self._view is not None:
            # Decoded and encoded again: a file that the browser cannot read would hang every canvas of the kernel.
            side = max(1, round(max(self._view.shown)))
            self._picture.value = small_jpeg(image.image(), side=side)
        self._draw_picture()

    def _load_mask(self, mask: Mask | None) -> None:
        seen = None if mask is None or self._view is None or self._foreign(mask) else mask
        if seen is self._masked:
            return
        self._masked = seen
        if seen is not None and self._view is not None:
            self._overlay.value = mask_overlay(seen, self._view)
        self._draw_mask()

    def _draw_picture(self) -> None:
        if self._view is None:
            shown = draw_hint(self._words(self._hint or "canvas.empty"), (WIDTH, HEIGHT))
        else:
            shown = _placed(self._picture, self._view)
        self._layers.draw(_PICTURE, (("clear", ()), *shown))

    def _draw_mask(self) -> None:
        shown = _placed(self._overlay, self._view) if self._masked is not None and self._view is not None else ()
        self._layers.draw(_MASK, (("clear", ()), *shown))

    def _draw(self) -> None:
        self._layers.drawn()
        self.selected = self._boxing.selected
        self._layers.draw(_TOP, (("clear", ()), *self._over()))

    def _over(self) -> Iterator[Command]:
        view, brush = self._view, self.painting
        if view is None:
            return
        yield from draw_boxes(self._boxing, view, self._words("box", number="{number}"), painted=self._painted)
        yield from draw_stroke(brush.points, brush.radius, view, erase=brush.erase)
        if self.tool == BRUSH and self._hover is not None:
            yield from draw_brush(self._hover, brush.radius, view)


def _placed(image: Image, view: Viewport) -> tuple[Command, ...]:
    return (("draw_image", (image, view.left, view.top, *view.shown)),)


def _hint(draft: EditRequest) -> str:
    free = draft.mode is not None and not draft.mode.images.low
    return "canvas.empty.free" if free else "canvas.empty"
