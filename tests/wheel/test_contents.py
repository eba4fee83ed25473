"""What the wheel and the source distribution hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KEPT_OUT = re.compile(r"(^|/)(\.git|\.venv[^/]*|__pycache__|\.hypothesis|\.\w+_cache|build|dist|test-artifacts)/")


def test_wheel_holds_the_package_and_nothing_else(shipped):
    """Every file of the package is in the wheel (styles and py.typed too), and beside it only what describes it."""
    package = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "wanwidgets").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    info = {name for name in shipped.names() if ".dist-info/" in name}

    assert {"wanwidgets/py.typed", "wanwidgets/widgets/style/base.css"} <= package
    assert shipped.names() - info == package
    assert {Path(name).name for name in info} == {"METADATA", "WHEEL", "RECORD", "LICENSE"}


@pytest.mark.parametrize(
    "name", ["Makefile", ".ci/run", "tests/conftest.py", "docs/editor.jpg", "notebooks/pack.zip", "CITATION.cff"]
)
def test_source_distribution_is_the_repository(shipped, name):
    """Whoever has the source distribution can do all that is done in the repository."""
    assert name in shipped.source()


def test_source_distribution_holds_nothing_that_was_made(shipped):
    """No environment, cache or output of this machine is shipped."""
    assert [name for name in shipped.source() if KEPT_OUT.search(name)] == []


def test_same_wheel_from_the_tree(build, shipped, tmp_path):
    """The wheel that was made of the source distribution is, byte by byte, that of the tree, and is made again."""
    (direct,) = build(ROOT, tmp_path, "--wheel").glob("*.whl")

    assert direct.name == shipped.wheel.name
    assert direct.read_bytes() == shipped.wheel.read_bytes()
