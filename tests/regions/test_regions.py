"""Boxes in whole pixels, and masks as strokes."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

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
                                 (float("nan"), 2, 3, 4), (float("inf"), 2, 3, 4), (None, 1, 2, 3), (),
                                 7, None])  # fmt: skip
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


def test_mask_without_paint_is_empty():
    """A mask that edits no pixel is empty, also when everything was rubbed out again."""
    painted = Stroke(((20, 20),), 5)

    assert Mask((60, 40)).empty
    assert not Mask((60, 40), (painted,)).empty
    assert Mask((60, 40), (painted, Stroke(((20, 20),), 9, erase=True))).empty
    assert Mask((60, 40), (Stroke(((-90, -90),), 5),)).empty


@pytest.mark.parametrize("color", [(255, 255, 255), (0, 0, 0), (134, 134, 134), (255, 0, 0)])
def test_mask_as_a_file_has_two_colours(color):
    """The PNG has the given colour exactly where the mask edits, and one other colour elsewhere."""
    mask = Mask((60, 40), (Stroke(((20, 20), (30, 20)), 5),))
    pixels = np.asarray(Image.open(io.BytesIO(mask.png([color]))))
    edited = np.asarray(mask.image()) > 0

    assert (pixels[edited] == color).all()
    assert len({tuple(pixel) for pixel in pixels[~edited]}) == 1
    assert tuple(pixels[0, 0]) != color
    assert pixels.shape == (40, 60, 3)


def test_mask_of_a_picture_edits_what_is_light():
    """A picture as a mask is cut at mid-grey, and painting goes on over it."""
    grey = np.zeros((40, 60), np.uint8)
    grey[:, 30:] = 128
    mask = Mask.of(InputImage.from_array(grey))
    more = Mask(mask.size, (Stroke(((5, 5),), 3),), mask.base)

    assert np.asarray(mask.image())[:, :30].max() == 0
    assert np.asarray(mask.image())[:, 30:].min() == 255
    assert np.asarray(more.image())[5, 5] == 255


@pytest.mark.parametrize("size", [(0, 9), (-1, 9), (9.0, 9), ("a", 9), (True, 9), (100_000, 100_000)])
def test_size_that_no_picture_has_is_refused(size):
    """A mask has the size of a picture, and is refused before it is drawn."""
    with pytest.raises(TypeError, match="size of a mask"):
        Mask(size)


def test_base_of_another_size_is_refused():
    """A mask never has other pixels than its size says, since the service wants those of the picture."""
    with pytest.raises(TypeError, match="600×600 pixels and its base 60×40"):
        Mask((600, 600), base=InputImage.from_array(np.zeros((40, 60), np.uint8)))


def test_size_of_a_mask_may_be_a_list():
    """A mask whose size came as a list is the same mask."""
    assert Mask([60, 40]) == Mask((60, 40))
    assert hash(Mask([60, 40])) == hash(Mask((60, 40)))


@pytest.mark.parametrize(
    ("points", "radius"),
    [
        (((1.0, 1.0),), -1.0),
        (((1.0, 1.0),), float("nan")),
        (((1.0, 1.0),), 1e6),
        (((float("nan"), 1.0),), 3.0),
        (((1.0, float("inf")),), 3.0),
    ],
)
def test_stroke_of_no_brush_is_refused(points, radius):
    """A stroke that could not be drawn is refused, and does not silently paint nothing."""
    with pytest.raises(TypeError, match=r"brush|point"):
        Stroke(points, radius)


def test_pixels_of_a_mask_are_the_callers_own():
    """Painting on the picture that a mask gives does not change the mask."""
    mask = Mask((60, 40), (Stroke(((20, 20),), 5),))
    mask.image().paste(255, (0, 0, 60, 40))

    assert np.asarray(mask.image())[0, 0] == 0


def test_painting_stroke_by_stroke_gives_the_same_pixels():
    """A mask that grew one stroke at a time, and one taken back, has the pixels of one drawn at once."""
    strokes = tuple(Stroke(((10.0 * k, 5.0 * k), (60 - 9.0 * k, 20)), 3 + k, erase=k % 3 == 2) for k in range(6))
    grown = [Mask((60, 40), strokes[:count]) for count in range(7)]
    pixels = [np.asarray(mask.image()) for mask in grown]
    alone = [Mask((60, 40), tuple(Stroke(s.points, s.radius, s.erase) for s in mask.strokes)) for mask in grown]

    for mask, seen in zip(reversed(alone), reversed(pixels), strict=True):
        assert (np.asarray(mask.image()) == seen).all()
    assert (np.asarray(grown[3].image()) == pixels[3]).all()
