"""What the run is doing, and what there is to say."""

from __future__ import annotations

import html

import ipywidgets as widgets

from wanwidgets.errors import Cancelled
from wanwidgets.message import Message
from wanwidgets.result import Run, RunState
from wanwidgets.session import EditSession
from wanwidgets.task import TaskStatus
from wanwidgets.widgets.guard import follow, guarded
from wanwidgets.widgets.text import Words

__all__ = ["FetchAgain", "NoticeLine", "Progress", "RemarkLine", "phase_of"]

_NEARLY = 0.95


class Progress(widgets.HTML):
    """One line: what the run is doing and for how long."""

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._words = words
        super().__init__()
        follow(self, session, ["job", "runs", "seconds", "behind"], lambda _: self._refresh())
        self._refresh()

    def _refresh(self) -> None:
        job, runs = self._session.job, self._session.runs
        if job is not None:
            bar, text = self._under_way(job.run, stopping=job.stopping)
        elif runs and runs[-1].state.ended:
            bar, text = self._ended(runs[-1])
        else:
            bar, text = '<span class="ww-bar ww-still"></span>', self._words("phase.idle")
            if self._session.behind:
                # The rows below say what there is to say.
                bar, text = "", ""
        (self.remove_class if text else self.add_class)("wanwidgets-hidden")
        value = f'<div class="ww-status" role="status" aria-live="polite">{bar}<span>{html.escape(text)}</span></div>'
        if value != self.value:
            self.value = value

    def _under_way(self, run: Run | None, *, stopping: bool) -> tuple[str, str]:
        session, seconds = self._session, self._session.seconds
        waits = session.waits
        phase = self._words(f"phase.{'stopping' if stopping else phase_of(run, waits=waits)}")
        entry = run.request.entry if run else None
        if session.place == "local" or entry is None or waits:
            bar = '<span class="ww-bar ww-wander"><i style="width:30%"></i></span>'
            return bar, self._words("phase.seconds", phase=phase, seconds=seconds)
        # How long it waited for its turn says nothing of how long the service takes.
        seconds, typical = max(0.0, seconds - session.waited), entry.typical_seconds.high
        share = min(seconds / typical, _NEARLY)
        bar = f'<span class="ww-bar"><i style="width:{share:.0%}"></i></span>'
        return bar, self._words("phase.about", phase=phase, seconds=seconds, typical=typical)

    def _ended(self, run: Run) -> tuple[str, str]:
        # What the user stopped is no fault, also where the service will not stop it any more.
        stopped = isinstance(run.error, Cancelled)
        kind = "ww-stopped" if stopped else "ww-done" if run.state is RunState.SUCCEEDED else "ww-ended"
        bar = f'<span class="ww-bar {kind}"><i style="width:100%"></i></span>'
        phase = self._words("phase.cancelled" if stopped else f"phase.{run.state.value}")
        return bar, self._words("phase.took", phase=phase, seconds=run.seconds)


class NoticeLine(widgets.HTML):
    """What there is to say: an error, a warning, something done to a picture."""

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._words = words
        super().__init__()
        follow(self, session, "notice", lambda _: self._refresh())
        self._refresh()

    def _refresh(self) -> None:
        notice = self._session.notice
        if notice is None:
            self.value = ""
        else:
            said = self._said(notice)
            body = html.escape(said[0])
            if len(said) > 1:
                body = f"<ul>{''.join(f'<li>{html.escape(line)}</li>' for line in said)}</ul>"
            self.value = f'<div class="ww-notice ww-{notice.level}" role="alert">{body}</div>'
        (self.remove_class if notice else self.add_class)("wanwidgets-hidden")

    def _said(self, notice: Message) -> list[str]:
        words = self._words
        if notice.problems:
            return [words.problem(problem) for problem in notice.problems]
        if notice.key:
            facts = {name: words.remark(str(fact)) if name == "reason" else fact for name, fact in notice.facts}
            return [words(f"news.{notice.key}", **facts)]
        if notice.left_out:
            names = words.listed(tuple(words.parameter(name) for name in notice.left_out))
            return [words("notice.left_out", names=names)]
        notes = [f"{note.text.partition(':')[0]}: {words(f'notice.{note.code}')}" for note in notice.notices]
        return notes or [words.remark(notice.text)]


class RemarkLine(widgets.HTML):
    """What the user should know of the store and the pace; quiet, since it stays."""

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._words = words
        super().__init__()
        self.add_class("wanwidgets-remarks")
        follow(self, session, "remarks", lambda _: self._refresh())
        self._refresh()

    def _refresh(self) -> None:
        said = [html.escape(self._words.remark(remark)) for remark in self._session.remarks]
        self.value = "".join(f'<div class="ww-faint">{line}</div>' for line in said)
        (self.remove_class if said else self.add_class)("wanwidgets-hidden")


class FetchAgain(widgets.Button):
    """Fetches what the service made and what did not come; offered where there is such a run."""

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        super().__init__(description=words("fetch"), tooltip=words("fetch.tooltip"))
        self.add_class("wanwidgets-fetch")
        self.on_click(guarded(session, lambda _: session.fetch_again()))
        follow(self, session, ["runs", "jobs"], lambda _: self._refresh())
        self._refresh()

    def _refresh(self) -> None:
        under_way = {job.run.id for job in self._session.jobs if job.run is not None}
        waiting = any(
            run.state is RunState.UNDELIVERED and run.task_id and run.id not in under_way for run in self._session.runs
        )
        (self.remove_class if waiting else self.add_class)("wanwidgets-hidden")


def phase_of(run: Run | None, *, waits: bool = False) -> str:
    """Return where a run under way is, a key of the words; `waits` is whether it waits for its turn."""
    if waits:
        return "waits"
    if run is None:
        return RunState.PREPARED.value
    if run.state is RunState.RUNNING and run.status is TaskStatus.PENDING:
        return "queued"
    return run.state.value
