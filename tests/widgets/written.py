"""What the sources of the widgets say: every string, and every f-string as a pattern."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import wanwidgets

WIDGETS = Path(wanwidgets.__file__).parent / "widgets"


def strings(*, without: str = "") -> tuple[set[str], set[str]]:
    """Return the strings of the sources, and their f-strings as regular expressions with a group for each gap.

    Parameters
    ----------
    without
        A folder whose modules are left out, but for its ``__init__``.
    """
    whole: set[str] = set()
    patterns: set[str] = set()
    for path in WIDGETS.rglob("*.py"):
        if path.parent.name == without and path.name != "__init__.py":
            continue
        for found in _found(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(found, ast.JoinedStr):
                patterns.add("".join(_part(part) for part in found.values))
            else:
                whole.add(found.value)
    return whole, patterns


def _found(node: ast.AST) -> Iterator[ast.JoinedStr | ast.Constant]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.JoinedStr):
            yield child
            # What is between the braces may hold strings of its own; what is around them is part of the pattern.
            for part in child.values:
                yield from _found(part)
        elif isinstance(child, ast.Constant):
            if isinstance(child.value, str):
                yield child
        else:
            yield from _found(child)


def _part(part: ast.expr) -> str:
    return re.escape(part.value) if isinstance(part, ast.Constant) else "(.*)"
