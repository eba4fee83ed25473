"""What a run will cost and how long it will take, as far as that is known before it."""

from __future__ import annotations

import dataclasses
import html

import ipywidgets as widgets

from wanwidgets.session import EditSession
from wanwidgets.widgets.guard import follow
from wanwidgets.widgets.runs.money import cost_text
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
        self.add_class("wanwidgets-estimate")
        follow(self, session, ["draft", "expected_seconds"], lambda _: self._refresh())
        self._refresh()

    def _refresh(self) -> None:
        session, words = self._session, self._words
        mode = session.draft.mode
        # How many pictures come is said above, and by the field for them.
        cost = dataclasses.replace(session.cost(), pictures=None)
        price, note = cost_text(cost, words, exact=mode is None or mode.exact)
        text = " · ".join(filter(None, (price, time_text(session, words))))
        title = html.escape(" ".join(filter(None, (note, words("time.title")))))
        line = f'<div class="ww-estimate ww-faint" title="{title}">{html.escape(text)}</div>'
        if line != self.value:
            self.value = line
