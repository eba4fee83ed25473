"""What a run will cost and how long it will take, as far as that is known before it; what is remembered is free."""

from __future__ import annotations

import dataclasses
import html

from wanwidgets.modes import ReplayMode
from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.guard import follow
from wanwidgets.widgets.runs.money import cost_text
from wanwidgets.widgets.runs.when import day
from wanwidgets.widgets.text import Words

__all__ = ["Estimate", "time_text"]

_LOCAL = 1.0
"""Seconds that the local service takes, about, where no run of it is known."""


def time_text(session: EditSession, words: Words) -> str:
    """Return how long a run of the draft takes: by earlier runs, else by the documents; empty where nobody knows."""
    draft = session.draft
    seconds: float | None = session.expected_seconds
    span = draft.entry.typical_seconds if draft.entry else None
    if seconds is None and session.place == "local":
        seconds = _LOCAL
    if seconds is None:
        return ""
    if span is None or seconds != span.high:
        return words("time.about", seconds=f"{max(1, round(seconds)):,}")
    # Nothing but the documents is known, and what they have is the time of one picture.
    key = "time.usual" if draft.most_pictures() == 1 else "time.usual.each"
    return words(key, seconds=f"{span.low:.0f}–{span.high:.0f}" if span.low != span.high else f"{span.low:.0f}")


class Estimate(widgets.HTML):
    """One quiet line beside the Edit button."""

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._words = words
        super().__init__()
        follow(self, session, ["draft", "memory", "expected_seconds"], lambda _: self._refresh())
        self._refresh()

    def _refresh(self) -> None:
        text, title = self._said()
        line = f'<div class="ww-estimate ww-faint" title="{html.escape(title)}">{html.escape(text)}</div>'
        if line != self.value:
            self.value = line

    def _said(self) -> tuple[str, str]:
        """Return the line, and what is behind it."""
        session, words = self._session, self._words
        since = session.replays
        if since is not None:
            return words("remembered", date=day(since, words)), words("remembered.title")
        if session.mode is ReplayMode.OFFLINE:
            # Until it was looked up nothing is promised.
            key = "unremembered" if session.memory.known else "mode.offline"
            return words(key), words(f"{key}.title")
        mode = session.draft.mode
        # How many pictures come is said above, and by the field for them.
        cost = dataclasses.replace(session.cost(), pictures=None)
        price, note = cost_text(cost, words, exact=mode is None or mode.exact)
        text = " · ".join(filter(None, (price, time_text(session, words))))
        return text, " ".join(filter(None, (note, words("time.title"))))
