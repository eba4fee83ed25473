"""Layers to draw on and the pointer over them; with `sheet` the only modules that know ipycanvas."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from ipycanvas import Canvas, MultiCanvas, hold_canvas
from traitlets import Unicode

from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.surface.scene import Command

__all__ = ["HEIGHT", "WIDTH", "Fingered", "Layers", "Pointed"]

# Twice the pixels that it usually has on screen, so that it is sharp on HiDPI screens as well.
WIDTH, HEIGHT = 1280, 960
_PAUSE = 1 / 75
"""Seconds between two drawings at least: less than between two positions of a mouse, so that each is drawn at once."""
_SHARE = 4
"""As many times as long as a drawing took is waited for the next one, so that a slow kernel has time to listen."""
_LATE = 0.5

Guard = Callable[[Callable[..., Any]], Callable[..., None]]
Point = tuple[float, float]


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


class Fingered(Protocol):
    """Who hears of every finger and of the wheel as well."""

    def touch(self, points: list[Point]) -> None:
        """Hear that one more finger went down; `points` are those of all."""

    def touch_move(self, points: list[Point]) -> None:
        """Hear where all fingers are, perhaps beyond the canvas."""

    def touch_end(self, points: list[Point]) -> None:
        """Hear that a finger went up; `points` are those that are still down."""

    def wheel(self, dx: float, dy: float) -> None:
        """Hear that the wheel was turned, by pixels of the screen; where the pointer is it does not tell."""


class _NamedCanvas(MultiCanvas):
    """ipywidgets 8.1 shows a `tooltip`, the name for screen readers, only beside a `description`."""

    description = Unicode("").tag(sync=True)


class Layers:
    """Drawings one over the other.

    Parameters
    ----------
    count
        How many layers there are; 0 is the lowest.
    guard
        Wraps every handler, so that none raises.
    size
        Width and height in canvas pixels.
    name
        What a screen reader calls it.
    clock
        Seconds on a steady clock.

    Attributes
    ----------
    widget : MultiCanvas
        To be shown; its own pixels are `size`.
    """

    def __init__(
        self,
        count: int,
        guard: Guard,
        *,
        size: tuple[int, int] = (WIDTH, HEIGHT),
        name: str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        # ipywidgets 7 has no such trait, and no other way to name a canvas.
        named = {"tooltip": name} if name and hasattr(MultiCanvas, "tooltip") else {}
        layout = {"width": "100%", "height": "auto"}
        self.widget = _NamedCanvas(count, width=size[0], height=size[1], layout=layout, **named)
        self._guard = guard
        self._clock = clock
        self._due = 0.0
        self._last = -_LATE
        self._took = 0.0

    @property
    def parts(self) -> tuple[widgets.Widget, ...]:
        """The widgets inside that are no children."""
        return tuple(self.widget._canvases)  # noqa: SLF001  # nothing else gives the layers

    def listen(self, who: Pointed, fingers: Fingered | None = None) -> None:
        """Tell someone of the pointer, be it a mouse or a finger, and of the keys.

        Parameters
        ----------
        who
            Hears of the first finger as of a mouse.
        fingers
            Hears of the fingers instead, and of the wheel.
        """
        canvas = self.widget

        def key_down(key: str, shift: object, ctrl: object, meta: object) -> None:
            who.key(key, shift=bool(shift), shortcut=bool(ctrl or meta))

        if fingers is None:
            touching: tuple[tuple[Callable[..., Any], Callable[..., Any]], ...] = (
                (canvas.on_touch_start, lambda points: who.press(*points[0])),
                (canvas.on_touch_move, lambda points: who.move(*points[0])),
                (canvas.on_touch_end, lambda _: who.leave()),
                (canvas.on_touch_cancel, lambda _: who.leave()),
            )
        else:
            touching = (
                (canvas.on_touch_start, fingers.touch),
                (canvas.on_touch_move, fingers.touch_move),
                (canvas.on_touch_end, fingers.touch_end),
                (canvas.on_touch_cancel, fingers.touch_end),
                (canvas.on_mouse_wheel, fingers.wheel),
            )
        heard: tuple[tuple[Callable[..., Any], Callable[..., Any]], ...] = (
            (canvas.on_client_ready, who.redraw),
            (canvas.on_mouse_down, who.press),
            (canvas.on_mouse_move, who.move),
            (canvas.on_mouse_up, who.release),
            (canvas.on_mouse_out, who.leave),
            *touching,
            (canvas.on_key_down, key_down),
        )
        for register, handler in heard:
            register(self._guard(handler))

    def draw(self, layer: int, commands: Iterable[Command]) -> None:
        """Draw commands in one message."""
        self.draw_all([(layer, commands)])

    def draw_all(self, scenes: Iterable[tuple[int | Canvas, Iterable[Command]]]) -> None:
        """Draw commands on several layers, or canvases that are not on screen, in one message.

        So the browser shows them in one frame.

        An exception inside `hold_canvas` would leave every canvas of the kernel held for ever, so it is kept until the
        hold has ended.
        """
        if self.widget.comm is None:
            # Closed meanwhile: a command to a canvas that is gone breaks every canvas of the kernel.
            return
        # Each message says what it draws on: the page may have been loaded anew since the last one.
        self.forget()
        begun = self._clock()
        failure: Exception | None = None
        with hold_canvas():
            try:
                for layer, commands in scenes:
                    _apply(self.widget[layer] if isinstance(layer, int) else layer, commands)
            except Exception as error:  # noqa: BLE001  # raised again below
                failure = error
        self._took = self._clock() - begun
        if failure is not None:
            raise failure

    def soon(self, draw: Callable[[], None]) -> None:
        """Call `draw` now, or where that was done a moment ago, a moment later, once for all that ask meanwhile.

        So the first move of a drag is seen at once, those after it as often as can be seen, and the last one always.
        """
        now = self._clock()
        # A loop that is gone never calls back; its promise is not believed for ever.
        if self._due and now < self._due + _LATE:
            return
        wait = self._last + min(max(_PAUSE, _SHARE * self._took), _LATE) - now
        try:
            loop = asyncio.get_running_loop() if wait > 0 else None
        except RuntimeError:
            # No loop calls back later: rather too often than not at all.
            loop = None
        if loop is None:
            self.drawn()
            draw()
            return

        def due() -> None:
            if self._due:
                self.drawn()
                draw()

        self._due = now + wait
        loop.call_later(wait, self._guard(due))

    def give_keys_back(self) -> None:
        """Take the focus away; while the canvas has it, it swallows every key, Ctrl+S and Tab among them."""
        # What `blur` of ipywidgets 8 sends; 7 has no such method.
        self.widget.send({"do": "blur"})

    def drawn(self) -> None:
        """Forget what was to be drawn soon, since it was drawn now."""
        self._due = 0.0
        self._last = self._clock()

    def forget(self) -> None:
        """Name the layer anew before the next drawing, as a page that was reloaded needs.

        After a reload Python believes that the browser still has a current canvas; drawing on that belief breaks every
        canvas of the kernel (ipycanvas#322). The attribute is private, so it may be gone one day.
        """
        manager = getattr(self.widget, "_canvas_manager", None)
        if manager is not None and hasattr(manager, "_current_canvas"):
            manager._current_canvas = None  # noqa: SLF001


def _apply(layer: object, commands: Iterable[Command]) -> None:
    for name, value in commands:
        if isinstance(value, tuple):
            getattr(layer, name)(*value)
        else:
            setattr(layer, name, value)
