"""What is under way behind: runs of earlier kernels, and those that were stopped too late."""

from __future__ import annotations

import html

import ipywidgets as widgets

from wanwidgets.message import short
from wanwidgets.session import EditSession
from wanwidgets.session.working import Behind
from wanwidgets.widgets.guard import follow
from wanwidgets.widgets.runs.progress import phase_of
from wanwidgets.widgets.runs.when import when
from wanwidgets.widgets.text import Words

__all__ = ["BehindList"]

_MOST = 4
_MINUTE, _HOUR = 60, 3600


class BehindList(widgets.HTML):
    """A row for each run that goes on behind, the newest first; hidden where there is none."""

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._words = words
        super().__init__()
        self.add_class("wanwidgets-behind")
        follow(self, session, "behind", lambda _: self._refresh())
        self._refresh()

    def _refresh(self) -> None:
        behind, words = self._session.behind, self._words
        rows = [self._row(each) for each in reversed(behind[-_MOST:])]
        if len(behind) > _MOST:
            rows.append(f'<li class="ww-faint">{html.escape(words("behind.more", count=len(behind) - _MOST))}</li>')
        title = html.escape(words("behind"))
        value = f'<ul class="ww-behind" aria-label="{title}">{"".join(rows)}</ul>' if rows else ""
        if value != self.value:
            self.value = value
        (self.remove_class if rows else self.add_class)("wanwidgets-hidden")

    def _row(self, behind: Behind) -> str:
        words, run = self._words, behind.run
        since = when(run.started, "%H:%M")
        phase = words("phase.stopped" if run.stopped else f"phase.{phase_of(run, waits=behind.waits)}")
        about = words("phase.behind", phase=phase, since=since, minutes=_lasted(behind.seconds, words))
        name = html.escape(short(run.request.prompt) or run.request.model)
        return (
            f'<li><span class="ww-bar ww-wander"><i style="width:30%"></i></span><b>{name}</b>'
            f'<span class="ww-faint">{html.escape(about)}</span></li>'
        )


def _lasted(seconds: float, words: Words) -> str:
    """Return how long, as roughly as one wants to know of what is not waited for."""
    if seconds < _MINUTE:
        return words("phase.just", seconds=int(seconds))
    minutes = int(seconds // _MINUTE)
    if seconds < _HOUR:
        return words("phase.minutes", minutes=minutes)
    return words("phase.hours", hours=minutes // _MINUTE, minutes=minutes % _MINUTE)
