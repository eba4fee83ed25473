"""The versions of ipywidgets and ipycanvas that an editor knows, and what is told of others."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
from pathlib import Path

import pytest

from wanwidgets.errors import MissingDependency
from wanwidgets.widgets.needs import NEEDS, require

ROOT = Path(__file__).parents[2]
GOOD = {"ipywidgets": "8.1.7", "ipycanvas": "0.14.1"}


@pytest.mark.parametrize(
    ("package", "version", "known"),
    [
        ("ipywidgets", "7.6.5", False),
        ("ipywidgets", "7.7", True),
        ("ipywidgets", "7.7.1", True),
        ("ipywidgets", "8.0.0rc2", True),
        ("ipywidgets", "9.0.0", False),
        ("ipywidgets", None, False),
        ("ipywidgets", "", True),
        ("ipycanvas", "0.13.2", False),
        ("ipycanvas", "0.13.3", True),
        ("ipycanvas", "0.14.1.post1", True),
        ("ipycanvas", "0.15", False),
    ],
)
def test_version_is_known_or_told(package, version, known):
    """What is too old, too new or missing is told with what to install; a version that is not told is let pass."""
    found = {**GOOD, package: version}
    if known:
        require(found.get)
        return

    low, high = NEEDS[package]
    has = f"{package} {version}" if version else f"no {package}"
    with pytest.raises(MissingDependency) as caught:
        require(found.get)
    assert str(caught.value) == (
        f"The editor needs {package}>={low},<{high}; this Python has {has}. pip install -U '{package}>={low},<{high}', "
        "then restart the kernel and reload the page."
    )


def test_all_that_is_wrong_is_told_at_once():
    """Two packages that are wrong are one message and one command."""
    with pytest.raises(MissingDependency, match=r"-U 'ipywidgets>=7\.7,<9' 'ipycanvas>=0\.13\.3,<0\.15', then restart"):
        require({"ipywidgets": "6.0", "ipycanvas": None}.get)


def test_versions_are_those_of_the_package():
    """What is required here is what pip is told in pyproject.toml."""
    told = re.findall(r'"(ipy\w+)>=([\d.]+),<([\d.]+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert {name: (low, high) for name, low, high in told} == NEEDS


def test_package_without_a_version_is_found(monkeypatch):
    """A package whose version nobody noted is here all the same, and one that is nowhere is not."""

    def unknown(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", unknown)

    require()
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(MissingDependency, match="this Python has no ipywidgets and no ipycanvas"):
        require()


@pytest.mark.parametrize("package", ["ipywidgets", "ipycanvas"])
def test_missing_package_is_told_where_an_editor_is_wanted(package):
    """`wanwidgets.Editor` says what to install; everything else goes on without it."""
    code = (
        "import importlib.metadata, importlib.util, sys\n"
        f"sys.modules[{package!r}] = None\n"
        "found, spec = importlib.metadata.version, importlib.util.find_spec\n"
        "def version(name):\n"
        f"    if name == {package!r}: raise importlib.metadata.PackageNotFoundError(name)\n"
        "    return found(name)\n"
        "importlib.metadata.version = version\n"
        f"importlib.util.find_spec = lambda name, *rest: None if name == {package!r} else spec(name, *rest)\n"
        "import wanwidgets as ww\n"
        "assert ww.edit and ww.connect('local')\n"
        "try: ww.Editor\n"
        "except ww.WanError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)

    assert f"this Python has no {package}. pip install -U '{package}>=" in done.stdout
