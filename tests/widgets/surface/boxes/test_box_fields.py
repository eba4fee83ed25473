"""The boxes as numbers: both ways in step, nothing typed is overtaken, everything has a name."""

from __future__ import annotations

import re

import pytest

from wanwidgets.regions import Box

ONE, TWO = (50, 60, 200, 150), (10, 20, 30, 40)


def shown(row):
    return tuple(field.value for field in row.fields)


def hidden(widget):
    return "wanwidgets-hidden" in widget._dom_classes


def rows(editor):
    return [row for row in editor.picture.boxes.rows if not hidden(row)]


def boxes(editor):
    return editor.session.draft.pictures[0].boxes


@pytest.fixture
def boxed(open_editor, photo):
    """Return an editor on a picture of 400×300 with two boxes."""
    return open_editor(images=[photo], boxes={1: [ONE, TWO]})


def test_fields_show_the_boxes(boxed):
    """Each box has a row with its corners and its size, within the picture, and rows come and go with the boxes."""
    assert [shown(row) for row in rows(boxed)] == [ONE, TWO]
    assert "150×90" in rows(boxed)[0]._size.value
    assert [(field.min, field.max) for field in rows(boxed)[0].fields] == [(0, 400), (0, 300)] * 2
    boxed.session.set_boxes(1, [TWO])
    assert [shown(row) for row in rows(boxed)] == [TWO]
    boxed.session.undo()
    assert [shown(row) for row in rows(boxed)] == [ONE, TWO]


def test_very_many_boxes_have_no_rows_of_their_own(boxed):
    """Of a thousand boxes, as a file can name them, the first fifty have rows, and the draft keeps all of them."""
    many = [(n % 300, n % 200, n % 300 + 9, n % 200 + 9) for n in range(1000)]
    boxed.session.set_boxes(1, many)

    assert [shown(row) for row in rows(boxed)] == many[:50]
    assert len(boxes(boxed)) == 1000
    boxed.session.undo()
    assert [shown(row) for row in rows(boxed)] == [ONE, TWO]


def test_number_that_is_typed_is_the_box(boxed):
    """A number in a field changes that corner, and those soon after each other are undone together."""
    for value in (51, 52, 53):
        rows(boxed)[0].fields[0].value = value
    assert boxes(boxed)[0] == Box(53, 60, 200, 150)
    assert boxes(boxed)[1] == Box(*TWO)
    boxed.session.undo()
    assert boxes(boxed)[0] == Box(*ONE)
    assert shown(rows(boxed)[0]) == ONE


def test_number_beyond_the_picture_is_moved_to_its_edge(boxed):
    """A field takes no number beyond the picture."""
    rows(boxed)[0].fields[2].value = 5000

    assert boxes(boxed)[0] == Box(50, 60, 400, 150)


def test_corners_out_of_order_wait_for_the_other(boxed):
    """A number that would turn the box over changes nothing until the other is there, and the row says which."""
    row = rows(boxed)[0]
    row.fields[0].value = 300
    assert boxes(boxed)[0] == Box(*ONE)
    assert "x1 is 300 and x2 is 200" in row._problem.value
    # Another change of the draft does not take away what was typed.
    boxed.session.edit(prompt="a cat")
    assert shown(row) == (300, 60, 200, 150)
    row.fields[2].value = 350
    assert boxes(boxed)[0] == Box(300, 60, 350, 150)
    assert row._problem.value == ""

    row.fields[1].value = 150
    assert "y1 is 150 and y2 is 150" in row._problem.value
    boxed.session.set_boxes(1, [TWO, TWO])
    assert shown(row) == TWO
    assert row._problem.value == ""


def test_what_waits_is_forgotten_with_another_picture(open_editor, photo):
    """Numbers out of order are forgotten when another picture is shown, though its box is the same."""
    editor = open_editor(images=[photo, photo.rotate(180)], boxes={1: [ONE], 2: [ONE]})
    rows(editor)[0].fields[0].value = 300
    editor.images.choose(2)

    assert shown(rows(editor)[0]) == ONE
    assert rows(editor)[0]._problem.value == ""


def test_box_outside_of_the_picture_is_shown_as_it_is(open_editor, photo):
    """A box that code put outside is shown with its numbers and its problem, and can be brought in by numbers."""
    editor = open_editor(images=[photo], boxes={1: [(500, 10, 700, 50)]})
    row = rows(editor)[0]
    assert shown(row) == (500, 10, 700, 50)
    assert "inside the picture" in row._problem.value
    row.fields[0].value = 100
    assert boxes(editor) == (Box(100, 10, 400, 50),)
    assert shown(row) == (100, 10, 400, 50)
    assert row._problem.value == ""


def test_rows_select_copy_and_remove(boxed):
    """The buttons of a row select its box, copy it and remove it; the canvas and the row agree."""
    first, second = rows(boxed)
    second.select.value = True
    assert boxed.canvas.selected == 2
    assert (first.select.value, "wanwidgets-chosen" in second._dom_classes) == (False, True)
    first.select.value = True
    assert (boxed.canvas.selected, second.select.value) == (1, False)
    first.select.value = False
    assert boxed.canvas.selected is None
    first.remove.click()
    assert boxes(boxed) == (Box(*TWO),)
    rows(boxed)[0].copy.click()
    assert boxes(boxed) == (Box(*TWO), Box(22, 32, 42, 52))
    rows(boxed)[0].copy.click()
    assert "2 boxes already" in boxed.notice.value


def test_line_copies_and_pastes_the_selected_box(boxed):
    """The line below has the corners of the selected box, and takes four numbers however they are set apart."""
    fields = boxed.picture.boxes
    rows(boxed)[0].select.value = True
    assert fields.text.value == "50, 60, 200, 150"
    for text in ("[1, 2, 30, 40]", "1 2 30 40", "(30;40;1;2)", "1，2，30，40"):
        fields.text.value = text
        assert boxes(boxed)[0] == Box(1, 2, 30, 40)
        assert fields.text.value == "1, 2, 30, 40"
        boxed.session.undo()


@pytest.mark.parametrize("text", ["the cup", "1, 2, 3", "1, 2, 3, 4, 5", "1.5, 2, 3, 4", "x1=1, 2, 3, 4"])
def test_line_refuses_what_is_no_box(boxed, text):
    """What is not four whole numbers is refused with what it was, and stays to be mended."""
    rows(boxed)[0].select.value = True
    boxed.picture.boxes.text.value = text

    assert "is no box" in boxed.session.notice.text
    assert text in boxed.session.notice.text
    assert boxes(boxed) == (Box(*ONE), Box(*TWO))
    assert boxed.picture.boxes.text.value == text


def test_line_refuses_a_box_without_a_pixel(boxed):
    """Four numbers that hold no pixel are refused."""
    rows(boxed)[0].select.value = True
    boxed.picture.boxes.text.value = "5, 5, 5, 20"

    assert "holds no pixel" in boxed.session.notice.text
    assert boxes(boxed)[0] == Box(*ONE)


def test_new_boxes_without_a_pointer(open_editor, photo):
    """The button makes a box in the middle, pasting without a selection makes another, and then there is no more."""
    editor = open_editor(images=[photo])
    fields = editor.picture.boxes
    assert rows(editor) == []
    fields.add.click()
    assert boxes(editor) == (Box(133, 100, 267, 200),)
    rows(editor)[0].select.value = False
    fields.text.value = "300, 200, 500, 250"
    assert boxes(editor)[1] == Box(300, 200, 400, 250)
    assert editor.canvas.selected == 2
    rows(editor)[1].select.value = False
    assert (fields.text.disabled, fields.add.disabled) == (True, True)
    assert fields.text.placeholder == "at most 2 boxes"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_everything_has_a_name_of_its_own(open_editor, photo, language):
    """Each field and button of a row is named with its box, in words that no other one has."""
    editor = open_editor(images=[photo], boxes={1: [ONE, TWO]}, language=language)
    names = [
        re.sub("<[^>]*>", "", widget.description) if widget in row.fields else widget.tooltip
        for row in rows(editor)
        for widget in (*row.fields, row.select, row.copy, row.remove)
    ]

    assert len(set(names)) == len(names) == 14
    assert names[0] == {"en": "x1 of box 1", "zh": "框1的 x1"}[language]
    visible = re.sub('<span class="ww-heard">[^<]*</span>', "", rows(editor)[1].fields[3].description)
    assert visible == "y2"


def test_rows_are_used_again(boxed):
    """Drawing and removing boxes makes no widget twice, and many rows are not kept for ever."""
    kept = list(boxed.picture.boxes.rows)
    boxed.session.set_boxes(1, [])
    assert rows(boxed) == []
    boxed.session.set_boxes(1, [ONE, TWO])
    assert boxed.picture.boxes.rows == kept
    boxed.session.edit(marks="drawn")
    boxed.session.set_boxes(1, [(left, 5, left + 9, 20) for left in range(0, 200, 10)])
    assert len(rows(boxed)) == 20
    boxed.session.set_boxes(1, [ONE])
    assert len(boxed.picture.boxes.rows) == 8


def test_nothing_is_offered_where_no_box_is_taken(open_editor, photo):
    """Where the model takes no list of boxes there is no line to make one; boxes that are there can be removed."""
    editor = open_editor(images=[photo], model="wan2.6-image")
    assert hidden(editor.picture.boxes._line)
    other = open_editor(images=[photo], model="wan2.6-image", boxes={1: [ONE]})
    assert not hidden(other.picture.boxes._line)
    assert other.picture.boxes.add.disabled
    rows(other)[0].remove.click()
    assert boxes(other) == ()
    assert hidden(other.picture.boxes._line)
