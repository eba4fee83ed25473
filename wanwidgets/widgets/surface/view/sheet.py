"""A picture that the browser keeps ready to be drawn at any place and size."""

from __future__ import annotations

from ipycanvas import Canvas

from wanwidgets.regions import Box
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.surface.scene import Command
from wanwidgets.widgets.surface.view.tiles import Tile
from wanwidgets.widgets.surface.view.viewport import Viewport

__all__ = ["Sheet"]

_BLANK = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b8"
    "0000000049454e44ae426082"
)
"""A PNG of one pixel: a picture that the browser cannot read would hang every canvas of the kernel."""


class Sheet:
    """A canvas that is not on screen, and the file that is drawn on it.

    To draw a file the browser decodes it, and never lets go of it again (ipycanvas#261). So each is drawn once, here,
    and from here to the screen as often as one likes.

    Attributes
    ----------
    tile : Tile or None
        What is on it.
    """

    def __init__(self) -> None:
        self.tile: Tile | None = None
        self._file = widgets.Image(value=_BLANK, format="png")
        self._canvas = Canvas(width=1, height=1)

    @property
    def parts(self) -> tuple[widgets.Widget, ...]:
        """The widgets inside."""
        return (self._file, self._canvas)

    @property
    def area(self) -> Box | None:
        """The part of the picture that is on it."""
        return None if self.tile is None else self.tile.area

    @property
    def canvas(self) -> Canvas:
        """Where `load` is to be drawn."""
        return self._canvas

    @property
    def value(self) -> bytes:
        """The file."""
        return bytes(self._file.value)

    def put(self, tile: Tile) -> tuple[Command, ...]:
        """Take a tile, and return the commands that draw it on the sheet."""
        self.tile = tile
        with self._file.hold_sync():
            self._file.value = tile.data
            self._file.format = tile.format
        self._canvas.width, self._canvas.height = tile.size
        return self.load()

    def load(self) -> tuple[Command, ...]:
        """Return the commands that draw the file on the sheet, as a page that was reloaded needs."""
        if self.tile is None:
            return ()
        return (("clear", ()), ("draw_image", (self._file, 0, 0, *self.tile.size)))

    def drop(self) -> None:
        """Hold nothing more."""
        if self.tile is not None:
            self.tile = None
            self._file.value = _BLANK

    def shown(self, view: Viewport) -> tuple[Command, ...]:
        """Return the commands that show the sheet where its part of the picture lies."""
        if self.tile is None:
            return ()
        return (("draw_image", (self._canvas, *view.placed(self.tile.area))),)
