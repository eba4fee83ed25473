"""Before and after, one over the other, with a divider to be dragged."""

from __future__ import annotations

import functools

from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.guard import guarded
from wanwidgets.widgets.naming import named
from wanwidgets.widgets.results.divider import Divider, draw_divider, fitted
from wanwidgets.widgets.surface.view.layers import Layers
from wanwidgets.widgets.text import Words

__all__ = ["Compare"]

_BEFORE, _AFTER, _TOP = range(3)
_LONG = 1280
"""Canvas pixels of the longer side."""


class Compare(widgets.VBox):
    """A canvas of before and after, and a slider that does the same by the keyboard.

    Each picture is drawn once on a layer of its own; while the divider moves, the browser only copies from the lower
    one.

    Parameters
    ----------
    session, words
        As everywhere.
    after
        The large picture; its bytes are those that are on screen already.

    Attributes
    ----------
    slider : IntSlider
        From 0, where all is after, to 100, where all is before.
    divider : Divider
        Where it is.
    """

    def __init__(self, session: EditSession, words: Words, after: widgets.Image) -> None:
        self.divider = Divider()
        self._names = (words("compare.before"), words("compare.after"))
        self._after = after
        self._before = widgets.Image(format="jpeg")
        self._sizes = ((1, 1), (1, 1))
        self._following = False
        self._layers = Layers(3, functools.partial(guarded, session), name=words("compare.name"))
        self._layers.listen(self)
        self.slider = widgets.IntSlider(value=50, min=0, max=100, step=1, readout=False, layout={"width": "100%"})
        named(self.slider, words("compare.slider"))
        self.slider.observe(guarded(session, lambda change: self._slide(change.new)), "value")
        ends = [widgets.HTML(f'<span class="ww-faint">{name}</span>') for name in self._names]
        self._twin = widgets.HBox([ends[0], self.slider, ends[1]])
        self._twin.add_class("wanwidgets-twin")
        super().__init__([self._layers.widget, self._twin])
        self.add_class("wanwidgets-compare")

    @property
    def canvas(self) -> widgets.DOMWidget:
        """The canvas itself."""
        return self._layers.widget

    @property
    def parts(self) -> tuple[widgets.Widget, ...]:
        """The widgets inside that are no children."""
        return (self._before, *self._layers.parts)

    @property
    def frame(self) -> tuple[int, int]:
        """Width and height of the canvas, in its own pixels."""
        return self._layers.widget.width, self._layers.widget.height

    def show(self, before: bytes, sizes: tuple[tuple[int, int], tuple[int, int]], width: str) -> None:
        """Show before beside after.

        Parameters
        ----------
        before
            A JPEG.
        sizes
            Of before and after, in any unit.
        width
            How wide it is on screen, as CSS has it.
        """
        self._before.value = before
        self._sizes = sizes
        across, down = sizes[1]
        scale = _LONG / max(across, down)
        frame = (max(1, round(across * scale)), max(1, round(down * scale)))
        if frame != self.frame:
            # The browser clears a canvas whose size changes.
            self._layers.widget.width, self._layers.widget.height = frame
        self._layers.widget.layout.width = self._twin.layout.width = width
        self.redraw()

    def forget(self) -> None:
        """Hold no picture any more."""
        self._before.value = b""

    def redraw(self) -> None:
        """Draw everything again, as a page that was reloaded needs."""
        if not self._before.value or not self._after.value:
            return
        self._layers.forget()
        for layer, image, size in ((_BEFORE, self._before, self._sizes[0]), (_AFTER, self._after, self._sizes[1])):
            self._layers.draw(layer, (("clear", ()), ("draw_image", (image, *fitted(size, self.frame)))))
        self._draw_divider()

    def press(self, x: float, y: float) -> None:
        """Take hold of the divider, wherever the pointer is."""
        del y
        self._move(self.divider.pressed(x / self.frame[0]))

    def move(self, x: float, y: float) -> None:
        """Drag it."""
        del y
        self._move(self.divider.dragged_to(x / self.frame[0]))

    def release(self, x: float | None = None, y: float | None = None) -> None:
        """Let it go where the pointer is."""
        if x is not None and y is not None:
            self.move(x, y)
        self.divider = self.divider.released()

    def leave(self, x: float | None = None, y: float | None = None) -> None:
        """Let it go, since the pointer's going up elsewhere is never told."""
        self.release(x, y)

    def key(self, name: str, *, shift: bool = False, shortcut: bool = False) -> None:
        """Move it by the arrow keys; Tab and shortcuts are for the page."""
        if shortcut or name in {"Tab", "Escape"}:
            self._layers.give_keys_back()
        else:
            self._move(self.divider.keyed(name, shift=shift))

    def _move(self, divider: Divider) -> None:
        moved = divider.at != self.divider.at
        self.divider = divider
        if moved:
            self._layers.soon(self._follow)

    def _slide(self, value: int) -> None:
        # What the canvas has told the slider is only rounded to whole numbers.
        if not self._following:
            self._move(self.divider.moved(value / 100))

    def _follow(self) -> None:
        self._following = True
        try:
            self.slider.value = round(100 * self.divider.at)
        finally:
            self._following = False
        self._draw_divider()

    def _draw_divider(self) -> None:
        self._layers.drawn()
        scene = draw_divider(self.divider, self.frame, self._layers.widget[_BEFORE], self._names)
        self._layers.draw(_TOP, (("clear", ()), *scene))
