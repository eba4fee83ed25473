"""What may come next in a line."""

from __future__ import annotations

import numpy as np
import pytest

import wanwidgets as ww
from tests.magic.variables import names_of
from wanwidgets.catalog import MODELS, REGIONS
from wanwidgets.magic.completing import complete
from wanwidgets.magic.line import split
from wanwidgets.magic.options import COMMANDS, OPTIONS


@pytest.fixture
def offered(tmp_path, monkeypatch):
    """Return a function that says what is offered at the end of a line, and what that replaces."""
    (tmp_path / "photos").mkdir()
    for name in ("cup.png", "my cup.JPG", "note.txt", ".hidden.png", "photos/a.jpg"):
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    names = names_of(
        photo=np.zeros((3, 4, 3), np.uint8), pair=["a.png", "b.png"], box=ww.Box(1, 2, 3, 4), boxes=[(1, 2, 3, 4)],
        rows=np.zeros((5, 4)), client=ww.connect("local"), store=ww.RunStore(tmp_path / "runs"), number=3,
        mask=ww.Mask.read(np.full((2, 2), 255, np.uint8)), _last="a.png", In=["a.png"],
    )  # fmt: skip

    def offer(text, *, cell=True, escape="\\"):
        found = complete(text, names, cell=cell, escape=escape)
        return found.fragment, [each.text for each in found.found]

    return offer


@pytest.mark.parametrize(
    ("text", "fragment", "texts"),
    [
        (" --s", "--s", ["--size", "--seed", "--store"]),
        (" --size 1K --s", "--s", ["--seed", "--store"]),
        (" -i a -i", "-i", ["-i"]),
        (" -i ", "", ["pair", "photo", "rows", "cup.png", "my\\ cup.JPG", "photos/"]),
        (" -i p", "p", ["pair", "photo", "photos/"]),
        (" -i $p", "$p", ["$pair", "$photo"]),
        (" -i _", "_", ["_last"]),
        (" -i .", ".", [".hidden.png"]),
        (" -i photos/", "photos/", ["photos/a.jpg"]),
        (" -i ./c", "./c", ["./cup.png"]),
        (" -i gone/", "gone/", []),
        (" -i 'my c", "'my c", ["'my cup.JPG"]),
        (" -i my\\ c", "my\\ c", ["my\\ cup.JPG"]),
        (" --image=c", "c", ["cup.png"]),
        (" --mask m", "m", ["mask", "my\\ cup.JPG"]),
        (" --box ", "", ["1:"]),
        (" -i a -i b --box ", "", ["1:", "2:"]),
        (" --box 1:", "", ["box", "boxes", "rows"]),
        (" --box 1:b", "b", ["box", "boxes"]),
        (" --box 1:$b", "$b", ["$box", "$boxes"]),
        (" -m wan2.7", "wan2.7", ["wan2.7-image", "wan2.7-image-pro"]),
        (" --model=wanx-", "wanx-", ["wanx-x-painting"]),
        (" --size ", "", ["1K", "2K"]),
        (" -m wan2.7-image-pro --size ", "", ["1K", "2K", "4K"]),
        (" -m wan2.7-image-pro -i a --size ", "", ["1K", "2K"]),
        (" -m wanx-x-painting -i a --size 7", "7", ["720*1280"]),
        (" --size $n", "$n", ["$number"]),
        (" -n ", "", ["1", "2", "3", "4"]),
        (" -p enable_sequential=true -n 1", "1", ["1", "10", "11", "12"]),
        (" -p en", "en", ["enable_sequential="]),
        (" -p enable_sequential=", "", ["true", "false"]),
        (" -p seed=$n", "$n", ["$number"]),
        (" -p nothing=", "", []),
        (" -m wan2.6-image -p enable_interleave=true -p m", "m", ["max_images="]),
        (" -m wan2.6-image -p enable_interleave=true -p max_images=", "", ["1", "2", "3", "4", "5"]),
        (" -m wanx2.1-imageedit -p function=do", "do", ["doodle"]),
        (" -m wanx2.1-imageedit -p function=expand -p ", "", [
            "top_scale=", "bottom_scale=", "left_scale=", "right_scale=", "watermark="]),
        (" -m wanx-x-painting -p style=<o", "<o", ["<oil\\ painting>"]),
        (" -m wanx-x-painting -p 'style=<o", "<o", ["<oil painting>"]),
        (" --mode o", "o", ["offline"]),
        (" --region ", "", list(REGIONS)),
        (" --client ", "", ["client"]),
        (" --store ", "", ["store", "photos/"]),
        (" -o ", "", []),
        (" --seed ", "", []),
        (" Make", "", []),
        (" -i {pho", "", []),
        (" --nonsense -m wanx-", "wanx-", ["wanx-x-painting"]),
    ],
)  # fmt: skip
def test_line_of_a_cell_is_completed(offered, text, fragment, texts):
    """Options, and the values of each by its kind and by what the line has chosen so far."""
    assert offered(text) == (fragment, texts)


def test_all_options_are_offered_at_the_beginning(offered):
    """Behind `%%wan` every option is offered, in the order of the help."""
    assert offered(" ") == ("", [flag for option in OPTIONS for flag in option.flags])
    assert offered(" -")[1] == offered(" ")[1]


@pytest.mark.parametrize(
    ("text", "fragment", "texts"),
    [
        (" ", "", [command.name for command in COMMANDS]),
        (" s", "s", ["status", "spend"]),
        (" models ", "", list(MODELS)),
        (" models wan2.6", "wan2.6", ["wan2.6-image"]),
        (" spend --st", "--st", ["--store"]),
        (" --size", "--size", []),
        (" --store sto", "sto", ["store"]),
        (" spend x", "x", []),
    ],
)
def test_line_magic_is_completed(offered, text, fragment, texts):
    """`%wan` has commands, the models of `models`, and the few options that it takes."""
    assert offered(text, cell=False) == (fragment, texts)


def test_name_with_a_space_is_quoted_where_nothing_escapes(offered):
    """Where paths are written with backslashes, a name with a space is offered in quotes."""
    assert offered(" -i my", escape="") == ("my", ['"my cup.JPG"'])


def test_what_is_offered_is_read_as_what_it_is(offered, tmp_path):
    """A name with a space, as it is offered, is read as one word again."""
    for start, escape in ((" -i my", "\\"), (" -i my", ""), (" -i 'my", "\\")):
        fragment, (text,) = offered(start, escape=escape)
        line = start.removesuffix(fragment) + text + ("'" if fragment.startswith("'") else "")
        assert (tmp_path / split(line, escape=escape).words[-1]).exists()
