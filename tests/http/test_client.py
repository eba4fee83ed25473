"""A client asks until it knows, gives up only when asking is useless, and brings the pictures."""

from __future__ import annotations

import pytest

from wanwidgets import asking, fetch
from wanwidgets.catalog import REGIONS
from wanwidgets.client import Client
from wanwidgets.content import Link
from wanwidgets.errors import Cancelled, ServiceError, TaskLost, Undelivered, Unreachable, WaitTimeout
from wanwidgets.task import TaskStatus

QUERY = "?Expires=1775123456&OSSAccessKeyId=LTAI5tPx&Signature=QUt0bL5f%2FhHbfmJ4QLYIOL8eLFo%3D&a=b+c%20d"


def test_fetch_asks_once(server, client):
    """A fetch is one GET of the task, without a body, and brings what the service says."""
    server.answers(server.task("RUNNING"))

    task = client.fetch("t-1")

    (seen,) = server.arrived(1)
    assert (seen.method, seen.path, seen.body) == ("GET", "/api/v1/tasks/t-1", b"")
    assert task.status is TaskStatus.RUNNING


@pytest.mark.parametrize(
    ("task_id", "path"),
    [
        ("a/../b", "a%2F..%2Fb"),
        ("a?b=c#d", "a%3Fb%3Dc%23d"),
        ("../../x", "..%2F..%2Fx"),
        ("任务", "%E4%BB%BB%E5%8A%A1"),
        ("%2e%2e", "%252e%252e"),
    ],
)
def test_task_id_stays_one_part_of_the_path(server, client, task_id, path):
    """Whatever a task's id holds, it names a task and nothing else."""
    server.answers(server.task("RUNNING"))

    client.fetch(task_id)

    assert server.seen[0].path == f"/api/v1/tasks/{path}"


@pytest.mark.parametrize("task_id", ["", ".", ".."])
@pytest.mark.parametrize("ask", ["fetch", "cancel", "wait"])
def test_id_that_would_name_another_place_is_refused(server, client, task_id, ask):
    """An id that would name the folder above, or the list of tasks, is refused and nothing is asked."""
    with pytest.raises(ValueError, match="no id of a task"):
        getattr(client, ask)(task_id)

    assert server.connections == 0


def test_all_looks_share_one_connection(server, client):
    """All looks of one wait use the same connection."""
    server.answers(*[server.task("PENDING")] * 5, *[server.task("RUNNING")] * 20, server.succeeded("http://x/1.png"))

    task = client.wait("t-1")

    assert task.content == (Link("http://x/1.png"),)
    assert len(server.arrived(26)) == 26
    assert server.connections == 1


def test_looks_survive_whatever_goes_wrong(server, client, simulated, monkeypatch):
    """A wait goes on through limits, server errors, pages of gateways, lost connections and odd answers."""
    monkeypatch.setattr(asking, "QUERY_TIMEOUTS", (5.0, 0.02))
    troubles = [
        server.error("Throttling.RateQuota", status=429),
        server.html(429),
        server.error("InternalError", status=500),
        server.error("ModelUnavailable", status=503),
        server.html(502),
        server.drops,
        server.refuses_to_read,
        server.breaks_off,
        server.never_answers,
        server.raw(b'{"request_id"', length=900),
        server.raw(b"no gzip", Content_Encoding="gzip"),
        server.raw(b"not JSON"),
        server.raw(b"[" * 100_000),
        server.json({"request_id": "r-1", "output": {}}),
        server.json({"request_id": "r-1", "output": None}),
        server.json({"output": {"task_id": "t-1", "task_status": "FAILED"}}),
        server.redirect("/elsewhere"),
    ]
    server.answers(server.task("RUNNING"), *troubles, server.task("RUNNING"), server.succeeded("http://x/1.png"))

    seen = [task.status for task in client.watch("t-1")]

    assert seen == [TaskStatus.RUNNING, TaskStatus.RUNNING, TaskStatus.SUCCEEDED]
    assert max(simulated.pauses) == 30


@pytest.mark.parametrize(("code", "status"), [("InvalidApiKey", 401), ("AccessDenied", 403), ("Arrearage", 400)])
def test_looks_end_where_asking_is_useless(server, client, code, status):
    """A wait ends at once when the service refuses for good to say anything."""
    server.answers(server.task("RUNNING"), server.error(code, status=status))

    with pytest.raises(ServiceError) as caught:
        client.wait("t-1")

    assert caught.value.code == code
    assert len(server.arrived(2)) == 2


def test_unknown_task_is_lost(server, client):
    """A task that the service does not know is lost."""
    server.answers(server.task("UNKNOWN"))

    with pytest.raises(TaskLost, match="t-1"):
        client.wait("t-1")


@pytest.mark.parametrize("status", [TaskStatus.FAILED, TaskStatus.CANCELED])
def test_task_that_ended_badly_is_returned(server, client, status):
    """A task that failed or was cancelled has ended, and is returned as the service tells it."""
    server.answers(server.task("RUNNING"), server.task(status.value, code="InvalidParameter", message="no"))

    task = client.wait("t-1")

    assert (task.status, task.code, task.message) == (status, "InvalidParameter", "no")


def test_bare_error_with_a_status_of_success_is_the_failure_of_the_task(server, client):
    """A bare error that answers a query with success is the documentation's example of a failed task, and ends it."""
    server.answers(server.error("InternalError.Algo", "The size is not match", 200))

    task = client.wait("t-1")

    assert (task.id, task.status, task.code) == ("t-1", TaskStatus.FAILED, "InternalError.Algo")


def test_code_beside_a_failed_task_does_not_hide_it(server, client):
    """A failed task whose code stands beside the output, not in it, has failed with that code."""
    output = {"task_id": "t-1", "task_status": "FAILED"}
    server.answers(server.json({"request_id": "r", "output": output, "code": "InvalidParameter", "message": "size"}))

    task = client.wait("t-1")

    assert (task.status, task.code, task.message) == (TaskStatus.FAILED, "InvalidParameter", "size")


def test_wait_ends_at_its_timeout(server, client, simulated):
    """A wait ends when the time that was allowed is over, neither earlier nor later."""
    server.answers(server.task("RUNNING"))

    with pytest.raises(WaitTimeout, match="10 s"):
        client.wait("t-1", timeout=10)

    assert simulated.now == pytest.approx(10)


def test_wait_ends_when_the_user_stops(server, client, simulated):
    """A wait ends at the pause in which the user stopped."""
    server.answers(server.task("RUNNING"))
    simulated.stops_at = 3

    with pytest.raises(Cancelled):
        client.wait("t-1")

    assert len(server.arrived(2)) == 2


def test_cancel_of_a_waiting_task(server, client):
    """A task that still waits is cancelled by a POST without a body."""
    server.answers(server.json({"request_id": "r-1"}))

    assert client.cancel("t-1") is True

    (seen,) = server.arrived(1)
    assert (seen.method, seen.path, seen.headers["content-length"]) == ("POST", "/api/v1/tasks/t-1/cancel", "0")


@pytest.mark.parametrize("status", [400, 200])
def test_cancel_of_a_task_that_began(server, client, status):
    """A task that the service says it cannot cancel goes on."""
    server.answers(server.error("UnsupportedOperation", "Failed to cancel the task", status))

    assert client.cancel("t-1") is False


def test_cancel_answered_with_an_error_and_success_is_no_success(server, client):
    """An error document is no success of a cancel, whatever its HTTP status; nobody knows what became of it."""
    server.answers(server.error("InternalError", status=200))

    with pytest.raises(Unreachable, match="InternalError"):
        client.cancel("t-1")


def test_cancel_that_is_refused(server, client):
    """A cancel refused for another reason tells it."""
    server.answers(server.error("InvalidApiKey", status=401))

    with pytest.raises(ServiceError, match="InvalidApiKey"):
        client.cancel("t-1")


@pytest.mark.parametrize(
    "answer",
    [lambda server: server.drops, lambda server: server.html(502), lambda server: server.html(200)],
    ids=["dropped", "502", "a page"],
)
def test_cancel_without_a_usable_answer(server, client, answer):
    """A cancel that the service did not answer is Unreachable, since nobody knows what became of it."""
    server.answers(answer(server))

    with pytest.raises(Unreachable):
        client.cancel("t-1")


def test_download_uses_the_address_as_it_is(server, client, png):
    """A result comes byte for byte from the very address, query string and all, and the key stays here."""
    server.answers(server.raw(png, Content_Type="image/png"))

    data = client.download(f"{server.origin}/bucket/1.png{QUERY}")

    (seen,) = server.arrived(1)
    assert data == png
    assert seen.path == f"/bucket/1.png{QUERY}"
    assert "authorization" not in seen.headers


@pytest.mark.parametrize(
    "trouble",
    {
        "truncated": lambda server, png: server.raw(png[:-100], length=len(png)),
        "dropped": lambda server, png: server.drops,
        "503": lambda server, png: server.html(503),
        "empty": lambda server, png: server.raw(b""),
    }.values(),
    ids=["truncated", "dropped", "503", "empty"],
)
def test_download_is_tried_again(server, client, simulated, png, trouble):
    """A download that broke off is tried again, after growing pauses."""
    server.answers(trouble(server, png), trouble(server, png), server.raw(png))

    assert client.download(f"{server.origin}/1.png") == png

    assert simulated.pauses == [1, 2]


@pytest.mark.parametrize(
    "url", ["{origin}/1.png?Signature=s3cret", "oss://a/1.png?Signature=s3cret", "http://[::1/s3cret"]
)
def test_download_that_never_comes_is_undelivered(server, client, simulated, url):
    """A result that does not come after several attempts is Undelivered, and its signature is not shown."""
    server.answers(server.html(403))

    with pytest.raises(Undelivered, match="24 hours") as caught:
        client.download(url.format(origin=server.origin))

    assert "s3cret" not in str(caught.value)
    assert simulated.pauses == [1, 2, 4, 8, 16]


def test_download_that_is_too_large_is_undelivered(server, client, png, monkeypatch):
    """A result larger than any picture is not read into memory."""
    monkeypatch.setattr(fetch, "MAX_RESULT_BYTES", len(png) - 1)
    server.answers(server.raw(png))

    with pytest.raises(Undelivered, match="gives more than"):
        client.download(f"{server.origin}/1.png")


def test_download_ends_when_the_user_stops(server, client, simulated):
    """A download is not tried again once the user wants to stop."""
    server.answers(server.html(503))
    simulated.stops_at = 1

    with pytest.raises(Cancelled):
        client.download(f"{server.origin}/1.png")

    assert len(server.arrived(1)) == 1


def test_own_pause_of_a_call_comes_before_that_of_the_client(server, client, simulated):
    """A pause that is given for one call is used instead of the client's."""
    server.answers(server.task("RUNNING"))

    with pytest.raises(Cancelled):
        client.wait("t-1", pause=lambda _: True)

    assert simulated.pauses == []


def test_client_of_a_region():
    """A client of a region asks there, and says so as its engine; Beijing is the default."""
    shared = {name: row.host for name, row in REGIONS.items() if row.host}
    assert {name: Client("sk-a", region=name).base_url for name in shared} == shared
    assert Client("sk-a").engine == "model-studio/beijing"
    assert Client("sk-a", region="singapore").engine == "model-studio/singapore"
    assert repr(Client("sk-a", region="singapore")) == "<Client model-studio/singapore>"


def test_client_of_an_address():
    """A client of an address has no region, and its engine is the host."""
    client = Client("sk-a", base_url=" https://model.example:8443/api/v1/ ")

    assert (client.region, client.engine) == (None, "custom/model.example")
    assert client.base_url == "https://model.example:8443/api/v1"


def test_client_of_the_address_of_a_region():
    """A client of an address at the host of a region is one of the region."""
    client = Client("sk-a", base_url="https://dashscope-intl.aliyuncs.com/api/v1")

    assert (client.region, client.engine) == ("singapore", "model-studio/singapore")


def test_client_of_a_workspace():
    """A client of a workspace's own host asks there, and needs its id."""
    client = Client("sk-a", region="eu-central-1", workspace="ws-1")

    assert (client.region, client.base_url) == ("frankfurt", "https://ws-1.eu-central-1.maas.aliyuncs.com/api/v1")
    with pytest.raises(ValueError, match="workspace="):
        Client("sk-a", region="frankfurt")


def test_region_is_checked():
    """A region that is not known, or that contradicts an address, is refused."""
    with pytest.raises(ValueError, match="beijing, singapore"):
        Client("sk-a", region="atlantis")
    with pytest.raises(ValueError, match="not both"):
        Client("sk-a", region="beijing", base_url="http://127.0.0.1/api/v1")
