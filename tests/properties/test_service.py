"""No document makes the local service raise, or answer with anything but its own documents."""

from __future__ import annotations

import base64
import copy
import io
import json
import logging

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

import wanwidgets as ww

FIXED = settings(derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))


def data_url(width, height):
    """Return a small file of a picture of that size."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), "#804020").save(file, "PNG")
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"


PICTURE, PIXEL = data_url(640, 520), data_url(1, 1)
BOXED = {"n": 1, "size": "768*768", "bbox_list": [[[1, 2, 3, 4]]]}
PALETTE = [{"hex": f"#C2D1E{number}", "ratio": ratio} for number, ratio in enumerate(["33.33%", "33.33%", "33.34%"])]
MIXED = {"enable_interleave": True, "max_images": 2, "stream": True, "size": "768*768"}
MESSAGES = {"messages": [{"role": "user", "content": [{"image": PICTURE}, {"text": "warmer"}]}]}
GOOD = [
    {"model": "wan2.7-image", "input": MESSAGES, "parameters": BOXED},
    {
        "model": "wan2.7-image-pro",
        "input": MESSAGES,
        "parameters": {"enable_sequential": True, "n": 2, "size": "768*768"},
    },
    {
        "model": "wan2.7-image",
        "input": {"messages": [{"role": "user", "content": [{"text": "a red ship"}]}]},
        "parameters": {"color_palette": PALETTE, "size": "768*768"},
    },
    {
        "model": "wan2.6-image",
        "input": MESSAGES,
        "parameters": {"negative_prompt": "blur", "prompt_extend": True, "size": "768*768"},
    },
    {"model": "wan2.6-image", "input": MESSAGES, "parameters": MIXED},
    {
        "model": "wan2.5-i2i-preview",
        "input": {"prompt": "warmer", "images": [PICTURE], "negative_prompt": "blur"},
        "parameters": {"n": 2, "size": "768*768", "seed": 5, "watermark": False},
    },
    {
        "model": "wanx-x-painting",
        "input": {"prompt": "red", "base_image_url": "oss://a/b.png", "mask_image_url": "http://127.0.0.1:9/m.png"},
        "parameters": {"mask_color": [[255, 255, 255]], "style": "<anime>", "size": "1024*1024"},
    },
    {
        "model": "wanx2.1-imageedit",
        "input": {"function": "expand", "prompt": "warmer", "base_image_url": PICTURE},
        "parameters": {"top_scale": 1.5, "n": 1},
    },
]
PATHS = [
    ("image-generation/generation", {"X-DashScope-Async": "enable"}),
    ("multimodal-generation/generation", {}),
    ("multimodal-generation/generation", {"X-DashScope-SSE": "enable"}),
    ("image2image/image-synthesis", {"X-DashScope-Async": "enable"}),
]
QUERY = ["page_no", "page_size", "start_time", "end_time", "status", "model_name", "action", "model"]
ENDED = {"SUCCEEDED", "FAILED"}

json_values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-3, 20),
        st.builds(lambda digits: 10**digits, st.sampled_from([12, 400, 4000])),
        st.floats(),
        st.text(max_size=10),
        st.sampled_from(["1K", "2K", "768*768", "<anime>", "expand", "oss://a", "data:,", "http://[", "\ud83d", PIXEL]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=10,
)


def paths(value, above=()):
    """Yield the way to every node of a document below its root."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield (*above, key)
        if isinstance(inner, (dict, list)):
            yield from paths(inner, (*above, key))


@st.composite
def mutated(draw):
    """Return a good document with some nodes replaced, removed or doubled."""
    document = copy.deepcopy(draw(st.sampled_from(GOOD)))
    for _ in range(draw(st.integers(1, 4))):
        ways = list(paths(document))
        if not ways:
            break
        *above, last = draw(st.sampled_from(ways))
        node = document
        for key in above:
            node = node[key]
        change = draw(st.sampled_from(["replace", "remove", "double"]))
        if change == "double" and isinstance(node, list):
            node.append(copy.deepcopy(node[last]))
        elif change == "remove":
            del node[last]
        else:
            node[last] = draw(json_values)
    return document


@pytest.fixture(scope="module")
def service():
    """Return a running service."""
    # A task has ended when it is first looked at.
    with ww.LocalService(engine="cards", looks=(0, 0)) as service:
        yield service


@pytest.fixture(scope="module")
def session(service):
    """Return a session with the service's key."""
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {service.api_key}"
        yield session


@pytest.fixture
def quiet(caplog):
    """Fail where the service logged an error, whatever it answered."""
    with caplog.at_level(logging.WARNING):
        yield
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []


def judge(service, session, where, body):
    """Send a create, and check that what comes is a document of the service's own, to the very end of its task."""
    path, headers = where
    url = f"{service.url}/services/aigc/{path}"
    answer = session.post(url, data=body, headers={**headers, "Content-Type": "application/json"}, timeout=60)

    assert answer.status_code in {200, 400, 403}, answer.text
    if answer.headers["Content-Type"].startswith("text/event-stream"):
        lines = [
            json.loads(line.removeprefix("data:")) for line in answer.text.splitlines() if line.startswith("data:")
        ]
        assert lines
        assert all(line["request_id"] for line in lines)
        assert "InternalError" not in answer.text
        return
    document = answer.json()
    assert document["request_id"]
    if answer.status_code != 200:
        assert document["code"]
        assert document["message"]
        assert not document["code"].startswith("InternalError")
        return
    if headers:
        look = f"{service.url}/tasks/{document['output']['task_id']}"
        output = session.get(look, timeout=60).json()["output"]
        assert output["task_status"] in ENDED
        assert not output.get("code", "").startswith("InternalError"), output


@settings(FIXED, max_examples=150)
@given(st.sampled_from(PATHS), json_values)
def test_any_json_is_refused_or_done(service, session, quiet, where, document):
    """JSON of any kind as the body of a create is refused, fails late or is done, and nothing breaks."""
    judge(service, session, where, json.dumps(document).encode())


@settings(FIXED, max_examples=250)
@given(st.sampled_from(PATHS), mutated())
def test_any_change_of_a_good_document_is_refused_or_done(service, session, quiet, where, document):
    """A good document with nodes replaced, removed or doubled is refused, fails late or is done."""
    judge(service, session, where, json.dumps(document).encode())


@settings(FIXED, max_examples=60)
@given(st.sampled_from(PATHS), st.binary(max_size=60))
def test_any_bytes_are_refused(service, session, quiet, where, body):
    """Bytes of any kind are refused."""
    judge(service, session, where, body)


@pytest.mark.parametrize("where", PATHS, ids=lambda where: "-".join([where[0], *where[1]]))
@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"a":' * 100_000, b"1" * 10_000, b"", b"\xff\xfe"])
def test_bodies_that_hurt_parsers_are_refused(service, session, quiet, where, body):
    """A body nested or long beyond what Python reads is refused like any other that is no document."""
    judge(service, session, where, body)


@settings(FIXED, max_examples=100)
@given(st.text(max_size=12), st.dictionaries(st.sampled_from(QUERY), st.text(max_size=8), max_size=4))
def test_any_question_is_answered(service, session, quiet, task, query):
    """Any task id and any query is answered with a document of the service's own."""
    for path in (f"tasks/{requests.utils.quote(task, safe='', errors='replace')}", "tasks", "uploads"):
        answer = session.get(f"{service.url}/{path}", params=query, timeout=30)
        assert answer.status_code in {200, 400, 404}, answer.text
        assert answer.json()["request_id"]
