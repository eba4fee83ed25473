"""Where runs and lines are drawn: nothing lies on something else, and lines run beside what they pass."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from wanwidgets.lineage import Edge, Original, Step
from wanwidgets.lineage.places import nodes_of, places_of


def kin(count, *pairs):
    steps = tuple(Step(str(number), None) for number in range(1, count + 1))
    return steps, tuple(Edge(str(parent), 1, str(child), image) for parent, child, image in pairs)


def rows_of(nodes):
    return {node.key: place for place, node in enumerate(nodes)}


def test_a_line_of_runs_stays_in_its_lane():
    """A run stands below what it was made from; a second one that was made from the same begins a lane."""
    steps, edges = kin(4, (1, 2, 1), (2, 3, 1), (1, 4, 1))
    nodes = nodes_of(steps, edges, ())
    places = places_of(nodes, rows_of(nodes))

    assert dict(places.lanes) == {"1": 0, "2": 0, "3": 0, "4": 1}
    assert [(line.parent, line.child, line.lane) for line in places.lines] == [
        ("1", "2", 0),
        ("2", "3", 0),
        ("1", "4", 1),
    ]
    assert [node.depth for node in nodes] == [0, 1, 2, 1]
    assert places.count == 2


def test_lanes_are_taken_again():
    """What begins after a branch has ended takes the lane of that branch."""
    steps, edges = kin(5, (1, 2, 1), (1, 3, 1), (2, 4, 1), (4, 5, 1))
    nodes = nodes_of(steps, edges, ())
    more, others = kin(7, (1, 2, 1), (1, 3, 1), (2, 4, 1), (4, 5, 1), (5, 6, 1), (5, 7, 1))
    later = nodes_of(more, others, ())

    assert places_of(nodes, rows_of(nodes)).lanes["3"] == 1
    assert places_of(later, rows_of(later)).lanes["7"] == 1
    assert places_of(later, rows_of(later)).count == 2


def test_a_run_of_two_results_hangs_below_the_longer_line():
    """The line of a run that was made from two goes on from the one with more steps before it; the other joins it."""
    steps, edges = kin(4, (1, 2, 1), (3, 4, 1), (2, 4, 2))
    nodes = nodes_of(steps, edges, ())
    places = places_of(nodes, rows_of(nodes))

    assert nodes[3].parents == ("2", "3")
    assert places.lanes["4"] == places.lanes["2"]
    joined = next(line for line in places.lines if line.parent == "3")
    assert joined.lane == places.lanes["4"]
    assert places.count == 2


def test_what_joins_later_comes_along_a_lane_of_its_own():
    """What joins later stays in its lane until then, or takes a free one where its own goes on with another run."""
    steps, edges = kin(6, (1, 2, 1), (3, 4, 1), (2, 5, 1), (5, 6, 1), (4, 6, 2), (3, 6, 3))
    nodes = nodes_of(steps, edges, ())
    places = places_of(nodes, rows_of(nodes))
    by_parent = {line.parent: line.lane for line in places.lines if line.child == "6"}

    assert dict(places.lanes) == {"1": 0, "2": 0, "3": 1, "4": 1, "5": 0, "6": 0}
    assert by_parent == {"5": 0, "4": 1, "3": 2}


def test_what_a_line_began_with_is_a_node():
    """The first picture of a line of runs is a node, one for all runs that began with it; others are beside a run."""
    steps, edges = kin(3, (1, 3, 2))
    originals = (
        Original("1", 1, "photo-file", "photo"),
        Original("1", 2, "logo"),
        Original("2", 1, "other-file", "photo"),
        Original("3", 1, "logo"),
    )
    nodes = nodes_of(steps, edges, originals)

    assert [node.key for node in nodes] == ["photo", "1", "2", "3"]
    assert [node.parents for node in nodes] == [(), ("photo",), ("photo",), ("1",)]
    assert [[each.digest for each in node.beside] for node in nodes] == [[], ["logo"], [], ["logo"]]
    assert nodes[0].original is originals[0]
    assert nodes[0].step is None


@settings(max_examples=100)
@given(st.integers(1, 24), st.randoms(use_true_random=False))
def test_nothing_lies_on_something_else(count, chance: random.Random):
    """However it branches and joins, each run has its own place, and no line passes through a run."""
    pairs = [
        (chance.randint(1, child - 1), child, image)
        for child in range(2, count + 1)
        for image in range(1, chance.randint(1, 4))
    ]
    nodes = nodes_of(*kin(count, *pairs), ())
    for positions in (rows_of(nodes), {node.key: node.depth for node in nodes}):
        places = places_of(nodes, positions)
        where = {(positions[key], lane): key for key, lane in places.lanes.items()}
        assert len(where) == len(nodes)
        assert len(places.lines) == len({(parent, child) for parent, child, _ in pairs})
        for line in places.lines:
            first, last = positions[line.parent], positions[line.child]
            assert first < last
            assert 0 <= line.lane < places.count
            assert not [position for position in range(first + 1, last) if (position, line.lane) in where]
