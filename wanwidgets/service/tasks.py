"""Tasks: PENDING, RUNNING, then SUCCEEDED, FAILED or CANCELED; forgotten after a day.

Everything here runs on one thread. What takes time is handed out: `later` calls back after some seconds, `start` does
the order elsewhere and calls back with what came of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from wanwidgets.service.order import Order
from wanwidgets.service.refusal import CANNOT_CANCEL, Refusal

__all__ = ["CANCELED", "FAILED", "PENDING", "RUNNING", "SUCCEEDED", "Delivery", "Task", "Tasks"]

PENDING, RUNNING, SUCCEEDED, FAILED, CANCELED = "PENDING", "RUNNING", "SUCCEEDED", "FAILED", "CANCELED"


@dataclass(frozen=True, slots=True)
class Delivery:
    """The pictures of an order: their addresses, ``"W*H"`` in pixels, and tokens."""

    addresses: tuple[str, ...]
    size: str
    input_tokens: int
    output_tokens: int


@dataclass(frozen=True, slots=True)
class Task:
    """One asynchronous order. Times are seconds since the epoch; `ended` is also set by a cancel."""

    id: str
    request_id: str
    order: Order
    status: str
    submitted: float
    scheduled: float | None = None
    ended: float | None = None
    outcome: Delivery | Refusal | None = None


Done = Callable[[Delivery | Refusal], None]


class Tasks:
    """The queue.

    Parameters
    ----------
    clock
        Seconds since the epoch.
    later
        Takes seconds and a callback.
    start
        Takes an order and a callback for what came of it.
    new_id
        Makes task ids.
    queue_seconds
        How long a task waits at least before it runs.
    keep_seconds
        How long after its submission a task is known.
    limits
        Whether a task waits while its model has as many running as an account may have.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float],
        later: Callable[[float, Callable[[], None]], object],
        start: Callable[[Order, Done], None],
        new_id: Callable[[], str],
        queue_seconds: float = 0.0,
        keep_seconds: float = 24 * 3600.0,
        limits: bool = False,
    ) -> None:
        self._clock = clock
        self._later = later
        self._start = start
        self._new_id = new_id
        self._queue_seconds = queue_seconds
        self._keep_seconds = keep_seconds
        self._limits = limits
        self._tasks: dict[str, Task] = {}
        self._ready: set[str] = set()

    def create(self, order: Order, request_id: str) -> Task:
        """Put an order in the queue and return its task, PENDING."""
        self._forget()
        task = Task(self._new_id(), request_id, order, PENDING, self._clock())
        self._tasks[task.id] = task
        self._later(self._queue_seconds, lambda: self._make_ready(task.id))
        return task

    def get(self, task_id: str) -> Task | None:
        """Return a task, or None if there is none or it is forgotten."""
        self._forget()
        return self._tasks.get(task_id)

    def all(self) -> tuple[Task, ...]:
        """Return the tasks that are known, newest first."""
        self._forget()
        return tuple(reversed(self._tasks.values()))

    def cancel(self, task_id: str) -> None:
        """Cancel a PENDING task.

        Raises
        ------
        Refusal
            ``UnsupportedOperation`` for any other.
        """
        task = self.get(task_id)
        if task is None or task.status != PENDING:
            raise Refusal(*CANNOT_CANCEL)
        self._ready.discard(task_id)
        self._tasks[task_id] = replace(task, status=CANCELED, ended=self._clock())

    def _make_ready(self, task_id: str) -> None:
        task = self._tasks.get(task_id)
        if task is not None and task.status == PENDING:
            self._ready.add(task_id)
            self._advance()

    def _advance(self) -> None:
        for task in [self._tasks[task_id] for task_id in self._tasks if task_id in self._ready]:
            if self._limits and self._running(task) >= task.order.model.rate.concurrent_tasks:
                continue
            self._run(task)

    def _running(self, like: Task) -> int:
        model = like.order.model.name
        return sum(task.status == RUNNING and task.order.model.name == model for task in self._tasks.values())

    def _run(self, task: Task) -> None:
        self._ready.discard(task.id)
        self._tasks[task.id] = replace(task, status=RUNNING, scheduled=self._clock())
        self._start(task.order, lambda outcome: self._finish(task.id, outcome))

    def _finish(self, task_id: str, outcome: Delivery | Refusal) -> None:
        task = self._tasks.get(task_id)
        if task is not None:
            status = FAILED if isinstance(outcome, Refusal) else SUCCEEDED
            self._tasks[task_id] = replace(task, status=status, ended=self._clock(), outcome=outcome)
        self._advance()

    def _forget(self) -> None:
        oldest = self._clock() - self._keep_seconds
        for task_id in [task.id for task in self._tasks.values() if task.submitted <= oldest]:
            del self._tasks[task_id]
            self._ready.discard(task_id)
