"""Edit waits until the draft can be sent and says why; cost and time stand beside it."""

from __future__ import annotations

import pytest
from PIL import Image

from wanwidgets.errors import Busy
from wanwidgets.problems import Problem
from wanwidgets.request import EditRequest
from wanwidgets.widgets.controls.readiness import readiness
from wanwidgets.widgets.text import Words


def reason(editor):
    return editor.controls.actions.reason.value


@pytest.mark.parametrize(
    ("model", "pictures", "english", "chinese"),
    [
        ("wan2.7-image", 0, "Next: write the prompt.", "下一步：填写提示词。"),
        ("wan2.6-image", 0, "Next: add a picture.", "下一步：添加图片。"),
        ("wan2.6-image", 1, "Next: write the prompt.", "下一步：填写提示词。"),
        ("wanx-x-painting", 1, "Next: paint what is to change.", "下一步：涂抹要修改的区域。"),
    ],
)
def test_what_is_not_done_yet_is_the_next_step(open_editor, model, pictures, english, chinese):
    """What is only missing is told as the next step and not as a fault."""
    values = {"model": model, "images": [Image.new("RGB", (400, 300), "teal")] * pictures}
    editor = open_editor(**values)
    assert editor.controls.actions.edit.disabled
    assert english in reason(editor)
    assert "ww-bad" not in reason(editor)

    assert chinese in reason(open_editor(**values, language="zh"))


def test_what_is_wrong_names_its_field(open_editor, photo):
    """Of several faults the first is told by the name of its field, and how many more there are."""
    editor = open_editor(images=[photo, photo.resize((300, 100))], prompt="x", n=9, seed=-1)
    assert editor.controls.actions.edit.disabled
    assert "image 2: Scale it. And 2 more." in reason(editor)
    assert "ww-bad" in reason(editor)
    assert 'role="status"' in reason(editor)

    editor.session.remove_image(2)
    assert "Pictures: Change it. And 1 more." in reason(editor)
    editor.session.edit(n=1, seed=1)
    assert not editor.controls.actions.edit.disabled
    assert "ww-faint" in reason(editor)


def test_words_beside_edit_are_escaped(open_editor):
    """What code put into a draft is text on screen, never markup."""
    editor = open_editor(prompt="x", size="<i>")

    assert "<i>" not in reason(editor)
    assert "&lt;i&gt;" in reason(editor)


def test_too_many_pictures_are_a_fault(photo):
    """Too few pictures are a step, too many are a fault."""
    few = EditRequest("x", model="wan2.6-image")
    many = EditRequest("x", [photo] * 5, model="wan2.6-image")

    assert not readiness(few, few.problems(), Words("en")).wrong
    assert readiness(many, many.problems(), Words("en")).wrong


@pytest.mark.parametrize("problem", [Problem("model.way", "way", "a", "b"), Problem("take.range", "take", "-1", "0–9")])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_field_has_a_name(problem, language):
    """Also what has no field on screen is called by a name."""
    said = readiness(EditRequest("x"), (problem,), Words(language)).text

    assert problem.field not in said.split(":")[0].split("：")[0].split()


@pytest.mark.parametrize(
    ("busy", "said"),
    [(Busy("x", reason="same"), "Under way"), (Busy("x", reason="limit", count=5), "5 runs are under way")],
)
def test_why_another_may_not_begin_now(busy, said):
    """While the very same request or as many as may be are under way, Edit says so."""
    state = readiness(EditRequest("x"), (), Words("en"), refusal=busy)

    assert not state.ready
    assert not state.wrong
    assert said in state.text


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "about 0.20 CNY · usually 12–22 s<"),
        ({"n": 2}, "about 0.40 CNY · usually 12–22 s a picture<"),
        ({"enable_sequential": True}, "at most about 0.80 CNY · usually 12–22 s a picture"),
        ({"model": "wanx-x-painting"}, "free trial only, 500 pictures · usually 26–27 s"),
        ({"model": "wan9"}, "price unknown<"),
    ],
)
def test_cost_and_time_stand_beside_edit(open_editor, values, said):
    """Before earlier runs are known, cost and time are those of the catalog."""
    assert said in open_editor(**values).controls.actions.estimate.value


def test_earlier_runs_tell_the_time(open_editor):
    """What earlier runs took counts more than what the documents say."""
    editor = open_editor(prompt="x")
    editor.session.expected_seconds = 31.4
    assert "· about 31 s" in editor.controls.actions.estimate.value

    editor.session.expected_seconds = 0.2
    assert "· about 1 s" in editor.controls.actions.estimate.value


def test_local_service_is_free_and_quick(make_editor):
    """The local service costs nothing and takes about a second."""
    assert "free · about 1 s" in make_editor(prompt="x").controls.actions.estimate.value
    assert "免费 · 约 1 秒" in make_editor(prompt="x", language="zh").controls.actions.estimate.value


def test_another_model_keeps_boxes_mask_and_pictures_and_says_so(open_editor, photo):
    """Boxes that the new model does not take stay in the draft; the notice says what to do, until it is done."""
    editor = open_editor(images=[photo.resize((800, 600))], boxes={1: [(1, 1, 90, 90)]}, prompt="x", seed=3)
    editor.session.choose(model="wanx-x-painting")
    assert editor.session.draft.boxes[1]
    assert "Seed" in editor.notice.value
    assert "Kept, and not taken" in editor.notice.value
    assert "Paint the boxes into the picture" in editor.notice.value

    editor.session.set_boxes(1, [])
    assert "Kept" not in editor.notice.value
    assert "Seed" in editor.notice.value


def test_mask_is_kept_and_told(open_editor, photo):
    """A mask that the new model does not take stays in the draft and is told; going back brings nothing to mend."""
    photo = photo.resize((800, 600))
    editor = open_editor(images=[photo], model="wanx-x-painting", mask=photo.convert("L"), prompt="x")
    mask = editor.session.draft.mask
    editor.session.choose(model="wan2.7-image")
    assert editor.session.draft.mask is mask
    assert "Mask" in editor.notice.value
    assert "Clear it" in editor.notice.value
    assert "Mask" in reason(editor)

    editor.session.choose(model="wanx-x-painting")
    assert editor.notice.value == ""


def test_what_was_wrong_before_is_not_told_again(open_editor, photo):
    """A choice tells only of what it made unfit itself."""
    editor = open_editor(images=[photo.resize((300, 100))], prompt="x", model="wan2.6-image")
    editor.session.choose(model="wan2.6-image", enable_interleave=True)

    assert "Kept" not in editor.notice.value


def test_many_unfit_boxes_are_told_shortly(open_editor, photo):
    """Of many pictures with boxes three are told one by one."""
    editor = open_editor(images=[photo] * 4, boxes={n: [(1, 1, 90, 90)] for n in range(1, 5)}, prompt="x")
    editor.session.choose(model="wan2.6-image")

    assert editor.notice.value.count("takes no list of boxes") == 3
    assert "And 1 more, told beside their fields" in editor.notice.value
