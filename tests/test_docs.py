"""What the pages of docs/ say is so: their code runs from top to bottom, and prints what stands below it."""

from __future__ import annotations

import contextlib
import io
import itertools
import os
import re
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]

_BLOCK = re.compile(r"^```(python|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Step(NamedTuple):
    """A piece of code, the line of the page on which it begins, and what it prints."""

    code: str
    line: int
    printed: str


def steps(page):
    """Return the code of a page in order; a block of text just after code is what that prints."""
    text = page.read_text(encoding="utf-8")
    found = list(_BLOCK.finditer(text))
    for block, after in itertools.zip_longest(found, found[1:]):
        if block[1] == "text":
            continue
        follows = after is not None and after[1] == "text" and not text[block.end() : after.start()].strip()
        yield Step(block[2], text.count("\n", 0, block.start(2)), after[2] if follows else "")


PAGES = [page for page in sorted((ROOT / "docs").glob("*.md")) if list(steps(page))]


def test_there_are_pages_with_code():
    """The page about what is never paid twice has code, and so is among those that are run."""
    assert "nothing-paid-twice.md" in [page.name for page in PAGES]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_text_belongs_to_code(page):
    """A block of text stands directly below the code that prints it, so that none is read over."""
    kinds = [block[1] for block in _BLOCK.finditer(page.read_text(encoding="utf-8"))]

    assert kinds.count("text") == sum(bool(step.printed) for step in steps(page))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_code_prints_what_the_page_says(page, tmp_path, monkeypatch):
    """Every block of code of a page runs, one after the other in an empty folder, and prints what stands below it."""
    monkeypatch.chdir(tmp_path)
    # A kernel that the page starts finds the package as this one does.
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")])))
    names: dict[str, object] = {"__name__": page.stem}
    for step in steps(page):
        said = io.StringIO()
        # Lines of a traceback are those of the page.
        code = compile("\n" * step.line + step.code, str(page), "exec")
        with contextlib.redirect_stdout(said):
            exec(code, names)  # noqa: S102 - the code is that of the page
        assert said.getvalue() == step.printed, f"{page.name}, line {step.line + 1}"
