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
        """Whether this is a success in the service's own words."""
        return self.status in _SUCCESS and self.document is not None and not self.code

    @property
    def code(self) -> str:
        """The service's error code; empty where there is none."""
        return str((self.document or {}).get("code") or "")

    @property
    def message(self) -> str:
        """The service's error message; empty where there is none."""
        return str((self.document or {}).get("message") or "")

    @property
    def request_id(self) -> str:
        """What the provider's support asks for."""
        return str((self.document or {}).get("request_id") or "")


def read_reply(status: int, body: bytes) -> Reply:
    """Read an answer; a body that is no document of the service's gives none."""
    try:
        document = json.loads(body)
    except ValueError:
        return Reply(status, None)
    # Every document of the service's, good or bad, names the request; nobody else's does.
    own = isinstance(document, dict) and isinstance(document.get("request_id"), str)
    return Reply(status, document if own else None)


def decode_task(reply: Reply) -> Task:
    """Read the answer to an asynchronous create or to a query.

    Raises
    ------
    ValueError
        The document names no task.
    """
    document = reply.document or {}
    output = document.get("output") or {}
    if not isinstance(output, dict) or not output.get("task_id"):
        raise ValueError("The service's answer names no task.")
    return Task(
        id=str(output["task_id"]),
        status=_status(output.get("task_status")),
        content=tuple(_content(output)),
        usage=document.get("usage") or {},
        # The schemas put these in the output, the documentation's example beside it.
        code=str(output.get("code") or document.get("code") or ""),
        message=str(output.get("message") or document.get("message") or ""),
        request_id=reply.request_id,
        submitted=_time(output.get("submit_time")),
        scheduled=_time(output.get("scheduled_time")),
        ended=_time(output.get("end_time")),
    )


def decode_answer(reply: Reply) -> Task:
    """Read the answer of the synchronous endpoint, which is a finished task without an id."""
    document = reply.document or {}
    content = tuple(_content(document.get("output") or {}))
    usage = document.get("usage") or {}
    return Task("", TaskStatus.SUCCEEDED, content, usage, request_id=reply.request_id)


def _status(word: object) -> TaskStatus:
    try:
        return TaskStatus(word)
    except ValueError:
        # A word that the documents do not know (the SDK has SUSPENDED) is no end.
        return TaskStatus.RUNNING


def _content(output: Mapping[str, Any]) -> Iterator[Text | Link | Failure]:
    # Several pictures come as one choice each or as one choice that holds them all, so both are read in order.
    for choice in output.get("choices") or ():
        for item in (choice.get("message") or {}).get("content") or ():
            if item.get("image"):
                yield Link(str(item["image"]))
            elif item.get("text"):
                yield Text(str(item["text"]))


def _time(text: object) -> datetime | None:
    if not isinstance(text, str):
        return None
    try:
        return datetime.strptime(text, TIME_FORMAT).replace(tzinfo=BEIJING).astimezone(timezone.utc)
    except ValueError:
        return None
