"""Fields of one plain input: on or off, a text, a choice, colours as a list."""

from __future__ import annotations

import re
from typing import Any

from wanwidgets.facts import Mode, Parameter
from wanwidgets.request import EditRequest
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.controls.fields.base import FILL, Field, Put, text_line
from wanwidgets.widgets.text import Words

__all__ = ["CheckField", "ChoiceField", "ColorsField", "TextField"]

_HEX = re.compile(r"#?([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})")


class CheckField(Field):
    """On or off."""

    def __init__(self, row: Parameter, mode: Mode, put: Put, words: Words) -> None:  # noqa: ARG002  # one form for all
        title = words.parameter(row.name)
        self.check = widgets.Checkbox(value=bool(row.default), description=title, indent=False, layout=FILL)
        super().__init__(row, [self.check], put, words)
        self.add_class("wanwidgets-check")
        self._label.layout.display = "none"
        self.check.observe(lambda change: self._put(change.new), "value")

    def _write(self, value: Any, draft: EditRequest) -> None:  # noqa: ARG002  # a check shows itself only
        if value is None:
            value = bool(self.row.default)
        if isinstance(value, bool):
            self.check.value = value


class TextField(Field):
    """A text with a counter of characters."""

    wide = True

    def __init__(self, row: Parameter, mode: Mode, put: Put, words: Words) -> None:  # noqa: ARG002  # one form for all
        self.area = widgets.Textarea(placeholder=words.hint(f"{row.name}.placeholder"), rows=2, layout=FILL)
        super().__init__(row, [self.area], put, words)
        self.area.observe(lambda change: self._put(change.new or None), "value")

    def _write(self, value: Any, draft: EditRequest) -> None:  # noqa: ARG002  # a text shows itself only
        text = "" if value is None else str(value)
        # Written only when something else than typing changed it, so that typing is never overtaken.
        if self.area.value != text:
            self.area.value = text
        limit = self.row.length
        if limit is not None:
            self._say(self.words("prompt.count", count=len(text), limit=limit), bad=len(text) > limit)


class ChoiceField(Field):
    """One of several, by their names."""

    wide = True

    def __init__(self, row: Parameter, mode: Mode, put: Put, words: Words) -> None:  # noqa: ARG002  # one form for all
        self._options = [(words.name(f"{row.name}.{choice}", choice), choice) for choice in row.choices]
        self.menu = widgets.Dropdown(options=self._options, value=None, layout=FILL)
        super().__init__(row, [self.menu], put, words)
        self.menu.observe(lambda change: self._put(change.new), "value")

    def _write(self, value: Any, draft: EditRequest) -> None:  # noqa: ARG002  # a choice shows itself only
        known = value is None or value in self.row.choices
        options = self._options if known else [*self._options, (str(value), value)]
        if list(self.menu.options) != options:
            self.menu.options = options
        self.menu.value = value


class ColorsField(Field):
    """Colours as a list of ``#rrggbb``, for a parameter of ``[red, green, blue]``."""

    wide = True

    def __init__(self, row: Parameter, mode: Mode, put: Put, words: Words) -> None:  # noqa: ARG002  # one form for all
        self.text = text_line(row, words)
        super().__init__(row, [self.text], put, words)
        self.text.observe(lambda change: self._put(_colors(change.new)), "value")

    def _write(self, value: Any, draft: EditRequest) -> None:  # noqa: ARG002  # colours show themselves only
        # What means the same may be written in several ways, and the user's own is kept.
        if _colors(self.text.value) != value:
            self.text.value = _written(value)


def _colors(text: str) -> list[list[int]] | str | None:
    """Read colours; what are none is kept as it is, for the request to refuse by name."""
    words = re.split(r"[\s,;]+", text.strip(" ,;"))
    if words == [""]:
        return None
    found = [_HEX.fullmatch(word) for word in words]
    return [[int(part, 16) for part in match.groups()] for match in found if match] if all(found) else text


def _written(value: object) -> str:
    if value is None:
        return ""
    try:
        return ", ".join("#" + bytes(color).hex() for color in value)  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        return str(value)
