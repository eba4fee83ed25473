from __future__ import annotations

import numpy as np
import pytest

from wanwidgets.service.engine.retouching.pixelate import pixelate

BOX = (100, 60, 260, 200)


def test_a_box_becomes_squares_of_one_colour(edited, cat, differences):
    """Not a pixel outside changes, the edge is hard, and inside there are few colours, each about a mean."""
    out = edited("Pixelate box 1", cat, boxes=[(BOX,)])
    inside, outside = differences(cat, out, BOX)
    assert not outside.any()
    assert inside.sum() > 0.9 * 160 * 140
    part, before = out[60:200, 100:260], cat[60:200, 100:260]
    assert len(np.unique(part.reshape(-1, 3), axis=0)) <= 12 * 14
    assert np.abs(part.mean(axis=(0, 1)) - before.mean(axis=(0, 1))).max() < 3


def test_other_seeds_move_the_grid():
    """Two seeds show other squares."""
    part = np.random.default_rng(0).integers(0, 256, (80, 90, 3), np.uint8)
    assert (pixelate(part, 1.0, np.random.default_rng(1)) != pixelate(part, 1.0, np.random.default_rng(2))).any()


def test_a_strong_word_makes_larger_squares(edited, cat):
    """The colours that are left become fewer."""
    counts = [
        len(np.unique(edited(f"{how} pixelate box 1", cat, boxes=[(BOX,)])[60:200, 100:260].reshape(-1, 3), axis=0))
        for how in ("slightly", "", "strongly")
    ]
    assert counts[0] > counts[1] > counts[2]


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (3, 2), (40, 1)])
def test_the_smallest_boxes_work(shape):
    """A box of one pixel keeps its mean."""
    part = np.full((*shape, 3), 77, np.uint8)
    assert (pixelate(part, 1.6, np.random.default_rng(0)) == part).all()
