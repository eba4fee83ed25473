"""The buttons that send the draft and stop its run."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets

from wanwidgets.running.job import Job
from wanwidgets.session import EditSession
from wanwidgets.widgets.controls.making import makes
from wanwidgets.widgets.guard import follow, guarded
from wanwidgets.widgets.text import Words

__all__ = ["Actions"]


class Actions(widgets.HBox):
    """Edit and Cancel; `on_start` is told of the run that Edit began."""

    def __init__(self, session: EditSession, words: Words, on_start: Callable[[Job], None]) -> None:
        self._session = session
        self.edit = widgets.Button(description=words("edit"), tooltip=words("edit.tooltip"))
        self.cancel = widgets.Button(description=words("cancel"), tooltip=words("cancel.tooltip"), disabled=True)
        self.edit.on_click(guarded(session, lambda _: on_start(session.start())))
        self.cancel.on_click(guarded(session, lambda _: self._stop()))
        super().__init__([self.edit, self.cancel])
        self.add_class("wanwidgets-actions")
        self.edit.add_class("wanwidgets-go")
        self._words = words
        follow(self, session, ["job", "draft"], lambda _: self._refresh())
        self._refresh()

    def _stop(self) -> None:
        self._session.cancel()
        self.cancel.disabled = True

    def _refresh(self) -> None:
        self.edit.description = self._words("make" if makes(self._session.draft) else "edit")
        self.edit.disabled = self._session.busy
        self.cancel.disabled = not self._session.busy
