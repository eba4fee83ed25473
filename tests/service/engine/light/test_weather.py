from __future__ import annotations

import numpy as np
import pytest

from wanwidgets.service.engine.light import weather

ALL = [weather.rain, weather.snow, weather.fog, weather.rays]


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_rain_falls_and_takes_the_light():
    """Streaks stand upright: values change more from side to side than from above to below; the light is dimmer."""
    out = weather.rain(np.full((300, 300, 3), 140, np.uint8), 1.0, rng()).mean(axis=2)
    assert np.abs(np.diff(out, axis=1)).mean() > 1.5 * np.abs(np.diff(out, axis=0)).mean()
    assert np.median(out) < 135
    assert out.max() > np.median(out) + 20


def test_more_snow_has_more_flakes():
    """The part of the picture that is much brighter than the rest grows with the amount."""
    dark = np.full((300, 400, 3), 40, np.uint8)
    parts = []
    for amount in (0.5, 1.0, 1.6):
        out = weather.snow(dark, amount, rng()).mean(axis=2)
        parts.append((out > np.median(out) + 40).mean())
    assert 0.001 < parts[0] < parts[1] < parts[2] < 0.2


def test_fog_hides_what_is_far(coffee):
    """Contrast falls, more above than below, where things are taken to be near."""
    out = weather.fog(coffee, 1.0, rng()).astype(float).mean(axis=2)
    before = coffee.astype(float).mean(axis=2)
    above, below = (out[rows].std() / before[rows].std() for rows in (slice(0, 130), slice(270, 400)))
    assert above < below < 1
    assert out[:130].mean() > before[:130].mean()


def test_rays_come_from_above():
    """On an even picture light is added at the top more than at the bottom, in the colour of the sun."""
    for seed in range(4):
        out = weather.rays(np.full((300, 400, 3), 90, np.uint8), 1.0, rng(seed)).astype(int) - 90
        assert out[:75].mean() > out[-75:].mean() + 5
        assert out[..., 0].mean() > out[..., 2].mean()


@pytest.mark.parametrize("kind", ALL)
def test_weather_is_another_one_with_another_seed(kind, cat):
    """The same seed gives the same bytes; drops, flakes, banks and shafts lie elsewhere with another."""
    one = kind(cat, 1.0, rng())
    assert (kind(cat, 1.0, rng()) == one).all()
    assert np.abs(kind(cat, 1.0, rng(2)).astype(int) - one).mean() > 1
    assert one.shape == cat.shape


@pytest.mark.parametrize(
    "prompt", ["Add snow to box 1", "Make box 1 look like autumn", "night in box 1", "在框1里加雨"]
)
def test_nothing_outside_the_box_changes(edited, coffee, differences, prompt):
    """A box limits weather and hours as well."""
    box = (100, 80, 300, 250)
    inside, outside = differences(coffee, edited(prompt, coffee, boxes=[(box,)]), box)
    assert not outside.any()
    assert inside.mean() > 0.05


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 2), (100, 3000)])
@pytest.mark.parametrize(
    "prompt", ["Make it rain", "Make it snow", "Add fog", "Add sun rays", "Make it night", "vintage"]
)
def test_any_shape_has_weather(shape, prompt, edited):
    """A pixel, a line and a panorama in a box are no errors."""
    picture = np.full((320, 3020, 3), 90, np.uint8)
    box = (5, 5, 5 + shape[1], 5 + shape[0])
    assert edited(prompt, picture, boxes=[(box,)], size=(1510, 160)).shape == (160, 1510, 3)
