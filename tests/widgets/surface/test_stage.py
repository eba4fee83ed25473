"""What the stage shows and which tool it gives the pointer to, without a browser."""

from __future__ import annotations

import math

import pytest
from PIL import Image

import wanwidgets as ww
from wanwidgets.images import InputImage
from wanwidgets.regions import Box, Stroke
from wanwidgets.widgets.surface.view.layers import HEIGHT, WIDTH

PAINTING = "wanx-x-painting"


@pytest.fixture
def painter(open_editor, photo):
    """Return an editor whose model needs a mask, on a picture of 400×300."""
    return open_editor(images=[photo], prompt="a red hat", model=PAINTING)


def on_canvas(editor, x, y):
    return editor.canvas.view.to_canvas(x, y)


def drag(pointer, editor, *points):
    pointer(editor, "mouse_down", *on_canvas(editor, *points[0]))
    for point in points[1:]:
        pointer(editor, "mouse_move", *on_canvas(editor, *point))
    pointer(editor, "mouse_up", *on_canvas(editor, *points[-1]))


def rounded(points):
    return [tuple(round(value, 6) for value in point) for point in points]


def codes(editor):
    return [problem.code for problem in editor.session.problems()]


def hidden(widget):
    return "wanwidgets-hidden" in widget._dom_classes


def test_leaving_the_canvas_commits_the_stroke(painter, pointer):
    """A stroke ends where the pointer leaves the canvas, at the picture's edge, and coming back paints nothing."""
    pointer(painter, "mouse_down", *on_canvas(painter, 300, 200))
    pointer(painter, "mouse_out", WIDTH, HEIGHT)
    pointer(painter, "mouse_move", *on_canvas(painter, 10, 10))
    pointer(painter, "mouse_up", *on_canvas(painter, 10, 10))

    (stroke,) = painter.session.draft.mask.strokes
    assert rounded(stroke.points) == [(300, 200), (400, 300)]


def test_finger_paints_as_well(painter, pointer):
    """A finger paints a stroke; its end carries no point."""
    first, second = on_canvas(painter, 10, 20), on_canvas(painter, 110, 120)
    pointer(painter, "touch_start", touches=[{"x": first[0], "y": first[1]}])
    pointer(painter, "touch_move", touches=[{"x": second[0], "y": second[1]}])
    pointer(painter, "touch_end", touches=[])

    assert rounded(painter.session.draft.mask.strokes[0].points) == [(10, 20), (110, 120)]


def test_escape_gives_up_the_stroke(painter, pointer):
    """Escape while painting gives up the stroke and keeps the others."""
    drag(pointer, painter, (50, 60), (80, 90))
    pointer(painter, "mouse_down", *on_canvas(painter, 300, 200))
    pointer(painter, "key_down", key="Escape", shift_key=False, ctrl_key=False, meta_key=False)
    pointer(painter, "mouse_up", *on_canvas(painter, 350, 200))

    assert len(painter.session.draft.mask.strokes) == 1


def test_tools_are_those_of_the_mode(open_editor, photo):
    """The brush is there for modes that take a mask, and for a mask that a mode does not take, to remove it."""
    editor = open_editor(images=[photo], prompt="x")
    assert hidden(editor.picture.mask)
    assert editor.canvas.tool == "box"

    editor.session.choose(model="wanx2.1-imageedit", function="description_edit_with_mask")
    assert not hidden(editor.picture.mask)
    assert editor.canvas.tool == "brush"
    assert editor.canvas.tools == ("brush", "box", "hand")

    editor.session.edit(mask=ww.Mask((400, 300), (Stroke(((5, 5),), 3),)))
    editor.session.choose(function="description_edit")
    assert not hidden(editor.picture.mask)
    assert editor.picture.mask.width.disabled
    assert not editor.picture.mask.clear.disabled
    assert "ww-problem" in editor.picture.mask._problem.value
    editor.picture.mask.clear.click()
    assert hidden(editor.picture.mask)


def test_boxes_help_beside_the_brush(open_editor, photo, pointer):
    """Where a mask is needed any number of boxes can be drawn to make it of, and taken away; they are not sent."""
    editor = open_editor(images=[photo], boxes={1: [(10, 10, 50, 50)]}, model=PAINTING)
    assert editor.canvas.tool == "brush"
    editor.canvas.tool = "box"
    for left in (60, 120, 180):
        drag(pointer, editor, (left, 60), (left + 40, 100))
    assert len(editor.session.draft.boxes[1]) == 4
    assert "boxes.unsupported" in codes(editor)
    assert hidden(editor.picture.marks)
    for _ in range(4):
        editor.picture.boxes.rows[0].remove.click()

    assert editor.session.draft.boxes == {}
    assert editor.canvas.tool == "box"


def test_any_number_of_marks(open_editor, photo, pointer):
    """With marks drawn any number of boxes may be drawn, selected and removed."""
    editor = open_editor(images=[photo], marks="drawn")
    for left in range(10, 310, 60):
        drag(pointer, editor, (left, 50), (left + 40, 120))
    assert editor.session.draft.boxes[1] == tuple(Box(left, 50, left + 40, 120) for left in range(10, 310, 60))
    assert editor.canvas._boxes._boxing.limit == math.inf
    assert len(editor.picture.boxes.rows) == 5
    assert codes(editor) == ["prompt.missing"]

    drag(pointer, editor, (90, 80), (90, 80))
    assert editor.canvas.selected == 2
    pointer(editor, "key_down", key="Delete", shift_key=False, ctrl_key=False, meta_key=False)
    assert len(editor.session.draft.boxes[1]) == 4


def test_marks_are_offered_where_they_help(open_editor, photo, pointer):
    """Painting boxes is offered where boxes are, or where the model takes no list; a box drawn in vain says so."""
    editor = open_editor(images=[photo])
    assert hidden(editor.picture.marks)
    editor.session.set_boxes(1, [(1, 1, 50, 50)])
    assert not hidden(editor.picture.marks)

    other = open_editor(images=[photo], model="wan2.6-image")
    assert not hidden(other.picture.marks)
    drag(pointer, other, (50, 60), (200, 150))
    assert other.session.draft.boxes == {}
    assert "Paint the boxes" in other.notice.value
    other.picture.marks.check.value = True
    assert other.notice.value == ""


def test_empty_canvas_says_whether_a_picture_is_needed(open_editor):
    """Where no picture is needed the canvas says so; where one is, it says what to do."""
    free, needed = open_editor(), open_editor(model=PAINTING)

    assert free.canvas._hint == "canvas.empty.free"
    assert "Write what to make" in free.picture._caption.value
    assert needed.canvas._hint == "canvas.empty"
    free.session.choose(model="wan2.5-i2i-preview")
    assert free.canvas._hint == "canvas.empty"


def sent_on_reload(editor):
    """Return what is sent to a page that was loaded anew, message by message."""
    sent = []
    manager = editor.canvas.canvas._canvas_manager
    manager._send_custom = lambda commands, buffers=(): sent.append(str(commands))
    try:
        editor.canvas.canvas._canvases[-1]._handle_frontend_event(None, {"event": "client_ready"}, [])
    finally:
        del manager._send_custom
    return sent


def test_redraw_after_a_reload_draws_all_in_one_message(painter, pointer):
    """A page that was loaded anew gets picture, mask and tools in one message, which names what it draws on first."""
    drag(pointer, painter, (50, 60), (80, 90))
    sent = sent_on_reload(painter)
    picture, _, mask, _ = painter.canvas.sheets

    first = sent[0]
    switch = f"[[60, ['IPY_MODEL_{picture.canvas.model_id}']]"
    assert first.startswith(switch)
    for sheet in (picture, mask):
        file, canvas = sheet.parts
        assert first.count(file.model_id) == 1, "decoded once"
        assert first.count(canvas.model_id) == 2, "drawn on, and shown"
    assert all(message.startswith("[[60, ") for message in sent)


def test_drag_under_way_ends_with_its_page(painter, pointer):
    """A page that goes away in the middle of a drag takes the pointer's going up with it; what was drawn is kept."""
    pointer(painter, "mouse_down", *on_canvas(painter, 100, 100))
    pointer(painter, "mouse_move", *on_canvas(painter, 200, 100))
    sent_on_reload(painter)
    pointer(painter, "mouse_move", *on_canvas(painter, 300, 200))

    (stroke,) = painter.session.draft.mask.strokes
    assert rounded(stroke.points) == [(100, 100), (200, 100)]


def test_another_picture_is_seen_whole(open_editor, photos):
    """Another picture is shown whole first; the same one, moved in the list or changed by a box, stays as near."""
    editor = open_editor(images=[photos[0], photos[0][:, ::-1], photos[1]])
    stage = editor.canvas
    stage.handling.do("nearer")
    near = stage.view
    editor.session.set_boxes(1, [(1, 1, 50, 50)])
    assert stage.view == near

    editor.images.chosen = 2
    assert stage.view.is_fitted
    stage.handling.do("nearer")
    editor.session.remove_image(1)
    assert editor.images.chosen == 1
    assert not stage.view.is_fitted, "it is the second one, now the first"


def test_a_stroke_ends_with_its_picture(painter, pointer):
    """A stroke under way when its picture is replaced by one of another size, as by a mend, is painted nowhere."""
    pointer(painter, "mouse_down", *on_canvas(painter, 300, 200))
    pointer(painter, "mouse_move", *on_canvas(painter, 350, 250))
    painter.session.set_picture(1, ww.Picture(InputImage.from_pil(Image.new("RGB", (120, 90)))))
    assert painter.canvas.view.picture == (120, 90)
    pointer(painter, "mouse_up", *on_canvas(painter, 20, 20))
    assert painter.session.draft.mask is None


def test_a_closed_stage_draws_nothing(open_editor, photo):
    """What still comes after closing, as from a thread, sends nothing to a canvas that is gone."""
    editor = open_editor(images=[photo])
    stage = editor.canvas
    editor.close()
    sent = []
    manager = type(stage.canvas._canvas_manager)
    before = manager._send_custom
    manager._send_custom = lambda *arguments: sent.append(arguments)
    try:
        stage.redraw()
        stage.redraw_tools()
        stage.redraw_mask()
    finally:
        manager._send_custom = before
    assert sent == []
