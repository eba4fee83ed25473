"""What the session's runs are doing, what is not known of them, and what they cost."""

from __future__ import annotations

from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.runs.cards import Cards
from wanwidgets.widgets.runs.progress import Progress, RemarkLine
from wanwidgets.widgets.runs.rows import RunRows
from wanwidgets.widgets.runs.spend import SpendLine
from wanwidgets.widgets.runs.traces import Traces
from wanwidgets.widgets.text import Words

__all__ = ["RunsPanel"]


class RunsPanel(widgets.VBox):
    """The lines below the columns of the editor."""

    def __init__(self, session: EditSession, words: Words) -> None:
        self.rows = RunRows(session, words)
        self.progress = Progress(session, words)
        self.cards = Cards(session, words)
        self.traces = Traces(session, words)
        self.spend = SpendLine(session, words)
        self.remarks = RemarkLine(session, words)
        super().__init__([self.rows, self.progress, self.cards, self.traces, self.spend, self.remarks])
        self.add_class("wanwidgets-status")
