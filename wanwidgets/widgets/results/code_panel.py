"""A run as code, to be copied."""

from __future__ import annotations

from wanwidgets.content import SavedImage
from wanwidgets.result import Run
from wanwidgets.session import EditSession
from wanwidgets.widgets.code.view import CodeView
from wanwidgets.widgets.results.opening import Panel
from wanwidgets.widgets.text import Words

__all__ = ["CodePanel"]


class CodePanel(Panel):
    """The code of the run that is shown."""

    def __init__(self, session: EditSession, words: Words) -> None:
        super().__init__(session, words, "result.code", icon="code", children=[])

    @property
    def view(self) -> CodeView:
        """The code; it is made when it is first opened, so that a notebook keeps nothing of it before."""
        if not self.children:
            self.children = (CodeView(self._session, self._words, self._code),)
        view: CodeView = self.children[0]
        return view

    def show(self, run: Run, saved: SavedImage | None, number: int) -> None:
        """Be about this run; the code of another one is forgotten."""
        if self.run is not None and run.id != self.run.id and self.children:
            self.view.forget()
        super().show(run, saved, number)

    def opened(self) -> None:
        """Write the code."""
        self.view.write()

    def _code(self, kind: str) -> str:
        return "" if self.run is None else self._session.code(self.run, kind)
