"""The buttons that send the draft and stop its run, and why it cannot be sent yet."""

from __future__ import annotations

import html
from collections.abc import Callable

from wanwidgets.running.job import Job
from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.controls.estimate import Estimate
from wanwidgets.widgets.controls.making import makes
from wanwidgets.widgets.controls.readiness import readiness
from wanwidgets.widgets.controls.variation import Variation
from wanwidgets.widgets.guard import follow, guarded
from wanwidgets.widgets.text import Words

__all__ = ["Actions"]


class Actions(widgets.VBox):
    """Edit and Cancel, with what a run costs above them, and more of the same and the next step below.

    Edit stays open while runs are under way; `on_start` is told of each that it began. Cancel stops the latest.
    """

    def __init__(self, session: EditSession, words: Words, on_start: Callable[[Job], None]) -> None:
        self._session = session
        self._words = words
        self.edit = widgets.Button(description=words("edit"), tooltip=words("edit.tooltip"))
        self.cancel = widgets.Button(description=words("cancel"), tooltip=words("cancel.tooltip"), disabled=True)
        self.edit.on_click(guarded(session, lambda _: on_start(session.start())))
        self.cancel.on_click(guarded(session, lambda _: self._stop()))
        self.estimate = Estimate(session, words)
        self.reason = widgets.HTML()
        buttons = widgets.HBox([self.edit, self.cancel])
        buttons.add_class("wanwidgets-actions")
        self.variation = Variation(session, words, on_start)
        super().__init__([self.estimate, buttons, self.variation, self.reason])
        self.add_class("wanwidgets-sending")
        self.edit.add_class("wanwidgets-go")
        follow(self, session, ["job", "jobs", "draft", "memory", "spending"], lambda _: self._refresh())
        self._refresh()

    def _stop(self) -> None:
        self._session.cancel()
        self.cancel.disabled = True

    def _refresh(self) -> None:
        draft, words = self._session.draft, self._words
        problems = self._session.problems()
        state = readiness(draft, problems, words, refusal=None if problems else self._session.refusal_now())
        self.edit.description = words("make" if makes(draft) else "edit")
        self.edit.disabled = not state.ready
        self.cancel.disabled = not self._session.busy
        kind = "ww-bad" if state.wrong else "ww-faint"
        sign = '<b aria-hidden="true">!</b> ' if state.wrong else ""
        line = (
            f'<div class="ww-reason {kind}" role="status" title="{html.escape(state.full)}">'
            f"{sign}{html.escape(state.text)}</div>"
        )
        if line != self.reason.value:
            self.reason.value = line
