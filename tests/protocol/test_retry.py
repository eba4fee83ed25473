"""Whether to ask again and when, as pure questions."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanwidgets.protocol.decode import Reply, read_reply
from wanwidgets.protocol.names import (
    ASKER_CODES,
    BROKEN_CODES,
    PERMANENT_CODES,
    RATE_CODES,
    UNAVAILABLE_CODES,
    UNDECIDED_CODES,
)
from wanwidgets.protocol.retry import (
    LOCAL_SCHEDULE,
    PHASES,
    SCHEDULE,
    UNREACHED_ATTEMPTS,
    Schedule,
    Verdict,
    backoff,
    judge,
    judge_create,
    judge_query,
    poll_times,
)


def own(status, **document):
    return read_reply(status, json.dumps({"request_id": "r-1", **document}).encode())


# Every code of the provider's page of error codes that a request for pictures can meet, read 2026-11: its status, and
# what it means for a create and for everything else that is asked (A: accepted, R: refused, "again", U: unknown).
CODES = """
400  InvalidParameter                 R  R
400  InvalidParameter.DataInspection  R  R
400  DataInspectionFailed             R  R
400  IPInfringementSuspect            R  R
400  InvalidURL                       R  R
400  InvalidURL.ConnectionRefused     R  R
400  InvalidURL.Timeout               R  R
400  InvalidImage.FileFormat          R  R
400  InvalidImage.ImageSize           R  R
400  InvalidImageResolution           R  R
400  InvalidImageFormat               R  R
400  BadRequest.EmptyInput            R  R
400  BadRequest.EmptyParameters       R  R
400  BadRequest.EmptyModel            R  R
400  BadRequest.IllegalInput          R  R
400  BadRequest.InputDownloadFailed   R  R
400  BadRequest.TooLarge              R  R
400  Arrearage                        R  R
400  UnsupportedOperation             R  R
401  InvalidApiKey                    R  R
401  NOT AUTHORIZED                   R  R
403  AccessDenied                     R  R
403  AccessDenied.Unpurchased         R  R
403  Model.AccessDenied               R  R
403  Workspace.AccessDenied           R  R
403  AllocationQuota.FreeTierOnly     R  R
404  ModelNotFound                    R  R
404  WorkSpaceNotFound                R  R
404  NotFound                         R  R
429  Throttling                       again  again
429  Throttling.RateQuota             again  again
429  Throttling.BurstRate             again  again
429  Throttling.AllocationQuota       again  again
429  LimitRequests                    again  again
429  CommodityNotPurchased            R  R
429  PrepaidBillOverdue               R  R
429  PostpaidBillOverdue              R  R
500  InternalError                    R  again
500  InternalError.Algo               R  again
500  InternalError.Upload             R  again
500  InternalError.FileUpload         R  again
500  SystemError                      R  again
500  ModelServiceFailed               R  again
500  InternalError.Timeout            U  again
500  RequestTimeOut                   U  again
503  ModelServingError                again  again
503  ModelUnavailable                 again  again
500  NobodyHasHeardOfThis             R  again
429  NobodyHasHeardOfThis             R  again
400  NobodyHasHeardOfThis             R  again
"""
WORDS = {"R": Verdict.REFUSED, "U": Verdict.UNKNOWN, "A": Verdict.ACCEPTED, "again": Verdict.AGAIN}
QUESTIONS = ["policy", "poll", "list", "cancel"]


def rows():
    for line in CODES.split("\n")[1:-1]:
        status, *code, create, question = line.split()
        yield int(status), " ".join(code), WORDS[create], WORDS[question]


@pytest.mark.parametrize(("status", "code", "create", "question"), list(rows()))
def test_code_of_the_service(status, code, create, question):
    """Each documented code means for each phase what the table says."""
    assert judge("POST", "create", status, code, own=True) is create
    for phase in QUESTIONS:
        assert judge(PHASES[phase], phase, status, code, own=True) is question


def test_every_code_is_in_the_table():
    """No code that the package knows is missing in the table above."""
    told = {code for _, code, *_ in rows()}

    assert told - {"NobodyHasHeardOfThis"} == (
        RATE_CODES | UNAVAILABLE_CODES | UNDECIDED_CODES | BROKEN_CODES | PERMANENT_CODES
    )


@pytest.mark.parametrize(("status", "code", "create", "question"), list(rows()))
def test_code_with_a_status_of_success(status, code, create, question):
    """An error document with a status of success means what its code says; only a look takes it for the task's end."""
    assert judge("POST", "create", 200, code, own=True) is create
    for phase in QUESTIONS:
        verdict = judge(PHASES[phase], phase, 200, code, own=True)
        about_the_asker = code in ASKER_CODES | RATE_CODES | UNAVAILABLE_CODES
        assert verdict is (question if phase != "poll" or about_the_asker else Verdict.ACCEPTED)


# What somebody else answers, by the phase; a status that is not named is unknown for a create and "again" elsewhere.
FOREIGN = """
create    302 R      400 R      401 R      403 R      404 R      413 R      408 U      429 U
create    200 U      204 U      500 U      502 U      503 U      504 U
policy    200 again  302 again  400 again  401 again  404 again  429 again  500 again  502 again  503 again
poll      200 again  302 again  400 again  401 again  404 again  429 again  500 again  502 again  503 again
list      200 again  302 again  400 again  401 again  404 again  429 again  500 again  502 again  503 again
cancel    200 again  302 again  400 again  401 again  404 again  429 again  500 again  502 again  503 again
upload    200 A      204 A      400 R      403 R      409 R      500 again  503 again
download  200 A      403 again  404 again  408 again  429 again  500 again  502 again  503 again
"""


def foreign():
    for line in FOREIGN.split("\n")[1:-1]:
        phase, *told = line.split()
        for status, word in zip(told[::2], told[1::2], strict=True):
            yield phase, int(status), WORDS[word]


@pytest.mark.parametrize(("phase", "status", "verdict"), list(foreign()))
def test_answer_of_somebody_else(phase, status, verdict):
    """What a gateway, a proxy or the object store answers means for each phase what the table says."""
    assert judge(PHASES[phase], phase, status, "", own=False) is verdict


@pytest.mark.parametrize("status", [400, 429, 500, 503])
def test_error_without_a_code_is_as_good_as_somebody_elses(status):
    """A document of the service's that names no code says no more than its status."""
    for phase, method in PHASES.items():
        own, other = (judge(method, phase, status, "", own=is_own) for is_own in (True, False))
        assert own is other


def test_only_a_create_is_ever_unknown():
    """Whatever is answered to anything but a create, asking again is safe."""
    for phase, method in PHASES.items():
        for status, code, *_ in rows():
            for own in (True, False):
                verdict = judge(method, phase, status, code, own=own)
                assert verdict is not Verdict.UNKNOWN or phase == "create"


@pytest.mark.parametrize("phase", ["create", *QUESTIONS])
def test_used_up_trial_is_permanent(phase):
    """A free trial that is used up has the code of a rate limit, and does not come back."""
    message = "Free allocated quota exceeded."

    verdict = judge(PHASES[phase], phase, 429, "Throttling.AllocationQuota", own=True, message=message)

    assert verdict is Verdict.REFUSED


def test_expired_address_is_permanent():
    """The object store answers 403 for an address that is too old, and says so; other refusals may pass."""
    expired = "<Error><Code>AccessDenied</Code><Message>Request has expired.</Message></Error>"

    assert judge("GET", "download", 403, "", own=False, message=expired) is Verdict.REFUSED
    assert judge("GET", "download", 403, "", own=False, message="<h1>Forbidden</h1>") is Verdict.AGAIN
    assert judge("GET", "download", 503, "", own=False, message=expired) is Verdict.AGAIN


@pytest.mark.parametrize(("method", "phase"), [("GET", "create"), ("POST", "poll"), ("GET", "dance")])
def test_question_that_nobody_asks_is_a_fault(method, phase):
    """A phase with another method, or none that there is, is a fault of ours."""
    with pytest.raises(ValueError, match=phase):
        judge(method, phase, 200, "", own=True)


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
    kinds = (RATE_CODES, UNAVAILABLE_CODES, UNDECIDED_CODES, BROKEN_CODES, PERMANENT_CODES)

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
