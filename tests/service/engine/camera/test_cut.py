from __future__ import annotations

import numpy as np
import pytest

from wanwidgets.service.engine import EngineRefusal, edit
from wanwidgets.service.engine.camera.cut import around, centred, half, of_ratio

BOX = (100, 60, 250, 160)


def distance(one, other) -> float:
    return float(np.abs(one.astype(int) - other).mean())


def test_a_crop_shows_the_box_and_nothing_else(edited, cat):
    """A box of the output's ratio fills it: the result, made smaller, is what was in the box."""
    out = edited("Crop to box 1", cat, boxes=[(BOX,)], size=(600, 400))
    assert distance(out[2::4, 2::4], cat[60:160, 100:250]) < 5


def test_a_crop_uses_the_detail_of_the_original(edited):
    """Stripes that the output could not show are there when a box of the original is cropped to."""
    pixels = np.zeros((1200, 1800, 3), np.uint8)
    pixels[:, ::4] = pixels[:, 1::4] = 255
    out = edited("Crop to box 1", pixels, boxes=[((0, 0, 150, 100),)], size=(300, 200))
    assert out[:150].std() > 90


def test_a_box_of_another_ratio_is_shown_whole(edited, cat):
    """It lies in the middle over a dark copy of itself."""
    out = edited("Crop to box 1", np.maximum(cat, 100), boxes=[((0, 0, 100, 100),)], size=(600, 400))
    assert out[:350, :90].mean() < 0.75 * out[:350, 110:490].mean()


@pytest.mark.parametrize(
    ("boxes", "words"),
    [((BOX, (0, 0, 50, 50)), "not to 2"), (((10, 10, 11, 11),), "1 × 1 pixels"), ((), "draw a box")],
)
def test_a_crop_without_a_place_is_refused(cat, boxes, words):
    """No box, two, or one too small: the refusal says so."""
    with pytest.raises(EngineRefusal, match=words):
        edit("Crop it", (cat,), (boxes,), (600, 400))


@pytest.mark.parametrize("ratio", [1.0, 16 / 9, 9 / 16, 3.0])
@pytest.mark.parametrize("shift", [-1.0, 0.0, 0.4, 1.0])
def test_the_largest_part_of_a_ratio(ratio, shift):
    """It lies inside, has the ratio and two sides of the picture."""
    x1, y1, x2, y2 = of_ratio((640, 427), ratio, shift)
    assert (x2 - x1) / (y2 - y1) == pytest.approx(ratio, rel=0.01)
    assert 0 <= x1 < x2 <= 640
    assert 0 <= y1 < y2 <= 427
    assert x2 - x1 == 640 or y2 - y1 == 427


def test_halves_are_halves():
    """Two of them are the picture, and a picture of one pixel has halves as well."""
    assert half((601, 400), "left")[2] == half((601, 400), "right")[0]
    assert half((1, 1), "upper") == (0, 0, 1, 1)


@pytest.mark.parametrize("box", [BOX, (0, 0, 1, 1), (0, 0, 451, 300), (440, 0, 451, 300)])
def test_what_is_around_a_box_holds_it(box):
    """It has the picture's ratio, lies inside and shows all of the box."""
    x1, y1, x2, y2 = around((451, 300), box, 0.1)
    assert x1 <= box[0]
    assert y1 <= box[1]
    assert x2 >= box[2]
    assert y2 >= box[3]
    assert 0 <= x1 < x2 <= 451
    assert 0 <= y1 < y2 <= 300


def test_a_factor_says_how_far_it_zooms_in():
    """With a factor the box is the middle and not the frame."""
    assert around((600, 400), (280, 180, 320, 220), 0.1, 2.0) == (150, 100, 450, 300)


def test_zooming_in_enlarges_the_middle(edited, cat):
    """Two times larger, the middle half fills the picture; seeds move it a little."""
    out = edited("Zoom in 2x", cat, size=(902, 600))
    middle = cat[75:225, 113:338]
    assert (
        min(distance(out[dy : dy + 600 : 4, dx : dx + 900 : 4][:150, :225], middle) for dx in (0, 1) for dy in (0, 1))
        < 25
    )
    assert centred((600, 400), 2.0, np.random.default_rng(1)) != centred((600, 400), 2.0, np.random.default_rng(2))


def test_zooming_out_keeps_the_whole_picture(edited, cat):
    """The picture lies in the middle, two thirds of its size, and around it is something softer."""
    out = edited("Zoom out 1.5 times", cat, size=(902, 600))
    small = out[100:500, 151:751]
    assert np.abs(np.diff(small.astype(int), axis=1)).mean() > 2 * np.abs(np.diff(out[:60].astype(int), axis=1)).mean()
    assert distance(small.mean(axis=(0, 1)), cat.mean(axis=(0, 1))) < 6


@pytest.mark.parametrize("size", [(3000, 100), (100, 3000), (300, 300)])
@pytest.mark.parametrize(
    "prompt", ["Zoom in", "Zoom out", "Crop to a square", "Crop to the left half", "Zoom out 8 times"]
)
def test_any_ratio_works(edited, size, prompt):
    """Panoramas make pictures, not errors."""
    pixels = np.full((size[1], size[0], 3), 99, np.uint8)
    assert edited(prompt, pixels, size=(600, 400)).shape == (400, 600, 3)


def test_zooming_into_nothing_is_refused():
    """A picture of few pixels is not enlarged until one pixel is left."""
    with pytest.raises(EngineRefusal, match="less than 8 pixels"):
        edit("Zoom in 8x", (np.zeros((40, 300, 3), np.uint8),), ((),), (600, 80))
