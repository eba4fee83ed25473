"""Layers to draw on and the pointer over them. The only module that knows ipycanvas."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from typing import Any, Protocol

import ipywidgets as widgets
from ipycanvas import MultiCanvas, hold_canvas

from wanwidgets.widgets.surface.scene import Command

__all__ = ["HEIGHT", "WIDTH", "Layers", "Pointed"]

# Twice the pixels that it usually has on screen, so that it is sharp on HiDPI screens as well.
WIDTH, HEIGHT = 1280, 960
_FRAME = 1 / 30
_LATE = 0.5

Guard = Callable[[Callable[..., Any]], Callable[..., None]]


class Pointed(Protocol):
    """Who hears of the pointer, in canvas pixels."""

    def redraw(self) -> None:
        """Draw everything again; the page was loaded anew."""

    def press(self, x: float, y: float) -> None:
        """Hear that the pointer went down."""

    def move(self, x: float, y: float) -> None:
        """Hear where it moved, perhaps beyond the canvas when it is a finger."""

    def release(self, x: float | None = None, y: float | None = None) -> None:
        """Hear that it went up; where is not known of a finger."""

    def leave(self, x: float | None = None, y: float | None = None) -> None:
        """Hear that it left the canvas. Its going up outside is never told, so this ends a drag."""

    def key(self, name: str, *, shift: bool = False, shortcut: bool = False) -> None:
        """Hear that a key went down, perhaps as a part of a shortcut with Ctrl or the command key."""


class Layers:
    """Drawings one over the other.

    Parameters
    ----------
    count
        How many layers there are; 0 is the lowest.
    guard
        Wraps every handler, so that none raises.

    Attributes
    ----------
    widget : MultiCanvas
        To be shown; its own pixels are `WIDTH` × `HEIGHT`.
    """

    def __init__(self, count: int, guard: Guard) -> None:
        self.widget = MultiCanvas(count, width=WIDTH, height=HEIGHT, layout={"width": "100%", "height": "auto"})
        self._guard = guard
        self._due = 0.0

    @property
    def parts(self) -> tuple[widgets.Widget, ...]:
        """The widgets inside that are no children."""
        return tuple(self.widget._canvases)  # noqa: SLF001  # nothing else gives the layers

    def listen(self, who: Pointed) -> None:
        """Tell someone of the pointer, be it a mouse or a finger, and of the keys."""
        canvas = self.widget
        for register, handler in (
            (canvas.on_client_ready, who.redraw),
            (canvas.on_mouse_down, who.press),
            (canvas.on_mouse_move, who.move),
            (canvas.on_mouse_up, who.release),
            (canvas.on_mouse_out, who.leave),
            (canvas.on_touch_start, lambda points: who.press(*points[0])),
            (canvas.on_touch_move, lambda points: who.move(*points[0])),
            (canvas.on_touch_end, lambda _: who.leave()),
            (canvas.on_touch_cancel, lambda _: who.leave()),
            (
                canvas.on_key_down,
                lambda key, shift, ctrl, meta: who.key(key, shift=bool(shift), shortcut=bool(ctrl or meta)),
            ),
        ):
            register(self._guard(handler))

    def draw(self, layer: int, commands: Iterable[Command]) -> None:
        """Draw commands in one message.

        An exception inside `hold_canvas` would leave every canvas of the kernel held for ever, so it is kept until the
        hold has ended.
        """
        failure: Exception | None = None
        with hold_canvas():
            try:
                for name, value in commands:
                    _apply(self.widget[layer], name, value)
            except Exception as error:  # noqa: BLE001  # raised again below
                failure = error
        if failure is not None:
            raise failure

    def soon(self, draw: Callable[[], None]) -> None:
        """Call `draw` within a frame, once for all that ask meanwhile."""
        now = time.monotonic()
        # A loop that is gone never calls back; its promise is not believed for ever.
        if self._due and now < self._due + _LATE:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            draw()
            return

        def due() -> None:
            if self._due:
                self._due = 0.0
                draw()

        self._due = now + _FRAME
        loop.call_later(_FRAME, self._guard(due))

    def give_keys_back(self) -> None:
        """Take the focus away; while the canvas has it, it swallows every key, Ctrl+S and Tab among them."""
        # What `blur` of ipywidgets 8 sends; 7 has no such method.
        self.widget.send({"do": "blur"})

    def drawn(self) -> None:
        """Forget what was to be drawn soon, since it was drawn now."""
        self._due = 0.0

    def forget(self) -> None:
        """Name the layer anew before the next drawing, as a page that was reloaded needs.

        After a reload Python believes that the browser still has a current canvas; drawing on that belief breaks every
        canvas of the kernel (ipycanvas#322). The attribute is private, so it may be gone one day.
        """
        manager = getattr(self.widget, "_canvas_manager", None)
        if manager is not None and hasattr(manager, "_current_canvas"):
            manager._current_canvas = None  # noqa: SLF001


def _apply(layer: object, name: str, value: object) -> None:
    if isinstance(value, tuple):
        getattr(layer, name)(*value)
    else:
        setattr(layer, name, value)
