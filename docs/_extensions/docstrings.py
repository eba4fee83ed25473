"""Docstrings as the site shows them: an entry for each attribute, and no constructor for what nobody constructs."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

from sphinx.application import Sphinx

_SEVERAL = re.compile(r"(\w+(?:, \w+)+) : (.+)")


def each(lines: list[str]) -> Iterator[str]:
    """Yield the lines of a docstring, in which each attribute has an entry of its own.

    >>> list(each(["Attributes", "----------", "a, b : int", "    In pixels."]))[2:]
    ['a : int', '    In pixels.', 'b : int', '    In pixels.']
    """
    inside = False
    rest = list(lines)
    while rest:
        line = rest.pop(0)
        if rest and rest[0] and set(rest[0]) == {"-"}:
            inside = line == "Attributes"
        several = _SEVERAL.fullmatch(line) if inside else None
        if several is None:
            yield line
            continue
        told = []
        while rest and (rest[0].startswith(" ") or not rest[0]):
            told.append(rest.pop(0))
        for name in several[1].split(", "):
            yield f"{name} : {several[2]}"
            yield from told


def split(_app: Sphinx, what: str, _name: str, _found: object, _options: object, lines: list[str]) -> None:
    """Give each attribute of a class its entry."""
    if what in {"class", "exception"}:
        lines[:] = each(lines)


def unsigned(_app: Sphinx, what: str, _name: str, found: Any, *_told: object) -> tuple[str, None] | None:
    """Leave out how a value is constructed that is told by its attributes alone: it is handed out and not made."""
    told = str(getattr(found, "__doc__", ""))
    handed = what == "class" and dataclasses.is_dataclass(found) and "Parameters\n" not in told
    return ("", None) if handed else None


def setup(app: Sphinx) -> dict[str, bool]:
    """Join the build; napoleon reads docstrings at 500."""
    app.connect("autodoc-process-docstring", split, priority=400)
    app.connect("autodoc-process-signature", unsigned)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
