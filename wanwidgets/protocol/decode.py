"""What the service answered, as values; anything that is not its own document is told apart."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from wanwidgets.protocol.names import BEIJING, TIME_FORMAT
from wanwidgets.result import Failure, Link, Task, TaskStatus, Text

__all__ = ["Reply", "decode_answer", "decode_task", "read_reply"]

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
        return _word(self.document, "code")

    @property
    def message(self) -> str:
        """The service's error message; empty where there is none."""
        return _word(self.document, "message")

    @property
    def request_id(self) -> str:
        """What the provider's support asks for."""
        return _word(self.document, "request_id")

    @property
    def task_id(self) -> str:
        """The task that the document is about; empty where it names none that could be asked for."""
        found = _word(_table(self.document, "output"), "task_id")
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
    output = _table(reply.document, "output")
    return Task(
        id=reply.task_id,
        status=_status(output.get("task_status")),
        content=tuple(_content(output)),
        usage=_table(reply.document, "usage"),
        # The schemas put these in the output, the documentation's example beside it.
        code=_word(output, "code") or reply.code,
        message=_word(output, "message") or reply.message,
        request_id=reply.request_id,
        submitted=_time(output.get("submit_time")),
        scheduled=_time(output.get("scheduled_time")),
        ended=_time(output.get("end_time")),
    )


def decode_answer(reply: Reply) -> Task:
    """Read the answer of the synchronous endpoint, which is a finished task without an id.

    Raises
    ------
    ValueError
        The document holds no result.
    """
    content = tuple(_content(_table(reply.document, "output")))
    if not content:
        raise ValueError("The service's answer holds no result.")
    return Task("", TaskStatus.SUCCEEDED, content, _table(reply.document, "usage"), request_id=reply.request_id)


def _status(word: object) -> TaskStatus:
    try:
        return TaskStatus(word)
    except ValueError:
        # A word that the documents do not know (the SDK has SUSPENDED) is no end.
        return TaskStatus.RUNNING


def _content(output: Mapping[str, Any]) -> Iterator[Text | Link | Failure]:
    # Several pictures come as one choice each or as one choice that holds them all, so both are read in order.
    for choice in _list(output, "choices"):
        for item in _list(_table(choice, "message"), "content"):
            image, text = _word(item, "image"), _word(item, "text")
            if image:
                yield Link(image)
            elif text:
                yield Text(text)


def _word(table: object, name: str) -> str:
    """Return a text or a number as text; anything else is as good as nothing."""
    value = table.get(name) if isinstance(table, dict) else None
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    # JSON can hold half a character, which can neither be written to disk nor put into an address.
    return str(value).encode("utf-8", "replace").decode("utf-8")


def _table(table: object, name: str) -> dict[str, Any]:
    value = table.get(name) if isinstance(table, dict) else None
    return value if isinstance(value, dict) else {}


def _list(table: object, name: str) -> list[Any]:
    value = table.get(name) if isinstance(table, dict) else None
    return value if isinstance(value, list) else []


def _time(text: object) -> datetime | None:
    if not isinstance(text, str):
        return None
    try:
        return datetime.strptime(text, TIME_FORMAT).replace(tzinfo=BEIJING).astimezone(timezone.utc)
    except (ValueError, OverflowError):
        return None
