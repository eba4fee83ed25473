"""Requests as code on screen: the draft's and a run's, of each kind, and JSON pasted back."""

from __future__ import annotations

import html
import json
import re

import pytest

import wanwidgets as ww
from wanwidgets.result import RunState
from wanwidgets.running.runner import Runner
from wanwidgets.widgets.code.draft_code import DraftCode
from wanwidgets.widgets.code.view import CodeView
from wanwidgets.widgets.guard import close_all
from wanwidgets.widgets.results.code_panel import CodePanel
from wanwidgets.widgets.text import Words


def hidden(widget):
    return "wanwidgets-hidden" in widget._dom_classes


class Later(list):
    """Work that was put aside for a thread, done when the test says so."""

    def done(self):
        while self:
            self.pop(0)()


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """Every test has a current folder of its own."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def later():
    return Later()


@pytest.fixture
def session(tmp_path, later, photo):
    runner = Runner(ww.Client("sk-unused", region="beijing"), ww.RunStore(tmp_path / "runs"))
    return ww.EditSession(runner, ww.EditRequest("Make it red", [photo], size="1K"), spawn=later.append)


@pytest.fixture
def shown():
    """Return a function that keeps a widget until the end of the test, and closes it then."""
    made = []

    def keep(widget):
        made.append(widget)
        return widget

    yield keep
    for widget in made:
        close_all(widget)


@pytest.fixture
def draft_code(session, shown):
    widget = shown(DraftCode(session, Words("en")))
    shown(widget.button)
    return widget


@pytest.fixture
def panel(session, shown):
    widget = shown(CodePanel(session, Words("en")))
    shown(widget.button)
    return widget


def test_nothing_is_written_while_it_is_closed(draft_code, session, later):
    """A closed panel writes nothing, whatever becomes of the draft."""
    session.edit(prompt="something else")

    assert hidden(draft_code)
    assert later == []
    assert draft_code.children == ()


def test_code_follows_the_draft(draft_code, session, later):
    """While it is open the code is that of the draft; closed, it leaves no text behind."""
    draft_code.button.click()
    text = draft_code.view.text
    assert not hidden(draft_code)
    assert "mod-active" in draft_code.button._dom_classes
    assert text.value == "# reading …"
    later.done()
    assert "editor = ww.Editor(" in text.value
    assert "'Make it red'" in text.value

    session.edit(prompt="Make it blue")
    assert "'Make it red'" in text.value, "the old code stays until the new one is there"
    later.done()
    assert "'Make it blue'" in text.value
    draft_code.button.click()
    assert hidden(draft_code)
    assert text.value == ""
    assert "mod-active" not in draft_code.button._dom_classes


def test_each_kind(draft_code, later):
    """Each kind of code has its own text and hint; only JSON can be pasted back."""
    draft_code.button.click()
    view = draft_code.view
    begins = {"python": "import wanwidgets", "curl": "#!/usr/bin/env bash", "json": '{\n  "format"'}
    hints = set()
    for kind, begin in begins.items():
        view.kind.value = kind
        later.done()
        assert view.text.value.startswith(begin)
        assert ("wanwidgets-unseen" in view._back._dom_classes) == (kind != "json")
        hints.add(view._hint.value)

    assert len(hints) == len(begins)
    assert [label for label, _ in view.kind.options] == ["Python", "curl", "JSON"]
    assert all(view.kind.tooltips)


def test_last_question_wins(draft_code, later):
    """Where several kinds are asked for before one is there, the last one is seen, whichever is read last."""
    draft_code.button.click()
    view = draft_code.view
    view.kind.value = "json"
    view.kind.value = "python"
    for work in later[::-1]:
        work()

    assert "ww.Editor" in view.text.value


def test_what_is_pasted_meanwhile_stays(draft_code, later):
    """Code that is ready after the user has pasted something is not written over it."""
    draft_code.button.click()
    draft_code.view.text.value = "mine"
    later.done()

    assert draft_code.view.text.value == "mine"


def test_why_json_is_not_read_is_told_in_chinese(session, shown, later):
    """What is wrong with pasted JSON is told in the language of the editor."""
    view = shown(CodeView(session, Words("zh"), session.export))
    wrong = [
        "{nonsense",
        "[]",
        '{"format": "wanwidgets request", "version": 0}',
        '{"format": "wanwidgets request", "version": 99}',
        '{"format": "wanwidgets request", "version": 1}',
    ]
    for text in wrong:
        view.text.value = text
        view.load.click()
        later.done()
        said = re.sub(r"<[^>]+>|JSON|wanwidgets|format|request|parameters", "", html.unescape(view.told.value))
        assert not re.search(r"[A-Za-z]{3,}", said), said


def test_what_is_closed_meanwhile_stays_empty(draft_code, later):
    """Code that is ready after the panel was closed is not shown."""
    draft_code.button.click()
    draft_code.button.click()
    later.done()

    assert draft_code.view.text.value == ""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_why_there_is_no_script(session, shown, later, language):
    """A draft that cannot be sent has its problems in the place of a script, in the language of the editor."""
    view = shown(CodeView(session, Words(language), session.export))
    session.edit(prompt="", size="9K")
    view.kind.value = "curl"
    later.done()

    first, *rest = view.text.value.split("\n")
    assert first == {"en": "# It cannot be sent yet:", "zh": "# 尚不能发送："}[language]
    assert len(rest) == len(session.problems()) == 2
    assert all(line.startswith("# ") for line in rest)


def test_json_that_was_pasted_becomes_the_draft(draft_code, session, later):
    """Pasted JSON is the draft at a click, as one step; what was pasted is not taken away before."""
    draft_code.button.click()
    view = draft_code.view
    view.kind.value = "json"
    later.done()
    pasted = json.dumps({**json.loads(view.text.value), "prompt": "Make it green", "take": 2})
    view.text.value = pasted
    session.edit(size="2K")
    later.done()
    assert view.text.value == pasted

    view.load.click()
    later.done()
    assert (session.draft.prompt, session.draft.take, session.draft.parameters) == ("Make it green", 2, {"size": "1K"})
    assert "✓ The draft is this request now" in view.told.value
    assert json.loads(view.text.value)["prompt"] == "Make it green"
    session.undo()
    assert session.draft.prompt == "Make it red"
    later.done()
    assert json.loads(view.text.value)["prompt"] == "Make it red", "it follows the draft again"


def test_wrong_json_is_told(draft_code, session, later):
    """What is no request is told beside the button, escaped; text and draft stay as they were."""
    draft_code.button.click()
    view, draft = draft_code.view, session.draft
    view.kind.value = "json"
    later.done()
    view.text.value = '{"format": "wanwidgets request", "version": "<b>"}'
    view.load.click()
    later.done()

    assert "Not read, and the draft is as it was" in view.told.value
    assert "&lt;b&gt;" in view.told.value
    assert session.draft is draft
    assert session.notice is None
    assert "<b>" in view.text.value


def test_long_code_is_not_kept_by_the_notebook(draft_code, session, later):
    """Code that is too long for a notebook is told instead of shown, with the way to get it."""
    session.edit(prompt="x" * 100_001)
    draft_code.button.click()
    later.done()

    assert len(draft_code.view.text.value) < 200
    assert "session.export('python')" in draft_code.view.text.value


def test_code_of_a_run(panel, session, later):
    """The panel of a run writes its code when it is opened, and forgets it when another run is shown."""
    store = session._runner.store
    runs = [store.begin(session.draft.replace(prompt=text), session.engine) for text in ("Make it red", "Make it blue")]
    panel.show(runs[0].now(RunState.SUCCEEDED), None, 0)
    panel.opened()
    later.done()
    assert "run = ww.edit(\n    'Make it red'" in panel.view.text.value

    panel.show(runs[0].now(RunState.SUCCEEDED), None, 0)
    assert panel.view.text.value != ""
    panel.show(runs[1].now(RunState.SUCCEEDED), None, 0)
    assert panel.view.text.value == ""


def test_code_of_a_run_whose_picture_is_gone(panel, session, later):
    """Where the code of a run cannot be written it says why, as a comment."""
    store = session._runner.store
    run = store.begin(session.draft, session.engine)
    store.path(run.request.pictures[0].image.digest).unlink()
    panel.show(session.past(run.id).run, None, 0)
    panel.opened()
    later.done()

    assert panel.view.text.value.startswith("# The store has no file")


def test_editor_has_the_code_of_its_draft(make_editor, photo):
    """The button stands in the head of an editor, and what it opens below it."""
    editor = make_editor(images=[photo], prompt="Make it red")

    assert editor.code.button in editor.children[1].children
    assert editor.code in editor.children
    assert hidden(editor.code)
