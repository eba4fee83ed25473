"""What docs/magic.md says is so: its cells run from top to bottom, and print what stands below them."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

from wanwidgets.magic.help import LINE_HELP
from wanwidgets.magic.options import OPTIONS

PAGE = (Path(__file__).parents[2] / "docs" / "magic.md").read_text(encoding="utf-8")

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NUMBER = re.compile(r"^(?:\x1b\[[\d;]*m)*Out\[.*?\]: ?(?:\x1b\[[\d;]*m)*\n?", re.MULTILINE)


def cells():
    """Return each cell with the text that stands directly below it."""
    found = [*_BLOCK.finditer(PAGE)]
    for block, after in zip(found, [*found[1:], None], strict=True):
        if block[1] == "ipython":
            below = after is not None and after[1] == "text" and not PAGE[block.end() : after.start()].strip()
            yield block[2], after[2] if below else ""


def said_by(shell, code):
    """Run a cell, and return what a reader sees of it: what it prints, its value, or its error in one line."""
    out, trouble = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(trouble):
        result = shell.run_cell(code)
    error = result.error_before_exec or result.error_in_exec
    return f"{type(error).__name__}: {error}\n" if error else _NUMBER.sub("", out.getvalue()).rstrip("\n") + "\n"


def test_cells_print_what_the_page_says(shell, tmp_path, monkeypatch):
    """Every cell of the page runs in an empty folder, and prints what stands below it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WANWIDGETS_STORE")
    shell.run_line_magic("unload_ext", "wanwidgets")  # the page loads it
    for code, expected in cells():
        assert said_by(shell, code) == (expected or "\n"), code


def test_every_text_belongs_to_a_cell():
    """A block of text stands directly below the cell that prints it, so that none is read over."""
    assert [kind for kind, _ in _BLOCK.findall(PAGE)].count("text") == sum(bool(text) for _, text in cells())


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_every_option_is_spoken_of(option):
    """Each option stands in the words of the page, not only in the help that it shows."""
    words = _BLOCK.sub("", PAGE) + "\n".join(code for code, _ in cells())

    assert any(re.search(rf"(?<![\w-]){flag}(?![\w-])", words) for flag in option.flags)


def test_line_magic_is_spoken_of():
    """Every command of `%wan` stands on the page."""
    for command in re.findall(r"^  (\w+)", LINE_HELP, re.MULTILINE):
        assert command in PAGE
