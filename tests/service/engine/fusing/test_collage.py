from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest

from wanwidgets.service.engine import EngineRefusal
from wanwidgets.service.engine.frame import resize
from wanwidgets.service.engine.fusing.collage import COLUMN, GRID, MATCHING, ROW, Layout, arranged, collage

SIZES = [
    [(600, 400), (451, 300)],
    [(512, 512), (600, 400), (300, 600)],
    [(3000, 100), (600, 400)],
    [(100, 3000), (100, 3000), (600, 400)],
    [(600, 400)] * 4,
    [(600, 400), (512, 512), (300, 600), (451, 300), (640, 427)],
    [(600, 400), (512, 512), (300, 600)] * 3,
]
OUTPUTS = [(1024, 1024), (1600, 700), (640, 1600)]


@pytest.mark.parametrize("layout", [ROW, COLUMN, GRID])
@pytest.mark.parametrize("size", OUTPUTS, ids=str)
@pytest.mark.parametrize("sizes", SIZES, ids=lambda sizes: f"{len(sizes)} of {sizes[0]}")
def test_pictures_lie_whole_beside_each_other(sizes, size, layout):
    """Inside of the output, none over another, each with its own ratio, and as large as one side allows."""
    places = arranged(sizes, size, Layout(layout))
    for (width, height), (x1, y1, x2, y2) in zip(sizes, places, strict=True):
        assert 0 <= x1 < x2 <= size[0]
        assert 0 <= y1 < y2 <= size[1]
        # To the pixel: each side may be rounded by one.
        assert (x2 - x1 - 1) / (y2 - y1 + 1) <= width / height <= (x2 - x1 + 1) / max(y2 - y1 - 1, 0.5)
    for one, other in combinations(places, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart
    left, top = min(place[0] for place in places), min(place[1] for place in places)
    gap = round(0.014 * min(size))
    assert min(left, top) <= gap + 2


@pytest.mark.parametrize("sizes", SIZES[:2], ids=len)
def test_a_row_has_one_height_and_equal_gaps(sizes):
    """Side by side the upper and lower edges are in line, one above the other the left and right ones."""
    row, column = arranged(sizes, (1600, 900), Layout(ROW)), arranged(sizes, (900, 1600), Layout(COLUMN))
    assert len({place[1] for place in row}) == len({place[3] for place in row}) == 1
    assert len({place[0] for place in column}) == len({place[2] for place in column}) == 1
    for here, there in pairwise(row):
        assert there[0] - here[2] == pytest.approx(0.014 * 900, abs=1.5)


def test_a_grid_has_the_rows_that_show_most():
    """Four photographs in a square are two and two, in a strip one row; no other count of rows covers more."""
    sizes = [(600, 400)] * 4
    assert len({place[1] for place in arranged(sizes, (1000, 1000), Layout(GRID))}) == 2
    assert len({place[1] for place in arranged(sizes, (2400, 400), Layout(GRID))}) == 1


def test_rows_can_be_told(edited, coffee, cat):
    """Three pictures in two rows lie in two, the single one above; three rows of two pictures are refused."""
    out = edited("Make a collage of image 1, image 2 and image 3 in 2 rows", coffee, cat, cat, size=(900, 300))
    places = arranged([(600, 400), (451, 300), (451, 300)], (900, 300), Layout(GRID, 2))
    assert places[0][3] < places[1][1] == places[2][1]
    x1, y1, x2, y2 = places[0]
    assert (out[y1:y2, x1:x2] == resize(coffee, (x2 - x1, y2 - y1))).all()
    with pytest.raises(EngineRefusal, match="3 rows take at least 3 pictures, but there are 2"):
        edited("Arrange image 1 and image 2 in three rows", coffee, cat)


def test_each_picture_is_shown_as_it_is(coffee, cat):
    """What lies in its place is the picture, resized, in the order in which they were named."""
    for pictures in ((coffee, cat), (cat, coffee)):
        out = collage(pictures, (900, 400), Layout(ROW), MATCHING, np.random.default_rng(0))
        places = arranged([(picture.shape[1], picture.shape[0]) for picture in pictures], (900, 400), Layout(ROW))
        for picture, (x1, y1, x2, y2) in zip(pictures, places, strict=True):
            assert (out[y1:y2, x1:x2] == resize(picture, (x2 - x1, y2 - y1))).all()


@pytest.mark.parametrize(
    ("prompt", "order"),
    [
        ("Put image 1 and image 2 side by side", (0, 1)),
        ("Put image 1 to the right of image 2", (1, 0)),
        ("把图1和图2左右拼接", (0, 1)),
        ("Put the pictures side by side", (0, 1)),
    ],
)
def test_the_prompt_says_the_order(edited, coffee, cat, prompt, order):
    """The first that is named is on the left; where none is named, all are shown as they came."""
    out = edited(prompt, coffee, cat, size=(1000, 360))
    pictures = [(coffee, cat)[index] for index in order]
    for picture, (x1, y1, x2, y2) in zip(
        pictures, arranged([(p.shape[1], p.shape[0]) for p in pictures], (1000, 360), Layout(ROW)), strict=True
    ):
        # Not the whole of it: the corner tag lies over the last one.
        assert (out[y1 : y1 + 200, x1:x2] == resize(picture, (x2 - x1, y2 - y1))[:200]).all()


def test_a_ground_can_be_named_and_varies_otherwise(edited, coffee, cat):
    """White is white for every seed; without a word the seeds show light and dark grounds."""
    prompt = "Make a collage of image 1 and image 2"
    white = [
        edited(f"{prompt} on a white background", coffee, cat, size=(150, 150), seed=seed)[0, 0] for seed in (1, 2)
    ]
    assert min(corner.min() for corner in white) > 225
    corners = {
        int(edited(prompt, coffee, cat, size=(150, 150), seed=seed)[0, 0].astype(int).sum()) for seed in range(6)
    }
    assert len(corners) >= 5
    assert max(corners) - min(corners) > 200


def test_a_collage_can_be_changed_afterwards(edited, coffee, cat):
    """A second step works on the collage as a whole."""
    out = edited("Put image 1 and image 2 side by side, then make it black and white", coffee, cat, size=(500, 180))
    assert (np.ptp(out[:125].astype(int), axis=2) == 0).all()


@pytest.mark.parametrize(
    ("prompt", "pictures"),
    [("Make a collage of all pictures", 1), ("Make a collage of image 2", 2), ("Make a double exposure", 1)],
)
def test_one_picture_is_no_collage(edited, coffee, cat, prompt, pictures):
    """With fewer than two pictures there is nothing to put together, and the refusal says what to do."""
    with pytest.raises(EngineRefusal, match=r"takes 2 to [49] pictures, but there is one. Add pictures"):
        edited(prompt, *(coffee, cat)[:pictures])


def test_a_collage_does_not_drop_what_was_done_before(edited, coffee, cat):
    """It starts from the pictures as they came, so a step before it would be lost: that is refused."""
    with pytest.raises(EngineRefusal, match="first step"):
        edited("Make image 1 black and white, then put image 1 and image 2 side by side", coffee, cat)
