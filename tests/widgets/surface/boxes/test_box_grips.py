"""What of the boxes lies under the pointer, without a gesture."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanwidgets.regions import Box
from wanwidgets.widgets.surface.boxes.box_grips import KNOB, Grip, Reach, boxes_at, grip_at, handles_of
from wanwidgets.widgets.surface.boxes.box_shapes import HANDLES

BOX = Box(100, 100, 300, 220)


@pytest.mark.parametrize(("touch", "screen"), [(False, 9), (True, 22)])
@pytest.mark.parametrize("scale", [0.1, 1.0, 16.0])
def test_handles_reach_as_far_as_the_pointer_is_exact(touch, screen, scale):
    """At any zoom a handle is taken up to 9 screen pixels beside it by a mouse, 22 by a finger, and no farther."""
    reach = Reach.of(touch=touch, scale=scale)
    # A screen pixel is about two of the canvas.
    near = 2 * screen / scale
    for by, want in ((near * 0.99, Grip(1, "se")), (near * 1.01, None)):
        assert grip_at((BOX,), 1, BOX.x2 + by, BOX.y2, reach) == want


@given(st.integers(1, 400), st.integers(1, 400), st.floats(0.05, 20))
def test_middle_of_any_box_moves_it(width, height, scale):
    """However small a box is on the screen, its middle is no handle."""
    box = Box(100, 100, 100 + width, 100 + height)
    for touch in (False, True):
        reach = Reach.of(touch=touch, scale=scale)
        assert grip_at((box,), 1, 100 + width / 2, 100 + height / 2, reach) == Grip(1, "inside")


def test_handles_are_eight_where_there_is_room():
    """A large box has eight handles on its border, a small one four at its corners."""
    assert set(handles_of(BOX, KNOB)) == set(HANDLES)
    assert handles_of(BOX, KNOB)["e"] == (300, 160)
    assert set(handles_of(Box(0, 0, 20, 20), KNOB)) == {"nw", "ne", "se", "sw"}
    assert set(handles_of(Box(0, 0, 200, 20), KNOB)) == {"nw", "ne", "se", "sw", "n", "s"}


def test_boxes_are_clicked_from_the_smallest_to_those_beside():
    """Boxes that hold the pointer come first, the smallest before the others; then those whose border is near."""
    boxes = (Box(0, 0, 100, 100), Box(20, 20, 60, 60), Box(61, 20, 90, 60), Box(20, 20, 60, 60))
    reach = Reach(4, 6, 3, 3)

    assert boxes_at(boxes, 59, 40, reach) == [4, 2, 1, 3]
    assert boxes_at(boxes, 150, 150, reach) == []
