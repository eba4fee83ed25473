"""Faults on request: each does what its line says, as often as asked for, and the next call is well again."""

from __future__ import annotations

import io
import json

import pytest
import requests
from PIL import Image

from wanwidgets import LocalService
from wanwidgets.service.faults import FAULTS, Faults, Plan
from wanwidgets.service.server import Server

ASYNC = {"X-DashScope-Async": "enable"}
MESSAGES = "/services/aigc/image-generation/generation"
SYNTHESIS = "/services/aigc/image2image/image-synthesis"
ANSWERS = {
    "rate": (429, "Throttling.RateQuota"),
    "internal": (500, "InternalError"),
    "unavailable": (503, "ModelServingError"),
}
WHOLE = ("create", "poll", "list", "policy")
"""Places whose answers are documents; a well call needs nothing before it."""
ENDS = {"drop": "Remote end closed|without response", "reset": "reset by peer"}


@pytest.fixture
def api(serve):
    """A server with cards, on which pictures are made of any document."""
    return serve(engine="cards")


def calls(api):
    """Return a well call for each place at which whole answers can be spoiled."""
    return {
        "create": lambda: api.create(api.document()),
        "poll": lambda: api("GET", "/tasks/1111"),
        "list": lambda: api("GET", "/tasks"),
        "policy": lambda: api("GET", "/uploads", params={"action": "getPolicy", "model": "wan2.7-image"}),
    }


def total(api) -> int:
    return api("GET", "/tasks").json()["total"]


def address(api) -> str:
    (choice,) = api.call(api.document()).json()["output"]["choices"]
    return choice["message"]["content"][0]["image"]


@pytest.mark.parametrize("place", WHOLE)
@pytest.mark.parametrize("name", ANSWERS)
def test_documented_errors_are_answered(api, place, name):
    """The error document comes as often as asked for, nothing is done, and then all is well."""
    api.server.fault(place, name, times=2)
    for _ in range(2):
        answer = calls(api)[place]()
        assert (answer.status_code, answer.json()["code"]) == ANSWERS[name]
    assert total(api) == 0
    assert calls(api)[place]().status_code == 200


@pytest.mark.parametrize("place", WHOLE)
def test_any_error_can_be_answered(api, place):
    """Status, code and message are those of the plan, such as a quota that is used up for good."""
    api.server.fault(place, "error", status=429, code="CommodityNotPurchased", message="Buy it.")
    answer = calls(api)[place]()
    document = answer.json()
    assert (answer.status_code, document["code"], document["message"]) == (429, "CommodityNotPurchased", "Buy it.")
    assert calls(api)[place]().status_code == 200


@pytest.mark.parametrize("place", WHOLE)
def test_what_is_no_document_is_answered(api, place):
    """HTML with 502, half a document and nothing at all, one after the other."""
    for name in ("html", "garbage", "empty"):
        api.server.fault(place, name)
    html, garbage, empty = (calls(api)[place]() for _ in range(3))
    assert (html.status_code, html.headers["content-type"]) == (502, "text/html")
    for answer in (garbage, empty):
        assert answer.status_code == 200
        with pytest.raises(requests.exceptions.JSONDecodeError):
            answer.json()
    assert calls(api)[place]().status_code == 200
    assert total(api) == (1 if place == "create" else 0)


@pytest.mark.parametrize("place", WHOLE)
@pytest.mark.parametrize(("name", "said"), [("drop_before", ENDS["drop"]), ("reset", ENDS["reset"])])
def test_a_connection_is_ended_before_anything_is_done(api, place, name, said):
    """No byte comes back, the end is an orderly one or a reset, and no task is there."""
    api.server.fault(place, name)
    with pytest.raises(requests.exceptions.ConnectionError, match=said):
        calls(api)[place]()
    assert total(api) == 0


@pytest.mark.parametrize("end", ENDS)
def test_a_connection_is_ended_after_a_create_was_accepted(api, end):
    """No byte comes back, and there is a task all the same: this is what a second submission doubles."""
    api.server.fault("create", f"{end}_after")
    with pytest.raises(requests.exceptions.ConnectionError, match=ENDS[end]):
        api.create(api.document())
    assert total(api) == 1


@pytest.mark.parametrize("name", [name for name in FAULTS["create"] if FAULTS["create"][name].done])
def test_a_create_is_accepted_whatever_is_answered(serve, name):
    """Each of these says nothing, or the wrong thing, of a create that is in the ledger."""
    slept = []

    async def sleep(seconds):
        slept.append(seconds)

    api = serve(engine="cards", sleep=sleep)
    api.server.fault("create", name, seconds=9)
    try:
        assert "task_id" not in api.create(api.document()).text
    except requests.exceptions.ConnectionError:
        assert name in {"drop_after", "reset_after", "hang_after"}
    assert [entry["way"] for entry in api.server.ledger()] == ["async"]
    assert slept == ([9] if name == "hang_after" else [])


@pytest.mark.parametrize("place", WHOLE)
def test_an_error_comes_with_status_200(api, place):
    """The service's own document, with a code and a message, under a status that promises something else."""
    api.server.fault(place, "error", status=200, code="Throttling", message="Slow down.")
    answer = calls(api)[place]()
    assert (answer.status_code, answer.json()["code"], answer.json()["message"]) == (200, "Throttling", "Slow down.")
    assert total(api) == 0


@pytest.mark.parametrize("place", WHOLE)
def test_a_document_is_truncated(api, place):
    """Half of the announced bytes come, and what was asked for is done."""
    whole = calls(api)[place]().content
    before = total(api)
    api.server.fault(place, "truncated")
    with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead") as caught:
        calls(api)[place]()
    assert f"IncompleteRead({len(whole) // 2} bytes read" in str(caught.value)
    assert total(api) == before + (place == "create")


def test_a_stream_is_truncated(api):
    """Half of its bytes come, it has no proper end, and the pictures are made."""
    api.server.fault("create", "truncated")
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        api.events(api.document())
    (entry,) = api.server.ledger()
    assert (entry["way"], entry["status"], len(entry["pictures"])) == ("stream", "SUCCEEDED", 1)


@pytest.mark.parametrize("place", [*WHOLE, "result", "upload"])
def test_an_answer_hangs(serve, place):
    """The pause is as long as asked for, then the connection ends, and nothing was done."""
    pauses = []

    async def sleep(seconds):
        pauses.append(seconds)

    api = serve(engine="cards", sleep=sleep)
    ways = {
        "result": lambda: api("GET", f"{api.root}/results/a.png", key=None),
        "upload": lambda: api("POST", f"{api.root}/store", data=b"x", key=None),
        **calls(api),
    }
    api.server.fault(place, "hang", seconds=77)
    with pytest.raises(requests.exceptions.ConnectionError, match=ENDS["drop"]):
        ways[place]()
    assert (pauses, total(api)) == ([77], 0)


def test_who_does_not_wait_for_an_answer_that_hangs_has_done_nothing(api):
    """A create that was given up before its pause was over is never accepted."""
    api.server.fault("create", "hang", seconds=3600)
    headers = {"Authorization": f"Bearer {api.server.api_key}", **ASYNC}
    with pytest.raises(requests.exceptions.ReadTimeout):
        requests.post(api.server.url + MESSAGES, json=api.document(), headers=headers, timeout=(30, 0.05))
    assert api.server.ledger() == []


def test_a_cancel_is_spoiled_before_and_after(serve):
    """It has a place of its own: the task waits on, or is cancelled although nobody hears of it."""
    api = serve(engine="cards", queue_seconds=3600)
    task = api.start(MESSAGES, api.document())
    for name, state in (("internal", "PENDING"), ("html_after", "CANCELED")):
        api.server.fault("cancel", name)
        assert api("POST", f"/tasks/{task}/cancel").status_code in {500, 502}
        assert api.query(task)["output"]["task_status"] == state


def test_a_list_lags(serve, clock):
    """As often as asked for it lacks what is younger than so many seconds; queries and other lists do not."""
    api = serve(engine="cards", clock=clock, queue_seconds=3600)
    old = api.start(MESSAGES, api.document())
    clock.now += 30
    young = api.start(MESSAGES, api.document())
    clock.now += 10
    api.server.fault("list", "lag", seconds=20, times=2)
    lists = [[task["task_id"] for task in api("GET", "/tasks").json()["data"]] for _ in range(3)]
    assert lists == [[old], [old], [young, old]]
    assert api.query(young)["output"]["task_status"] == "PENDING"
    api.server.fault("list", "lag", seconds=10)
    assert total(api) == 2


def test_an_upload_is_kept_although_nobody_hears_of_it(api):
    """The object store has the file, so the same name a second time is refused."""
    granted = calls(api)["policy"]().json()["data"]
    names = {
        "OSSAccessKeyId": "oss_access_key_id",
        "Signature": "signature",
        "policy": "policy",
        "x-oss-object-acl": "x_oss_object_acl",
        "x-oss-forbid-overwrite": "x_oss_forbid_overwrite",
    }
    form = {name: granted[ours] for name, ours in names.items()} | {"key": f"{granted['upload_dir']}/a.png"}
    api.server.fault("upload", "internal")
    api.server.fault("upload", "reset_after")
    first = requests.post(granted["upload_host"], data=form, files={"file": b"x"}, timeout=30)
    assert (first.status_code, "<Code>InternalError</Code>" in first.text) == (500, True)
    with pytest.raises(requests.exceptions.ConnectionError, match=ENDS["reset"]):
        requests.post(granted["upload_host"], data=form, files={"file": b"x"}, timeout=30)
    again = requests.post(granted["upload_host"], data=form, files={"file": b"x"}, timeout=30)
    assert (again.status_code, "FileAlreadyExists" in again.text) == (409, True)


def test_a_call_is_dropped_after_it_was_done(api):
    """Also where a picture, or a stream, was to come back."""
    api.server.fault("create", "drop_after", times=2)
    with pytest.raises(requests.exceptions.ConnectionError):
        api.call(api.document())
    with pytest.raises(requests.exceptions.ConnectionError):
        api.events(api.document())
    assert api.server._listener.ask(lambda state: len(state.results._shelf)) == 2


def test_results_are_spoiled(api):
    """Truncated, expired, no picture, dropped: and the picture is still there afterwards."""
    url = address(api)
    whole = api("GET", url, key=None).content
    for name in ("truncated", "expired", "not_a_picture", "drop_before"):
        api.server.fault("result", name)
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        api("GET", url, key=None)
    expired = api("GET", url, key=None)
    assert (expired.status_code, expired.headers["content-type"]) == (403, "application/xml")
    wrong = api("GET", url, key=None)
    assert (wrong.status_code, wrong.headers["content-type"], wrong.content[:4]) == (200, "image/png", b"This")
    with pytest.raises(requests.exceptions.ConnectionError):
        api("GET", url, key=None)
    assert api("GET", url, key=None).content == whole


def test_a_result_is_slow(serve):
    """The pause is as long as asked for, in the middle of the file, which is whole in the end."""
    pauses = []

    async def sleep(seconds):
        pauses.append(seconds)

    api = serve(engine="cards", sleep=sleep)
    url = address(api)
    api.server.fault("result", "slow", seconds=42)
    slow = api("GET", url, key=None)
    assert Image.open(io.BytesIO(slow.content)).format == "PNG"
    assert int(slow.headers["content-length"]) == len(slow.content)
    assert pauses == [42]


def test_a_slow_result_can_be_left(api):
    """A client that does not wait leaves nothing that keeps the server from stopping."""
    url = address(api)
    api.server.fault("result", "slow", seconds=3600)
    with requests.get(url, stream=True, timeout=30) as answer:
        assert next(answer.iter_content(100)).startswith(b"\x89PNG")


def test_a_task_fails_on_request(api):
    """With the code and the message that were asked for; calls that make no task are left alone."""
    api.server.fault("task", "failed", code="DataInspectionFailed", message="Output data may contain it.")
    assert api.call(api.document()).status_code == 200
    output = api.finished(api.create(api.document()).json()["output"]["task_id"])["output"]
    assert (output["task_status"], output["code"]) == ("FAILED", "DataInspectionFailed")
    assert output["message"] == "Output data may contain it."


def test_a_task_succeeds_in_part(api, good, larger):
    """The last picture has a code and a message, the others are there, and only they are counted."""
    api.server.fault("task", "partial")
    done = api.finished(api.start(SYNTHESIS, good("wan2.5-i2i-preview", larger, n=3)))
    *others, last = done["output"]["results"]
    assert done["output"]["task_status"] == "SUCCEEDED"
    assert last.keys() == {"code", "message"}
    assert last["code"] == "InternalError.Timeout"
    assert [api("GET", result["url"], key=None).status_code for result in others] == [200, 200]
    assert done["output"]["task_metrics"] == {"TOTAL": 3, "SUCCEEDED": 2, "FAILED": 1}
    assert done["usage"] == {"image_count": 2}


def test_a_task_with_no_picture_left_fails(api):
    """A partial failure of one picture is a whole one."""
    api.server.fault("task", "partial")
    output = api.finished(api.create(api.document(n=1)).json()["output"]["task_id"])["output"]
    assert (output["task_status"], output["code"]) == ("FAILED", "InternalError.Timeout")


def test_uploads_are_spoiled(api):
    """The object store can drop a form, or say that its policy has expired."""
    host = calls(api)["policy"]().json()["data"]["upload_host"]
    for name in ("expired", "drop_before"):
        api.server.fault("upload", name)
    expired = requests.post(host, data=b"x", timeout=30)
    assert (expired.status_code, "Policy expired." in expired.text) == (403, True)
    with pytest.raises(requests.exceptions.ConnectionError):
        requests.post(host, data=b"x", timeout=30)


def test_the_control_path_lists_plans_and_clears(api):
    """Any client can ask for faults over HTTP, see which there are, and take them back."""
    path = f"{api.root}/_control/faults"
    plan = {"place": "poll", "name": "html", "times": 2}
    planned = api("POST", path, json=plan).json()["planned"]
    assert [plan | one for one in planned] == planned
    assert api("GET", "/tasks/1111").status_code == 502
    shown = api("GET", path).json()
    assert shown["planned"][0]["times"] == 1
    assert shown["faults"].keys() == FAULTS.keys()
    assert all(line.endswith(".") for named in shown["faults"].values() for line in named.values())
    assert api("DELETE", path).json()["planned"] == []
    assert api("GET", "/tasks").status_code == 200


@pytest.mark.parametrize(
    "plan",
    [
        {},
        {"place": "nowhere", "name": "html"},
        {"place": ["poll"], "name": "html"},
        {"place": "poll", "name": "slow"},
        {"place": "poll", "name": {}},
        {"place": "poll", "name": "html", "times": 0},
        {"place": "poll", "name": "html", "times": "2"},
        {"place": "poll", "name": "html", "times": True},
        {"place": "result", "name": "slow", "seconds": float("nan")},
        {"place": "task", "name": "failed", "code": 7},
        {"place": "poll", "name": "error", "status": 302},
        {"place": "poll", "name": "html", "often": 2},
    ],
    ids=str,
)
def test_wrong_plans_are_refused(api, plan):
    """A plan that cannot happen is said to be wrong, and nothing is planned."""
    path = f"{api.root}/_control/faults"
    answer = api("POST", path, data=json.dumps(plan))
    assert (answer.status_code, answer.json()["code"]) == (400, "InvalidParameter")
    assert api("GET", path).json()["planned"] == []


def test_the_control_path_is_guarded(api):
    """It wants the key, and a name of this machine."""
    path = f"{api.root}/_control/reset"
    assert api("POST", path, key=None).status_code == 401
    assert api("POST", path, headers={"Host": "evil.example"}).status_code == 403
    assert api("GET", path).json()["message"] == "Request method 'GET' is not supported."


def test_a_reset_forgets_everything(serve):
    """Tasks, pictures, uploads, ledger and faults are gone, what is under way is dropped, the server goes on."""
    api = serve(run_seconds=3600)
    task = api.create(api.document()).json()["output"]["task_id"]
    api.server.fault("create", "internal")
    assert api("POST", f"{api.root}/_control/reset").json().keys() == {"request_id"}
    assert api.query(task)["output"]["task_status"] == "UNKNOWN"
    assert api.server._listener.ask(lambda state: len(state.bench._pending)) == 0
    assert api.server.ledger() == []
    assert api.create(api.document()).status_code == 200
    folder = api.server._listener._folder
    assert [file.parent.name for file in folder.rglob("*") if file.is_file()] == ["documents"]


def test_faults_are_counted_in_order():
    """Each place has a queue of its own."""
    faults = Faults()
    for plan in (Plan("poll", "html", times=2), Plan("poll", "empty"), Plan("task", "failed")):
        faults.plan(plan)
    assert [faults.take("poll").name for _ in range(3)] == ["html", "html", "empty"]
    assert faults.take("poll") is None
    assert faults.take("") is None
    assert [plan.name for plan in faults.planned()] == ["failed"]


def test_a_stopped_server_has_no_faults():
    """Faults and a reset want a server that runs, and a wrong one is told before it is asked."""
    server = Server()
    for call in (lambda: server.fault("poll", "html"), server.reset):
        with pytest.raises(RuntimeError, match="not running"):
            call()
    with pytest.raises(ValueError, match=r"no fault 'slow'. It has rate, internal"):
        server.fault("poll", "slow")


def test_a_local_service_has_the_same_faults():
    """`LocalService` hands them on."""
    with LocalService(engine="cards") as service:
        service.fault("list", "html")
        headers = {"Authorization": f"Bearer {service.api_key}"}
        assert requests.get(f"{service.url}/tasks", headers=headers, timeout=30).status_code == 502
        service.fault("list", "html")
        service.reset()
        assert requests.get(f"{service.url}/tasks", headers=headers, timeout=30).status_code == 200
