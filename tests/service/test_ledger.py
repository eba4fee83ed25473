"""The ledger: what was accepted, whatever the caller heard of it."""

from __future__ import annotations

import hashlib
import http.client
import json
from contextlib import closing

import pytest

from wanwidgets import LocalService
from wanwidgets.service.keeping import Keeping
from wanwidgets.service.ledger import ASYNC, SYNC, Ledger, digest
from wanwidgets.service.server import Server

AT_ONCE = "/services/aigc/multimodal-generation/generation"
FIELDS = ("task_id", "way", "model", "accepted", "document", "prompt", "status", "pictures", "n", "engine")


@pytest.fixture
def api(serve, clock):
    return serve(engine="cards", clock=clock)


def files(api, document) -> list[str]:
    """Return the SHA-256 of each picture of an answer."""
    addresses = [item["image"] for choice in document["output"]["choices"] for item in choice["message"]["content"]]
    return [hashlib.sha256(api("GET", address, key=None).content).hexdigest() for address in addresses]


def test_every_way_is_entered(api, clock):
    """A task, a call and a stream, oldest first, each with its document, its prompt and its pictures."""
    documents = [api.document(text, n=n) for n, text in enumerate(("one", "two", "three"), start=1)]
    task = api.create(documents[0]).json()["output"]["task_id"]
    first = files(api, api.finished(task))
    clock.now += 1
    second = files(api, api.call(documents[1]).json())
    (event,) = api.events(documents[2])
    third = files(api, event[3])
    entries = api.server.ledger()
    assert [tuple(entry) for entry in entries] == [FIELDS] * 3
    assert [entry["task_id"] for entry in entries] == [task, "", ""]
    assert [entry["way"] for entry in entries] == ["async", "sync", "stream"]
    assert [(entry["prompt"], entry["n"]) for entry in entries] == [("one", 1), ("two", 2), ("three", 3)]
    assert [entry["pictures"] for entry in entries] == [first, second, third]
    assert {(entry["model"], entry["status"]) for entry in entries} == {("wan2.7-image", "SUCCEEDED")}
    assert [clock.now - entry["accepted"] for entry in entries] == [1, 0, 0]


def test_the_digest_is_of_the_document(api):
    """The same document has the same digest however it is written, and another one has another."""
    document = api.document()
    turned = json.dumps(dict(reversed(document.items())), indent=3)
    api.create(document)
    api("POST", "/services/aigc/image-generation/generation", data=turned, headers={"X-DashScope-Async": "enable"})
    api.create(api.document(seed=1))
    first, second, other = (entry["document"] for entry in api.server.ledger())
    assert first == second == digest(document) != other
    assert first == hashlib.sha256(json.dumps(document, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def test_half_a_character_has_a_digest():
    """A lone surrogate, which JSON can hold, is no accident."""
    assert digest({"prompt": "a\ud800"}) != digest({"prompt": "a?"})


def test_what_is_refused_is_not_entered(api):
    """No key, no such model, wrong on a call: nothing was accepted."""
    api.create(api.document(), key=None)
    api.create({**api.document(), "model": "wan9"})
    api.call(api.document(n=99))
    assert api.server.ledger() == []


def test_what_fails_later_is_entered(api):
    """A wrong document of a task, a task that fails, and a call whose edit cannot be done."""
    wrong = api.create(api.document(n=99)).json()["output"]["task_id"]
    api.finished(wrong)
    api.server.fault("task", "failed")
    api.finished(api.create(api.document(n=2)).json()["output"]["task_id"])
    broken = api.document()
    broken["input"]["messages"][0]["content"][0]["image"] = "data:image/png;base64,AAAA"
    assert api.call(broken).status_code == 400
    entries = api.server.ledger()
    assert [(entry["status"], entry["pictures"]) for entry in entries] == [("FAILED", [])] * 3
    assert [(entry["n"], entry["prompt"]) for entry in entries] == [
        (0, ""),
        (2, entries[1]["prompt"]),
        (1, "Make it black and white"),
    ]


def test_the_status_is_that_of_the_task(serve):
    """PENDING, RUNNING, and CANCELED for a task that was cancelled in time."""
    api = serve(engine="cards", looks=(1, 1))
    tasks = [api.create(api.document()).json()["output"]["task_id"] for _ in range(2)]
    api("POST", f"/tasks/{tasks[1]}/cancel")
    seen = []
    for _ in range(3):
        api.query(tasks[0])
        seen.append([entry["status"] for entry in api.server.ledger()])
    assert seen == [[state, "CANCELED"] for state in ("PENDING", "RUNNING", "SUCCEEDED")]


def test_a_call_that_was_left_is_entered(serve):
    """RUNNING as long as it is worked on; CANCELED when its caller is gone, and nothing is made."""
    api = serve(engine="cards", run_seconds=3600)
    host = api.root.removeprefix("http://")
    headers = {"Authorization": f"Bearer {api.server.api_key}"}
    with closing(http.client.HTTPConnection(host, timeout=60)) as caller:
        caller.request("POST", f"/api/v1{AT_ONCE}", json.dumps(api.document()), headers)
        while not api.server.ledger():
            pass
        assert api.server.ledger()[0]["status"] == "RUNNING"
    while (entry := api.server.ledger()[0])["status"] == "RUNNING":
        pass
    assert (entry["status"], entry["pictures"]) == ("CANCELED", [])


def test_a_forgotten_task_stays_entered(serve, clock):
    """The service knows a task for a day, the ledger until it is reset."""
    api = serve(engine="cards", clock=clock, queue_seconds=3600)
    task = api.create(api.document()).json()["output"]["task_id"]
    clock.now += 24 * 3600
    assert api.query(task)["output"]["task_status"] == "UNKNOWN"
    assert [entry["task_id"] for entry in api.server.ledger()] == [task]
    api.server.reset()
    assert api.server.ledger() == []


def test_the_ledger_is_told_over_http(api):
    """The control path shows the same entries, to those who have the key."""
    api.call(api.document())
    path = f"{api.root}/_control/ledger"
    shown = api("GET", path).json()
    assert shown["ledger"] == api.server.ledger()
    assert shown.keys() == {"request_id", "ledger"}
    assert api("GET", path, key=None).status_code == 401


def test_a_local_service_has_a_ledger():
    """`LocalService` hands it on; a server that does not run has none."""
    with LocalService(engine="cards") as service:
        assert service.ledger() == []
    with pytest.raises(RuntimeError, match="not running"):
        Server().ledger()


def test_only_calls_are_broken_off(clock):
    """A call that ended with its server has no answer; a task is done again, and keeps its status."""
    with closing(Keeping(None)) as keeping:
        ledger = Ledger(keeping.drawer("ledger"), clock, "1")
        ledger.accept("task", ASYNC, {"model": "m"}, None, status="RUNNING", task_id="task")
        ledger.accept("call", SYNC, {"model": "m"}, None, status="RUNNING")
        ledger.accept("done", SYNC, {"model": "m"}, None, status="SUCCEEDED")

        ledger.broken_off("RUNNING", "CANCELED")

        assert [entry["status"] for entry in ledger.entries()] == ["RUNNING", "CANCELED", "SUCCEEDED"]


def test_ten_thousand_entries_are_cheap(clock):
    """Each costs the same as the first, and to note one of them does not read the others."""
    drawer = Keeping(None).drawer("ledger")
    ledger = Ledger(drawer, clock, "1")
    asked: list[str] = []
    drawer.keeping._file.set_trace_callback(asked.append)
    for number in range(10_000):
        ledger.accept(f"{number}", ASYNC, {"model": "wan2.7-image"}, None, status="PENDING", task_id=f"{number}")
    ledger.note("5000", "SUCCEEDED", ["a"])
    assert len(asked) == 10_002
    assert not [question for question in asked if "ORDER BY" in question]
    entries = ledger.entries()
    assert [entry["task_id"] for entry in entries] == [f"{number}" for number in range(10_000)]
    assert [entry["pictures"] for entry in entries if entry["status"] != "PENDING"] == [["a"]]
