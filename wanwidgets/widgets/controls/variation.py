"""More of the same: which take the draft is, the next one, and the very same once more."""

from __future__ import annotations

import html
from collections.abc import Callable

from wanwidgets.errors import Busy
from wanwidgets.modes import ReplayMode
from wanwidgets.running.job import Job
from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.guard import follow, guarded
from wanwidgets.widgets.naming import named
from wanwidgets.widgets.runs.money import cost_text
from wanwidgets.widgets.text import Words

__all__ = ["Variation"]

_LAST = 2**31 - 1


class Variation(widgets.HBox):
    """A field and two buttons, always there so that nothing moves; `on_start` is told of each run that they began.

    Attributes
    ----------
    take : BoundedIntText
        That of the draft.
    vary : Button
        Runs the draft under the next take that is free.
    again : Button
        Asks for what is remembered.
    """

    def __init__(self, session: EditSession, words: Words, on_start: Callable[[Job], object]) -> None:
        self._session = session
        self._words = words
        self._writing = False
        title = widgets.HTML(f'<span class="ww-faint" aria-hidden="true">{html.escape(words("take"))}</span>')
        self.take = named(widgets.BoundedIntText(min=0, max=_LAST, value=0), words("take"))
        self.take.observe(guarded(session, lambda change: self._put(change.new)), "value")
        self.vary = widgets.Button(description=words("vary"))
        self.vary.on_click(guarded(session, lambda _: session.vary(on_start)))
        self.again = widgets.Button(description=words("refresh"))
        self.again.on_click(guarded(session, lambda _: on_start(session.ask_again())))
        super().__init__([title, self.take, self.vary, self.again])
        self.add_class("wanwidgets-variation")
        follow(self, session, ["draft", "memory", "job", "jobs", "spending"], lambda _: self._refresh())
        self._refresh()

    def _put(self, take: int) -> None:
        if not self._writing:
            self._session.edit(take=take)

    def _refresh(self) -> None:
        session = self._session
        self._show_take(session.draft.take)
        valid, mode = not session.problems(), session.mode
        refusal = session.refusal_now() if valid else None
        under_way = isinstance(refusal, Busy) and refusal.reason == "same"
        remembered, price = session.memory.since is not None, self._price()
        asks = valid and mode is not ReplayMode.OFFLINE
        self._offer(self.vary, "vary", price, wanted=asks and (remembered or under_way))
        self._offer(self.again, "refresh", price, wanted=asks and remembered and not under_way)

    def _offer(self, button: widgets.Button, key: str, price: str, *, wanted: bool) -> None:
        if self._session.mode is ReplayMode.OFFLINE:
            tooltip = self._words("vary.offline")
        else:
            tooltip = self._words(f"{key}.tooltip", price=price) if wanted else self._words(f"{key}.none")
        if button.tooltip != tooltip:
            button.tooltip = tooltip
        button.disabled = not wanted

    def _price(self) -> str:
        mode = self._session.draft.mode
        return cost_text(self._session.cost(), self._words, exact=mode is None or mode.exact)[0]

    def _show_take(self, take: int) -> None:
        # What code has set is shown as it is, also where it is refused, and does not come back as a choice.
        self._writing = True
        try:
            self.take.min, self.take.max = min(0, take), max(_LAST, take)
            self.take.value = take
        finally:
            self._writing = False
