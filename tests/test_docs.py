"""What the pages say is so: their code runs from top to bottom, and prints what stands below it."""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import os
import re
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]

# Cells for IPython are run by tests/magic, with what they print.
_BLOCK = re.compile(r"^```(python|ipython|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SETS_IN = re.compile(r"^[ \t>]+```(?:python|text)$", re.MULTILINE)


class Step(NamedTuple):
    """A piece of code, its language, the line of the page on which it begins, and what it prints."""

    code: str
    language: str
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
        yield Step(block[2], block[1], text.count("\n", 0, block.start(2)), after[2] if follows else "")


def named(page):
    """Return what a page is called in a failure: its path in the repository, without the ending."""
    return page.relative_to(ROOT).with_suffix("").as_posix()


EVERY_PAGE = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
PAGES = [page for page in EVERY_PAGE if any(step.language == "python" for step in steps(page))]


def test_there_are_pages_with_code():
    """The README and the pages that begin with code are among those that are run."""
    assert {"README", "docs/index", "docs/concepts", "docs/nothing-paid-twice"} <= set(map(named, PAGES))


@pytest.mark.parametrize("page", EVERY_PAGE, ids=named)
def test_no_code_is_left_out(page):
    """Every block of code begins at the margin, where it is found, and none is set in."""
    assert not _SETS_IN.search(page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_text_belongs_to_code(page):
    """A block of text stands directly below the code that prints it, so that none is read over."""
    kinds = [block[1] for block in _BLOCK.finditer(page.read_text(encoding="utf-8"))]

    assert kinds.count("text") == sum(bool(step.printed) for step in steps(page))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_code_prints_what_the_page_says(page, tmp_path, monkeypatch):
    """Every block of code of a page runs, one after the other in an empty folder, and prints what stands below it."""
    monkeypatch.chdir(tmp_path)
    # A kernel that the page starts finds the package as this one does.
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")])))
    names: dict[str, object] = {"__name__": page.stem}
    for step in steps(page):
        if step.language != "python":
            continue
        said = io.StringIO()
        # Lines of a traceback are those of the page.
        code = compile("\n" * step.line + step.code, str(page), "exec")
        with contextlib.redirect_stdout(said):
            exec(code, names)  # noqa: S102 - the code is that of the page
        assert said.getvalue() == step.printed, f"{page.name}, line {step.line + 1}"


@pytest.mark.parametrize("name", ["README.md", "docs/promises.md"])
def test_bad_requests_are_as_many_as_it_is_said(name):
    """The number of bad requests, and how many each side is asked, are those of their tables."""
    tables = [json.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "tests" / "bad").glob("*.json")]
    cases = [case for table in tables for case in table["cases"]]
    client, service = sum("client" in case for case in cases), sum(case["service"] != "-" for case in cases)
    said = f"{len(cases)} bad requests: {client} tried on the client, {service} on the service by itself"

    assert said in (ROOT / name).read_text(encoding="utf-8")
