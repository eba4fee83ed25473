from __future__ import annotations

import cv2
import numpy as np
import pytest
from skimage import data

from wanwidgets.service.engine.fusing.design import covering, inked, sprayed


@pytest.fixture(scope="session")
def drawing() -> tuple[np.ndarray, np.ndarray]:
    """An O in two colours on paper, 400 × 300 pixels, and where its ink is."""
    ink = np.zeros((300, 400), np.uint8)
    cv2.circle(ink, (200, 150), 90, 1, 40)
    sheet = np.full((300, 400, 3), (246, 244, 238), np.uint8)
    sheet[ink > 0] = (210, 30, 60)
    sheet[150:][ink[150:] > 0] = (20, 60, 170)
    return sheet, ink > 0


def overlap(one, other) -> float:
    return float((one & other).sum() / (one | other).sum())


def test_ink_on_paper_is_told_exactly(drawing):
    """The ring is ink, its inside is paper: they overlap by more than 0.97."""
    sheet, ink = drawing
    assert overlap(inked(sheet) > 0.5, ink) > 0.97


def test_graffiti_is_told_from_bricks(drawing):
    """On a wall with mortar and grain still nine tenths of what is told is ink."""
    sheet, ink = drawing
    wall = cv2.resize(data.brick(), (400, 400))[:300]
    sprayed_on = np.where(ink[:, :, None], sheet, np.repeat(wall[:, :, None], 3, 2))
    assert overlap(inked(sprayed_on) > 0.5, ink) > 0.9


def test_all_of_a_photograph_is_ink(coffee, cat):
    """Where the rim is no ground, nothing inside is left out."""
    for picture in (coffee, cat):
        ink = inked(picture)
        assert (ink[40:-40, 40:-40] == 1).all()
        assert ink[0].max() < 0.1


@pytest.mark.parametrize("ratio", [(300, 400), (600, 200)])
def test_a_design_lies_on_the_surface(drawing, ratio):
    """On a disc, off the centre of its box, four fifths of the paint hold, and it is not lost for smallness."""
    surface = np.zeros(ratio, np.float32)
    cv2.circle(surface, (120, 130), 100, 1, -1)
    for seed in range(4):
        paint = sprayed(drawing[0], surface, np.random.default_rng(seed))
        assert paint.cover.shape == surface.shape
        assert (paint.cover * surface).sum() > 0.8 * paint.cover.sum()
        assert paint.cover.sum() > 0.15 * surface.sum()


def test_paint_has_the_colours_of_the_design(drawing):
    """Where the paint lies thick it is red above and blue below."""
    paint = sprayed(drawing[0], np.ones((500, 700), np.float32), np.random.default_rng(0))
    upper, lower = paint.pixels[100:200][paint.cover[100:200] == 1], paint.pixels[320:400][paint.cover[320:400] == 1]
    assert np.abs(np.median(upper, axis=0) - (210, 30, 60)).max() < 12
    assert np.abs(np.median(lower, axis=0) - (20, 60, 170)).max() < 12


@pytest.mark.parametrize("shape", [(1, 1), (1, 90), (40, 900), (700, 30)])
def test_a_texture_covers_every_surface(cat, shape):
    """It fills the bounds of the surface whatever their shape, undistorted."""
    for texture in (cat, np.full((1, 1, 3), 9, np.uint8), np.full((100, 3000, 3), 9, np.uint8)):
        paint = covering(texture, np.ones(shape, np.float32), np.random.default_rng(0))
        assert paint.pixels.shape == (*shape, 3)
        assert (paint.cover == 1).all()
        assert sprayed(texture, np.ones(shape, np.float32), np.random.default_rng(0)).pixels.shape == (*shape, 3)


def test_another_seed_lies_elsewhere(drawing, cat):
    """The same seed lays paint in the same way, another one turned, moved or mirrored."""
    surface = np.ones((200, 300), np.float32)
    for lay, picture in ((sprayed, drawing[0]), (covering, cat)):
        one, again, other = (lay(picture, surface, np.random.default_rng(seed)) for seed in (1, 1, 2))
        assert (one.pixels == again.pixels).all()
        assert (one.cover == again.cover).all()
        assert np.abs(one.pixels.astype(int) - other.pixels).mean() > 3
