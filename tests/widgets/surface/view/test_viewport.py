"""Picture pixels to canvas pixels and back, at every zoom."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from wanwidgets.widgets.surface.view.viewport import NEAREST, ONE_TO_ONE, Viewport

SIDES = st.integers(1, 8000)
CANVASES = st.tuples(st.integers(200, 2000), st.integers(200, 2000))
POINTS = st.tuples(st.floats(-3000, 3000), st.floats(-3000, 3000))
STEPS = st.one_of(
    st.tuples(st.just("zoomed"), st.floats(0.05, 20), POINTS),
    st.tuples(st.just("scaled"), st.floats(1e-3, 100), POINTS),
    st.tuples(st.just("stepped"), st.sampled_from([-1, 1]), POINTS),
    st.tuples(st.just("panned"), st.floats(-5000, 5000), st.floats(-5000, 5000)),
    st.tuples(st.just("holding"), POINTS, POINTS),
)
MARGIN = 28


@st.composite
def views(draw):
    """Return a view that somebody might have come to."""
    view = Viewport.fit((draw(SIDES), draw(SIDES)), draw(CANVASES), MARGIN)
    for name, *arguments in draw(st.lists(STEPS, max_size=5)):
        view = getattr(view, name)(*arguments)
    return view


@given(SIDES, SIDES, CANVASES)
def test_picture_is_whole_centred_and_has_a_margin(width, height, canvas):
    """The whole picture is shown, centred, with the margin on every side."""
    view = Viewport.fit((width, height), canvas, MARGIN)
    shown = view.shown

    assert view.left >= MARGIN - 1e-6
    assert view.top >= MARGIN - 1e-6
    assert 2 * view.left + shown[0] == pytest.approx(canvas[0])
    assert 2 * view.top + shown[1] == pytest.approx(canvas[1])
    assert min(view.left, view.top) == pytest.approx(MARGIN)
    assert view.is_fitted
    assert view.visible == (0, 0, width, height)


@given(views(), st.floats(0, 1), st.floats(0, 1))
def test_there_and_back(view, across, down):
    """A point of the picture is found again from where it is shown, to a thousandth of a pixel."""
    point = (across * view.picture[0], down * view.picture[1])

    assert view.to_picture(*view.to_canvas(*point)) == pytest.approx(point, abs=1e-3)


@given(views(), st.data())
def test_whole_pixels_come_back_exactly(view, data):
    """A corner of a pixel, shown and rounded back, is the same corner at every size, ratio and zoom."""
    corner = tuple(data.draw(st.integers(0, side)) for side in view.picture)

    assert tuple(map(round, view.to_picture(*view.to_canvas(*corner)))) == corner


@given(views(), st.data())
def test_a_screen_pixel_is_enough_from_200_percent(view, data):
    """From 200 % on, whatever corner is meant, a pointer in whole screen pixels can hit it exactly."""
    view = view.scaled(max(view.scale, 2 * ONE_TO_ONE), (0, 0))
    area = view.visible
    assume(not area.empty)
    corner = data.draw(st.integers(area.x1, area.x2)), data.draw(st.integers(area.y1, area.y2))
    screen = ONE_TO_ONE
    pointer = [round(value / screen) * screen for value in view.to_canvas(*corner)]

    assert tuple(map(round, view.to_picture(*pointer))) == corner


@given(views())
def test_no_edge_is_out_of_reach_and_nothing_is_lost(view):
    """However it was moved, the picture is centred, or covers the canvas but for the margin beside an edge."""
    low, high = view.scales
    assert low <= view.scale <= high
    for corner, shown, side in zip((view.left, view.top), view.shown, view.canvas, strict=True):
        if shown <= side - 2 * MARGIN:
            assert 2 * corner + shown == pytest.approx(side)
        else:
            assert side - MARGIN - shown - 1e-6 <= corner <= MARGIN + 1e-6
    assert not view.visible.empty


@given(views())
def test_every_edge_can_be_reached(view):
    """Moved as far as it goes, each edge of the picture is in sight with the margin beside it."""
    near, far = view.panned(1e9, 1e9), view.panned(-1e9, -1e9)

    assert near.left >= MARGIN - 1e-6
    assert near.top >= MARGIN - 1e-6
    assert far.left + far.shown[0] <= far.canvas[0] - MARGIN + 1e-6
    assert far.top + far.shown[1] <= far.canvas[1] - MARGIN + 1e-6


@given(views(), st.floats(1, 8), POINTS)
def test_nearer_and_away_again_is_where_it_was(view, factor, at):
    """Zooming in about a point and out about it again shows what was shown before."""
    assume(view.scale * factor <= view.scales[1])
    near = view.to_canvas(*view.to_picture(*at))
    back = view.zoomed(factor, near).zoomed(1 / factor, near)

    assert (back.scale, back.left, back.top) == pytest.approx((view.scale, view.left, view.top), abs=1e-4)


@given(views(), st.floats(1, 8), POINTS)
def test_what_is_pointed_at_stays_there(view, factor, at):
    """Where the picture is larger than the canvas, zooming in keeps what is under the pointer there."""
    assume(all(shown > side for shown, side in zip(view.shown, view.canvas, strict=True)))
    near = view.to_canvas(*view.to_picture(*at))
    before, after = view.under(*near), view.zoomed(factor, near).under(*near)

    assert after == pytest.approx(before, abs=1e-4)


@given(views())
def test_steps_lead_from_end_to_end_by_fit_and_one_to_one(view):
    """The buttons lead from the smallest to the greatest scale, stop at fit and at 100 %, and the same way back."""
    middle = (view.canvas[0] / 2, view.canvas[1] / 2)
    low, high = view.scales
    view = view.scaled(low, middle)
    seen = [view.scale]
    while (view := view.stepped(1, middle)).scale != seen[-1]:
        assert view.scale > seen[-1]
        seen.append(view.scale)
    assert seen[-1] == high
    for scale in (view.whole, *([ONE_TO_ONE] if low <= ONE_TO_ONE <= high else [])):
        assert any(math.isclose(scale, one) for one in seen)
    back = [view.scale]
    while (view := view.stepped(-1, middle)).scale != back[-1]:
        back.append(view.scale)
    assert back == pytest.approx(seen[::-1])


@given(views())
def test_what_is_in_sight_is_all_that_is_in_sight(view):
    """`visible` holds every pixel of the picture that is on the canvas, and none beyond those at its rim."""
    area = view.visible
    for x, y in ((0, 0), view.canvas):
        found = view.to_picture(x, y)
        assert area.x1 <= found[0] <= area.x2
        assert area.y1 <= found[1] <= area.y2
    left, top, width, height = view.placed(area)
    edge = view.scale + 1
    assert left >= -edge
    assert top >= -edge
    assert left + width <= view.canvas[0] + edge
    assert top + height <= view.canvas[1] + edge


@pytest.mark.parametrize(
    ("where", "want"),
    [((-50, -50), (0, 0)), ((2000, 2000), (400, 300)), ((-5, 500), (0, None))],
)
def test_beside_the_picture_is_its_edge(where, want):
    """A point in the margin, or outside the canvas, is the nearest point of the picture's edge."""
    found = Viewport.fit((400, 300), (1280, 960), MARGIN).to_picture(*where)

    assert all(wanted is None or value == wanted for value, wanted in zip(found, want, strict=True))


def test_scales_reach_from_the_whole_to_single_pixels():
    """A large picture begins at fit, a small one may be shown at 100 %, a tiny one is not shrunk."""
    large, small, tiny = (Viewport.fit(size, (1280, 960), MARGIN) for size in ((8000, 8000), (300, 200), (4, 3)))

    assert large.scales == (large.whole, NEAREST)
    assert small.scales == (ONE_TO_ONE, NEAREST)
    assert tiny.scales == (ONE_TO_ONE, tiny.whole)
    assert tiny.whole > NEAREST
