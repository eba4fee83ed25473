from __future__ import annotations

import numpy as np
import pytest


def test_black_and_white_has_no_colour(edited, coffee):
    """All three channels are the same, and light stays light."""
    out = edited("Make it black and white", coffee)
    assert (np.ptp(out[:350], axis=2) == 0).all()
    before, after = coffee[:350].mean(axis=2).ravel(), out[:350, :, 0].ravel()
    assert np.corrcoef(before, after)[0, 1] > 0.9


def balance(pixels) -> float:
    """Return red over blue."""
    return float(pixels[..., 0].mean() / pixels[..., 2].mean())


@pytest.mark.parametrize(("word", "sign"), [("warmer", 1), ("cooler", -1)])
def test_temperature_moves_the_right_way(edited, coffee, word, sign):
    """Slightly is less than plain, plain is less than much; brightness stays about the same."""
    out = {how: edited(f"Make it {how} {word}", coffee, seed=1) for how in ("slightly", "", "much")}
    moves = [sign * (balance(pixels) - balance(coffee)) for pixels in out.values()]
    assert 0 < moves[0] < moves[1] < moves[2]
    assert out[""].mean() == pytest.approx(coffee.mean(), rel=0.08)


@pytest.mark.parametrize("prompt", ["Make box 1 black and white", "warmer in box 1", "cooler tones in box 1"])
def test_nothing_outside_the_box_changes(edited, coffee, differences, prompt):
    """A box limits a change of colour."""
    box = (100, 80, 300, 250)
    inside, outside = differences(coffee, edited(prompt, coffee, boxes=[(box,)]), box)
    assert not outside.any()
    assert inside.mean() > 0.1


def test_white_and_black_stay(edited):
    """Warmth tints neither deep black nor paper much."""
    pixels = np.zeros((400, 600, 3), np.uint8)
    pixels[:, 300:] = 255
    out = edited("Make it warmer", pixels).astype(int)
    assert out[200, 100].max() == 0
    assert np.ptp(out[200, 400]) < 60
    assert out[200, 400].max() >= 250
