"""How boxes look on the canvas: badges in sight, lines in two tones, marks in the colour that is sent."""

from __future__ import annotations

import pytest

from wanwidgets.regions import Box
from wanwidgets.widgets.surface.boxes.box_grips import Grip, Reach
from wanwidgets.widgets.surface.boxes.box_scene import Look, draw_boxes
from wanwidgets.widgets.surface.boxes.boxing import Boxing
from wanwidgets.widgets.surface.view.viewport import Viewport

CANVAS = (1280, 960)
SIZE = (400, 300)
VIEW = Viewport.fit(SIZE, CANVAS, 28)
LOOK = Look("box {}".format)


def drawn(boxing, view=VIEW, look=LOOK):
    return list(draw_boxes(boxing, view, look))


def values(commands, name):
    return [value for command, value in commands if command == name]


def texts(commands):
    return [value[0] for value in values(commands, "fill_text")]


@pytest.mark.parametrize(
    "box",
    [Box(0, 0, 400, 300), Box(0, 0, 1, 1), Box(399, 299, 400, 300), Box(0, 290, 9, 300), Box(390, 0, 400, 20)],
)
def test_badge_is_inside_the_canvas(box):
    """The badge of a box at any edge of the picture is whole on the canvas, and not over a tiny box."""
    for zoom in (1, 4):
        view = VIEW.zoomed(zoom, (0, 0))
        commands = drawn(Boxing((box,), 2, SIZE), view)
        if not texts(commands):
            assert view.to_canvas(box.x1, box.y1)[1] > CANVAS[1] or view.to_canvas(box.x1, box.y1)[0] > CANVAS[0]
            continue
        left, top, width, height = values(commands, "fill_rect")[-1]
        assert left >= 0
        assert left + width <= CANVAS[0]
        assert top >= 0
        assert top + height <= CANVAS[1]
        if box.width < 10:
            edge = view.to_canvas(box.x1, box.y1)[1], view.to_canvas(box.x2, box.y2)[1]
            assert top + height <= edge[0] or top >= edge[1]


def test_badge_hides_no_small_box_beside():
    """Of small boxes near each other each is seen: badges go to the side where none of them lies."""
    boxes = (Box(50, 50, 60, 60), Box(52, 66, 62, 76), Box(50, 30, 60, 40))
    commands = drawn(Boxing(boxes, 9, SIZE))
    badges = [area for area in values(commands, "fill_rect") if area[3] == 44]

    assert len(badges) == 3
    for left, top, width, height in badges:
        for box in boxes:
            (x1, y1), (x2, y2) = VIEW.to_canvas(*box[:2]), VIEW.to_canvas(*box[2:])
            assert left + width <= x1 or left >= x2 or top + height <= y1 or top >= y2


def test_outlines_have_a_light_and_a_dark_line():
    """Every outline is drawn in dark, light and colour, the broadest first, so that it is seen on any picture."""
    commands = drawn(Boxing((Box(10, 10, 100, 100),), 2, SIZE))

    assert len(set(values(commands, "stroke_style"))) == len(values(commands, "stroke_style")) == 3
    assert values(commands, "line_width") == sorted(values(commands, "line_width"), reverse=True)


def test_size_is_told_while_dragging():
    """The badge of the box that is drawn or resized has its size in pixels; others have none, nor do they at rest."""
    reach = Reach.of(touch=False, scale=VIEW.scale)
    state = Boxing((Box(10, 10, 100, 100),), 2, SIZE).press(150, 100, reach).move(270, 180)

    assert texts(drawn(state)) == ["box 1", "box 2 · 120×80"]
    assert texts(drawn(state.release())) == ["box 1", "box 2"]


def test_handles_are_on_the_selected_box_at_rest():
    """Only the selected box has handles, not while it is dragged, and fewer where there is no room for all."""

    def squares(boxing):
        return [area for area in values(drawn(boxing), "fill_rect") if area[2] == area[3]]

    assert squares(Boxing((Box(10, 10, 200, 200),), 2, SIZE)) == []
    assert len(squares(Boxing((Box(10, 10, 200, 210),), 2, SIZE, selected=1))) == 3 * 8
    assert len(squares(Boxing((Box(10, 10, 20, 21),), 2, SIZE, selected=1))) == 3 * 4


def test_what_the_pointer_would_take_stands_out():
    """A box and a handle under the pointer are drawn otherwise, and no more once it is away."""
    plain = Boxing((Box(10, 10, 200, 210), Box(220, 20, 380, 200)), 2, SIZE, selected=1)
    reach = Reach.of(touch=False, scale=VIEW.scale)

    assert plain.hovered(10, 10, reach).hover == Grip(1, "nw")
    pictures = [drawn(plain.hovered(*at, reach)) for at in ((10, 10), (300, 100), (210, 290))]
    assert pictures[0] != pictures[1] != pictures[2] == drawn(plain)


def test_marks_are_drawn_as_they_will_be_sent():
    """Marks have the colour that is sent and their number; a mark outside of the picture is not drawn."""
    boxes = (Box(10, 50, 100, 100), Box(500, 500, 600, 600))
    commands = drawn(Boxing(boxes, 9, SIZE), look=Look("box {}".format, (230, 0, 38)))

    assert texts(commands) == ["1"]
    assert set(values(commands, "stroke_style")) == {"rgb(230, 0, 38)"}
    left, top, width, height = values(commands, "stroke_rect")[0]
    x, y = VIEW.to_canvas(10, 50)
    # The line lies inside the box.
    assert left > x
    assert top > y
    assert left + width < VIEW.to_canvas(100, 100)[0]
    assert top + height < VIEW.to_canvas(100, 100)[1]
