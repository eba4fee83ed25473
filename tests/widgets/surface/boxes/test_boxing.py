"""Pointer and keys to boxes, as a state machine without a widget."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from wanwidgets.regions import Box
from wanwidgets.widgets.surface.boxes.box_grips import Grip, Reach
from wanwidgets.widgets.surface.boxes.box_shapes import HANDLES
from wanwidgets.widgets.surface.boxes.boxing import ARROWS, Boxing
from wanwidgets.widgets.surface.view.viewport import Viewport

SIZE = (400, 300)
EXACT = Reach(slop=0, handle=4, border=2, knob=2)
REACH = Reach(slop=4, handle=6, border=3, knob=3)
TWO = (Box(10, 10, 100, 100), Box(40, 40, 60, 60))
APART = (Box(20, 20, 120, 110), Box(200, 150, 380, 280))

AT = st.tuples(st.integers(-40, 440), st.integers(-40, 340)) | st.tuples(st.floats(-40, 440), st.floats(-40, 340))
REACHES = st.sampled_from(
    [EXACT, REACH, Reach.of(touch=False, scale=0.1), Reach.of(touch=True, scale=0.1), Reach.of(touch=True, scale=3)]
)
EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("press"), AT, REACHES),
        st.tuples(st.just("move"), AT),
        st.tuples(st.just("hover"), AT, REACHES),
        st.tuples(st.just("release")),
        st.tuples(
            st.just("key"), st.sampled_from(["Delete", "Backspace", "Escape", "d", "x", "Tab", *ARROWS]), st.booleans()
        ),
        st.tuples(st.just("limit"), st.integers(0, 4)),
    ),
    max_size=30,
)


def boxing(boxes=(), limit=2, **more):
    return Boxing(tuple(boxes), limit, SIZE, **more)


def drag(state, start, *points, reach=REACH):
    state = state.press(*start, reach)
    for point in points:
        state = state.move(*point)
    return state.release()


def play(state, event, *facts):
    if event == "press":
        return state.press(*facts[0], facts[1])
    if event == "move":
        return state.move(*facts[0])
    if event == "hover":
        return state.hovered(*facts[0], facts[1])
    if event == "key":
        return state.key(facts[0], shift=facts[1])
    if event == "limit":
        return state.shown(state.boxes, facts[0], SIZE)
    return state.release()


@st.composite
def inside(draw):
    """Return a box inside the picture."""
    x1, y1 = draw(st.integers(0, SIZE[0] - 1)), draw(st.integers(0, SIZE[1] - 1))
    return Box(x1, y1, draw(st.integers(x1 + 1, SIZE[0])), draw(st.integers(y1 + 1, SIZE[1])))


@given(st.lists(inside(), max_size=3), EVENTS)
def test_whatever_happens_boxes_stay_boxes(boxes, events):
    """After any events in any order boxes are whole, not empty and inside, no more than taken, the selection real."""
    state = boxing(boxes, limit=4)
    for event in events:
        before = state
        state = play(state, *event)
        for box in state.live:
            assert all(isinstance(corner, int) for corner in box)
            assert not box.empty
            assert box == box.clipped(SIZE)
        assert len(state.boxes) <= max(len(before.boxes), state.limit)
        assert len(state.live) <= len(state.boxes) + 1
        assert state.selected is None or 1 <= state.selected <= len(state.boxes)
        assert event[0] in {"release", "key"} or state.boxes == before.boxes
    assert state.escaped().live == state.boxes


@given(AT, st.lists(AT, max_size=5), AT)
def test_drag_draws_the_box_between_its_ends(start, between, end):
    """A drag draws the box between its first and last point, snapped to pixel edges and cut off at the picture's."""
    assume(all(abs(a - b) >= 1 for a, b in zip(start, end, strict=True)))
    sides = [sorted((a, b)) for a, b in zip(start, end, strict=True)]
    state = drag(boxing(), start, *between, end, reach=EXACT)
    if any(high <= 0 or low >= side for (low, high), side in zip(sides, SIZE, strict=True)):
        assert state.boxes == ()
        return
    cut = [[(min(max(value, 0), side) + 0.5) // 1 for value in pair] for pair, side in zip(sides, SIZE, strict=True)]
    assume(all(low < high for low, high in cut))

    assert state.boxes == (Box(int(cut[0][0]), int(cut[1][0]), int(cut[0][1]), int(cut[1][1])),)
    assert state.selected == 1


@given(st.integers(1, 9000), st.integers(1, 9000), st.floats(0.02, 20), st.data())
def test_drag_on_the_canvas_is_exact_at_any_size_and_zoom(width, height, zoom, data):
    """A drag between two corners of pixels, through the canvas and back, is exactly that box."""
    view = replace(Viewport.fit((width, height), (1280, 960), 28), scale=zoom, left=17.3, top=-40.9)
    x1, y1 = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    box = Box(x1, y1, data.draw(st.integers(x1 + 1, width)), data.draw(st.integers(y1 + 1, height)))
    ends = [view.under(*view.to_canvas(*corner)) for corner in (box[:2], box[2:])]
    for start, end in (ends, ends[::-1]):
        state = Boxing((), 1, (width, height)).press(*start, EXACT).move(*end).release()
        assert state.boxes == (box,)


def test_thin_drag_draws_one_pixel():
    """A drag along a line draws a box one pixel wide, also at the far edge, and none beside the picture."""
    assert drag(boxing(), (50.2, 10), (50.3, 90), reach=EXACT).boxes == (Box(50, 10, 51, 90),)
    assert drag(boxing(), (399.9, 10), (420, 90), reach=EXACT).boxes == (Box(399, 10, 400, 90),)
    assert drag(boxing(), (-20, 10), (-5, 90), reach=EXACT).boxes == ()


@given(inside(), st.sampled_from(sorted(HANDLES)), AT)
def test_resizing_and_coming_back_restores(box, handle, away):
    """A handle that is dragged anywhere and back to where it was taken leaves the box as it was."""
    across, down = HANDLES[handle]
    x = (box.x1, (box.x1 + box.x2) / 2, box.x2)[across + 1]
    y = (box.y1, (box.y1 + box.y2) / 2, box.y2)[down + 1]
    pressed = boxing([box], selected=1).press(x, y, EXACT)
    assume(pressed.gesture.grip is not None)

    assert pressed.move(*away).move(x, y).release().boxes == (box,)
    assert pressed.move(*away).escaped().boxes == (box,)


@pytest.mark.parametrize("handle", HANDLES)
def test_handle_drags_its_sides_only(handle):
    """Each handle drags the sides that it lies on by as much as the pointer moves; the others stay."""
    box = Box(100, 100, 300, 200)
    across, down = HANDLES[handle]
    x, y = (100, 200, 300)[across + 1], (100, 150, 200)[down + 1]
    state = boxing([box], selected=1).press(x + 2, y - 2, REACH).move(x + 2 + 9, y - 2 - 7)

    assert state.gesture.grip == Grip(1, handle)
    want = [100, 100, 300, 200]
    if across:
        want[(0, 2)[across > 0]] += 9
    if down:
        want[(1, 3)[down > 0]] -= 7
    assert state.release().boxes == (Box(*want),)


def test_resizing_turns_the_box_over():
    """Beyond the opposite corner the box is turned over, and the dragged corner stays under the pointer."""
    pressed = boxing([Box(100, 100, 200, 150)], selected=1).press(200, 150, REACH)

    assert pressed.move(60, 40).release().boxes == (Box(60, 40, 100, 100),)
    # At the opposite side one pixel is left.
    assert pressed.move(100, 40).release().boxes == (Box(100, 40, 101, 100),)
    assert pressed.move(60, 100).release().boxes == (Box(60, 100, 100, 101),)


@pytest.mark.parametrize(("pointer", "corner"), [((-30, -30), (0, 0)), ((430, 330), (400, 300)), ((400, 0), (400, 0))])
def test_edges_are_reached_though_the_handle_was_taken_beside_it(pointer, corner):
    """Dragged to the picture's edge or beyond, a corner is at the edge, wherever the handle was taken hold of."""
    state = drag(boxing([Box(100, 100, 200, 150)], selected=1), (203, 147), pointer, reach=REACH)
    # Its upper left corner, at (100, 100), stays.
    xs, ys = sorted((100, corner[0])), sorted((100, corner[1]))
    assert state.boxes == (Box(xs[0], ys[0], xs[1], ys[1]),)


@given(inside(), AT, AT)
def test_moving_keeps_the_size(box, start, end):
    """A box that is moved anywhere keeps its size, and comes back when the pointer does."""
    start = (box.x1 + box.x2) / 2, (box.y1 + box.y2) / 2
    pressed = boxing([box], selected=1).press(*start, EXACT)
    assume(pressed.gesture.grip.part == "inside")
    moved = pressed.move(*end)

    (now,) = moved.live
    assert (now.width, now.height) == (box.width, box.height)
    assert moved.move(*start).release().boxes == (box,)


def test_move_begins_beyond_the_slop():
    """A click may wander a little without moving the box; a handle follows at once."""
    state = boxing([Box(100, 100, 300, 200)], selected=1)

    assert drag(state, (200, 150), (202, 151)).boxes == state.boxes
    assert drag(state, (200, 150), (220, 160)).boxes == (Box(120, 110, 320, 210),)
    assert drag(state, (300, 200), (301, 200)).boxes == (Box(100, 100, 301, 200),)


def test_inside_of_another_box_draws_while_there_is_room():
    """Inside a box that is not selected a drag draws; where no more are taken, it moves that box."""
    state = boxing([Box(100, 100, 300, 200)], limit=2)

    assert drag(state, (150, 130), (250, 180)).boxes == (Box(100, 100, 300, 200), Box(150, 130, 250, 180))
    full = drag(state.shown(state.boxes, 1, SIZE), (150, 130), (160, 150))
    assert (full.boxes, full.selected, full.full) == ((Box(110, 120, 310, 220),), 1, False)


def test_border_of_any_box_moves_it():
    """A drag from the border of a box moves it, though another is selected, and selects it."""
    state = drag(boxing(APART, selected=1), (201, 200), (211, 190))

    assert (state.boxes, state.selected) == ((APART[0], Box(210, 140, 390, 270)), 2)


def test_small_box_can_be_moved_between_its_handles():
    """In the middle of the smallest box a drag moves it, though a finger is larger than the box."""
    for side in (1, 2, 3, 8):
        box = Box(200, 100, 200 + side, 100 + side)
        middle = 200 + side / 2, 100 + side / 2
        state = boxing([box], selected=1).press(*middle, Reach.of(touch=True, scale=1))
        assert state.gesture.grip == Grip(1, "inside")
        assert state.press(200 - 3, 100 - 3, Reach.of(touch=True, scale=1)).gesture.grip == Grip(1, "nw")


def test_box_too_many_is_refused():
    """Beyond the limit nothing is drawn or shown, the state says why as soon as it drags, and a press forgets it."""
    dragged = boxing(APART).press(150, 130, REACH).move(170, 120)

    assert (dragged.live, dragged.full) == (APART, True)
    assert (dragged.release().boxes, dragged.release().full) == (APART, True)
    assert not dragged.press(1, 1, REACH).full
    assert boxing(APART, selected=1).key("d").full


def test_drag_that_comes_back_draws_nothing():
    """A drag that ends where it began draws nothing and selects nothing else."""
    state = drag(boxing(APART[:1], selected=1), (200, 200), (300, 250), (201, 201))

    assert (state.boxes, state.selected) == (APART[:1], 1)


def test_clicks_go_through_the_boxes_under_them():
    """A click selects the innermost box, another one the next below, in turns; beside all boxes it selects none."""
    state = boxing(TWO)
    numbers = []
    for _ in range(3):
        state = drag(state, (50, 55), (51, 55))
        numbers.append(state.selected)

    assert numbers == [2, 1, 2]
    assert drag(state, (80, 20), (80, 20)).selected == 1
    assert drag(state, (200, 200), (200, 200)).selected is None
    # A click that misses a thin box by a little still means it.
    assert drag(boxing([Box(50, 50, 51, 90)]), (53, 70)).selected == 1


def test_click_on_a_handle_changes_nothing():
    """A handle that is pressed and let go keeps box and selection."""
    state = boxing(TWO, selected=1)

    assert drag(state, (98, 98)) == state


def test_delete_removes_the_selected_box_only():
    """Delete and Backspace remove the selected box, and nothing when none is selected."""
    selected = boxing(TWO, selected=1)

    assert selected.key("Delete").boxes == selected.key("Backspace").boxes == TWO[1:]
    assert selected.key("Delete").selected is None
    assert boxing(TWO).key("Delete").boxes == TWO
    assert selected.key("x") is selected
    assert boxing(TWO, selected=2).without(1).selected == 1


@pytest.mark.parametrize(("name", "step"), list(ARROWS.items()))
def test_arrows_nudge_and_stop_at_the_edge(name, step):
    """An arrow key moves the selected box by a pixel, with Shift by ten, and never out of the picture or smaller."""
    box = Box(15, 15, 385, 285)
    state = boxing([box], selected=1)

    assert state.key(name).boxes == (Box(15 + step[0], 15 + step[1], 385 + step[0], 285 + step[1]),)
    far = state.key(name, shift=True).key(name, shift=True).boxes[0]
    assert far == Box(*(corner + 15 * step[index % 2] for index, corner in enumerate(box)))
    assert boxing([box]).key(name).boxes == (box,)


@given(inside())
def test_copy_lies_a_little_aside(box):
    """A copy has the size of its box, lies aside where there is room, and is selected."""
    state = boxing([box], selected=1).key("d")

    assert state.selected == 2
    assert (state.boxes[1].width, state.boxes[1].height) == (box.width, box.height)
    assert state.boxes[1] != box or (box.width, box.height) == SIZE


def test_escape_gives_up_the_gesture_first():
    """Escape restores boxes and selection as they were before the gesture; without one it ends the selection."""
    dragging = boxing(APART, selected=1).press(201, 200, REACH).move(240, 240)
    state = dragging.key("Escape")

    assert dragging.selected == 2
    assert state == boxing(APART, selected=1)
    assert state.move(300, 300).release() == state
    assert state.key("Escape").selected is None


def test_press_forgets_a_gesture_that_never_ended():
    """A second press begins anew, since the end of the first one may have been lost outside the canvas."""
    state = drag(boxing().press(10, 10, REACH).move(90, 90), (200, 200), (220, 230))

    assert state.boxes == (Box(200, 200, 220, 230),)


def test_moves_without_a_press_do_nothing():
    """Hovering and releasing without a press change nothing but what is highlighted."""
    state = boxing(APART, selected=1)
    hovered = state.hovered(120, 110, REACH)

    assert state.move(5, 5) is state
    assert state.release() is state
    assert hovered.hover == Grip(1, "se")
    assert hovered.hovered(121, 109, REACH) is hovered
    assert hovered.left() == state
    assert state.left() is state


def test_selection_follows_its_box():
    """When boxes change elsewhere the selection stays with its box, or with its number where the box was changed."""
    state = boxing(TWO, selected=2)

    assert state.shown(TWO, 2, SIZE) is state
    assert state.shown(TWO[:1], 2, SIZE).selected is None
    assert state.shown(TWO[1:], 2, SIZE).selected == 1
    assert state.shown(TWO[::-1], 2, SIZE).selected == 1
    assert state.shown((TWO[0], Box(1, 2, 3, 4)), 2, SIZE).selected == 2


def test_change_from_elsewhere_ends_a_gesture_on_a_box():
    """A box that changes while it is dragged is let go; a box being drawn goes on."""
    moving = boxing(APART, selected=1).press(60, 60, REACH).move(90, 90)
    drawing = boxing(APART[:1]).press(150, 130, REACH).move(190, 190)

    assert moving.shown(APART[1:], 2, SIZE).gesture is None
    assert drawing.shown(APART[1:], 2, SIZE).live == (APART[1], Box(150, 130, 190, 190))


def test_giving_up_a_drag_selects_nothing_that_is_gone():
    """When the selected box went while a new one was drawn, Escape selects none, and where it moved up it follows."""
    drawing = boxing(APART, limit=3, selected=2).press(150, 20, REACH).move(190, 60)
    assert drawing.shown(APART[:1], 3, SIZE).escaped().selected is None
    assert drawing.shown(APART[1:], 3, SIZE).escaped().selected == 1


def test_a_drag_ends_with_its_picture():
    """Where the picture has another size what was being drawn is given up."""
    drawing = boxing(limit=3).press(150, 20, REACH).move(190, 60)
    assert drawing.shown((), 3, (40, 30)).gesture is None


def test_box_outside_of_the_picture_is_left_until_it_is_moved():
    """A box that code put outside stays as it is; a key or the pointer brings it in with its size."""
    state = boxing([Box(500, 400, 560, 440)], selected=1)

    assert state.live == state.boxes
    assert state.key("ArrowLeft").boxes == (Box(340, 260, 400, 300),)
    assert state.key("Delete").boxes == ()
