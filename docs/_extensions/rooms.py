"""The table of the rooms of the package: what each is for and what it imports, read from its files."""

from __future__ import annotations

import ast
import importlib.util
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

_ROOT = Path(__file__).resolve().parents[2]
_TABLE = _ROOT / "tests" / "test_imports.py"
_WIDTHS = (22, 48, 30)


def _rule() -> Any:
    """Return the test that holds the rule, which finds modules and their imports."""
    spec = importlib.util.spec_from_file_location("wanwidgets_import_rule", _TABLE)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(_TABLE)
    rule = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(rule)
    return rule


def rooms() -> list[tuple[str, str, list[str]]]:
    """Return each room, what it is for, and the rooms that it imports, in the order of the rule."""
    rule = _rule()
    purposes: dict[str, str] = {}
    imports: dict[str, set[str]] = {room: set() for room in rule.MAY_IMPORT}
    for module, path in rule.modules():
        room = rule.room_of(module)
        if module == room:
            said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
            purposes[room] = " ".join(said.partition("\n\n")[0].split())
        for name in rule.imported(path):
            top, _, inside = name.partition(".")
            if top == "wanwidgets":
                imports[room].add(rule.room_of(inside or "__init__"))
    return [(room, purposes[room], sorted(imports[room] - {room, "__init__"})) for room in rule.MAY_IMPORT]


class Rooms(SphinxDirective):
    """The table itself."""

    def run(self) -> list[nodes.Node]:
        """Return it."""
        self.env.note_dependency(str(_TABLE))
        group = nodes.tgroup(cols=len(_WIDTHS))
        group += [nodes.colspec(colwidth=width) for width in _WIDTHS]
        head, body = nodes.thead(), nodes.tbody()
        head += _row(*(nodes.Text(title) for title in ("room", "what it is for", "imports")))
        for room, purpose, others in rooms():
            told = [part for name in others for part in (nodes.Text(", "), nodes.literal(name, name))][1:]
            body += _row(nodes.literal(room, room), _words(purpose), told)
        group += [head, body]
        return [nodes.table("", group, classes=["rooms"])]


def _words(text: str) -> nodes.inline:
    """Return a sentence in which backticks make code."""
    told = nodes.inline()
    for place, part in enumerate(text.replace("``", "`").split("`")):
        told += nodes.literal(part, part) if place % 2 else nodes.Text(part)
    return told


def _row(*cells: nodes.Node | list[nodes.Node]) -> nodes.row:
    row = nodes.row()
    for cell in cells:
        inside = cell if isinstance(cell, list) else [cell]
        row += nodes.entry("", nodes.paragraph("", "", *inside))
    return row


def setup(app: Sphinx) -> dict[str, bool]:
    """Join the build."""
    app.add_directive("rooms", Rooms)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
