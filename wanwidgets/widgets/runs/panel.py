"""What the session's runs are doing, what is not known of them, and what they cost."""

from __future__ import annotations

import ipywidgets as widgets

from wanwidgets.session import EditSession
from wanwidgets.widgets.runs.behind import BehindList
from wanwidgets.widgets.runs.progress import FetchAgain, Progress, RemarkLine
from wanwidgets.widgets.runs.spend import SpendLine
from wanwidgets.widgets.runs.traces import Traces
from wanwidgets.widgets.text import Words

__all__ = ["RunsPanel"]


class RunsPanel(widgets.VBox):
    """The lines below the columns of the editor."""

    def __init__(self, session: EditSession, words: Words) -> None:
        self.progress = Progress(session, words)
        self.fetch = FetchAgain(session, words)
        self.behind = BehindList(session, words)
        self.traces = Traces(session, words)
        self.spend = SpendLine(session, words)
        self.remarks = RemarkLine(session, words)
        line = widgets.HBox([self.progress, self.fetch])
        line.add_class("wanwidgets-progress")
        super().__init__([line, self.behind, self.traces, self.spend, self.remarks])
        self.add_class("wanwidgets-status")
