"""Waiting for a task: looks by a schedule, through whatever goes wrong on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from wanwidgets.errors import Cancelled, TaskLost, Unreachable, WaitTimeout
from wanwidgets.protocol.retry import Schedule, backoff, poll_times
from wanwidgets.task import Task, TaskStatus

__all__ = ["Pause", "watch"]

Pause = Callable[[float], bool]
"""Waits so many seconds; returns True at once when the user wants to stop. ``Event.wait`` is one."""


def watch(
    task_id: str,
    look: Callable[[], Task],
    *,
    schedule: Schedule,
    pause: Pause,
    clock: Callable[[], float],
    random: Callable[[], float],
    timeout: float | None = None,
) -> Iterator[Task]:
    """Yield a task each time it was looked at; the last one has ended.

    Parameters
    ----------
    task_id
        For messages.
    look
        Asks once; raises `Unreachable` where asking again may help.
    schedule
        When to look. After failed looks the next ones come later, up to half a minute apart.
    pause, clock, random
        The seams of time: waiting, seconds on a steady clock, jitter from 0 to 1.
    timeout
        Seconds; None waits as long as the service knows the task.

    Raises
    ------
    WaitTimeout, Cancelled
        The task itself goes on.
    TaskLost
        The service does not know the task (any more).
    """
    begin, failures = clock(), 0
    looks = poll_times(schedule)
    while True:
        passed = clock() - begin
        # Looks that fell into a slow answer are left out, not made up for.
        due = next(moment for moment in looks if moment > passed - schedule.interval)
        delay = max(0.0, due - passed, backoff(failures, random) if failures else 0.0)
        late = timeout is not None and passed + delay > timeout
        if pause(max(0.0, timeout - passed) if late and timeout is not None else delay):
            raise Cancelled("Stopped waiting; the task goes on at the service.")
        if late:
            raise WaitTimeout(f"Task {task_id} had not ended after {timeout:g} s. It goes on at the service.")
        try:
            seen = look()
        except Unreachable:
            failures += 1
            continue
        failures = 0
        if seen.status is TaskStatus.UNKNOWN:
            raise TaskLost(
                f"The service does not know task {task_id}: it is older than 24 hours, or of another region or key.",
            )
        yield seen
        if seen.status.ended:
            return
