"""``%%wan``: what a cell's line means for the edit."""

from __future__ import annotations

import pytest
from IPython.core.error import UsageError

from wanwidgets import magic
from wanwidgets.regions import Box


@pytest.fixture
def asked(monkeypatch):
    """Return a function that runs a cell and returns what was asked of `edit`."""
    seen = []
    monkeypatch.setattr(magic, "edit", lambda prompt, **options: seen.append({"prompt": prompt, **options}))

    def run(line):
        magic.WanMagics(None).wan(line, "Paint it red\n")
        return {name: value for name, value in seen.pop().items() if value not in (None, [], {})}

    return run


def test_text_and_pictures_are_enough(asked):
    """A cell with a picture and a text leaves everything else to the defaults."""
    assert asked("-i cup.png") == {
        "prompt": "Paint it red",
        "images": ["cup.png"],
        "model": "wan2.7-image",
        "marks": "list",
        "take": 0,
    }


def test_parameters_of_any_model_can_be_given(asked):
    """A parameter is JSON where it can be read as such, and a text otherwise."""
    line = (
        """-m wanx2.1-imageedit -p function=expand -p top_scale=1.5 -p 'mask_color=[[1,2,3]]' -p negative_prompt=blur"""
    )
    found = asked(line)

    assert found["function"] == "expand"
    assert found["top_scale"] == 1.5
    assert found["mask_color"] == [[1, 2, 3]]
    assert found["negative_prompt"] == "blur"


def test_switch_is_true_or_false(asked):
    """A switch is written as in JSON."""
    assert asked("-p enable_sequential=true -n 12")["enable_sequential"] is True


def test_budget_is_a_number_of_pictures(asked):
    """A budget is what the store may have been billed for in all."""
    assert asked("--budget 20")["budget"] == 20


def test_mask_and_drawn_marks(asked):
    """A mask is a path, and boxes may be painted into the pictures."""
    found = asked("-i cup.png --mask cup-mask.png --box 1:1,2,3,4 --drawn")

    assert found["mask"] == "cup-mask.png"
    assert found["marks"] == "drawn"
    assert found["boxes"] == {1: [Box(1, 2, 3, 4)]}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("-p size=2K", "size has an option"),
        ("-p model=x", "model has an option"),
        ("-p seed", "is no parameter"),
        ("-p 3=4", "is no parameter"),
        ("--box 1,2,3", "is not a box"),
    ],
)
def test_wrong_lines_say_what_is_wrong(asked, line, said):
    """A line that cannot be read is an error of the cell that says why."""
    with pytest.raises(UsageError, match=said):
        asked(line)


def test_take_and_mode_can_be_given(asked):
    """`--take` asks for another variation, and `--mode` says whether what is remembered is given again."""
    found = asked("-i cup.png --take 2 --mode refresh")

    assert (found["take"], found["mode"]) == (2, "refresh")
    assert asked("--local --mode offline")["client"].offline
    with pytest.raises(UsageError, match="mode"):
        asked("--mode sometimes")


@pytest.mark.parametrize("name", ["take", "mode"])
def test_options_are_no_parameters(asked, name):
    """What has an option of its own cannot be given as a parameter as well."""
    with pytest.raises(UsageError, match=f"{name} has an option of its own"):
        asked(f"-p {name}=1")
