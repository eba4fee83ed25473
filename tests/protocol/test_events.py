"""Bytes in any pieces become the same events, and the events the same content."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wanwidgets.content import Failure, Link, Text
from wanwidgets.protocol.decode import read_reply
from wanwidgets.protocol.events import Event, EventParser
from wanwidgets.protocol.growth import Growth, read_event
from wanwidgets.task import TaskStatus


def events_of(*pieces):
    parser = EventParser()
    return [*(event for piece in pieces for event in parser.feed(piece)), *parser.close()]


def cut(data, places):
    """Cut bytes at these places."""
    ends = sorted({min(place, len(data)) for place in places})
    return [data[begin:end] for begin, end in zip([0, *ends], [*ends, len(data)], strict=True)]


def reply_of(*content, finish="null", **more):
    choice = {"message": {"content": list(content)}, "finish_reason": finish}
    return read_reply(200, json.dumps({"request_id": "r-1", "output": {"choices": [choice]}, **more}).encode())


def told(task):
    return [{name: value for name, value in asdict(part).items() if value} for part in task.content]


def body_of(streamed, end="\n"):
    frames = [
        streamed["frame"].format(id=number, data=json.dumps(event, ensure_ascii=False))
        for number, event in enumerate(streamed["events"], start=1)
    ]
    return "".join(frames).replace("\n", end).encode()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_documented_stream_is_read(streamed, end):
    """The stream of the documents is read event by event, with its number, its name and its status."""
    events = events_of(body_of(streamed, end))

    assert [json.loads(event.data) for event in events] == streamed["events"]
    assert [(event.id, event.name, event.status) for event in events] == [
        (str(number), "result", 200) for number in range(1, 6)
    ]


def test_content_grows_with_each_event(streamed):
    """Words that follow each other are one text until a picture comes; the last usage and the end are told."""
    growth, snapshots = Growth(), []
    for event in events_of(body_of(streamed)):
        growth = growth.with_event(read_event(event))
        snapshots.append(growth.task)

    assert [told(task) for task in snapshots] == streamed["snapshots"]
    assert [task.status for task in snapshots] == [TaskStatus.RUNNING] * 4 + [TaskStatus.SUCCEEDED]
    assert (snapshots[-1].usage, snapshots[-1].request_id) == (streamed["usage"], "r-1")


def test_error_has_its_true_status_in_the_comment(streamed):
    """The recorded error, which ends without an empty line, has its status from the comment line."""
    (event,) = events_of(streamed["error"].encode())

    reply = read_event(event)
    assert (event.name, reply.status, reply.code) == ("error", 400, "InvalidParameter")
    assert not reply.ok


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("data:a\n\n", [Event("a")]),
        ("data: a\n\n", [Event("a")]),
        ("data:  a\n\n", [Event(" a")]),
        ("data:a\ndata:b\n\n", [Event("a\nb")]),
        ("data\n\n", [Event("")]),
        ("\ufeffdata:a\n\n", [Event("a")]),
        ("event:x\n\ndata:a\n\n", [Event("a")]),
        (": a comment\ndata:a\n\n", [Event("a")]),
        (":HTTP_STATUS/429\ndata:a\n\ndata:b\n\n", [Event("a", status=429), Event("b")]),
        (": HTTP_STATUS/503\nevent:error\ndata:a\n\n", [Event("a", "error", status=503)]),
        ("event:error\ndata:a\n\n", [Event("a", "error", status=400)]),
        ("retry:10\nnonsense\nid:7\ndata:a", [Event("a", id="7")]),
        ("data:a\r", [Event("a")]),
        ('{"code": "InvalidParameter"}', []),
        ("<html>\n<body>no</body>", []),
        ("", []),
    ],
)
def test_lines_become_events(text, wanted):
    """Each kind of line means what the rules of server-sent events say."""
    assert events_of(text.encode()) == wanted


def test_event_is_told_as_soon_as_it_is_whole():
    """An event is told with the piece that completes it, not when the stream ends."""
    parser = EventParser()

    assert list(parser.feed(b"data:a\n")) == []
    assert list(parser.feed(b"\nda")) == [Event("a")]


ALPHABET = st.sampled_from(
    [
        b"data:",
        b"event:",
        b"id:",
        b":HTTP_STATUS/400",
        b"\n",
        b"\r",
        b"\r\n",
        b"a",
        "辣".encode(),
        b"\xff",
        b"\xe8",
        b" ",
    ]
)
STREAMS = st.lists(ALPHABET | st.binary(max_size=3), max_size=40).map(b"".join)


@given(data=STREAMS, places=st.lists(st.integers(0, 120), max_size=30))
@example(b"data:a\r\n\r\ndata:b\r\r", [6, 7, 8, 9, 16])
@example("\ufeffdata:辣\n\n".encode(), [1, 2, 8, 9, 10])
def test_any_pieces_give_the_same_events(data, places):
    """However a stream is cut, even within a letter or a line end, its events are the same."""
    assert events_of(*cut(data, places)) == events_of(data)


@given(documents=st.lists(st.recursive(st.text(max_size=5) | st.integers() | st.none(), st.lists, max_leaves=8)))
def test_any_documents_are_read_and_grow(documents):
    """Whatever JSON the events hold, reading it raises nothing and gives values."""
    growth = Growth()
    for document in documents:
        for body in (
            document,
            {"request_id": "r", "output": document},
            {"request_id": "r", "output": {"choices": document}},
        ):
            (event,) = events_of(b"data:" + json.dumps(body).encode() + b"\n\n")
            growth = growth.with_event(read_event(event))

    assert growth.task.content == growth.content


def test_document_that_says_finished_is_no_end():
    """Only the reason "stop" ends a stream, since the documents' samples disagree about "finished"."""
    growth = Growth().with_event(reply_of({"text": "a"}, finish="null"))

    assert not growth.finished
    assert not growth.with_event(reply_of({"text": "b"}, finish=None)).finished
    assert growth.with_event(reply_of(finish="stop")).task.content == (Text("a"),)
    assert growth.with_event(reply_of(finish="stop")).finished


def test_text_begins_anew_after_a_picture_or_a_failure():
    """Words after a picture, or after one that failed, are a text of their own."""
    growth = Growth()
    failed = read_reply(200, b'{"request_id": "r", "output": {"results": [{"code": "InternalError"}]}}')
    for reply in (
        reply_of({"text": "a"}),
        reply_of({"image": "http://x/1.png"}),
        reply_of({"text": "b"}),
        reply_of({"text": "c"}, {"text": "d"}),
        failed,
        reply_of({"text": "e"}),
    ):
        growth = growth.with_event(reply)

    assert growth.content == (
        Text("a"),
        Link("http://x/1.png"),
        Text("bcd"),
        Failure("InternalError", ""),
        Text("e"),
    )


def test_usage_that_is_left_out_is_not_forgotten():
    """An event without a usage leaves the last one in force."""
    growth = Growth().with_event(reply_of({"text": "a"}, usage={"image_count": 1})).with_event(reply_of({"text": "b"}))

    assert growth.usage == {"image_count": 1}
