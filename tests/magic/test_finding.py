"""Variables and files that a word may become."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import wanwidgets as ww
from wanwidgets.magic.finding import Place, files_like, holding

ITSELF: list[object] = []
ITSELF.append(ITSELF)


@pytest.mark.parametrize(
    ("value", "kinds"),
    [
        ("cup.png", {"picture", "mask"}),
        (Path("cup.png"), {"picture", "mask"}),
        (Image.new("RGB", (4, 3)), {"picture", "mask"}),
        (np.zeros((3, 5)), {"picture", "mask"}),
        (np.zeros((3, 4)), {"picture", "mask", "box"}),
        (["a.png", Path("b.png")], {"picture"}),
        (ww.Mask.read(np.full((2, 2), 255, np.uint8)), {"mask"}),
        (ww.Box(1, 2, 3, 4), {"box"}),
        ([1, 2, 3, np.int64(4)], {"box"}),
        ([(1, 2, 3, 4), ww.Box(1, 2, 3, 4)], {"box"}),
        ([(1, 2, 3, 4)] * 1000, {"box"}),
        ([1, 2, 3], set()),
        ([1.0, 2.0, 3.0, 4.0], set()),
        ([], set()),
        (ITSELF, set()),
        (7, set()),
        (Image, set()),
    ],
)
def test_variable_is_offered_where_it_can_be_meant(value, kinds):
    """Of each variable it is known whether it may be a picture, a mask or a box; of a long list the beginning tells."""
    assert {kind for kind in ("picture", "mask", "box") if list(holding(kind, "", {"it": value}))} == kinds


def test_hidden_variables_are_offered_when_they_are_asked_for():
    """What begins with an underscore is IPython's own, and its history is no list of pictures."""
    values = {"In": ["a.png"], "Out": {}, "_": "b.png", "photo": "c.png"}

    assert [found.text for found in holding("picture", "", values)] == ["photo"]
    assert [found.text for found in holding("picture", "$_", values)] == ["$_"]


def test_what_is_in_a_full_folder_is_found_by_its_beginning(tmp_path):
    """However many files there are before it, a name is offered; a link to itself stops nothing."""
    for number in range(600):
        (tmp_path / f"a{number}.txt").touch()
    (tmp_path / "b.png").touch()
    (tmp_path / "b-loop").symlink_to("b-loop")

    assert [found.text for found in files_like(f"{tmp_path}/b", Place())] == [f"{tmp_path}/b.png"]


def test_folder_that_cannot_be_read_has_no_files(tmp_path):
    """No such folder, a file in the place of one, and the home of nobody offer nothing and fail nothing."""
    (tmp_path / "file").touch()

    for start in (f"{tmp_path}/gone/", f"{tmp_path}/file/", "~nobody-of-this-name/", "a\0b/"):
        assert list(files_like(start, Place())) == []
