"""What is wrong with parameters: values against the rows of the catalog."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from wanwidgets.facts import Mode, Model, Parameter
from wanwidgets.problems.sentences import Problem, ratio_text, span_text
from wanwidgets.showing import shown
from wanwidgets.sizes import parse_size

__all__ = ["half_characters", "parameter_problems"]

_HEX = re.compile(r"#[0-9A-Fa-f]{6}")
_SHARE = re.compile(r"[0-9]{1,3}\.[0-9]{2}%")
_PALETTE_FORM = '{"hex": "#C2D1E6", "ratio": "23.51%"}'
_COLOR_FORM = "[red, green, blue], each 0–255"


def parameter_problems(model: Model, mode: Mode, parameters: Mapping[str, object]) -> Iterator[Problem]:
    """Yield what is wrong with the parameters that were given."""
    for name, value in parameters.items():
        row = mode.parameters.get(name)
        if row is not None:
            yield from _CHECKS[row.kind](model, mode, row, value)
        elif name in model.parameters:
            yield Problem("parameter.mode", name, mode.title, ", ".join(mode.parameters))
        else:
            yield Problem("parameter.unknown", name, shown(name), ", ".join(mode.parameters))


def half_characters(text: str) -> list[str]:
    """Return the halves of characters in a text; a browser gives these when an emoji was cut in two."""
    return [letter for letter in text if unicodedata.category(letter) == "Cs"]


def _boolean(_model: Model, _mode: Mode, row: Parameter, value: object) -> Iterator[Problem]:
    if not isinstance(value, bool):
        yield Problem("parameter.boolean", row.name, shown(value), "True, False")


def _integer(_model: Model, _mode: Mode, row: Parameter, value: object) -> Iterator[Problem]:
    if isinstance(value, bool) or not isinstance(value, int):
        yield Problem("parameter.integer", row.name, shown(value), span_text(row.range) if row.range else "")
    elif row.range is not None and value not in row.range:
        yield Problem("parameter.range", row.name, shown(value), span_text(row.range))


def _number(_model: Model, _mode: Mode, row: Parameter, value: object) -> Iterator[Problem]:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not _finite(value):
        yield Problem("parameter.number", row.name, shown(value), span_text(row.range) if row.range else "")
    elif row.range is not None and value not in row.range:
        yield Problem("parameter.range", row.name, shown(value), span_text(row.range))


def _finite(value: float) -> bool:
    # A whole number of any length is finite, and too long for a float.
    return isinstance(value, int) or math.isfinite(value)


def _text(_model: Model, _mode: Mode, row: Parameter, value: object) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield Problem("parameter.text", row.name, shown(value))
        return
    halves = half_characters(value)
    if halves:
        yield Problem("parameter.character", row.name, ascii(halves[0]))
    # The service cuts longer texts off in silence (the reference), which would lose what the user wrote.
    if row.length is not None and len(value) > row.length:
        yield Problem("parameter.length", row.name, str(len(value)), f"≤ {row.length}")


def _choice(_model: Model, _mode: Mode, row: Parameter, value: object) -> Iterator[Problem]:
    if not isinstance(value, str) or value not in row.choices:
        yield Problem("parameter.choice", row.name, shown(value), ", ".join(row.choices))


def _palette(_model: Model, _mode: Mode, row: Parameter, value: object) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield Problem("palette.form", row.name, shown(value), _PALETTE_FORM)
        return
    wrong = [entry for entry in value if not _is_share(entry)]
    if wrong:
        yield Problem("palette.form", row.name, shown(wrong[0]), _PALETTE_FORM)
        return
    if row.range is not None and len(value) not in row.range:
        yield Problem("palette.count", row.name, str(len(value)), span_text(row.range))
    # Decimal: a hundredth has no exact float, and the sum must be exact.
    total = sum((Decimal(entry["ratio"].rstrip("%")) for entry in value), Decimal(0))
    if total != 100:  # noqa: PLR2004  # per cent
        yield Problem("palette.sum", row.name, f"{total}%", "100.00%")


def _is_share(entry: object) -> bool:
    return (
        isinstance(entry, dict)
        and entry.keys() == {"hex", "ratio"}
        and all(isinstance(value, str) for value in entry.values())
        and _HEX.fullmatch(entry["hex"]) is not None
        and _SHARE.fullmatch(entry["ratio"]) is not None
    )


def _colors(_model: Model, _mode: Mode, row: Parameter, value: object) -> Iterator[Problem]:
    if not isinstance(value, list) or not value or not all(_is_color(color) for color in value):
        yield Problem("colors.form", row.name, shown(value), _COLOR_FORM)


def _is_color(color: object) -> bool:
    return (
        isinstance(color, (list, tuple))
        and len(color) == 3  # noqa: PLR2004  # red, green, blue
        and all(type(part) is int and 0 <= part <= 255 for part in color)  # noqa: PLR2004
    )


def _size(model: Model, mode: Mode, row: Parameter, value: object) -> Iterator[Problem]:
    rules = mode.sizes
    allowed = ", ".join((*rules.values, *(["W*H (1280*720)"] if rules.free else [])))
    if isinstance(value, str) and value in rules.values:
        return
    if any(isinstance(value, str) and value in other.sizes.values for other in model.modes):
        yield Problem("size.mode", row.name, shown(value), f"{mode.title} ({allowed})")
        return
    size = parse_size(value) if isinstance(value, str) else None
    if size is None or rules.pixels is None:
        yield Problem("size.form", row.name, shown(value), allowed)
        return
    width, height = size
    if width * height not in rules.pixels:
        yield Problem("size.pixels", row.name, f"{width}×{height} = {width * height:,}", span_text(rules.pixels))
    if rules.ratio is not None and width / height not in rules.ratio:
        yield Problem("size.ratio", row.name, f"{width / height:.3g}", ratio_text(rules.ratio))


_CHECKS: Mapping[str, Callable[[Model, Mode, Parameter, object], Iterator[Problem]]] = {
    "boolean": _boolean,
    "integer": _integer,
    "number": _number,
    "text": _text,
    "choice": _choice,
    "palette": _palette,
    "colors": _colors,
    "size": _size,
}
