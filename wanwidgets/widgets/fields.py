"""One field for one parameter, made from its row of the catalog."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from wanwidgets.facts import Mode, Parameter
from wanwidgets.request import EditRequest
from wanwidgets.widgets.text import WORDS, Words

__all__ = ["Field", "make_field"]

_WIDE = {"width": "auto", "flex": "1 1 auto", "min_width": "0", "margin": "0"}
_CUSTOM_SIZE = "1280*720"

Set = Callable[[Any], None]


def make_field(parameter: Parameter, mode: Mode, set_value: Set, words: Words) -> Field:
    """Return the field for a parameter.

    Parameters
    ----------
    parameter, mode
        The row of the catalog, and the mode that it belongs to.
    set_value
        Called with what the user chose; None for the model's default.
    words
        In which language.
    """
    if parameter.kind == "size":
        return SizeField(parameter, mode, set_value, words)
    if parameter.kind in {"text", "choice", "palette", "colors", "number"}:
        return OptionalNumberField(parameter, set_value, words)
    if parameter.kind == "boolean":
        return CheckField(parameter, set_value, words)
    return (OptionalNumberField if parameter.default is None else NumberField)(parameter, set_value, words)


class Field(widgets.VBox):
    """A label, an input, and a line that says what is wrong with it."""

    def __init__(self, name: str, inputs: list[widgets.Widget], words: Words) -> None:
        self.name = name
        self.words = words
        self._label = widgets.HTML()
        self._problem = widgets.HTML()
        self._say("")
        super().__init__([self._label, widgets.HBox(inputs), self._problem])
        self.add_class("wanwidgets-field")
        self.add_class(f"wanwidgets-field-{name.replace('_', '-')}")

    def show(self, draft: EditRequest, problem: str) -> None:
        """Show what the draft holds, and what is wrong with it."""
        self._write(draft.effective().get(self.name), draft)
        line = f'<span class="ww-problem" role="alert">{html.escape(problem)}</span>' if problem else ""
        if self._problem.value != line:
            self._problem.value = line

    def _write(self, value: Any, draft: EditRequest) -> None:
        raise NotImplementedError

    def _say(self, hint: str) -> None:
        title = self.words(self.name) if self.name in WORDS else self.name
        words = f"{html.escape(title)}<span>{html.escape(hint)}</span>"
        text = f'<div class="ww-label" title="{html.escape(self.name)}">{words}</div>'
        if self._label.value != text:
            self._label.value = text


class SizeField(Field):
    """A menu of tiers, and a field for ``W*H``."""

    def __init__(self, parameter: Parameter, mode: Mode, set_value: Set, words: Words) -> None:
        self._mode = mode
        self._set = set_value
        self.menu = widgets.Dropdown(options=[], layout={**_WIDE, "flex": "0 0 84px"})
        self.custom = widgets.Text(value=_CUSTOM_SIZE, continuous_update=False, disabled=True, layout=_WIDE)
        self._writing = False
        super().__init__(parameter.name, [self.menu, self.custom], words)
        self.menu.observe(lambda _: self._read(), "value")
        self.custom.observe(lambda _: self._read(), "value")

    def _read(self) -> None:
        if not self._writing:
            self._set(self.custom.value.strip() if self.menu.value == "" else self.menu.value)

    def _write(self, value: Any, draft: EditRequest) -> None:
        tiers = list(self._mode.sizes.values)
        options = [*((name, name) for name in tiers), (self.words("size.custom"), "")]
        self._writing = True
        try:
            if list(self.menu.options) != options:
                self.menu.options = options
            self.menu.value = value if value in tiers else ""
            self.custom.disabled = value in tiers
            if value not in tiers and self.custom.value != value:
                self.custom.value = str(value)
        finally:
            self._writing = False
        size = draft.output_size()
        self._say(self.words("size.output", width=size[0], height=size[1]) if size else "")


class NumberField(Field):
    """A whole number within its range."""

    def __init__(self, parameter: Parameter, set_value: Set, words: Words) -> None:
        span = parameter.range
        self.number = widgets.BoundedIntText(
            value=parameter.default,
            min=int(span.low) if span else 0,
            max=int(span.high) if span else 2**31 - 1,
            layout=_WIDE,
        )
        super().__init__(parameter.name, [self.number], words)
        self._say(f"{span.low:.0f}–{span.high:.0f}" if span else "")
        self.number.observe(lambda change: set_value(change.new), "value")

    def _write(self, value: Any, draft: EditRequest) -> None:  # noqa: ARG002  # a number shows itself only
        if isinstance(value, int) and self.number.min <= value <= self.number.max:
            self.number.value = value


class OptionalNumberField(Field):
    """A whole number that may be left out."""

    def __init__(self, parameter: Parameter, set_value: Set, words: Words) -> None:
        self.text = widgets.Text(
            placeholder=words(f"{parameter.name}.placeholder") if f"{parameter.name}.placeholder" in WORDS else "",
            continuous_update=False,
            layout=_WIDE,
        )
        super().__init__(parameter.name, [self.text], words)
        self.text.observe(lambda change: set_value(_number(change.new)), "value")

    def _write(self, value: Any, draft: EditRequest) -> None:  # noqa: ARG002  # a number shows itself only
        text = "" if value is None else str(value)
        if self.text.value.strip() != text:
            self.text.value = text


class CheckField(Field):
    """On or off."""

    def __init__(self, parameter: Parameter, set_value: Set, words: Words) -> None:
        title = words(parameter.name) if parameter.name in WORDS else parameter.name
        self.check = widgets.Checkbox(value=bool(parameter.default), description=title, indent=False, layout=_WIDE)
        super().__init__(parameter.name, [self.check], words)
        self._label.layout.display = "none"
        self.check.observe(lambda change: set_value(change.new), "value")

    def _write(self, value: Any, draft: EditRequest) -> None:  # noqa: ARG002  # a check shows itself only
        if isinstance(value, bool):
            self.check.value = value


def _number(text: str) -> int | str | None:
    """Read a number; what is none is kept as it is, for the request to refuse by name."""
    text = text.strip()
    if not text:
        return None
    try:
        return int(text)
    except ValueError:
        return text
