from __future__ import annotations

import cv2
import numpy as np
import pytest
from skimage import data

from wanwidgets.service.engine import EngineRefusal
from wanwidgets.service.engine.cutting.thing import thing_in
from wanwidgets.service.engine.fusing.design import Paint
from wanwidgets.service.engine.fusing.surface import painted

SPRAY = "Spray the graffiti from image 2 onto the suit in box 1 of image 1"
COVER = "Cover the suit in box 1 of image 1 with the texture of image 2"
SUIT = (26, 71, 150, 191)


@pytest.fixture(scope="session")
def astronaut() -> np.ndarray:
    """A photograph of 192 × 192 pixels."""
    return np.asarray(cv2.resize(data.astronaut(), (192, 192), interpolation=cv2.INTER_AREA))


@pytest.fixture(scope="session")
def graffiti() -> np.ndarray:
    """Two blue bars on paper, 300 × 200 pixels."""
    sheet = np.full((200, 300, 3), 245, np.uint8)
    sheet[40:90, 30:270] = sheet[110:160, 30:270] = (20, 80, 220)
    return sheet


@pytest.fixture(scope="session")
def table(coffee) -> np.ndarray:
    """The photograph of a cup, 150 × 100 pixels."""
    return np.asarray(cv2.resize(coffee, (150, 100), interpolation=cv2.INTER_AREA))


def one_colour(shape, color) -> Paint:
    return Paint(np.full((*shape, 3), color, np.uint8), np.ones(shape, np.float32))


def test_light_is_kept():
    """Paint in half the light is half as light, as near as the eye asks: 0.35 to 0.7 of it."""
    wall = np.full((100, 100, 3), 186, np.uint8)
    wall[:, 50:] = round(186 * 0.5 ** (1 / 2.2))
    out = painted(wall, one_colour((100, 100), (90, 90, 200)), np.ones((100, 100), np.float32), 1.0, 1.0)
    linear = (out[50] / 255.0) ** 2.2
    assert 0.35 < linear[80, 2] / linear[20, 2] < 0.7
    assert np.abs(out[50, 20].astype(int) - (90, 90, 200)).max() < 12


def test_the_scene_darkens_paint():
    """At night paint is darker than at noon, by the light of what is white in the scene."""
    wall = np.full((60, 60, 3), 120, np.uint8)
    paint, here = one_colour((60, 60), (200, 60, 60)), np.ones((60, 60), np.float32)
    noon, night = (painted(wall, paint, here, room, 1.0).mean() for room in (1.0, 0.3))
    assert night < 0.75 * noon


def test_shine_stays():
    """A highlight is still lighter than the paint around it, and whiter."""
    ball = np.full((120, 120, 3), 70, np.uint8)
    cv2.circle(ball, (60, 60), 8, (255, 255, 255), -1)
    out = painted(ball, one_colour((120, 120), (160, 30, 30)), np.ones((120, 120), np.float32), 1.0, 1.0).astype(int)
    assert out[60, 60, 2] > out[20, 20, 2] + 40


@pytest.mark.parametrize("prompt", [SPRAY, COVER])
def test_paint_stays_on_the_thing(edited, differences, astronaut, graffiti, prompt):
    """Outside the box not a byte changes, and in the box nothing that is not the thing."""
    out = edited(prompt, astronaut, graffiti, boxes=[(SUIT,), ()], size=(192, 192))
    inside, outside = differences(astronaut, out, SUIT)
    assert not outside.any()
    assert inside.mean() > 0.02
    thing = thing_in(astronaut, SUIT)
    assert thing is not None
    x1, y1, x2, y2 = SUIT
    assert not (inside[y1:y2, x1:x2] & (thing == 0)).any()


def test_a_texture_changes_colour_and_keeps_folds(edited, astronaut):
    """An orange suit in a grey texture has lost its colour; its light and dark are still in place."""
    plain = np.full((300, 300, 3), (90, 110, 200), np.uint8)
    out = edited(COVER, astronaut, plain, boxes=[(SUIT,), ()], size=(192, 192))
    thing = np.zeros((192, 192), bool)
    x1, y1, x2, y2 = SUIT
    thing[y1:y2, x1:x2] = thing_in(astronaut, SUIT) > 0.9
    thing[165:] = False
    before, after = astronaut[thing].astype(int), out[thing].astype(int)
    assert (before[:, 0] - before[:, 2]).mean() > 60
    assert (after[:, 2] - after[:, 0]).mean() > 30
    assert np.corrcoef(before.max(axis=1), after.max(axis=1))[0, 1] > 0.85


def test_graffiti_is_seen(edited, astronaut, graffiti):
    """On the orange suit there is now blue, and between the bars there is still orange."""
    for seed in range(2):
        out = edited(SPRAY, astronaut, graffiti, boxes=[(SUIT,), ()], size=(192, 192), seed=seed).astype(int)
        part = out[71:165, 26:150]
        blue = (part[..., 2] > part[..., 0] + 30).mean() - (
            astronaut[71:165, 26:150, 2].astype(int) > astronaut[71:165, 26:150, 0].astype(int) + 30
        ).mean()
        assert blue > 0.05
        assert (part[..., 0] > part[..., 2] + 80).mean() > 0.1


@pytest.mark.parametrize("prompt", [SPRAY, COVER])
def test_seeds_are_variations(edited, astronaut, cat, prompt):
    """The same seed gives the same bytes, another one lays the paint in another way."""
    first, again, other = (
        edited(prompt, astronaut, cat, boxes=[(SUIT,), ()], size=(192, 192), seed=seed) for seed in (5, 5, 6)
    )
    assert (first == again).all()
    assert np.abs(first.astype(int) - other)[71:165, 26:150].mean() > 2


GUIDE = "Spray the graffiti from image 2 onto the car in image 1"


def test_the_guides_prompt_means_the_box_that_is_drawn(edited, differences, astronaut, graffiti):
    """It names no box: the one on image 1 is meant, and image 1 is what is changed though it is not the last."""
    out = edited(GUIDE, astronaut, graffiti, boxes=[(SUIT,), ()], size=(192, 192))
    inside, outside = differences(astronaut, out, SUIT)
    assert inside.any()
    assert not outside.any()


def test_without_a_box_it_is_not_guessed_where_the_car_is(edited, astronaut, graffiti):
    """The refusal says on which picture to draw a box."""
    with pytest.raises(EngineRefusal, match="draw a box on image 1 first"):
        edited(GUIDE, astronaut, graffiti)


@pytest.mark.parametrize("box", [(0, 0, 1, 1), (70, 50, 73, 51), (0, 0, 150, 100), (0, 80, 150, 100)], ids=str)
def test_any_box_can_be_painted(edited, differences, table, cat, box):
    """Single pixels, the whole picture and a strip: something sound comes of it, and nothing outside the box."""
    for prompt in ("Cover box 1 of image 1 with the texture of image 2", "Spray image 2 onto box 1 of image 1"):
        _, outside = differences(table, edited(prompt, table, cat, boxes=[(box,), ()], size=(150, 100)), box)
        assert not outside.any()


@pytest.mark.parametrize("shape", [(1, 1), (100, 3000), (400, 600)])
def test_any_design_can_be_used(edited, table, shape):
    """One pixel, a panorama and an even grey sheet are designs like others."""
    box = (25, 25, 100, 75)
    for prompt in (SPRAY, COVER):
        out = edited(prompt, table, np.full((*shape, 3), 128, np.uint8), boxes=[(box,), ()], size=(150, 100))
        assert out.shape == table.shape


def test_a_mask_says_where_the_paint_goes(edited, coffee):
    """Under a mask the texture of a box of the same picture is laid, and outside of it not a byte changes."""
    mask = np.zeros(coffee.shape[:2], bool)
    mask[40:140, 60:200] = True
    out = edited("Cover the masked area with the texture of box 1", coffee, boxes=[((300, 100, 500, 300),)], mask=mask)
    changed = (out != coffee).any(axis=2)[:350]
    assert changed[mask[:350]].mean() > 0.9
    assert not changed[~mask[:350]].any()
