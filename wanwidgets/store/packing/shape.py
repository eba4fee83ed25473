"""What a JSON document that somebody else wrote must look like, as tables of what each value must be."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from wanwidgets.store.packing.refused import Refused

__all__ = ["Check", "count", "digest", "either", "listed", "moment", "number", "require", "table", "text", "word"]

Check: TypeAlias = Callable[[Any], bool]
"""Says whether a value is right."""

_HEX = re.compile(r"[0-9a-f]{64}")
_WORD = re.compile(r"[!-~]{1,200}")
_DEEPEST = 24
"""How many lists and tables may lie within each other; ours lie seven deep."""
_YEARS = range(1970, 9999)
"""Times that every zone can tell."""
_MOST = 2**53
"""What JSON numbers hold exactly everywhere."""


def require(document: Any, shape: Mapping[str, Check], where: str) -> None:
    """Raise Refused unless a document is a table with exactly these names, each with a value that is right."""
    if not isinstance(document, dict):
        raise Refused(f"{where} is no table of names and values.")
    wrong = sorted({*shape} ^ {*document})
    if wrong:
        said = "lacks" if wrong[0] in shape else "has"
        raise Refused(f"{where} {said} {ascii(wrong[0])[:80]}.")
    for name, check in shape.items():
        if not check(document[name]):
            raise Refused(f"{where} has a wrong {name!r}.")


def table(value: Any) -> bool:
    """Say whether a value is a table of JSON values that are not nested without end."""
    return isinstance(value, dict) and _shallow(value)


def listed(inner: Check) -> Check:
    """Return what says whether a value is a list of right values."""
    return lambda value: isinstance(value, list) and all(map(inner, value))


def either(*values: Any) -> Check:
    """Return what says whether a value is one of some strings."""
    return lambda value: isinstance(value, str) and value in values


def text(value: Any) -> bool:
    """Say whether a value is a string that can be written as UTF-8."""
    if not isinstance(value, str):
        return False
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def word(value: Any) -> bool:
    """Say whether a value is a short string of visible ASCII, such as an id."""
    return isinstance(value, str) and _WORD.fullmatch(value) is not None


def digest(value: Any) -> bool:
    """Say whether a value is a SHA-256 as hex digits."""
    return isinstance(value, str) and _HEX.fullmatch(value) is not None


def count(value: Any) -> bool:
    """Say whether a value is a whole number from 0 on."""
    return type(value) is int and 0 <= value < _MOST


def number(value: Any) -> bool:
    """Say whether a value is a number from 0 on."""
    return type(value) in {int, float} and math.isfinite(value) and 0 <= value < _MOST


def moment(value: Any) -> bool:
    """Say whether a value is a time of UTC, in the one way in which such texts sort by time."""
    try:
        read = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return read.utcoffset() == timedelta(0) and read.isoformat() == value and read.year in _YEARS


def _shallow(value: Any) -> bool:
    # Not by recursion, which would end in an error of its own.
    level = [value]
    for _ in range(_DEEPEST):
        level = [
            inner
            for value in level
            if isinstance(value, (dict, list))
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
        if not level:
            return True
    return False
