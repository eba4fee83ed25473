"""What all fields have in common: a label, an input, a line that says what is wrong."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from wanwidgets.facts import Mode, Parameter
from wanwidgets.request import EditRequest
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.naming import named
from wanwidgets.widgets.text import Words

__all__ = ["FILL", "Field", "Put", "text_line"]

FILL = {"width": "auto", "flex": "1 1 auto", "min_width": "0", "margin": "0"}
"""The layout of an input that takes the room there is."""

Put = Callable[[Any], None]


def text_line(row: Parameter, words: Words) -> widgets.Text:
    """Return a line to type in, heard when it is left and not at each key, with the parameter's own hint."""
    return widgets.Text(placeholder=words.hint(f"{row.name}.placeholder"), continuous_update=False, layout=FILL)


class Field(widgets.VBox):
    """A label, an input, and a line that says what is wrong with it.

    Attributes
    ----------
    wide : bool
        Whether it takes a whole line of the form.
    """

    wide: ClassVar[bool] = False

    def __init__(self, row: Parameter, inputs: Sequence[widgets.Widget], put: Put, words: Words) -> None:
        self.row = row
        self.words = words
        self._tell = put
        self._writing = False
        self._label = widgets.HTML()
        self._problem = widgets.HTML(layout={"display": "none"})
        self._say("")
        for each in inputs:
            # A group and a checkbox have words of their own.
            if isinstance(each, widgets.ValueWidget) and not each.description:
                named(each, words.parameter(row.name))
        super().__init__([self._label, widgets.HBox(list(inputs)), self._problem])
        self.add_class("wanwidgets-field")
        self.add_class(f"wanwidgets-field-{row.name.replace('_', '-')}")
        if self.wide:
            self.add_class("wanwidgets-wide")

    def show(self, draft: EditRequest, problem: str) -> None:
        """Show what the draft holds, and what is wrong with it."""
        # What is written here is no choice of the user's, so it must not come back as one.
        self._writing = True
        try:
            self._write({**draft.effective(), **draft.parameters}.get(self.row.name), draft)
        finally:
            self._writing = False
        line = f'<span class="ww-problem" role="alert">{html.escape(problem)}</span>' if problem else ""
        if self._problem.value != line:
            self._problem.value = line
            self._problem.layout.display = None if line else "none"

    def fits(self, row: Parameter, mode: Mode) -> bool:  # noqa: ARG002  # only some fields depend on the mode
        """Whether this field can stay when the mode changes, so that nothing flickers and the focus is kept."""
        return row is self.row

    def _write(self, value: Any, draft: EditRequest) -> None:
        """Show a value; of any type, since a draft may hold what is refused."""
        raise NotImplementedError

    def _put(self, value: Any) -> None:
        if not self._writing:
            self._tell(value)

    def _say(self, hint: str, *, bad: bool = False) -> None:
        kind = ' class="ww-bad"' if bad else ""
        words = f"{html.escape(self.words.parameter(self.row.name))}<span{kind}>{html.escape(hint)}</span>"
        text = f'<div class="ww-label" title="{html.escape(self.row.name)}">{words}</div>'
        if self._label.value != text:
            self._label.value = text
