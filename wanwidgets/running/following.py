"""A task from its id to its pictures: watched, stopped where the user wants it and the service can, and collected."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from datetime import datetime

from wanwidgets.client import Client
from wanwidgets.content import Content
from wanwidgets.errors import Cancelled, ServiceError, TaskExpired, TaskLost, Unreachable, WanError
from wanwidgets.pacing.gates import Slot
from wanwidgets.result import Run, RunState
from wanwidgets.running.collecting import Collector
from wanwidgets.running.ending import CREATE_ENDS, TASK_ENDS, aged, ended, failure_of, is_over
from wanwidgets.stages import Stage, Tell, untold
from wanwidgets.store import RunStore
from wanwidgets.task import Task, TaskStatus
from wanwidgets.waiting import Pause

__all__ = ["Follower"]

_CONFIRMATIONS = 2
"""How often a failure that tells no fact of the task is asked for once more before it is believed."""

_UNKNOWN_PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0)
"""Seconds after which a task is looked for again that the service does not know, though its 24 hours are not over: it
may not know it yet, or not everywhere, and what is lost is not looked for any more."""

_IN_TIME = "The task was cancelled before it began; it is not billed."
_LATE = (
    "Stopped waiting. The service has begun the task, or may have: it finishes there, may be billed, and its pictures "
    "wait there for 24 hours."
)


class Follower:
    """Follows the task of one run.

    Parameters
    ----------
    run
        It has the id of its task.
    client, store
        Who is asked, and where the pictures are kept.
    slot
        Of the task; given back when it has ended.
    pause, linger
        Wait; `pause` returns True when the user wants to stop, `linger` when nobody stays. Without `linger` a stop ends
        the run.
    now
        The time, with its zone.
    tell
        Hears of each stage.
    """

    def __init__(
        self,
        run: Run,
        client: Client,
        store: RunStore,
        slot: Slot,
        *,
        pause: Pause,
        linger: Pause | None,
        now: Callable[[], datetime],
        tell: Tell = untold,
    ) -> None:
        self._run = run
        self._client = client
        self._slot = slot
        self._pause = pause
        self._linger = linger
        self._now = now
        self._tell = tell
        self._collector = Collector(client, store, tell)
        self._task: Task | None = None
        # Its user may have stopped it in an earlier kernel, which came to no answer.
        self._cancel_again = run.stopped

    def steps(self) -> Iterator[Run]:
        """Yield the run at each change; the last one has ended.

        Raises
        ------
        TaskLost
            The run was asked with another key, or at another place, which may know better: nothing is decided.
        """
        try:
            try:
                yield from self._to_the_end(self._pause)
            except Cancelled:
                yield from self._stopped()
        except WanError as error:
            yield self._ended(error)

    def _to_the_end(self, pause: Pause) -> Iterator[Run]:
        task = self._task or (yield from self._watched(pause))
        for _ in range(_CONFIRMATIONS):
            if _is_doubtful(task):
                task = yield from self._watched(pause)
        self._task = task
        self._slot.give_back()
        yield from self._collected(task, pause)

    def _watched(self, pause: Pause) -> Generator[Run, None, Task]:
        """Look until the task has ended, and return it as it is then."""
        for seconds in _UNKNOWN_PAUSES:
            try:
                return (yield from self._looks(pause))
            except TaskLost:
                if is_over(self._run, self._now()):
                    raise
            if pause(seconds):
                raise Cancelled(_LATE)
        return (yield from self._looks(pause))

    def _looks(self, pause: Pause) -> Generator[Run, None, Task]:
        self._tell(_stage_of(self._run.status))
        for task in self._client.watch(self._run.task_id, pause=pause):
            self._tell(_stage_of(task.status))
            self._slot.renew()
            if task.status.ended:
                return task
            if (self._run.state, self._run.status) != (RunState.RUNNING, task.status):
                self._run = self._run.now(RunState.RUNNING, status=task.status, error=None)
                yield self._run
            if self._cancel_again and task.status is TaskStatus.PENDING:
                # Whether it helped, the next look tells.
                self._cancels()
        raise RuntimeError(f"Task {self._run.task_id} has not ended, and nobody watches it any more.")

    def _collected(self, task: Task, pause: Pause) -> Iterator[Run]:
        self._run = self._run.now(RunState.RUNNING, status=task.status, error=None)
        failure = failure_of(task)
        if isinstance(failure, Cancelled):
            yield ended(self._run, failure, CREATE_ENDS)
            return
        if failure is not None:
            raise failure
        # What it cost is known now, whatever becomes of the pictures.
        self._run = self._run.now(self._run.state, usage=task.usage)
        yield self._run
        for content in self._collector.each(task.content, pause):
            self._run = self._with(content)
            if len(content) < len(task.content):
                yield self._run
        yield self._run.now(RunState.SUCCEEDED)

    def _stopped(self) -> Iterator[Run]:
        self._run = self._run.now(self._run.state, stopped=True)
        if self._task is None and self._cancels():
            self._slot.give_back()
            yield ended(self._run, Cancelled(_IN_TIME), CREATE_ENDS)
            return
        if self._linger is None:
            raise Cancelled(_LATE)
        yield self._run
        yield from self._to_the_end(self._linger)

    def _cancels(self) -> bool:
        """Ask the service to cancel, and return whether it did; it is asked again only where it gave no answer."""
        try:
            cancelled = self._client.cancel(self._run.task_id, pause=self._linger)
        except Unreachable:
            self._cancel_again = True
            return False
        except ServiceError:
            cancelled = False
        self._cancel_again = False
        return cancelled

    def _ended(self, error: WanError) -> Run:
        error = Cancelled(_LATE) if isinstance(error, Cancelled) else aged(error, self._run, self._now())
        foreign = self._run.account != self._client.account
        if foreign and isinstance(error, (TaskLost, ServiceError)) and not isinstance(error, TaskExpired):
            raise _elsewhere(error, self._run) from None
        content = self._collector.so_far(self._task.content) if self._task else ()
        return ended(self._with(content), error, TASK_ENDS)

    def _with(self, content: tuple[Content, ...]) -> Run:
        # What an earlier kernel kept is not forgotten while this one has less.
        return self._run.now(self._run.state, content=max(self._run.content, content, key=len))


def _stage_of(status: TaskStatus | None) -> Stage:
    return Stage("queued" if status is TaskStatus.PENDING else "running")


def _is_doubtful(task: Task) -> bool:
    # The documentation shows a failed task as a bare error document; a service in trouble answers a query so as well.
    return task.status is TaskStatus.FAILED and task.submitted is None


def _elsewhere(error: WanError, run: Run) -> WanError:
    told = TaskLost(
        f"{error} The run was asked with another key, or at another place, and is left as it is: connect as it was "
        "then, and take it up again.",
    )
    told.run = run
    return told
