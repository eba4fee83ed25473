"""The prompt: names of pictures and boxes that are put into it, its counter, and what is wrong with it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanwidgets.request import EditRequest
from wanwidgets.widgets.controls.references import inserted, references
from wanwidgets.widgets.text import Words

BOXES = {1: [(10, 10, 90, 90)], 2: [(5, 5, 60, 60), (100, 100, 200, 200)]}


def chips(editor):
    return list(editor.controls.prompt.inserts.children[1:])


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ("image 1", "image 2", "box 1 of image 1", "box 1 of image 2", "box 2 of image 2")),
        ("zh", ("图1", "图2", "图1的框1", "图2的框1", "图2的框2")),
    ],
)
def test_there_is_a_button_for_each_picture_and_box(open_editor, photo, language, expected):
    """As many names are offered as there are pictures and boxes, in the words that a prompt has for them."""
    editor = open_editor(images=[photo, photo], boxes=BOXES, language=language)

    assert tuple(chip.description for chip in chips(editor)) == expected
    assert all(name in chip.tooltip for chip, name in zip(chips(editor), expected, strict=True))


def test_boxes_of_a_single_picture_need_no_picture(photo):
    """With one picture a box is only a box."""
    draft = EditRequest("x", [photo], boxes={1: BOXES[2]})

    assert references(draft, Words("en")) == ("image 1", "box 1", "box 2")


def test_model_of_one_picture_is_not_asked_for_image_1(photo):
    """Where only one picture is taken, its name in the prompt says nothing."""
    assert references(EditRequest("a red hat", [photo], model="wanx-x-painting"), Words("en")) == ()


def test_hundred_boxes_make_no_hundred_buttons(photo):
    """However many boxes are drawn, the buttons stay bounded."""
    draft = EditRequest("x", [photo], boxes={1: [(1, 1, 9, 9)] * 100}, marks="drawn")

    assert len(references(draft, Words("en"))) == 40


def test_pressed_names_go_to_the_end(open_editor, photo):
    """Names are put to the end of the prompt, each press as a change that can be undone."""
    editor = open_editor(images=[photo, photo], boxes=BOXES, prompt="Place")
    first, _, _, box, _ = chips(editor)
    first.click()
    assert editor.controls.prompt.area.value == editor.session.draft.prompt == "Place image 1"

    box.click()
    assert editor.session.draft.prompt == "Place image 1 box 1 of image 2"
    editor.session.undo()
    assert editor.session.draft.prompt in {"Place", "Place image 1"}


def test_buttons_are_used_again(open_editor, photo):
    """When boxes come and go no widget is made anew once there were as many."""
    editor = open_editor(images=[photo], boxes={1: [(1, 1, 50, 50), (60, 60, 90, 90)]})
    before = chips(editor)
    editor.session.set_boxes(1, [])
    assert chips(editor) == before[:1]
    editor.session.set_boxes(1, [(5, 5, 40, 40), (60, 60, 90, 90)])

    assert chips(editor) == before
    assert editor.controls.prompt.inserts.parts == ()


def test_without_pictures_their_room_is_kept(open_editor, photo):
    """Without a picture there is nothing to insert, and nothing moves when the first one comes."""
    editor = open_editor()
    assert editor.controls.prompt.inserts.layout.visibility == "hidden"

    editor.session.edit(images=[photo])
    assert editor.controls.prompt.inserts.layout.visibility == "visible"


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("", "image 1", "image 1"),
        ("Place", "image 1", "Place image 1"),
        ("Place ", "image 1", "Place image 1"),
        ("Place\n", "image 1", "Place\nimage 1"),
        ("Place (", "image 1", "Place (image 1"),
        ("把", "图1", "把图1"),
        ("Place", "图1", "Place图1"),
        ("把图1放到", "image 2", "把图1放到image 2"),
    ],
)
def test_spacing(text, name, expected):
    """A space goes before a name where words are parted by spaces, and nowhere else."""
    assert inserted(text, name) == expected


@given(st.text(), st.sampled_from(["image 1", "box 2 of image 3", "图1"]))
def test_nothing_of_the_prompt_is_lost(text, name):
    """Whatever was written stays, and the name stands at its end with at most a space between."""
    found = inserted(text, name)

    assert found in {text + name, f"{text} {name}"}


def test_long_prompts_are_heard_when_they_are_left(open_editor):
    """A text of 100,000 characters is counted and refused, and is not sent at each key."""
    editor = open_editor()
    prompt = editor.controls.prompt
    prompt.area.value = "x" * 100_000
    assert "100,000/5,000" in prompt._title.value
    assert "100000 characters" in prompt._problem.value
    assert prompt.area.continuous_update is False
    assert editor.controls.actions.edit.disabled

    prompt.area.value = "short"
    assert prompt.area.continuous_update is True
    assert "wanwidgets-hidden" in prompt._problem._dom_classes
    assert not editor.controls.actions.edit.disabled
