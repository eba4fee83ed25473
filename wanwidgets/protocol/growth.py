"""What has come of a stream so far: each event adds a part, and the whole is a `Task` without an id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from wanwidgets.content import Failure, Link, Text
from wanwidgets.protocol.decode import Reply, read_content, read_list, read_reply, read_table, read_word
from wanwidgets.protocol.events import Event
from wanwidgets.task import Task, TaskStatus

__all__ = ["Growth", "read_event"]

_STOP = "stop"


def read_event(event: Event) -> Reply:
    """Return an event's document as the answer that it would have been by itself; one that is none gives none."""
    return read_reply(event.status, event.data.encode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class Growth:
    """What has come so far.

    Attributes
    ----------
    content : tuple of Text, Link or Failure
        In order; words that follow each other are one text.
    usage : mapping
        The last that was told, since each counts all before it.
    request_id : str
    finished : bool
        Whether the service said that nothing more comes. Only ``finish_reason`` tells it: the documents' samples
        disagree about ``finished``.
    """

    content: tuple[Text | Link | Failure, ...] = ()
    usage: Mapping[str, Any] = field(default_factory=dict)
    request_id: str = ""
    finished: bool = False

    def with_event(self, reply: Reply) -> Growth:
        """Return what has come with one more event, which is a success."""
        output = read_table(reply.document, "output")
        content = list(self.content)
        for part in read_content(output):
            if isinstance(part, Text) and content and isinstance(content[-1], Text):
                content[-1] = Text(content[-1].text + part.text)
            else:
                content.append(part)
        reasons = (read_word(choice, "finish_reason") for choice in read_list(output, "choices"))
        return replace(
            self,
            content=tuple(content),
            usage=read_table(reply.document, "usage") or self.usage,
            request_id=reply.request_id or self.request_id,
            finished=self.finished or _STOP in reasons,
        )

    @property
    def task(self) -> Task:
        """The same as a task without an id, which runs until the service says that nothing more comes."""
        status = TaskStatus.SUCCEEDED if self.finished else TaskStatus.RUNNING
        return Task("", status, self.content, self.usage, request_id=self.request_id)
