"""What is asked for: prompt, parameters, and the buttons that send them."""

from __future__ import annotations

from collections.abc import Callable

from wanwidgets.running.job import Job
from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.controls.actions import Actions
from wanwidgets.widgets.controls.parameters import Parameters
from wanwidgets.widgets.controls.prompt import Prompt
from wanwidgets.widgets.text import Words

__all__ = ["ControlsPanel"]


class ControlsPanel(widgets.VBox):
    """The last column of the editor; `on_start` is told of the run that Edit began."""

    def __init__(self, session: EditSession, words: Words, on_start: Callable[[Job], None]) -> None:
        self.prompt = Prompt(session, words)
        self.parameters = Parameters(session, words)
        self.actions = Actions(session, words, on_start)
        super().__init__([self.prompt, self.parameters, self.actions])
        self.add_class("wanwidgets-column")
        self.add_class("wanwidgets-controls")
