"""What goes on behind, what is not known and what was spent, as the editor shows it."""

from __future__ import annotations

import string
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest

import wanwidgets as ww
from wanwidgets.budget import Caps
from wanwidgets.message import NEWS, Message
from wanwidgets.protocol.listing import TaskEntry
from wanwidgets.result import Run, RunState
from wanwidgets.running.tracing import Candidate, Trace
from wanwidgets.session.spending import Spending
from wanwidgets.spend import Money, Spend
from wanwidgets.task import TaskStatus
from wanwidgets.widgets.runs.when import when
from wanwidgets.widgets.text import WORDS

START = datetime(2026, 11, 20, 12, 3, 5, tzinfo=timezone.utc)
CREATED = when(START, "%H:%M:%S")


def run_of(name="r", state=RunState.UNKNOWN, **facts):
    request = ww.EditRequest("Make it <b>warmer</b>")
    return Run(name, request, "model-studio/beijing", state, START, sent=START, **facts)


def candidate(name, prompt="unsaid", status=TaskStatus.RUNNING):
    return Candidate(TaskEntry(name, status, created=START), prompt)


def trace(*candidates, run=None, settled=True, **facts):
    return Trace(run or run_of(), candidates, settled, START + timedelta(seconds=60), **facts)


def buttons(panel):
    """Return the labels of the buttons that can be seen, and whether they can be pressed."""
    seen = (*panel.adopt, panel.again, panel.look, panel.leave)
    hidden = "wanwidgets-hidden" in panel._actions._dom_classes
    shown = [b for b in seen if "wanwidgets-hidden" not in b._dom_classes and not (hidden and b not in panel.adopt)]
    return [(button.description, not button.disabled) for button in shown]


@pytest.fixture
def shown(open_editor):
    """Return a function that shows a trace, and returns its panel."""

    def show(found, *, language="en", busy=False, trouble=""):
        editor = open_editor(language=language)
        session = editor.session
        session.runs = (found.run,)
        session.troubles = {found.run.id: trouble} if trouble else {}
        session.looking = frozenset({found.run.id}) if busy else frozenset()
        session.traces = (found,)
        (panel,) = editor.status.traces.panels.values()
        return panel

    return show


@pytest.mark.parametrize(
    ("found", "state", "said", "offered"),
    [
        (trace(settled=False), {"busy": True}, "the list may lag, up to 60 s", []),
        (trace(candidate("a")), {}, f"A task of that model was created at {CREATED}", ["Adopt it", "Leave it"]),
        (trace(candidate("a", "same")), {}, "the same prompt", ["Adopt it", "Leave it"]),
        (trace(candidate("a", "other")), {}, "another prompt", ["Adopt it", "Send again", "Leave it"]),
        (trace(candidate("a"), candidate("b")), {}, "2 tasks of that model", ["Adopt it", "Adopt it", "Leave it"]),
        (trace(), {}, "No trace found. Sending again may bill twice.", ["Send again", "Leave it"]),
        (trace(possible=False, reason="stream"), {}, "A stream leaves no task", ["Send again", "Leave it"]),
        (trace(possible=False, reason="old"), {}, "24 hours", ["Send again", "Leave it"]),
        (
            trace(settled=False),
            {"trouble": "No <i>route</i>."},
            "No &lt;i&gt;route&lt;/i&gt;. Look again; it costs nothing.",
            ["Look again", "Leave it"],
        ),
    ],
    ids=["looking", "one", "same", "other", "several", "none", "stream", "old", "trouble"],
)
def test_panel_says_what_was_found_and_offers_what_can_be_done(shown, found, state, said, offered):
    """Each outcome of a look has its sentence and its buttons, in English and in Chinese."""
    panel = shown(found, **state)
    assert said in panel._head.value
    assert buttons(panel) == [(label, True) for label in offered]
    assert "Make it &lt;b&gt;warmer" in panel._head.value
    assert 'role="status"' in panel._head.value

    chinese = shown(found, language="zh", **state)
    assert "结果未知" in chinese._head.value
    assert len(buttons(chinese)) == len(offered)


def test_several_tasks_have_a_row_each(shown):
    """Each row has the time, where the task is, and whether its prompt is the same."""
    panel = shown(trace(candidate("a", "same", TaskStatus.SUCCEEDED), candidate("b", "other", TaskStatus.FAILED)))
    first, second = (row.children[0].value for row in panel._rows.children)

    assert f"{CREATED} · done · the same prompt" in first
    assert f"{CREATED} · failed · another prompt" in second


def test_nothing_can_be_pressed_while_something_is_done(shown):
    """While an action runs its panel stays as it is, and takes no other click."""
    panel = shown(trace(candidate("a"), candidate("b")), busy=True)

    assert buttons(panel) == [("Adopt it", False), ("Adopt it", False), ("Leave it", False)]


def test_each_button_does_what_it_says(shown, monkeypatch):
    """A click adopts that very task, sends again, looks again or leaves it, and nothing does so by itself."""
    panel = shown(trace(candidate("a"), candidate("b")))
    done = []
    for name in ("adopt", "send_again", "look", "abandon"):
        monkeypatch.setattr(panel._session, name, lambda *given, name=name: done.append((name, *given)))
    assert done == []
    for button in (panel.adopt[1], panel.again, panel.look, panel.leave):
        button.click()

    assert done == [("adopt", "r", "b"), ("send_again", "r"), ("look", "r"), ("abandon", "r")]


def test_click_on_what_is_known_meanwhile_is_told(shown):
    """A click that comes too late is told as a notice, not as an exception that nobody sees."""
    panel = shown(trace())
    panel._session.runs = (run_of(state=RunState.ABANDONED),)
    panel.leave.click()

    assert "outcome is unknown" in panel._session.notice.text


def test_panels_come_and_go_with_their_traces(open_editor):
    """A panel stays the same widget while its trace changes, and is closed with it; of many the first are shown."""
    editor = open_editor()
    runs = [run_of(str(number)) for number in range(5)]
    editor.session.traces = tuple(trace(run=run) for run in runs)
    first = editor.status.traces.panels["0"]
    assert list(editor.status.traces.panels) == ["0", "1", "2"]
    assert "and 2 more" in editor.status.traces._more.value
    editor.session.traces = (trace(candidate("a"), run=runs[0]),)
    assert list(editor.status.traces.panels.values()) == [first]

    editor.session.traces = ()
    assert editor.status.traces.panels == {}
    assert "wanwidgets-hidden" in editor.status.traces._dom_classes


SPENT = Spend(4, 0, (Money(Decimal("0.8"), Decimal(0), "CNY", "2026-11-20"),))
ALL = Spend(128, 2, (Money(Decimal("25.6"), Decimal("0.4"), "CNY", "2026-11-20"),))


@pytest.mark.parametrize(
    ("spending", "english", "chinese"),
    [
        (Spending(), "", ""),
        (
            Spending(SPENT, ALL),
            "this session 4 pictures, about 0.80 CNY · this store 128 pictures, about 25.60 CNY · 2 perhaps",
            "本会话 4 张，约 0.80 CNY · 本存储 128 张，约 25.60 CNY · 另有 2 张可能计费",
        ),
        (Spending(SPENT, SPENT, Caps(session=20)), "16 of 20 pictures of the budget left", "预算还剩 16/20 张"),
        (Spending(SPENT, ALL, Caps(session=20, store=100)), "0 of 100 pictures", "预算还剩 0/100 张"),
        (Spending(store=Spend(1, 0, (), unpriced=1)), "this store 1 picture, price unknown", "价格未知"),
    ],
    ids=["nothing", "spent", "budget", "tighter", "unpriced"],
)
def test_what_was_spent_is_one_quiet_line(open_editor, spending, english, chinese):
    """Pictures come first, then money with its currency, and what is not certain stands apart."""
    for language, said in (("en", english), ("zh", chinese)):
        editor = open_editor(language=language)
        editor.session.spending = spending
        assert said in editor.status.spend.value
        assert ("wanwidgets-hidden" in editor.status.spend._dom_classes) is not said


def test_draft_that_is_too_much_is_told_beside_the_number(open_editor, photo):
    """Before Edit is pressed it stands at the number of pictures, and pressing it tells the same as a notice."""
    editor = open_editor(images=[photo], prompt="Make it warmer", n=4, budget=6)
    assert editor.controls.parameters.fields["n"]._problem.value == ""
    editor.session.spending = Spending(SPENT, SPENT, Caps(session=6))
    assert (
        "4 is more than the budget of this session has left (2/6)"
        in editor.controls.parameters.fields["n"]._problem.value
    )

    editor.controls.actions.edit.click()
    assert "Pictures: 4 is more than the budget" in editor.notice.value
    editor.session.edit(n=2)
    assert editor.session.notice is None


def test_budget_is_told_at_the_model_where_there_is_no_number(open_editor):
    """A model without a field for the number has it beside its mode."""
    editor = open_editor(model="wanx2.1-imageedit", function="doodle", budget=0)

    fields = [field._problem.value for field in editor.controls.parameters.fields.values()]
    told = editor.children[1].children[0].children[1].value
    assert ("budget of this session" in told) is not any("budget of this session" in field for field in fields)


def test_results_of_earlier_runs_can_be_chosen(open_editor, save):
    """The newest is shown when it comes; an older one that comes later is only offered."""
    editor = open_editor()
    choice = editor.results.choice
    first = run_of("1", RunState.SUCCEEDED, content=(save("red"),))
    second = Run("2", ww.EditRequest("Second"), "model-studio/beijing", RunState.SUCCEEDED, START + timedelta(hours=1),
                 content=(save("blue", size=(30, 40)),))  # fmt: skip
    editor.session.runs = (second,)
    assert "wanwidgets-hidden" in choice._dom_classes
    editor.session.runs = (first, second)
    assert [value for _, value in choice.options] == ["2", "1"]
    assert "30×40" in editor.results.gallery.children[0].children[1].children[0].value

    choice.value = "1"
    assert "64×48" in editor.results.gallery.children[0].children[1].children[0].value
    assert "1 picture, about 0.20 CNY" in editor.results._summary.value
    third = Run("3", ww.EditRequest("Third"), "local/2", RunState.SUCCEEDED, START + timedelta(hours=2),
                content=(save("green"),))  # fmt: skip
    editor.session.runs = (first, second, third)
    assert choice.value == "3"
    assert "1 picture · free" in editor.results._summary.value


def test_news_are_told_in_both_languages(open_editor):
    """Each piece of news has its words, and the English is what the message says without a screen."""
    facts = {"name": "Make <b>it</b> " * 9, "reason": "Because."}
    for key, (_, text) in NEWS.items():
        assert WORDS[f"news.{key}"][0] == text
        named = [name for _, name, _, _ in string.Formatter().parse(text) if name]
        message = Message.news(key, **{name: facts.get(name, 3) for name in named})
        for language in ("en", "zh"):
            editor = open_editor(language=language)
            editor.session.notice = message
            assert "<b>" not in editor.notice.value
        if "{name}" in text:
            assert "…" in message.text
