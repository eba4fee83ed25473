"""The public names, the version, and the habits of this house."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import wanwidgets

ROOT = Path(__file__).parents[1]
PACKAGE = Path(wanwidgets.__file__).parent
NAMES = [
    "Box", "BudgetExceeded", "Client", "EditRequest", "EditSession", "Editor", "InputImage", "Lineage", "LocalService",
    "Mask", "NotRemembered", "OutcomeUnknown", "Picture", "Run", "RunStore", "Spend", "TaskExpired", "WanError",
    "__version__", "connect", "edit", "load_ipython_extension", "open_session", "read_image", "resume",
    "unload_ipython_extension",
]  # fmt: skip


def test_public_names_are_exactly_these():
    """`__all__` is this sorted list, each name can be had, and `dir` shows it."""
    assert wanwidgets.__all__ == NAMES == sorted(NAMES)
    assert all(getattr(wanwidgets, name) is not None for name in NAMES)
    assert set(NAMES) <= set(dir(wanwidgets))


def test_unknown_name_is_an_attribute_error():
    """A name that is not public is an AttributeError that names it, so that `hasattr` works."""
    with pytest.raises(AttributeError, match="nothing_of_ours"):
        _ = wanwidgets.nothing_of_ours


def test_every_public_name_has_a_docstring():
    """Every public class, function and method says what it is for."""
    for name in NAMES:
        value = getattr(wanwidgets, name)
        if isinstance(value, str):
            continue
        assert value.__doc__, name
        if isinstance(value, type):
            for method, found in vars(value).items():
                if not method.startswith("_") and (callable(found) or isinstance(found, (property, classmethod))):
                    assert getattr(found, "__doc__", None), f"{name}.{method}"


def test_version_is_that_of_the_changelog():
    """The newest entry of the changelog is the version of the package."""
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert newest[1] == wanwidgets.__version__


def test_every_test_has_a_sentence():
    """Every test of the repository has a docstring of one sentence that ends with a full stop."""
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                said = ast.get_docstring(node)
                assert said, f"{path.name}::{node.name}"
                assert said.rstrip().endswith("."), f"{path.name}::{node.name}"


def test_files_are_small():
    """A file of the package has one idea, and at most 300 lines."""
    for path in PACKAGE.rglob("*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 300, path.name


def test_error_tree_is_drawn():
    """The tree at the top of errors.py shows every error of the module."""
    text = (PACKAGE / "errors.py").read_text(encoding="utf-8")
    drawn, defined = set(re.findall(r"── (\w+)", text)), set(re.findall(r"^class (\w+)", text, re.MULTILINE))

    assert drawn | {"WanError"} == defined


def test_nothing_names_another_machine_or_folder():
    """No tracked file of the package or its tests holds a home or work path of the machine it was written on."""
    for path in [*PACKAGE.rglob("*.py"), *(ROOT / "notebooks").rglob("*.ipynb"), ROOT / "README.md", ROOT / "Makefile"]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"/(root|work)/|/home/\w+/(?!images)", text), path.name
