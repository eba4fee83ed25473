from __future__ import annotations

import numpy as np
import pytest


def detail(pixels) -> float:
    return float(np.abs(np.diff(pixels.astype(int), axis=1)).mean())


def test_sharpening_raises_detail_and_keeps_light(edited, cat):
    """Edges grow, the mean stays."""
    out = edited("Sharpen it", cat)
    assert detail(out) > 1.2 * detail(cat)
    assert out.mean() == pytest.approx(cat.mean(), abs=2)


def test_sharpening_keeps_hues(edited, cat):
    """Only lightness is sharpened, so colours get no fringes."""
    out = edited("Sharpen it", cat).astype(int)[:250]
    unclipped = (out > 0).all(axis=2) & (out < 255).all(axis=2)
    before = cat.astype(int)[:250]
    shift = (out[..., 0] - out[..., 2]) - (before[..., 0] - before[..., 2])
    assert np.abs(shift[unclipped]).max() <= 1


def test_blur_lowers_detail(edited, cat):
    """A whole picture is softened, more with a stronger word."""
    soft, softer = edited("Blur it slightly", cat), edited("Blur it strongly", cat)
    assert detail(softer) < detail(soft) < 0.8 * detail(cat)


@pytest.mark.parametrize("prompt", ["Blur what is in box 1", "Sharpen box 1"])
def test_nothing_outside_the_box_changes(edited, cat, differences, prompt):
    """A box limits a change of focus."""
    box = (100, 60, 260, 200)
    inside, outside = differences(cat, edited(prompt, cat, boxes=[(box,)]), box)
    assert not outside.any()
    assert inside.any()


def test_what_is_blurred_in_a_box_cannot_be_read(edited, cat):
    """Inside a box little of the detail is left."""
    out = edited("Blur what is in box 1", cat, boxes=[((100, 60, 260, 200),)])
    assert detail(out[80:180, 120:240]) < 0.2 * detail(cat[80:180, 120:240])
