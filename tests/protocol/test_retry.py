"""Whether to ask again and when, as pure questions."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanwidgets.protocol.decode import Reply, read_reply
from wanwidgets.protocol.names import PERMANENT_CODES, RATE_CODES, UNAVAILABLE_CODES, UNDECIDED_CODES
from wanwidgets.protocol.retry import (
    LOCAL_SCHEDULE,
    SCHEDULE,
    UNREACHED_ATTEMPTS,
    Schedule,
    Verdict,
    backoff,
    judge_create,
    judge_query,
    poll_times,
)


def own(status, **document):
    return read_reply(status, json.dumps({"request_id": "r-1", **document}).encode())


def test_documented_errors_are_judged(documents):
    """Each documented error means for a create and for a query what its documentation says."""
    for error in documents["errors"]:
        reply = own(error["status"], code=error["code"], message=error["message"])

        assert judge_create(reply).value == error["create"], error
        assert judge_query(reply).value == error["query"], error


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 408, 429, 500, 502, 503, 504])
def test_code_decides_before_the_status(status):
    """A code of the service's means the same with every HTTP status."""
    assert judge_create(own(status, code="Throttling.RateQuota")) is Verdict.AGAIN
    assert judge_create(own(status, code="InvalidParameter")) is Verdict.REFUSED
    assert judge_create(own(status, code="RequestTimeOut")) is Verdict.UNKNOWN
    assert judge_create(own(status, code="NobodyHasHeardOfThis")) is Verdict.REFUSED


@pytest.mark.parametrize(
    ("status", "verdict"),
    [(200, "unknown"), (204, "unknown"), (408, "unknown"), (429, "unknown"), (500, "unknown"), (502, "unknown"),
     (503, "unknown"), (504, "unknown"), (302, "refused"), (400, "refused"), (401, "refused"), (403, "refused"),
     (404, "refused"), (413, "refused")],
)  # fmt: skip
def test_create_that_somebody_else_answers(status, verdict):
    """A gateway's answer to a create is a refusal only where the gateway itself turned it away."""
    assert judge_create(Reply(status, None)).value == verdict


@pytest.mark.parametrize("status", [200, 302, 400, 401, 404, 429, 500, 503])
def test_query_that_somebody_else_answers_is_asked_again(status):
    """A gateway's answer to a query says nothing about the task, so it is asked again."""
    assert judge_query(Reply(status, None)) is Verdict.AGAIN


def test_success_is_accepted():
    """A document of the service's without a code, with a status of success, is an acceptance."""
    assert judge_create(own(200, output={"task_id": "t-1"})) is Verdict.ACCEPTED
    assert judge_query(own(200, output={})) is Verdict.ACCEPTED


def test_task_is_accepted_whatever_stands_beside_it():
    """An answer that names a task took the request, even when a code stands beside it."""
    reply = own(200, output={"task_id": "t-1", "task_status": "FAILED"}, code="Throttling", message="no")

    assert judge_create(reply) is Verdict.ACCEPTED
    assert judge_query(reply) is Verdict.ACCEPTED


def test_limit_that_comes_with_success_is_still_a_limit():
    """A rate limit in a document with a status of success says nothing about the task."""
    assert judge_query(own(200, code="Throttling.RateQuota")) is Verdict.AGAIN
    assert judge_query(own(200, code="InternalError.Algo")) is Verdict.ACCEPTED


def test_kinds_of_codes_do_not_overlap():
    """No code has two meanings."""
    kinds = (RATE_CODES, UNAVAILABLE_CODES, UNDECIDED_CODES, PERMANENT_CODES)

    assert all(not a & b for a, b in itertools.combinations(kinds, 2))


def test_backoff_doubles():
    """The pauses double from a second to half a minute."""
    assert [backoff(attempt, lambda: 0.5) for attempt in range(1, 9)] == [1, 2, 4, 8, 16, 30, 30, 30]


@given(attempt=st.integers(1, 10**6), jitter=st.floats(0, 1))
def test_backoff_stays_in_its_bounds(attempt, jitter):
    """Every pause differs from its middle by a quarter at most, however many attempts failed before."""
    middle = backoff(attempt, lambda: 0.5)

    assert 0.75 * middle <= backoff(attempt, lambda: jitter) <= 1.25 * middle
    assert 1 <= middle <= 30


def test_unreached_attempts_fit_into_five_seconds():
    """The attempts to reach a host that is not there pause five seconds in all at most, whatever the jitter."""
    assert sum(backoff(attempt, lambda: 1.0) for attempt in range(1, UNREACHED_ATTEMPTS)) <= 5


@given(
    early=st.lists(st.floats(0.01, 100), max_size=6, unique=True).map(lambda found: tuple(sorted(found))),
    interval=st.floats(0.01, 100),
)
def test_looks_rise(early, interval):
    """The moments of the looks begin with the early ones and rise by the interval after them."""
    looks = list(itertools.islice(poll_times(Schedule(early, interval)), len(early) + 5))

    assert tuple(looks[: len(early)]) == early
    assert all(a < b for a, b in itertools.pairwise(looks))
    later = [early[-1] if early else 0.0, *looks[len(early) :]]
    assert [b - a for a, b in itertools.pairwise(later)] == pytest.approx([interval] * 5)


@pytest.mark.parametrize("schedule", [SCHEDULE, LOCAL_SCHEDULE])
def test_own_schedules_rise(schedule):
    """The early looks of our own schedules rise."""
    assert list(schedule.early) == sorted(set(schedule.early))


@pytest.mark.parametrize("interval", [0, -1, float("nan")])
def test_schedule_without_an_interval_is_refused(interval):
    """A schedule that would look without end at one moment is refused."""
    with pytest.raises(ValueError, match="interval"):
        Schedule((), interval)
