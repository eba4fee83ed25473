"""Tasks: PENDING, RUNNING, then SUCCEEDED, FAILED or CANCELED; forgotten after a day.

Everything here runs on one thread. What takes time is handed out: `later` calls back after some seconds, `start` does
the order elsewhere and calls back with what came of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial

from wanwidgets.facts import Model
from wanwidgets.service.delivery import Delivery
from wanwidgets.service.refusal import CANNOT_CANCEL, Refusal

__all__ = ["CANCELED", "ENDED", "FAILED", "PENDING", "RUNNING", "SUCCEEDED", "Task", "Tasks"]

PENDING, RUNNING, SUCCEEDED, FAILED, CANCELED = "PENDING", "RUNNING", "SUCCEEDED", "FAILED", "CANCELED"
ENDED = frozenset({SUCCEEDED, FAILED, CANCELED})


@dataclass(frozen=True, slots=True)
class Task:
    """One asynchronous create. Times are seconds since the epoch; `ended` is also set by a cancel.

    `most` is how many pictures are wanted.
    """

    id: str
    request_id: str
    model: Model
    most: int
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
        Takes the id of a task and a callback for what came of it.
    new_id
        Makes task ids.
    changed, dropped
        Told of each new state of a task, and of the id of each that is forgotten, before anybody can see it.
    known
        Tasks of an earlier server, oldest first. Those that had begun are begun again, those that waited go on waiting.
    queue_seconds
        How long a task waits at least before it runs.
    keep_seconds
        How long after its submission a task is known.
    limits
        Whether a task waits while its model has as many running as an account may have. guess: that it waits, and is
        not refused.
    looks
        Instead of time: for how many queries a task is PENDING, and for how many more it is RUNNING.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float],
        later: Callable[[float, Callable[[], None]], object],
        start: Callable[[str, Done], None],
        new_id: Callable[[], str],
        changed: Callable[[Task], None],
        dropped: Callable[[str], None],
        known: Iterable[Task] = (),
        queue_seconds: float = 0.0,
        keep_seconds: float = 24 * 3600.0,
        limits: bool = False,
        looks: tuple[int, int] | None = None,
    ) -> None:
        self._clock = clock
        self._later = later
        self._start = start
        self._new_id = new_id
        self._changed = changed
        self._dropped = dropped
        self._queue_seconds = queue_seconds
        self._keep_seconds = keep_seconds
        self._limits = limits
        self._looks = looks
        self._tasks: dict[str, Task] = {}
        self._ready: dict[str, None] = {}
        self._running: dict[str, int] = {}
        self._seen: dict[str, int] = {}
        self._held: dict[str, Delivery | Refusal] = {}
        self._watchers: dict[str, list[Callable[[], None]]] = {}
        self._take_up(known)

    def create(self, model: Model, most: int, request_id: str, accept: Callable[[Task], None]) -> Task:
        """Put a task in the queue and return it, PENDING.

        `accept` writes it down before anybody can see it, and if it raises there is no task.
        """
        self._forget()
        task = Task(self._new_id(), request_id, model, most, PENDING, self._clock())
        accept(task)
        self._tasks[task.id] = task
        self._queue(task)
        return task

    def get(self, task_id: str) -> Task | None:
        """Return a task, or None if there is none or it is forgotten."""
        self._forget()
        return self._tasks.get(task_id)

    def look(self, task_id: str) -> tuple[Task | None, bool]:
        """Return a task as a query sees it, and whether it should have ended by now.

        With `looks` each query takes the task further. If it should have ended and has not, `watch` tells when it has.
        """
        task = self.get(task_id)
        if task is None or self._looks is None or task.status in ENDED:
            return task, False
        pending, running = self._looks
        seen = self._seen[task_id] = self._seen.get(task_id, 0) + 1
        if seen > pending:
            self._make_ready(task_id)
        due = seen > pending + running
        if due and task_id in self._held:
            self._end(task_id, self._held.pop(task_id))
        task = self._tasks[task_id]
        return task, due and task.status not in ENDED

    def watch(self, task_id: str, call: Callable[[], None]) -> None:
        """Call back when a task has ended or is forgotten."""
        if task_id in self._tasks and self._tasks[task_id].status not in ENDED:
            self._watchers.setdefault(task_id, []).append(call)
        else:
            call()

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
        self._put(replace(task, status=CANCELED, ended=self._clock()))
        self._ready.pop(task_id, None)
        self._told(task_id)

    def clear(self) -> None:
        """Forget all tasks; what comes of those under way is dropped."""
        for task_id in tuple(self._tasks):
            self._drop(task_id)
        self._running.clear()

    def _take_up(self, known: Iterable[Task]) -> None:
        self._tasks.update((task.id, task) for task in known)
        self._forget()
        for task in tuple(self._tasks.values()):
            if task.status == PENDING:
                self._queue(task)
            elif task.status == RUNNING:
                self._running[task.model.name] = self._running.get(task.model.name, 0) + 1
                self._later(0, partial(self._begin, task))

    def _queue(self, task: Task) -> None:
        if self._looks is None:
            left = task.submitted + self._queue_seconds - self._clock()
            self._later(min(max(0.0, left), self._queue_seconds), lambda: self._make_ready(task.id))

    def _make_ready(self, task_id: str) -> None:
        task = self._tasks.get(task_id)
        if task is not None and task.status == PENDING and task_id not in self._ready:
            self._ready[task_id] = None
            self._advance()

    def _advance(self) -> None:
        for task in [self._tasks[task_id] for task_id in self._ready]:
            if not self._limits or self._running.get(task.model.name, 0) < task.model.rate.concurrent_tasks:
                self._run(task)

    def _run(self, task: Task) -> None:
        self._put(replace(task, status=RUNNING, scheduled=self._clock()))
        self._ready.pop(task.id, None)
        self._running[task.model.name] = self._running.get(task.model.name, 0) + 1
        self._begin(task)

    def _begin(self, task: Task) -> None:
        self._start(task.id, lambda outcome: self._finish(task, outcome))

    def _finish(self, begun: Task, outcome: Delivery | Refusal) -> None:
        if begun.id in self._tasks:
            if self._looks is None or self._seen.get(begun.id, 0) > sum(self._looks):
                self._end(begun.id, outcome)
            else:
                self._held[begun.id] = outcome
        if begun.model.name in self._running:
            self._running[begun.model.name] -= 1
        self._advance()

    def _end(self, task_id: str, outcome: Delivery | Refusal) -> None:
        status = FAILED if isinstance(outcome, Refusal) else SUCCEEDED
        self._put(replace(self._tasks[task_id], status=status, ended=self._clock(), outcome=outcome))
        self._told(task_id)

    def _put(self, task: Task) -> None:
        self._changed(task)
        self._tasks[task.id] = task

    def _told(self, task_id: str) -> None:
        self._seen.pop(task_id, None)
        for call in self._watchers.pop(task_id, ()):
            call()

    def _forget(self) -> None:
        oldest = self._clock() - self._keep_seconds
        # The oldest come first.
        while self._tasks and (first := next(iter(self._tasks.values()))).submitted <= oldest:
            self._drop(first.id)

    def _drop(self, task_id: str) -> None:
        self._dropped(task_id)
        del self._tasks[task_id]
        self._ready.pop(task_id, None)
        self._held.pop(task_id, None)
        self._told(task_id)
