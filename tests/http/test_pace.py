"""Whatever counts at the service passes a gate before it is sent, and the gate hears what was answered."""

from __future__ import annotations

import os

import pytest

from wanwidgets import sending
from wanwidgets.client import Client
from wanwidgets.errors import Cancelled, OutcomeUnknown, ServiceError, Unreachable
from wanwidgets.pacing.gates import OPEN
from wanwidgets.pacing.pace import Pace
from wanwidgets.protocol.retry import CREATE_ATTEMPTS
from wanwidgets.request import EditRequest

MODEL = "wan2.6-image"


class Told:
    """Gates that let everything through until `shut`, and remember what they were told."""

    def __init__(self) -> None:
        self.passed: list[tuple[str, ...]] = []
        self.told_of: list[tuple[str, str, bool]] = []
        self.shut_after = 1000

    def create(self, model, pause) -> None:
        self._pass("create", model)

    def query(self, pause) -> None:
        self._pass("query")

    def told(self, kind, model="", *, limited) -> None:
        self.told_of.append((kind, model, limited))

    def _pass(self, *what) -> None:
        if len(self.passed) >= self.shut_after:
            raise Cancelled("Stopped while waiting.")
        self.passed.append(what)


@pytest.fixture
def gates() -> Told:
    return Told()


@pytest.fixture
def gated(make_client, gates) -> Client:
    return make_client(gates=gates)


@pytest.fixture
def wanted(photo):
    """Return a function that makes a request which may go a way."""
    edit = EditRequest("Blur it", images=[photo], model=MODEL)
    mixed = EditRequest("A recipe with pictures", model=MODEL, enable_interleave=True, stream=True)
    return lambda way="submit": mixed if way == "stream" else edit


def whole(server):
    """Answer a create of the synchronous or the streaming way."""
    content = [{"type": "image", "image": "http://x/1.png"}]
    return server.json({"request_id": "r-1", "output": {"choices": [{"message": {"content": content}}]}})


@pytest.mark.parametrize("way", ["submit", "call", "stream"])
def test_each_sending_of_a_create_passes_its_gate(server, gated, gates, wanted, way):
    """A create passes the gate of its model each time it is sent, and the gate hears of each answer."""
    limited = server.error("Throttling.RateQuota", status=429)
    server.answers(limited, limited, server.task("PENDING") if way == "submit" else whole(server))

    sent = getattr(gated, way)(wanted(way))
    if way == "stream":
        list(sent)

    assert gates.passed == [("create", MODEL)] * 3
    assert gates.told_of == [("create", MODEL, True), ("create", MODEL, True), ("create", MODEL, False)]
    assert len(server.arrived(3)) == 3


def test_create_that_reaches_nobody_passes_the_gate_each_time(gates, make_client, closed_port, wanted):
    """A create that cannot be sent passes the gate each time it is tried, and there is no answer to hear of."""
    client = make_client(base_url=f"http://127.0.0.1:{closed_port}/api/v1", gates=gates)

    with pytest.raises(Unreachable):
        client.submit(wanted())

    assert gates.passed == [("create", MODEL)] * 3
    assert gates.told_of == []


@pytest.mark.parametrize("way", ["submit", "call", "stream"])
@pytest.mark.parametrize("refused", [0, 1, 2])
def test_stop_at_the_gate_of_a_create_is_cancelled(server, gated, wanted, way, refused):
    """Who stops while it waits to send is Cancelled, since nothing was started, also after refusals."""
    server.answers(server.error("Throttling", status=429))
    gated.gates.shut_after = refused

    with pytest.raises(Cancelled):
        list(getattr(gated, way)(wanted(way)))

    assert server.connections == refused


def test_looks_and_lists_and_cancels_pass_one_gate(server, gated, gates):
    """A query, a look, a page of the list and a cancel pass the account's gate, each time."""
    done = server.json({"request_id": "r-1"})
    pages = [server.json({"request_id": "r", "data": [{"task_id": t}], "page_no": 1, "total_page": 2}) for t in "ab"]
    server.answers(
        server.task("RUNNING"),
        server.html(502),
        server.task("RUNNING"),
        server.succeeded("http://x/1.png"),
        *pages,
        done,
    )

    gated.fetch("t-1")
    gated.wait("t-1")
    list(gated.tasks())
    gated.cancel("t-1")

    assert gates.passed == [("query",)] * 7
    assert gates.told_of == [("query", "", False)] * 7
    assert len(server.arrived(7)) == 7


def test_downloads_and_uploads_pass_no_gate(server, gated, gates, png):
    """What the account's limits do not count is not held up."""
    server.answers(server.raw(png))

    gated.download(f"{server.origin}/1.png")

    assert gates.passed == []


@pytest.mark.parametrize("ask", ["fetch", "wait", "cancel", "tasks"])
def test_stop_at_the_gate_of_a_query_is_cancelled(server, gated, gates, ask):
    """Who stops while it waits to ask is Cancelled, and nothing is asked."""
    gates.shut_after = 0

    with pytest.raises(Cancelled):
        list(gated.tasks()) if ask == "tasks" else getattr(gated, ask)("t-1")

    assert server.connections == 0


TOO_FAST = {
    "a rate code": (lambda server: server.error("Throttling.RateQuota", status=429), True),
    "a rate code with another status": (lambda server: server.error("LimitRequests", status=400), True),
    "an unknown code with 429": (lambda server: server.error("Throttling.Novel", status=429), True),
    "a gateway's 429": (lambda server: server.html(429), True),
    "a used-up trial": (
        lambda server: server.error("Throttling.AllocationQuota", "Free allocated quota exceeded.", 429),
        False,
    ),
    "a used-up trial by its code": (lambda server: server.error("AllocationQuota.FreeTierOnly", status=429), False),
    "no capacity": (lambda server: server.error("ModelUnavailable", status=503), False),
    "bad input": (lambda server: server.error("InvalidParameter"), False),
    "a gateway's 502": (lambda server: server.html(502), False),
}


@pytest.mark.parametrize("name", TOO_FAST)
def test_gate_hears_what_came_too_fast(server, gated, gates, wanted, name):
    """Rate codes and a bare 429 are too fast; whatever else was refused is not, a used-up free trial least of all."""
    answer, limited = TOO_FAST[name]
    server.answers(answer(server))

    with pytest.raises((ServiceError, OutcomeUnknown)):
        gated.submit(wanted())
    with pytest.raises((ServiceError, Unreachable)):
        gated.fetch("t-1")

    assert gates.told_of[0] == ("create", MODEL, limited)
    assert gates.told_of[-1] == ("query", "", limited)
    assert len(gates.told_of) - 1 in {1, CREATE_ATTEMPTS}


def test_clients_of_one_account_share_their_gates(server, monkeypatch, wanted, simulated, make_client):
    """By default all clients of a key and a host share the file that the variable names, and no other client does."""
    monkeypatch.setenv("WANWIDGETS_PACE", os.environ["WANWIDGETS_STORE"] + ".pace")
    server.answers(server.task("PENDING"))
    one, two, other = make_client(), make_client(), make_client(api_key="sk-other-0123456789")
    for client in (one, two, other):
        assert isinstance(client.gates, Pace)
        # Time stands still for the gates.
        monkeypatch.setattr(client.gates, "_now", lambda: 1_800_000_000.0)

    one.submit(wanted())
    two.submit(wanted())
    other.submit(wanted())

    assert simulated.pauses == [pytest.approx(0.3)]
    assert not one.gates.notice


def test_service_of_this_process_has_no_gates(monkeypatch, tmp_path):
    """A client of the local service in this process waits for nobody; making any client writes nothing."""
    monkeypatch.setenv("WANWIDGETS_PACE", str(tmp_path / "pace.sqlite"))

    assert Client("sk-a", base_url="http://127.0.0.1:9/api/v1", engine="local/classical-1").gates is OPEN
    assert isinstance(Client("sk-a").gates, Pace)
    assert list(tmp_path.iterdir()) == []


def test_gates_can_be_given(gates):
    """Somebody else's gates are used as they are."""
    assert Client("sk-a", gates=gates).gates is gates


def test_every_rate_code_is_too_fast():
    """Each code of the table of rate codes slows the gate down."""
    assert all(sending.too_fast(sending.Reply(400, {"request_id": "r", "code": code})) for code in sending.RATE_CODES)
