from __future__ import annotations

import numpy as np
import pytest

from wanwidgets.service.engine import EngineRefusal
from wanwidgets.service.engine.retouching.tone import brighten, contrast, darken, flatten


def light(pixels) -> np.ndarray:
    return pixels.astype(float).mean(axis=2)


@pytest.mark.parametrize(("prompt", "sign"), [("brighter", 1), ("darker", -1)])
def test_light_moves_the_right_way(edited, coffee, prompt, sign):
    """Slightly is less than plain, plain is less than much, and not a pixel goes the other way."""
    outs = [edited(f"Make it {how} {prompt}", coffee, seed=1)[:350] for how in ("slightly", "", "much")]
    moves = [sign * (light(out) - light(coffee[:350])) for out in outs]
    assert 5 < moves[0].mean() < moves[1].mean() < moves[2].mean() < 80
    assert min(move.min() for move in moves) >= 0


def test_brightening_and_darkening_clip_nothing():
    """Black, white and the order of all values between stay."""
    ramp = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, axis=2)
    for change in (brighten, darken):
        out = change(ramp, 1.6, np.random.default_rng(3))[0, :, 0].astype(int)
        assert (out[0], out[-1]) == (0, 255)
        assert (np.diff(out) >= 0).all()


def test_brightening_follows_its_formula():
    """A value v becomes 1 - (1 - v) ** (1 + 0.75 amount), the amount being within a tenth of what was said."""
    out = brighten(np.full((1, 1, 3), 128, np.uint8), 1.0, np.random.default_rng(5))[0, 0, 0] / 255
    least, most = (1 - (1 - 128 / 255) ** (1 + 0.75 * amount) for amount in (0.9, 1.1))
    assert least - 0.01 <= out <= most + 0.01


def test_contrast_spreads_light_about_its_mean(edited, cat):
    """The spread grows or shrinks by at least a seventh while the mean stays within 6 levels."""
    for prompt, low, high in (("More contrast", 1.15, 1.7), ("Less contrast", 0.5, 0.7)):
        out = edited(prompt, cat)[:250]
        before = cat[:250]
        assert low < out.std() / before.std() < high
        assert out.mean() == pytest.approx(before.mean(), abs=6)


@pytest.mark.parametrize("value", [0, 9, 128, 250, 255])
def test_one_grey_keeps_about_its_light(value):
    """A picture of a single value has no contrast: it changes by no more than it must, and nothing divides by 0."""
    flat = np.full((4, 5, 3), value, np.uint8)
    for change in (contrast, flatten):
        out = change(flat, 1.6, np.random.default_rng(0)).astype(int)
        assert np.ptp(out) == 0
        assert abs(int(out[0, 0, 0]) - value) <= 35


@pytest.mark.parametrize(
    "prompt", ["Make box 1 brighter", "把框1变暗", "Boost the contrast in box 1", "降低框1的对比度"]
)
def test_a_box_limits_it_and_has_no_hard_edge(edited, cat, differences, prompt):
    """Outside nothing changes, and across the rim light does not jump by more than it did before and 3 levels."""
    box = (100, 60, 260, 200)
    out = edited(prompt, cat, boxes=[(box,)])
    inside, outside = differences(cat, out, box)
    assert not outside.any()
    assert inside.mean() > 0.1
    jumps = [np.abs(light(pixels)[60:200, 100] - light(pixels)[60:200, 99]).mean() for pixels in (cat, out)]
    assert jumps[1] <= jumps[0] + 3


@pytest.mark.parametrize("said", [10, 30, 60])
def test_parts_of_a_hundred_are_meant_as_they_are_said(edited, said):
    """Middle grey becomes that much darker, or comes that much nearer to white; colours that much stronger."""
    plain = np.full((60, 90, 3), 128, np.uint8)
    darker = edited(f"Reduce the brightness by {said}%", plain)[:20].mean()
    brighter = edited(f"Make it {said}% brighter", plain)[:20].mean()
    assert darker / 128 == pytest.approx(1 - said / 100, abs=0.08)
    assert (brighter - 128) / 127 == pytest.approx(said / 100, abs=0.08)
    pale = np.full((60, 90, 3), (130, 120, 120), np.uint8)
    stronger = np.ptp(edited(f"Increase the saturation by {said}%", pale)[10, 10].astype(int))
    assert stronger == pytest.approx(10 * (1 + said / 100), abs=1.6)


def test_more_than_all_cannot_be_taken_away(edited, coffee):
    """Above a hundred percent nothing is left to take, and the refusal says what is allowed."""
    with pytest.raises(EngineRefusal, match="less by 150 %: it can be 1 to 100"):
        edited("Reduce the saturation by 150%", coffee)
