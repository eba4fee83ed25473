"""The lines beside the rows of a lineage: which row was made from which, one row at a time."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from wanwidgets.lineage.places import Node, places_of

__all__ = ["lines_of"]

_DOT = 28
"""How far below the upper side of its row a dot is, in CSS pixels: the middle of the picture beside it."""
_TURN = 18
"""How far below or above a dot a line has turned into its lane."""
_LANE, _WIDEST = 16, 96
"""Width of a lane, and of all together where they are many."""
_RADIUS = 4.5


def lines_of(nodes: Sequence[Node], direct: Collection[str]) -> list[str]:
    """Return for each row its part of the lines, as HTML that is as high as the row.

    Parameters
    ----------
    nodes
        One a row, each below all that it was made from.
    direct
        The keys of the nodes whose dots and lines between them stand out.
    """
    rows = {node.key: row for row, node in enumerate(nodes)}
    places = places_of(nodes, rows)
    pitch = min(_LANE, _WIDEST / max(1, places.count))
    drawn: list[list[tuple[bool, str]]] = [[] for _ in nodes]
    for line in places.lines:
        first, last = rows[line.parent], rows[line.child]
        stands_out = line.parent in direct and line.child in direct
        x1, x, x2 = (_x(lane, pitch) for lane in (places.lanes[line.parent], line.lane, places.lanes[line.child]))
        drawn[first].append((stands_out, _leaves(x1, x)))
        for row in range(first + 1, last):
            drawn[row].append((stands_out, _down(x, "0", "100%")))
        drawn[last].append((stands_out, _arrives(x, x2)))
    width = round(_x(max(0, places.count - 1), pitch) + _LANE / 2 + 2)
    dots = [_dot(node, _x(places.lanes[node.key], pitch), direct) for node in nodes]
    return [
        # What stands out lies over what does not, and dots over lines.
        f'<span class="ww-kin-graph" style="width: {width}px"><svg class="ww-kin-lines" aria-hidden="true">'
        f"{_group(parts)}{dot}</svg></span>"
        for parts, dot in zip(drawn, dots, strict=True)
    ]


def _x(lane: int, pitch: float) -> float:
    return lane * pitch + _LANE / 2


def _down(x: float, start: str, end: str) -> str:
    return f'<line x1="{x:g}" x2="{x:g}" y1="{start}" y2="{end}"/>'


def _leaves(x1: float, x: float) -> str:
    """Return a line from a dot to the lower side of its row."""
    turned = _DOT + _TURN
    if x1 == x:
        return _down(x, f"{_DOT}", "100%")
    return f'<path d="M{x1:g} {_DOT}C{x:g} {_DOT} {x:g} {_DOT} {x:g} {turned}"/>{_down(x, f"{turned}", "100%")}'


def _arrives(x: float, x2: float) -> str:
    """Return a line from the upper side of a row to its dot."""
    turned = _DOT - _TURN
    if x == x2:
        return _down(x, "0", f"{_DOT}")
    return f'{_down(x, "0", f"{turned}")}<path d="M{x:g} {turned}C{x:g} {_DOT} {x:g} {_DOT} {x2:g} {_DOT}"/>'


def _group(parts: Sequence[tuple[bool, str]]) -> str:
    plain, direct = ("".join(part for stands_out, part in parts if stands_out is wanted) for wanted in (False, True))
    return f'{plain}<g class="ww-kin-direct">{direct}</g>' if direct else plain


def _dot(node: Node, x: float, direct: Collection[str]) -> str:
    kinds = [name for name, so in (("ww-kin-direct", node.key in direct), ("ww-kin-original", node.original)) if so]
    named = f' class="{" ".join(kinds)}"' if kinds else ""
    return f'<circle{named} cx="{x:g}" cy="{_DOT}" r="{_RADIUS:g}"/>'
