"""Whatever is sent, the answer is one of the provider's or ours, and nothing is raised in the server."""

from __future__ import annotations

import copy
import json
import logging

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wanwidgets.catalog import MODELS
from wanwidgets.service.checks import check
from wanwidgets.service.order import Order
from wanwidgets.service.refusal import Refusal
from wanwidgets.service.server import Server

MESSAGES = "/services/aigc/image-generation/generation"
AT_ONCE = "/services/aigc/multimodal-generation/generation"
SYNTHESIS = "/services/aigc/image2image/image-synthesis"
# Fetched and decoded only to be found broken, so that nothing is drawn.
BROKEN = "data:image/png;base64,AAAA"
NAMES = sorted(
    {"model", "input", "parameters", "messages", "role", "content", "text", "image", "prompt", "images", "hex", "ratio"}
    | {"base_image_url", "mask_image_url", "bbox_list", "type"}
    | {name for model in MODELS.values() for name in model.parameters}
)

leaves = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats()
    | st.sampled_from(["user", "1K", "2K", "1024*1024", "<auto>", "\ud800", "oss://a", "http://127.0.0.1:9/", BROKEN])
    | st.text(max_size=8)
)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), inner),
    max_leaves=12,
)


def places(node, way=()):
    """Return the way to every node of a document."""
    yield way
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, inner in items:
        yield from places(inner, (*way, key))


def put(document, way, value, *, drop):
    """Return a document with one node replaced, or left out."""
    if not way:
        return value
    changed = copy.deepcopy(document)
    *path, last = way
    node = changed
    for key in path:
        node = node[key]
    if drop:
        del node[last]
    else:
        node[last] = value
    return changed


def good(model):
    content = [{"image": BROKEN}, {"text": "Make it warmer"}]
    inputs = {
        "messages": {"messages": [{"role": "user", "content": content}]},
        "images": {"prompt": "x", "images": [BROKEN], "negative_prompt": "y"},
        "base_image": {
            "prompt": "x",
            "function": "expand",
            "base_image_url": "http://127.0.0.1:9/",
            "mask_image_url": "oss://a",
        },
    }
    parameters = {name: row.default for name, row in model.parameters.items() if row.default is not None}
    parameters["bbox_list"] = [[[1, 2, 3, 4]]]
    parameters["color_palette"] = [{"hex": "#C2D1E6", "ratio": "33.33%"}] * 2 + [{"hex": "#808080", "ratio": "33.34%"}]
    parameters["mask_color"] = [[0, 0, 0]]
    return {"model": model.name, "input": inputs[model.form], "parameters": parameters}


@st.composite
def documents(draw):
    """Any JSON, or a good document of any model with some of its nodes changed."""
    if draw(st.integers(0, 9)) == 0:
        return draw(values)
    document = good(draw(st.sampled_from(list(MODELS.values()))))
    for _ in range(draw(st.integers(1, 3))):
        way = draw(st.sampled_from(sorted(places(document), key=repr)))
        document = put(document, way, draw(values), drop=draw(st.booleans()))
    return document


@settings(max_examples=400, deadline=None)
@given(documents(), st.booleans())
def test_a_check_makes_an_order_or_a_refusal(document, resolves):
    """No JSON object makes it raise anything else, or changes the document."""
    if not isinstance(document, dict):
        return
    before = copy.deepcopy(document)
    came = checked(document, resolves)
    assert isinstance(came, Order) or 400 <= came.status < 500
    if isinstance(came, Order):
        assert came.n >= 1
        assert len(came.boxes) == len(came.images)
    assert repr(document) == repr(before)


def checked(document, resolves):
    try:
        return check(document, resolves=resolves)
    except Refusal as refusal:
        return refusal


@pytest.fixture(scope="module")
def api():
    with Server(api_key="sk-local-test", engine="cards") as server:
        yield server


@pytest.mark.parametrize("path", [MESSAGES, AT_ONCE, SYNTHESIS])
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=documents(), stream=st.booleans(), resolves=st.booleans())
def test_no_body_breaks_the_server(api, http, caplog, path, document, stream, resolves):  # noqa: PLR0917 - pytest calls it by name
    """Every answer is a document of the provider's kinds, every task ends, and nothing is logged as a mistake."""
    headers = {"Authorization": "Bearer sk-local-test"}
    if path != AT_ONCE:
        headers["X-DashScope-Async"] = "enable"
    if stream:
        headers["X-DashScope-SSE"] = "enable"
    if resolves:
        headers["X-DashScope-OssResourceResolve"] = "enable"
    with caplog.at_level(logging.WARNING):
        # As it is: neither NaN nor half a surrogate is JSON, and both can be sent.
        answer = http.post(api.url + path, data=json.dumps(document).encode(), headers=headers, timeout=60)
        assert answer.status_code < 500
        if answer.headers["content-type"].startswith("text/event-stream"):
            assert b"InternalError" not in answer.content
            return
        found = answer.json()
        if answer.status_code == 200 and path != AT_ONCE:
            assert ended(http, api, found["output"]["task_id"], headers).get("code") != "InternalError"
    assert not caplog.records


def ended(http, api, task_id, headers):
    while True:
        output = http.get(f"{api.url}/tasks/{task_id}", headers=headers, timeout=60).json()["output"]
        if output["task_status"] not in {"PENDING", "RUNNING"}:
            return output


@pytest.fixture(scope="module")
def http():
    with requests.Session() as session:
        yield session


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=200),
    st.sampled_from([MESSAGES, AT_ONCE, SYNTHESIS, "/tasks", "/uploads", "/x", "/tasks/a/cancel"]),
)
def test_no_bytes_break_the_server(api, http, body, path):
    """Neither do bytes that are no JSON, at any address."""
    headers = {"Authorization": "Bearer sk-local-test", "X-DashScope-Async": "enable"}
    answer = http.post(api.url + path, data=body, headers=headers, timeout=60)
    assert 400 <= answer.status_code < 500
    assert answer.json().keys() == {"request_id", "code", "message"}
