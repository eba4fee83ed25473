"""Boxes on the canvas of an editor, without a browser: the draft, the words, what is undone and what is not sent."""

from __future__ import annotations

import io
import math

import numpy as np
import pytest
from PIL import Image

import wanwidgets as ww
from wanwidgets.errors import ImageError
from wanwidgets.images import InputImage
from wanwidgets.marks import mark_color
from wanwidgets.regions import Box
from wanwidgets.running.runner import Runner
from wanwidgets.widgets.surface.boxes import mark_ink
from wanwidgets.widgets.surface.stage import Stage

ONE = (50, 60, 200, 150)


@pytest.fixture
def boxed(open_editor, photo):
    """Return an editor on a picture of 400×300 with one box, which is selected."""
    editor = open_editor(images=[photo], boxes={1: [ONE]})
    editor.canvas.box_tool.select(1)
    return editor


def on_canvas(editor, x, y):
    return editor.canvas.view.to_canvas(x, y)


def drag(pointer, editor, *points):
    pointer(editor, "mouse_down", *on_canvas(editor, *points[0]))
    for point in points[1:]:
        pointer(editor, "mouse_move", *on_canvas(editor, *point))
    pointer(editor, "mouse_up", *on_canvas(editor, *points[-1]))


def key(pointer, editor, name, *, shift=False):
    pointer(editor, "key_down", key=name, shift_key=shift, ctrl_key=False, meta_key=False)


def boxes(editor, number=1):
    return editor.session.draft.pictures[number - 1].boxes


def test_box_is_moved_and_resized_in_steps_of_undo(boxed, pointer):
    """A drag inside moves the box, one of a handle resizes it, and each is undone by itself."""
    drag(pointer, boxed, (120, 100), (130, 110), (140, 120))
    assert boxes(boxed) == (Box(70, 80, 220, 170),)
    drag(pointer, boxed, (220, 170), (250, 190))
    assert boxes(boxed) == (Box(70, 80, 250, 190),)

    boxed.session.undo()
    assert boxes(boxed) == (Box(70, 80, 220, 170),)
    boxed.session.undo()
    assert boxes(boxed) == (Box(*ONE),)
    assert boxed.canvas.selected == 1


def test_draft_changes_once_a_gesture(boxed, pointer):
    """While the pointer is down the draft stays; a drag that comes back, or is given up, changes nothing."""
    seen = []
    boxed.session.observe(lambda change: seen.append(change.new), "draft")
    drag(pointer, boxed, (120, 100), (180, 130), (120, 100))
    pointer(boxed, "mouse_down", *on_canvas(boxed, 120, 100))
    pointer(boxed, "mouse_move", *on_canvas(boxed, 160, 100))
    key(pointer, boxed, "Escape")
    pointer(boxed, "mouse_up", *on_canvas(boxed, 160, 100))
    assert seen == []
    assert not boxed.session.can_undo

    drag(pointer, boxed, (120, 100), (130, 110), (140, 120))
    assert len(seen) == 1


def test_leaving_the_canvas_commits_at_the_edge(boxed, pointer):
    """A handle that is dragged out of the canvas ends at the picture's edge, and what comes later is nothing."""
    pointer(boxed, "mouse_down", *on_canvas(boxed, 200, 150))
    pointer(boxed, "mouse_out", *boxed.canvas.view.canvas)
    pointer(boxed, "mouse_move", *on_canvas(boxed, 10, 10))
    pointer(boxed, "mouse_up", *on_canvas(boxed, 10, 10))

    assert boxes(boxed) == (Box(50, 60, 400, 300),)


def test_nudges_are_undone_together(boxed, pointer):
    """Arrow keys soon after each other are one step of undo."""
    for name in ("ArrowRight", "ArrowRight", "ArrowDown"):
        key(pointer, boxed, name)
    key(pointer, boxed, "ArrowLeft", shift=True)
    assert boxes(boxed) == (Box(42, 61, 192, 151),)

    boxed.session.undo()
    assert boxes(boxed) == (Box(*ONE),)


def test_copy_is_refused_in_words_where_the_model_takes_no_more(boxed, pointer):
    """D copies the box; one too many is told, and what was told goes when a box is removed."""
    key(pointer, boxed, "d")
    assert boxes(boxed) == (Box(*ONE), Box(62, 72, 212, 162))
    assert boxed.canvas.selected == 2
    key(pointer, boxed, "d")
    assert len(boxes(boxed)) == 2
    assert "Image 1 has 2 boxes already" in boxed.notice.value
    key(pointer, boxed, "Delete")
    assert boxes(boxed) == (Box(*ONE),)
    assert "already" not in boxed.notice.value


def test_box_too_many_is_told_while_it_is_dragged(open_editor, photo, pointer):
    """One box too many is refused as soon as the drag begins, not when it ends."""
    editor = open_editor(images=[photo], boxes={1: [(10, 10, 50, 50), (60, 10, 90, 50)]})
    pointer(editor, "mouse_down", *on_canvas(editor, 200, 200))
    assert "already" not in editor.notice.value
    pointer(editor, "mouse_move", *on_canvas(editor, 240, 230))
    assert "Image 1 has 2 boxes already" in editor.notice.value
    pointer(editor, "mouse_up", *on_canvas(editor, 240, 230))
    assert len(boxes(editor)) == 2


def test_each_picture_keeps_its_boxes_and_nothing_else(open_editor, photo, pointer):
    """Choosing another picture in the middle of a drag leaves both as they were, without a selection."""
    editor = open_editor(images=[photo, photo.rotate(180)], boxes={1: [ONE]})
    editor.canvas.box_tool.select(1)
    pointer(editor, "mouse_down", *on_canvas(editor, 120, 100))
    pointer(editor, "mouse_move", *on_canvas(editor, 180, 130))
    editor.images.choose(2)
    assert (editor.canvas.selected, editor.canvas.box_tool.under_way) == (None, False)
    pointer(editor, "mouse_up", *on_canvas(editor, 180, 130))

    assert (boxes(editor, 1), boxes(editor, 2)) == ((Box(*ONE),), ())
    editor.images.choose(1)
    assert editor.canvas.selected is None


def test_hovering_draws_only_when_what_is_under_the_pointer_changes(boxed, pointer, monkeypatch):
    """The canvas is drawn again for a hover only where another handle or box is under the pointer."""
    asked = []
    monkeypatch.setattr(Stage, "redraw_soon", lambda _: asked.append(1))
    steps = [(120, 100), (121, 100), (122, 101), (200, 150), (201, 150), (300, 250), (301, 251)]
    counts = []
    for step in steps:
        pointer(boxed, "mouse_move", *on_canvas(boxed, *step))
        counts.append(len(asked))

    assert counts == [1, 1, 1, 2, 2, 3, 3]
    assert boxed.canvas.box_tool.cursor == "crosshair"
    pointer(boxed, "mouse_move", *on_canvas(boxed, 200, 150))
    assert boxed.canvas.box_tool.cursor == "nwse-resize"
    pointer(boxed, "mouse_out", *on_canvas(boxed, 200, 150))
    assert boxed.canvas.box_tool.cursor == "crosshair"


def test_finger_takes_what_a_mouse_would_miss(boxed, pointer):
    """A finger 40 canvas pixels beside a handle drags it; a mouse there draws a box."""
    x, y = on_canvas(boxed, 200, 150)
    ends = [(x + 30, y + 25), (x + 30 + 50, y + 25)]
    for event, at in zip(("touch_start", "touch_move"), ends, strict=True):
        pointer(boxed, event, touches=[{"x": at[0], "y": at[1]}])
    pointer(boxed, "touch_end", touches=[])

    moved = math.floor(50 / boxed.canvas.view.scale + 0.5)
    assert boxes(boxed) == (Box(50, 60, 200 + moved, 150),)


def test_selection_from_the_fields_and_code(boxed):
    """The tool selects, copies, removes, adds and changes boxes without a pointer."""
    tool = boxed.canvas.box_tool
    tool.add()
    assert boxes(boxed)[1] == Box(133, 100, 267, 200)
    assert boxed.canvas.selected == 2
    tool.put(2, Box(1, 2, 3, 4))
    tool.remove(1)
    assert (boxes(boxed), boxed.canvas.selected) == ((Box(1, 2, 3, 4),), 1)
    tool.duplicate(1)
    tool.put(None, Box(5, 5, 9, 9))
    assert len(boxes(boxed)) == 2
    assert "2 boxes already" in boxed.notice.value
    tool.select(None)
    assert boxed.canvas.selected is None


@pytest.fixture
def painted(open_editor, photo, tmp_path):
    """Return an editor with marks painted whose threads are carried out by hand, and the list of them."""
    pending = []
    runner = Runner(ww.Client("sk-unused", region="beijing"), ww.RunStore(tmp_path / "runs"))
    draft = ww.EditRequest(images=[photo], boxes={1: [ONE]})
    editor = open_editor(session=ww.EditSession(runner, draft, spawn=pending.append))
    while pending:
        pending.pop(0)()
    # Whether a draft is remembered is looked up by threads as well, which are not those counted here.
    editor.session._recalls = False
    editor.session.edit(marks="drawn")
    return editor, pending


def test_painting_marks_reads_no_picture_in_the_handler(painted, monkeypatch):
    """With marks painted no picture is painted or read while boxes change; the canvas has the marks at once."""
    editor, pending = painted
    read = []

    def image(of):
        read.append(of)
        return Image.open(io.BytesIO(of.data))

    monkeypatch.setattr(InputImage, "image", image)
    whole = editor.canvas.sheets[0]
    before = whole.tile
    for left in range(60, 70):
        editor.session.set_boxes(1, [(left, 60, 200, 150)])
    assert (read, len(pending)) == ([], 1)
    assert whole.tile is before
    assert editor.canvas.box_tool._ink.color is not None
    assert editor.session.notice is None
    assert [problem.code for problem in editor.session.problems()] == ["prompt.missing"]


def test_marks_have_the_colour_that_is_sent(painted):
    """The colour of the marks on the canvas is that of the picture that is sent, also after changes meanwhile."""
    editor, pending = painted
    tool, image = editor.canvas.box_tool, editor.session.draft.pictures[0].image
    editor.session.set_boxes(1, [(5, 5, 30, 30)])
    assert len(pending) == 1
    pending.pop()()
    assert tool._ink.color == mark_color(np.asarray(image.image()), (Box(5, 5, 30, 30),))
    editor.session.edit(marks="list")
    assert (tool._ink.color, pending) == (None, [])


def test_colour_that_cannot_be_found_is_told(painted, monkeypatch):
    """A picture that cannot be read for its colour is told as the notice, and the next change tries again."""
    editor, pending = painted

    def broken(_pixels, _boxes):
        raise ImageError("the picture is damaged.")

    monkeypatch.setattr(mark_ink, "mark_color", broken)
    pending.pop()()
    assert "the picture is damaged" in editor.notice.value
    editor.session.set_boxes(1, [(5, 5, 30, 30)])
    assert len(pending) == 1
