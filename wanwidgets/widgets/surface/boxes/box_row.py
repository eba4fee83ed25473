"""One box as four fields, with what can be done to it."""

from __future__ import annotations

import html

from wanwidgets.regions import Box
from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.guard import guarded
from wanwidgets.widgets.naming import named
from wanwidgets.widgets.surface.boxes.box_tool import BoxTool
from wanwidgets.widgets.text import Words

__all__ = ["BoxRow"]


class BoxRow(widgets.VBox):
    """The corners of a box of the picture that is shown.

    What is typed is never changed under the hand: corners that are not in order yet, as while a box is moved number by
    number, wait for the others, and the row says so.

    Parameters
    ----------
    number
        Of the box, counted from 1.
    tool
        What takes the corners, and selects, copies and removes the box.
    session, words
        What is edited, and in which language.

    Attributes
    ----------
    box : Box or None
        The box that is shown; None while the row is hidden.
    fields : tuple of ipywidgets.BoundedIntText
        x1, y1, x2 and y2, in pixels of the original picture.
    select : ipywidgets.ToggleButton
    copy, remove : ipywidgets.Button
    """

    def __init__(self, number: int, tool: BoxTool, session: EditSession, words: Words) -> None:
        self._number = number
        self._tool = tool
        self._session = session
        self._words = words
        self._writing = False
        self.box: Box | None = None
        self._place: tuple[Box | None, tuple[int, int], int] = (None, (0, 0), 0)
        name = words("box", number=number)
        self.select = widgets.ToggleButton(description=name, tooltip=words("box.select", number=number))
        self.select.add_class("wanwidgets-boxname")
        self.fields = tuple(_field(corner, words("box.corner", number=number, corner=corner)) for corner in Box._fields)
        self._size = widgets.HTML()
        self.copy = widgets.Button(icon="clone", tooltip=words("box.copy", number=number))
        self.remove = widgets.Button(icon="times", tooltip=words("box.remove", number=number))
        self._tools = widgets.HBox([self.copy, self.remove])
        self._tools.add_class("wanwidgets-tools")
        self._problem = widgets.HTML()
        line = widgets.HBox([self.select, *self.fields, self._size, self._tools])
        line.add_class("wanwidgets-box")
        super().__init__([line, self._problem])
        self.add_class("wanwidgets-boxrow")
        for field in self.fields:
            field.observe(guarded(session, lambda _: self._typed()), "value")
        self.select.observe(guarded(session, lambda change: self._chosen(chosen=change.new)), "value")
        self.copy.on_click(guarded(session, lambda _: tool.duplicate(number)))
        self.remove.on_click(guarded(session, lambda _: tool.remove(number)))

    def show(self, box: Box | None, size: tuple[int, int], *, selected: bool, where: int) -> None:
        """Show a box of a picture of that width and height, which is that image of the draft; None hides the row."""
        (self.add_class if box is None else self.remove_class)("wanwidgets-hidden")
        (self.add_class if selected else self.remove_class)("wanwidgets-chosen")
        self._writing = True
        try:
            self.select.value = selected
            # Another change of the draft leaves alone what waits to be in order.
            place = (box, size, where)
            if box is not None and (place != self._place or not self._corners().empty):
                for field, value, end in zip(self.fields, box, (*size, *size), strict=True):
                    _set(field, value, end)
                self._say(self._wrong(box, where))
            self.box, self._place = box, place
        finally:
            self._writing = False
        if box is not None:
            self._size.value = f'<span class="ww-faint ww-boxsize">{box.width}×{box.height}</span>'

    def _corners(self) -> Box:
        return Box(*(field.value for field in self.fields))

    def _typed(self) -> None:
        if self._writing or self.box is None:
            return
        box = self._corners()
        if not box.empty:
            self._say("")
            self._tool.put(self._number, box)
            return
        pairs = (("x1", "x2", box.x1, box.x2), ("y1", "y2", box.y1, box.y2))
        first, second, low, high = next(pair for pair in pairs if pair[2] >= pair[3])
        self._say(self._words("box.order", first=first, second=second, low=low, high=high))

    def _chosen(self, *, chosen: bool) -> None:
        if not self._writing:
            self._tool.select(self._number if chosen else None)

    def _wrong(self, box: Box, where: int) -> str:
        return " ".join(
            self._words.problem(problem, field=False)
            for problem in self._session.problems()
            if problem.code == "boxes.outside" and problem.number == where and problem.value == str(tuple(box))
        )

    def _say(self, text: str) -> None:
        self._problem.value = f'<span class="ww-problem" role="alert">{html.escape(text)}</span>' if text else ""


def _field(corner: str, name: str) -> widgets.BoundedIntText:
    # A screen reader hears "x1 of box 2"; on screen the row says which box it is.
    heard = (f'<span class="ww-heard">{html.escape(part)}</span>' if part else "" for part in name.split(corner, 1))
    field = widgets.BoundedIntText(description=corner.join(heard), continuous_update=False)
    if field.has_trait("description_allow_html"):
        field.description_allow_html = True
    # Without it ipywidgets shows "null" where the pointer rests on the label.
    return named(field, name)


def _set(field: widgets.BoundedIntText, value: int, end: int) -> None:
    """Set a field and its range; a value beyond the picture widens it, so that it is shown as it is."""
    low, high = min(value, 0), max(value, end)
    # Widened first, since a field moves its value into its range.
    field.min, field.max = min(field.min, low), max(field.max, high)
    field.value = value
    field.min, field.max = low, high
