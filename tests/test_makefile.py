"""The verbs of the Makefile, and what pages and scripts say about them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
VERBS = set(re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)[1].split())
NAMED = re.compile(r"(?:`|^|:  )make (?:[A-Z_]+=\S+ )*([a-z]+)\b", re.MULTILINE)


def test_help_tells_every_verb():
    """`make help` has a line for every verb but itself and clean, and each of them has a recipe."""
    told = re.findall(r'^\t@echo "make (\w+) ', MAKEFILE, re.MULTILINE)

    assert sorted(told) == sorted(VERBS - {"help", "clean"})
    assert set(re.findall(r"^(\w+):", MAKEFILE, re.MULTILINE)) == VERBS


def test_verbs_that_are_named_exist():
    """Every `make verb` that a page, a notebook, a script or the demo names is one."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "notebooks").rglob("*.ipynb")]
    named = {
        (path.name, verb)
        for path in [*pages, *(ROOT / ".ci").iterdir(), ROOT / "wanwidgets" / "demo.py"]
        for verb in NAMED.findall(path.read_text(encoding="utf-8"))
    }

    assert {("README.md", "demo"), ("CONTRIBUTING.md", "check"), ("run", "test"), ("demo.py", "lab")} <= named
    assert {(name, verb) for name, verb in named if verb not in VERBS} == set()


def test_python_that_cannot_make_an_environment_is_told(tmp_path):
    """Where neither pip nor ensurepip is there, that and the remedy are said, and nothing is left half-made."""
    python = tmp_path / "python3"
    lacking = f'#!/bin/sh\ncase "$*" in *ensurepip*|*pip*) exit 1;; esac\nexec "{sys.executable}" "$@"\n'
    python.write_text(lacking, encoding="utf-8")
    python.chmod(0o755)
    done = subprocess.run(
        ["sh", ROOT / ".ci" / "venv", python, tmp_path / "venv"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert done.stderr.startswith(f"{python} has neither pip nor ensurepip. Install one of them")
    assert not (tmp_path / "venv").exists()
