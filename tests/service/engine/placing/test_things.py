from __future__ import annotations

import numpy as np

from wanwidgets.service.engine.placing.things import thing_of, trimmed


def test_a_thing_is_cut_to_its_bounds(disc):
    """The disc is found in a loose box, and nothing is left around it after trimming."""
    thing = thing_of(disc, (20, 30, 240, 260))
    assert thing.alpha.shape == (230, 220)
    assert trimmed(thing).alpha.shape == (160, 160) or np.abs(np.subtract(trimmed(thing).alpha.shape, 161)).max() <= 2


def test_what_is_no_thing_is_none(grass):
    """A piece of lawn cannot be told from the lawn around it."""
    assert thing_of(grass, (200, 200, 300, 300)) is None
