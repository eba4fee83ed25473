"""Strokes cover exactly the pixels that their rule says."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wanwidgets.regions import Mask, Stroke
from wanwidgets.regions.runs import covered

side = st.integers(1, 90)
number = st.one_of(st.floats(-20, 110, allow_nan=False), st.integers(-80, 440).map(lambda quarters: quarters / 4))
points = st.lists(st.tuples(number, number), min_size=1, max_size=5).map(tuple)
radius = st.one_of(st.floats(0, 40), st.integers(0, 80).map(lambda halves: halves / 2))

DOUBT = 1e-9
"""Pixels; floating numbers cannot tell nearer than this on which side of the brush's rim a centre lies."""


def distances(stroke, size):
    """Return how far each pixel's centre is from the line, by the textbook: nearest point of each segment."""
    y, x = np.mgrid[: size[1], : size[0]] + 0.5
    nearest = np.full(y.shape, np.inf)
    for (ax, ay), (bx, by) in zip(stroke, stroke[1:] or stroke, strict=False):
        length = (bx - ax) ** 2 + (by - ay) ** 2
        along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length if length > 1e-20 else 0.0
        along = np.clip(along, 0, 1)
        nearest = np.minimum(nearest, np.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay)))
    return nearest


def pixels_of(mask):
    return np.asarray(mask.image()) > 0


@settings(deadline=None, max_examples=200)
@given(points, radius, side, side)
def test_a_stroke_is_what_lies_within_its_radius(stroke, radius, width, height):
    """A pixel is painted when its centre is within the radius of the line, or a point lies in it, and no other."""
    size = width, height
    distance = distances(stroke, size)
    expected = distance <= radius
    for x, y in stroke:
        if 0 <= x <= width and 0 <= y <= height:
            expected[min(int(y), height - 1), min(int(x), width - 1)] = True
    found = pixels_of(Mask(size, (Stroke(stroke, radius),)))
    doubtful = np.abs(distance - radius) < DOUBT

    assert (found == expected)[~doubtful].all()


def test_a_disc_is_round_and_even():
    """A click paints the same pixels to each side, which a library's ellipse does not."""
    pixels = pixels_of(Mask((40, 40), (Stroke(((20.0, 20.0),), 7.5),)))

    assert (pixels == pixels[::-1]).all()
    assert (pixels == pixels[:, ::-1]).all()
    assert (pixels == pixels.T).all()
    assert pixels[20].sum() == 14
    assert (pixels == pixels_of(Mask((40, 40), (Stroke(((20.0, 20.0), (20.0, 20.0)), 7.5),)))).all()


@pytest.mark.parametrize("point", [(10.0, 10.0), (0.0, 0.0), (40.0, 30.0), (39.99, 0.0), (40.0, 12.3)])
def test_the_thinnest_brush_paints_something(point):
    """A click with a brush of one pixel paints a pixel wherever it is, in the far corner of the picture as well."""
    assert 1 <= pixels_of(Mask((40, 30), (Stroke((point,), 0.5),))).sum() <= 2
    assert pixels_of(Mask((40, 30), (Stroke((point,), 0.0),))).sum() == 1


@settings(deadline=None)
@given(points, radius)
def test_a_line_can_be_drawn_in_parts(stroke, radius):
    """A stroke has the pixels of its parts together, as it is drawn while it is being painted."""
    whole = pixels_of(Mask((90, 70), (Stroke(stroke, radius),)))
    parts = [Stroke(part, radius) for part in itertools.pairwise(stroke)] or [Stroke(stroke, radius)]

    assert (whole == pixels_of(Mask((90, 70), tuple(parts)))).all()


@settings(deadline=None)
@given(points, radius, side, side)
def test_runs_neither_meet_nor_leave_the_picture(stroke, radius, width, height):
    """Runs are sorted, lie inside the picture, and have a gap between them on each row."""
    rows, starts, ends = covered(stroke, radius, (width, height))

    assert ((rows >= 0) & (rows < height) & (starts >= 0) & (starts < ends) & (ends <= width)).all()
    next_row = rows[1:] > rows[:-1]
    assert (next_row | ((rows[1:] == rows[:-1]) & (starts[1:] > ends[:-1]))).all()


def test_long_and_broad_strokes_are_drawn_in_bounded_parts():
    """A stroke that has more rows than are looked at together has the pixels of the rule all the same."""
    angle = np.linspace(0, 9, 900)
    stroke = tuple(zip((400 + 300 * np.cos(angle)).tolist(), (500 + 400 * np.sin(angle * 1.3)).tolist(), strict=True))
    found = pixels_of(Mask((800, 1000), (Stroke(stroke, 300.25),)))
    nearest = np.full((1000, 800), np.inf)
    y, x = np.mgrid[:1000, :800] + 0.5
    for px, py in stroke:
        nearest = np.minimum(nearest, np.hypot(x - px, y - py))

    # Between the points, 5 pixels apart at most, the rim lies nearer to the line by less than this.
    assert (found >= (nearest <= 300.25)).all()
    assert (found <= (nearest <= 300.25 + 0.02)).all()


def test_lines_that_hardly_rise_are_drawn():
    """A line that is level but for the last digit of a number, and one far beyond the picture, are drawn."""
    hardly = pixels_of(Mask((60, 40), (Stroke(((5.0, 20.0), (55.0, 20.0 + 1e-300)), 4),)))
    level = pixels_of(Mask((60, 40), (Stroke(((5.0, 20.0), (55.0, 20.0)), 4),)))
    across = pixels_of(Mask((60, 40), (Stroke(((-1e9, 20.0), (1e9, 20.0)), 4),)))

    assert (hardly == level).all()
    assert across.sum() == 60 * 8
