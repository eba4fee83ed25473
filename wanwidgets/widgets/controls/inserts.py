"""Buttons that put the names of pictures and boxes into the prompt."""

from __future__ import annotations

import html
from collections.abc import Callable

from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.controls.references import inserted, references
from wanwidgets.widgets.guard import follow, guarded
from wanwidgets.widgets.text import Words

__all__ = ["Inserts"]


class Inserts(widgets.HBox):
    """A button for each picture and each box; `after` is called when one was put into the prompt.

    Where the caret stands is not known, so they go to the end.
    """

    def __init__(self, session: EditSession, words: Words, after: Callable[[], None]) -> None:
        self._session = session
        self._words = words
        self._after = after
        self._title = widgets.HTML(f'<span class="ww-faint">{html.escape(words("insert"))}</span>')
        self._spare: tuple[widgets.Button, ...] = ()
        super().__init__([self._title])
        self.add_class("wanwidgets-inserts")
        follow(self, session, "draft", lambda _: self._refresh())
        self._refresh()

    @property
    def parts(self) -> tuple[widgets.Widget, ...]:
        """The buttons that are not needed now and are used again."""
        return self._spare

    def _refresh(self) -> None:
        names = references(self._session.draft, self._words)
        pool = [*self.children[1:], *self._spare]
        pool += [self._button() for _ in range(len(names) - len(pool))]
        for button, name in zip(pool, names, strict=False):
            button.description = name
            button.tooltip = self._words("insert.tooltip", name=name)
        if len(self.children) != len(names) + 1:
            self.children = (self._title, *pool[: len(names)])
        self._spare = tuple(pool[len(names) :])
        # Its room stays, so that the first picture moves nothing.
        self.layout.visibility = "visible" if names else "hidden"

    def _button(self) -> widgets.Button:
        button = widgets.Button()
        button.on_click(guarded(self._session, self._insert))
        return button

    def _insert(self, button: widgets.Button) -> None:
        self._session.edit(prompt=inserted(self._session.draft.prompt, button.description))
        self._after()
