from __future__ import annotations

import numpy as np
import pytest

from wanwidgets.service.engine.retouching.fill import COLORS
from wanwidgets.service.engine.retouching.likeness import called, likeness
from wanwidgets.service.engine.retouching.main_color import main_color


@pytest.mark.parametrize("color", list(COLORS))
def test_a_colour_is_most_like_its_own_name(color):
    """What a name stands for is called by it."""
    assert likeness(np.array([[COLORS[color]]], np.uint8), color)[0, 0] > 0.8


def test_names_keep_apart_what_people_keep_apart():
    """Skin is not red, a pale sky is not white, and dark wood is not black."""
    row = np.array([[[225, 172, 142], [150, 190, 235], [70, 42, 24]]], np.uint8)
    assert likeness(row, "red")[0, 0] < 0.1
    assert likeness(row, "blue")[0, 1] > 0.8
    assert likeness(row, "white")[0, 1] < 0.1
    assert likeness(row, "brown")[0, 2] > 0.8
    assert likeness(row, "black")[0, 2] < 0.5


def test_all_shades_of_one_thing_are_meant(coffee):
    """Of the red saucer at least 0.95 counts as red, of the white cup less than 0.05."""
    weight = called(coffee, "red")
    assert weight[180:240, 110:150].mean() > 0.95
    assert weight[80:100, 182:188].mean() < 0.05


def test_a_picture_without_the_colour_has_none(coffee):
    """Nothing in the photograph is purple."""
    assert called(coffee, "purple").mean() < 0.002


def test_the_main_colour_is_that_of_the_paint():
    """A third of red counts more than two thirds of grey."""
    pixels = np.full((30, 30, 3), 110, np.uint8)
    pixels[:10] = (190, 30, 40)
    a, b = main_color(pixels, np.ones((30, 30), np.float32))
    assert a > 45
    assert b > 20
