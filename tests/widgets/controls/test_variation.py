"""What is remembered stands beside Edit and in the head; its take, another one, and the same again are a click away."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

import wanwidgets as ww
from wanwidgets.errors import Busy, NotRemembered
from wanwidgets.meaning import Difference
from wanwidgets.message import Message
from wanwidgets.modes import MODE_VARIABLE
from wanwidgets.running.runner import Runner
from wanwidgets.session.remembering import Memory

PAST = Memory(known=True, since=datetime(2024, 3, 12, 12, 0, tzinfo=timezone.utc))
NONE = Memory(known=True)


@pytest.fixture(autouse=True)
def no_mode_is_named(monkeypatch):
    """Let no environment say which mode it is."""
    monkeypatch.delenv(MODE_VARIABLE, raising=False)


@pytest.fixture
def show(open_editor, photo, tmp_path):
    """Return a function that shows a draft of which the store is said to know this."""

    def make(memory, *, mode=None, language="en", **options):
        runner = Runner(ww.Client("sk-unused", region="singapore"), ww.RunStore(tmp_path / "runs"))
        draft = ww.EditRequest("Make it warmer", [photo], size="1K")
        session = ww.EditSession(runner, draft, mode=mode, spawn=lambda _: None, **options)
        editor = open_editor(session=session, language=language)
        session.memory = memory
        return editor

    return make


def said(editor):
    return editor.controls.actions.estimate.value, editor.children[1].children[1].value


def enabled(editor):
    variation = editor.controls.actions.variation
    return not variation.vary.disabled, not variation.again.disabled


@pytest.mark.parametrize(
    ("mode", "memory", "seen", "buttons"),
    [
        ("replay", Memory(), ("about 0.22 CNY", "about 0.22 CNY<"), (False, False)),
        ("replay", NONE, ("about 0.22 CNY", "about 0.22 CNY<"), (False, False)),
        ("replay", PAST, ("remembered from 12 March 2024: free", "· remembered: free<"), (True, True)),
        ("refresh", PAST, ("about 0.22 CNY", "about 0.22 CNY · refresh: always asked<"), (True, True)),
        ("offline", Memory(), ("offline: nobody is asked", "· offline: nobody is asked<"), (False, False)),
        ("offline", NONE, ("not remembered, and nobody is asked", "· offline: nobody is asked<"), (False, False)),
        ("offline", PAST, ("remembered from 12 March 2024: free", "· offline: nobody is asked<"), (False, False)),
    ],
)
def test_what_is_known_is_said_before_it_is_asked_for(show, mode, memory, seen, buttons):
    """Beside Edit and in the head stands what it costs in this mode, and only what helps can be clicked."""
    editor = show(memory, mode=mode)

    assert all(text in there for text, there in zip(seen, said(editor), strict=True))
    assert enabled(editor) == buttons
    assert not editor.controls.actions.edit.disabled


def test_in_chinese(show):
    """All of it is told in Chinese as well."""
    editor = show(PAST, mode="offline", language="zh")

    assert "已记住 2024年3月12日 的结果：免费" in said(editor)[0]
    assert "<b>新加坡</b> · 离线：不发送请求" in said(editor)[1]
    assert editor.controls.actions.variation.vary.description == "新变体"
    assert editor.controls.actions.variation.again.tooltip == "离线时不发送任何请求"


def test_buttons_say_what_they_cost(show):
    """What is billed is said before the click, and why there is nothing to click."""
    editor = show(PAST)
    variation = editor.controls.actions.variation
    assert "about 0.22 CNY" in variation.vary.tooltip
    assert "both results are kept: 1 picture · about 0.22 CNY" in variation.again.tooltip

    editor.session.memory = NONE
    assert "press Edit first" in variation.vary.tooltip
    assert "Edit asks" in variation.again.tooltip


def test_take_is_seen_edited_and_undone(show):
    """The field has the take of the draft, whoever changed it; what it is set to can be undone."""
    editor = show(PAST)
    take = editor.controls.actions.variation.take
    take.value = 3
    assert editor.session.draft.take == 3
    editor.session.undo()
    assert (take.value, editor.session.draft.take) == (0, 0)

    editor.session.edit(take=-1)
    assert take.value == -1
    assert editor.session.draft.take == -1
    assert enabled(editor) == (False, False)
    assert "Take" in editor.controls.actions.reason.value


def test_what_is_under_way_can_be_varied(show, monkeypatch):
    """While the very same is under way Edit waits, and a variation of it does not."""
    editor = show(NONE)
    monkeypatch.setattr(editor.session, "refusal_now", lambda: Busy("x", reason="same"))
    editor.session.memory = Memory()
    assert enabled(editor) == (True, False)

    monkeypatch.setattr(editor.session, "refusal_now", lambda: Busy("x", reason="limit", count=5))
    editor.session.memory = NONE
    assert enabled(editor) == (False, False)


def test_budget_that_is_used_up_keeps_nobody_from_what_is_free(show):
    """What is remembered can be had with no picture left; what is not cannot."""
    editor = show(NONE, budget=0)
    assert editor.controls.actions.edit.disabled
    assert "budget" in editor.controls.parameters.fields["n"]._problem.value

    editor.session.memory = PAST
    assert not editor.controls.actions.edit.disabled
    assert editor.controls.parameters.fields["n"]._problem.value == ""


def test_clicks_reach_the_session(show, monkeypatch):
    """Each button does what it says, and the run that it begins is recorded as one from the screen."""
    editor = show(PAST)
    variation, calls = editor.controls.actions.variation, []
    monkeypatch.setattr(editor.session, "vary", lambda on_start: calls.append(("vary", on_start)))
    monkeypatch.setattr(editor.session, "ask_again", lambda: calls.append(("again", None)))
    variation.vary.click()
    assert calls == [("vary", editor._record.write)]
    variation.again.click()
    assert calls[-1] == ("again", None)


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            [
                "nobody is asked",
                "<li>Prompt: “&lt;b&gt;” → “b”</li>",
                "<li>Take: 0 → 1</li>",
                "mode=&quot;replay&quot;",
            ],
        ),
        (
            "zh",
            ["离线时不发送", "<li>提示词：“&lt;b&gt;” → “b”</li>", "<li>变体：0 → 1</li>", "mode=&quot;replay&quot;"],
        ),
    ],
)
def test_what_is_not_remembered_is_told_by_its_fields(show, language, lines):
    """The notice names each field that differs with both values, as text, and what to do."""
    editor = show(NONE, mode="offline", language=language)
    found = (Difference("prompt", "<b>", "b"), Difference("take", 0, 1))
    editor.session.notice = Message.of(NotRemembered("English words", nearest="r", differences=found))

    assert "ww-warning" in editor.notice.value
    assert "English words" not in editor.notice.value
    assert all(line in editor.notice.value for line in lines)


def test_a_client_that_is_offline_says_so(open_editor, photo, tmp_path):
    """Whose client asks nobody is offline, whatever was said."""
    runner = Runner(ww.Client("", region="singapore", offline=True), ww.RunStore(tmp_path / "runs"))
    session = ww.EditSession(runner, ww.EditRequest("x", [photo]), mode="replay", spawn=lambda _: None)

    assert "offline: nobody is asked" in said(open_editor(session=session))[1]
