"""A line as words."""

from __future__ import annotations

import pytest

from wanwidgets.magic.line import split


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ()),
        ("   ", ()),
        ("-i cup.png  --size 2K ", ("-i", "cup.png", "--size", "2K")),
        ("-i 'a b.png'", ("-i", "a b.png")),
        ('-i "a \\"b\\" c.png"', ("-i", 'a "b" c.png')),
        ("-i 'a\\b'", ("-i", "a\\b")),
        ("-i a\\ b.png", ("-i", "a b.png")),
        ("''", ("",)),
        ("style='<oil painting>'", ("style=<oil painting>",)),
        ('--box 1:{boxes["a cup"]}', ("--box", '1:{boxes["a cup"]}')),
        ('color_palette=[{"hex": "#fff"}]', ('color_palette=[{"hex": "#fff"}]',)),
        ("{f({1: 2})} x", ("{f({1: 2})}", "x")),
        ("a{b c", ("a{b", "c")),
        ("-i 杯子.png", ("-i", "杯子.png")),
    ],
)
def test_words_are_read_as_a_shell_reads_them(text, words):
    """Quotes, escapes and braces keep together what belongs together."""
    assert split(text, escape="\\").words == words


def test_path_of_windows_is_read_as_it_is_written():
    """Where paths are written with backslashes, these keep nothing."""
    assert split(r"-i C:\photos\cup.png", escape="").words == ("-i", r"C:\photos\cup.png")


@pytest.mark.parametrize(
    ("text", "last", "quote"),
    [
        ("-i cup", "cup", ""),
        ("-i cup ", "", ""),
        ("-i 'my c", "'my c", "'"),
        ('-i "my c', '"my c', '"'),
        ("-i 'my c'", "'my c'", ""),
        ("-i my\\ c", "my\\ c", ""),
        ("-i my\\", "my\\", ""),
        ("-i '", "'", "'"),
    ],
)
def test_end_of_an_unfinished_line_is_kept_as_it_is_written(text, last, quote):
    """The last word has its quotes, and an open one is told, so that the end can be replaced."""
    line = split(text, escape="\\")

    assert (line.last, line.quote) == (last, quote)
