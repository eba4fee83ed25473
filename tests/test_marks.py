"""Boxes and numbers painted into the picture that is sent."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from wanwidgets import marks
from wanwidgets.images import Address, InputImage
from wanwidgets.marks import COLORS, MARKS, draw_marks, mark_color, sent_image
from wanwidgets.pictures import Picture
from wanwidgets.regions import Box


def image(color=(90, 120, 150), size=(600, 400), file="PNG"):
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, file)
    return InputImage.from_bytes(out.getvalue(), name="x")


def changed(before, after):
    return (np.asarray(before.image()) != np.asarray(after.image())).any(axis=2)


def test_list_leaves_the_picture_alone():
    """Without drawn marks, or without boxes, the very picture is sent."""
    plain = image()

    assert sent_image(Picture(plain, (Box(1, 2, 30, 40),)), "list") is plain
    assert sent_image(Picture(plain), "drawn") is plain
    assert set(MARKS) == {"list", "drawn"}


def test_outline_lies_on_the_box_to_the_pixel():
    """The outer edge of the line is the edge of the box, and what it surrounds is untouched."""
    plain = image()
    spots = changed(plain, draw_marks(plain, (Box(100, 150, 300, 350),)))

    assert spots[150, 100:300].all()
    assert spots[349, 100:300].all()
    assert spots[150:350, 100].all()
    assert spots[150:350, 299].all()
    assert not spots[160:340, 110:290].any()
    assert not spots[:, :100].any()
    assert not spots[350:, :].any()
    assert not spots[:, 300:].any()


def test_numbers_differ():
    """Each box carries its own number."""
    plain = image()
    boxes = (Box(50, 100, 150, 200), Box(250, 100, 350, 200), Box(450, 100, 550, 200))
    marked = np.asarray(draw_marks(plain, boxes).image())
    badges = [marked[60:100, box.x1 : box.x1 + 40] for box in boxes]

    assert (badges[0] != badges[1]).any()
    assert (badges[1] != badges[2]).any()
    assert all(changed(plain, draw_marks(plain, boxes))[60:100, box.x1 : box.x1 + 8].any() for box in boxes)


def test_number_stays_inside_the_picture():
    """A box at the upper edge has its number inside; one at the right edge has it moved to the left."""
    plain = image(size=(300, 300))
    spots = changed(plain, draw_marks(plain, (Box(280, 0, 300, 300),)))

    assert spots[0:10, 285:300].any()


@pytest.mark.parametrize("color", [*COLORS, (0, 0, 0), (255, 255, 255), (128, 128, 128)])
def test_color_is_seen_on_any_ground(color):
    """The colour differs clearly from what lies under the outline."""
    pixels = np.full((300, 300, 3), color, np.uint8)
    chosen = mark_color(pixels, (Box(20, 20, 200, 200),))

    assert np.abs(np.array(chosen) - np.array(color)).sum() > 200


def test_color_follows_the_outline_not_the_picture():
    """Only what the line crosses counts: a red rim on a green picture is not marked in red."""
    pixels = np.full((300, 300, 3), (0, 200, 80), np.uint8)
    pixels[50:250, 50:250] = (230, 0, 38)
    chosen = mark_color(pixels, (Box(60, 60, 240, 240),))

    assert chosen != (230, 0, 38)


@pytest.mark.parametrize(("file", "kind"), [("JPEG", "JPEG"), ("PNG", "PNG"), ("BMP", "PNG"), ("WEBP", "PNG")])
def test_format_is_one_that_models_take(file, kind):
    """A photograph stays a JPEG; anything else is kept without loss."""
    assert draw_marks(image(file=file), (Box(10, 10, 90, 90),)).format in {kind, "WEBP"}
    assert (draw_marks(image(file=file), (Box(10, 10, 90, 90),)).format == "JPEG") == (kind == "JPEG")


@pytest.mark.parametrize(("mode", "sampling"), [("RGB", 2), ("RGB", 0), ("L", 0)])
def test_large_photograph_does_not_grow(monkeypatch, mode, sampling):
    """A photograph that a model takes is not refused for its marks: a large file stays about as large as it was."""
    monkeypatch.setattr(marks, "_ROOM", 10_000)
    noise = np.random.default_rng(0).integers(0, 256, (400, 600, 3), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(noise).convert(mode).save(out, "JPEG", quality=60, subsampling=sampling)
    plain = InputImage.from_bytes(out.getvalue())

    marked = draw_marks(plain, (Box(10, 10, 590, 390),))

    assert marked.format == "JPEG"
    assert len(marked.data) < 1.1 * len(plain.data)
    assert changed(plain, marked)[10, 300]


def test_large_webp_becomes_a_jpeg(monkeypatch):
    """A photograph in a WEBP file, which is many times as large without loss, is sent as a JPEG."""
    monkeypatch.setattr(marks, "_ROOM", 100)

    assert draw_marks(image((7, 8, 99), file="WEBP"), (Box(10, 10, 90, 90),)).format == "JPEG"


def test_equal_pictures_keep_their_own_kind_and_name():
    """Of two files with the same pixels, each is marked in its own format and under its own name."""
    photo = image((37, 99, 150), file="JPEG")
    plain = InputImage.from_pil(photo.image(), name="other")
    assert photo == plain

    marked = [draw_marks(each, (Box(10, 10, 90, 90),)) for each in (photo, plain)]

    assert [(each.format, each.name) for each in marked] == [("JPEG", "x"), ("PNG", "other")]


def test_size_and_name_are_kept():
    """The marked picture is as large as the other and has its name."""
    marked = draw_marks(image(), (Box(10, 10, 90, 90),))

    assert (marked.size, marked.name) == ((600, 400), "x")


def test_address_cannot_be_marked():
    """What was not fetched has no pixels to paint on."""
    with pytest.raises(TypeError, match="not fetched"):
        sent_image(Picture(Address("https://example.com/x.png"), (Box(1, 2, 3, 4),)), "drawn")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(*[st.integers(-40, 340)] * 4), max_size=12),
    st.tuples(st.integers(1, 300), st.integers(1, 300)),
)
def test_any_boxes_can_be_drawn(corners, size):
    """Whatever the boxes are, the picture keeps its size and nothing is raised."""
    boxes = tuple(Box.of(box) for box in corners)

    assert draw_marks(image(size=size), boxes).size == size
