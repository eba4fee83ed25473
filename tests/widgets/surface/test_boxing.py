"""Pointer and keys to boxes, as a state machine without a widget."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wanwidgets.regions import Box
from wanwidgets.widgets.surface.boxing import Boxing

POINT = st.tuples(st.floats(0, 400), st.floats(0, 300))
TWO = (Box(10, 10, 100, 100), Box(40, 40, 60, 60))


def drag(state, start, *points, slop=4):
    state = state.press(*start)
    for point in points:
        state = state.move(*point)
    return state.release(slop)


@given(POINT, st.lists(POINT, max_size=5), POINT)
def test_drag_draws_the_box_between_its_ends(start, between, end):
    """A drag draws the box between its first and last point, snapped to pixel edges, whatever lies between."""
    state = drag(Boxing(limit=2), start, *between, end, slop=0)
    corners = [
        (a + 0.5) // 1
        for a in (min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1]))
    ]
    want = Box(*(int(corner) for corner in corners))

    assert state.boxes == (() if want.empty else (want,))
    assert state.rubber is None


@given(POINT, POINT)
def test_drawn_box_lies_inside_the_picture(start, end):
    """A box drawn inside the picture never sticks out of it."""
    for box in drag(Boxing(limit=2), start, end, slop=0).boxes:
        assert box == box.clipped((400, 300))


def test_new_box_is_selected_and_numbered_last():
    """A new box comes last and is selected."""
    state = drag(Boxing(TWO[:1], limit=2), (200, 200), (250, 260))

    assert state.boxes == (TWO[0], Box(200, 200, 250, 260))
    assert state.selected == 2


def test_box_too_many_is_refused():
    """Beyond the limit nothing is drawn, no rubber band is shown, and the state says why."""
    pressed = Boxing(TWO, limit=2).press(200, 200).move(250, 260)
    state = pressed.release(4)

    assert pressed.rubber is None
    assert (state.boxes, state.full) == (TWO, True)
    assert not state.press(1, 1).full


def test_click_selects_the_smallest_box_under_it():
    """A click selects the innermost box under it; beside all boxes it selects none."""
    state = Boxing(TWO, limit=2)

    assert drag(state, (50, 50), (51, 51)).selected == 2
    assert drag(state, (20, 20), (20, 20)).selected == 1
    assert drag(state, (200, 200), (200, 200)).selected is None


def test_delete_removes_the_selected_box_only():
    """Delete and Backspace remove the selected box, and nothing when none is selected."""
    selected = drag(Boxing(TWO, limit=2), (20, 20), (20, 20))

    assert selected.key("Delete").boxes == selected.key("Backspace").boxes == TWO[1:]
    assert selected.key("Delete").selected is None
    assert Boxing(TWO, limit=2).key("Delete").boxes == TWO
    assert selected.key("x") == selected


def test_escape_gives_up_the_drag_first():
    """Escape ends the drag without a box; without a drag it ends the selection."""
    dragging = Boxing(TWO[:1], limit=2, selected=1).press(200, 200).move(250, 250)
    state = dragging.key("Escape")

    assert (state.boxes, state.start, state.selected) == (TWO[:1], None, 1)
    assert state.release(4) == state
    assert state.key("Escape").selected is None


def test_press_forgets_a_gesture_that_never_ended():
    """A second press begins anew, since the end of the first one may have been lost outside the canvas."""
    state = drag(Boxing(limit=2).press(10, 10).move(90, 90), (200, 200), (220, 230))

    assert state.boxes == (Box(200, 200, 220, 230),)


def test_moves_without_a_press_do_nothing():
    """Hovering and releasing without a press change nothing."""
    state = Boxing(TWO, limit=2)

    assert state.move(5, 5) is state
    assert state.release(4) is state


def test_other_boxes_keep_a_selection_that_still_makes_sense():
    """When boxes change elsewhere, the selection stays while its number exists."""
    state = Boxing(TWO, limit=2, selected=2)

    assert state.shown(TWO, 2) is state
    assert state.shown(TWO[:1], 2).selected is None
    assert state.shown((TWO[1], TWO[0]), 2).selected == 2
