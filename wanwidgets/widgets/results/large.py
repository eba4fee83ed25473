"""The one large picture, and what was before it."""

from __future__ import annotations

import html
from collections.abc import Sequence

from wanwidgets.content import SavedImage
from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.guard import guarded
from wanwidgets.widgets.naming import named
from wanwidgets.widgets.results.compare import Compare
from wanwidgets.widgets.results.inputs import Input
from wanwidgets.widgets.results.previews import Previews, size_of
from wanwidgets.widgets.text import Words

__all__ = ["Large"]

_WIDEST, _TALLEST, _NARROWEST = 960, 620, 300
"""CSS pixels."""


class Large(widgets.VBox):
    """Shows one result as large as is useful, alone or with what it was made from.

    Attributes
    ----------
    saved : SavedImage or None
        The result that is shown.
    compares : ToggleButton
        Whether before is shown beside after; offered where there is an input.
    before : Dropdown
        Which input is before, by its number; offered where there are several.
    compare : Compare or None
        Made when it is first wanted.
    """

    def __init__(self, session: EditSession, words: Words, previews: Previews) -> None:
        self._session = session
        self._words = words
        self._previews = previews
        self._inputs: tuple[Input, ...] = ()
        self._width = ""
        self._loading = False
        self.saved: SavedImage | None = None
        self.compare: Compare | None = None
        self._caption = widgets.HTML()
        self.compares = widgets.ToggleButton(
            description=words("compare"), tooltip=words("compare.tooltip"), icon="columns", layout={"width": "auto"}
        )
        self.compares.observe(guarded(session, lambda _: self._show_before()), "value")
        self.before = named(widgets.Dropdown(layout={"width": "auto"}), words("compare.choose"))
        self.before.observe(guarded(session, lambda _: self._show_before()), "value")
        for field in (self.compares, self.before):
            field.add_class("wanwidgets-hidden")
        bar = widgets.HBox([self._caption, self.compares, self.before])
        bar.add_class("wanwidgets-result-bar")
        self.picture = widgets.Image(format="jpeg")
        self._gone = widgets.HTML()
        self._stage = widgets.Box([self.picture, self._gone])
        self._stage.add_class("wanwidgets-large")
        super().__init__([bar, self._stage])
        self.add_class("wanwidgets-result")

    def show(self, saved: SavedImage, number: int, count: int, inputs: Sequence[Input]) -> None:
        """Show the result of that number among so many, and offer those inputs to compare with."""
        # Until the new picture is there nothing is compared with the old one.
        self._loading = self._loading or saved != self.saved
        self._offer(tuple(inputs))
        size = self._words("result.caption", width=saved.width, height=saved.height)
        place = self._words("result.place", number=number, count=count) if count > 1 else ""
        said = " · ".join(filter(None, (place, size)))
        self._caption.value = f'<span class="ww-large-name">{html.escape(said)}</span>'
        if saved == self.saved:
            return
        before, self.saved = self.saved, saved
        width = _shown_width(saved)
        self._width = f"min(100%, {width}px)"
        # Its place has the right size before the picture is there, so that nothing jumps.
        self.picture.width, self.picture.height = str(width), str(max(1, round(width * saved.height / saved.width)))
        # What stands beside it takes what is left, or goes below.
        self.layout.flex = f"0 1 {max(width, _NARROWEST)}px"
        if before is None or (before.width, before.height) != (saved.width, saved.height):
            self._stage.add_class("wanwidgets-loading")
        self._gone.value = ""
        self._previews.large("after", saved.data, self._fill)

    def clear(self) -> None:
        """Show no picture, and hold none."""
        self._previews.drop("after")
        self._previews.drop("before")
        self.saved, self._loading = None, False
        self.picture.value = b""
        if self.compare is not None:
            self.compare.forget()

    def _fill(self, data: bytes | None) -> None:
        self._loading = False
        self._stage.remove_class("wanwidgets-loading")
        saved = self.saved
        if data is None and saved is not None:
            gone = html.escape(self._words("result.gone", name=saved.path.name))
            self._gone.value = f'<div class="ww-gone-large" role="alert">⚠ {gone}</div>'
        self.picture.value = data or b""
        (self._stage.add_class if data is None else self._stage.remove_class)("wanwidgets-empty")
        self._show_before()

    def _offer(self, inputs: tuple[Input, ...]) -> None:
        known = [(each.number, each.digest) for each in self._inputs]
        # Always those of now: their files may be read in another way, and the pictures of an old run need not stay.
        self._inputs = inputs
        if [(each.number, each.digest) for each in inputs] == known:
            return
        options = [(self._words("compare.image", number=each.number), each.number) for each in inputs]
        # What set the ratio of the output is the last one, and lies over it exactly.
        self.before.options = options
        if inputs:
            self.before.value = inputs[-1].number
        (self.compares.remove_class if inputs else self.compares.add_class)("wanwidgets-hidden")
        if not inputs:
            self.compares.value = False

    def _show_before(self) -> None:
        wanted = bool(self.compares.value and self._inputs and self.picture.value)
        several = wanted and len(self._inputs) > 1
        (self.before.remove_class if several else self.before.add_class)("wanwidgets-hidden")
        if self._loading:
            return
        if not wanted:
            self._previews.drop("before")
            self._stage.children = (self.picture, self._gone)
            if self.compare is not None:
                self.compare.forget()
            return
        chosen = next((each for each in self._inputs if each.number == self.before.value), self._inputs[-1])
        self._previews.large("before", chosen.read, self._fill_before)

    def _fill_before(self, data: bytes | None) -> None:
        saved = self.saved
        if saved is None:
            return
        if data is None:
            gone = html.escape(self._words("compare.gone", number=self.before.value))
            self._gone.value = f'<div class="ww-bad" role="alert">⚠ {gone}</div>'
            self._stage.children = (self.picture, self._gone)
            return
        self._gone.value = ""
        if self.compare is None:
            self.compare = Compare(self._session, self._words, self.picture)
        self._stage.children = (self.compare, self._gone)
        self.compare.show(data, (size_of(data), (saved.width, saved.height)), self._width)

    @property
    def parts(self) -> tuple[widgets.Widget, ...]:
        """The widgets that are made and not shown now."""
        made = (self.picture, *([self.compare] if self.compare is not None else []))
        return tuple(widget for widget in made if widget not in self._stage.children)


def _shown_width(saved: SavedImage) -> int:
    """Return how wide a picture is on screen at most, in CSS pixels; none is shown larger than it is."""
    return max(1, min(saved.width, _WIDEST, round(_TALLEST * saved.width / saved.height)))
