"""The chosen picture with its boxes, drawn and edited. The only module that knows ipycanvas."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable

import ipywidgets as widgets
from ipycanvas import MultiCanvas, hold_canvas
from traitlets import Int

from wanwidgets.images import InputImage
from wanwidgets.message import Message
from wanwidgets.preview import small_jpeg
from wanwidgets.session import EditSession
from wanwidgets.widgets.gesture import Boxing
from wanwidgets.widgets.guard import guarded
from wanwidgets.widgets.scene import Command, draw_boxes, draw_hint
from wanwidgets.widgets.text import Words
from wanwidgets.widgets.viewport import Viewport

__all__ = ["BoxCanvas"]

# Twice the pixels that it usually has on screen, so that it is sharp on HiDPI screens as well.
WIDTH, HEIGHT = 1280, 960
MARGIN = 28
SLOP = 9  # canvas pixels that a click may wander
_FRAME = 1 / 30
_LATE = 0.5


class BoxCanvas(widgets.Box):
    """Shows one picture of the session's draft and lets boxes be drawn on it.

    Parameters
    ----------
    session, words
        What is edited, and in which language.

    Attributes
    ----------
    selected : int or None
        The number of the selected box.
    """

    selected = Int(None, allow_none=True)

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._words = words
        self._number = 0
        self._boxing = Boxing()
        self._view: Viewport | None = None
        self._shown: InputImage | None = None
        self._due = 0.0
        self._picture = widgets.Image(format="jpeg")
        self._canvas = MultiCanvas(2, width=WIDTH, height=HEIGHT, layout={"width": "100%", "height": "auto"})
        self._listen()
        super().__init__([self._canvas], layout={"width": "100%"})
        self.add_class("wanwidgets-stage")

    @property
    def canvas(self) -> MultiCanvas:
        """The canvas itself; its own pixels are `WIDTH` × `HEIGHT`."""
        return self._canvas

    @property
    def view(self) -> Viewport | None:
        """Where the picture lies on the canvas; None while there is none."""
        return self._view

    @property
    def parts(self) -> tuple[widgets.Widget, ...]:
        """The widgets inside that are no children."""
        return (self._picture, *self._canvas._canvases)  # noqa: SLF001  # nothing else gives the layers

    def show(self, number: int) -> None:
        """Show that picture of the draft, counted from 1, with its boxes; 0, or an address, shows an empty canvas."""
        with self._session.lock:
            pictures = self._session.draft.pictures
            picture = pictures[number - 1] if 0 < number <= len(pictures) else None
            image = picture.image if picture and isinstance(picture.image, InputImage) else None
            moved = number != self._number
            self._number = number
            if moved:
                self._boxing = Boxing()
            if image is not self._shown:
                self._load(image)
            entry = self._session.draft.entry
            boxing = self._boxing.shown(picture.boxes if picture else (), entry.boxes_per_image if entry else 0)
            if boxing != self._boxing or moved:
                self._boxing = boxing
                self._draw()

    def redraw(self) -> None:
        """Draw everything again, as a page that was reloaded needs."""
        # After a reload Python believes that the browser still has a current canvas; drawing on that belief breaks
        # every canvas of the kernel (ipycanvas#322). The attribute is private, so it may be gone one day.
        manager = getattr(self._canvas, "_canvas_manager", None)
        if manager is not None and hasattr(manager, "_current_canvas"):
            manager._current_canvas = None  # noqa: SLF001
        self._draw_picture()
        self._draw()

    def _listen(self) -> None:
        canvas = self._canvas
        for register, handler in (
            (canvas.on_client_ready, self.redraw),
            (canvas.on_mouse_down, self._press),
            (canvas.on_mouse_move, self._move),
            (canvas.on_mouse_up, self._release),
            # The mouse_up of a drag that leaves the canvas never arrives, so leaving it is the end of the drag.
            (canvas.on_mouse_out, self._release),
            (canvas.on_touch_start, lambda points: self._press(*points[0])),
            (canvas.on_touch_move, lambda points: self._move(*points[0])),
            (canvas.on_touch_end, lambda _: self._release()),
            (canvas.on_touch_cancel, lambda _: self._release()),
            (canvas.on_key_down, self._key),
        ):
            register(guarded(self._session, handler))

    def _press(self, x: float, y: float) -> None:
        if self._view is not None:
            self._boxing = self._boxing.press(*self._view.to_picture(x, y))

    def _move(self, x: float, y: float) -> None:
        if self._view is not None and self._boxing.start is not None:
            self._boxing = self._boxing.move(*self._view.to_picture(x, y))
            self._draw_soon()

    def _release(self, x: float | None = None, y: float | None = None) -> None:
        if self._view is None or self._boxing.start is None:
            return
        if x is not None and y is not None:
            self._boxing = self._boxing.move(*self._view.to_picture(x, y))
        self._take(self._boxing.release(SLOP / self._view.scale))

    def _key(self, key: str, *_: object) -> None:
        self._take(self._boxing.key(key))

    def _take(self, boxing: Boxing) -> None:
        changed = boxing.boxes != self._boxing.boxes
        self._boxing = boxing
        # The draft first: whoever hears of the selection shows the draft's boxes.
        if changed:
            self._session.set_boxes(self._number, boxing.boxes)
        self._draw()
        if boxing.full:
            text = self._words("box.full", number=self._number, limit=boxing.limit)
            self._session.notice = Message("info", text)

    def _load(self, image: InputImage | None) -> None:
        self._shown = image
        self._view = None if image is None else Viewport.fit(image.size, (WIDTH, HEIGHT), MARGIN)
        if image is not None and self._view is not None:
            # Decoded and encoded again: a file that the browser cannot read would hang every canvas of the kernel.
            side = max(1, round(max(self._view.shown)))
            self._picture.value = small_jpeg(image.image(), side=side)
        self._draw_picture()

    def _draw_picture(self) -> None:
        view = self._view
        if view is None:
            shown = draw_hint(self._words("canvas.empty"), (WIDTH, HEIGHT))
        else:
            shown = (("draw_image", (self._picture, view.left, view.top, *view.shown)),)
        _replay(self._canvas[0], (("clear", ()), *shown))

    def _draw(self) -> None:
        self._due = 0.0
        self.selected = self._boxing.selected
        if self._view is None:
            _replay(self._canvas[1], [("clear", ())])
        else:
            _replay(self._canvas[1], draw_boxes(self._boxing, self._view, self._words("box", number="{number}")))

    def _draw_soon(self) -> None:
        now = time.monotonic()
        if self._due and now < self._due + _LATE:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._draw()
        else:
            self._due = now + _FRAME
            loop.call_later(_FRAME, guarded(self._session, self._draw_due))

    def _draw_due(self) -> None:
        if self._due:
            self._draw()


def _replay(layer: object, commands: Iterable[Command]) -> None:
    """Draw commands in one message.

    An exception inside `hold_canvas` would leave every canvas of the kernel held for ever, so it is kept until the
    hold has ended.
    """
    failure: Exception | None = None
    with hold_canvas():
        try:
            for name, value in commands:
                _apply(layer, name, value)
        except Exception as error:  # noqa: BLE001  # raised again below
            failure = error
    if failure is not None:
        raise failure


def _apply(layer: object, name: str, value: object) -> None:
    if isinstance(value, tuple):
        getattr(layer, name)(*value)
    else:
        setattr(layer, name, value)
