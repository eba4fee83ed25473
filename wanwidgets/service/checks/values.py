"""The values of parameters, by kind.

The provider's wording is known for ``n``, for ``style`` and for ``num_images_per_prompt``; the other sentences are
guesses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from wanwidgets.facts import Mode, Model, Parameter
from wanwidgets.service.checks.sizes import check_size
from wanwidgets.service.refusal import invalid

__all__ = ["read"]

_HEX = re.compile(r"#[0-9A-Fa-f]{6}")
_SHARE = re.compile(r"\d{1,3}\.\d{2}%", re.ASCII)
_WHOLE = Decimal(100)
_CHANNELS = 3
_BRIGHTEST = 255


def read(value: Any, row: Parameter, mode: Mode, model: Model) -> Any:
    """Return the value of a parameter as it is in force: checked, and texts cut off at their length.

    Raises
    ------
    Refusal
        Another type, or outside the limits.
    """
    return _KINDS[row.kind](value, row, mode, model)


def _boolean(value: object, row: Parameter, *_: object) -> bool:
    if not isinstance(value, bool):
        raise invalid(f"{row.name} must be a boolean.")
    return value


def _integer(value: object, row: Parameter, *_: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise invalid(f"{row.name} must be an integer.")
    if row.range and value not in row.range:
        if row.name == "n" and row.range.high == 1:
            raise invalid("num_images_per_prompt must be 1")
        raise invalid(f"Range of {row.name} should be [{row.range.low}, {row.range.high}]")
    return value


def _number(value: object, row: Parameter, *_: object) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise invalid(f"{row.name} must be a number.")
    # What is not a number is in no range.
    if row.range and value not in row.range:
        raise invalid(f"Range of {row.name} should be [{row.range.low}, {row.range.high}]")
    return value


def _text(value: object, row: Parameter, *_: object) -> str:
    if not isinstance(value, str):
        raise invalid(f"{row.name} must be a string.")
    # The provider cuts a long text off and does not refuse it.
    return value if row.length is None else value[: row.length]


def _choice(value: object, row: Parameter, *_: object) -> str:
    if not isinstance(value, str) or value not in row.choices:
        raise invalid(_WRONG_CHOICES.get(row.name, f"The {row.name} is invalid."))
    return value


_WRONG_CHOICES = {"function": "the parameters must conform to the specification: function."}


def _size(value: object, row: Parameter, mode: Mode, model: Model) -> str:
    if not isinstance(value, str):
        raise invalid(f"{row.name} must be a string.")
    check_size(value, mode, model)
    return value


def _palette(value: object, row: Parameter, *_: object) -> list[Any]:
    if not isinstance(value, list):
        raise invalid(f"{row.name} must be an array.")
    # guess: an empty list stands for none, as it does for bbox_list.
    if value and row.range and len(value) not in row.range:
        raise invalid(f"{row.name} must hold {row.range.low} to {row.range.high} colors.")
    shares = [_colour_share(item, f"{row.name}[{number}]") for number, item in enumerate(value)]
    if value and sum(shares) != _WHOLE:
        raise invalid(f"The ratios of {row.name} must add up to 100.00%.")
    return value


def _colour_share(item: object, where: str) -> Decimal:
    if not isinstance(item, dict):
        raise invalid(f'{where} must be an object such as {{"hex": "#C2D1E6", "ratio": "23.51%"}}.')
    colour, ratio = item.get("hex"), item.get("ratio")
    if not isinstance(colour, str) or not _HEX.fullmatch(colour):
        raise invalid(f"{where}.hex must be a color such as #C2D1E6.")
    if not isinstance(ratio, str) or not _SHARE.fullmatch(ratio):
        raise invalid(f"{where}.ratio must be a percentage with two decimals such as 23.51%.")
    return Decimal(ratio[:-1])


def _colors(value: object, row: Parameter, *_: object) -> list[Any]:
    if not isinstance(value, list) or not all(_is_triple(item) for item in value):
        raise invalid(f"{row.name} must be an array of [r, g, b], each an integer in [0, {_BRIGHTEST}].")
    return value


def _is_triple(item: object) -> bool:
    return (
        isinstance(item, list)
        and len(item) == _CHANNELS
        and all(type(channel) is int and 0 <= channel <= _BRIGHTEST for channel in item)
    )


_KINDS: Mapping[str, Callable[[Any, Parameter, Mode, Model], Any]] = MappingProxyType(
    {
        "boolean": _boolean,
        "integer": _integer,
        "number": _number,
        "text": _text,
        "choice": _choice,
        "size": _size,
        "palette": _palette,
        "colors": _colors,
    },
)
