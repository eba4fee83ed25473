"""The provider's documents become values; what is none of them is told apart, however odd."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wanwidgets.content import Failure, Link, Text
from wanwidgets.protocol.decode import Reply, decode_answer, decode_task, read_reply
from wanwidgets.task import TaskStatus

CASES = [
    "created",
    "running",
    "succeeded",
    "one choice for each of two pictures",
    "one choice that holds text and all pictures",
    "failed, with the reason in the output",
    "failed, with the reason beside the output",
    "failed, with the reason alone",
    "unknown",
    "two results, one of which failed",
    "a failed result with an empty address",
    "cancelled",
]

NAMES = [
    "output",
    "choices",
    "message",
    "content",
    "image",
    "text",
    "task_id",
    "task_status",
    "usage",
    "results",
    "url",
]
ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["SUCCEEDED", "t-1"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(NAMES),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


def reply_of(document, status=200):
    return read_reply(status, json.dumps(document).encode())


def told(task):
    """Return what a task says, as the documents write it."""
    content = [{name: value for name, value in asdict(part).items() if value} for part in task.content]
    facts = {
        "id": task.id,
        "status": task.status.value,
        "request_id": task.request_id,
        "content": content,
        "usage": task.usage,
        "code": task.code,
        "message": task.message,
        "submitted": task.submitted and task.submitted.isoformat(),
        "scheduled": task.scheduled and task.scheduled.isoformat(),
        "ended": task.ended and task.ended.isoformat(),
    }
    return {name: fact for name, fact in facts.items() if fact or name == "id"}


def test_every_document_is_held_to(documents):
    """No answer among the provider's documents is left out of these tests."""
    assert list(documents["answers"]) == CASES


@pytest.mark.parametrize("case", CASES)
def test_answer_is_read(documents, case):
    """Each answer that the provider documents is read as what it says."""
    wanted = documents["answers"][case]

    task = decode_task(reply_of(wanted["document"]), asked=wanted.get("asked", ""))

    assert told(task) == wanted["task"]


def test_prompts_of_the_results_are_read(documents):
    """The models that repeat what they were asked tell it with each result; others tell nothing."""
    answers = documents["answers"]

    told = [decode_task(reply_of(answers[case]["document"])).prompts for case in CASES[2:4] + CASES[9:11]]

    assert told == [(), (), ("a cat",), ()]


def test_synchronous_answer_is_read(documents):
    """The answer of the synchronous endpoint is a finished task without an id."""
    wanted = documents["synchronous"]

    assert told(decode_answer(reply_of(wanted["document"]))) == wanted["task"]


def test_error_is_read(documents):
    """An error document tells code, message and request, and is no success."""
    for error in documents["errors"]:
        reply = reply_of({"code": error["code"], "message": error["message"], "request_id": "r-1"}, error["status"])

        assert (reply.code, reply.message, reply.request_id) == (error["code"], error["message"], "r-1")
        assert not reply.ok


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html></html>",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"7",
        b"{}",
        b'{"error": {"message": "no"}}',
        b'{"request_id": 7}',
        b'{"request_id": null}',
        b'{"output": {"task_id": "t-1", "task_status": "PENDING"}}',
        b"\xff\xfe\x00",
        b"\xff\xff\xff\xff",
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b'{"request_id": "r-1", "n": ' + b"9" * 5000 + b"}",
    ],
)
def test_what_the_service_does_not_write_is_no_document(body):
    """A body that is not a document with the request's id is nobody's word on a task."""
    reply = read_reply(200, body)

    assert reply.document is None
    assert (reply.ok, reply.code, reply.message, reply.request_id, reply.task_id) == (False, "", "", "", "")


@pytest.mark.parametrize("status", [201, 199, 300, 400, 500])
def test_success_is_a_matter_of_status_too(status):
    """A document without a code is a success only with a status of success."""
    assert reply_of({"request_id": "r-1"}, status).ok is (status == 201)


@pytest.mark.parametrize("output", [None, [], "t-1", 7, {}, {"task_id": None}, {"task_id": ""}, {"task_id": []}])
def test_answer_without_a_task(output):
    """A document that names no task is a ValueError."""
    with pytest.raises(ValueError, match="names no task"):
        decode_task(reply_of({"request_id": "r-1", "output": output}))


@pytest.mark.parametrize("task_id", [".", "..", "...", True])
def test_task_that_could_not_be_asked_for(task_id):
    """A document whose task could not be asked for names no task."""
    with pytest.raises(ValueError, match="names no task"):
        decode_task(reply_of({"request_id": "r-1", "output": {"task_id": task_id}}))


def test_numbers_are_taken_for_names():
    """An id or a code that comes as a number is taken as it is written."""
    task = decode_task(reply_of({"request_id": "r-1", "output": {"task_id": 1111, "code": 42}}))

    assert (task.id, task.code) == ("1111", "42")


@pytest.mark.parametrize("word", ["SUSPENDED", "succeeded", "", None, 7, [], {}])
def test_word_for_a_state_that_nobody_knows_is_no_end(word):
    """A state that the documents do not know lets the waiting go on."""
    task = decode_task(reply_of({"request_id": "r-1", "output": {"task_id": "t-1", "task_status": word}}))

    assert task.status is TaskStatus.RUNNING


@pytest.mark.parametrize(
    "choices",
    [
        None,
        {},
        "text",
        [None],
        [[]],
        [{}],
        [{"message": None}],
        [{"message": []}],
        [{"message": {"content": None}}],
        [{"message": {"content": "words"}}],
        [{"message": {"content": {"image": "http://x/1.png"}}}],
        [{"message": {"content": [None, [], "http://x/1.png", {}, {"image": None}, {"image": ["a"]}, {"image": {}}]}}],
    ],
)
def test_result_of_another_shape_is_no_result(choices):
    """A result that is not shaped as documented holds nothing, and a synchronous answer of it is a ValueError."""
    reply = reply_of({"request_id": "r-1", "output": {"task_id": "t-1", "choices": choices}})

    assert decode_task(reply).content == ()
    with pytest.raises(ValueError, match="no result"):
        decode_answer(reply)


def test_odd_part_does_not_hide_the_good_ones():
    """Pictures and words come through beside parts that cannot be read."""
    content = [{"image": "http://x/1.png"}, None, {"text": "a"}, {"audio": "b"}, {"image": "", "text": "c"}]
    choices = [None, {"message": {"content": content}}]

    task = decode_task(reply_of({"request_id": "r-1", "output": {"task_id": "t-1", "choices": choices}}))

    assert task.content == (Link("http://x/1.png"), Text("a"), Text("c"))


@pytest.mark.parametrize(
    ("item", "part"),
    [
        ({"url": "http://x/1.png"}, Link("http://x/1.png")),
        ({"url": "http://x/1.png", "actual_prompt": "b", "orig_prompt": "a"}, Link("http://x/1.png", "b")),
        ({"url": "http://x/1.png", "code": "Warning"}, Link("http://x/1.png")),
        ({"url": "", "code": "InternalError", "message": "no"}, Failure("InternalError", "no")),
        ({"url": None, "message": "no"}, Failure("", "no")),
        ({"code": "InternalError"}, Failure("InternalError", "")),
        ({"orig_prompt": "a"}, None),
        ({"url": ["http://x/1.png"]}, None),
        (None, None),
        ("http://x/1.png", None),
    ],
)
def test_item_among_the_results(item, part):
    """An item among the results is a picture if it has an address, a failure if it has a reason, and else nothing."""
    task = decode_task(reply_of({"request_id": "r", "output": {"task_id": "t", "results": [item]}}))

    assert task.content == ((part,) if part else ())


@pytest.mark.parametrize("usage", [None, [], "1", 7])
def test_usage_of_another_shape_is_none(usage):
    """A usage that is no table is an empty one."""
    assert decode_task(reply_of({"request_id": "r-1", "output": {"task_id": "t-1"}, "usage": usage})).usage == {}


@pytest.mark.parametrize(
    "text",
    [
        None,
        7,
        "",
        "a",
        "2026-03-26",
        "2026-03-26T17:16:01.663",
        "2026-13-26 17:16:01.663",
        "0001-01-01 00:00:00.000",
        [],
    ],
)
def test_time_that_cannot_be_read_is_none(text):
    """A time that is not written as documented is left out."""
    assert decode_task(reply_of({"request_id": "r-1", "output": {"task_id": "t", "end_time": text}})).ended is None


@given(moment=st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001  # Beijing
def test_times_are_those_of_beijing(moment):
    """A time without a zone is eight hours ahead of UTC, and comes out with its zone."""
    moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    text = f"{moment:%Y-%m-%d %H:%M:%S}.{moment.microsecond // 1000:03}"

    ended = decode_task(reply_of({"request_id": "r-1", "output": {"task_id": "t", "end_time": text}})).ended

    assert ended == (moment - timedelta(hours=8)).replace(tzinfo=timezone.utc)
    assert ended.utcoffset() == timedelta(0)


def test_half_a_character_is_replaced():
    """Half a character, which JSON can hold and no file can, comes out as a question mark."""
    document = rb'{"request_id": "r\ud83d", "code": "c\ud83d", "output": {"task_id": "t\ud83d"}}'

    task = decode_task(read_reply(200, document))

    assert (task.id, task.code, task.request_id) == ("t?", "c?", "r?")


@given(status=st.sampled_from([200, 400, 500]), document=ODD, asked=st.sampled_from(["", "t-1"]))
@example(
    200, {"request_id": "r", "output": {"task_id": "t", "choices": [{"message": {"content": [{"image": 1}]}}]}}, ""
)
def test_odd_documents_raise_a_value_error_at_most(status, document, asked):
    """Whatever JSON comes, reading it gives a value or a ValueError."""
    for body in (document, {"request_id": "r-1", "output": document}, {"request_id": "r-1", **_named(document)}):
        reply = reply_of(body, status)
        assert isinstance(reply, Reply)
        for decode in (lambda it: decode_task(it, asked=asked), decode_answer):
            try:
                task = decode(reply)
            except ValueError:
                continue
            assert isinstance(task.id, str)
            assert isinstance(task.usage, dict)
            json.dumps([told(task)]).encode("utf-8")


def _named(document):
    return document if isinstance(document, dict) else {"code": document, "message": document, "usage": document}


@given(body=st.binary(max_size=60))
def test_any_bytes_are_read(body):
    """Whatever bytes come, they are a reply."""
    assert read_reply(200, body).status == 200
