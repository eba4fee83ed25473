"""Files of results are written where the user wants them, and nothing is overwritten."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from wanwidgets.provenance import carried
from wanwidgets.saving import save_file


def file_of(kind, color="teal"):
    out = io.BytesIO()
    Image.new("RGB", (8, 6), color).save(out, kind)
    return out.getvalue()


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_plain_copy(tmp_path):
    """Without anything to tell the file has the very bytes."""
    path = save_file(file_of("PNG"), tmp_path, "edit-1", ".png")

    assert path == tmp_path / "edit-1.png"
    assert path.read_bytes() == file_of("PNG")


def test_what_is_told_is_in_the_file(tmp_path):
    """What is told is in the file where it can be; the same again is the same file, and nothing is beside it."""
    paths = [save_file(file_of("PNG"), tmp_path, "edit-1", ".png", "{}") for _ in range(2)]

    assert paths == [tmp_path / "edit-1.png"] * 2
    assert carried(paths[0].read_bytes(), 100) == "{}"
    assert names(tmp_path) == ["edit-1.png"]


def test_what_cannot_be_within_is_beside(tmp_path):
    """A file that has to be left alone has its very bytes, and another file beside it tells."""
    paths = [save_file(file_of("BMP"), tmp_path, "edit-1", ".bmp", '{"日":1}') for _ in range(2)]

    assert paths == [tmp_path / "edit-1.bmp"] * 2
    assert paths[0].read_bytes() == file_of("BMP")
    assert (tmp_path / "edit-1.bmp.wanwidgets.json").read_text("utf-8") == '{"日":1}'
    assert names(tmp_path) == ["edit-1.bmp", "edit-1.bmp.wanwidgets.json"]


@pytest.mark.parametrize("kind", ["PNG", "BMP"])
def test_nothing_is_overwritten(tmp_path, kind):
    """A file that is there and differs stays, in its pixels, in what it tells, or in what stands beside it."""
    suffix = f".{kind.lower()}"
    told = [(file_of(kind), "{}"), (file_of(kind, "red"), "{}"), (file_of(kind), "[]")]
    paths = [save_file(data, tmp_path, "edit-1", suffix, text) for data, text in told]

    assert [path.name for path in paths] == [f"edit-1{suffix}", f"edit-1 (2){suffix}", f"edit-1 (3){suffix}"]
    assert [save_file(data, tmp_path, "edit-1", suffix, text) for data, text in told] == paths


def test_folder_in_the_way(tmp_path):
    """A folder of that name is no file to write over."""
    (tmp_path / "edit-1.png").mkdir()

    assert save_file(file_of("PNG"), tmp_path, "edit-1", ".png").name == "edit-1 (2).png"
