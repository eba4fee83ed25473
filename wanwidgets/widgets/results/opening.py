"""What the buttons below the large picture open: one panel at a time, of the run that is shown."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence

from wanwidgets.content import SavedImage
from wanwidgets.result import Run
from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.guard import guarded
from wanwidgets.widgets.text import Words

__all__ = ["Panel", "action", "faint", "reveal"]

_HIDDEN = "wanwidgets-hidden"


class Panel(widgets.VBox):
    """What a button opens; `Actions` shows the button in its bar, and at most one panel at a time below it.

    Attributes
    ----------
    button : Button
        Opens and closes it.
    run, saved, number
        What is shown: a run, and which of its pictures is large, counted from 1, if there is one.
    stays : bool
        Whether it stays open when another run is shown.
    """

    stays = False

    def __init__(self, session: EditSession, words: Words, key: str, *, icon: str, children: Sequence[object]) -> None:
        self._session = session
        self._words = words
        self.run: Run | None = None
        self.saved: SavedImage | None = None
        self.number = 0
        # What it does is the matter of `Actions`, which closes the others.
        self.button = _button(words, key, icon)
        super().__init__(children)
        self.add_class("wanwidgets-opened")
        self.add_class(_HIDDEN)

    @property
    def is_open(self) -> bool:
        """Whether it is seen."""
        return _HIDDEN not in self._dom_classes

    def show(self, run: Run, saved: SavedImage | None, number: int) -> None:
        """Be about this run from now on, and about its picture of that number, if there is one."""
        self.run, self.saved, self.number = run, saved, number

    def opened(self) -> None:
        """Write what is seen only while the panel is open; called when it was opened."""


def reveal(widget: widgets.DOMWidget, *, seen: bool) -> None:
    """Show a widget, or hide it."""
    (widget.remove_class if seen else widget.add_class)(_HIDDEN)


def action(
    session: EditSession, words: Words, key: str, act: Callable[[], object], *, icon: str = ""
) -> widgets.Button:
    """Return a button that is called and explained by the words of that key, and does this."""
    button = _button(words, key, icon)
    button.on_click(guarded(session, lambda _: act()))
    return button


def faint(text: str) -> widgets.HTML:
    """Return a line of text that explains."""
    return widgets.HTML(f'<span class="ww-faint">{html.escape(text)}</span>')


def _button(words: Words, key: str, icon: str) -> widgets.Button:
    return widgets.Button(description=words(key), tooltip=words(f"{key}.tooltip"), icon=icon, layout={"width": "auto"})
