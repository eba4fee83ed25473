"""Masks and marks on the canvas, without a browser."""

from __future__ import annotations

import io
import math

import pytest
from PIL import Image

import wanwidgets as ww
from wanwidgets.marks import sent_image
from wanwidgets.regions import Box, Stroke
from wanwidgets.widgets.surface.layers import HEIGHT, WIDTH, Layers

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


def test_drag_paints_a_stroke_in_original_pixels(painter, pointer):
    """A drag of the brush is a stroke of the draft's mask, in pixels of the picture, with the brush's radius."""
    painter.picture.mask.width.value = 30
    drag(pointer, painter, (50, 60), (80, 90), (200, 150))

    (stroke,) = painter.session.draft.mask.strokes
    assert rounded(stroke.points) == [(50, 60), (80, 90), (200, 150)]
    assert (stroke.radius, stroke.erase) == (15, False)
    assert painter.session.draft.mask.size == (400, 300)
    assert "mask.missing" not in codes(painter)


def test_eraser_takes_away(painter, pointer):
    """A stroke of the eraser takes away what was painted; without a mask it does nothing."""
    painter.picture.mask.erase.value = True
    drag(pointer, painter, (50, 60), (90, 60))
    assert painter.session.draft.mask is None

    painter.picture.mask.erase.value = False
    drag(pointer, painter, (50, 60), (90, 60))
    painter.picture.mask.erase.value = True
    painter.picture.mask.width.value = 150
    drag(pointer, painter, (40, 60), (100, 60))

    assert [stroke.erase for stroke in painter.session.draft.mask.strokes] == [False, True]
    assert painter.session.draft.mask.empty
    assert "Nothing is painted" in painter.picture.mask._problem.value


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


@pytest.fixture
def given_back(monkeypatch):
    """Return a list that gets an entry whenever the canvas gives the keys back to the page."""
    times = []
    monkeypatch.setattr(Layers, "give_keys_back", lambda _: times.append(1))
    return times


def test_canvas_keeps_the_keys_no_longer_than_it_needs_them(open_editor, photo, pointer, given_back):
    """Only a selected box keeps the keys at the canvas; a stroke, Escape, Tab and shortcuts give them back."""
    editor = open_editor(images=[photo])
    drag(pointer, editor, (50, 60), (200, 150))
    assert editor.canvas.selected == 1
    assert given_back == []
    for count, (name, ctrl) in enumerate((("Tab", False), ("Control", True), ("Escape", False)), start=1):
        pointer(editor, "key_down", key=name, shift_key=False, ctrl_key=ctrl, meta_key=False)
        assert len(given_back) == count

    editor.session.choose(model=PAINTING)
    editor.session.set_boxes(1, ())
    given_back.clear()
    pointer(editor, "mouse_down", *on_canvas(editor, 50, 60))
    pointer(editor, "key_down", key="Tab", shift_key=False, ctrl_key=False, meta_key=False)
    assert given_back == []
    pointer(editor, "mouse_up", *on_canvas(editor, 80, 60))
    assert given_back == [1]


def test_clear_removes_the_mask(painter, pointer):
    """Clear removes the whole mask, and can be pressed only where there is one."""
    assert painter.picture.mask.clear.disabled
    drag(pointer, painter, (50, 60), (80, 90))
    painter.picture.mask.clear.click()

    assert painter.session.draft.mask is None
    assert painter.picture.mask.clear.disabled


def test_mask_is_read_from_a_file(painter, tmp_path):
    """The path of a picture becomes the mask; a path that is none is told, and what was typed stays."""
    picture = Image.new("L", (400, 300))
    picture.paste(255, (10, 20, 30, 40))
    picture.save(tmp_path / "mask.png")
    painter.picture.mask.file.value = str(tmp_path / "mask.png")
    assert painter.session.draft.mask.image().getbbox() == (10, 20, 30, 40)
    assert painter.picture.mask.file.value == ""

    painter.picture.mask.file.value = "nowhere.png"
    assert "nowhere.png" in painter.notice.value
    assert painter.picture.mask.file.value == "nowhere.png"


def test_strokes_go_over_a_mask_from_a_file(painter, pointer, tmp_path):
    """Painting over a mask that came from a file keeps its picture."""
    Image.new("L", (400, 300), 0).save(tmp_path / "mask.png")
    painter.picture.mask.file.value = str(tmp_path / "mask.png")
    drag(pointer, painter, (50, 60), (80, 90))

    assert painter.session.draft.mask.base is not None
    assert len(painter.session.draft.mask.strokes) == 1


def test_mask_of_another_picture_is_kept_and_told(painter, pointer, photo):
    """When image 1 is another one the strokes stay, the problem is told beside the tool, and painting is refused."""
    drag(pointer, painter, (50, 60), (80, 90))
    mask = painter.session.draft.mask
    painter.session.edit(images=[photo.resize((640, 480))])
    assert painter.session.draft.mask == mask
    assert painter.canvas._masked is None
    assert "400×300" in painter.picture.mask._problem.value
    assert "ww-problem" in painter.picture.mask._problem.value

    drag(pointer, painter, (50, 60), (80, 90))
    assert painter.session.draft.mask == mask
    assert "another picture" in painter.notice.value
    painter.session.edit(prompt="a blue hat")
    assert painter.notice.value == ""

    painter.session.edit(images=[photo])
    assert painter.picture.mask._problem.value == ""
    assert painter.canvas._masked == mask


def test_unpainted_mask_is_no_fault_yet(painter):
    """That nothing was painted yet is said beside the tool as something to do, and as a problem with Edit."""
    assert "Paint what is to change" in painter.picture.mask._problem.value
    assert "ww-problem" not in painter.picture.mask._problem.value

    painter.controls.actions.edit.click()
    assert "needs one" in painter.notice.value


def test_mask_is_shown_over_the_picture(painter, pointer):
    """What is painted is drawn over the picture, translucent and only there."""
    painter.picture.mask.width.value = 60
    drag(pointer, painter, (100, 100), (300, 100))
    with Image.open(io.BytesIO(painter.canvas._overlay.value)) as overlay:
        cover = overlay.convert("RGBA").getchannel("A")
    x, y = cover.width / 400, cover.height / 300

    assert cover.getpixel((round(200 * x), round(100 * y))) == 128
    assert cover.getpixel((round(200 * x), round(200 * y))) == 0


def test_tools_are_those_of_the_mode(open_editor, photo):
    """The brush is there for modes that take a mask, and for a mask that a mode does not take, to remove it."""
    editor = open_editor(images=[photo], prompt="x")
    assert hidden(editor.picture.mask)
    assert editor.canvas.tool == "box"

    editor.session.choose(model="wanx2.1-imageedit", function="description_edit_with_mask")
    assert not hidden(editor.picture.mask)
    assert editor.canvas.tool == "brush"
    assert editor.picture.mask.tool.layout.display == "none"

    editor.session.edit(mask=ww.Mask((400, 300), (Stroke(((5, 5),), 3),)))
    editor.session.choose(function="description_edit")
    assert not hidden(editor.picture.mask)
    assert editor.picture.mask.width.disabled
    assert not editor.picture.mask.clear.disabled
    assert "ww-problem" in editor.picture.mask._problem.value
    editor.picture.mask.clear.click()
    assert hidden(editor.picture.mask)


def test_mask_belongs_to_image_1(open_editor, photo):
    """The brush is there for image 1 alone, and the mask is not shown over another picture."""
    mask = ww.Mask((400, 300), (Stroke(((50, 50),), 9),))
    editor = open_editor(images=[photo, photo.rotate(180)], model=PAINTING, mask=mask)
    assert (editor.canvas.tool, editor.canvas._masked) == ("brush", mask)

    editor.images.rows[1].choose.click()
    assert (editor.canvas.tool, editor.canvas._masked) == ("box", None)
    assert editor.picture.mask.width.disabled


def test_boxes_that_are_there_can_be_removed_beside_the_brush(open_editor, photo):
    """Where a mask is needed and boxes are left from before, both tools can be chosen."""
    editor = open_editor(images=[photo], boxes={1: [(10, 10, 50, 50)]}, model=PAINTING)
    assert editor.canvas.tool == "brush"
    editor.picture.mask.tool.value = "box"
    assert editor.canvas.tool == "box"
    editor.picture.boxes.fields[0].remove.click()

    assert editor.session.draft.boxes == {}
    assert editor.canvas.tool == "brush"


def test_drawn_marks_are_shown_as_they_are_sent(open_editor, photo):
    """With marks drawn the canvas shows the very picture that is sent; without, the picture itself."""
    editor = open_editor(images=[photo], boxes={1: [(50, 50, 200, 200)]})
    plain = editor.canvas._picture.value
    editor.picture.marks.check.value = True
    assert editor.session.draft.marks == "drawn"
    picture = editor.session.draft.pictures[0]
    assert editor.canvas._shown == sent_image(picture, "drawn") != picture.image
    assert editor.canvas._picture.value != plain

    editor.picture.marks.check.value = False
    assert editor.canvas._picture.value == plain


def test_any_number_of_marks(open_editor, photo, pointer):
    """With marks drawn any number of boxes may be drawn, selected and removed."""
    editor = open_editor(images=[photo], marks="drawn")
    for left in range(10, 310, 60):
        drag(pointer, editor, (left, 50), (left + 40, 120))
    assert editor.session.draft.boxes[1] == tuple(Box(left, 50, left + 40, 120) for left in range(10, 310, 60))
    assert editor.canvas._boxes._boxing.limit == math.inf
    assert len(editor.picture.boxes.fields) == 6
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


def test_redraw_after_a_reload_draws_the_mask(painter, pointer):
    """A page that was loaded anew gets picture, mask and boxes drawn again."""
    drag(pointer, painter, (50, 60), (80, 90))
    sent = []
    manager = painter.canvas.canvas._canvas_manager
    manager._send_custom = lambda commands, buffers=(): sent.append(str(commands))
    try:
        painter.canvas.canvas._canvases[-1]._handle_frontend_event(None, {"event": "client_ready"}, [])
    finally:
        del manager._send_custom

    assert len(sent) == 3
    assert painter.canvas._picture.model_id in sent[0]
    assert painter.canvas._overlay.model_id in sent[1]
