"""The boxes of the chosen picture as numbers: the exact way, and the one without a pointer."""

from __future__ import annotations

import math
import re

from wanwidgets.regions import Box
from wanwidgets.request import EditRequest
from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.guard import close_all, guarded
from wanwidgets.widgets.naming import named
from wanwidgets.widgets.surface.boxes.box_row import BoxRow
from wanwidgets.widgets.surface.boxes.box_tool import BoxTool
from wanwidgets.widgets.surface.tools import BOX, boxes_drawn, tools_for
from wanwidgets.widgets.text import Words

__all__ = ["BoxFields"]

_NUMBERS = re.compile(r"-?\d+")
_BETWEEN = re.compile(r"[-\d\s,;()\[\]，；（）]")
_MOST = 50
"""Rows; a file can name a thousand boxes, and rows for all of them would keep everybody waiting for a minute."""
_SPARE = 8
"""Rows that are kept for boxes to come."""


class BoxFields(widgets.VBox):
    """One row of fields a box, and a line in which the selected box, or a new one, can be copied and pasted.

    Parameters
    ----------
    session, words
        What is edited, and in which language.
    tool
        Whose boxes they are, and what selects, copies and removes them.

    Attributes
    ----------
    rows : list of BoxRow
        One for each box, perhaps more that are hidden.
    text : ipywidgets.Text
        The corners of the selected box; without one, where those of a new box are pasted.
    add : ipywidgets.Button
        Makes a new box.
    """

    def __init__(self, session: EditSession, words: Words, tool: BoxTool) -> None:
        self._session = session
        self._words = words
        self._tool = tool
        self._number = 0
        self._selected: int | None = None
        self._writing = False
        self.rows: list[BoxRow] = []
        self.text = widgets.Text(continuous_update=False)
        self.add = widgets.Button(description=words("box.add"), icon="plus", tooltip=words("box.add.tooltip"))
        self._line = widgets.HBox([self.text, self.add])
        self._line.add_class("wanwidgets-boxline")
        super().__init__([self._line])
        self.add_class("wanwidgets-boxes")
        self.text.observe(guarded(session, lambda change: self._typed(change.new)), "value")
        self.add.on_click(guarded(session, lambda _: tool.add()))

    def show(self, number: int, selected: int | None) -> None:
        """Show the boxes of that picture of the draft, counted from 1."""
        self._number, self._selected = number, selected
        draft = self._session.draft
        offered = BOX in tools_for(draft, number)
        picture = draft.pictures[number - 1] if offered else None
        boxes = picture.boxes if picture else ()
        size = (picture.size if picture else None) or (0, 0)
        self._make_rows(min(len(boxes), _MOST))
        for index, row in enumerate(self.rows):
            box = boxes[index] if index < len(boxes) else None
            row.show(box, size, selected=box is not None and selected == index + 1, where=number)
        self._show_line(draft, boxes, selected, offered=offered)

    def _make_rows(self, count: int) -> None:
        before = len(self.rows)
        while len(self.rows) > max(count, _SPARE):
            close_all(self.rows.pop())
        while len(self.rows) < count:
            self.rows.append(BoxRow(len(self.rows) + 1, self._tool, self._session, self._words))
        if len(self.rows) != before:
            self.children = (*self.rows, self._line)

    def _show_line(
        self,
        draft: EditRequest,
        boxes: tuple[Box, ...],
        selected: int | None,
        *,
        offered: bool,
    ) -> None:
        words, limit = self._words, boxes_drawn(draft, self._number)
        useful = offered and bool(limit or boxes)
        (self._line.remove_class if useful else self._line.add_class)("wanwidgets-hidden")
        full = len(boxes) >= limit
        box = boxes[selected - 1] if selected is not None and selected <= len(boxes) else None
        self._writing = True
        try:
            self.text.value = ", ".join(map(str, box)) if box else ""
            self.text.disabled = full and box is None
            self.text.placeholder = words("box.full.short", limit=_number(limit)) if full else words("box.placeholder")
            named(self.text, words("box.text", number=selected) if box else words("box.text.new"))
            self.add.disabled = full
        finally:
            self._writing = False

    def _typed(self, text: str) -> None:
        if self._writing or not text.strip():
            return
        number = self._selected
        box = _read(text)
        if box is None:
            name = self._words("box", number=number) if number is not None else self._words("box.new")
            self._tool.say("box.form", name=name, value=repr(text))
        elif box.empty:
            self._tool.say("box.empty", value=text.strip())
        else:
            self._tool.put(number, box)


def _number(limit: float) -> str:
    return "" if math.isinf(limit) else str(int(limit))


def _read(text: str) -> Box | None:
    """Read four whole numbers, however they are set apart; None where there is anything else."""
    numbers = _NUMBERS.findall(text)
    return Box.of(map(int, numbers)) if len(numbers) == 4 and not _BETWEEN.sub("", text) else None  # noqa: PLR2004 - four corners
