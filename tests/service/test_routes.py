from __future__ import annotations

import io
import re
import zlib

import numpy as np
import pytest
from PIL import Image

DAY = 24 * 3600
GENERATION = "/services/aigc/image-generation/generation"
MULTIMODAL = "/services/aigc/multimodal-generation/generation"
UUID = r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}"


def refused(response) -> tuple[int, str, str]:
    document = response.json()
    assert document.keys() == {"request_id", "code", "message"}
    assert response.headers["content-type"].startswith("application/json")
    assert response.headers["x-request-id"] == document["request_id"]
    return response.status_code, document["code"], document["message"]


def pictures(document) -> list[str]:
    return [item["image"] for choice in document["output"]["choices"] for item in choice["message"]["content"]]


def test_a_synchronous_call_answers_with_pictures(api):
    """One choice for each of n pictures, of the predicted size, under an address that ends in .png."""
    response = api.call(api.document(n=2))
    document = response.json()
    assert response.status_code == 200
    assert document["usage"]["image_count"] == len(pictures(document)) == 2
    assert document["usage"]["size"] == "1254*836"
    for address in pictures(document):
        assert address.partition("?")[0].endswith(".png")
        delivered = api("GET", address, key=None)
        assert delivered.headers["content-type"] == "image/png"
        assert int(delivered.headers["content-length"]) == len(delivered.content)
        assert Image.open(io.BytesIO(delivered.content)).size == (1254, 836)


def test_an_asynchronous_task_ends_with_pictures(api):
    """A create answers PENDING with an id; queries lead to SUCCEEDED."""
    created = api.create(api.document()).json()
    assert created["output"]["task_status"] == "PENDING"
    assert re.fullmatch(UUID, created["output"]["task_id"])
    done = api.finished(created["output"]["task_id"])
    assert done["output"]["task_status"] == "SUCCEEDED"
    assert api("GET", pictures(done)[0], key=None).content.startswith(b"\x89PNG")


def test_both_ways_give_the_same_pixels(api):
    """The same document gives the same bytes, whether one waits or asks."""
    document = api.document("Sharpen it")
    called = pictures(api.call(document).json())[0]
    queried = pictures(api.finished(api.create(document).json()["output"]["task_id"]))[0]
    first, second = (zlib.crc32(api("GET", address, key=None).content) for address in (called, queried))
    assert first == second


def test_the_wrong_way_of_calling_is_refused(api):
    """Each endpoint has its header, and its own sentence for the other one's."""
    assert refused(api("POST", GENERATION, json=api.document())) == (
        403,
        "AccessDenied",
        "current user api does not support synchronous calls.",
    )
    assert refused(api("POST", MULTIMODAL, json=api.document(), headers={"X-DashScope-Async": "enable"})) == (
        403,
        "AccessDenied",
        "Current user api does not support asynchronous calls.",
    )


@pytest.mark.parametrize("path", [GENERATION, MULTIMODAL, "/tasks", "/tasks/1", "/uploads", "/nowhere"])
def test_nothing_is_answered_without_the_key(api, path):
    """No key and a wrong key have the provider's two sentences."""
    method = "POST" if path.startswith("/services") else "GET"
    assert refused(api(method, path, key=None)) == (401, "InvalidApiKey", "No API-key provided.")
    wrong = (401, "InvalidApiKey", "Invalid API-key provided.")
    assert refused(api(method, path, key="sk-of-another-region")) == wrong
    assert refused(api(method, path, key=None, headers={"Authorization": "Basic c2s="})) == wrong
    assert refused(api(method, path, key=None, headers={"Authorization": "Bearer "}))[2] == "No API-key provided."


def test_unknown_paths_and_wrong_methods_have_documents(api):
    """404 NotFound, and the provider's sentence about methods."""
    assert refused(api("GET", "/nowhere"))[:2] == (404, "NotFound")
    assert refused(api("GET", GENERATION)) == (400, "InvalidParameter", "Request method 'GET' is not supported.")
    assert refused(api("DELETE", "/tasks/1"))[2] == "Request method 'DELETE' is not supported."
    assert refused(api("GET", "/uploads", params={"action": "list"}))[:2] == (400, "InvalidParameter")


def test_a_body_that_is_too_large_has_a_document(serve):
    """It is read to its end, counted or in pieces, and the same connection goes on; a stranger learns nothing."""
    api = serve(max_body_bytes=1 << 20)
    for size, code in ((1 << 20, "InvalidParameter"), ((1 << 20) + 1, "BadRequest.TooLarge")):
        assert refused(api("POST", MULTIMODAL, data=bytes(size)))[:2] == (400, code)
    pieces = (bytes(1 << 16) for _ in range(40))
    assert refused(api("POST", MULTIMODAL, data=pieces)) == (400, "BadRequest.TooLarge", "Payload Too Large.")
    assert refused(api("POST", MULTIMODAL, data=bytes(2 << 20), key=None))[1] == "InvalidApiKey"
    assert api.query("1")["output"]["task_status"] == "UNKNOWN"


def test_unknown_tasks_are_unknown_with_200(api):
    """An id nobody knows is no error, with or without a slash at the end."""
    for path in ("/tasks/1111", "/tasks/1111/"):
        response = api("GET", path)
        assert response.status_code == 200
        assert response.json()["output"] == {"task_id": "1111", "task_status": "UNKNOWN"}


def test_a_waiting_task_can_be_cancelled(serve):
    """Cancelled once, and no more; the query then says CANCELED."""
    api = serve(queue_seconds=3600)
    task = api.create(api.document()).json()["output"]["task_id"]
    answer = api("POST", f"/tasks/{task}/cancel")
    assert (answer.status_code, answer.json().keys()) == (200, {"request_id"})
    assert api.query(task)["output"]["task_status"] == "CANCELED"
    assert refused(api("POST", f"/tasks/{task}/cancel")) == (
        400,
        "UnsupportedOperation",
        "Failed to cancel the task, please confirm if the task is in PENDING status.",
    )


def test_late_errors_make_a_failed_task_and_a_refused_call(api):
    """What the prompt or the pictures show is in the task's output, or in the envelope of the call."""
    document = api.document("A boy hugs a dog")
    failed = api.finished(api.create(document).json()["output"]["task_id"])["output"]
    assert (failed["task_status"], failed["code"]) == ("FAILED", "NotSupportedByLocalService")
    assert failed["message"].startswith('The local service did not understand "a boy hugs a dog"')
    assert refused(api.call(document)) == (400, failed["code"], failed["message"])


def test_early_errors_start_no_task(api):
    """An unknown model is known at once, on both ways."""
    for send in (api.create, api.call):
        assert refused(send({**api.document(), "model": "wan9"})) == (400, "InvalidParameter", "Model not exist.")
    assert api("GET", "/tasks").json()["total"] == 0


def test_what_is_missing_is_found_late(api):
    """A create without messages is accepted and fails, as was measured; a call says so at once."""
    document = {**api.document(), "input": {"prompt": "x"}}
    late = api.finished(api.create(document).json()["output"]["task_id"])["output"]
    assert (late["task_status"], late["code"], late["message"]) == (
        "FAILED",
        "InvalidParameter",
        "Field required: input.messages",
    )
    assert refused(api.call(document)) == (400, late["code"], late["message"])


def test_results_need_their_signature(api):
    """Without the query string, or with another one, the object store's XML says no."""
    address = pictures(api.call(api.document()).json())[0]
    bare, _, query = address.partition("?")
    for wrong in (bare, f"{bare}?Expires=1", address[:-4] + "AAAA", address.replace("Expires=", "Expires=9")):
        response = api("GET", wrong, key=None)
        assert response.status_code == 403
        assert response.headers["content-type"] == "application/xml"
        assert b"<Code>" in response.content
    assert api("HEAD", address, key=None).status_code == 200
    assert api("GET", f"{bare[:-8]}0000.png?{query}", key=None).status_code == 403


def test_tasks_and_results_expire(serve, clock):
    """After a day of the clock the task is UNKNOWN and the picture is gone."""
    api = serve(clock=clock)
    task = api.create(api.document()).json()["output"]["task_id"]
    address = pictures(api.finished(task))[0]
    clock.now += DAY - 1
    assert api("GET", address, key=None).status_code == 200
    clock.now += 1
    expired = api("GET", address, key=None)
    assert (expired.status_code, b"Request has expired." in expired.content) == (403, True)
    assert api.query(task)["output"]["task_status"] == "UNKNOWN"


def test_tasks_are_listed_with_filters_and_pages(serve, clock):
    """The list knows status, model, id, times and pages, the newest first."""
    api = serve(clock=clock, queue_seconds=3600)
    ids = []
    for model in ("wan2.7-image", "wan2.7-image-pro", "wan2.7-image"):
        ids.append(api.create({**api.document(), "model": model}).json()["output"]["task_id"])
        clock.now += 60
    api("POST", f"/tasks/{ids[0]}/cancel")

    def listed(**query) -> list[str]:
        return [entry["task_id"] for entry in api("GET", "/tasks/", params=query).json()["data"]]

    assert listed() == ids[::-1]
    assert listed(status="CANCELED") == [ids[0]]
    assert listed(model_name="wan2.7-image-pro") == [ids[1]]
    assert listed(task_id=ids[2], region="cn-beijing", api_key_id="1") == [ids[2]]
    assert listed(page_no=2, page_size=2) == [ids[0]]
    # The clock of the tests stood at 17:16:01.663, Beijing time, when the first was created.
    assert listed(start_time="20260326171700") == [ids[2], ids[1]]
    assert listed(end_time="20260326171602", start_time="20260326170000") == [ids[0]]
    assert listed(end_time="20260326171602", start_time="20260325171602") == [ids[0]]
    wider = {"end_time": "20260326171602", "start_time": "20260325171601"}
    assert "must not exceed 24 hours" in refused(api("GET", "/tasks", params=wider))[2]
    page = api("GET", "/tasks", params={"page_size": 2}).json()
    assert (page["total"], page["total_page"], page["page_no"], page["page_size"]) == (3, 2, 1, 2)
    for wrong in ({"page_no": "0"}, {"page_size": "x"}, {"start_time": "yesterday"}):
        assert refused(api("GET", "/tasks", params=wrong))[:2] == (400, "InvalidParameter")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.168.0.1:80", ""])
def test_only_loopback_names_are_answered(api, host):
    """A web page that points its own name at this machine is refused, key or not."""
    assert refused(api("GET", "/tasks", headers={"Host": host}))[:2] == (403, "AccessDenied")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8000", "[::1]:80", "LOCALHOST"])
def test_loopback_names_are_answered(api, host):
    """All usual names of this machine work, with any port."""
    response = api("GET", "/tasks", headers={"Host": host})
    assert response.status_code == 200
    assert not [name for name in response.headers if name.lower().startswith("access-control")]


def test_boxes_reach_the_engine(api, scene):
    """Only what is in the box changes."""
    document = api.document("Blur what is in box 1", bbox_list=[[[180, 100, 280, 200]]], size="1254*836")
    png = api("GET", pictures(api.call(document).json())[0], key=None).content
    out = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)
    base = np.asarray(Image.fromarray(scene).resize((1254, 836), Image.Resampling.LANCZOS)).astype(int)
    scale = 1254 / 480
    changed = np.abs(out - base).max(axis=2) > 0
    inside = np.zeros_like(changed)
    inside[round(100 * scale) : round(200 * scale), round(180 * scale) : round(280 * scale)] = True
    assert changed[inside].any()
    assert not changed[:800][~inside[:800]].any()
