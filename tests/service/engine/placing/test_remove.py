from __future__ import annotations

import numpy as np
import pytest

from wanwidgets.service.engine.placing.remove import remove

RNG = np.random.default_rng
PROMPT = "Remove what is in box 1"
BOXES = [(67, 40, 94, 67), (0, 0, 40, 30), (167, 83, 200, 127), (50, 20, 150, 110), (10, 10, 12, 12)]


@pytest.mark.parametrize("box", BOXES, ids=str)
def test_nothing_outside_the_box_changes(edited, cup, differences, box):
    """The fill ends where the box ends, also at the edge of the picture."""
    inside, outside = differences(cup, edited(PROMPT, cup, boxes=[(box,)]), box)
    assert not outside.any()
    assert inside.any()


def test_a_thing_on_an_even_ground_is_gone(edited, ground):
    """The red square gives way to the light and the grain around it."""
    out = edited(PROMPT, ground, boxes=[((95, 55, 135, 95),)]).astype(float)
    hole = out[58:92, 98:132]
    expected = np.stack([90 + 230 / 6, 110 + 150 / 5, 150 - 230 / 8])
    assert np.abs(hole.mean(axis=(0, 1)) - expected).max() < 6
    assert 1.5 < np.diff(hole[..., 1], axis=1).std() < 9


def test_a_box_over_everything_is_filled(edited, cup):
    """There is nothing to copy from, and still no error."""
    out = edited(PROMPT, cup, boxes=[((0, 0, 200, 133),)])
    assert out[:100].std(axis=(0, 1)).max() < 12


def test_seeds_differ_and_repeat(edited, cup):
    """The same seed gives the same fill, another one another."""
    box = [((67, 40, 94, 67),)]
    first, again, other = (edited(PROMPT, cup, boxes=box, seed=seed) for seed in (3, 3, 4))
    assert (first == again).all()
    assert (first != other).any()


def test_all_named_boxes_are_emptied(edited, cup, differences):
    """Two boxes are two fills."""
    two = ((17, 17, 30, 30), (100, 67, 120, 87))
    out = edited("Remove what is in boxes 1 and 2", cup, boxes=[two])
    for box in two:
        inside, _ = differences(cup, out, box)
        assert inside.any()
    assert not differences(cup, out, *two)[1].any()


def detail(pixels: np.ndarray) -> float:
    """Return how much neighbours differ."""
    return float(np.abs(np.diff(pixels.astype(float), axis=1)).mean())


@pytest.mark.parametrize("name", ["grass", "brick"])
def test_a_texture_goes_on(request, name):
    """In lawn and wall the fill has the usual detail, within a third, and light; its rim is under twice as steep."""
    pixels = np.ascontiguousarray(request.getfixturevalue(name)[::2, ::2])
    out = remove(pixels, [(85, 80, 165, 150)], RNG(0)).astype(float)
    inside = out[82:148, 87:163]
    assert detail(inside) == pytest.approx(detail(pixels), rel=0.34)
    assert abs(inside.mean() - pixels[50:180, 55:195].mean()) < 8
    seam = np.abs(np.concatenate([out[80, 85:165] - out[79, 85:165], out[150, 85:165] - out[149, 85:165]])).mean()
    assert seam < 2 * np.abs(np.diff(pixels.astype(float), axis=0)).mean()


def test_a_rocket_gives_way_to_the_sky(rocket):
    """Where it stood it is as dark as beside it, and nothing of its white (255) is left."""
    out = remove(rocket, [(137, 30, 183, 197)], RNG(0)).astype(float)
    above = out[60:150, 142:178].mean(axis=(1, 2))
    beside = np.hstack([rocket[60:150, 117:133], rocket[60:150, 187:203]]).astype(float).mean(axis=(1, 2))
    assert np.abs(above - beside).max() < 12
    assert out[60:150, 142:178].max() < 150


def test_no_box_lends_to_another(edited, ground):
    """Of two red things that are both to go, neither is filled with the other."""
    out = edited("Remove what is in boxes 1 and 2", ground, boxes=[((95, 55, 115, 95), (115, 55, 135, 95))])
    hole = out[56:94, 96:134].astype(int)
    assert (hole[..., 0] - hole[..., 1]).max() < 60
