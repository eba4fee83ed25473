"""The installed wheel, in an environment where it is the only wanwidgets (`.ci/wheel` makes it and runs this file)."""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import pkgutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

import wanwidgets

SITE = Path(sysconfig.get_path("purelib"))

# What a user writes, and what mypy must say to the line below each comment.
SNIPPET = """
import wanwidgets as ww

request = ww.EditRequest("Remove what is in box 1", images=["table.jpg"], boxes={1: [(0, 0, 9, 9)]})
run = ww.edit("Make it snow", images=["table.jpg"], n=2, client=ww.connect("local"))
reveal_type(run)
reveal_type(run.images)
reveal_type(request.boxes)
run.images = []
ww.edit(prompt=3)
"""
SAID = [
    (6, 'Revealed type is "wanwidgets.result.Run"'),
    (7, 'Revealed type is "list[PIL.Image.Image]"'),
    (8, "wanwidgets.regions.box.Box"),
    (9, "read-only"),
    (10, 'has incompatible type "int"'),
]


def test_package_comes_from_the_wheel():
    """The package that these tests import is the installed one, whole and not editable, and there is no other."""
    found = importlib.metadata.distribution("wanwidgets")
    origin = json.loads(found.read_text("direct_url.json"))

    assert Path(wanwidgets.__file__).parent == SITE / "wanwidgets"
    assert origin["url"].endswith(".whl")
    assert found.version == wanwidgets.__version__
    assert [place for place in sys.path if (Path(place or ".") / "wanwidgets").is_dir()] == [str(SITE)]


MODULES = [found.name for found in pkgutil.walk_packages(wanwidgets.__path__, "wanwidgets.")]


@pytest.mark.parametrize("name", [name for name in MODULES if not name.endswith("__main__")])
def test_module_is_there_and_imports(name):
    """Every module of the wheel imports from it, without a warning."""
    assert SITE in Path(importlib.import_module(name).__file__).parents


def test_types_reach_a_user(tmp_path):
    """The types of the installed package are known to mypy, which tells a user's mistakes and needs no settings."""
    (tmp_path / "notebook.py").write_text(SNIPPET, encoding="utf-8")
    mypy = [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={tmp_path / 'cache'}"]
    done = subprocess.run([*mypy, "notebook.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
    told = {int(line.split(":")[1]): line for line in done.stdout.splitlines() if line.startswith("notebook.py:")}

    assert set(told) == {line for line, _ in SAID}, done.stdout + done.stderr
    assert [line for line, words in SAID if words not in told[line]] == [], done.stdout
