"""Streams: their framing, their documents, their errors, and clients that go away."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import socket
import threading

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from wanwidgets.service.calls import Broken
from wanwidgets.service.delivery import CHOICES, MIXED, Delivery, Shown
from wanwidgets.service.events import documents, refused, streamed
from wanwidgets.service.refusal import OVERLOAD, Refusal
from wanwidgets.service.work import Missed, Said

AT_ONCE = "/services/aigc/multimodal-generation/generation"
SSE = {"X-DashScope-SSE": "enable"}


def mixed(*parts, tokens=(28, 523)) -> Delivery:
    return Delivery(parts, MIXED, "1280*1280", *tokens)


def contents(delivery):
    for document in documents(delivery, "r"):
        (choice,) = document["output"]["choices"]
        (item,) = choice["message"]["content"]
        yield item, choice["finish_reason"], document


@pytest.fixture
def recipe(api):
    """A document that is answered with text and pictures."""
    document = api.document("A recipe in three steps", images=0, enable_interleave=True, max_images=2)
    document["parameters"].pop("size")
    document["model"] = "wan2.6-image"
    return document


def test_a_mixed_answer_comes_in_parts(api, recipe):
    """Text comes in pieces and pictures whole, numbered from 1; only the last event says stop."""
    found = api.events(recipe)
    assert [number for number, *_ in found] == list(range(1, len(found) + 1))
    assert {(kind, status) for _, kind, status, _ in found} == {("result", 200)}
    choices = [document["output"]["choices"][0] for *_, document in found]
    assert [choice["finish_reason"] for choice in choices] == ["null"] * (len(found) - 1) + ["stop"]
    items = [item for choice in choices for item in choice["message"]["content"]]
    assert len(items) == len(found)
    assert {item["type"] for item in items} == {"text", "image"}
    images = [item["image"] for item in items if item["type"] == "image"]
    assert len(images) == 2
    assert api("GET", images[0], key=None).content.startswith(b"\x89PNG")


def test_counts_grow_and_end_where_the_asynchronous_answer_stands(api, recipe):
    """The first event has no picture and no size; the last says the same as a task that did the same."""
    usages = [document["usage"] for *_, document in api.events(recipe)]
    assert (usages[0]["image_count"], usages[0]["size"], usages[0]["output_tokens"]) == (0, "0*0", 0)
    for name in ("image_count", "output_tokens", "total_tokens"):
        assert [usage[name] for usage in usages] == sorted(usage[name] for usage in usages)
    task = api.finished(api.create(recipe).json()["output"]["task_id"])
    assert usages[-1] == task["usage"]
    (choice,) = task["output"]["choices"]
    kinds = [item["type"] for item in choice["message"]["content"]]
    assert all(first != second for first, second in itertools.pairwise(kinds))


@given(st.lists(st.text() | st.just(None), min_size=1, max_size=6), st.integers(0, 10_000))
def test_pieces_are_the_whole(texts, tokens):
    """Whatever is said, the pieces put together are it, to the last blank, and all tokens are counted at the end."""
    parts = [Shown("http://x/1.png") if text is None else Said(text) for text in texts]
    found = list(contents(mixed(*parts, tokens=(3, tokens))))
    assert "".join(item.get("text", "") for item, *_ in found) == "".join(text for text in texts if text)
    assert [item["image"] for item, *_ in found if "image" in item] == ["http://x/1.png"] * texts.count(None)
    _, reason, document = found[-1]
    assert (reason, document["output"]["finished"]) == ("stop", True)
    assert document["usage"]["output_tokens"] == tokens


def test_pictures_that_failed_are_left_out():
    """A stream has no place for them."""
    found = list(contents(mixed(Said("One"), Missed("InternalError", "no"), Shown("http://x/1.png"))))
    assert [item["type"] for item, *_ in found] == ["text", "image"]


def test_another_answer_comes_in_one_event():
    """Guess: what is not mixed is streamed whole."""
    delivery = Delivery((Shown("http://x/1.png"), Shown("http://x/2.png")), CHOICES, "8*8", 1, 2)
    (document,) = documents(delivery, "r")
    assert [choice["finish_reason"] for choice in document["output"]["choices"]] == ["stop", "stop"]


def test_an_error_is_an_event(api, recipe):
    """HTTP says 200, and the true status stands in a comment line."""
    recipe["parameters"]["n"] = 2
    ((number, kind, status, document),) = api.events(recipe)
    assert (number, kind, status) == (1, "error", 400)
    assert document["code"] == "InvalidParameter"
    assert document["message"] == "num_images_per_prompt must be 1"
    assert document.keys() == {"code", "message", "request_id"}
    assert refused(Refusal(*OVERLOAD), "r").body.startswith(b"id:1\nevent:error\n:HTTP_STATUS/429\ndata:{")


def test_wrong_keys_and_addresses_are_no_events(api, recipe):
    """Those who are not let in get the document that all get."""
    assert api("POST", AT_ONCE, key="sk-other", json=recipe, headers=SSE).status_code == 401
    recipe["model"] = "wan9"
    ((_, kind, status, _),) = api.events(recipe)
    assert (kind, status) == ("error", 400)


def test_a_stream_can_break(api, recipe):
    """After the asked number of events the connection is closed in the middle of the body."""
    api.server.fault("stream", "break", after=2)
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        api.events(recipe)
    assert len(api.events(recipe)) > 2


def test_the_generator_stops_where_it_breaks():
    """The events before the break are whole."""
    came = []

    async def read():
        answer = streamed(mixed(*[Said("word ")] * 9), "r", break_after=3)
        async for piece in answer.stream:
            came.append(json.loads(re.search(rb"data:(.*)", piece)[1]))  # noqa: PERF401 - kept until it breaks

    with pytest.raises(Broken):
        asyncio.run(read())
    assert [document["output"]["finished"] for document in came] == [False] * 3


@pytest.mark.parametrize("header", [SSE, {}], ids=["stream", "call"])
def test_a_client_that_goes_away_leaves_nothing(serve, scene, header):
    """Its call is ended: no task of the loop, no picture on disk, and the server stops at once."""
    api = serve(run_seconds=3600)
    body = json.dumps(api.document()).encode()
    host, port = re.search(r"//(.+):(\d+)", api.root).groups()
    lines = [f"POST /api/v1{AT_ONCE} HTTP/1.1", f"Host: {host}:{port}", "Authorization: Bearer sk-local-test"]
    lines += [f"Content-Length: {len(body)}", *(f"{name}: {value}" for name, value in header.items())]
    begun, gone = threading.Event(), threading.Event()
    perform = api.server._listener._state.bench.perform

    async def watched(order):
        begun.set()
        try:
            return await perform(order)
        finally:
            gone.set()

    api.server._listener._state.bench.perform = watched
    with socket.create_connection((host, int(port)), timeout=30) as client:
        client.sendall("\r\n".join([*lines, "", ""]).encode() + body)
        assert begun.wait(30)
    assert gone.wait(30)
    assert api.server._listener.ask(lambda state: len(state.results._shelf)) == 0
    assert api("GET", "/tasks").status_code == 200
