from __future__ import annotations

import cv2
import numpy as np
import pytest

from wanwidgets.service.engine import EngineRefusal, edit
from wanwidgets.service.engine.retouching.fill import COLORS
from wanwidgets.service.engine.retouching.recolor import recolor, tint

CUP = (75, 20, 485, 395)
SAUCER = (slice(180, 240), slice(110, 150))
"""A part of the red saucer in the photograph."""


def lab(pixels) -> np.ndarray:
    return cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)


def hue(pixels) -> float:
    a, b = lab(pixels)[..., 1:].reshape(-1, 2).mean(axis=0)
    return float(np.degrees(np.arctan2(b, a)))


@pytest.mark.parametrize("color", ["blue", "green", "yellow", "purple", "pink"])
def test_the_thing_in_a_box_takes_the_colour(edited, coffee, differences, color):
    """The red saucer has the colour's hue within 12 degrees; outside the box nothing changes."""
    out = edited(f"Make the cup in box 1 {color}", coffee, boxes=[(CUP,)])
    wanted = hue(np.array([[COLORS[color]]], np.uint8))
    assert abs((hue(out[SAUCER]) - wanted + 180) % 360 - 180) < 12
    assert not differences(coffee, out, CUP)[1].any()


def test_what_is_not_the_thing_stays(edited, coffee):
    """The white rim of the cup and the table inside the box keep their colours."""
    out = edited("Make the cup in box 1 blue", coffee, boxes=[(CUP,)])
    for part in ((slice(80, 100), slice(182, 188)), (slice(30, 60), slice(420, 470))):
        assert np.abs(lab(out[part]) - lab(coffee[part])).mean() < 4


def test_texture_stays(edited, coffee):
    """Light on the saucer goes up and down where it did: the correlation of lightness is above 0.9."""
    out = edited("Make the cup in box 1 green", coffee, boxes=[(CUP,)])
    before, after = (lab(pixels[SAUCER])[..., 0].ravel() for pixels in (coffee, out))
    assert np.corrcoef(before, after)[0, 1] > 0.9


def test_black_and_white_are_colours_as_well(edited, coffee):
    """The saucer becomes dark or light, and neutral."""
    black, white = (
        lab(edited(f"Make the cup in box 1 {color}", coffee, boxes=[(CUP,)])[SAUCER]) for color in ("black", "white")
    )
    assert black[..., 0].mean() < 25
    assert white[..., 0].mean() > 75
    for part in (black, white):
        assert np.hypot(part[..., 1], part[..., 2]).mean() < 12


def test_other_seeds_give_other_shades(coffee):
    """Two pictures of one order differ by more than noise where the thing is."""
    weight = np.ones(coffee.shape[:2], np.float32)
    outs = [recolor(coffee, weight, "blue", np.random.default_rng(seed)).astype(int) for seed in (1, 2)]
    assert np.abs(outs[0] - outs[1]).mean() > 1


def test_a_weight_of_nothing_changes_nothing(coffee):
    """Where the weight is 0 every byte stays."""
    weight = np.zeros(coffee.shape[:2], np.float32)
    assert (recolor(coffee, weight, "red", np.random.default_rng(0)) == coffee).all()
    weight[100:200, 100:200] = 1
    changed = (recolor(coffee, weight, "blue", np.random.default_rng(0)) != coffee).any(axis=2)
    assert changed[100:200, 100:200].mean() > 0.9
    changed[100:200, 100:200] = False
    assert not changed.any()


def test_one_colour_is_replaced_and_the_others_stay(edited, coffee):
    """Red becomes blue in the whole picture; the white of the cup does not."""
    out = edited("Change red to blue", coffee)
    assert hue(out[SAUCER]) == pytest.approx(hue(np.array([[COLORS["blue"]]], np.uint8)), abs=14)
    assert np.abs(out[80:100, 182:188].astype(int) - coffee[80:100, 182:188]).mean() < 6


def test_a_colour_that_is_not_there_is_refused(coffee):
    """Nothing is done quietly: the refusal names the colour."""
    with pytest.raises(EngineRefusal, match="Hardly anything in the picture is purple") as refused:
        edit("Change purple to green", (coffee,), ((),), (600, 400))
    assert refused.value.code == "InvalidParameter"
    with pytest.raises(EngineRefusal, match="changes red to red"):
        edit("Change red to red", (coffee,), ((),), (600, 400))


def test_a_mask_says_where(edited, coffee):
    """Under a mask everything takes the colour, and nothing else does."""
    mask = np.zeros(coffee.shape[:2], bool)
    mask[100:200, 150:300] = True
    out = edited("Recolour the masked area green", coffee, mask=mask)
    changed = (out != coffee).any(axis=2)[:350]
    assert not (changed & ~mask[:350]).any()
    assert (changed & mask[:350]).sum() > 0.97 * mask.sum()


def test_a_tint_keeps_the_drawing(edited, coffee):
    """The mean moves towards the ink by at least a fifth, and light keeps its order."""
    out = edited("Give it a blue tint", coffee)[:350]
    before = coffee[:350]
    gap = [np.linalg.norm(pixels.mean(axis=(0, 1)) - COLORS["blue"]) for pixels in (before, out)]
    assert gap[1] < 0.8 * gap[0]
    assert np.corrcoef(lab(before)[..., 0].ravel(), lab(out)[..., 0].ravel())[0, 1] > 0.95


@pytest.mark.parametrize("color", list(COLORS))
def test_every_colour_works_on_black_white_and_grey(color):
    """No colour of the table and no plain picture divides by 0 or leaves 0 to 255 behind."""
    for value in (0, 128, 255):
        plain = np.full((5, 6, 3), value, np.uint8)
        out = recolor(plain, np.ones((5, 6), np.float32), color, np.random.default_rng(0))
        assert np.ptp(out.reshape(-1, 3), axis=0).max() <= 1
        assert tint(plain, color, 1.6, np.random.default_rng(0)).shape == plain.shape


@pytest.mark.parametrize("box", [(0, 0, 600, 400), (5, 5, 6, 6), (0, 0, 600, 3), (590, 390, 600, 400)])
def test_boxes_of_any_shape_work(edited, coffee, differences, box):
    """A box that covers all, and one of a single pixel, give a picture; outside nothing changes."""
    out = edited("Make the thing in box 1 green", coffee, boxes=[(box,)])
    assert not differences(coffee, out, box)[1].any()


@pytest.mark.parametrize("prompt", ["Make the cup in box 1 {}blue", "Fill box 1 with {}blue", "Tint box 1 {}blue"])
def test_a_shade_is_lighter_or_darker(edited, coffee, prompt):
    """Light blue is lighter than blue and dark blue darker, by at least 2 units of lightness, whatever is done."""
    light, plain, dark = (
        lab(edited(prompt.format(shade), coffee, boxes=[(CUP,)])[SAUCER])[..., 0].mean()
        for shade in ("light ", "", "dark ")
    )
    assert light > plain + 2
    assert plain > dark + 2
