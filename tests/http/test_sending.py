"""A create that may have arrived is sent once; only what surely started nothing is sent again."""

from __future__ import annotations

import pytest

from wanwidgets import client as client_module
from wanwidgets.content import Link
from wanwidgets.errors import Cancelled, OutcomeUnknown, ServiceError, Unreachable
from wanwidgets.protocol.retry import CREATE_ATTEMPTS, UNREACHED_ATTEMPTS
from wanwidgets.request import EditRequest
from wanwidgets.task import TaskStatus

UNKNOWN = {
    "closed after the body": lambda server: server.drops,
    "broken off in the head": lambda server: server.breaks_off,
    "broken off in the body": lambda server: server.raw(b'{"request_id": ', length=500),
    "bare 408": lambda server: server.html(408),
    "bare 429": lambda server: server.html(429),
    "bare 500": lambda server: server.html(500),
    "bare 502": lambda server: server.html(502),
    "bare 503": lambda server: server.html(503),
    "bare 504": lambda server: server.raw(b"", 504),
    "200 HTML": lambda server: server.html(200),
    "200 JSON of somebody else": lambda server: server.json({"output": {"task_id": "t-1"}}),
    "200 list": lambda server: server.json([]),
    "200 nothing": lambda server: server.raw(b""),
    "200 damaged gzip": lambda server: server.raw(b"no gzip", Content_Encoding="gzip"),
    "200 without task": lambda server: server.json({"request_id": "r-1", "output": {}}),
    "200 with a task of dots": lambda server: server.task("PENDING", ".."),
    "503 JSON of somebody else": lambda server: server.json({"error": "busy"}, 503),
    "RequestTimeOut": lambda server: server.error("RequestTimeOut", status=500),
    "InternalError.Timeout": lambda server: server.error("InternalError.Timeout", status=500),
}
AGAIN = {
    "Throttling": 429,
    "Throttling.RateQuota": 429,
    "Throttling.BurstRate": 429,
    "Throttling.AllocationQuota": 429,
    "LimitRequests": 429,
    "ModelServingError": 503,
    "ModelUnavailable": 503,
}
REFUSED = {
    "InvalidParameter": 400,
    "InvalidApiKey": 401,
    "DataInspectionFailed": 400,
    "AccessDenied": 403,
    "Arrearage": 400,
    "CommodityNotPurchased": 429,
    "InternalError.Algo": 500,
    "NobodyHasHeardOfThis": 503,
}


@pytest.fixture
def request_of(photo) -> EditRequest:
    return EditRequest("Make it red", [photo], seed=1)


@pytest.mark.parametrize("answer", UNKNOWN.values(), ids=UNKNOWN)
def test_create_with_unknown_outcome_is_sent_once(server, client, simulated, request_of, answer):
    """A create whose answer does not say that nothing was started is sent once and ends as OutcomeUnknown."""
    server.answers(answer(server))

    with pytest.raises(OutcomeUnknown, match="may be billed"):
        client.submit(request_of)

    assert len(server.arrived(1)) == 1
    assert simulated.pauses == []


def test_create_that_is_not_answered_is_sent_once(server, client, request_of, monkeypatch):
    """A create that is read and not answered in time is sent once and ends as OutcomeUnknown."""
    monkeypatch.setattr(client_module, "CREATE_TIMEOUTS", (5.0, 0.02))
    server.answers(server.never_answers)

    with pytest.raises(OutcomeUnknown, match="ReadTimeout"):
        client.submit(request_of)

    assert len(server.arrived(1)) == 1


def test_create_on_a_connection_closed_at_once_is_sent_once(server, client, request_of):
    """A create is not sent again when the connection was closed although nobody read it."""
    server.answers(server.refuses_to_read)

    with pytest.raises(OutcomeUnknown):
        client.submit(request_of)

    assert server.connections == 1


@pytest.mark.parametrize(("code", "status"), AGAIN.items())
def test_create_is_sent_again_when_the_service_says_that_nothing_was_started(
    server, client, simulated, *, request_of, code, status
):
    """A create refused for lack of room is sent again after growing pauses, each time by a connection of its own."""
    server.answers(*[server.error(code, status=status)] * 5, server.task("PENDING"))

    task = client.submit(request_of)

    arrived = server.arrived(6)
    assert task.id == "t-1"
    assert task.status is TaskStatus.PENDING
    assert [seen.connection for seen in arrived] == [1, 2, 3, 4, 5, 6]
    assert len({seen.body for seen in arrived}) == 1
    assert simulated.pauses == [1, 2, 4, 8, 16]


def test_create_is_given_up_after_its_attempts(server, client, request_of):
    """A create that meets no room again and again ends with the service's own refusal."""
    server.answers(server.error("Throttling.RateQuota", "Requests rate limit exceeded", 429))

    with pytest.raises(ServiceError) as caught:
        client.submit(request_of)

    assert len(server.arrived(CREATE_ATTEMPTS)) == CREATE_ATTEMPTS
    assert caught.value.code == "Throttling.RateQuota"


def test_create_stops_when_the_user_stops_in_a_pause(server, make_client, simulated, request_of):
    """A create is not sent again once the user wants to stop."""
    server.answers(server.error("Throttling", status=429))
    simulated.stops_at = 2

    with pytest.raises(Cancelled):
        make_client().submit(request_of)

    assert len(server.arrived(2)) == 2


@pytest.mark.parametrize(("code", "status"), REFUSED.items())
def test_create_that_is_refused_is_sent_once(server, client, request_of, code, status):
    """A create that the service refuses for good, or for a reason unheard of, is sent once and tells the reason."""
    server.answers(server.error(code, "So it is.", status))

    with pytest.raises(ServiceError) as caught:
        client.submit(request_of)

    assert len(server.arrived(1)) == 1
    error = caught.value
    assert (error.code, error.message, error.status, error.request_id) == (code, "So it is.", status, "r-1")
    assert str(error).removesuffix(f" {error.hint}") == f"{code}: So it is. (HTTP {status}) [request r-1]"
    assert bool(error.hint) is (code == "InvalidApiKey")


@pytest.mark.parametrize("ask", ["submit", "call", "fetch", "cancel", "tasks", "upload"])
def test_refused_key_tells_which_place_was_asked(server, client, request_of, photo, ask):
    """Whatever was asked, a refused key says that keys belong to a place, which one was asked, and what to do."""
    server.answers(server.error("InvalidApiKey", "Invalid API-key provided.", 401))
    asks = {
        "tasks": lambda: list(client.tasks()),
        "upload": lambda: client.upload(photo, model="wan2.7-image"),
        "submit": lambda: client.submit(request_of),
        "call": lambda: client.call(request_of),
    }

    with pytest.raises(
        ServiceError, match=r"Keys belong to a place, and 127\.0\.0\.1 was asked.* another base_url"
    ) as caught:
        asks.get(ask, lambda: getattr(client, ask)("t-1"))()

    assert caught.value.message == "Invalid API-key provided."
    assert len(server.arrived(1)) == 1


def test_used_up_free_quota_is_no_lack_of_room(server, client, request_of):
    """A free quota that is used up has the code of a rate limit, and is not asked for again."""
    server.answers(server.error("Throttling.AllocationQuota", "Free allocated quota exceeded.", 429))

    with pytest.raises(ServiceError, match="Free allocated quota"):
        client.submit(request_of)

    assert len(server.arrived(1)) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413])
def test_gateway_that_turns_a_create_away_is_a_refusal(server, client, request_of, status):
    """A create that a gateway turned away as wrong did not reach the service, and its error asks about the base URL."""
    server.answers(server.html(status))

    with pytest.raises(ServiceError, match="is the base URL right") as caught:
        client.submit(request_of)

    assert caught.value.status == status
    assert len(server.arrived(1)) == 1


def test_refusal_without_a_message_says_so(server, client, request_of):
    """A refusal of the service's own without a reason does not ask about the base URL."""
    server.answers(server.json({"request_id": "r-1", "code": "InvalidParameter"}, 400))

    with pytest.raises(ServiceError, match="gives no reason"):
        client.submit(request_of)


def test_redirect_of_a_create_is_not_followed(server, start_server, client, request_of):
    """A create that is redirected is a refusal, and nobody else sees it."""
    other = start_server().answers(server.task("PENDING"))
    server.answers(server.redirect(f"{other.url}/elsewhere"))

    with pytest.raises(ServiceError) as caught:
        client.submit(request_of)

    assert caught.value.status == 302
    assert other.seen == []


def test_create_that_nobody_listens_to_is_tried_three_times(make_client, simulated, closed_port, request_of):
    """A create that is refused a connection is tried three times within five seconds, whatever the jitter."""
    client = make_client(base_url=f"http://127.0.0.1:{closed_port}/api/v1", random=lambda: 1.0)

    with pytest.raises(Unreachable, match="Nothing was sent"):
        client.submit(request_of)

    assert len(simulated.pauses) == UNREACHED_ATTEMPTS - 1 == 2
    assert sum(simulated.pauses) <= 5


def test_creates_use_fresh_connections(server, client, request_of):
    """Each create uses a connection of its own, since an idle one may be dead."""
    server.answers(server.task("PENDING"))

    client.submit(request_of)
    client.submit(request_of)

    assert [seen.connection for seen in server.arrived(2)] == [1, 2]


def test_synchronous_create_returns_what_was_made(server, client, request_of):
    """A synchronous create asks the other endpoint, without the header of tasks, and brings the pictures at once."""
    made = {"choices": [{"message": {"content": [{"image": "http://x/1.png?a=1"}]}}]}
    server.answers(server.json({"request_id": "r-1", "output": made, "usage": {"image_count": 1}}))

    task = client.call(request_of)

    (seen,) = server.arrived(1)
    assert seen.path == "/api/v1/services/aigc/multimodal-generation/generation"
    assert "x-dashscope-async" not in seen.headers
    assert (task.id, task.status, task.content) == ("", TaskStatus.SUCCEEDED, (Link("http://x/1.png?a=1"),))
    assert task.usage == {"image_count": 1}


def test_synchronous_answer_without_a_result_is_of_unknown_outcome(server, client, request_of):
    """A synchronous answer that holds no result does not pass for one."""
    server.answers(server.json({"request_id": "r-1", "output": {"choices": None}}))

    with pytest.raises(OutcomeUnknown, match="no result"):
        client.call(request_of)

    assert len(server.arrived(1)) == 1


def test_headers_of_a_create(server, make_client, request_of):
    """A create says its type, its key, its workspace and that a task is wanted."""
    server.answers(server.task("PENDING"))

    make_client(workspace="ws-1").submit(request_of)

    (seen,) = server.arrived(1)
    assert (seen.method, seen.path) == ("POST", "/api/v1/services/aigc/image-generation/generation")
    assert seen.headers["content-type"] == "application/json"
    assert seen.headers["authorization"] == "Bearer sk-secret-0123456789"
    assert seen.headers["x-dashscope-async"] == "enable"
    assert seen.headers["x-dashscope-workspace"] == "ws-1"


@pytest.mark.parametrize("prompt", ["把汽车涂成红色 🚗", 'quotes " and \\ and \n'])
def test_any_prompt_can_be_sent(server, client, prompt):
    """Every prompt arrives as it was written, whatever letters it holds."""
    server.answers(server.task("PENDING"))

    client.submit(EditRequest(prompt))

    (seen,) = server.arrived(1)
    assert seen.json["input"]["messages"][0]["content"] == [{"text": prompt}]
