"""No answer at all makes the decoder raise anything but the errors that it names."""

from __future__ import annotations

import contextlib
import copy
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wanwidgets.content import Failure, Link, Text
from wanwidgets.protocol.decode import decode_answer, decode_task, read_reply
from wanwidgets.task import TaskStatus

FIXED = settings(derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))

IMAGE = {"image": "https://host.example/a.png?Expires=1&Signature=x", "type": "image"}
SYNC = {
    "output": {
        "choices": [{"finish_reason": "stop", "message": {"content": [IMAGE], "role": "assistant"}}],
        "finished": True,
    },
    "usage": {"image_count": 1, "input_tokens": 10867, "output_tokens": 2, "size": "1488*704", "total_tokens": 10869},
    "request_id": "71dfc3c6-f796-9972-97e4-bc4efc4faxxx",
}
TIMES = {
    "submit_time": "2026-03-26 17:16:01.663",
    "scheduled_time": "2026-03-26 17:16:01.716",
    "end_time": "2026-03-26 17:16:22.961",
}
CREATED = {"output": {"task_status": "PENDING", "task_id": "0385dc79"}, "request_id": "4909100c"}
SUCCEEDED = {
    "request_id": "810fa5f5",
    "output": {"task_id": "a81ee7cb", "task_status": "SUCCEEDED", **TIMES, **SYNC["output"]},
    "usage": SYNC["usage"],
}
PARTIAL = {
    "request_id": "d1f2a1be",
    "output": {
        "task_id": "7f4836cd",
        "task_status": "SUCCEEDED",
        **TIMES,
        "results": [
            {"orig_prompt": "a", "actual_prompt": "b", "url": "https://host.example/b.png?Expires=1"},
            {"code": "InternalError.Timeout", "message": "An internal timeout error has occured during execution."},
        ],
        "task_metrics": {"TOTAL": 2, "SUCCEEDED": 1, "FAILED": 1},
    },
    "usage": {"image_count": 1},
}
FAILED = {
    "request_id": "e2",
    "output": {"task_id": "f3", "task_status": "FAILED", **TIMES, "code": "InvalidParameter", "message": "no"},
}
ERROR = {"code": "InvalidApiKey", "message": "Invalid API-key provided.", "request_id": "e4"}
DOCUMENTS = [SYNC, CREATED, SUCCEEDED, PARTIAL, FAILED, ERROR]

NAMES = ["output", "choices", "message", "content", "image", "text", "results", "url", "code", "task_id", "request_id"]
json_values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=12),
        st.sampled_from(["SUCCEEDED", "FAILED", "\ud83d", "2026-13-45 99:99:99.999", "9999-12-31 23:59:59.999"]),
        st.sampled_from(["...", ""]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(NAMES),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=15,
)  # fmt: skip


def paths(value, above=()):
    """Yield the way to every node of a document."""
    yield above
    if isinstance(value, (dict, list)):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from paths(inner, (*above, key))


@st.composite
def mutated(draw, documents=DOCUMENTS):
    """Return a document with some nodes replaced, removed or doubled."""
    document = copy.deepcopy(draw(st.sampled_from(documents)))
    for _ in range(draw(st.integers(1, 4))):
        *above, last = draw(st.sampled_from([path for path in paths(document) if path] or [("x",)]))
        node = document
        for key in above:
            node = node[key]
        change = draw(st.sampled_from(["replace", "remove", "double"]))
        if change == "double" and isinstance(node, list):
            node.append(node[last])
        elif change == "remove" and last in (node if isinstance(node, dict) else range(len(node))):
            del node[last]
        else:
            node[last] = draw(json_values)
    return document


def decode(status, body):
    """Decode an answer in every way that there is, and look at all that it says."""
    reply = read_reply(status, body)
    assert isinstance(reply.ok, bool)
    assert {type(word) for word in (reply.code, reply.message, reply.request_id, reply.task_id)} == {str}
    assert repr(reply)
    for decoder in (decode_answer, decode_task, lambda reply: decode_task(reply, asked="a81ee7cb")):
        with contextlib.suppress(ValueError):
            task = decoder(reply)
            assert isinstance(task.status, TaskStatus)
            assert all(isinstance(part, (Link, Text, Failure)) for part in task.content)
            assert all(time is None or time.utcoffset() is not None for time in (task.submitted, task.ended))
            assert repr(task)


@settings(FIXED, max_examples=400)
@given(st.integers(100, 599), st.binary(max_size=200))
def test_any_bytes_are_an_answer(status, body):
    """Bytes of any kind are read as an answer, even if as one that is not the service's."""
    decode(status, body)


@settings(FIXED, max_examples=400)
@given(st.sampled_from([200, 400, 401, 429, 500, 503]), json_values)
def test_any_json_is_an_answer(status, document):
    """JSON of any kind is read as an answer, even if as one that is not the service's."""
    decode(status, json.dumps(document).encode())


@settings(FIXED, max_examples=600)
@given(st.sampled_from([200, 400, 429, 500]), mutated())
def test_any_change_of_a_documented_answer_is_an_answer(status, document):
    """A documented answer with nodes replaced, removed or doubled is read without any other error."""
    decode(status, json.dumps(document).encode())


@pytest.mark.parametrize("depth", [500, 100_000])
def test_nested_answers_are_no_documents(depth):
    """An answer nested deeper than Python reads is none of the service's."""
    decode(200, b"[" * depth)
    decode(200, b'{"request_id":' * depth)
