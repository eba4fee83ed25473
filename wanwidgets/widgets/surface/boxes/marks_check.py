"""Whether boxes are told as a list or painted into the picture."""

from __future__ import annotations

from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.guard import guarded
from wanwidgets.widgets.surface.tools import BOX, BRUSH, tools_for
from wanwidgets.widgets.text import Words

__all__ = ["MarksCheck"]


class MarksCheck(widgets.HBox):
    """A check that paints the boxes into the pictures; offered where there are boxes, or no list of them is taken."""

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._writing = False
        self.check = widgets.Checkbox(description=words("marks"), indent=False, layout={"width": "auto", "margin": "0"})
        if self.check.has_trait("tooltip"):
            self.check.tooltip = words("marks.tooltip")
        super().__init__([self.check])
        self.add_class("wanwidgets-marks")
        self.check.observe(guarded(session, lambda change: self._put(drawn=change.new)), "value")

    def show(self, number: int) -> None:
        """Show how the boxes of that picture of the draft, counted from 1, are told."""
        draft = self._session.draft
        drawn = draft.marks == "drawn"
        listed = draft.entry.boxes_per_image if draft.entry else 0
        # Where boxes help to make a mask they need not be sent at all.
        helping = BRUSH in tools_for(draft, number) and not listed
        offered = BOX in tools_for(draft, number) and (drawn or (not helping and (bool(draft.boxes) or not listed)))
        (self.remove_class if offered else self.add_class)("wanwidgets-hidden")
        self._writing = True
        try:
            self.check.value = drawn
        finally:
            self._writing = False

    def _put(self, *, drawn: bool) -> None:
        if not self._writing:
            self._session.edit(marks="drawn" if drawn else "list")
