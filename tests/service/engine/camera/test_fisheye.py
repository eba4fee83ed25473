from __future__ import annotations

import numpy as np
import pytest

from wanwidgets.service.engine.camera.fisheye import fisheye, half_field


def dots(size: int, places) -> np.ndarray:
    """Return a black picture with soft white dots at `places`, x and y from its middle."""
    y, x = np.mgrid[:size, :size] - (size - 1) / 2
    light = sum(np.exp(-((x - dx) ** 2 + (y - dy) ** 2) / 8) for dx, dy in places)
    return np.repeat((255 * np.minimum(light, 1)).astype(np.uint8)[:, :, None], 3, axis=2)


def found(pixels, near, reach: int = 14) -> tuple[float, float]:
    """Return the centre of light around a place, x and y from the middle of the picture."""
    middle = (pixels.shape[0] - 1) / 2
    y, x = np.mgrid[: pixels.shape[0], : pixels.shape[1]] - middle
    weight = pixels[..., 0] * (np.hypot(x - near[0], y - near[1]) < reach).astype(float)
    return float((weight * x).sum() / weight.sum()), float((weight * y).sum() / weight.sum())


@pytest.mark.parametrize("degrees", [35.0, 56.0, 70.0])
@pytest.mark.parametrize(("x", "y"), [(40, 0), (0, -70), (60, 60), (-95, 30)])
def test_points_go_where_the_closed_form_says(degrees, x, y):
    """A point at d from the middle comes to R / θ · arctan(d tan θ / R), in the same direction, within half a pixel."""
    size = 241
    distance, rim, wide = np.hypot(x, y), size / 2, np.radians(degrees)
    there = rim / wide * np.arctan(distance * np.tan(wide) / rim)
    wanted = (x / distance * there, y / distance * there)
    assert found(fisheye(dots(size, [(x, y)]), (size, size), degrees), wanted) == pytest.approx(wanted, abs=0.5)


def test_the_middle_is_magnified_and_the_longer_side_kept(cat):
    """The middle grows by tan θ / θ, and what is in the middle of the left side stays there."""
    out = fisheye(dots(241, [(-8, 0), (8, 0)]), (241, 241), 56.0)
    wide = np.radians(56.0)
    ahead = 120.5 / wide * np.arctan(8 * np.tan(wide) / 120.5)
    assert found(out, (ahead, 0), 7)[0] == pytest.approx(ahead, abs=0.5)
    bent = fisheye(cat, (451, 300), 56.0)
    assert np.abs(bent[145:155, 1:4].astype(int) - cat[145:155, 1:4]).mean() < 12


def test_beyond_the_picture_it_is_black(edited, cat):
    """The corners, where the lens sees more than the picture has, are black and nothing is invented there."""
    bright = np.maximum(cat, 60)
    out = edited("Reshoot this photo with a fisheye lens", bright)
    assert out[:4, :4].max() == 0
    assert out[120:180, 150:300].min() >= 30


def test_stronger_words_bend_more():
    """Half the amount is a smaller angle, more is a larger one, and both stay in range."""
    angles = [half_field(amount, np.random.default_rng(1)) for amount in (0.5, 1.0, 1.6)]
    assert 20 <= angles[0] + 5 < angles[1] < angles[2] - 5 <= 74


@pytest.mark.parametrize("size", [(3000, 100), (100, 3000)])
def test_a_panorama_works(edited, size):
    """Extreme ratios make a picture of the output's size."""
    pixels = np.full((size[1], size[0], 3), 99, np.uint8)
    assert edited("fisheye", pixels, size=(768, 512)).shape == (512, 768, 3)
