"""The parts of a result, one tile each: words, a picture, or a picture that failed."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import TypeAlias

from wanwidgets.content import Content, Failure, SavedImage, Text
from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.guard import guarded
from wanwidgets.widgets.text import Words

__all__ = ["Failed", "Picture", "Said", "Tile", "tile_for"]

_HEIGHT = 96
_NARROWEST, _WIDEST = 56, 220


class Said(widgets.HTML):
    """Words among the pictures."""

    def __init__(self) -> None:
        super().__init__()
        self.add_class("wanwidgets-words")

    def show(self, part: Text) -> None:
        """Show these words, lines and all."""
        _put(self, f'<div class="ww-words">{html.escape(part.text.strip())}</div>')


class Failed(widgets.HTML):
    """A picture that the service could not make, in its own words."""

    def __init__(self, words: Words) -> None:
        self._words = words
        super().__init__()
        self.add_class("wanwidgets-failed")

    def show(self, part: Failure) -> None:
        """Show why."""
        title, code, why = (html.escape(text) for text in (self._words("result.failed"), part.code, part.message))
        _put(
            self,
            f'<div class="ww-failed" role="alert"><b>✕ {title}</b><code>{code}</code><span>{why}</span></div>',
        )


class Picture(widgets.VBox):
    """The thumbnail of one picture, which shows it large when it is clicked.

    Attributes
    ----------
    choose : Button
        Over the thumbnail.
    """

    def __init__(self, session: EditSession, words: Words, choose: Callable[[], None]) -> None:
        self._words = words
        self._part: SavedImage | None = None
        self._image = widgets.Image(format="jpeg")
        self._image.add_class("wanwidgets-hidden")
        self._gone = widgets.HTML()
        self._gone.add_class("wanwidgets-hidden")
        self.choose = widgets.Button()
        self.choose.on_click(guarded(session, lambda _: choose()))
        self._caption = widgets.HTML()
        self._frame = widgets.Box([self._image, self._gone, self.choose])
        self._frame.add_class("wanwidgets-frame")
        super().__init__([self._frame, widgets.HBox([self._caption])])
        self.add_class("wanwidgets-part")

    def show(self, part: SavedImage, number: int, thumb: bytes | None) -> None:
        """Make room for this picture of the results, counted from 1, and show it if its thumbnail is there."""
        caption = self._words("result.caption", width=part.width, height=part.height)
        name, size = html.escape(part.path.name), html.escape(caption)
        _put(self._caption, f'<span class="ww-faint" title="{name}"><b>{number}</b> {size}</span>')
        self.choose.tooltip = self._words("result.show", number=number)
        width = min(_WIDEST, max(_NARROWEST, round(_HEIGHT * part.width / part.height)))
        self._frame.layout.width = f"{width}px"
        if part != self._part:
            self._part = part
            self._image.add_class("wanwidgets-hidden")
            self._gone.add_class("wanwidgets-hidden")
        if thumb is not None:
            self.fill(thumb)

    def fill(self, thumb: bytes | None) -> None:
        """Show the thumbnail, or that the file is gone."""
        if thumb is None and self._part is not None:
            gone = html.escape(self._words("result.gone", name=self._part.path.name))
            _put(self._gone, f'<span class="ww-gone" title="{gone}">⚠ {gone}</span>')
        elif thumb is not None and self._image.value != thumb:
            self._image.value = thumb
        (self._gone.remove_class if thumb is None else self._gone.add_class)("wanwidgets-hidden")
        (self._image.add_class if thumb is None else self._image.remove_class)("wanwidgets-hidden")

    def mark(self, *, chosen: bool) -> None:
        """Show whether it is the one that is shown large."""
        (self.add_class if chosen else self.remove_class)("wanwidgets-chosen")


Tile: TypeAlias = Said | Failed | Picture

_KINDS: dict[type, type] = {Text: Said, Failure: Failed, SavedImage: Picture}


def tile_for(
    part: Content,
    old: Tile | None,
    session: EditSession,
    words: Words,
    choose: Callable[[], None],
) -> Tile:
    """Return a tile that can show a part: the old one in its place if it is of that kind, else a new one."""
    kind = _KINDS[type(part)]
    if old is not None and type(old) is kind:
        return old
    if kind is Said:
        return Said()
    return Failed(words) if kind is Failed else Picture(session, words, choose)


def _put(widget: widgets.HTML, value: str) -> None:
    # The same text again would be painted again.
    if widget.value != value:
        widget.value = value
