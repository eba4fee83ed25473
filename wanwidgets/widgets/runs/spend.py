"""What was spent, on one quiet line."""

from __future__ import annotations

import html

from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.guard import follow
from wanwidgets.widgets.runs.money import spend_text
from wanwidgets.widgets.text import Words

__all__ = ["SpendLine"]


class SpendLine(widgets.HTML):
    """What is left of the budget, and what this session and its store have spent; hidden where nothing was."""

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._words = words
        super().__init__()
        self.add_class("wanwidgets-spend")
        follow(self, session, "spending", lambda _: self._refresh())
        self._refresh()

    def _refresh(self) -> None:
        spending, words = self._session.spending, self._words
        parts = []
        left = spending.left()
        if left is not None:
            said = html.escape(words("spend.left", left=left[0], budget=left[1]))
            parts.append(f"<b>{said}</b>" if left[0] else f'<b class="ww-bad">{said}</b>')
        for key, spent in (("spend.session", spending.session), ("spend.store", spending.store)):
            if spent.pictures:
                parts.append(html.escape(words(key, spent=spend_text(spent, words))))
        if spending.store.perhaps:
            parts.append(html.escape(words("spend.perhaps", count=spending.store.perhaps)))
        title = html.escape(words("spend.title"))
        self.value = f'<div class="ww-spend ww-faint" title="{title}">{" · ".join(parts)}</div>' if parts else ""
        (self.remove_class if parts else self.add_class)("wanwidgets-hidden")
