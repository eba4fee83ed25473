"""The size of the result: tiers, fixed choices, ``W*H``, or as the model has it."""

from __future__ import annotations

from typing import Any

from wanwidgets.facts import Mode, Parameter
from wanwidgets.request import EditRequest
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.controls.fields.base import FILL, Field, Put
from wanwidgets.widgets.naming import named
from wanwidgets.widgets.text import Words

__all__ = ["CUSTOM", "NATURAL", "SizeField"]

CUSTOM = ""
"""The entry of the menu for ``W*H``."""
NATURAL = "natural"
"""The entry of the menu for no size at all."""
_EXAMPLE = "1280*720"


class SizeField(Field):
    """A menu of what the mode takes and, where it takes any ``W*H``, a field for it."""

    wide = True

    def __init__(self, row: Parameter, mode: Mode, put: Put, words: Words) -> None:
        self._rules = mode.sizes
        free = self._rules.free
        self.menu = widgets.Dropdown(options=[], layout={**FILL, "flex": "0 0 108px" if free else "1 1 auto"})
        self.custom = widgets.Text(value=_EXAMPLE, continuous_update=False, disabled=True, layout=FILL)
        super().__init__(row, [self.menu, *([self.custom] if free else [])], put, words)
        named(self.custom, words("size.custom.name"))
        self.menu.observe(lambda _: self._read(), "value")
        self.custom.observe(lambda _: self._read(), "value")

    @property
    def parts(self) -> tuple[widgets.Widget, ...]:
        """The widgets inside that may be no children."""
        return (self.custom,)

    def fits(self, row: Parameter, mode: Mode) -> bool:
        """Whether the new mode has the very same sizes."""
        return super().fits(row, mode) and mode.sizes is self._rules

    def _read(self) -> None:
        chosen = self.menu.value
        if chosen is not None:
            # Compared, not looked up: what code put there may be no key of a table.
            self._put(self.custom.value.strip() if chosen == CUSTOM else None if chosen == NATURAL else chosen)

    def _write(self, value: Any, draft: EditRequest) -> None:
        rules, words = self._rules, self.words
        # Of a model that is not known, nothing is in force.
        value = self.row.default if value is None else value
        options = [(name.replace("*", "×"), name) for name in rules.values]
        if self.row.default is None:
            natural = words("size.automatic") if draft.pictures else words("size.automatic.none")
            options.insert(0, (natural, NATURAL))
        if rules.free:
            options.append((words("size.custom"), CUSTOM))
        listed = value in rules.values
        if value is not None and not listed and not rules.free:
            # Refused, and shown all the same.
            options.append((str(value), value))
        if list(self.menu.options) != options:
            self.menu.options = options
        own = value is not None and not listed and rules.free
        self.menu.value = NATURAL if value is None else CUSTOM if own else value
        self.custom.disabled = not own
        if own and self.custom.value != value:
            self.custom.value = str(value)
        size = draft.output_size()
        self._say(words("size.output", width=size[0], height=size[1]) if size else "")
