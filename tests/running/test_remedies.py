"""What helps a run that has failed, by each code that is documented and each way to fail."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from wanwidgets.errors import Cancelled, ServiceError, TaskFailed, TaskLost, Undelivered, Unreachable
from wanwidgets.protocol.names import (
    BROKEN_CODES,
    PERMANENT_CODES,
    RATE_CODES,
    UNAVAILABLE_CODES,
    UNDECIDED_CODES,
)
from wanwidgets.protocol.retry import Verdict, judge
from wanwidgets.request import EditRequest
from wanwidgets.result import Run, RunState
from wanwidgets.running.remedies import BY_CODE, BY_STATE, MAY_HELP, REMEDIES, action_of, remedy_of

CODES = RATE_CODES | UNAVAILABLE_CODES | UNDECIDED_CODES | BROKEN_CODES | PERMANENT_CODES
BEGUN = datetime(2026, 11, 21, tzinfo=timezone.utc)


def run_of(state, error, **facts):
    return Run("r", EditRequest("Make it red"), "model-studio/beijing", state, BEGUN, error=error, **facts)


def test_every_documented_code_has_a_remedy():
    """Each code that the protocol knows is in the table, and the table says nothing that has no words."""
    assert set(BY_CODE) >= CODES
    assert set(BY_CODE.values()) <= REMEDIES >= MAY_HELP


@pytest.mark.parametrize("code", sorted(CODES))
@pytest.mark.parametrize(
    ("state", "kind"), [(RunState.REFUSED, ServiceError), (RunState.FAILED, TaskFailed)], ids=["refused", "failed"]
)
def test_trying_again_is_offered_where_it_may_help(code, state, kind):
    """It is offered exactly where a query with that code would be asked again."""
    error = kind(code, "no", status=400) if kind is ServiceError else kind(code, "no")
    again = judge("GET", "poll", 400, code, own=True) is Verdict.AGAIN

    assert (action_of(run_of(state, error)) == "again") is again


@pytest.mark.parametrize(
    ("state", "error", "facts", "remedy", "action"),
    [
        (RunState.REFUSED, ServiceError("Throttling.RateQuota", "slow", status=429), {}, "rate", "again"),
        (
            RunState.REFUSED,
            ServiceError("Throttling.AllocationQuota", "Free allocated quota exceeded.", status=429),
            {},
            "trial",
            "",
        ),
        (RunState.REFUSED, ServiceError("HTTP 404", "no document", status=404), {}, "elsewhere", "again"),
        (RunState.REFUSED, ServiceError("Never.Heard", "?", status=400), {}, "unheard", "again"),
        (RunState.FAILED, TaskFailed("DataInspectionFailed", "no"), {}, "inspection", ""),
        (RunState.UNREACHABLE, Unreachable("No route."), {}, "unreachable", "again"),
        (RunState.LOST, TaskLost("Gone."), {"task_id": "t"}, "lost", ""),
        (RunState.EXPIRED, TaskLost("Gone."), {"task_id": "t"}, "expired", ""),
        (RunState.UNDELIVERED, Undelivered("No."), {"task_id": "t"}, "undelivered", "fetch"),
        (RunState.UNDELIVERED, Undelivered("No."), {}, "undelivered", ""),
        (RunState.UNDELIVERED, ServiceError("InvalidApiKey", "no", status=401), {"task_id": "t"}, "key", "fetch"),
        (RunState.UNDELIVERED, Cancelled("Stopped."), {"task_id": "t"}, "", "fetch"),
        (RunState.CANCELLED, Cancelled("Stopped."), {}, "", ""),
        (RunState.UNKNOWN, None, {}, "", ""),
        (RunState.SUCCEEDED, None, {}, "", ""),
    ],
)
def test_remedy_is_by_code_then_by_state(state, error, facts, remedy, action):
    """The code comes first; what is not billed may be sent again, what was made is fetched, all else needs a change."""
    run = run_of(state, error, **facts)

    assert (remedy_of(run), action_of(run)) == (remedy, action)


def test_states_that_fail_are_told():
    """Each state but those that wait, went well or have a panel of their own has a remedy."""
    others = {state for state in RunState if not state.ended} | {
        RunState.SUCCEEDED,
        RunState.CANCELLED,
        RunState.UNKNOWN,
        RunState.ABANDONED,
    }
    assert set(BY_STATE) == set(RunState) - others
