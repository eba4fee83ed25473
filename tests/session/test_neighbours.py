"""Who is there, in order, and kept alive by nobody."""

from __future__ import annotations

import gc

from wanwidgets.session.neighbours import Neighbours


class One:
    """Somebody."""


def test_each_turns_to_those_before_only():
    """The latest comes first; who comes again is last, and who left or was never there is nobody's neighbour."""
    there, first, second, third = Neighbours(), One(), One(), One()
    for one in (first, second, third):
        there.enter(one)
    assert there.before(third) == [second, first]
    there.enter(first)
    assert there.before(first) == [third, second]
    assert there.before(second) == []
    there.leave(second)
    there.leave(second)
    assert there.before(first) == [third]
    assert there.before(second) == []


def test_nobody_is_kept_alive():
    """Who goes away is forgotten, and so many that came and went leave nothing."""
    there, last = Neighbours(), One()
    for _ in range(100):
        there.enter(One())
    gc.collect()
    there.enter(last)
    assert there.before(last) == []
    assert len(there._there) == 1
