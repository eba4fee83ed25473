"""Boxes in whole pixels, and masks as strokes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanwidgets.images import Address, InputImage
from wanwidgets.pictures import Picture
from wanwidgets.regions import Box, Mask, Stroke

COORDINATE = st.integers(-500, 900)


@given(COORDINATE, COORDINATE, COORDINATE, COORDINATE)
def test_corners_come_in_any_order(x1, y1, x2, y2):
    """Any two opposite corners make the same box."""
    assert Box.of((x1, y1, x2, y2)) == Box.of((x2, y2, x1, y1)) == Box.of((x1, y2, x2, y1))


@given(COORDINATE, COORDINATE, COORDINATE, COORDINATE)
def test_clipping_keeps_exactly_the_pixels_inside(x1, y1, x2, y2):
    """A clipped box holds exactly the pixels of the box that lie inside the picture."""
    box, (width, height) = Box.of((x1, y1, x2, y2)), (400, 300)
    clipped = box.clipped((width, height))
    columns = [x for x in range(box.x1, box.x2) if 0 <= x < width]
    rows = [y for y in range(box.y1, box.y2) if 0 <= y < height]

    assert list(range(clipped.x1, clipped.x2)) == columns
    assert list(range(clipped.y1, clipped.y2)) == rows


@pytest.mark.parametrize("box", [(1, 2, 3), (1, 2, 3, 4, 5), (1, 2, 3, "4"), (1.5, 2, 3, 4), (True, 2, 3, 4),
                                 (float("nan"), 2, 3, 4), (float("inf"), 2, 3, 4), (None, 1, 2, 3), ()])  # fmt: skip
def test_what_is_no_box_is_a_type_error(box):
    """Anything but four whole numbers is refused; nothing is rounded in silence."""
    with pytest.raises(TypeError, match="box"):
        Box.of(box)


def test_whole_floats_and_numpy_numbers_are_taken():
    """4.0 and NumPy's integers are whole numbers."""
    assert Box.of(np.array([4, 3, 2, 1])) == Box.of((4.0, 3.0, 2.0, 1.0)) == Box(2, 1, 4, 3)
    assert all(type(value) is int for value in Box.of(np.array([4, 3, 2, 1])))


def test_picture_clips_what_overlaps_and_keeps_what_does_not(photo):
    """A box that sticks out is clipped; one wholly outside is kept for `problems` to refuse."""
    picture = Picture(InputImage.from_pil(photo), [(350, 250, 999, 999), (500, 10, 600, 20)])

    assert picture.boxes == (Box(350, 250, 400, 300), Box(500, 10, 600, 20))


def test_boxes_of_an_address_wait(photo):
    """The boxes of an address are clipped once the picture is there."""
    waiting = Picture(Address("https://example.com/x.png"), [(350, 250, 999, 999)])

    assert waiting.boxes == (Box(350, 250, 999, 999),)
    assert Picture(InputImage.from_pil(photo), waiting.boxes).boxes == (Box(350, 250, 400, 300),)


def test_mask_is_painted_at_the_size_of_the_picture():
    """Strokes paint and erase whole discs along their lines, at the resolution of the picture."""
    mask = Mask((400, 300), (Stroke(((50, 50), (150, 50)), 10), Stroke(((100, 50),), 5, erase=True)))
    pixels = np.asarray(mask.image())

    assert pixels.shape == (300, 400)
    assert set(np.unique(pixels)) == {0, 255}
    assert pixels[50, 45] == pixels[50, 75] == pixels[50, 155] == 255
    assert pixels[50, 100] == pixels[100, 100] == 0


def test_mask_begins_with_its_base():
    """The base is edited where it is lighter than mid-grey."""
    base = InputImage.from_array(np.tile(np.array([0, 100, 128, 255], np.uint8), (300, 100)))
    pixels = np.asarray(Mask((400, 300), base=base).image())

    assert pixels[0, :4].tolist() == [0, 0, 255, 255]


def test_mask_round_trips_through_a_dict():
    """A mask comes back from its document, strokes and base."""
    base = InputImage.from_array(np.zeros((300, 400), np.uint8))
    mask = Mask((400, 300), (Stroke(((1.5, 2), (3, 4)), 2.5, erase=True),), base)

    assert Mask.from_dict(mask.to_dict(embed=True)) == mask
    assert Mask.from_dict(mask.to_dict(embed=False), {base.digest: base.data}.get) == mask
