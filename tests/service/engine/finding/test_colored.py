from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageDraw

from wanwidgets.service.engine.finding.colored import NAMES, colored
from wanwidgets.service.engine.grammar.blocks import COLORS
from wanwidgets.service.engine.retouching.fill import COLORS as PAINTS


def test_every_colour_of_the_grammar_can_be_looked_for():
    """What a prompt can call a colour has a range of hues, and paint of that name is found."""
    assert set(COLORS.values()) <= set(NAMES)
    for name in sorted(set(COLORS.values())):
        ground = np.full((120, 160, 3), (20, 20, 20) if name == "white" else (250, 250, 250), np.uint8)
        if name in {"grey", "beige"}:
            ground[:] = (30, 60, 190)
        ground[30:90, 40:120] = PAINTS[name]
        assert colored(ground, name) == ((40, 30, 120, 90),), name


def test_a_red_saucer_is_found(coffee):
    """The red saucer of a photograph is one thing, and its box is right to a few pixels in a hundred."""
    box, *others = colored(coffee, "red")

    assert not others
    assert np.abs(np.array(box) - (78, 72, 478, 385)).max() < 25


def test_things_come_by_size_and_specks_are_left_out():
    """The largest thing comes first, a speck is none, and never are there more than twelve."""
    image = Image.new("RGB", (800, 600), "white")
    draw = ImageDraw.Draw(image)
    for number in range(20):
        x, y = 10 + number % 5 * 150, 10 + number // 5 * 140
        draw.ellipse((x, y, x + 60 + number, y + 60 + number), fill=(20, 60, 200))
    draw.rectangle((780, 590, 785, 595), fill=(20, 60, 200))

    found = colored(np.asarray(image), "blue")

    areas = [(x2 - x1) * (y2 - y1) for x1, y1, x2, y2 in found]
    assert len(found) == 12
    assert all(first >= second * 0.97 for first, second in pairwise(areas))


@pytest.mark.parametrize("shape", [(1, 1), (2, 9), (100, 3000)])
def test_any_shape_can_be_looked_at(shape):
    """A pixel and a panorama are one thing of their colour, or none."""
    assert len(colored(np.full((*shape, 3), (210, 20, 20), np.uint8), "red")) <= 1
