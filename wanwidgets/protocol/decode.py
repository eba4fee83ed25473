"""What the service answered, as values; anything that is not its own document is told apart."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from wanwidgets.content import Failure, Link, Text
from wanwidgets.protocol.names import BEIJING, TIME_FORMAT
from wanwidgets.task import Task, TaskStatus

__all__ = [
    "Reply",
    "decode_answer",
    "decode_task",
    "read_content",
    "read_list",
    "read_reply",
    "read_status",
    "read_table",
    "read_word",
]

_SUCCESS = range(200, 300)


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer: its status, and the service's document where the body is one.

    `document` is None for what a gateway, a proxy or a login page answers.
    """

    status: int
    document: Mapping[str, Any] | None = field(repr=False)

    @property
    def ok(self) -> bool:
        """Whether this is a success in the service's own words; a code beside a task is about the task."""
        return self.status in _SUCCESS and self.document is not None and (not self.code or bool(self.task_id))

    @property
    def code(self) -> str:
        """The service's error code; empty where there is none."""
        return read_word(self.document, "code")

    @property
    def message(self) -> str:
        """The service's error message; empty where there is none."""
        return read_word(self.document, "message")

    @property
    def request_id(self) -> str:
        """What the provider's support asks for."""
        return read_word(self.document, "request_id")

    @property
    def task_id(self) -> str:
        """The task that the document is about; empty where it names none that could be asked for."""
        found = read_word(read_table(self.document, "output"), "task_id")
        return found if found.strip(".") else ""

    @property
    def tells_failure(self) -> bool:
        """Whether this is a bare error with a status of success: the documentation's example of a failed task."""
        return self.status in _SUCCESS and bool(self.code) and not self.task_id


def read_reply(status: int, body: bytes) -> Reply:
    """Read an answer; a body that is no document of the service's gives none."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return Reply(status, None)
    # Every document of the service's, good or bad, names the request; nobody else's does.
    own = isinstance(document, dict) and isinstance(document.get("request_id"), str)
    return Reply(status, document if own else None)


def decode_task(reply: Reply, *, asked: str = "") -> Task:
    """Read the answer to an asynchronous create or to a query.

    Parameters
    ----------
    reply
        A success.
    asked
        The id that was asked for; a bare error is then the end of that task.

    Raises
    ------
    ValueError
        The document names no task.
    """
    if asked and reply.tells_failure:
        return Task(asked, TaskStatus.FAILED, code=reply.code, message=reply.message, request_id=reply.request_id)
    if not reply.task_id:
        raise ValueError("The service's answer names no task.")
    output = read_table(reply.document, "output")
    return Task(
        id=reply.task_id,
        status=read_status(output.get("task_status")),
        content=tuple(read_content(output)),
        usage=read_table(reply.document, "usage"),
        # The schemas put these in the output, the documentation's example beside it.
        code=read_word(output, "code") or reply.code,
        message=read_word(output, "message") or reply.message,
        request_id=reply.request_id,
        submitted=_time(output.get("submit_time")),
        scheduled=_time(output.get("scheduled_time")),
        ended=_time(output.get("end_time")),
        prompts=tuple(filter(None, (read_word(item, "orig_prompt") for item in read_list(output, "results")))),
    )


def decode_answer(reply: Reply) -> Task:
    """Read the answer of the synchronous endpoint, which is a finished task without an id.

    Raises
    ------
    ValueError
        The document holds no result.
    """
    content = tuple(read_content(read_table(reply.document, "output")))
    if not content:
        raise ValueError("The service's answer holds no result.")
    return Task("", TaskStatus.SUCCEEDED, content, read_table(reply.document, "usage"), request_id=reply.request_id)


def read_status(word: object) -> TaskStatus:
    """Return the state that a word names."""
    try:
        return TaskStatus(word)
    except ValueError:
        # A word that the documents do not know (the SDK has SUSPENDED) is no end.
        return TaskStatus.RUNNING


def read_content(output: Mapping[str, Any]) -> Iterator[Text | Link | Failure]:
    """Yield what a document's output holds, in order; parts that are shaped otherwise are left out.

    Several pictures come as one choice each, as one choice that holds them all, or as ``results`` of which some may
    have failed.
    """
    for choice in read_list(output, "choices"):
        for item in read_list(read_table(choice, "message"), "content"):
            image, text = read_word(item, "image"), read_word(item, "text")
            if image:
                yield Link(image)
            elif text:
                yield Text(text)
    for item in read_list(output, "results"):
        url, code, message = (read_word(item, name) for name in ("url", "code", "message"))
        if url:
            yield Link(url, read_word(item, "actual_prompt"))
        elif code or message:
            yield Failure(code, message)


def read_word(table: object, name: str) -> str:
    """Return a text or a number as text; anything else is as good as nothing."""
    value = table.get(name) if isinstance(table, dict) else None
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    # JSON can hold half a character, which can neither be written to disk nor put into an address.
    return str(value).encode("utf-8", "replace").decode("utf-8")


def read_table(table: object, name: str) -> dict[str, Any]:
    """Return a table inside a table; anything else is an empty one."""
    value = table.get(name) if isinstance(table, dict) else None
    return value if isinstance(value, dict) else {}


def read_list(table: object, name: str) -> list[Any]:
    """Return a list inside a table; anything else is an empty one."""
    value = table.get(name) if isinstance(table, dict) else None
    return value if isinstance(value, list) else []


def _time(text: object) -> datetime | None:
    if not isinstance(text, str):
        return None
    try:
        return datetime.strptime(text, TIME_FORMAT).replace(tzinfo=BEIJING).astimezone(timezone.utc)
    except (ValueError, OverflowError):
        return None
