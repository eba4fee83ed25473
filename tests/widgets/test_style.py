"""The style sheets and the sources name the same classes."""

from __future__ import annotations

import re
from pathlib import Path

from tests.widgets.written import WIDGETS, strings
from wanwidgets.widgets.style import style_sheet

CLASS = r"(?:ww|wanwidgets)-[a-z0-9-]*[a-z0-9]"
TESTS = Path(__file__).parents[1]


def styled():
    """Return the classes that the style sheets name."""
    return set(re.findall(rf"\.({CLASS})", re.sub(r"/\*.*?\*/", "", style_sheet(), flags=re.DOTALL)))


def test_every_style_is_of_something():
    """Each class of the style sheets is given to something."""
    whole, patterns = strings()
    given = {name for text in whole for name in re.findall(CLASS, text)}
    given |= {f"ww-{level}" for level in ("error", "warning", "info")}  # of a notice
    shapes = [shape for pattern in patterns for shape in re.findall(rf"{CLASS}-?", pattern.replace("\\", ""))]

    def is_given(name):
        return name in given or any(name == shape or (shape[-1] == "-" and name.startswith(shape)) for shape in shapes)

    assert {name for name in styled() if not is_given(name)} == set()


def test_every_class_is_of_use():
    """Each class that something is given is in a style sheet, or is what a test finds it by."""
    whole, patterns = strings()
    texts = [*whole, *(pattern.replace("\\", "") for pattern in patterns)]
    given = {name for text in texts for name in re.findall(rf"(?<![\w-])({CLASS}-?)(?![\w])", text)}
    asked = "\n".join(path.read_text(encoding="utf-8") for path in TESTS.rglob("*.py") if path != Path(__file__))
    names = styled()

    assert {
        name
        for name in given
        if name not in names
        and not any(each.startswith(name) for each in names if name[-1] == "-")
        and not re.search(rf"{re.escape(name)}(?![a-z0-9])", asked)
    } == set()
    assert (WIDGETS / "style" / "base.css").exists()
