"""What the request is, where it goes, what it costs, and which problems are shown where."""

from __future__ import annotations

import pytest

import wanwidgets as ww


def mode_line(editor):
    return editor.children[1].children[0].children[1].value


def badge(editor):
    return editor.children[1].children[1].value


@pytest.mark.parametrize(
    ("values", "english", "chinese"),
    [
        ({}, "text to picture · 1 picture", "文生图 · 1 张"),
        ({"n": 3}, "text to picture · 3 pictures", "文生图 · 3 张"),
        ({"enable_sequential": True}, "an image set · up to 4 pictures", "组图生成 · 最多 4 张"),
        ({"model": "wan2.6-image"}, "editing · 1 picture", "图像编辑 · 1 张"),
        (
            {"model": "wan2.6-image", "enable_interleave": True},
            "mixed text and pictures · up to 5 pictures",
            "图文混排 · 最多 5 张",
        ),
        ({"model": "wanx-x-painting"}, "inpainting · 1 picture", "局部重绘 · 1 张"),
        ({"model": "wanx2.1-imageedit", "function": "doodle"}, "picture from a sketch", "线稿生图"),
    ],
)
def test_mode_is_said_in_words(open_editor, values, english, chinese):
    """Below the model stands what the request is and how many pictures come of it; at most, where the model decides."""
    assert english in mode_line(open_editor(**values))
    assert chinese in mode_line(open_editor(**values, language="zh"))


def test_mode_follows_the_pictures(open_editor, photo):
    """The first picture makes an edit of a text to picture; words, button and placeholder follow."""
    editor = open_editor()
    assert editor.controls.actions.edit.description == "Generate"
    assert "lighthouse" in editor.controls.prompt.area.placeholder

    editor.session.add_image(photo)
    assert "editing" in mode_line(editor)
    assert editor.controls.actions.edit.description == "Edit"
    assert "box 1" in editor.controls.prompt.area.placeholder


def test_wrong_number_of_pictures_is_not_made_up(open_editor):
    """Where code gave no number for the pictures, none is claimed."""
    assert "· ? pictures" in mode_line(open_editor(n="many"))


@pytest.mark.parametrize(
    ("region", "values", "said"),
    [
        ("singapore", {}, "<b>Singapore</b> · 1 picture · about 0.22 CNY"),
        ("singapore", {"n": 2}, "2 pictures · about 0.44 CNY"),
        ("beijing", {"enable_sequential": True, "n": 12}, "at most 12 pictures · at most about 2.40 CNY"),
        (
            "virginia",
            {"model": "wan2.6-image", "enable_interleave": True},
            "at most 5 pictures · at most about 1.00 CNY",
        ),
        ("beijing", {"model": "wanx-x-painting"}, "<b>Beijing</b> · 1 picture · free trial only, 500 pictures"),
        ("virginia", {}, "price unknown"),
    ],
)
def test_badge_says_what_a_run_costs_at_most(open_editor, region, values, said):
    """The badge has the region and the most that a run can cost there, or that it cannot be paid for."""
    assert said in badge(open_editor(region, **values))


def test_badge_in_chinese(open_editor):
    """Regions and trials are told in Chinese as well."""
    assert "<b>北京</b> · 1 张 · 仅限免费试用，500 张" in badge(open_editor(model="wanx-x-painting", language="zh"))


def test_region_that_does_not_serve_the_model_is_told(open_editor):
    """A model that the region does not serve is told below the menu at once, and Edit sends nothing."""
    editor = open_editor("singapore", model="wanx-x-painting")
    assert "ww-problem" in mode_line(editor)
    assert "beijing" in mode_line(editor).lower()

    editor.controls.actions.edit.click()
    assert editor.session.runs == ()
    assert "region" in editor.notice.value
    editor.session.choose(model="wan2.7-image")
    assert "ww-problem" not in mode_line(editor)


def test_too_many_pictures_are_told_in_their_list(open_editor, photo):
    """The list of pictures says how many there may be, and too many are a problem beside it; too few only with Edit."""
    editor = open_editor(model="wan2.6-image", prompt="x")
    assert "0, allowed 1–4" in editor.images._title.value
    assert editor.images._problem.value == ""

    editor.session.edit(images=[photo] * 5)
    assert "5; allowed are 1–4" in editor.images._problem.value
    assert "ww-problem" in editor.images._problem.value


def test_problem_of_a_picture_is_told_in_its_row(open_editor, photo):
    """What is wrong with a picture stands in its row."""
    editor = open_editor(images=[photo, photo.resize((100, 90))])

    assert "ww-bad" not in editor.images.rows[0]._notes.value
    assert "100×90" in editor.images.rows[1]._notes.value.split("ww-bad")[1]


def test_way_that_is_not_the_usual_one_is_shown(open_editor, photo):
    """A picture that is not sent inside the document says how it goes; one that can go in no way says so."""
    assert "sent by" not in open_editor(images=[photo]).images.rows[0]._notes.value
    assert "sent by upload" in open_editor(images=[photo], model="wanx-x-painting").images.rows[0]._notes.value

    stuck = open_editor("virginia", images=[photo], model="wanx-x-painting").images.rows[0]._notes.value
    assert "takes addresses only" in stuck.split("ww-bad")[1]


def address(url="https://example.org/photo.png"):
    return {"images": [url], "boxes": {1: [(10, 10, 90, 90)]}}


@pytest.mark.parametrize(
    ("values", "chinese"),
    [
        ({}, "此处无法上传"),
        ({**address(), "marks": "drawn", "model": "wan2.6-image"}, "尚未下载"),
        (address("https://example.org/图.png"), "非 ASCII"),
    ],
)
def test_why_a_picture_cannot_go_is_told_in_the_language(open_editor, photo, monkeypatch, values, chinese):
    """Why a picture can go in no way is told in the language of the editor."""
    monkeypatch.setattr(ww.EditSession, "fetch_images", lambda _: None)
    options = {"images": [photo], "model": "wanx-x-painting", **values}
    editor = open_editor("virginia", **options, language="zh")

    assert chinese in editor.images.rows[0]._notes.value


def test_prompt_asks_for_what_the_mode_needs(open_editor, photo):
    """Where only what is painted changes, the prompt asks what is to be there."""
    editor = open_editor(images=[photo], model="wanx-x-painting")
    assert "where you painted" in editor.controls.prompt.area.placeholder


def test_free_trial_is_told_where_nothing_is_paid(make_editor, photo):
    """A model that can only be tried says so also beside the local service, where it is no price."""
    editor = make_editor(images=[photo], model="wanx-x-painting")
    assert "free trial only" in mode_line(editor)
    assert "<b>local service</b> · 1 picture · free" in badge(editor)

    editor.session.choose(model="wan2.6-image")
    assert "trial" not in mode_line(editor)


def test_prompt_says_what_is_wrong_with_it(open_editor):
    """A prompt that is too long or broken is told below it; an empty one only when Edit is pressed."""
    editor = open_editor(model="wanx-x-painting")
    assert editor.controls.prompt._problem.value == ""

    editor.controls.prompt.area.value = "x" * 76
    assert "76 characters" in editor.controls.prompt._problem.value
    editor.session.edit(prompt="\ud83d")
    assert "half a character" in editor.controls.prompt._problem.value
    editor.controls.prompt.area.value = ""
    assert editor.controls.prompt._problem.value == ""


@pytest.mark.parametrize("model", ["wan2.7-image", "wan2.7-image-pro", "wan2.6-image", "wanx2.1-imageedit"])
def test_unknown_model_may_come_later(open_editor, photo, model):
    """A draft whose model becomes one that nobody knows, as a file of a newer version brings it, is shown as it is."""
    editor = open_editor(images=[photo], prompt="x", model=model)
    before = editor.session.draft
    editor.session.edit(model="wan9")

    assert editor.session.notice is None
    assert editor.model.value is None
    editor.session.undo()
    assert editor.session.notice is None
    assert editor.session.draft == before
    assert editor.model.value == model


@pytest.mark.parametrize("values", [{"model": "wan9"}, {"marks": "circled"}, {"n": None, "colour": "red"}])
def test_draft_that_makes_no_sense_is_shown(open_editor, photo, values):
    """A draft with an unknown model, an unknown parameter or unknown marks is shown, and refused with Edit."""
    editor = open_editor(images=[photo], prompt="x", boxes={1: [(1, 2, 30, 40)]}, **values)
    assert editor.session.notice is None

    editor.controls.actions.edit.click()
    assert editor.session.notice.problems
    assert editor.session.runs == ()
    editor.model.value = "wanx-x-painting"
    assert editor.session.draft.mode.name == "inpaint"
