"""How IPython asks for completions, in both of its ways, and how an empty cell reaches the magic."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from IPython.core.completer import CompletionSplitter

from tests.magic.variables import names_of
from wanwidgets.magic.hooks import Completing, with_body


@pytest.fixture
def completer():
    """Return what stands for IPython's completer."""
    return SimpleNamespace(
        custom_matchers=[], magic_arg_matchers=["its own"], splitter=CompletionSplitter(), text_until_cursor="",
    )  # fmt: skip


def context_of(text):
    *_, last = lines = text.split("\n")
    return SimpleNamespace(full_text=text, cursor_line=len(lines) - 1, text_until_cursor=last)


@pytest.mark.parametrize(
    ("text", "fragment", "texts"),
    [
        ("%%wan --si", "--si", ["--size"]),
        ("  %%wan --si", "--si", ["--size"]),
        ("%wan sp", "sp", ["spend"]),
        ("spent = %wan sp", "sp", ["spend"]),
        ("%%wan -i a \\\n --si", "--si", ["--size"]),
        ("%%wan", "", []),
        ("%%wanda --si", "", []),
        ("%%wan -i a\nMake --si", "", []),
        ("print(1)\n%wan sp", "sp", ["spend"]),
        ("for model in models:\n    %wan mo", "mo", ["models"]),
        ("print(1)\n%%wan --si", "", []),
        ("%%timeit\n%wan sp", "", []),
        ("%%wan -i a\n%wan sp", "", []),
        ("wan --si", "", []),
    ],
)
def test_newer_ipython_is_told_what_is_replaced(completer, text, fragment, texts):
    """Only the line of a magic is completed, wherever it may stand, with the lines that it goes on in."""
    completing = Completing(completer, names_of())
    completing.enter((8, 6))
    (matcher,) = completer.custom_matchers
    found = matcher(context_of(text))

    assert (found["matched_fragment"], [each.text for each in found["completions"]]) == (fragment, texts)
    assert found["suppress"] == bool(texts)
    assert matcher.matcher_api_version == 2


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("%%wan --si", ["--size"]),
        ("%%wan -i $pho", ["photo"]),
        ("%%wan --box 1:$b", ["box"]),
        ("%%wan -p enable_sequential=t", ["true"]),
        ("%%wan -m wanx-x-painting -p style=<o", ["oil\\ painting>"]),
        ("%wan sp", ["spend"]),
        ("Make it --si", []),
    ],
)
def test_older_ipython_is_told_the_last_part_of_a_word(completer, text, texts):
    """Before 8.6 IPython replaces what it takes for a word, which ends at signs such as `$`, `=` and `:`."""
    completing = Completing(completer, names_of(photo="a.png", box=(1, 2, 3, 4)))
    completing.enter((7, 34))
    completer.text_until_cursor = text

    assert completer.magic_arg_matchers[-1]("") == texts


@pytest.mark.parametrize("version", [(7, 34), (8, 0), (8, 6), (9, 1)])
def test_leaving_takes_back_what_was_entered(completer, version):
    """What IPython had of its own stays."""
    Completing(completer, names_of()).enter(version)
    Completing.leave(completer)

    assert (completer.custom_matchers, completer.magic_arg_matchers) == ([], ["its own"])


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["%%wan --help\n"], ["%%wan --help\n", "\n"]),
        (["%%wan\n"], ["%%wan\n", "\n"]),
        (["%%wan -i a\n", "Make it red\n"], ["%%wan -i a\n", "Make it red\n"]),
        (["%%wanda\n"], ["%%wanda\n"]),
        (["%wan\n"], ["%wan\n"]),
        ([], []),
    ],
)
def test_cell_without_a_text_gets_an_empty_line(lines, expected):
    """Only a cell that is nothing but `%%wan` is changed."""
    assert with_body(lines) == expected
