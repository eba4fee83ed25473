"""What nobody means to give: endless prompts, markup in words and names, events in an order that cannot be."""

from __future__ import annotations

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

import wanwidgets as ww
from wanwidgets.errors import InvalidRequest, TaskFailed

MARKUP = '<img src=x onerror="alert(1)"><script>alert(2)</script>'


def shown(widget):
    """Return all HTML inside a widget."""
    value = getattr(widget, "value", "")
    own = [value] if type(widget).__name__ in {"HTML", "HTMLMath"} else []
    return own + [text for child in getattr(widget, "children", ()) for text in shown(child)]


def test_prompt_of_a_hundred_thousand_characters_is_told(editor):
    """A prompt of 100,000 characters stays in the draft, is refused with its length, and nothing is sent."""
    editor.session.edit(prompt="word " * 20_000)

    assert len(editor.session.draft.prompt) == 100_000
    assert [problem.field for problem in editor.session.problems()] == ["prompt"]
    with pytest.raises(InvalidRequest, match=r"100,000|100000"):
        editor.run()
    assert editor.session.runs == ()


def test_markup_in_words_and_names_is_text(make_editor, tmp_path):
    """HTML in a prompt and in the name of a file is shown as it was written, and never becomes elements."""
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "teal").save(out, "PNG")
    source = ww.read_image(out.getvalue(), name=f"{MARKUP}.png")
    editor = make_editor(images=[source], prompt=MARKUP, size="1K")
    # The local service does not understand it, and quotes it in what it says.
    with pytest.raises(TaskFailed):
        editor.run(timeout=60)
    text = "".join(shown(editor))

    assert "<script>alert" not in text
    assert "<img src=x" not in text


EVENTS = ("mouse_down", "mouse_move", "mouse_up", "mouse_out", "touch_start", "touch_move", "touch_end", "touch_cancel")

# Outside the canvas, at its rim, and beyond every number of pixels.
PLACES = st.sampled_from([-1e9, -1.5, 0, 0.25, 300, 640.5, 1279, 1280, 1e9])


@pytest.fixture
def quiet_editor(make_editor, photos):
    """Return an editor whose handlers may be called any number of times."""
    return make_editor(images=photos, size="1K")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(st.tuples(st.sampled_from(EVENTS), PLACES, PLACES), max_size=25))
def test_events_in_any_order_break_nothing(quiet_editor, events):
    """Whatever events come in whatever order, boxes stay inside the picture and are not empty, and drawing goes on."""
    session = quiet_editor.session
    session.set_boxes(1, [])
    layer = quiet_editor.canvas.canvas._canvases[-1]
    for name, x, y in events:
        content = {"event": name, "x": x, "y": y}
        if name.startswith("touch"):
            content = {"event": name, "touches": [{"x": x, "y": y}]}
        layer._handle_frontend_event(None, content, [])
        assert session.notice is None or session.notice.level != "error", session.notice
    layer._handle_frontend_event(None, {"event": "mouse_out", "x": 0, "y": 0}, [])
    for box in session.draft.pictures[0].boxes:
        assert 0 <= box[0] < box[2] <= session.draft.pictures[0].size[0]
        assert 0 <= box[1] < box[3] <= session.draft.pictures[0].size[1]
