"""Cards of runs that have failed, as the editor shows them."""

from __future__ import annotations

import pytest

from wanwidgets.errors import ServiceError, TaskFailed, Undelivered, Unreachable
from wanwidgets.result import RunState
from wanwidgets.running.remedies import BY_STATE, REMEDIES
from wanwidgets.session.failing import failed_of
from wanwidgets.widgets.runs.cards import MOST_CARDS
from wanwidgets.widgets.text import WORDS


@pytest.fixture
def failed(run_of):
    """Return a function that makes what is told of a run that failed."""

    def make(name="r", state=RunState.REFUSED, error=None, **facts):
        error = error or ServiceError("Throttling.RateQuota", "<i>Slower</i>, please.", status=429, request_id="r-1")
        return failed_of(run_of(state, name, error=error, **facts))

    return make


def text_of(card):
    return card.children[0].children[0].value


def test_everything_that_can_fail_has_words():
    """Each remedy and each way to fail has its words."""
    assert {f"remedy.{name}" for name in REMEDIES} <= set(WORDS)
    assert {f"fail.{state.value}" for state in BY_STATE} <= set(WORDS)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["The service refused it; not billed", "usually clears within a minute", "code", "request"]),
        ("zh", ["服务端拒绝了请求，未计费", "请求过于频繁", "错误码", "请求 ID"]),
    ],
)
def test_card_says_what_happened_and_what_helps(quiet_editor, failed, language, said):
    """The service's own words stay as they are, as text; what happened and what helps is in the editor's language."""
    editor = quiet_editor(language=language)
    editor.session.failed = (failed(),)
    (card,) = editor.status.cards.cards.values()
    text = text_of(card)

    own = ("&lt;i&gt;Slower&lt;/i&gt;, please.", "Throttling.RateQuota", ">r-1<", "Make it &lt;b&gt;warmer")
    for part in (*said, *own):
        assert part in text
    assert 'role="alert"' in text


def test_what_a_click_can_do_is_offered_and_done(quiet_editor, failed, monkeypatch):
    """Trying again sends that run's request, fetching asks for what was made, and a need for change has no button."""
    editor = quiet_editor()
    session, done = editor.session, []
    monkeypatch.setattr(session, "again", lambda run: done.append(("again", run.id)))
    monkeypatch.setattr(session, "fetch_again", lambda: done.append("fetch"))
    session.failed = (
        failed("1", RunState.UNREACHABLE, Unreachable("No route.")),
        failed("2", RunState.UNDELIVERED, Undelivered("No."), task_id="t"),
        failed("3", RunState.FAILED, TaskFailed("DataInspectionFailed", "no")),
    )
    cards = editor.status.cards.cards
    assert [card.act and card.act.description for card in cards.values()] == ["Try again", "Fetch again", None]
    cards["1"].act.click()
    cards["2"].act.click()

    assert done == [("again", "1"), "fetch"]


def test_cards_stay_are_counted_and_dismissed(quiet_editor, failed):
    """A card stays the same widget while others come; of many the latest are shown, and a click takes one away."""
    editor = quiet_editor()
    session, cards = editor.session, editor.status.cards
    assert "wanwidgets-hidden" in cards._dom_classes
    every = [failed(str(number)) for number in (5, 4, 3, 2, 1, 0)]
    session.failed = (every[-1],)
    first = cards.cards["0"]
    session.failed = tuple(every[-3:])
    assert cards.cards["0"] is first
    session.failed = tuple(every)
    assert list(cards.cards) == ["5", "4", "3"]
    assert len(cards.cards) == MOST_CARDS
    assert "and 3 more that failed" in cards._more.value

    cards.cards["4"].dismiss.click()
    assert list(cards.cards) == ["5", "3", "2"]
    assert cards.cards["3"].dismiss.tooltip == "Dismiss: Make it <b>warmer</b>"
    session.failed = ()
    assert "wanwidgets-hidden" in cards._dom_classes


def test_trying_again_that_is_refused_is_told(quiet_editor, failed):
    """What keeps a run from beginning again is a notice, and its card stays."""
    editor = quiet_editor(budget=0)
    editor.session.failed = (failed(parameters={"size": "1K"}),)
    (card,) = editor.status.cards.cards.values()
    card.act.click()

    assert "budget of this session" in editor.notice.value
    assert list(editor.status.cards.cards.values()) == [card]
