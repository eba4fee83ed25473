"""What is said of a request that is not remembered, and of one that nobody knows the outcome of."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from wanwidgets.meaning import Difference
from wanwidgets.request import EditRequest
from wanwidgets.result import Run, RunState
from wanwidgets.running.telling import not_remembered, still_unknown, stopped_waiting
from wanwidgets.store import Nearest

NOON = datetime(2026, 3, 12, 12, tzinfo=timezone(timedelta(hours=8)))

TOLD = {
    "prompt": (Difference("prompt", "red", "blue"), "prompt (remembered 'red', asked for 'blue')"),
    "where a long text differs": (
        Difference("prompt", f"{'a' * 100}red{'b' * 100}", f"{'a' * 100}blue{'b' * 100}"),
        f"prompt (remembered '…{'a' * 15}red{'b' * 32}…', asked for '…{'a' * 15}blue{'b' * 31}…')",
    ),
    "a text that goes on": (
        Difference("prompt", "a" * 60, "a" * 61),
        f"prompt (remembered '…{'a' * 15}', asked for '…{'a' * 16}')",
    ),
    "number": (Difference("seed", 3, 4), "seed (remembered 3, asked for 4)"),
    "nothing before": (Difference("seed", None, 4), "seed (remembered none, asked for 4)"),
    "nothing now": (Difference("seed", 3, None), "seed (remembered 3, asked for none)"),
    "pixels": (Difference("image 2", "ab" * 32, "cd" * 32), "image 2 (another picture)"),
    "one picture more": (Difference("image 2", None, "cd" * 32), "image 2 (none remembered)"),
    "no mask": (Difference("mask", "ab" * 32, None), "mask (none asked for)"),
    "boxes": (
        Difference("boxes of image 1", [[1, 2, 3, 4]], None),
        "boxes of image 1 (remembered [[1, 2, 3, 4]], asked for none)",
    ),
    "how many": (Difference("images", 1, 2), "images (remembered 1, asked for 2)"),
}


@pytest.mark.parametrize(("difference", "told"), TOLD.values(), ids=TOLD)
def test_each_difference_is_told_with_both_values(difference, told):
    """A field is told with both values, a long text where it begins to differ, and a hash not at all."""
    error = not_remembered("lesson", Nearest("r-1", NOON, (difference,)))

    assert f"of 2026-03-12 04:00 UTC, differs in {told}. Ask for exactly that" in str(error)
    assert (error.nearest, error.differences) == ("r-1", (difference,))


def test_all_differences_are_told():
    """Several fields are told one after the other."""
    fields = (Difference("prompt", "a", "b"), Difference("seed", 1, 2))

    assert "asked for 'b'); seed (remembered 1" in str(not_remembered("lesson", Nearest("r-1", NOON, fields)))


def test_empty_store_is_told():
    """Of a store that remembers nothing, its name is told and what to do."""
    error = not_remembered("lesson", None)

    assert "the store lesson does not remember this request. It remembers nothing yet: open a pack" in str(error)
    assert (error.nearest, error.differences) == ("", ())


def test_the_same_request_that_is_unfinished_is_told():
    """Where the very same request was begun and has brought nothing, that is said in the place of what is nearest."""
    nearest = Nearest("r-1", NOON, (Difference("seed", 1, 2),))

    error = not_remembered("lesson", nearest, NOON)

    assert "begun at 2026-03-12 04:00 UTC, is unfinished in it: ask once in replay mode" in str(error)
    assert (error.nearest, error.differences) == ("", ())


def test_unknown_outcome_is_told_since_when():
    """Of a run of unknown outcome it is told when it was sent, or else begun, by the same clock everywhere."""
    run = Run("r-1", EditRequest("x"), "custom/x", RunState.UNKNOWN, NOON)

    assert "sent at 2026-03-12 04:00 UTC" in str(still_unknown(run, NOON))
    later = run.now(run.state, sent=NOON + timedelta(minutes=5))
    assert "sent at 2026-03-12 04:05 UTC" in str(still_unknown(later, NOON))


AGES = {
    "a minute": (False, timedelta(minutes=1), "Look for it in an Editor"),
    "nearly a day": (False, timedelta(hours=23, minutes=59), "Look for it in an Editor"),
    "a day": (False, timedelta(hours=24), "more than 24 hours ago, and no answer came: it may be billed"),
    "a stream": (True, timedelta(minutes=1), "A stream has no task to look for"),
    "an old stream": (True, timedelta(days=9), "A stream has no task to look for"),
}


@pytest.mark.parametrize(("stream", "age", "told"), AGES.values(), ids=AGES)
def test_nobody_is_sent_to_look_for_what_cannot_be_found(stream, age, told):
    """A stream, and what the service has forgotten, cannot be looked for; what may be billed is said each time."""
    request = EditRequest("x", model="wan2.6-image", enable_interleave=True, stream=stream)
    run = Run("r-1", request, "custom/x", RunState.UNKNOWN, NOON)

    error = str(still_unknown(run, NOON + age))

    assert told in error
    assert ("Look for it" in error) is (told == "Look for it in an Editor")
    assert "or ask again with mode='refresh', which may be billed twice." in error


def test_who_stops_waiting_is_told_that_it_goes_on():
    """Who does not wait any more is told that nothing was sent from here."""
    assert "nothing was sent from here" in str(stopped_waiting())
