"""A row for each run under way: what it is, where it is, for how long, and a button that stops it."""

from __future__ import annotations

import html
from collections.abc import Sequence

from wanwidgets.message import short
from wanwidgets.running.job import Job
from wanwidgets.session import EditSession
from wanwidgets.session.under_way import UnderWay
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.guard import follow, guarded
from wanwidgets.widgets.runs.phases import bar_of, is_moving, phase_of, told
from wanwidgets.widgets.text import Words

__all__ = ["MOST_ROWS", "RunRow", "RunRows"]

MOST_ROWS = 5
"""As many as a model takes at once, so that each of them can be stopped."""

_DRAWN_ANEW = 5
"""Seconds after which a bar that the browser moves is set right."""


class RunRows(widgets.VBox):
    """The runs under way, the newest first; hidden where there is none.

    A run keeps its row, button and all, so that nobody stops another one by a click that comes late.

    Attributes
    ----------
    rows : dict of RunRow by Job
        Those that are shown.
    """

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._words = words
        self._phases: dict[Job, str] = {}
        self._spare: list[RunRow] = []
        self.rows: dict[Job, RunRow] = {}
        self._more = widgets.HTML()
        self._spoken = widgets.HTML()
        self._spoken.add_class("wanwidgets-spoken")
        # Whoever closes a box closes these with it.
        self.parts = self._spare
        super().__init__([self._more, self._spoken])
        self.add_class("wanwidgets-runs")
        follow(self, session, "under_way", lambda _: self._refresh())
        self._refresh()

    def _refresh(self) -> None:
        under_way = self._session.under_way
        shown = chosen(under_way)
        moved = self._assign([row.job for row in shown])
        for row in shown:
            self.rows[row.job].show(row, moved=moved)
        more = sum(not row.ended for row in under_way) - sum(not row.ended for row in shown)
        _set(self._more, f'<div class="ww-faint">{html.escape(self._words("runs.more", count=more))}</div>')
        (self._more.remove_class if more > 0 else self._more.add_class)("wanwidgets-hidden")
        (self.remove_class if shown else self.add_class)("wanwidgets-hidden")
        self._speak(under_way)

    def _assign(self, jobs: list[Job]) -> bool:
        """Give each job its row, those that are free first, and return whether any has changed its place."""
        if list(self.rows) == jobs:
            return False
        for job in [job for job in self.rows if job not in jobs]:
            row = self.rows.pop(job)
            row.clear()
            self._spare.append(row)
        for job in jobs:
            if job not in self.rows:
                self.rows[job] = self._spare.pop() if self._spare else RunRow(self._session, self._words)
        self.rows = {job: self.rows[job] for job in jobs}
        self.children = (*self.rows.values(), self._more, self._spoken)
        return True

    def _speak(self, under_way: Sequence[UnderWay]) -> None:
        """Say to a screen reader what has changed, and not each second that passes."""
        phases = {row.job: phase_of(row, self._words) for row in under_way}
        news = [
            f"{name_of(row)}: {phases[row.job]}"
            for row in under_way
            if phases[row.job] != self._phases.get(row.job, phases[row.job])
        ]
        self._phases = phases
        if news:
            _set(self._spoken, f'<div role="status" aria-live="polite">{html.escape(" · ".join(news))}</div>')


class RunRow(widgets.HBox):
    """One run.

    Attributes
    ----------
    stop : Button
    """

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._words = words
        self._job: Job | None = None
        self._drawn: int | None = None
        self._bar = widgets.HTML()
        self._text = widgets.HTML()
        # Its sign is drawn by the style sheet: an icon would be part of its name.
        self.stop = widgets.Button()
        self.stop.add_class("wanwidgets-cross")
        self.stop.on_click(guarded(session, lambda _: session.cancel(self._job) if self._job else None))
        # Before the text, whose length changes: a button must not move away.
        super().__init__([self._bar, self.stop, self._text])
        self.add_class("wanwidgets-run")

    def show(self, row: UnderWay, *, moved: bool) -> None:
        """Show where a run is; a row that has moved is made anew by the browser, which begins its bar anew."""
        self._job = row.job
        name = name_of(row)
        self._draw(row, moved=moved)
        about, full = html.escape(told(row, self._words, self._session.engine)), html.escape(row.request.prompt)
        _set(self._text, f'<div class="ww-status"><b title="{full}">{html.escape(name)}</b><span>{about}</span></div>')
        stop = self._words("runs.stop", name=name)
        if self.stop.tooltip != stop:
            self.stop.tooltip = stop
        # It keeps its place, so that nothing moves when it goes.
        (self.stop.remove_class if row.may_stop else self.stop.add_class)("wanwidgets-unseen")
        self.stop.disabled = not row.may_stop
        behind = not (row.front or row.ended)
        (self.add_class if behind else self.remove_class)("wanwidgets-behind")

    def _draw(self, row: UnderWay, *, moved: bool) -> None:
        moving = is_moving(row)
        fresh = self._drawn is not None and 0 <= row.seconds - self._drawn < _DRAWN_ANEW
        if moving and fresh and not moved:
            return
        self._drawn = row.seconds if moving else None
        _set(self._bar, bar_of(row))

    def clear(self) -> None:
        """Show nothing, until it is used again."""
        self._job = self._drawn = None
        self._bar.value = self._text.value = ""


def chosen(under_way: Sequence[UnderWay]) -> list[UnderWay]:
    """Return what is shown of all, in their order: those under way before those that have ended."""
    live = [row for row in under_way if not row.ended][:MOST_ROWS]
    ended = [row for row in under_way if row.ended][: MOST_ROWS - len(live)]
    return [row for row in under_way if any(row is each for each in (*live, *ended))]


def name_of(row: UnderWay) -> str:
    """Return what a run is called: the first words of its prompt, or its model."""
    return short(row.request.prompt) or row.request.model


def _set(widget: widgets.HTML, value: str) -> None:
    if widget.value != value:
        widget.value = value
