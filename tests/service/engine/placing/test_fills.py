from __future__ import annotations

import numpy as np
import pytest

from wanwidgets.service.engine.placing.fills import Hole, closed, proposals


def hole_of(view: np.ndarray, part: np.ndarray, spot) -> Hole:
    return Hole(view, part, part, spot)


def test_every_proposal_is_of_the_size_of_the_spot(coffee):
    """At full size and on the small copy alike."""
    part = np.zeros((400, 600), bool)
    part[120:200, 200:280] = True
    hole = hole_of(coffee, part, (195, 115, 285, 205))
    small = hole.shrunk(192)
    made = list(proposals(hole, small, np.random.default_rng(0)))
    assert len(made) >= 3
    for proposal in made:
        for one in (hole, small):
            x1, y1, x2, y2 = one.spot
            assert proposal.drawn(one).shape == (y2 - y1, x2 - x1, 3)


def test_where_nothing_is_known_one_colour_is_left(coffee):
    """A hole that covers everything has one proposal."""
    part = np.ones((40, 60), bool)
    hole = hole_of(coffee[:40, :60], part, (0, 0, 60, 40))
    assert len(list(proposals(hole, hole.shrunk(192), np.random.default_rng(0)))) == 1


@pytest.mark.parametrize(("thick", "closed"), [(4, True), (60, False)])
def test_only_thin_holes_are_closed_from_their_rim(coffee, thick, closed):
    """What is drawn inwards from the rim smears where it has far to go."""
    part = np.zeros((400, 600), bool)
    part[100 : 100 + thick, 100:300] = True
    hole = hole_of(coffee, part, (95, 95, 305, 105 + thick))
    limits = [proposal.limit for proposal in proposals(hole, hole.shrunk(192), np.random.default_rng(0))]
    assert (0.0 in limits) == closed


@pytest.mark.parametrize("shape", [(1, 60), (60, 1), (2, 60), (1, 1)], ids=str)
def test_a_strip_of_a_pixel_is_closed_from_what_it_shows(shape):
    """OpenCV reads beyond the end of such a picture; what comes is between what is there, each time."""
    view = np.full((*shape, 3), 90, np.uint8)
    part = np.zeros(shape, bool)
    part[shape[0] // 3 : shape[0] // 3 + 20, shape[1] // 3 : shape[1] // 3 + 20] = True
    for _ in range(20):
        assert np.abs(closed(view, part, 3).astype(int) - 90).max() <= 3
