"""The editor without a browser: both ways in step with the session, errors shown, nothing left behind."""

from __future__ import annotations

import ipywidgets
import pytest

import wanwidgets as ww
from wanwidgets.regions import Box
from wanwidgets.result import RunState
from wanwidgets.widgets.surface.boxes import box_tool
from wanwidgets.widgets.surface.view import layers


def on_canvas(editor, x, y):
    return editor.canvas.view.to_canvas(x, y)


def drag(pointer, editor, start, end):
    pointer(editor, "mouse_down", *on_canvas(editor, *start))
    pointer(editor, "mouse_move", *on_canvas(editor, *end))
    pointer(editor, "mouse_up", *on_canvas(editor, *end))


def test_editor_is_a_box_that_composes(editor):
    """The editor is a VBox, and can be put into another box."""
    assert isinstance(editor, ipywidgets.VBox)
    outer = ipywidgets.HBox([editor])
    assert editor in outer.children
    outer.layout.close()
    outer.close()


def test_repr_is_short_and_constant(editor, make_editor):
    """The repr is the same for every editor, so that nbval can compare it."""
    assert repr(editor) == repr(make_editor()) == "<Editor>"


def test_dragging_draws_a_box_in_original_pixels(editor, pointer):
    """A drag on the canvas is a box of the draft, in pixels of the original picture."""
    drag(pointer, editor, (50, 60), (200, 150))

    assert editor.session.draft.boxes == {1: (Box(50, 60, 200, 150),)}
    assert editor.canvas.selected == 1
    assert editor.picture.boxes.rows[0].box == Box(50, 60, 200, 150)


def test_drag_that_leaves_the_canvas_commits(editor, pointer):
    """Leaving the canvas ends the drag at the picture's edge; the mouse_up that follows does nothing."""
    pointer(editor, "mouse_down", *on_canvas(editor, 50, 60))
    pointer(editor, "mouse_out", layers.WIDTH, layers.HEIGHT)
    pointer(editor, "mouse_up", 10, 10)

    assert editor.session.draft.boxes == {1: (Box(50, 60, 400, 300),)}


def test_touch_draws_as_well(editor, pointer):
    """A finger draws a box; its end carries no point."""
    points = [on_canvas(editor, 10, 20), on_canvas(editor, 110, 120)]
    pointer(editor, "touch_start", touches=[{"x": points[0][0], "y": points[0][1]}])
    pointer(editor, "touch_move", touches=[{"x": points[1][0], "y": points[1][1]}])
    pointer(editor, "touch_end", touches=[])

    assert editor.session.draft.boxes == {1: (Box(10, 20, 110, 120),)}


def test_third_box_is_refused_aloud(editor, pointer):
    """A box more than the model takes is refused with a notice; the others stay."""
    for start in ((10, 10), (100, 100), (200, 200)):
        drag(pointer, editor, start, (start[0] + 50, start[1] + 40))

    assert len(editor.session.draft.boxes[1]) == 2
    assert "2 boxes already" in editor.notice.value


def test_delete_key_removes_the_selected_box(editor, pointer):
    """Delete removes the selected box from the draft."""
    drag(pointer, editor, (50, 60), (200, 150))
    pointer(editor, "key_down", key="Delete", shift_key=False, ctrl_key=False, meta_key=False)

    assert editor.session.draft.boxes == {}


def test_boxes_can_be_typed(editor):
    """Four numbers pasted are a box, each number can be typed; nonsense is refused and nothing is lost."""
    fields = editor.picture.boxes
    fields.text.value = "200, 150, 50, 60"
    assert editor.session.draft.boxes == {1: (Box(50, 60, 200, 150),)}
    fields.rows[0].fields[0].value = 60
    assert editor.session.draft.boxes == {1: (Box(60, 60, 200, 150),)}

    fields.text.value = "50, 60, zwei, 150"
    assert "is no box" in editor.notice.value
    assert editor.session.draft.boxes == {1: (Box(60, 60, 200, 150),)}

    fields.rows[0].remove.click()
    assert editor.session.draft.boxes == {}


def test_choosing_a_picture_shows_its_boxes(editor, pointer):
    """Each picture keeps its own boxes, and the canvas shows those of the chosen one."""
    drag(pointer, editor, (50, 60), (200, 150))
    editor.images.rows[1].choose.click()
    drag(pointer, editor, (5, 6), (480, 640))

    assert editor.session.draft.boxes == {1: (Box(50, 60, 200, 150),), 2: (Box(5, 6, 480, 640),)}
    assert editor.picture.boxes.rows[0].box == Box(5, 6, 480, 640)
    editor.images.rows[0].choose.click()
    assert editor.picture.boxes.rows[0].box == Box(50, 60, 200, 150)


def test_moved_picture_stays_chosen_with_its_boxes(editor, pointer):
    """A picture that is moved takes its boxes along and stays the chosen one."""
    drag(pointer, editor, (50, 60), (200, 150))
    editor.images.rows[0].down.click()

    assert editor.session.draft.boxes == {2: (Box(50, 60, 200, 150),)}
    assert editor.images.chosen == 2
    assert editor.images.rows[0].up.disabled
    assert editor.images.rows[1].down.disabled


def test_prompt_and_draft_are_in_step(editor):
    """Typing changes the draft, the draft changes the field, and the counter counts characters."""
    editor.controls.prompt.area.value = "把图1变成黑白"
    assert editor.session.draft.prompt == "把图1变成黑白"
    assert "7/5,000" in editor.controls.prompt._title.value

    editor.session.edit(prompt="x" * 5001)
    assert editor.controls.prompt.area.value == "x" * 5001
    assert "ww-bad" in editor.controls.prompt._title.value


def test_parameters_and_draft_are_in_step(editor):
    """Each field changes its parameter, and shows what the draft holds."""
    fields = editor.controls.parameters.fields
    assert list(fields) == ["size", "n", "seed", "watermark", "color_palette", "enable_sequential"]
    fields["n"].number.value = 3
    fields["seed"].text.value = "42"
    fields["watermark"].check.value = True
    fields["size"].menu.value = ""
    fields["size"].custom.value = "1024*768"
    assert editor.session.draft.parameters == {"n": 3, "seed": 42, "watermark": True, "size": "1024*768"}

    editor.session.edit(n=1, seed=None, watermark=False, size="2K")
    assert fields["n"].number.value == 1
    assert fields["seed"].text.value == ""
    assert not fields["watermark"].check.value
    assert fields["size"].menu.value == "2K"
    assert fields["size"].custom.disabled


def test_wrong_parameter_is_told_beside_its_field(editor):
    """What is no number is kept in the field and told beside it."""
    editor.controls.parameters.fields["seed"].text.value = "seven"

    assert "not a whole number" in editor.controls.parameters.fields["seed"]._problem.value
    editor.controls.parameters.fields["seed"].text.value = "7"
    assert editor.controls.parameters.fields["seed"]._problem.value == ""


def test_model_menu_offers_the_models_sizes(editor):
    """The menu changes the model; sizes that work only without pictures are offered only then."""
    editor.model.value = "wan2.7-image-pro"
    assert editor.session.draft.model == "wan2.7-image-pro"
    assert [value for _, value in editor.controls.parameters.fields["size"].menu.options] == ["1K", "2K", ""]

    for _ in range(2):
        editor.images.rows[0].remove.click()
    assert [value for _, value in editor.controls.parameters.fields["size"].menu.options] == ["1K", "2K", "4K", ""]


def test_run_from_code_shows_its_pictures(editor):
    """`editor.run()` does what the button does: it returns the run, and the pictures appear."""
    run = editor.run(timeout=60)

    assert run.state is RunState.SUCCEEDED
    assert len(editor.results.gallery.children) == 1
    assert "done" in editor.status.progress.value
    assert not editor.controls.actions.edit.disabled


def test_button_runs_and_cancel_stops(make_editor, photos):
    """Edit begins a run and is disabled while it goes on; Cancel stops it and tells so."""
    with ww.LocalService(queue_seconds=60) as slow:
        editor = make_editor(images=photos, prompt="Make it warmer", client=slow.client())
        editor.controls.actions.edit.click()
        job = editor.session.job
        assert editor.controls.actions.edit.disabled
        assert not editor.controls.actions.cancel.disabled

        editor.controls.actions.cancel.click()
        assert job.join(30)
        assert "cancelled" in editor.status.progress.value
        assert not editor.controls.actions.edit.disabled
        assert editor.controls.actions.cancel.disabled


def test_problems_are_shown_when_edit_is_pressed(editor):
    """A draft with problems starts nothing; all problems are listed on screen."""
    editor.session.edit(prompt="", n=9)
    editor.controls.actions.edit.click()

    assert editor.session.runs == ()
    assert editor.notice.value.count("<li>") == 2


def test_refusal_of_the_service_is_shown_escaped(editor):
    """What the service refuses is shown in the widget as text."""
    editor.controls.prompt.area.value = "a <b>boy</b> hugs a dog"
    editor.controls.actions.edit.click()
    job = editor.session.job
    assert job is None or job.join(30)

    (card,) = editor.status.cards.cards.values()
    said = card.children[0].children[0].value
    assert "did not understand" in said
    assert "<b>boy" not in said
    assert "failed" in editor.status.progress.value


def test_badge_says_where_and_how_much(editor, make_editor):
    """The badge says where requests go and what a run will cost."""
    assert "local service" in editor.children[1].children[1].value
    assert "free" in editor.children[1].children[1].value

    remote = make_editor(client=ww.Client("sk-secret-12345", region="singapore"), model="wan2.7-image-pro", n=2)
    badge = remote.children[1].children[1].value
    assert "Singapore" in badge
    assert "1.12 CNY" in badge


def test_key_is_in_no_trait(make_editor, photos):
    """No trait of any widget of the editor holds the key."""
    editor = make_editor(client=ww.Client("sk-secret-12345"), images=photos)

    def states(widget):
        yield repr(widget.get_state())
        for child in (*getattr(widget, "children", ()), *getattr(widget, "parts", ())):
            yield from states(child)

    assert not [state for state in states(editor) if "sk-secret" in state]


def test_chinese_editor_speaks_chinese(make_editor, photos):
    """In Chinese the words are Chinese."""
    editor = make_editor(images=photos, language="zh")

    assert editor.controls.actions.edit.description == "编辑"
    editor.controls.actions.edit.click()
    assert "内容为空" in editor.notice.value
    with pytest.raises(ValueError, match="language"):
        make_editor(language="fr")


def test_session_can_be_shown_again(editor, make_editor):
    """A second editor on the same session shows the same draft, and both follow it."""
    second = make_editor(session=editor.session)
    second.controls.prompt.area.value = "Make it cooler"

    assert editor.controls.prompt.area.value == "Make it cooler"
    assert len(second.images.rows) == 2


def test_closing_twice_is_harmless(make_editor):
    """An editor can be closed twice."""
    editor = make_editor()
    editor.close()
    editor.close()


def test_redraw_resets_what_a_reload_leaves(editor):
    """Drawing again after a reload begins by naming the canvas anew, since the browser has forgotten it."""
    sent = []
    manager = editor.canvas.canvas._canvas_manager
    # Otherwise another layer would be named in any case, since the last one drawn is not the first one redrawn.
    manager._current_canvas = editor.canvas.canvas[0]
    manager._send_custom = lambda commands, buffers=(): sent.append(commands)
    try:
        editor.canvas.canvas._canvases[-1]._handle_frontend_event(None, {"event": "client_ready"}, [])
    finally:
        del manager._send_custom
    assert "IPY_MODEL" in str(sent[0][0])


def test_failed_drawing_leaves_no_canvas_held(editor, monkeypatch):
    """An error while drawing is told and does not keep other canvases from drawing."""
    monkeypatch.setattr(box_tool, "draw_boxes", lambda *_, **__: [("no_such_method", (1, 2))])
    editor.session.set_boxes(1, [(1, 2, 30, 40)])

    assert not editor.canvas.canvas._canvas_manager._caching
    assert "no_such_method" in editor.notice.value
