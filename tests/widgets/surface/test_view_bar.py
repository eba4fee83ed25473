"""The buttons over the canvas, without a browser."""

from __future__ import annotations

import pytest

from wanwidgets.widgets.surface.view.viewport import NEAREST, ONE_TO_ONE


@pytest.fixture
def bar(editor):
    """Return the bar of an editor with two pictures."""
    return editor.picture.bar


def percent(bar):
    return bar.percent.value.removeprefix("<span>").removesuffix("</span>")


def test_buttons_zoom(editor, bar):
    """Each button shows the picture at its scale, which is told in percent; those that do nothing are disabled."""
    stage = editor.canvas
    assert (percent(bar), bar.fit.disabled, bar.one.disabled) == ("151 %", True, False)
    bar.one.click()
    assert (stage.view.scale, percent(bar)) == (ONE_TO_ONE, "100 %")
    assert (bar.fit.disabled, bar.one.disabled, bar.away.disabled) == (False, True, True)
    bar.nearer.click()
    assert percent(bar) == "150 %"
    while not bar.nearer.disabled:
        bar.nearer.click()
    assert (stage.view.scale, percent(bar)) == (NEAREST, "1600 %")
    bar.fit.click()
    assert stage.view.is_fitted


def test_tool_is_chosen_here(editor, bar):
    """The tools are those that the picture takes, and the hand; bar and stage agree, whoever changes it."""
    assert bar.tools.options == (("Box", "box"), ("Hand", "hand"))
    bar.tools.value = "hand"
    assert editor.canvas.tool == "hand"
    editor.canvas.tool = "box"
    assert bar.tools.value == "box"

    editor.session.choose(model="wanx-x-painting")
    assert [value for _, value in bar.tools.options] == list(editor.canvas.tools)
    assert bar.tools.value == editor.canvas.tool == "brush"


def test_undo_and_redo(editor, bar):
    """Undo and redo follow the session: boxes, prompt and the order of the pictures alike."""
    assert bar.undo.disabled
    assert bar.redo.disabled
    first = editor.session.draft
    editor.session.set_boxes(1, [(1, 1, 50, 50)])
    editor.session.edit(prompt="blue")
    editor.session.move_image(1, 2)
    last = editor.session.draft
    for _ in range(3):
        bar.undo.click()
    assert editor.session.draft == first
    assert bar.undo.disabled
    for _ in range(3):
        bar.redo.click()
    assert editor.session.draft == last
    assert bar.redo.disabled


def test_without_a_picture_nothing_can_be_zoomed(make_editor):
    """With no picture there is neither tool nor zoom, and a picture brings both."""
    editor = make_editor()
    bar = editor.picture.bar
    assert bar.tools.options == ()
    assert all(button.disabled for button in (bar.away, bar.nearer, bar.fit, bar.one, bar.undo, bar.redo))
    assert percent(bar) == "–"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_button_has_a_name(make_editor, photos, language):
    """Every button of the bar, those with a sign alone among them, is named in the editor's language."""
    bar = make_editor(images=photos[:1], language=language).picture.bar
    names = [getattr(bar, name).tooltip for name in ("away", "nearer", "fit", "one", "undo", "redo")]

    assert all(names)
    assert len(set(names)) == 6
    assert all(bar.tools.tooltips)
