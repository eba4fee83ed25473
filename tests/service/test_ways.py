"""Which model is served where, and how it may be asked: the table of right and wrong pairings."""

from __future__ import annotations

import pytest

MESSAGES = "/services/aigc/image-generation/generation"
AT_ONCE = "/services/aigc/multimodal-generation/generation"
SYNTHESIS = "/services/aigc/image2image/image-synthesis"
TEXT = "/services/aigc/text2image/image-synthesis"
ELSEWHERE = "/services/aigc/anything/else"
ASYNC = {"X-DashScope-Async": "enable"}

NO_SYNC = (403, "AccessDenied", "current user api does not support synchronous calls.")
NO_ASYNC = (403, "AccessDenied", "Current user api does not support asynchronous calls.")
WRONG_URL = (400, "InvalidParameter", "url error, please check url！")

SERVED = {
    "wan2.7-image-pro": {MESSAGES, AT_ONCE},
    "wan2.7-image": {MESSAGES, AT_ONCE},
    "wan2.6-image": {MESSAGES, AT_ONCE},
    "wan2.5-i2i-preview": {SYNTHESIS},
    "wanx-x-painting": {SYNTHESIS},
    "wanx2.1-imageedit": {SYNTHESIS},
}


def answer(response):
    document = response.json()
    return response.status_code, document.get("code"), document.get("message")


@pytest.mark.parametrize("path", [MESSAGES, AT_ONCE, SYNTHESIS, TEXT, ELSEWHERE])
@pytest.mark.parametrize("model", SERVED)
def test_models_are_served_where_the_references_say(serve, good, larger, model, path):
    """At an address of its own a model is answered; at any other the address is said to be wrong."""
    api = serve(queue_seconds=3600)
    headers = {} if path == AT_ONCE else ASYNC
    found = answer(api("POST", path, json=good(model, larger, n=1, size="1K"), headers=headers))
    if path not in SERVED[model]:
        assert found == WRONG_URL
    else:
        assert found == (200, None, None)


@pytest.mark.parametrize("path", [MESSAGES, SYNTHESIS, TEXT])
def test_addresses_of_tasks_want_the_header(api, path):
    """Without the header no task is made, whatever the document says; a header that says no is no header."""
    for headers in ({}, {"X-DashScope-Async": "disable"}):
        assert answer(api("POST", path, json={}, headers=headers)) == NO_SYNC


def test_the_address_of_calls_refuses_the_header(api):
    """What answers at once makes no tasks."""
    assert answer(api("POST", AT_ONCE, json={}, headers=ASYNC)) == NO_ASYNC


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("value", ["enable", "Enable", "enable "])
def test_slashes_and_letters_are_tolerated(serve, good, larger, slash, value):
    """A slash at the end of any address does no harm, nor do capitals in the header."""
    api = serve(queue_seconds=3600)
    headers = {"X-DashScope-Async": value}
    created = api("POST", MESSAGES + slash, json=good("wan2.7-image", larger), headers=headers)
    task = created.json()["output"]["task_id"]
    for path in (f"/tasks/{task}", "/tasks", "/uploads?action=getPolicy&model=wan2.7-image"):
        before, mark, query = path.partition("?")
        assert api("GET", before + slash + mark + query).status_code == 200
    assert api("POST", f"/tasks/{task}/cancel{slash}").status_code == 200


def test_odd_calls_of_the_sdk_are_tolerated(serve, good, larger):
    """The asynchronous classes send a document with a cancel, and the parameters of the create with a query."""
    api = serve(queue_seconds=3600)
    task = api.start(SYNTHESIS, good("wan2.5-i2i-preview", larger, is_async=True))
    queried = api("GET", f"/tasks/{task}/?n=1&seed=1&watermark=false").json()
    assert queried["output"]["task_status"] == "PENDING"
    empty = {"model": "", "parameters": {}, "input": ""}
    assert api("POST", f"/tasks/{task}/cancel/", json=empty).json().keys() == {"request_id"}


def test_mixed_results_want_a_stream(api):
    """Called at once without the header they are refused; guess: with which sentence."""
    document = api.document(images=0, enable_interleave=True, stream=True, size=None)
    document["model"] = "wan2.6-image"
    refused = answer(api("POST", AT_ONCE, json=document))
    assert refused[:2] == (400, "InvalidParameter")
    assert "stream" in refused[2]


def test_answers_carry_what_recorded_ones_do(api):
    """The gateway's headers are on all answers but those of the object store."""
    response = api("GET", "/tasks")
    assert response.headers["x-dashscope-call-gateway"] == "true"
    assert response.headers["x-dashscope-timeout"] == "298"
    assert response.headers["content-type"] == "application/json;charset=UTF-8"
    assert response.headers["x-request-id"] == response.json()["request_id"]
    assert "x-dashscope-timeout" not in api("GET", f"{api.root}/results/a.png", key=None).headers
