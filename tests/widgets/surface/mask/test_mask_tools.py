"""The tools of the mask, without a browser."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

import wanwidgets as ww
from wanwidgets.regions import Area, Box, Mask, Stroke

PAINTING = "wanx-x-painting"
SIZE = 400, 300
SPOT = Mask(SIZE, (Stroke(((80.0, 90.0),), 20.0),))


@pytest.fixture
def open_painter(open_editor, scripted, photo):
    """Return a function that opens an editor whose threads have ended when they are begun."""

    def make(**options):
        options = {"images": [photo], "prompt": "a red hat", "model": PAINTING, **options}
        return open_editor(session=scripted(ww.EditRequest(options.pop("prompt"), options.pop("images"), **options)))

    return make


@pytest.fixture
def painter(open_painter):
    """Return an editor whose model needs a mask, on a picture of 400×300."""
    return open_painter()


def drag(pointer, editor, *points):
    where = [editor.canvas.view.to_canvas(*point) for point in points]
    pointer(editor, "mouse_down", *where[0])
    for point in where[1:]:
        pointer(editor, "mouse_move", *point)
    pointer(editor, "mouse_up", *where[-1])


def hidden(widget):
    return "wanwidgets-hidden" in widget._dom_classes


def painted(editor):
    mask = editor.session.draft.mask
    return 0 if mask is None else int((np.asarray(mask.image()) > 0).sum())


def test_fill_invert_and_clear_are_one_step_each(painter):
    """Each button does its deed to the whole mask, and undo takes back one after the other."""
    tools, session = painter.picture.mask, painter.session
    session.edit(mask=SPOT)
    spot = painted(painter)
    seen = [spot]
    for button in (tools.invert, tools.fill, tools.invert, tools.clear):
        button.click()
        seen.append(painted(painter))
    assert seen == [spot, 120_000 - spot, 120_000, 0, 0]
    assert session.draft.mask is None
    for expected in reversed(seen[:-1]):
        session.undo()
        assert painted(painter) == expected
    session.redo()
    assert painted(painter) == 120_000 - spot


def test_fill_and_invert_begin_a_mask(painter):
    """Without a mask Fill paints everything, and so does Invert; there is nothing to clear."""
    tools = painter.picture.mask
    assert tools.clear.disabled
    assert tools.opacity.disabled
    tools.invert.click()
    assert painted(painter) == 120_000
    assert not tools.clear.disabled


def test_boxes_are_pressed_into_the_mask(open_painter):
    """All boxes of image 1 become exactly their pixels of the mask in one step; a model without boxes keeps none."""
    editor = open_painter(boxes={1: [(10, 20, 50, 60), (100, 100, 110, 130)]})
    editor.picture.mask.from_boxes.click()
    draft = editor.session.draft

    assert draft.mask == Mask(SIZE, (Area(Box(10, 20, 50, 60)), Area(Box(100, 100, 110, 130))))
    assert draft.boxes == {}
    editor.session.undo()
    assert (editor.session.draft.mask, len(editor.session.draft.boxes[1])) == (None, 2)


def test_the_selected_box_alone_is_pressed(open_painter, pointer):
    """Where a box is selected it alone goes into the mask; with the eraser its pixels are taken away."""
    editor = open_painter(boxes={1: [(10, 20, 50, 60), (100, 100, 160, 150)]}, mask=Mask(SIZE).filled())
    editor.canvas.tool = "box"
    drag(pointer, editor, (130, 125), (130, 125))
    assert editor.canvas.selected == 2
    editor.picture.mask.erase.value = True
    editor.picture.mask.from_boxes.click()

    assert painted(editor) == 120_000 - 60 * 50
    assert editor.session.draft.boxes == {1: (Box(10, 20, 50, 60),)}


def test_a_box_drawn_for_the_mask(painter, pointer):
    """A box can be drawn where a mask is needed, and pressed into it: a rectangle of exact pixels."""
    assert painter.picture.mask.from_boxes.disabled
    painter.canvas.tool = "box"
    drag(pointer, painter, (100, 100), (200, 150))
    (box,) = painter.session.draft.boxes[1]
    painter.picture.mask.from_boxes.click()

    assert painter.session.draft.mask.boxes() == ((box,), 0)
    assert not [problem for problem in painter.session.problems() if problem.field.startswith("boxes")]


def test_a_mask_becomes_boxes_where_the_model_takes_them(open_painter):
    """For a model of boxes the two largest parts become boxes in one step, and what was left out is said."""
    parts = Mask(SIZE).with_boxes([(300, 10, 360, 80), (10, 12, 60, 90), (200, 200, 205, 205)])
    editor = open_painter(model="wan2.7-image", mask=parts)
    tools = editor.picture.mask
    assert "ww-problem" in tools._problem.value
    assert tools.fill.disabled
    tools.to_boxes.click()

    assert editor.session.draft.boxes == {1: (Box(10, 12, 60, 90), Box(300, 10, 360, 80))}
    assert editor.session.draft.mask is None
    assert "1 smaller part" in editor.session.notice.text
    assert hidden(tools)
    editor.session.undo()
    assert (editor.session.draft.mask, editor.session.draft.boxes) == (parts, {})


def test_an_empty_mask_becomes_no_boxes(open_painter):
    """Where nothing is painted the boxes stay, and it is said."""
    editor = open_painter(model="wan2.7-image", mask=Mask(SIZE), boxes={1: [(1, 2, 30, 40)]})
    editor.picture.mask.to_boxes.click()

    assert editor.session.draft.boxes == {1: (Box(1, 2, 30, 40),)}
    assert "Nothing is painted" in editor.session.notice.text


def test_boxes_are_not_offered_where_the_model_takes_none(painter):
    """The button that makes boxes of the mask is there only for models that take boxes."""
    painter.session.edit(mask=SPOT)

    assert painter.picture.mask.to_boxes.layout.display == "none"
    assert painter.picture.mask.from_boxes.layout.display is None


@pytest.mark.parametrize("form", ["white", "opaque", "transparent"])
def test_a_mask_is_saved_and_opened_again(painter, tmp_path, form):
    """What was saved in a form is the same mask when it is opened in that form; a file that differs is kept."""
    files = painter.picture.mask.files
    assert files.save.disabled
    painter.session.edit(mask=SPOT)
    files.path.value, files.form.value = str(tmp_path / "hat"), form
    files.save.click()
    assert str(tmp_path / "hat.png") in painter.session.notice.text
    assert Mask.read(tmp_path / "hat.png", edited=form).pixels == SPOT.pixels

    files.save.click()
    painter.picture.mask.invert.click()
    files.save.click()
    assert sorted(path.name for path in tmp_path.glob("*.png")) == ["hat (2).png", "hat.png"]

    painter.picture.mask.clear.click()
    files.path.value = f'"{tmp_path / "hat.png"}"'
    files.load.click()
    assert painter.session.draft.mask.pixels == SPOT.pixels
    assert painter.session.notice is None
    painter.session.undo()
    assert painter.session.draft.mask is None


def test_what_cannot_be_opened_or_saved_is_told(painter, tmp_path):
    """A path that is none, a folder that is none and no path at all are told, and what was typed and painted stays."""
    files = painter.picture.mask.files
    painter.session.edit(mask=SPOT)
    for path, said in (("", "no path"), (str(tmp_path / "<no>.png"), "no such file"), (str(tmp_path), "folder")):
        files.path.value = path
        files.load.click()
        assert said in painter.session.notice.text
        assert files.path.value == path
    files.path.value = str(tmp_path / "nowhere" / "mask.png")
    files.save.click()

    assert "cannot be saved" in painter.session.notice.text
    assert painter.session.draft.mask == SPOT


def test_mask_of_another_size_is_told_beside_the_tools(painter, tmp_path):
    """A file of another size is taken and told, so that the picture can be mended; only clearing and files are left."""
    Image.new("L", (80, 60), 255).save(tmp_path / "small.png")
    tools = painter.picture.mask
    tools.files.path.value = str(tmp_path / "small.png")
    tools.files.load.click()

    assert painter.session.draft.mask.size == (80, 60)
    assert "80×60" in tools._problem.value
    assert (tools.fill.disabled, tools.invert.disabled, tools.from_boxes.disabled) == (True, True, True)
    assert not tools.clear.disabled


def test_files_are_folded_away(painter):
    """The row of files opens at a click and closes at another."""
    tools = painter.picture.mask
    assert hidden(tools.files)
    tools.more.value = True
    assert not hidden(tools.files)
    tools.more.value = False
    assert hidden(tools.files)


def test_brackets_change_the_brush_and_its_slider(painter, pointer):
    """The keys [ and ] change the width of the brush, and the slider follows."""
    width = painter.picture.mask.width
    assert (width.value, width.max) == (25, 150)
    pointer(painter, "key_down", key="]", shift_key=False, ctrl_key=False, meta_key=False)
    assert width.value == painter.canvas.painting.width == 31
    for _ in range(30):
        pointer(painter, "key_down", key="[", shift_key=False, ctrl_key=False, meta_key=False)
    assert width.value == painter.canvas.painting.width == 1
    for _ in range(40):
        pointer(painter, "key_down", key="]", shift_key=False, ctrl_key=False, meta_key=False)
    assert width.value == painter.canvas.painting.width == 150


def test_brackets_typed_with_altgr_change_the_brush(painter, pointer):
    """Where a bracket is typed with AltGr Windows tells of Ctrl as well, which is no shortcut of the page."""
    pointer(painter, "key_down", key="]", shift_key=False, ctrl_key=True, meta_key=False)
    assert painter.canvas.painting.width == 31
    assert painter.session.notice is None


def test_brush_follows_a_picture_of_another_size(painter):
    """Another picture has its own usual brush, and the slider its bounds."""
    painter.session.edit(images=[Image.new("RGB", (1200, 900), "gray")])

    assert (painter.picture.mask.width.value, painter.picture.mask.width.max) == (75, 450)
    assert painter.canvas.painting.width == 75


def test_opacity_is_of_the_screen_alone(painter):
    """The overlay's slider changes how the mask is shown, and neither the mask nor what can be undone."""
    painter.session.edit(mask=SPOT)
    draft = painter.session.draft
    shown = [sheet.value for sheet in painter.canvas.sheets]
    painter.picture.mask.opacity.value = 0.9

    assert painter.session.draft is draft
    assert [sheet.value for sheet in painter.canvas.sheets] != shown


def test_eraser_before_any_paint_changes_nothing(painter, pointer):
    """A stroke of the eraser without a mask leaves the draft as it is."""
    painter.picture.mask.erase.value = True
    drag(pointer, painter, (100, 100), (200, 100))

    assert painter.session.draft.mask is None
    assert not painter.session.can_undo
    assert not painter.canvas.painting.under_way


def test_escape_forgets_what_was_drawn(painter, pointer):
    """Escape gives up the stroke, its key was of use, and going on paints nothing."""
    view = painter.canvas.view
    pointer(painter, "mouse_down", *view.to_canvas(50, 50))
    pointer(painter, "mouse_move", *view.to_canvas(90, 90))
    pointer(painter, "key_down", key="Escape", shift_key=False, ctrl_key=False, meta_key=False)
    pointer(painter, "mouse_move", *view.to_canvas(120, 90))
    pointer(painter, "mouse_up", *view.to_canvas(120, 90))

    assert painter.session.draft.mask is None


def test_other_models_show_no_tools(open_painter):
    """For a model without masks there is nothing of them on screen."""
    editor = open_painter(model="wan2.7-image")

    assert hidden(editor.picture.mask)
