"""The runs of the whole store, newest first, a page at a time; read only when it is opened."""

from __future__ import annotations

import html
from collections.abc import Callable

from wanwidgets.errors import StoreError
from wanwidgets.result import RunState
from wanwidgets.session import EditSession
from wanwidgets.store.pages import Page, PastRun, Wanted
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.guard import follow, guarded
from wanwidgets.widgets.naming import named
from wanwidgets.widgets.results.previews import Previews
from wanwidgets.widgets.results.row import HistoryRow
from wanwidgets.widgets.text import Words

__all__ = ["ROWS", "HistoryPanel"]

ROWS = 8
"""How many runs are shown at once."""

_GROUPS: dict[str, frozenset[RunState]] = {
    "any": frozenset(),
    "done": frozenset({RunState.SUCCEEDED}),
    "under_way": frozenset({RunState.PREPARED, RunState.SENT, RunState.RUNNING}),
    "failed": frozenset(
        {RunState.REFUSED, RunState.FAILED, RunState.UNREACHABLE, RunState.UNDELIVERED, RunState.EXPIRED}
    ),
    "cancelled": frozenset({RunState.CANCELLED}),
    "unknown": frozenset({RunState.UNKNOWN, RunState.ABANDONED, RunState.LOST}),
}
"""What can be chosen, by key of the words."""


class HistoryPanel(widgets.VBox):
    """A button, and below it what it opens.

    Parameters
    ----------
    session, words, previews
        As everywhere.
    choose
        Called with the run that was clicked.

    Attributes
    ----------
    toggle : ToggleButton
        Opens it.
    words_field : Text
        Words of the prompt.
    model, state : Dropdown
        What else the runs must be.
    refresh, newer, older : Button
        Read again from the newest on; the page before, the page after.
    rows : tuple of HistoryRow
        `ROWS` of them, made when it is first opened and then filled anew.
    page : Page or None
        What is shown.
    """

    def __init__(
        self,
        session: EditSession,
        words: Words,
        previews: Previews,
        choose: Callable[[PastRun], None],
    ) -> None:
        self._session = session
        self._words = words
        self._previews = previews
        self._choose = choose
        self._asked = 0
        self._chosen = ""
        self.page: Page | None = None
        self.rows: tuple[HistoryRow, ...] = ()
        self.toggle = widgets.ToggleButton(
            description=words("history"), tooltip=words("history.tooltip"), icon="history", layout={"width": "auto"}
        )
        self.toggle.add_class("wanwidgets-history-toggle")
        self.toggle.observe(guarded(session, lambda change: self._open(opened=change.new)), "value")
        self.words_field = named(
            widgets.Text(placeholder=words("history.words"), continuous_update=False), words("history.words")
        )
        self.model = named(widgets.Dropdown(options=[(words("history.any_model"), "")]), words("request.model"))
        self.state = named(
            widgets.Dropdown(options=[(words(f"history.state.{key}"), key) for key in _GROUPS]), words("history.state")
        )
        for field in (self.words_field, self.model, self.state):
            field.observe(guarded(session, lambda _: self.ask()), "value")
        self.refresh = self._button("history.refresh", self.ask, "refresh")
        self._filter = widgets.HBox([self.words_field, self.model, self.state, self.refresh])
        self._filter.add_class("wanwidgets-history-filter")
        self._list = widgets.VBox()
        self._list.add_class("wanwidgets-history-list")
        self.newer = self._button("history.newer", lambda: self._turn(-1), "chevron-left")
        self.older = self._button("history.older", lambda: self._turn(1), "chevron-right")
        self._said = widgets.HTML()
        self._pager = widgets.HBox([self.newer, self._said, self.older])
        self._pager.add_class("wanwidgets-history-pager")
        self._inside = widgets.VBox([self._filter, self._list, self._pager])
        self._inside.add_class("wanwidgets-history-inside")
        self._inside.add_class("wanwidgets-hidden")
        super().__init__([self.toggle, self._inside])
        self.add_class("wanwidgets-history")
        self._known: tuple[tuple[str, RunState], ...] = ()
        follow(self, session, "runs", lambda change: self._hear(change.new))

    def ask(self, start: int = 0, until: int | None = None) -> None:
        """Begin to read a page, and return at once; only the latest that was asked for is shown."""
        if not self.toggle.value:
            return
        self._asked += 1
        asked = self._asked
        model = self.model.value or ""
        wanted = Wanted(self.words_field.value, model, _GROUPS[self.state.value])
        session = self._session

        def work() -> None:
            try:
                page = session.page(wanted, start=start, count=ROWS, until=until)
            except StoreError as error:
                with session.lock:
                    if asked == self._asked:
                        self._say(f"⚠ {self._words.remark(str(error))}", bad=True)
                return
            with session.lock:
                if asked == self._asked:
                    self._show(page)

        session.aside(work)

    def mark(self, run_id: str) -> None:
        """Show which run is the one whose results are shown."""
        self._chosen = run_id
        for row in self.rows:
            row.mark(chosen=bool(run_id) and row.id == run_id)

    def _open(self, *, opened: bool) -> None:
        (self._inside.remove_class if opened else self._inside.add_class)("wanwidgets-hidden")
        if not opened:
            # Late answers are not wanted any more.
            self._asked += 1
            self._previews.drop("history")
            return
        if not self.rows:
            self.rows = tuple(HistoryRow(self._session, self._words, self._choose) for _ in range(ROWS))
            self._list.children = self.rows
        self._say(self._words("history.reading"))
        self.ask()

    def _hear(self, runs: tuple[object, ...]) -> None:
        """Read the first page again when a run begins or ends here, while it is what is looked at."""
        known = tuple((run.id, run.state) for run in runs)  # type: ignore[attr-defined]
        if known == self._known:
            return
        self._known = known
        if self.page is None or not self.page.start:
            self.ask()

    def _turn(self, pages: int) -> None:
        if self.page is not None:
            self.ask(max(0, self.page.start + pages * ROWS), self.page.until)

    def _show(self, page: Page) -> None:
        self.page = page
        models = [(self._words("history.any_model"), ""), *((model, model) for model in page.models)]
        if self.model.options != tuple(models):
            chosen = self.model.value
            # The choice stays, also while the options change; what it was asked for is what is shown.
            self.model.options = models
            if chosen and chosen in page.models:
                self.model.value = chosen
        for place, row in enumerate(self.rows):
            row.show(page.runs[place] if place < len(page.runs) else None)
        self.mark(self._chosen)
        self.newer.disabled = not page.start
        self.older.disabled = page.start + len(page.runs) >= page.total
        if page.total:
            first, last = page.start + 1, page.start + len(page.runs)
            self._say(self._words("history.place", first=first, last=last, total=f"{page.total:,}"))
        else:
            self._say(self._words("history.none"))
        self._fill(page)

    def _fill(self, page: Page) -> None:
        shown = [(row, past.saved[0]) for row, past in zip(self.rows, page.runs, strict=False) if past.saved]
        self._previews.thumbs("history", [saved for _, saved in shown], lambda at, thumb: shown[at][0].fill(thumb))

    def _say(self, text: str, *, bad: bool = False) -> None:
        kind = "ww-bad" if bad else "ww-faint"
        self._said.value = f'<span class="{kind}" role="status" aria-live="polite">{html.escape(text)}</span>'

    def _button(self, key: str, act: Callable[[], object], icon: str) -> widgets.Button:
        words = self._words
        button = widgets.Button(
            description=words(key), tooltip=words(f"{key}.tooltip"), icon=icon, layout={"width": "auto"}
        )
        button.on_click(guarded(self._session, lambda _: act()))
        return button
