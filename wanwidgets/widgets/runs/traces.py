"""Runs whose outcome is unknown: what was found of them, and what can be done."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import datetime

from wanwidgets.message import short
from wanwidgets.running.tracing import SETTLING_SECONDS, Candidate, Trace
from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.guard import close_all, follow, guarded
from wanwidgets.widgets.runs.when import when
from wanwidgets.widgets.text import Words

__all__ = ["TracePanel", "Traces"]

_MOST = 3


class Traces(widgets.VBox):
    """A panel for each run whose outcome is unknown; nothing is adopted or sent without a click."""

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._words = words
        self._more = widgets.HTML()
        self._more.add_class("wanwidgets-hidden")
        self.panels: dict[str, TracePanel] = {}
        super().__init__([self._more])
        self.add_class("wanwidgets-traces")
        follow(self, session, ["traces", "looking", "troubles"], lambda _: self._refresh())
        self._refresh()

    def _refresh(self) -> None:
        session = self._session
        shown = {trace.run.id: trace for trace in session.traces[:_MOST]}
        gone = [panel for run_id, panel in self.panels.items() if run_id not in shown]
        if gone or shown.keys() - self.panels.keys():
            self.panels = {
                run_id: self.panels.get(run_id) or TracePanel(run_id, session, self._words) for run_id in shown
            }
            self.children = (*self.panels.values(), self._more)
            for panel in gone:
                close_all(panel)
        for run_id, trace in shown.items():
            self.panels[run_id].show(trace, session.troubles.get(run_id, ""), busy=run_id in session.looking)
        more = len(session.traces) - len(shown)
        self._more.value = f'<div class="ww-faint">{html.escape(self._words("trace.more", count=more))}</div>'
        (self._more.remove_class if more else self._more.add_class)("wanwidgets-hidden")
        (self.remove_class if shown else self.add_class)("wanwidgets-hidden")


class TracePanel(widgets.VBox):
    """What was found of one run.

    Attributes
    ----------
    adopt : list of Button
        One for each task that may be it.
    again, look, leave : Button
        Send the request again, look once more, leave it at that.
    """

    def __init__(self, run_id: str, session: EditSession, words: Words) -> None:
        self._run_id = run_id
        self._session = session
        self._words = words
        self._shown: tuple[Candidate, ...] | None = None
        self._head = widgets.HTML()
        self._rows = widgets.VBox()
        self._rows.add_class("wanwidgets-candidates")
        self.adopt: list[widgets.Button] = []
        self.again = self._button("trace.again", lambda: session.send_again(run_id))
        self.look = self._button("trace.look", lambda: session.look(run_id))
        self.leave = self._button("trace.leave", lambda: session.abandon(run_id))
        self._actions = widgets.HBox([self.again, self.look, self.leave])
        super().__init__([self._head, self._rows, self._actions])
        self.add_class("wanwidgets-trace")

    def show(self, trace: Trace, trouble: str, *, busy: bool) -> None:
        """Show what was found, and what kept the look from its end; while something is done nothing else can be."""
        found = trace.candidates if trace.settled or not busy else ()
        if found != self._shown:
            self._list(found)
        text = self._said(trace, trouble, busy=busy)
        if self._head.value != text:
            self._head.value = text
        hopeless = all(candidate.prompt == "other" for candidate in found)
        offered = {
            # Not before the look has come to its end, which costs nothing.
            self.again: hopeless and trace.settled,
            self.look: not trace.settled and trace.possible,
            self.leave: True,
        }
        for button, wanted in offered.items():
            (button.remove_class if wanted else button.add_class)("wanwidgets-hidden")
        searching = busy and not trace.settled
        (self._actions.add_class if searching else self._actions.remove_class)("wanwidgets-hidden")
        for button in (*self.adopt, *offered):
            button.disabled = busy

    def _list(self, found: tuple[Candidate, ...]) -> None:
        self._shown = found
        old = (*self._rows.children, *self.adopt)
        self.adopt = [self._adopt(candidate) for candidate in found]
        # One task is told of by the sentence above; several need a row each.
        rows = zip(found, self.adopt, strict=True) if len(found) > 1 else ()
        self._rows.children = [_row(candidate, button, self._words) for candidate, button in rows]
        (self._rows.add_class if len(found) <= 1 else self._rows.remove_class)("wanwidgets-hidden")
        alone = self.adopt if len(found) == 1 else []
        for button in alone:
            button.add_class("wanwidgets-go")
        self._actions.children = [*alone, self.again, self.look, self.leave]
        for widget in old:
            close_all(widget)

    def _adopt(self, candidate: Candidate) -> widgets.Button:
        task_id = candidate.entry.id
        time = _time(candidate.entry.created)
        return self._button("trace.adopt", lambda: self._session.adopt(self._run_id, task_id), time=time)

    def _button(self, key: str, act: Callable[[], object], **facts: object) -> widgets.Button:
        words = self._words
        button = widgets.Button(description=words(key), tooltip=words(f"{key}.tooltip", **facts))
        button.on_click(guarded(self._session, lambda _: act()))
        return button

    def _said(self, trace: Trace, trouble: str, *, busy: bool) -> str:
        words, run = self._words, trace.run
        name = short(run.request.prompt) or run.request.model
        sent = words("trace.sent", name=name, time=_time(run.sent or run.started))
        body = html.escape(_finding(trace, trouble, words, busy=busy))
        bar = '<span class="ww-bar ww-wander"><i style="width:30%"></i></span>' if busy else ""
        if self._shown and len(self._shown) == 1:
            body += f'</span><span class="ww-faint">{html.escape(_about(self._shown[0], words))}'
        return (
            f'<div class="ww-trace"><div><b>{html.escape(words("trace.title"))}</b>'
            f'<span class="ww-faint">{html.escape(sent)}</span></div>'
            f'<div role="status" aria-live="polite">{bar}<span>{body}</span></div></div>'
        )


def _finding(trace: Trace, trouble: str, words: Words, *, busy: bool) -> str:
    if not trace.possible:
        return words(f"trace.{trace.reason}")
    if busy and not trace.settled:
        return words("trace.looking", seconds=SETTLING_SECONDS)
    if len(trace.candidates) == 1:
        return words("trace.one", time=_time(trace.candidates[0].entry.created))
    if trace.candidates:
        return words("trace.many", count=len(trace.candidates))
    return words("trace.none") if trace.settled else words("trace.unsettled", reason=trouble)


def _about(candidate: Candidate, words: Words) -> str:
    """Return where a task is and, where its result says so, whether it was asked the same."""
    said = [words(f"status.{candidate.entry.status.value}")]
    if candidate.prompt in {"same", "other"}:
        said.append(words(f"trace.{candidate.prompt}"))
    return " · ".join(said)


def _row(candidate: Candidate, button: widgets.Button, words: Words) -> widgets.HBox:
    entry = candidate.entry
    said = html.escape(f"{_time(entry.created)} · {_about(candidate, words)}")
    return widgets.HBox([widgets.HTML(f'<span title="{html.escape(entry.id)}">{said}</span>'), button])


def _time(moment: datetime | None) -> str:
    return when(moment, "%H:%M:%S") if moment else "?"
