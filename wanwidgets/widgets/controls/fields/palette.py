"""A palette: colours and how much of the picture each of them takes."""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Sequence
from typing import Any

from PIL import ImageColor

from wanwidgets.facts import Mode, Parameter
from wanwidgets.request import EditRequest
from wanwidgets.sizes import Span
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.controls.fields.base import Field, Put
from wanwidgets.widgets.guard import close_all
from wanwidgets.widgets.naming import named
from wanwidgets.widgets.text import Words

__all__ = ["PaletteField", "even_shares"]

_ALL = 10_000
"""The whole, in hundredths of a per cent."""
_FRESH = (
    "#1f3a5f", "#c2d1e6", "#f2b134", "#d1495b", "#3b7a57", "#6f4e7c", "#f4efe6", "#8c5e3c", "#5fb3b3", "#2b2b2b",
)  # fmt: skip
"""Colours to begin with and to add."""
_SOME = Span(1, 10)

Row = tuple[str, float]
"""A colour and its share in per cent; ``#rrggbb``, or what code wrote there that is no colour."""


def even_shares(count: int) -> list[float]:
    """Return so many shares in per cent, as even as two decimals allow, that make exactly 100.

    >>> even_shares(3)
    [33.34, 33.33, 33.33]
    """
    share, more = divmod(_ALL, count)
    return [(share + (index < more)) / 100 for index in range(count)]


class PaletteField(Field):
    """Rows of a colour and its share, with their sum."""

    wide = True

    def __init__(self, row: Parameter, mode: Mode, put: Put, words: Words) -> None:  # noqa: ARG002  # one form for all
        self._span = row.range or _SOME
        self.rows: list[_Row] = []
        self._list = widgets.VBox()
        self.add = widgets.Button(layout={"width": "auto"})
        self.even = widgets.Button(
            description=words("palette.even"),
            tooltip=words("palette.even.tooltip"),
            layout={"width": "auto"},
        )
        tools = widgets.HBox([self.add, self.even])
        tools.add_class("wanwidgets-palette-tools")
        super().__init__(row, [widgets.VBox([self._list, tools], layout={"width": "100%"})], put, words)
        self.add.on_click(lambda _: self._more())
        self.even.on_click(lambda _: self._put_rows([color for color, _ in self._seen()], None))

    def _write(self, value: Any, draft: EditRequest) -> None:  # noqa: ARG002  # a palette shows itself only
        entries = _readable(value)
        while len(self.rows) > len(entries):
            close_all(self.rows.pop())
        while len(self.rows) < len(entries):
            self.rows.append(_Row(len(self.rows) + 1, self._typed, self._without, self.words))
        if len(self._list.children) != len(self.rows):
            self._list.children = tuple(self.rows)
        for row, entry in zip(self.rows, entries, strict=True):
            row.show(*entry)
        count, words = len(entries), self.words
        low, high = int(self._span.low), int(self._span.high)
        self.add.description = words("palette.add" if count else "palette.begin")
        self.add.tooltip = (
            words("palette.add.tooltip", count=high) if count else words("palette.begin.tooltip", count=low)
        )
        self.add.disabled = count >= high
        self.even.layout.display = None if count else "none"
        total = sum(_hundredths(share) for _, share in entries)
        said = words("palette.sum", sum=f"{total / 100:.2f}") if count else words("palette.none")
        self._say(said, bad=bool(count) and total != _ALL)

    def _seen(self) -> list[Row]:
        return [row.entry for row in self.rows]

    def _typed(self) -> None:
        if not self._writing:
            colors, shares = [color for color, _ in self._seen()], [share for _, share in self._seen()]
            self._put_rows(colors, shares)

    def _more(self) -> None:
        rows = self._seen()
        if not rows:
            self._put_rows(_FRESH[: int(self._span.low)], None)
            return
        colors = [color for color, _ in rows]
        fresh = next((color for color in _FRESH if color not in colors), _FRESH[0])
        # What is missing to the whole; the shares that were chosen stay as they are.
        rest = max(0, _ALL - sum(_hundredths(share) for _, share in rows)) / 100
        self._put_rows([*colors, fresh], [*(share for _, share in rows), rest])

    def _without(self, number: int) -> None:
        rows = self._seen()
        del rows[number - 1]
        self._put_rows([color for color, _ in rows], [share for _, share in rows])

    def _put_rows(self, colors: Sequence[str], shares: Sequence[float] | None) -> None:
        if shares is None:
            shares = even_shares(len(colors)) if colors else []
        pairs = zip(colors, shares, strict=True)
        self._put([{"hex": color, "ratio": f"{share:.2f}%"} for color, share in pairs] or None)


class _Row(widgets.HBox):
    def __init__(self, number: int, typed: Callable[[], None], remove: Callable[[int], None], words: Words) -> None:
        self.color = widgets.ColorPicker(value=_FRESH[0], layout={"width": "auto", "flex": "1 1 96px"})
        self.share = widgets.BoundedFloatText(min=0, max=100, step=0.01, layout={"width": "auto", "flex": "0 1 84px"})
        unit = widgets.HTML(f'<span class="ww-faint">{html.escape("%")}</span>')
        self.remove = widgets.Button(description="✕", tooltip=words("palette.remove", number=number))
        for widget, key in ((self.color, "palette.color"), (self.share, "palette.share")):
            named(widget, words(key, number=number))
        # What is no colour the picker cannot show; it stays as it is written, to be taken away or mended in code.
        self._strange = widgets.HTML(layout={"display": "none", "flex": "1 1 96px"})
        self._odd = ""
        super().__init__([self._strange, self.color, self.share, unit, self.remove])
        self.add_class("wanwidgets-palette-row")
        self.add_class("wanwidgets-tools")
        self.color.observe(lambda _: typed(), "value")
        self.share.observe(lambda _: typed(), "value")
        self.remove.on_click(lambda _: remove(number))

    @property
    def entry(self) -> Row:
        """The colour as ``#rrggbb``, and its share in per cent."""
        if self._odd:
            return self._odd, self.share.value
        try:
            return _hex(self.color.value), self.share.value
        except ValueError:
            # Such as "transparent", which the palette's own check refuses by name.
            return self.color.value, self.share.value

    def show(self, color: str, share: float) -> None:
        """Show a colour and its share."""
        self._odd = "" if _is_color(color) else color
        self._strange.value = f'<code class="ww-bad">{html.escape(color)}</code>' if self._odd else ""
        self._strange.layout.display = None if self._odd else "none"
        self.color.layout.display = "none" if self._odd else None
        # The picker's own spelling of the same colour is kept.
        if self.entry[0] != color:
            self.color.value = color
        self.share.value = share


def _readable(value: object) -> list[Row]:
    """Return the entries as rows; what is wrong with one is said beside the field."""
    found = []
    for entry in value if isinstance(value, list) else []:
        try:
            share = float(str(entry["ratio"]).rstrip("%"))
        except (TypeError, KeyError, ValueError):
            share = 0.0
        color = str(entry.get("hex", "")) if isinstance(entry, dict) else str(entry)
        if _is_color(color):
            color = _hex(color)
        found.append((color or "?", min(max(share, 0.0), 100.0) if math.isfinite(share) else 0.0))
    return found


def _is_color(text: str) -> bool:
    try:
        _hex(text)
    except ValueError:
        return False
    return True


def _hundredths(share: float) -> int:
    return round(share * 100)


def _hex(color: str) -> str:
    """Return a colour that a browser or a user wrote as ``#rrggbb``."""
    return "#" + bytes(ImageColor.getrgb(color)[:3]).hex()
