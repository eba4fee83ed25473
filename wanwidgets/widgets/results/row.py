"""One run of the history: a small picture, when, which model, how it ended, what was asked."""

from __future__ import annotations

import html
from collections.abc import Callable

from wanwidgets.message import short
from wanwidgets.result import RunState
from wanwidgets.session import EditSession
from wanwidgets.store.pages import PastRun
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.guard import guarded
from wanwidgets.widgets.runs.when import when
from wanwidgets.widgets.text import Words

__all__ = ["HistoryRow"]

_SIGNS = {
    RunState.SUCCEEDED: ("✓", "good"),
    RunState.PREPARED: ("…", "faint"),
    RunState.SENT: ("…", "faint"),
    RunState.RUNNING: ("…", "faint"),
    RunState.CANCELLED: ("–", "faint"),
    RunState.UNKNOWN: ("?", "warn"),
    RunState.ABANDONED: ("?", "warn"),
    RunState.LOST: ("?", "warn"),
}
_BAD = ("✕", "bad")
"""A sign beside the words, since no state is told by its colour alone."""


class HistoryRow(widgets.HBox):
    """A row that is filled anew for each page.

    Attributes
    ----------
    id : str
        Of the run that it shows; empty where it shows none.
    button : Button
        Over the whole row.
    """

    def __init__(self, session: EditSession, words: Words, choose: Callable[[PastRun], None]) -> None:
        self._words = words
        self._past: PastRun | None = None
        self._image = widgets.Image(format="jpeg")
        thumb = widgets.Box([self._image])
        thumb.add_class("wanwidgets-history-thumb")
        self._about = widgets.HTML()
        self.button = widgets.Button()
        self.button.on_click(guarded(session, lambda _: self._click(choose)))
        super().__init__([thumb, self._about, self.button])
        self.add_class("wanwidgets-history-row")
        self.show(None)

    @property
    def id(self) -> str:
        """The id of the run."""
        return self._past.id if self._past is not None else ""

    def _click(self, choose: Callable[[PastRun], None]) -> None:
        if self._past is not None and self._past.run is not None:
            choose(self._past)

    def show(self, past: PastRun | None) -> None:
        """Show a run, or none; its picture comes later."""
        if past is None or self._past is None or past.saved[:1] != self._past.saved[:1]:
            self._image.add_class("wanwidgets-hidden")
        self._past = past
        (self.remove_class if past else self.add_class)("wanwidgets-hidden")
        if past is None:
            return
        about = _about(past, self._words)
        if self._about.value != about:
            self._about.value = about
        self.button.tooltip = _name(past, self._words)
        self.button.disabled = past.run is None

    def fill(self, thumb: bytes | None) -> None:
        """Show the small picture; where its file is gone its place stays empty, and the large view says why."""
        if thumb is not None:
            if self._image.value != thumb:
                self._image.value = thumb
            self._image.remove_class("wanwidgets-hidden")

    def mark(self, *, chosen: bool) -> None:
        """Show whether its results are the ones that are shown."""
        (self.add_class if chosen else self.remove_class)("wanwidgets-chosen")


def _about(past: PastRun, words: Words) -> str:
    run = past.run
    if run is None:
        told = html.escape(words("history.damaged"))
        return f'<div class="ww-run"><b>✕ {told}</b><span class="ww-faint">{html.escape(past.fault)}</span></div>'
    sign, kind = _SIGNS.get(run.state, _BAD)
    state = words(f"phase.{run.state.value}")
    facts = [when(run.started, "%H:%M"), run.request.model]
    if run.saved:
        facts.append(words("pictures.one" if len(run.saved) == 1 else "pictures.many", count=len(run.saved)))
    prompt = html.escape(_prompt(past))
    return (
        f'<div class="ww-run"><b>{prompt}</b><span><span class="ww-state-{kind}">{sign} {html.escape(state)}</span>'
        f'<span class="ww-faint"> · {html.escape(" · ".join(facts))}</span></span></div>'
    )


def _name(past: PastRun, words: Words) -> str:
    return words("history.damaged") if past.run is None else words("history.show", name=_prompt(past))


def _prompt(past: PastRun) -> str:
    run = past.run
    return (short(run.request.prompt) or run.request.model) if run is not None else ""
