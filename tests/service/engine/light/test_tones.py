from __future__ import annotations

import numpy as np
import pytest

from wanwidgets.service.engine.light.tones import invert, sepia, vintage


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_sepia_has_one_hue_and_keeps_light(coffee):
    """Red is above green is above blue in every mid tone, and what was brighter is brighter."""
    out = sepia(coffee, 1.0, rng()).astype(int)
    middle = (out[..., 0] > 60) & (out[..., 0] < 230)
    assert (out[middle][:, 0] > out[middle][:, 1]).all()
    assert (out[middle][:, 1] > out[middle][:, 2]).all()
    assert np.corrcoef(coffee.mean(axis=2).ravel(), out.mean(axis=2).ravel())[0, 1] > 0.9


def test_half_a_sepia_keeps_some_colour(cat):
    """The result lies between the picture and the full sepia."""
    half, full = (sepia(cat, amount, rng()).astype(float) for amount in (0.5, 1.0))
    assert np.abs(half - (cat + full) / 2).max() <= 1


def test_a_negative_of_a_negative_is_the_picture(coffee):
    """Twice the negative is the picture again, but for the print's gamma; black and white are exact."""
    out = invert(invert(coffee, 1.0, rng()), 1.0, rng())
    assert np.abs(out.astype(int) - coffee).max() <= 14
    assert invert(np.array([[[0, 255, 0]]], np.uint8), 1.0, rng()).tolist() == [[[255, 0, 255]]]


def test_an_old_print_has_weak_blacks_yellow_lights_and_grain(coffee):
    """Its darkest tone is grey, white is yellowish, saturation falls, and an even area is no longer even."""
    out = vintage(coffee, 1.0, rng()).astype(int)
    assert np.percentile(out.mean(axis=2), 1) > np.percentile(coffee.mean(axis=2), 1) + 10
    assert np.ptp(out, axis=2).mean() < np.ptp(coffee.astype(int), axis=2).mean()
    even = vintage(np.full((200, 200, 3), 240, np.uint8), 1.0, rng()).astype(int)
    assert even[..., 0].mean() > even[..., 2].mean() + 8
    assert even[90:110, 90:110].std(axis=(0, 1)).min() > 1.5


@pytest.mark.parametrize("change", [sepia, invert, vintage])
def test_another_seed_is_another_print(cat, change):
    """The same seed gives the same bytes, another one a picture that differs in most pixels or in its tone."""
    one, again, other = change(cat, 1.0, rng(1)), change(cat, 1.0, rng(1)), change(cat, 1.0, rng(2))
    assert (one == again).all()
    assert (one != other).mean() > 0.2
