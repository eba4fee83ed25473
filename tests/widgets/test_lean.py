"""Widgets that tell the browser what is set, and not all that could be."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import ipywidgets
import pytest

import wanwidgets
from wanwidgets.widgets import lean
from wanwidgets.widgets.guard import close_all

PACKAGE = Path(wanwidgets.__file__).parent
KINDS = [kind for name in lean.__all__ if issubclass(kind := getattr(lean, name), ipywidgets.Widget)]
OWN = [kind for kind in KINDS if kind.__module__ == lean.__name__]


@pytest.fixture(params=OWN, ids=lambda kind: kind.__name__)
def widget(request):
    """Return one of each kind, closed after the test."""
    made = request.param()
    yield made
    close_all(made)


def parts(widget):
    return [widget, widget.layout, *([widget.style] if hasattr(widget, "style") else [])]


def test_state_has_no_null(widget):
    """The whole state of a widget, of its layout and of its style leaves out what is null."""
    for part in parts(widget):
        state = part.get_state()
        assert {name for name, value in state.items() if value is None} <= {"index"}, state
        assert state["_model_name"] == type(part)._model_name.default_value


def test_front_end_sees_the_kind_of_ipywidgets(widget):
    """The browser is told the same model and view as of the widget in ipywidgets, with all that is not null."""
    plain = getattr(ipywidgets, type(widget).__name__)()
    try:
        for part, usual in zip(parts(widget), parts(plain), strict=True):
            state = usual.get_state()
            expected = {name: value for name, value in state.items() if value is not None or name == "index"}
            links = {"layout", "style"}
            found = part.get_state()
            assert {name: value for name, value in found.items() if name not in links} == {
                name: value for name, value in expected.items() if name not in links
            }
    finally:
        close_all(plain)


@pytest.mark.parametrize("kind", [lean.Dropdown, lean.ToggleButtons])
def test_menu_without_a_choice_says_so(kind):
    """That nothing is chosen is told: the model in the browser begins with an empty text, which is the first option."""
    menu = kind(options=["a", "b"], value=None)
    try:
        assert menu.get_state()["index"] is None
        menu.value = "b"
        assert menu.get_state()["index"] == 1
    finally:
        close_all(menu)


def test_change_to_null_is_told(widget):
    """What was set and is null again is told when it changes, as any other value."""
    told = []

    def note(key):
        told.append(key)

    widget.layout.send_state = note
    widget.layout.display = "none"
    widget.layout.display = None

    assert told == ["display", "display"]
    assert widget.layout.get_state("display") == {"display": None}


def test_a_layout_is_taken_as_a_dict():
    """A layout that is given as a dict is one that says what is set."""
    box = lean.HBox(layout={"width": "auto"})
    try:
        assert box.layout.get_state()["width"] == "auto"
        assert None not in box.layout.get_state().values()
    finally:
        close_all(box)


@pytest.mark.parametrize("path", sorted((PACKAGE / "widgets").rglob("*.py")), ids=lambda path: path.stem)
def test_no_other_file_imports_ipywidgets(path):
    """Every file of the widgets takes them from here, or a saved notebook would grow."""
    if path == Path(inspect.getfile(lean)):
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    named += [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]

    assert not [name for name in named if name.partition(".")[0] == "ipywidgets"]
