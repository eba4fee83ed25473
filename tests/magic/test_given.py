"""Which options a line gives."""

from __future__ import annotations

import pytest
from IPython.core.error import UsageError

from wanwidgets.magic.given import given_in
from wanwidgets.magic.line import split
from wanwidgets.magic.options import BY_FLAG, COMMANDS, OPTIONS


def read(text, prog="%%wan"):
    return given_in(split(text).words, prog=prog)


@pytest.mark.parametrize("line", ["-i a -i b -n 2", "--image a --image=b -n2", "-ia -n=2 -i b"])
def test_options_are_written_in_several_ways(line):
    """A value follows its flag, or is attached to it."""
    given = read(line)

    assert (given.words("images"), given.one("n")) == (("a", "b"), "2")


def test_value_may_look_like_an_option():
    """What follows an option is its value, a negative number too."""
    assert read("--seed -1 --negative -blur").options == ((BY_FLAG["--seed"], "-1"), (BY_FLAG["--negative"], "-blur"))


def test_words_alone_are_kept():
    """Words that belong to no option are for the magic to judge."""
    assert read("models wan2.7-image --local").alone == ("models", "wan2.7-image")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("--qqq", "no option '--qqq'. --help"),
        ("--sizes 2K", "no option '--sizes'. Did you mean --size?"),
        ("-x", "no option '-x'"),
        ("-size 1K", "no option '-size'. Did you mean --size?"),
        ("--key=secret", "no option '--key'. "),
        ("-i", "-i needs PICTURE after it"),
        ("--size", "--size needs SIZE"),
        ("--size 1K --size 2K", "--size is given twice"),
        ("--drawn=yes", "--drawn stands alone and takes no value"),
    ],
)
def test_wrong_lines_say_what_is_wrong(line, said):
    """What cannot be read is told with what to write instead."""
    with pytest.raises(UsageError, match=said):
        read(line)


def test_unfinished_line_is_read_as_far_as_it_goes():
    """For completion, what cannot be read is passed over, and an option that waits for its value is told."""
    given = read("--nonsense -i a --size 1K --size 2K --box", prog="")

    assert given.words("images") == ("a",)
    assert given.waits is BY_FLAG["--box"]


def test_table_of_options_is_sound():
    """No flag and no name stands twice, every option is explained, and every command too."""
    flags = [flag for option in OPTIONS for flag in option.flags]
    names = [option.name for option in OPTIONS]

    assert len(set(flags)) == len(flags)
    assert len(set(names)) == len(names)
    assert all(option.help and option.section for option in OPTIONS)
    assert all(command.help for command in COMMANDS)
