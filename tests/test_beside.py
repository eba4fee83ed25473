"""The pictures in a folder are found by their hashes, and only by them."""

from __future__ import annotations

import numpy as np
from PIL import Image

from wanwidgets.beside import Beside, is_file
from wanwidgets.images import InputImage
from wanwidgets.provenance import PictureFacts


def facts_of(image):
    return PictureFacts("", image.pixels, *image.size)


def test_picture_is_found_by_its_pixels(tmp_path):
    """A picture in another format is found by its pixels where its size is the one that is told, and not elsewhere."""
    picture = Image.fromarray(np.arange(3 * 9 * 7, dtype=np.uint8).reshape(7, 9, 3))
    picture.save(tmp_path / "a.webp", lossless=True)
    facts = facts_of(InputImage.from_pil(picture))

    assert Beside(tmp_path).find(facts).name == "a.webp"
    assert Beside(tmp_path).find(PictureFacts("", facts.pixels, 8, 7)) is None
    assert Beside(tmp_path).find(PictureFacts()) is None
    assert Beside(None).find(facts) is None
    assert Beside(tmp_path / "nowhere").find(facts) is None


def test_picture_that_changed_meanwhile_is_not_taken(tmp_path):
    """A file that has become another picture since it was looked into is not the one that is asked for."""
    picture = Image.fromarray(np.arange(3 * 9 * 7, dtype=np.uint8).reshape(7, 9, 3))
    picture.save(tmp_path / "a.png")
    beside, facts = Beside(tmp_path), facts_of(InputImage.from_pil(picture))
    assert beside.find(facts) is not None
    Image.new("RGB", picture.size).save(tmp_path / "a.png")

    assert beside.find(facts) is None


def test_only_plain_files_are_read(tmp_path):
    """A folder is no file, nor is one that is too large or is not there."""
    (tmp_path / "a").write_bytes(b"123")

    assert is_file(tmp_path / "a", 3)
    assert not is_file(tmp_path / "a", 2)
    assert not is_file(tmp_path, 10**6)
    assert not is_file(tmp_path / "b", 3)
