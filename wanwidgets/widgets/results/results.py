"""What came of the runs: the parts of one of them, one picture large, what can be done with it, and all the others."""

from __future__ import annotations

import html
from datetime import datetime

from wanwidgets.content import Content, SavedImage, Text
from wanwidgets.message import short
from wanwidgets.result import Run
from wanwidgets.session import EditSession
from wanwidgets.store.pages import PastRun
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.guard import follow, guarded
from wanwidgets.widgets.naming import named
from wanwidgets.widgets.results.actions import Actions
from wanwidgets.widgets.results.card import RequestCard
from wanwidgets.widgets.results.gallery import Gallery
from wanwidgets.widgets.results.history import HistoryPanel
from wanwidgets.widgets.results.inputs import inputs_of, inputs_of_past
from wanwidgets.widgets.results.large import Large
from wanwidgets.widgets.results.previews import Previews
from wanwidgets.widgets.runs.money import run_spend_text
from wanwidgets.widgets.runs.when import when
from wanwidgets.widgets.text import Words

__all__ = ["Results"]

_MOST_OFFERED = 12
"""Runs of this session that can be chosen above the results; the history has all."""


class Results(widgets.VBox):
    """The parts of the latest run that has any, as they come; those of earlier runs can be chosen.

    Attributes
    ----------
    choice : Dropdown
        The runs that have results, the newest first; offered where there are several.
    gallery : Gallery
        The parts that are shown.
    large : Large
        The one that is large.
    actions : Actions
        What can be done with it.
    card : RequestCard
        What was asked.
    history : HistoryPanel
        All runs of the store.
    """

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._words = words
        self._known: tuple[tuple[str, datetime], ...] = ()
        self._chosen = ""
        self._past: PastRun | None = None
        self._run: Run | None = None
        self._place = 0
        self._offering = False
        previews = Previews(session)
        self._summary = widgets.HTML()
        self.choice = named(widgets.Dropdown(layout={"width": "auto"}), words("result.choose"))
        self.choice.add_class("wanwidgets-hidden")
        self.choice.observe(guarded(session, lambda change: self._choose(change.new)), "value")
        self.gallery = Gallery(session, words, previews, self._enlarge)
        self.large = Large(session, words, previews)
        self.actions = Actions(session, words, previews, self.show_run)
        self.card = RequestCard(words, previews)
        self.history = HistoryPanel(session, words, previews, self.show_past)
        head = widgets.HBox([self._summary, self.choice])
        head.add_class("wanwidgets-about-result")
        beside = widgets.VBox([self.actions, self.card])
        beside.add_class("wanwidgets-beside")
        view = widgets.Box([self.large, beside])
        view.add_class("wanwidgets-view")
        self._shown = widgets.Box([self.gallery, view])
        self._shown.add_class("wanwidgets-shown")
        self._whole = widgets.VBox([head, self._shown])
        self._whole.add_class("wanwidgets-hidden")
        super().__init__([self._whole, self.history])
        self.add_class("wanwidgets-results")
        follow(self, session, "runs", lambda _: self._refresh())
        self._refresh()

    def show_past(self, past: PastRun) -> None:
        """Show the results of a run of the store, be it of this session or not."""
        self._past = past
        self._chosen = past.id
        self._refresh()

    def show_run(self, run_id: str) -> None:
        """Show the results of a run by its id; where it is not of this session it is read meanwhile."""
        if any(run.id == run_id and run.content for run in self._session.runs):
            self._choose(run_id)
            return

        def work() -> None:
            past = self._session.past(run_id)
            with self._session.lock:
                self.show_past(past)

        self._session.aside(work)

    def _refresh(self) -> None:
        runs = [run for run in self._session.runs if run.content]
        self._offer(runs)
        run = next((run for run in self._session.runs if run.id == self._chosen), None)
        if run is None and self._past is not None and self._past.id == self._chosen:
            run = self._past.run
        run = run or (runs[-1] if runs else None)
        if run is not None:
            self._show(run)

    def _offer(self, runs: list[Run]) -> None:
        """Offer these runs, and choose the newest where it was not there before."""
        # A run that is replayed comes once more.
        names = tuple((run.id, run.asked) for run in runs)
        if names and names != self._known and names[-1] not in self._known:
            self._chosen = names[-1][0]
        self._known = names
        offered = list(reversed(runs[-_MOST_OFFERED:]))
        past = self._past.run if self._past is not None else None
        if past is not None and past.id == self._chosen and all(run.id != past.id for run in offered):
            offered.append(past)
        options = tuple((_label(run), run.id) for run in offered)
        (self.choice.remove_class if len(options) > 1 else self.choice.add_class)("wanwidgets-hidden")
        if (options, self._chosen) == (self.choice.options, self.choice.value):
            return
        # While the options change, the value is what ipywidgets makes of it.
        self._offering = True
        try:
            self.choice.options = options
            if any(run.id == self._chosen for run in offered):
                self.choice.value = self._chosen
        finally:
            self._offering = False

    def _choose(self, run_id: str | None) -> None:
        if run_id is not None and run_id != self._chosen and not self._offering:
            self._chosen = run_id
            self._refresh()

    def _show(self, run: Run) -> None:
        before, self._run = self._run, run
        self._whole.remove_class("wanwidgets-hidden")
        summary = _summary(run, self._words, self._session.engine)
        if self._summary.value != summary:
            self._summary.value = summary
        if before is None or before.id != run.id:
            self._place = _first_picture(run.content)
            self.history.mark(run.id)
        elif not _is_picture(run.content, self._place):
            self._place = _first_picture(run.content)
        self.gallery.show(run.content)
        told = any(isinstance(part, Text) for part in run.content)
        (self._shown.add_class if told else self._shown.remove_class)("wanwidgets-story")
        self._show_large(run)

    def _enlarge(self, place: int) -> None:
        self._place = place
        if self._run is not None:
            self._show_large(self._run)

    def _show_large(self, run: Run) -> None:
        past = self._past
        bare = past is not None and run is past.run
        inputs = inputs_of_past(past, self._session) if past is not None and bare else inputs_of(run)
        part = run.content[self._place] if _is_picture(run.content, self._place) else None
        saved = part if isinstance(part, SavedImage) else None
        number = sum(isinstance(each, SavedImage) for each in run.content[: self._place + 1])
        if saved is None:
            self.large.clear()
        else:
            self.large.show(saved, number, len(run.saved), inputs)
        (self.large.remove_class if saved else self.large.add_class)("wanwidgets-hidden")
        self.gallery.mark(self._place)
        self.actions.show(run, saved, number)
        self.card.show(run, inputs, saved.actual_prompt if saved is not None else run.actual_prompt)


def _is_picture(content: tuple[Content, ...], place: int) -> bool:
    return 0 <= place < len(content) and isinstance(content[place], SavedImage)


def _first_picture(content: tuple[Content, ...]) -> int:
    return next((place for place, part in enumerate(content) if isinstance(part, SavedImage)), -1)


def _label(run: Run) -> str:
    return f"{when(run.started, '%H:%M')} · {short(run.request.prompt) or run.request.model}"


def _summary(run: Run, words: Words, engine: str) -> str:
    """Return what was asked, what it cost, and how many pictures failed; `engine` is who answers here."""
    failed = len(run.failures)
    parts = [f"<b>{html.escape(short(run.request.prompt) or run.request.model)}</b>"]
    if failed:
        some = html.escape(words("result.some", made=len(run.saved), asked=len(run.saved) + failed))
        parts.append(f'<span class="ww-bad">⚠ {some}</span>')
    if run.state.ended:
        parts.append(f"<span>{html.escape(run_spend_text(run, words, engine))}</span>")
    return f'<div class="ww-label">{"".join(parts)}</div>'
