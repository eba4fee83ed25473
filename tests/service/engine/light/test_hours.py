from __future__ import annotations

import numpy as np
import pytest

from wanwidgets.service.engine.light import hours

ALL = [hours.sunrise, hours.noon, hours.sunset, hours.dusk, hours.night]


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_the_day_goes_from_bright_to_dark(coffee):
    """Noon is brightest, dusk is darker than the sunset, night is darkest: less than half of the picture's light."""
    light = {hour.__name__: hour(coffee, 1.0, rng()).mean() for hour in ALL}
    assert light["noon"] > coffee.mean()
    assert light["noon"] > light["sunset"] > light["dusk"] > light["night"]
    assert light["night"] < 0.5 * coffee.mean()


def test_sunset_is_warm_and_night_blue(cat):
    """Red over blue rises in the evening and falls after it."""
    before = cat[..., 0].mean() / cat[..., 2].mean()
    ratios = {hour.__name__: np.divide(*hour(cat, 1.0, rng()).mean(axis=(0, 1))[[0, 2]]) for hour in ALL}
    assert ratios["sunset"] > 1.2 * before
    assert ratios["dusk"] < 0.85 * before
    assert ratios["night"] < 0.7 * before


def test_the_sun_stands_on_the_side_that_chance_chooses():
    """On an even picture one side is brighter in a sunset, not always the same."""
    even = np.full((80, 160, 3), 110, np.uint8)
    sides = set()
    for seed in range(8):
        out = hours.sunset(even, 1.0, rng(seed)).astype(int)
        left, right = out[:, :40].mean(), out[:, -40:].mean()
        assert abs(left - right) > 10
        sides.add(left > right)
    assert sides == {True, False}


def test_lamps_glow_at_night_and_red_paint_does_not():
    """A small bright warm spot stays bright among the dark; a red area of the same red does not."""
    scene = np.full((200, 300, 3), 60, np.uint8)
    scene[95:105, 70:80] = (255, 225, 150)
    scene[60:140, 180:260] = (210, 20, 20)
    out = hours.night(scene, 1.0, rng()).max(axis=2)
    assert out[100, 75] > 150
    assert out[100, 220] < 90


@pytest.mark.parametrize("hour", ALL)
def test_hours_have_amounts_and_seeds(hour, cat):
    """Slightly is less than plain; the same seed gives the same bytes and another one another light."""
    less, plain = (hour(cat, amount, rng()) for amount in (0.5, 1.0))
    assert 1 < np.abs(less.astype(int) - cat).mean() < np.abs(plain.astype(int) - cat).mean()
    assert (hour(cat, 1.0, rng()) == plain).all()
    assert np.abs(hour(cat, 1.0, rng(2)).astype(int) - plain).mean() > 0.5
