from __future__ import annotations

import cv2
import numpy as np
import pytest

from wanwidgets.service.engine.light import seasons

ALL = [seasons.spring, seasons.summer, seasons.autumn, seasons.winter]


@pytest.fixture(scope="module")
def leaves() -> np.ndarray:
    """Greens of many brightnesses, as a lawn has them."""
    hsv = np.zeros((60, 90, 3), np.float32)
    hsv[..., 0] = np.linspace(80, 130, 90)[None]
    hsv[..., 1] = 0.55
    hsv[..., 2] = np.linspace(0.2, 0.8, 60)[:, None]
    return np.rint(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB) * 255).astype(np.uint8)


def hsv(pixels) -> np.ndarray:
    return cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2HSV).reshape(-1, 3).mean(axis=0)


def test_leaves_turn_in_autumn(leaves):
    """Greens become golds and rusts, 20 to 55 degrees of hue, with every seed."""
    for seed in range(5):
        hue, saturation, _ = hsv(seasons.autumn(leaves, 1.0, np.random.default_rng(seed)))
        assert 20 < hue < 55
        assert saturation > 0.5


def test_winter_is_pale_and_cold(leaves, coffee):
    """Greens lose most of their colour, and the light turns towards blue."""
    assert hsv(seasons.winter(leaves, 1.0, np.random.default_rng(1)))[1] < 0.5 * hsv(leaves)[1]
    out = seasons.winter(coffee, 1.0, np.random.default_rng(1)).mean(axis=(0, 1))
    before = coffee.mean(axis=(0, 1))
    assert out[2] / out[0] > 1.3 * before[2] / before[0]


def test_spring_is_lighter_and_summer_stronger(leaves):
    """Spring raises the light and keeps leaves green; summer raises the colours."""
    spring, summer, before = (
        hsv(out)
        for out in (
            seasons.spring(leaves, 1.0, np.random.default_rng(1)),
            seasons.summer(leaves, 1.0, np.random.default_rng(1)),
            leaves,
        )
    )
    assert spring[2] > before[2] + 0.05
    assert 75 < spring[0] < 135
    assert summer[1] > before[1] + 0.05


def test_skin_stays_skin(coffee):
    """Oranges and reds, as of skin and wood, turn by less than 12 degrees in any season."""
    skin = np.full((4, 4, 3), (214, 160, 128), np.uint8)
    for season in ALL:
        hue = hsv(season(skin, 1.0, np.random.default_rng(3)))[0]
        assert abs(hue - hsv(skin)[0]) < 12


@pytest.mark.parametrize("season", ALL)
def test_nothing_moves_and_grades_have_amounts(season, cat):
    """Detail stays where it is; slightly is less, much is more, and another seed is another grade."""
    outs = [season(cat, amount, np.random.default_rng(1)) for amount in (0.5, 1.0, 1.6)]
    moved = [np.abs(out.astype(int) - cat).mean() for out in outs]
    assert 1 < moved[0] < moved[1] < moved[2]
    assert np.corrcoef(cat.mean(axis=2).ravel(), outs[1].mean(axis=2).ravel())[0, 1] > 0.97
    other = season(cat, 1.0, np.random.default_rng(2))
    assert np.abs(other.astype(int) - outs[1]).mean() > 0.5
    assert (season(cat, 1.0, np.random.default_rng(2)) == other).all()
