"""JSON that somebody else wrote: bounded in length, depth and numbers, and each value of its type."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeAlias

__all__ = ["Form", "Misread", "items", "number", "read", "text"]

Form: TypeAlias = Mapping[str, Any]

_DEEPEST = 16
_LARGEST = 2**63


class Misread(ValueError):
    """What somebody else wrote is not what it should be; its text goes on where "it is" might begin."""


def read(document: str, most: int) -> Any:
    """Return the values of a document.

    Parameters
    ----------
    document
        Perhaps JSON.
    most
        How many characters it may have.

    Raises
    ------
    Misread
        It is longer, no JSON, deeper than anything that is written here, or has a number that nobody counts to.
    """
    if len(document) > most or len(document.encode(errors="replace")) > most:
        raise Misread(f"it has more than {most:,} bytes")
    try:
        values = json.loads(document, parse_constant=_no_number)
    except RecursionError:
        raise Misread("it is nested too deeply") from None
    except ValueError:
        raise Misread("it is no JSON") from None
    layer, depth = [values], 0
    while layer:
        if depth > _DEEPEST:
            raise Misread("it is nested too deeply")
        if any(type(value) in {int, float} and not _is_countable(value) for value in layer):
            raise Misread("a number in it is too large")
        layer = [inner for value in layer for inner in _inside(value)]
        depth += 1
    return values


def text(found: Form, name: str, usual: str = "") -> str:
    """Return a text; where there is none the usual one."""
    value = found.get(name, usual)
    if not isinstance(value, str):
        raise Misread(f"{name} in it is no text")
    return value


def number(found: Form, name: str, low: int, high: int, *, usual: int | None = None) -> int:
    """Return a whole number from low to high; where there is none the usual one."""
    value = found.get(name, usual)
    if type(value) is not int or not low <= value <= high:
        raise Misread(f"{name} in it is no number from {low} to {high:,}")
    return value


def items(found: Form, name: str, most: int) -> list[dict[str, Any]]:
    """Return a list of forms, at most so many; where there is none an empty one."""
    value = found.get(name, [])
    if not isinstance(value, list) or len(value) > most or not all(isinstance(each, dict) for each in value):
        raise Misread(f"{name} in it is no list of at most {most}")
    return value


def _inside(value: object) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _is_countable(value: float) -> bool:
    # Neither infinity nor what is no number lies between; a whole number may be longer than any float.
    return -_LARGEST < value < _LARGEST


def _no_number(name: str) -> None:
    raise Misread(name)
