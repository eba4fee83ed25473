"""Numbers: whole ones and others within their range, and one that may be left out."""

from __future__ import annotations

import math
from typing import Any

from wanwidgets.facts import Mode, Parameter
from wanwidgets.request import EditRequest
from wanwidgets.sizes import Span
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.controls.fields.base import FILL, Field, Put, text_line
from wanwidgets.widgets.text import Words

__all__ = ["NumberField", "SeedField"]

_STEPS = 20
"""Into how many steps the range of a number is divided."""
_ANY = Span(0, 2**31 - 1)


class NumberField(Field):
    """A number within its range, whole or not."""

    def __init__(self, row: Parameter, mode: Mode, put: Put, words: Words) -> None:  # noqa: ARG002  # one form for all
        self._span = row.range or _ANY
        self._whole = row.kind == "integer"
        low, high = self._span.low, self._span.high
        if self._whole:
            self.number = widgets.BoundedIntText(min=int(low), max=int(high), value=row.default, layout=FILL)
        else:
            value = low if row.default is None else row.default
            step = (high - low) / _STEPS
            self.number = widgets.BoundedFloatText(min=low, max=high, step=step, value=value, layout=FILL)
        super().__init__(row, [self.number], put, words)
        if row.range is not None:
            self._say(f"{low:g}–{high:g}" if low != high else f"{low:g}")
        if low == high:
            self._offer(wrong=False)
        self.number.observe(lambda change: self._put(change.new), "value")

    def _offer(self, *, wrong: bool) -> None:
        # Where there is nothing to choose, the field is needed only to mend what code has set.
        (self.remove_class if wrong else self.add_class)("wanwidgets-hidden")

    def _write(self, value: Any, draft: EditRequest) -> None:  # noqa: ARG002  # a number shows itself only
        kinds = (int,) if self._whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds) or not _storable(value):
            return
        # What lies outside the range is shown as it is, with its problem; the bounds hold it at any moment.
        number, low, high = self.number, self._span.low, self._span.high
        number.min, number.max = min(low, value, number.value), max(high, value, number.value)
        number.value = value
        number.min, number.max = min(low, value), max(high, value)
        if low == high:
            self._offer(wrong=value != low)


class SeedField(Field):
    """A whole number that may be left out."""

    def __init__(self, row: Parameter, mode: Mode, put: Put, words: Words) -> None:  # noqa: ARG002  # one form for all
        self.text = text_line(row, words)
        super().__init__(row, [self.text], put, words)
        self.text.observe(lambda change: self._put(_number(change.new)), "value")

    def _write(self, value: Any, draft: EditRequest) -> None:  # noqa: ARG002  # a number shows itself only
        text = "" if value is None else str(value)
        if self.text.value.strip() != text:
            self.text.value = text


def _storable(value: float) -> bool:
    # A browser has no whole numbers beyond a double's, and neither has JSON an infinity.
    return abs(value) <= 2**53 if isinstance(value, int) else math.isfinite(value)


def _number(text: str) -> int | str | None:
    """Read a number; what is none is kept as it is, for the request to refuse by name."""
    text = text.strip()
    if not text:
        return None
    try:
        return int(text)
    except ValueError:
        return text
