"""The boxes of the chosen picture as numbers: the exact way, and the one without a pointer."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import ipywidgets as widgets

from wanwidgets.message import Message
from wanwidgets.session import EditSession
from wanwidgets.widgets.guard import close_all, guarded
from wanwidgets.widgets.surface.tools import BOX, box_limit, tools_for
from wanwidgets.widgets.text import Words

__all__ = ["BoxFields"]

_NUMBERS = re.compile(r"-?\d+")


class BoxFields(widgets.HBox):
    """One field a box that the model takes, each ``x1, y1, x2, y2`` in pixels of the original picture."""

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._words = words
        self._number = 0
        self.fields: list[_BoxField] = []
        super().__init__([])
        self.add_class("wanwidgets-boxes")

    def show(self, number: int, selected: int | None) -> None:
        """Show the boxes of that picture of the draft, counted from 1."""
        self._number = number
        draft = self._session.draft
        picture = draft.pictures[number - 1] if 0 < number <= len(draft.pictures) else None
        boxes = picture.boxes if picture else ()
        room = _room(box_limit(draft), len(boxes)) if BOX in tools_for(draft, number) else 0
        while len(self.fields) > room:
            close_all(self.fields.pop())
        while len(self.fields) < room:
            self.fields.append(_BoxField(len(self.fields) + 1, self.put, self._session, self._words))
        if len(self.children) != len(self.fields):
            self.children = tuple(self.fields)
        for index, field in enumerate(self.fields):
            text = ", ".join(map(str, boxes[index])) if index < len(boxes) else ""
            # A box beyond the next free number would leave a hole.
            field.show(text, selected=selected == index + 1, usable=index <= len(boxes))

    def put(self, number: int, text: str) -> None:
        """Take what was typed as box `number`; nothing removes it."""
        boxes = list(self._session.draft.pictures[self._number - 1].boxes)
        numbers = [int(found) for found in _NUMBERS.findall(text)]
        if not text.strip():
            del boxes[number - 1 : number]
        elif len(numbers) != 4 or re.sub(r"[-\d\s,;()\[\]]", "", text):  # noqa: PLR2004
            self._session.notice = Message("error", self._words("box.form", number=number, value=repr(text)))
            return
        else:
            boxes[number - 1 : number] = [tuple(numbers)]  # type: ignore[list-item]
        self._session.set_boxes(self._number, boxes)


def _room(limit: float, count: int) -> int:
    """Return how many fields there are: one a box that is taken, or one more than there are where any number is."""
    return count + 1 if math.isinf(limit) else max(int(limit), count)


class _BoxField(widgets.HBox):
    def __init__(self, number: int, put: Callable[[int, str], None], session: EditSession, words: Words) -> None:
        name = widgets.HTML(f'<span class="ww-boxname">{words("box", number=number)}</span>')
        self._writing = False
        self.text = widgets.Text(placeholder=words("box.placeholder"), continuous_update=False)
        self.remove = widgets.Button(description="✕", tooltip=words("box.remove", number=number))
        super().__init__([name, self.text, self.remove])
        self.add_class("wanwidgets-box")
        self.add_class("wanwidgets-tools")

        def typed(change: object) -> None:
            if not self._writing:
                put(number, change.new)  # type: ignore[attr-defined]

        self.text.observe(guarded(session, typed), "value")
        self.remove.on_click(guarded(session, lambda _: put(number, "")))

    def show(self, text: str, *, selected: bool, usable: bool) -> None:
        self._writing = True
        try:
            self.text.value = text
            self.text.disabled = not usable
            self.remove.disabled = not text
        finally:
            self._writing = False
        (self.add_class if selected else self.remove_class)("wanwidgets-chosen")
