"""A stream tells its parts as they come; it is sent again only before it began, and what had come is never lost."""

from __future__ import annotations

import itertools
import threading
from dataclasses import asdict

import pytest

from wanwidgets import client as client_module
from wanwidgets import transport
from wanwidgets.content import Link, Text
from wanwidgets.errors import Cancelled, InvalidRequest, OutcomeUnknown, ServiceError, Unreachable
from wanwidgets.protocol.retry import CREATE_ATTEMPTS
from wanwidgets.request import EditRequest
from wanwidgets.task import TaskStatus

KEY = "sk-secret-0123456789"
MIXED = EditRequest("A recipe with pictures", model="wan2.6-image", enable_interleave=True, stream=True)


def parts(server, *, finish="stop"):
    """Return the events of an answer of two texts and two pictures."""
    url = f"{server.origin}/1.png?Signature=s3cret"
    return [
        server.event(1, {"type": "text", "text": "First "}, usage={"image_count": 0, "size": "0*0"}),
        server.event(2, {"type": "text", "text": "cut"}),
        server.event(3, {"type": "image", "image": url}, usage={"image_count": 1, "size": "1280*1280"}),
        server.event(4, {"type": "text", "text": "then cook"}),
        server.event(5, {"type": "image", "image": f"{server.origin}/2.png"}, finish=finish, usage={"image_count": 2}),
    ]


def told(task):
    return [next(value for value in asdict(part).values() if value) for part in task.content]


@pytest.mark.parametrize("chunked", [True, False])
@pytest.mark.parametrize("size", [None, 1, 7])
def test_parts_are_told_as_they_come(server, client, chunked, size):
    """Each part gives what has come so far, however the bytes are cut, and the last one is the success."""
    pieces = parts(server)
    if size:
        whole = b"".join(pieces)
        pieces = [whole[start : start + size] for start in range(0, len(whole), size)]
    server.answers(server.stream(pieces, chunked=chunked))

    seen = list(client.stream(MIXED))

    assert [told(task)[-1] for task in seen] == [
        "First ",
        "First cut",
        f"{server.origin}/1.png?Signature=s3cret",
        "then cook",
        f"{server.origin}/2.png",
    ]
    assert [task.status for task in seen] == [TaskStatus.RUNNING] * 4 + [TaskStatus.SUCCEEDED]
    assert (seen[-1].id, seen[-1].request_id, seen[-1].usage) == ("", "r-1", {"image_count": 2})
    assert "s3cret" not in repr(seen)


@pytest.mark.parametrize("chunked", [True, False])
def test_part_is_told_before_the_next_is_made(server, client, chunked):
    """A part is told when it comes, while the service still makes the next one."""
    told_first = threading.Event()
    events = parts(server)

    def slowly():
        yield events[0]
        assert told_first.wait(60)
        yield from events[1:]

    server.answers(server.stream(slowly(), chunked=chunked))
    stream = client.stream(MIXED)

    assert next(stream).content == (Text("First "),)
    told_first.set()
    assert len(list(stream)) == 4


def test_request_of_a_stream(server, client):
    """A stream is asked for at the synchronous endpoint by its header and in its parameters, uncompressed."""
    server.answers(server.stream(parts(server)))

    list(client.stream(MIXED))

    (seen,) = server.arrived(1)
    assert (seen.method, seen.path) == ("POST", "/api/v1/services/aigc/multimodal-generation/generation")
    assert (seen.headers["x-dashscope-sse"], seen.headers["accept"]) == ("enable", "text/event-stream")
    assert seen.headers["accept-encoding"] == "identity"
    assert "x-dashscope-async" not in seen.headers
    assert seen.json["parameters"] == {
        "stream": True,
        "enable_interleave": True,
        "max_images": 5,
        "n": 1,
        "watermark": False,
    }


def test_events_after_the_last_are_not_waited_for(server, client):
    """The stream is over with its last part, whether or not the connection is closed."""
    open_until = threading.Event()

    def left_open():
        yield from parts(server)
        open_until.wait(60)

    server.answers(server.stream(left_open(), whole=False))
    try:
        assert list(client.stream(MIXED))[-1].status is TaskStatus.SUCCEEDED
    finally:
        open_until.set()


@pytest.mark.parametrize("count", range(5))
@pytest.mark.parametrize("how", ["ends", "breaks", "in the middle"])
def test_stream_that_does_not_come_to_its_end(server, client, count, how):
    """A stream that ends or breaks before its last part is of unknown outcome, sent once, and has what had come."""
    events = parts(server)[:count]
    if how == "in the middle":
        events.append(parts(server)[count][:40])
    server.answers(server.stream(events, whole=how == "ends"))
    stream = client.stream(MIXED)
    seen = [next(stream) for _ in range(count)]

    with pytest.raises(OutcomeUnknown, match="may be billed") as caught:
        next(stream)

    assert len(server.arrived(1)) == 1
    assert caught.value.partial == (seen[-1] if seen else None)


def test_error_after_the_first_part_is_of_unknown_outcome(server, client):
    """An error that comes after a part, even one that would be worth another try, is told with what had come."""
    server.answers(server.stream([*parts(server)[:2], server.error_event("Throttling.RateQuota", 429, "too many")]))

    with pytest.raises(OutcomeUnknown, match=r"Throttling\.RateQuota: too many.*request r-1") as caught:
        list(client.stream(MIXED))

    assert caught.value.partial.content == (Text("First cut"),)
    assert len(server.arrived(1)) == 1


@pytest.mark.parametrize("shape", ["event", "event without an empty line", "JSON"])
def test_error_before_the_first_part_is_a_refusal(server, client, shape):
    """An error before any part is the service's refusal with its true status, whichever shape it has."""
    event = server.error_event("InvalidParameter", 400, "num_images_per_prompt must be 1")
    answers = {
        "event": server.stream([event]),
        "event without an empty line": server.stream([event.rstrip()]),
        "JSON": server.error("InvalidParameter", "num_images_per_prompt must be 1"),
    }
    server.answers(answers[shape])

    with pytest.raises(ServiceError) as caught:
        list(client.stream(MIXED))

    error = caught.value
    assert (error.code, error.status, error.request_id) == ("InvalidParameter", 400, "r-1")
    assert len(server.arrived(1)) == 1


@pytest.mark.parametrize("shape", ["event", "JSON"])
def test_stream_is_sent_again_when_nothing_was_started(server, client, simulated, shape):
    """A stream that the service says it did not start is sent again after growing pauses, as any create."""
    busy = {
        "event": lambda: server.stream([server.error_event("Throttling.RateQuota", 429)]),
        "JSON": lambda: server.error("Throttling.RateQuota", status=429),
    }[shape]
    server.answers(busy(), busy(), server.stream(parts(server)))

    assert len(list(client.stream(MIXED))) == 5

    assert [seen.connection for seen in server.arrived(3)] == [1, 2, 3]
    assert simulated.pauses == [1, 2]


def test_stream_is_given_up_after_its_attempts(server, client):
    """A stream that meets no room again and again ends with the service's own refusal."""
    server.answers(server.error("Throttling", status=429))

    with pytest.raises(ServiceError, match="Throttling"):
        list(client.stream(MIXED))

    assert len(server.arrived(CREATE_ATTEMPTS)) == CREATE_ATTEMPTS


UNKNOWN = {
    "dropped": lambda server: server.drops,
    "broken off": lambda server: server.breaks_off,
    "page": lambda server: server.html(200),
    "bad gateway": lambda server: server.html(502),
    "nothing": lambda server: server.raw(b""),
    "empty stream": lambda server: server.stream([]),
    "heartbeats": lambda server: server.stream([b":ping\n\n", b"data:[DONE]\n\n"]),
    "timeout of theirs": lambda server: server.stream([server.error_event("RequestTimeOut", 500)]),
    "error without a document": lambda server: server.stream([b"event:error\n:HTTP_STATUS/500\ndata:oops\n\n"]),
    "somebody else's document": lambda server: server.json({"output": {}}),
    "no result": lambda server: server.json({"request_id": "r-1", "output": {}}),
}


@pytest.mark.parametrize("answer", UNKNOWN.values(), ids=UNKNOWN)
def test_answer_that_says_nothing_is_of_unknown_outcome(server, client, simulated, answer):
    """An answer that does not say that nothing was started is never asked for again."""
    server.answers(answer(server))

    with pytest.raises(OutcomeUnknown, match="may be billed") as caught:
        list(client.stream(MIXED))

    assert caught.value.partial is None
    assert len(server.arrived(1)) == 1
    assert simulated.pauses == []


def test_silence_is_of_unknown_outcome(server, client, monkeypatch):
    """A stream that falls silent is given up after its time, and has what had come."""
    monkeypatch.setattr(client_module, "CALL_TIMEOUTS", (5.0, 0.05))
    over = threading.Event()

    def silent():
        yield parts(server)[0]
        over.wait(60)

    server.answers(server.stream(silent(), whole=False))
    try:
        with pytest.raises(OutcomeUnknown) as caught:
            list(client.stream(MIXED))
    finally:
        over.set()

    assert caught.value.partial.content == (Text("First "),)


def test_heartbeats_between_the_parts_are_passed_over(server, client):
    """What a gateway puts between the parts changes nothing."""
    between = itertools.chain.from_iterable((b":ping\n\n", b"data:ping\n\n", part) for part in parts(server))
    server.answers(server.stream(between))

    assert len(list(client.stream(MIXED))) == 5


def test_whole_answer_instead_of_a_stream_is_taken(server, client):
    """A service that answers at once with the whole result is understood."""
    content = [{"text": "a"}, {"image": "http://x/1.png"}]
    server.answers(server.json({"request_id": "r-1", "output": {"choices": [{"message": {"content": content}}]}}))

    (task,) = client.stream(MIXED)

    assert (task.status, task.content) == (TaskStatus.SUCCEEDED, (Text("a"), Link("http://x/1.png")))


def test_answer_without_end_is_not_read_to_its_end(server, client, monkeypatch):
    """A stream that goes on and on is left, and is of unknown outcome."""
    monkeypatch.setattr(transport, "_MAX_CHUNKS", 1)
    server.answers(server.stream(itertools.chain(parts(server)[:1], itertools.repeat(b":" + b"x" * 60_000, 20))))

    with pytest.raises(OutcomeUnknown):
        list(client.stream(MIXED))


def test_nobody_there_is_unreachable(make_client, closed_port):
    """A stream that reaches nobody is Unreachable."""
    with pytest.raises(Unreachable, match="Nothing was sent"):
        list(make_client(base_url=f"http://127.0.0.1:{closed_port}/api/v1").stream(MIXED))


def test_stop_between_two_attempts(server, client, simulated):
    """A stream is not sent again once the user wants to stop."""
    server.answers(server.error("Throttling", status=429))
    simulated.stops_at = 1

    with pytest.raises(Cancelled):
        list(client.stream(MIXED))

    assert len(server.arrived(1)) == 1


def test_stream_that_is_closed_closes_the_connection(server, client):
    """Closing a stream closes its connection, so that nothing is left behind."""
    over = threading.Event()

    def endless():
        while not over.is_set():
            yield parts(server)[0]

    server.answers(server.stream(endless(), whole=False))
    stream = client.stream(MIXED)
    next(stream)

    stream.close()

    # The server's thread ends when it can write no more.
    server.arrived(1)
    over.set()


def test_mode_without_a_stream_is_refused_at_once(client, server):
    """A mode that has no streaming endpoint is refused before anything is sent, at the call itself."""
    with pytest.raises(InvalidRequest, match="streaming is not possible here"):
        client.stream(EditRequest("x"))

    assert server.connections == 0


@pytest.mark.parametrize("cut", range(1, 40, 6))
def test_key_in_a_stream_is_hidden(server, client, cut):
    """A key that a gateway repeats in an event is hidden, even where it comes in two pieces."""
    event = server.error_event("InvalidApiKey", 401, f"You sent {KEY}")
    middle = event.index(KEY.encode()) + cut % len(KEY)
    server.answers(server.stream([event[:middle], event[middle:]]))

    with pytest.raises(ServiceError, match="You sent <key>") as caught:
        list(client.stream(MIXED))

    assert KEY not in str(caught.value)
