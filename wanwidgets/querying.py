"""The half of a client that costs nothing: what became of tasks, and their pictures."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timezone
from urllib.parse import quote, urlencode

import requests

from wanwidgets.asking import exchange, patiently, require_answer
from wanwidgets.errors import Cancelled, FetchError, TaskExpired, Undelivered, Unreachable
from wanwidgets.fetch import download
from wanwidgets.pacing.gates import Gates
from wanwidgets.protocol.decode import Reply, decode_task
from wanwidgets.protocol.listing import TaskEntry, TaskPage, decode_page, list_query
from wanwidgets.protocol.names import TASKS_PATH
from wanwidgets.protocol.retry import PHASES, Schedule, backoff
from wanwidgets.sending import too_fast
from wanwidgets.task import Task, TaskStatus
from wanwidgets.transport import Transport
from wanwidgets.waiting import Pause, watch

__all__ = ["DOWNLOAD_ATTEMPTS", "Queries"]

DOWNLOAD_ATTEMPTS = 6

_TOO_LATE = "UnsupportedOperation"


class Queries:
    """Asks about tasks.

    Parameters
    ----------
    transport
        Who is asked.
    schedule
        When a task is looked at.
    gates
        Who says when something may be asked.
    pause, clock, now, random
        The seams of time: waiting, seconds on a steady clock, seconds since the epoch, jitter from 0 to 1.
    """

    def __init__(
        self,
        transport: Transport,
        *,
        schedule: Schedule,
        gates: Gates,
        pause: Pause | None,
        clock: Callable[[], float],
        now: Callable[[], float],
        random: Callable[[], float],
    ) -> None:
        self.gates = gates
        self._transport = transport
        self._schedule = schedule
        self._pause = pause or _sleep
        self._clock = clock
        self._now = now
        self._random = random

    @property
    def base_url(self) -> str:
        """Where requests go."""
        return self._transport.base_url

    def fetch(self, task_id: str, *, pause: Pause | None = None) -> Task:
        """Ask once what became of a task.

        Parameters
        ----------
        task_id
            As `submit` returned it.
        pause
            Waits until it may be asked; returning True stops.

        Raises
        ------
        ServiceError
            The service refused to say, for good.
        Unreachable
            No usable answer came; asking again is safe.
        Cancelled
            `pause` said so.
        """
        with self._transport.session() as session:
            return self._look(session, task_id, pause or self._pause)

    def watch(self, task_id: str, *, timeout: float | None = None, pause: Pause | None = None) -> Iterator[Task]:
        """Yield a task each time it was looked at, through rate limits, server errors and dropped connections.

        The last one has ended.

        Parameters
        ----------
        task_id
            As `submit` returned it.
        timeout
            Seconds; None waits as long as the service knows the task.
        pause
            Waits between looks; returning True stops the waiting, not the task.

        Raises
        ------
        WaitTimeout, Cancelled
            The task itself goes on.
        ServiceError, TaskLost
            The service refuses to say, for good, or does not know the task (any more).
        """
        waits = pause or self._pause
        # One connection for all looks.
        with self._transport.session() as session:
            yield from watch(
                task_id,
                lambda: self._look(session, task_id, waits),
                schedule=self._schedule,
                pause=waits,
                clock=self._clock,
                random=self._random,
                timeout=timeout,
            )

    def wait(self, task: Task | str, *, timeout: float | None = None, pause: Pause | None = None) -> Task:
        """Wait until a task has ended, and return it; parameters and errors as for `watch`."""
        task_id = task if isinstance(task, str) else task.id
        *_, last = self.watch(task_id, timeout=timeout, pause=pause)
        return last

    def cancel(self, task_id: str, *, pause: Pause | None = None) -> bool:
        """Cancel a task that still waits in the queue.

        Parameters
        ----------
        task_id
            As `submit` returned it.
        pause
            Waits until it may be asked; returning True stops.

        Returns
        -------
        bool
            False when the task had started, or ended, already: it goes on and may be billed.

        Raises
        ------
        ServiceError, Unreachable, Cancelled
        """
        path = f"{_task_path(task_id)}/cancel"
        with self._transport.session() as session:
            reply = self._asked(session, path, "cancel", pause or self._pause)
        if reply.code == _TOO_LATE:
            return False
        require_answer(reply, self._transport, "cancel")
        return True

    def tasks(
        self,
        *,
        model: str | None = None,
        status: TaskStatus | str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        page_size: int = 10,
        pause: Pause | None = None,
    ) -> Iterator[TaskEntry]:
        """Yield the tasks that the service knows, asking for a page when it is needed.

        Parameters
        ----------
        model, status
            Only these; by default all.
        since, until
            With their zone, at most 24 hours apart; by default the last 24 hours.
        page_size
            How many are asked for at a time.
        pause
            Waits between attempts; returning True stops.

        Raises
        ------
        ValueError
            At once: a time without a zone, a longer window, or no such status.
        ServiceError, Unreachable, Cancelled
            On the way.
        """
        query = list_query(
            model=model,
            status=None if status is None else TaskStatus(status),
            since=since,
            until=until,
            page_size=page_size,
            now=datetime.fromtimestamp(self._now(), timezone.utc),
        )
        return self._entries(query, pause or self._pause)

    def download(self, url: str, *, attempts: int = DOWNLOAD_ATTEMPTS, pause: Pause | None = None) -> bytes:
        """Return a result file; its address is used as it is, query string and all, and the key is not sent to it.

        Raises
        ------
        Undelivered
            It did not come, after so many attempts.
        TaskExpired
            The object store says that the address is too old.
        Cancelled
            `pause` said so.
        """
        for attempt in range(1, attempts + 1):
            try:
                return download(url)
            except FetchError as error:
                why, code = error.reason, error.code
            if code == "expired":
                raise TaskExpired(f"The picture was made and its address has expired: {why}")
            if attempt < attempts and (pause or self._pause)(backoff(attempt, self._random)):
                raise Cancelled("Stopped while downloading; the pictures wait 24 hours at the service.")
        raise Undelivered(f"The picture was made and could not be downloaded: {why} It waits 24 hours at the service.")

    def _asked(self, session: requests.Session, path: str, phase: str, pause: Pause) -> Reply:
        self.gates.query(pause)
        reply = exchange(self._transport, session, PHASES[phase], path)
        self.gates.told("query", limited=too_fast(reply))
        return reply

    def _answer(self, session: requests.Session, path: str, phase: str, pause: Pause) -> Reply:
        reply = self._asked(session, path, phase, pause)
        require_answer(reply, self._transport, phase)
        return reply

    def _look(self, session: requests.Session, task_id: str, pause: Pause) -> Task:
        reply = self._answer(session, _task_path(task_id), "poll", pause)
        try:
            return decode_task(reply, asked=task_id)
        except ValueError as error:
            raise Unreachable(str(error)) from None

    def _entries(self, query: Mapping[str, str], pause: Pause) -> Iterator[TaskEntry]:
        told: set[str] = set()
        with self._transport.session() as session:
            number, pages = 1, 1
            while number <= pages:
                page = self._page(session, {"page_no": str(number), **query}, pause)
                # What was created meanwhile pushes others to the next page.
                fresh = [entry for entry in page.entries if entry.id not in told]
                told.update(entry.id for entry in fresh)
                yield from fresh
                number, pages = number + 1, page.pages if page.entries else 0

    def _page(self, session: requests.Session, query: Mapping[str, str], pause: Pause) -> TaskPage:
        def question() -> TaskPage:
            try:
                return decode_page(self._answer(session, f"{TASKS_PATH}?{urlencode(query)}", "list", pause))
            except ValueError as error:
                raise Unreachable(str(error)) from None

        return patiently(question, pause=pause, random=self._random)


def _task_path(task_id: str) -> str:
    # Dots alone would name another folder, however they are written.
    if not task_id.strip("."):
        raise ValueError(f"{task_id!r} is no id of a task.")
    return f"{TASKS_PATH}/{quote(task_id, safe='')}"


def _sleep(seconds: float) -> bool:
    if seconds > 0:
        time.sleep(seconds)
    return False
