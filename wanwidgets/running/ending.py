"""How a run ends: which error leaves it in which state, what a task failed with, and what a day's age changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from wanwidgets.content import Failure, Link
from wanwidgets.errors import (
    Cancelled,
    OutcomeUnknown,
    ServiceError,
    TaskExpired,
    TaskFailed,
    TaskLost,
    Undelivered,
    Unreachable,
    WanError,
)
from wanwidgets.result import Run, RunState
from wanwidgets.store.rows import UNFINISHED
from wanwidgets.task import Task, TaskStatus

__all__ = [
    "BEFORE",
    "CREATE_ENDS",
    "FINAL",
    "KEPT_FOR",
    "MEANWHILE",
    "TASK_ENDS",
    "aged",
    "ended",
    "failure_of",
    "interrupted",
    "is_over",
]

KEPT_FOR = timedelta(hours=24)
"""How long the service knows a task and keeps its pictures."""

BEFORE = "Stopped before anything was sent."
MEANWHILE = "Stopped while the parts came. What had come is kept; the whole may be billed."

FINAL = frozenset(RunState) - UNFINISHED
"""The states after which there is nothing more to be had, by any kernel."""

CREATE_ENDS: Mapping[type[WanError], RunState] = MappingProxyType(
    {
        ServiceError: RunState.REFUSED,
        Unreachable: RunState.UNREACHABLE,
        OutcomeUnknown: RunState.UNKNOWN,
        Cancelled: RunState.CANCELLED,
    },
)
"""What a create that was not accepted leaves behind."""

TASK_ENDS: Mapping[type[WanError], RunState] = MappingProxyType(
    {
        TaskFailed: RunState.FAILED,
        TaskExpired: RunState.EXPIRED,
        TaskLost: RunState.LOST,
        # The task has an id and may have made pictures: it can be taken up again within 24 hours.
        WanError: RunState.UNDELIVERED,
    },
)
"""What a task that did not come to its pictures leaves behind; the first that fits."""


def ended(run: Run, error: WanError, ends: Mapping[type[WanError], RunState]) -> Run:
    """Return a run as an error leaves it."""
    state = next(state for kind, state in ends.items() if isinstance(error, kind))
    return run.now(state, error=error)


_ENDED_SENT = (
    "The kernel ended while the request was under way. It may run and may be billed; look at the task list before "
    "sending it again."
)
_ENDED_STREAMING = (
    "The kernel ended while the parts came, and a stream has no task to ask again. What had come is kept; the whole "
    "may be billed."
)
_ENDED_COLLECTING = (
    "Not all pictures came here, and a stream has no task to ask again. What had come is kept; the whole is billed, "
    "and to ask once more is billed by itself."
)

_INTERRUPTED: Mapping[RunState, tuple[RunState, type[WanError], str]] = MappingProxyType(
    {
        RunState.PREPARED: (RunState.CANCELLED, Cancelled, "The kernel ended before anything was sent."),
        RunState.SENT: (RunState.UNKNOWN, OutcomeUnknown, _ENDED_SENT),
        RunState.RUNNING: (RunState.UNKNOWN, OutcomeUnknown, _ENDED_STREAMING),
        RunState.UNDELIVERED: (RunState.LOST, TaskLost, _ENDED_COLLECTING),
    },
)
"""What a run is whose kernel ended, where it has no task to be asked for."""


def interrupted(run: Run) -> Run:
    """Return what a run without a task is when the kernel ended that had it; one that has ended stays as it is."""
    if run.state not in _INTERRUPTED:
        return run
    state, kind, told = _INTERRUPTED[run.state]
    return run.now(state, error=kind(told))


def failure_of(task: Task) -> WanError | None:
    """Return why a task that has ended brings nothing, or None where it does."""
    if task.status is TaskStatus.CANCELED:
        return Cancelled("The task was cancelled at the service; it is not billed.")
    failures = [part for part in task.content if isinstance(part, Failure)]
    if task.status is not TaskStatus.SUCCEEDED or (failures and not any(isinstance(p, Link) for p in task.content)):
        code = task.code or next((failure.code for failure in failures), "") or task.status.value
        message = task.message or next((failure.message for failure in failures), "")
        return TaskFailed(code, message, task_id=task.id)
    if not task.content:
        again = " It can be asked for 24 hours." if task.id else ""
        return Undelivered(f"The service says that it succeeded, and its answer holds no picture.{again}")
    return None


def is_over(run: Run, now: datetime) -> bool:
    """Whether the 24 hours are over in which the service knows the task of a run."""
    return now - (run.sent or run.started) >= KEPT_FOR


def aged(error: WanError, run: Run, now: datetime) -> WanError:
    """Return what an error of a task means at the age of its run: only after a day is a thing that is gone expired."""
    over = is_over(run, now)
    if over and isinstance(error, TaskLost) and not isinstance(error, TaskExpired):
        return TaskExpired(
            f"The service does not know task {run.task_id} any more: it was sent more than 24 hours ago. It may have "
            "been billed, and to ask once more is billed by itself.",
        )
    if not over and isinstance(error, TaskExpired):
        return Undelivered(f"{error} It was sent less than 24 hours ago, so look again later.")
    return error
