"""Which pixels a round brush covers, exactly, as runs along the rows of a picture.

A disc, and a line as thick as a disc, are convex, so each row crosses them in one interval. Intervals of all rows of
all lines are found at once, which is fast for long strokes and broad brushes; no pixel is looked at twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["Runs", "covered"]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_AT_ONCE = 1 << 19
"""Rows of lines that are looked at together, which bounds the memory."""
_LEVEL = 1e-12
"""A line that rises less than this, for its length, is level: dividing by it would give no number."""


class Runs(NamedTuple):
    """Runs of pixels, sorted by row and column, that neither meet nor touch: columns `starts` to `ends`, half-open."""

    rows: Ints
    starts: Ints
    ends: Ints


def covered(points: Sequence[tuple[float, float]], radius: float, size: tuple[int, int]) -> Runs:
    """Return the pixels that a stroke covers.

    Parameters
    ----------
    points
        In pixels of the picture; at least one.
    radius
        A pixel is covered when its centre lies no farther than this from the line through the points, or when one of
        the points lies in the pixel.
    size
        Width and height of the picture; pixels outside it are left out.
    """
    where = np.asarray(points, np.float64).reshape(-1, 2)
    begins, ends = (where, where) if len(where) == 1 else (where[:-1], where[1:])
    found = _touched(where, size)
    for part in _lines(begins, ends, radius, size):
        found = _merged(Runs(*map(np.concatenate, zip(found, part, strict=True))), size[0])
    return found


def _touched(where: Floats, size: tuple[int, int]) -> Runs:
    """Return the pixels under the points; those on the picture's far edges count as inside it."""
    last = np.array(size)
    inside = where[((where >= 0) & (where <= last)).all(axis=1)]
    columns, rows = np.minimum(np.floor(inside).astype(np.int64), last - 1).T
    return _merged(Runs(rows, columns, columns + 1), size[0])


def _lines(begins: Floats, ends: Floats, radius: float, size: tuple[int, int]) -> Iterator[Runs]:
    height = size[1]
    low, high = np.minimum(begins[:, 1], ends[:, 1]), np.maximum(begins[:, 1], ends[:, 1])
    first = np.clip(np.ceil(low - radius - 0.5), 0, height).astype(np.int64)
    stop = np.clip(np.floor(high + radius - 0.5) + 1, 0, height).astype(np.int64)
    counts = np.maximum(stop - first, 0)
    reached = np.cumsum(counts)
    at = 0
    while at < len(counts):
        before = reached[at - 1] if at else 0
        end = max(at + 1, int(np.searchsorted(reached, before + _AT_ONCE, side="right")))
        which = np.repeat(np.arange(at, end), counts[at:end])
        rows = first[which] + np.arange(len(which)) - (reached[which] - counts[which] - before)
        yield _crossed(begins[which], ends[which], rows, radius, size[0])
        at = end


def _crossed(begin: Floats, end: Floats, rows: Ints, radius: float, width: int) -> Runs:
    """Return where each row crosses its line: the hull of two discs and of the straight part between them."""
    y: Floats = rows.astype(np.float64) + 0.5
    lefts, rights = zip(
        _across_disc(begin, y, radius),
        _across_disc(end, y, radius),
        _across_band(begin, end, y, radius),
        strict=True,
    )
    left, right = np.minimum.reduce(lefts), np.maximum.reduce(rights)
    starts = np.ceil(np.clip(left, -1, width + 1) - 0.5).astype(np.int64)
    stops = np.floor(np.clip(right, -1, width + 1) - 0.5).astype(np.int64) + 1
    starts, stops = np.clip(starts, 0, width), np.clip(stops, 0, width)
    some = (starts < stops) & (left <= right)
    return Runs(rows[some], starts[some], stops[some])


def _across_disc(centre: Floats, y: Floats, radius: float) -> tuple[Floats, Floats]:
    left = radius * radius - (y - centre[:, 1]) ** 2
    half = np.sqrt(np.maximum(left, 0))
    return _where(left >= 0, centre[:, 0] - half, centre[:, 0] + half)


def _across_band(begin: Floats, end: Floats, y: Floats, radius: float) -> tuple[Floats, Floats]:
    dx, dy = (end - begin).T
    length = np.hypot(dx, dy)
    down = y - begin[:, 1]
    # Beside the line by no more than the radius, and along it neither before its begin nor after its end.
    beside = _between(down * dx - radius * length, down * dx + radius * length, dy, length)
    along = _between(-down * dy, length * length - down * dy, dx, length)
    left, right = np.maximum(beside[0], along[0]), np.minimum(beside[1], along[1])
    return _where((length > 0) & (left <= right), begin[:, 0] + left, begin[:, 0] + right)


def _between(low: Floats, high: Floats, slope: Floats, length: Floats) -> tuple[Floats, Floats]:
    """Return between which `t` the value of `t * slope` lies from `low` to `high`: all, or none, where it is level."""
    level = np.abs(slope) <= _LEVEL * length
    divisor = np.where(level, 1.0, slope)
    one, other = low / divisor, high / divisor
    inside = (low <= 0) & (high >= 0)
    left = np.where(level, np.where(inside, -np.inf, np.inf), np.minimum(one, other))
    right = np.where(level, np.where(inside, np.inf, -np.inf), np.maximum(one, other))
    return left, right


def _where(some: npt.NDArray[np.bool_], left: Any, right: Any) -> tuple[Floats, Floats]:
    return np.where(some, left, np.inf), np.where(some, right, -np.inf)


def _merged(runs: Runs, width: int) -> Runs:
    """Return the union of runs."""
    if not len(runs.rows):
        return runs
    # Rows one after the other on one line, with a gap between them.
    stride = width + 2
    begins = runs.rows * stride + runs.starts
    order = np.argsort(begins, kind="stable")
    begins = begins[order]
    reached = np.maximum.accumulate((runs.rows * stride + runs.ends)[order])
    fresh = np.concatenate(([True], begins[1:] > reached[:-1]))
    last = np.concatenate((np.flatnonzero(fresh[1:]), [len(begins) - 1]))
    starts, ends = begins[fresh], reached[last]
    rows = starts // stride
    return Runs(rows, starts - rows * stride, ends - rows * stride)
