"""What can be done with a result: use it, edit again, and open one of the panels."""

from __future__ import annotations

from collections.abc import Callable

from wanwidgets.content import SavedImage
from wanwidgets.message import short
from wanwidgets.result import Run
from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.guard import follow, guarded
from wanwidgets.widgets.naming import named
from wanwidgets.widgets.results.code_panel import CodePanel
from wanwidgets.widgets.results.lineage_panel import LineagePanel
from wanwidgets.widgets.results.opening import Panel, action, reveal
from wanwidgets.widgets.results.previews import Previews
from wanwidgets.widgets.results.save_panel import SavePanel
from wanwidgets.widgets.text import Words

__all__ = ["Actions"]


class Actions(widgets.VBox):
    """The buttons below the large picture, and what some of them open.

    Parameters
    ----------
    session, words, previews
        As everywhere.
    choose
        Called with the id of a run that is to be shown.

    Attributes
    ----------
    use, again : Button
        Use as an image, edit again with these settings.
    target : Dropdown
        What the result becomes: 0 for a new image, or the number of the one that it replaces.
    code, lineage, save : Panel
        The code, what was made from which, and where to save.
    panels : tuple of Panel
        In the order of their buttons.
    """

    def __init__(self, session: EditSession, words: Words, previews: Previews, choose: Callable[[str], None]) -> None:
        self._session = session
        self._words = words
        self._run: Run | None = None
        self._saved: SavedImage | None = None
        self._count = -1
        self.use = action(session, words, "result.use", self._use, icon="plus")
        self.target = named(widgets.Dropdown(layout={"width": "auto"}), words("result.use.target"))
        self.again = action(session, words, "result.again", self._again, icon="repeat")
        self.code = CodePanel(session, words)
        self.lineage = LineagePanel(session, words, previews, choose)
        self.save = SavePanel(session, words)
        self.panels: tuple[Panel, ...] = (self.code, self.lineage, self.save)
        for panel in self.panels:
            panel.button.on_click(guarded(session, lambda _, panel=panel: self._open(panel)))
        self._using = widgets.HBox([self.use, self.target])
        self._using.add_class("wanwidgets-use")
        bar = widgets.HBox([self._using, self.again, *(panel.button for panel in self.panels)])
        bar.add_class("wanwidgets-result-actions")
        super().__init__([bar, *self.panels])
        follow(self, session, "draft", lambda _: self._offer())
        self._offer()

    def show(self, run: Run, saved: SavedImage | None, number: int) -> None:
        """Offer what can be done with this run, and with its picture of that number, if there is one."""
        another = self._run is None or run.id != self._run.id
        self._run, self._saved = run, saved
        reveal(self._using, seen=saved is not None)
        for panel in self.panels:
            panel.show(run, saved, number)
        if another or not saved:
            # What is open is about another run.
            for panel in self.panels:
                reveal(panel, seen=panel.is_open and panel.stays)

    def _offer(self) -> None:
        count = len(self._session.draft.pictures)
        if count == self._count:
            return
        self._count = count
        chosen = self.target.value
        words = self._words
        replace = [(words("result.use.replace", number=number), number) for number in range(1, count + 1)]
        self.target.options = [(words("result.use.new", number=count + 1), 0), *replace]
        self.target.value = chosen if isinstance(chosen, int) and chosen <= count else 0

    def _use(self) -> None:
        if self._run is None or self._saved is None:
            return
        # What it was asked with says more than the hash that its file is called by.
        asked = self._run.request.prompt or self._run.request.model
        name = self._words("result.use.name", asked=short(asked))
        # Its file may be gone or changed, which is told before anything of the draft changes.
        number = self.target.value
        if number:
            self._session.use_result(self._saved, number, name=name)
        else:
            self._session.use_result(self._saved, name=name)

    def _again(self) -> None:
        if self._run is not None:
            self._session.edit_again(self._run)

    def _open(self, chosen: Panel | None) -> None:
        """Open this panel alone, or close it where it is open; None closes all."""
        opened = chosen is not None and not chosen.is_open
        for panel in self.panels:
            reveal(panel, seen=opened and panel is chosen)
        if chosen is not None and opened:
            chosen.opened()
