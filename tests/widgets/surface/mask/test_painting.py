"""The brush, as a state machine without a widget."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wanwidgets.regions import Mask, Stroke
from wanwidgets.widgets.surface.mask.painting import Painting, broadest, usual_width

POINT = st.tuples(st.floats(0, 400), st.floats(0, 300))


def paint(brush, *points):
    brush.press(*points[0])
    for point in points[1:]:
        brush.move(*point)
    return brush.release()


@given(st.lists(POINT, min_size=1, max_size=30), st.integers(1, 200), st.booleans())
def test_stroke_has_every_point_of_the_pointer(points, width, erase):
    """A stroke has the points of the pointer in their order, without standing still, and the brush's radius."""
    brush = Painting(width)
    brush.erase = erase
    moved = [point for point, before in zip(points, [None, *points], strict=False) if point != before]

    assert paint(brush, *points) == Stroke(tuple(moved), width / 2, erase)
    assert not brush.under_way


def test_click_is_a_dot():
    """A press without a move paints one round dot of the brush's width."""
    stroke = paint(Painting(20), (100.0, 100.0))
    left, top, right, bottom = Mask((400, 300), (stroke,)).image().getbbox()

    assert (left, top) == (90, 90)
    assert right - left == bottom - top == 20


def test_moves_without_a_press_paint_nothing():
    """Hovering paints nothing, and neither does a release without a press."""
    brush = Painting(5)
    brush.move(1, 1)

    assert (brush.under_way, brush.release()) == (False, None)


def test_stroke_can_be_given_up():
    """A stroke that was given up is gone, also when the pointer goes on moving."""
    brush = Painting(5)
    brush.press(1, 1)
    brush.forget()
    brush.move(2, 2)

    assert brush.release() is None


def test_press_begins_anew():
    """A press during a stroke that never ended forgets it, since its end was lost outside the canvas."""
    brush = Painting(4)
    brush.press(1, 1)
    brush.move(9, 9)

    assert paint(brush, (50, 50), (60, 60)).points == ((50, 50), (60, 60))


def test_usual_width_follows_the_picture():
    """A brush begins as wide as a twelfth of the shorter side, and never with no width at all."""
    assert usual_width((4000, 1200)) == 100
    assert usual_width((3, 3)) == 1


@given(st.lists(POINT, min_size=2, max_size=30, unique=True), st.data())
def test_stroke_is_drawn_in_parts_that_join(points, data):
    """What is new at each drawing begins where the one before ended, and together it is the whole stroke."""
    brush = Painting(8)
    drawn = []
    brush.press(*points[0])
    for point in points[1:]:
        if data.draw(st.booleans()):
            part = brush.fresh()
            assert not drawn or not part or part[0] == drawn[-1]
            drawn += part[1:] if drawn else part
        brush.move(*point)
    part = brush.fresh()
    drawn += part[1:] if drawn else part

    assert drawn == points
    assert list(brush.fresh()) == []
    assert list(brush.again()) == points
    assert list(brush.fresh()) == []


@given(st.integers(1, 4000), st.integers(1, 4000))
def test_keys_change_the_width_within_its_bounds(width, most):
    """Each step changes the width of the brush by at least a pixel until it is the least or the most, and says so."""
    told = []
    brush = Painting(min(width, most))
    brush.changed = lambda: told.append(brush.width)
    before = brush.width
    brush.step(up=True, most=most)
    assert before < brush.width <= most or brush.width == most
    before = brush.width
    brush.step(up=False, most=most)
    assert 1 <= brush.width < before or brush.width == 1
    assert len(told) == 2


def test_broadest_follows_the_picture():
    """The broadest brush is half the shorter side, and never nothing."""
    assert broadest((4000, 1200)) == 600
    assert broadest((1, 9)) == 1
