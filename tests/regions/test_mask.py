"""What can be done to a mask, against the same done to an array."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from wanwidgets.errors import ImageError
from wanwidgets.images import Address, InputImage
from wanwidgets.regions import FORMS, Area, Box, Inversion, Mask, Stroke

SIZE = 300, 270  # more than a tile each way
FIXED = settings(deadline=None, max_examples=40)

coordinate = st.integers(-20, 330)
boxes = st.tuples(coordinate, coordinate, coordinate, coordinate).map(Box.of)
strokes = st.builds(
    Stroke,
    st.lists(st.tuples(st.floats(-20, 320), st.floats(-20, 290)), min_size=1, max_size=3).map(tuple),
    st.floats(0, 90),
    st.booleans(),
)
steps = st.lists(st.one_of(strokes, st.builds(Area, boxes, st.booleans()), st.just(Inversion())), max_size=5).map(tuple)
masks = st.builds(Mask, st.just(SIZE), steps)


def pixels_of(mask):
    return np.asarray(mask.image()) > 0


@FIXED
@given(steps)
def test_steps_do_to_a_mask_what_they_say(done):
    """Strokes, boxes and inversions come to the pixels that they come to on a plain array, one after the other."""
    expected = np.zeros((SIZE[1], SIZE[0]), bool)
    for step in done:
        if isinstance(step, Inversion):
            expected = ~expected
        elif isinstance(step, Area):
            box = step.box.clipped(SIZE)
            expected[box.y1 : box.y2, box.x1 : box.x2] = not step.erase
        else:
            expected[pixels_of(Mask(SIZE, (Stroke(step.points, step.radius),)))] = not step.erase

    assert (pixels_of(Mask(SIZE, done)) == expected).all()
    assert Mask(SIZE, done).empty == (not expected.any())


@FIXED
@given(masks)
def test_turned_over_twice_it_is_the_same(mask):
    """Inverting takes each pixel to the other side, and doing it twice is as if nothing was done."""
    assert (pixels_of(mask.inverted()) == ~pixels_of(mask)).all()
    assert mask.inverted().inverted().pixels == mask.pixels
    assert mask.painted(Inversion(), Inversion()).pixels == mask.pixels


@FIXED
@given(masks)
def test_filled_and_cleared(mask):
    """Filled every pixel is edited and cleared none, whatever was there; one is the other turned over."""
    assert pixels_of(mask.filled()).all()
    assert mask.cleared().empty
    assert mask.filled().inverted().pixels == mask.cleared().pixels == Mask(SIZE).pixels


@FIXED
@given(boxes)
def test_a_box_becomes_a_mask_and_a_box_again(box):
    """A box pressed into a mask is found again as the part of it inside the picture; taken away nothing is left."""
    inside = box.clipped(SIZE)
    mask = Mask(SIZE).with_boxes([box])

    assert mask.boxes(2) == (((inside,), 0) if not inside.empty else ((), 0))
    assert mask.with_boxes([box], erase=True).empty
    assert pixels_of(mask).sum() == max(0, inside.width) * max(0, inside.height)


@FIXED
@given(masks, st.sampled_from(FORMS))
def test_what_was_exported_is_read_as_the_same(mask, form):
    """Each form of file gives the same pixels back, from bytes, from a picture and from an array."""
    file = mask.png(edited=form)
    # A file without anything transparent does not say that it is one by transparency.
    told = form if form == "white" or not (mask.empty or mask.inverted().empty) else None
    if told is None:
        return
    picture = mask.image(edited=form)

    assert Mask.read(file, edited=told).pixels == mask.pixels
    assert Mask.read(picture, edited=told).pixels == mask.pixels
    assert Mask.read(np.asarray(picture), edited=told).pixels == mask.pixels
    if form != "transparent":
        assert Mask.read(file).pixels == mask.pixels


@FIXED
@given(masks, st.booleans())
def test_a_document_gives_the_mask_back(mask, based):
    """A mask of any steps, with or without a base, comes back from its document."""
    mask = Mask(SIZE, mask.strokes, Mask.read(mask.png()).base if based else None)
    again = Mask.from_dict(mask.to_dict(embed=True))

    assert again == mask
    assert again.pixels == mask.pixels


def test_documents_of_strokes_alone_are_read():
    """What was written before there was more than strokes is read as it was meant."""
    document = {"size": [9, 9], "strokes": [{"points": [[2, 2]], "radius": 1.5, "erase": False}], "base": None}

    assert Mask.from_dict(document) == Mask((9, 9), (Stroke(((2.0, 2.0),), 1.5),))


@settings(deadline=None, max_examples=25)
@given(masks)
def test_going_back_and_forth_restores_every_pixel(mask):
    """Each mask on the way is drawn again as it was, from the last to the first and to the last."""
    way = [Mask(SIZE, mask.strokes[:count]) for count in range(len(mask.strokes) + 1)]
    seen = [each.pixels for each in way]

    assert [each.pixels for each in reversed(way)] == seen[::-1]
    assert [each.pixels for each in way] == seen


def parts_by_flooding(pixels):
    """Return the boxes and areas of the parts, found pixel by pixel."""
    left, found = {(int(y), int(x)) for y, x in np.argwhere(pixels)}, []
    while left:
        front, part = [left.pop()], []
        while front:
            y, x = front.pop()
            part.append((y, x))
            near = {(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)} & left
            left -= near
            front += near
        ys, xs = zip(*part, strict=True)
        found.append((Box(min(xs), min(ys), max(xs) + 1, max(ys) + 1), len(part)))
    return found


@FIXED
@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.integers(1, 40), st.floats(0.05, 0.7))
def test_parts_are_those_that_flooding_finds(seed, width, height, density):
    """Boxes around connected parts are those that one finds from pixel to pixel, corners counted as touching."""
    pixels = np.random.default_rng(seed).random((height, width)) < density
    mask = Mask.read(pixels.astype(np.uint8) * 255)
    expected = parts_by_flooding(pixels)

    assert sorted(mask.boxes().boxes) == sorted(box for box, _ in expected)
    most = mask.boxes(2)
    assert most.left_out == max(0, len(expected) - 2)
    if len(expected) > 2:
        sizes = sorted((size for _, size in expected), reverse=True)
        least = min(max(size for box, size in expected if box == chosen) for chosen in most.boxes)
        assert least >= sizes[1]


def test_a_spiral_is_one_part():
    """A part that winds through the whole picture is found as one, across all tiles."""
    angle = np.linspace(0, 60, 3000)
    line = tuple((300 + 4.5 * a * np.cos(a), 300 + 4.5 * a * np.sin(a)) for a in angle)
    mask = Mask((600, 600), (Stroke(line, 2.0), Stroke(((595.0, 4.0),), 1.0)))

    assert len(mask.boxes().boxes) == 2
    assert mask.boxes(1).left_out == 1


def test_boxes_come_in_reading_order():
    """Boxes are ordered as one reads: those on one line from the left, though the right one begins a little higher."""
    right, left, below = Box(200, 10, 260, 80), Box(20, 20, 90, 90), Box(5, 150, 80, 200)
    mask = Mask(SIZE).with_boxes([below, right, left])

    assert mask.boxes(3).boxes == (left, right, below)
    assert mask.boxes(2) == ((left, right), 1)


@pytest.mark.parametrize("size", [(600, 540), (150, 135), (301, 99), (1, 1), SIZE])
def test_scaled_takes_the_nearest_pixel(size):
    """Each pixel of the scaled mask has the side of the one under its centre; scaled up and down again is the same."""
    mask = Mask(SIZE, (Stroke(((100.0, 90.0), (250.0, 200.0)), 33.0), Area(Box(3, 5, 8, 250))))
    pixels, scaled = pixels_of(mask), pixels_of(mask.scaled(size))
    rows = [int((row + 0.5) * SIZE[1] / size[1]) for row in range(size[1])]
    columns = [int((column + 0.5) * SIZE[0] / size[0]) for column in range(size[0])]

    assert (scaled == pixels[np.ix_(rows, columns)]).all()
    if size == (600, 540):
        assert mask.scaled(size).scaled(SIZE).pixels == mask.pixels


@pytest.mark.parametrize(("size", "left", "top"), [((400, 400), 50, 60), ((300, 400), 0, 0), ((100, 90), -60, -70)])
def test_padded_keeps_what_is_added(size, left, top):
    """A mask laid at a place of a larger picture edits the same pixels of it and no new ones; outside it is cut off."""
    mask = Mask(SIZE, (Stroke(((100.0, 90.0), (250.0, 200.0)), 33.0),))
    expected = np.zeros((size[1], size[0]), bool)
    for y, x in np.argwhere(pixels_of(mask)):
        if 0 <= y + top < size[1] and 0 <= x + left < size[0]:
            expected[y + top, x + left] = True

    assert (pixels_of(mask.padded(size, left, top)) == expected).all()


def test_padded_out_of_sight_is_empty():
    """A mask laid wholly beside the picture edits nothing of it."""
    assert Mask(SIZE).filled().padded((50, 50), 60, 0).empty


def test_transparency_says_what_is_edited_where_there_is_any():
    """By default opaque pixels of a transparent picture are edited, whatever their colour; elsewhere light ones are."""
    layer = np.zeros((4, 4, 4), np.uint8)
    layer[1, 2] = (0, 0, 0, 255)
    opaque = np.full((4, 4, 4), 255, np.uint8)
    opaque[0, 0, :3] = 0

    assert np.argwhere(pixels_of(Mask.read(layer))).tolist() == [[1, 2]]
    assert pixels_of(Mask.read(layer, edited="transparent")).sum() == 15
    assert np.argwhere(~pixels_of(Mask.read(opaque))).tolist() == [[0, 0]]


def test_half_transparent_goes_to_the_nearer_side():
    """Soft edges of a layer are cut in the middle, since a mask knows no half measures."""
    layer = np.zeros((1, 4, 4), np.uint8)
    layer[0, :, 3] = (0, 127, 128, 255)

    assert pixels_of(Mask.read(layer)).tolist() == [[False, False, True, True]]
    assert pixels_of(Mask.read(layer / 255.0)).tolist() == [[False, False, True, True]]


def test_a_file_without_transparency_does_not_pass_for_one(tmp_path):
    """Asked to read the transparency of a picture that has none, it says so and what to do."""
    Image.new("RGB", (9, 9), "white").save(tmp_path / "white.png")

    with pytest.raises(ImageError, match=r"white\.png.*transparent.*black and white"):
        Mask.read(tmp_path / "white.png", edited="opaque")


def test_what_is_no_mask_is_refused():
    """An address has no pixels yet, and there is no other form than those that there are."""
    with pytest.raises(TypeError, match="address"):
        Mask.read(Address("https://example.com/m.png"))
    with pytest.raises(ValueError, match="white, opaque, transparent"):
        Mask.read(np.zeros((9, 9), np.uint8), edited="black")
    with pytest.raises(ValueError, match="white, opaque, transparent"):
        Mask((9, 9)).png(edited="black")


@pytest.mark.parametrize("name", ["mask.png", "mask.webp"])
def test_masks_are_read_from_files(tmp_path, name):
    """A path gives the mask that was drawn with a transparent ground."""
    layer = Mask(SIZE, (Stroke(((100.0, 90.0),), 33.0),))
    layer.image(edited="opaque").save(tmp_path / name, lossless=True)

    assert Mask.read(str(tmp_path / name)).pixels == layer.pixels
    assert Mask.read((tmp_path / name).read_bytes()).pixels == layer.pixels


def test_transparent_pictures_from_elsewhere_are_refused():
    """A picture whose transparency cannot be read any more is not taken for black and white in silence."""
    file = io.BytesIO()
    Mask(SIZE, (Stroke(((100.0, 90.0),), 33.0),)).image(edited="opaque").save(file, "PNG")
    flattened = InputImage.from_bytes(file.getvalue())

    with pytest.raises(ImageError, match="path, bytes, a PIL image or an array"):
        Mask.read(flattened)
    assert Mask.read(flattened, edited="white").pixels != Mask.read(file.getvalue()).pixels


def test_masks_of_one_shade_hold_no_file():
    """An empty mask and a full one that were read need no picture to start from."""
    assert Mask.read(np.zeros((9, 9), np.uint8)) == Mask((9, 9))
    assert Mask.read(np.full((9, 9), 255, np.uint8)) == Mask((9, 9)).filled()


def test_a_stroke_shares_what_it_does_not_touch():
    """After a stroke on a large mask only the tiles under it are new, so that painting stays fast on any base."""
    before = Mask((4000, 3000)).with_boxes([(10, 10, 3990, 2990)])
    after = before.painted(Stroke(((300.0, 300.0), (400.0, 330.0)), 20.0, erase=True))
    tiles, new = before._raster().tiles, after._raster().tiles

    assert {place for place in new if new[place] is not tiles[place]} == {(1, 1)}
    assert all(tile.strides == (0, 0) for place, tile in tiles.items() if place == (3, 3))


def test_nothing_is_painted_beside_the_picture():
    """A box that reaches beyond the picture on every side is cut with nothing around what is painted."""
    mask = Mask((300, 270)).filled()
    cut = mask.cut(Box(-7, -300, 310, 600))
    assert cut.shape == (900, 317)
    assert cut[300:570, 7:307].all()
    assert cut.sum() == 300 * 270
