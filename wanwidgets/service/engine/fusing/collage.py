"""Pictures side by side, one above the other or in a grid, each shown whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from wanwidgets.service.engine.frame import resize
from wanwidgets.service.engine.pixels import Box, Pixels, bytes_of
from wanwidgets.service.engine.retouching.fill import fill

__all__ = ["COLUMN", "GRID", "MATCHING", "MOST", "ROW", "Layout", "arranged", "collage"]

ROW, COLUMN, GRID = "side by side", "one above the other", "in a grid"
MATCHING = "matching"
"""The ground that takes its tint from the pictures; any other is the name of a colour."""
MOST = 9
_GAP = 0.014
"""Width of gaps, in parts of the output's shorter side."""
_GROUNDS = ((96, 97.5), (9, 12), (88, 92), (22, 28))
"""Lightness in LAB of grounds that let photographs stand out: paper, ink, card, slate."""
_TINT = 0.16
"""How much of the pictures' mean colour their ground has."""


@dataclass(frozen=True, slots=True)
class Layout:
    """`ROW`, `COLUMN`, or `GRID` of that many `rows`, or of as many as let the pictures cover most."""

    name: str
    rows: int | None = None

    def counts(self, pictures: int) -> Sequence[int]:
        """Return the numbers of rows that a number of pictures can be dealt out to.

        >>> list(Layout(GRID).counts(3)), list(Layout(GRID, 2).counts(3)), list(Layout(COLUMN).counts(3))
        ([1, 2, 3], [2], [3])
        """
        if self.name != GRID:
            return [1 if self.name == ROW else pictures]
        return range(1, pictures + 1) if self.rows is None else [self.rows]


@dataclass(frozen=True, slots=True)
class _Fit:
    """Rows of pictures, by index, at `width` pixels: what they would cover, in pixels."""

    rows: tuple[tuple[int, ...], ...]
    width: float
    covered: float


def collage(
    pictures: Sequence[Pixels], size: tuple[int, int], layout: Layout, ground: str, rng: np.random.Generator
) -> Pixels:
    """Return all pictures on one ground, in order: of one height in a row, of one width one above the other.

    Parameters
    ----------
    pictures
        Two to nine, of any sizes; each is shown whole and keeps its ratio.
    size
        Width and height of the result, pixels.
    layout
        How they are dealt out to rows.
    ground
        `MATCHING`, or a key of `fill.COLORS`.
    rng
        Varies the ground: its lightness, where no colour is named; else its shade.

    Examples
    --------
    >>> two = [np.full((20, 30, 3), 200, np.uint8), np.full((20, 20, 3), 90, np.uint8)]
    >>> collage(two, (120, 60), Layout(ROW), "white", np.random.default_rng(0)).shape
    (60, 120, 3)
    """
    out = np.empty((size[1], size[0], 3), np.uint8)
    out[:] = _ground(pictures, rng) if ground == MATCHING else fill(out[:1, :1], ground, rng)[0, 0]
    places = arranged([(picture.shape[1], picture.shape[0]) for picture in pictures], size, layout)
    for picture, (x1, y1, x2, y2) in zip(pictures, places, strict=True):
        out[y1:y2, x1:x2] = resize(picture, (x2 - x1, y2 - y1))
    return out


def arranged(sizes: Sequence[tuple[int, int]], size: tuple[int, int], layout: Layout) -> list[Box]:
    """Return where each picture comes to lie: inside of `size`, none over another, with equal gaps.

    Parameters
    ----------
    sizes
        Width and height of each picture.
    size
        Width and height of the result, pixels.
    layout
        As for `collage`.

    Examples
    --------
    >>> arranged([(10, 10), (20, 10)], (306, 106), Layout("side by side"))
    [(1, 3, 102, 104), (103, 3, 305, 104)]
    """
    gap = max(1, round(_GAP * min(size)))
    ratios = np.array([width / height for width, height in sizes])
    counts = layout.counts(len(sizes))
    best = max((_fitted(_rows(len(sizes), count), ratios, size, gap) for count in counts), key=lambda fit: fit.covered)
    heights = [_height(row, ratios, best.width, gap) for row in best.rows]
    top = (size[1] - sum(heights) - gap * (len(heights) - 1)) / 2
    left = (size[0] - best.width) / 2
    places = []
    for row, height in zip(best.rows, heights, strict=True):
        x = left
        for index in row:
            across = height * ratios[index]
            places.append(_whole(x, top, across, height, size))
            x += across + gap
        top += height + gap
    return places


def _rows(number: int, count: int) -> tuple[tuple[int, ...], ...]:
    """Deal pictures out to rows in order, as evenly as can be, the fuller rows below."""
    ends = [number * row // count for row in range(count + 1)]
    return tuple(tuple(range(start, end)) for start, end in pairwise(ends))


def _height(row: Sequence[int], ratios: np.ndarray[tuple[int], np.dtype[np.float64]], width: float, gap: int) -> float:
    return float(max(width - gap * (len(row) - 1), len(row)) / ratios[list(row)].sum())


def _fitted(
    rows: tuple[tuple[int, ...], ...],
    ratios: np.ndarray[tuple[int], np.dtype[np.float64]],
    size: tuple[int, int],
    gap: int,
) -> _Fit:
    widest, highest = size[0] - 2 * gap, size[1] - gap * (len(rows) + 1)
    width = float(max(widest, 1))
    # The height of all rows falls with their width, and almost in proportion: a few rounds meet it.
    for _ in range(8):
        height = sum(_height(row, ratios, width, gap) for row in rows)
        width *= min(1.0, max(highest, len(rows)) / height)
    covered = sum(_height(row, ratios, width, gap) ** 2 * ratios[list(row)].sum() for row in rows)
    return _Fit(rows, width, float(covered))


def _whole(x: float, y: float, across: float, down: float, size: tuple[int, int]) -> Box:
    # Halves go up everywhere, so equal lengths stay equal.
    left, top, right, bottom = (int(end + 0.5) for end in (x, y, x + across, y + down))
    x1, y1 = min(max(left, 0), size[0] - 1), min(max(top, 0), size[1] - 1)
    return x1, y1, min(max(right, x1 + 1), size[0]), min(max(bottom, y1 + 1), size[1])


def _ground(pictures: Sequence[Pixels], rng: np.random.Generator) -> Pixels:
    means = np.array([cv2.mean(picture)[:3] for picture in pictures]).mean(axis=0)
    lab = np.asarray(cv2.cvtColor((means[None, None] / 255).astype(np.float32), cv2.COLOR_RGB2LAB), np.float32)
    lab[0, 0, 0] = rng.uniform(*_GROUNDS[rng.integers(len(_GROUNDS))])
    lab[0, 0, 1:] *= _TINT
    return bytes_of(255 * np.asarray(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB))).reshape(3)
