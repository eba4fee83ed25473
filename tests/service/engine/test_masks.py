from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from wanwidgets.service.engine import EngineRefusal, edit
from wanwidgets.service.engine.frame import fit
from wanwidgets.service.engine.masks import bounds, framed, selected, within_mask
from wanwidgets.service.engine.settle import settle
from wanwidgets.service.engine.tag import tag_area

PROMPTS = ["remove it", "black and white", "much warmer", "cooler", "blur", "sharpen strongly", "fill with red"]


@pytest.fixture(scope="module")
def mask() -> np.ndarray:
    """An ellipse in the middle, a triangle near a corner and a bar along the left edge of 600 × 400 pixels."""
    image = Image.new("1", (600, 400))
    draw = ImageDraw.Draw(image)
    draw.ellipse((250, 120, 420, 260), fill=1)
    draw.polygon([(500, 40), (580, 30), (560, 120)], fill=1)
    draw.rectangle((0, 180, 30, 330), fill=1)
    return np.asarray(image)


@pytest.mark.parametrize("size", [(600, 400), (1024, 1024), (720, 1280), (1280, 720), (300, 200)])
@pytest.mark.parametrize("prompt", PROMPTS)
def test_nothing_outside_the_mask_changes(decoded, coffee, mask, prompt, size):
    """Outside, the pixels are exactly those of the base at the output's size, whatever is done inside."""
    out = decoded(edit(prompt, (coffee,), ((),), size, mask=mask, seed=2))[0]
    frame = fit(coffee, size)
    area = framed(mask, frame)
    x1, y1, x2, y2 = tag_area(*size)
    differs = (out != frame.pixels).any(axis=2)
    differs[y1:y2, x1:x2] = False
    assert not (differs & ~area).any()
    assert (differs & area).sum() > 0.2 * area.sum()


def test_a_mask_is_nowhere_larger_than_it_was(coffee, mask):
    """Enlarged, it covers the same part of the picture, and no pixel that is farther from it than one of its own."""
    frame = fit(coffee, (1200, 800))
    large = framed(mask, frame)
    assert large.mean() == pytest.approx(mask.mean(), rel=0.01)
    again = np.asarray(Image.fromarray(mask).resize((1200, 800), Image.Resampling.NEAREST))
    assert (within_mask(~again, 4)[large] < 1).all()


def test_white_is_repainted_where_no_colour_is_named():
    """A grey counts as white from the middle on; named colours count exactly."""
    row = np.array([[[255] * 3, [128] * 3, [127] * 3, [0] * 3, [255, 0, 0]]], np.uint8)
    assert selected(row).tolist() == [[True, True, False, False, False]]
    assert selected(row, [[0, 0, 0], [255, 0, 0]]).tolist() == [[False, False, False, True, True]]
    assert not selected(row, [[254, 255, 255]]).any()


def test_a_mask_that_marks_nothing_is_refused(coffee):
    """There would be nothing to do, which is said."""
    with pytest.raises(EngineRefusal, match="marks nothing") as refused:
        edit("blur", (coffee,), ((),), (600, 400), mask=np.zeros((400, 600), bool))
    assert refused.value.code == "InvalidParameter"


def test_a_thing_under_a_mask_is_gone(decoded):
    """On an even ground only the ground is left, in its own light and grain."""
    y, x = np.mgrid[0:320, 0:480].astype(np.float32)
    ground = np.stack([90 + x / 6, 110 + y / 5, 150 - x / 8], axis=2)
    pixels = ground + np.random.default_rng(5).normal(0, 4, ground.shape)
    thing = np.hypot(x - 230, y - 150) < 30
    pixels[thing] = (200, 30, 40)
    pixels = np.clip(pixels, 0, 255).astype(np.uint8)
    mask = np.hypot(x - 230, y - 150) < 36
    out = decoded(edit("remove it", (pixels,), ((),), (480, 320), mask=mask))[0].astype(float)
    inside = np.hypot(x - 230, y - 150) < 28
    assert np.abs((out - ground)[inside].mean(axis=0)).max() < 5
    assert np.abs(out - ground)[inside].max() < 40


def test_a_fill_is_one_colour_and_shades_differ(decoded, coffee, mask):
    """Inside the rim there is nothing but a red, and the second picture has another one."""
    first, second = decoded(edit("fill with red", (coffee,), ((),), (600, 400), mask=mask, n=2))
    inside = within_mask(mask, 8) == 1
    assert len(np.unique(first[inside], axis=0)) == 1
    red, green, blue = first[inside][0].astype(int)
    assert red > 180
    assert max(green, blue) < 60
    assert (first[inside][0] != second[inside][0]).any()


def test_many_parts_and_a_full_mask_are_filled(decoded, coffee):
    """A mask like a sieve and one over everything end in a picture, not in an error."""
    sieve = np.zeros((400, 600), bool)
    sieve[::9, ::7] = True
    for mask in (sieve, np.ones((400, 600), bool)):
        out = decoded(edit("remove it", (coffee,), ((),), (600, 400), mask=mask))[0]
        assert (out != coffee).any()


def test_bounds_hold_the_mask(mask):
    """The box ends where the mask ends."""
    x1, y1, x2, y2 = bounds(mask)
    assert mask[y1:y2, x1:x2].sum() == mask.sum()
    assert (x1, y1) == (0, 30)


def test_a_surface_continues_a_slope():
    """What is harmonic is a plane where the values around lie in one, and given values are kept to the bit."""
    y, x = np.mgrid[0:90, 0:140].astype(np.float32)
    plane = np.stack([x, y, x - y], axis=2)
    free = np.hypot(x - 70, y - 40) < 25
    out = settle(plane, free)
    assert np.abs(out - plane).max() < 2.5
    assert (out[~free] == plane[~free]).all()
