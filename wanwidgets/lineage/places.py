"""Places: where each run of a lineage stands when it is drawn, so that lines do not run through what they pass by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from wanwidgets.lineage.kin import Edge, Original, Step

__all__ = ["Line", "Node", "Places", "nodes_of", "places_of"]

K = TypeVar("K", Edge, Original)


@dataclass(frozen=True, slots=True)
class Node:
    """One thing that is drawn: a run, or the picture with which the first of a line of runs began.

    Attributes
    ----------
    key : str
        The id of the run; for a picture what is the same for the same picture.
    depth : int
        How many steps lie before it at most.
    step : Step or None
        The run.
    original : Original or None
        The picture; exactly one of the two is there.
    beside : tuple of Original
        What else a run was given.
    parents : tuple of str
        The keys of the nodes that it was made from, that with the most steps before it first.
    """

    key: str
    depth: int
    step: Step | None = None
    original: Original | None = None
    beside: tuple[Original, ...] = ()
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line between two nodes, which runs along a lane of its own where it passes others by."""

    parent: str
    child: str
    lane: int


@dataclass(frozen=True, slots=True)
class Places:
    """Where nodes and lines are: the lane of each node by its key, all lines, and how many lanes there are."""

    lanes: Mapping[str, int]
    lines: tuple[Line, ...]
    count: int


def nodes_of(steps: Sequence[Step], edges: Iterable[Edge], originals: Iterable[Original]) -> tuple[Node, ...]:
    """Return what is to be drawn, each after all that it was made from.

    Parameters
    ----------
    steps
        A run after those that it was made from.
    edges, originals
        Of these runs.
    """
    came = _by_child(edges)
    given = _by_child(originals)
    nodes: dict[str, Node] = {}
    for step in steps:
        parents = dict.fromkeys(edge.parent for edge in came.get(step.id, ()))
        beside = given.get(step.id, ())
        if not parents and beside:
            # What began a line of runs is a node; the same picture is one node for all that began with it.
            first, beside = beside[0], beside[1:]
            nodes.setdefault(first.key, Node(first.key, 0, original=first))
            parents[first.key] = None
        deepest = sorted(parents, key=lambda key: -nodes[key].depth)
        depth = nodes[deepest[0]].depth + 1 if deepest else 0
        nodes[step.id] = Node(step.id, depth, step, None, tuple(beside), tuple(deepest))
    return tuple(nodes.values())


def places_of(nodes: Sequence[Node], positions: Mapping[str, int]) -> Places:
    """Return where nodes are across the direction in which their positions go.

    A run stands in the lane of what it was made from, if it is the first; every other one begins a lane. What else a
    run was made from comes along its own lane as well, or along a free one where that goes on with other runs.

    Parameters
    ----------
    nodes
        As `nodes_of` returns them.
    positions
        How far along each node is: further than what it was made from.
    """
    chains: dict[str, list[str]] = {}
    head: dict[str, str] = {}
    for node in nodes:
        parent = node.parents[0] if node.parents else ""
        carries_on = parent and chains[head[parent]][-1] == parent
        head[node.key] = head[parent] if carries_on else node.key
        chains.setdefault(head[node.key], []).append(node.key)
    came_from = {node.key: node.parents[0] if node.parents else node.key for node in nodes}
    last = {first: positions[chain[-1]] for first, chain in chains.items()}
    crossing: dict[str, int] = {}
    for parent, child in _joining(nodes):
        if chains[head[parent]][-1] == parent:
            last[head[parent]] = max(last[head[parent]], positions[child] - 1)
        elif positions[child] > positions[parent] + 1:
            crossing[parent] = max(crossing.get(parent, 0), positions[child])
    spans = [(positions[came_from[first]], last[first]) for first in chains]
    found = _lanes_of([*spans, *((positions[parent], end) for parent, end in crossing.items())])
    lane_of = dict(zip(chains, found, strict=False))
    lanes = {node.key: lane_of[head[node.key]] for node in nodes}
    own = dict(zip(crossing, found[len(chains) :], strict=True))
    lines = [Line(node.parents[0], node.key, lanes[node.key]) for node in nodes if node.parents]
    for parent, child in _joining(nodes):
        beyond = positions[child] > positions[parent] + 1
        lines.append(Line(parent, child, own.get(parent, lanes[parent]) if beyond else lanes[child]))
    return Places(lanes, tuple(lines), max(found, default=-1) + 1)


def _joining(nodes: Iterable[Node]) -> Iterator[tuple[str, str]]:
    return ((parent, node.key) for node in nodes for parent in node.parents[1:])


def _lanes_of(spans: Iterable[tuple[int, int]]) -> list[int]:
    """Return for each span the first lane in which it touches no other."""
    taken: list[list[tuple[int, int]]] = []
    found = []
    for start, end in spans:
        lane = next((n for n, others in enumerate(taken) if all(end < a or b < start for a, b in others)), len(taken))
        if lane == len(taken):
            taken.append([])
        taken[lane].append((start, end))
        found.append(lane)
    return found


def _by_child(kin: Iterable[K]) -> dict[str, tuple[K, ...]]:
    ordered = sorted(kin, key=lambda each: (each.child, each.image))
    return {child: tuple(each) for child, each in groupby(ordered, key=lambda each: each.child)}
