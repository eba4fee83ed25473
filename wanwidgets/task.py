"""Task: what the service says of one."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wanwidgets.content import Failure, Link, Text

__all__ = ["Task", "TaskStatus"]


class TaskStatus(str, enum.Enum):
    """The service's own word for where a task is."""

    PENDING = "PENDING"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELED = "CANCELED"
    UNKNOWN = "UNKNOWN"

    @property
    def ended(self) -> bool:
        """Whether the task will not change any more."""
        return self not in {TaskStatus.PENDING, TaskStatus.RUNNING}


@dataclass(frozen=True)
class Task:
    """What the service says of a task.

    Attributes
    ----------
    id : str
        Empty for the answer of the synchronous endpoint, which has no task.
    status : TaskStatus
    content : tuple of Text, Link or Failure
        In order; of an ended task, or of a stream as far as it has come.
    usage : mapping
        As the service tells it: ``image_count``, ``size``, token counts.
    code, message : str
        Of a failed task.
    request_id : str
        What the provider's support asks for.
    submitted, scheduled, ended : datetime or None
        With their zone.
    prompts : tuple of str
        What each picture was asked with (``orig_prompt``), for the models that say so: wan2.5 and wanx.
    """

    id: str
    status: TaskStatus
    content: tuple[Text | Link | Failure, ...] = ()
    usage: Mapping[str, Any] = field(default_factory=dict)
    code: str = ""
    message: str = ""
    request_id: str = ""
    submitted: datetime | None = None
    scheduled: datetime | None = None
    ended: datetime | None = None
    prompts: tuple[str, ...] = ()
