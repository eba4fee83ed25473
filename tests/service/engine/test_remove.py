from __future__ import annotations

import numpy as np
import pytest

PROMPT = "Remove what is in box 1"
BOXES = [(200, 120, 280, 200), (0, 0, 120, 90), (500, 250, 600, 380), (150, 60, 450, 330), (10, 10, 12, 12)]


@pytest.mark.parametrize("box", BOXES, ids=str)
def test_nothing_outside_the_box_changes(edited, coffee, differences, box):
    """The fill ends where the box ends, also at the edge of the picture."""
    inside, outside = differences(coffee, edited(PROMPT, coffee, boxes=[(box,)]), box)
    assert not outside.any()
    assert inside.any()


def test_a_thing_on_an_even_ground_is_gone(edited, scene):
    """The red square gives way to the light and the grain around it."""
    out = edited(PROMPT, scene, boxes=[((190, 110, 270, 190),)]).astype(float)
    hole = out[115:185, 195:265]
    expected = np.stack([90 + 230 / 6, 110 + 150 / 5, 150 - 230 / 8])
    assert np.abs(hole.mean(axis=(0, 1)) - expected).max() < 6
    assert 1.5 < np.diff(hole[..., 1], axis=1).std() < 9


def test_a_box_over_everything_is_filled(edited, coffee):
    """There is nothing to copy from, and still no error."""
    out = edited(PROMPT, coffee, boxes=[((0, 0, 600, 400),)])
    assert out[:300].std(axis=(0, 1)).max() < 12


def test_seeds_differ_and_repeat(edited, coffee):
    """The same seed gives the same fill, another one another."""
    box = [((200, 120, 280, 200),)]
    first, again, other = (edited(PROMPT, coffee, boxes=box, seed=seed) for seed in (3, 3, 4))
    assert (first == again).all()
    assert (first != other).any()


def test_all_named_boxes_are_emptied(edited, coffee, differences):
    """Two boxes are two fills."""
    two = ((50, 50, 90, 90), (300, 200, 360, 260))
    out = edited("Remove what is in boxes 1 and 2", coffee, boxes=[two])
    for box in two:
        inside, _ = differences(coffee, out, box)
        assert inside.any()
    assert not differences(coffee, out, *two)[1].any()
