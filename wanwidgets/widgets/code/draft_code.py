"""The draft as code."""

from __future__ import annotations

from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.code.view import CodeView
from wanwidgets.widgets.guard import follow
from wanwidgets.widgets.results.opening import action, reveal
from wanwidgets.widgets.text import Words

__all__ = ["DraftCode"]


class DraftCode(widgets.VBox):
    """The code of the draft, in step with it while it is seen.

    Attributes
    ----------
    button : Button
        Opens and closes it; it stands elsewhere.
    """

    def __init__(self, session: EditSession, words: Words) -> None:
        self.button = action(session, words, "code.draft", self._toggle, icon="code")
        self.button.add_class("wanwidgets-code-button")
        self._session = session
        self._words = words
        self._open = False
        super().__init__()
        self.add_class("wanwidgets-draft-code")
        reveal(self, seen=False)
        follow(self, session, "draft", lambda _: self._refresh())

    @property
    def view(self) -> CodeView:
        """The code; it is made when it is first opened, so that a notebook keeps nothing of it before."""
        if not self.children:
            self.children = (CodeView(self._session, self._words, self._session.export),)
        view: CodeView = self.children[0]
        return view

    def _toggle(self) -> None:
        self._open = not self._open
        reveal(self, seen=self._open)
        (self.button.add_class if self._open else self.button.remove_class)("mod-active")
        if self._open:
            self.view.write()
        else:
            self.view.forget()

    def _refresh(self) -> None:
        # What the user has pasted is not taken away.
        if self._open and not self.view.touched:
            self.view.write()
