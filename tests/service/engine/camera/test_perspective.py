from __future__ import annotations

import numpy as np
import pytest

from wanwidgets.service.engine.camera.perspective import SIDES, lean


def spans(pixels, axis: int) -> tuple[int, int]:
    """Return how far apart two dark lines are near the one rim and near the other."""
    dark = pixels[..., 0] < 110
    lines = (dark[:, 12], dark[:, -12]) if axis else (dark[12], dark[-12])
    return tuple(int(np.ptp(np.flatnonzero(line))) for line in lines)


@pytest.mark.parametrize("side", list(SIDES))
def test_the_side_that_moves_away_becomes_shorter(side):
    """Two parallel lines are nearer to each other at the far side, by a seventh at least."""
    pixels = np.full((240, 320, 3), 220, np.uint8)
    across = side in ("left", "right")
    if across:
        pixels[100:103] = pixels[140:143] = 0
    else:
        pixels[:, 120:123] = pixels[:, 200:203] = 0
    first, last = spans(lean(pixels, (320, 240), side, 30.0), across)
    near, far = (last, first) if side in ("left", "upper") else (first, last)
    assert far < 0.86 * near


def test_points_go_where_the_closed_form_says():
    """Straight lines stay straight, and the middle stays in the middle."""
    y, x = np.mgrid[:241, :321]
    disc = np.repeat((255 * np.exp(-((x - 160) ** 2 + (y - 120) ** 2) / 30)).astype(np.uint8)[:, :, None], 3, axis=2)
    out = lean(disc, (321, 241), "left", 30.0)[..., 0].astype(float)
    assert (out * x).sum() / out.sum() == pytest.approx(160, abs=0.6)
    assert (out * y).sum() / out.sum() == pytest.approx(120, abs=0.6)


@pytest.mark.parametrize("side", list(SIDES))
@pytest.mark.parametrize("degrees", [5.0, 25.0, 50.0])
def test_no_corner_is_empty(side, degrees):
    """The rim of the picture is never repeated: a gradient that ends at it has no flat stretch."""
    ramp = np.repeat(np.linspace(0, 255, 400)[None, :], 300, axis=0)
    pixels = np.repeat(ramp.astype(np.uint8)[:, :, None], 3, axis=2)
    out = lean(pixels, (400, 300), side, degrees)[..., 0].astype(int)
    for row in (out[2], out[-3]):
        assert (row[:12] == row[0]).sum() < 9 + 60 * (degrees > 25)
        assert row[-1] > row[0]


def test_without_an_angle_nothing_changes(cat):
    """Leaning by 0 degrees gives the picture itself."""
    assert np.abs(lean(cat, (451, 300), "left", 0.0).astype(int) - cat).max() <= 1


def test_seeds_lean_differently(edited, cat):
    """Another seed is another angle."""
    outs = [edited("Tilt the perspective to the left", cat, seed=seed).astype(int) for seed in (1, 2)]
    assert np.abs(outs[0] - outs[1]).mean() > 0.5
