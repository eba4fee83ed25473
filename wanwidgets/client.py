"""Client: an edit over HTTP, to Model Studio or to the local service. A create is sent once."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from urllib.parse import quote

import requests

from wanwidgets.catalog import REGIONS
from wanwidgets.errors import Cancelled, FetchError, Undelivered, Unreachable
from wanwidgets.fetch import download
from wanwidgets.problems import Problem
from wanwidgets.protocol.decode import Reply, decode_task
from wanwidgets.protocol.encode import encode_create
from wanwidgets.protocol.names import TASKS_PATH
from wanwidgets.protocol.retry import SCHEDULE, Schedule, Verdict, backoff, judge_query
from wanwidgets.request import EditRequest
from wanwidgets.result import Task
from wanwidgets.sending import refusal, send_create
from wanwidgets.transport import Broken, NotSent, Transport
from wanwidgets.waiting import Pause, watch

__all__ = ["Client"]

# Seconds to connect, and between two pieces of the answer.
CREATE_TIMEOUTS = (10.0, 60.0)
CALL_TIMEOUTS = (10.0, 310.0)  # the service's own limit for the synchronous endpoint is 300 s
QUERY_TIMEOUTS = (10.0, 30.0)

DOWNLOAD_ATTEMPTS = 6


class Client:
    """Sends edits to Model Studio or to anything that speaks its protocol.

    Parameters
    ----------
    api_key
        Bound to a region. It is kept out of every repr, log, error and pickle.
    region
        A name of `wanwidgets.catalog.REGIONS`, ``"beijing"`` by default; not together with `base_url`.
    base_url
        Ends in ``/api/v1``.
    workspace
        The id of a workspace other than the default one.
    engine
        Who answers, known without asking; by default from the region or the host.
    schedule
        When a task is looked at.
    pause, clock, random
        The seams of time: waiting, seconds on a steady clock, jitter from 0 to 1.

    Attributes
    ----------
    engine : str
        ``model-studio/<region>``, ``custom/<host>`` or ``local/<engine version>``.
    region : str or None
        None with a `base_url`.
    """

    def __init__(
        self,
        api_key: str,
        *,
        region: str | None = None,
        base_url: str | None = None,
        workspace: str | None = None,
        engine: str | None = None,
        schedule: Schedule = SCHEDULE,
        pause: Pause | None = None,
        clock: Callable[[], float] = time.monotonic,
        random: Callable[[], float] = random.random,
    ) -> None:
        if not api_key or not api_key.strip():
            raise ValueError("The API key is empty. Set DASHSCOPE_API_KEY, or use the local service.")
        if base_url is None:
            region = region or "beijing"
            base_url = _base_url(region)
        elif region is not None:
            raise ValueError("Give region or base_url, not both.")
        self.region = region
        self._transport = Transport(api_key.strip(), base_url, workspace)
        self.engine = engine or (f"model-studio/{region}" if region else f"custom/{self._transport.host}")
        self._schedule = schedule
        self._pause = pause or _sleep
        self._clock = clock
        self._random = random

    @property
    def base_url(self) -> str:
        """Where requests go."""
        return self._transport.base_url

    def problems(self, request: EditRequest) -> tuple[Problem, ...]:
        """Return everything that keeps a request from being sent by this client; nothing when it can be."""
        return request.problems()

    def submit(self, request: EditRequest, *, pause: Pause | None = None) -> Task:
        """Create a task, once, and return it as the service names it.

        It is sent again only where the service's own document said that nothing was started, or where no byte can
        have arrived.

        Raises
        ------
        InvalidRequest
            Nothing was sent.
        ServiceError
            The service refused; not billed.
        Unreachable
            No byte arrived; sending again is safe.
        OutcomeUnknown
            It was sent and no answer came: perhaps billed.
        Cancelled
            `pause` said so, before anything was started.
        """
        create = encode_create(request)
        return send_create(self._transport, create, CREATE_TIMEOUTS, pause=pause or self._pause, random=self._random)

    def call(self, request: EditRequest, *, pause: Pause | None = None) -> Task:
        """Edit by the synchronous endpoint, which has no task id: what is lost on the way cannot be asked for again.

        It raises what `submit` raises.
        """
        create = encode_create(request, asynchronous=False)
        return send_create(self._transport, create, CALL_TIMEOUTS, pause=pause or self._pause, random=self._random)

    def fetch(self, task_id: str) -> Task:
        """Ask once what became of a task.

        Raises
        ------
        ServiceError
            The service refused to say, for good.
        Unreachable
            No usable answer came; asking again is safe.
        """
        with self._transport.session() as session:
            return self._look(session, task_id)

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
        # One connection for all looks.
        with self._transport.session() as session:
            yield from watch(
                task_id,
                lambda: self._look(session, task_id),
                schedule=self._schedule,
                pause=pause or self._pause,
                clock=self._clock,
                random=self._random,
                timeout=timeout,
            )

    def wait(self, task: Task | str, *, timeout: float | None = None, pause: Pause | None = None) -> Task:
        """Wait until a task has ended, and return it; parameters and errors as for `watch`."""
        task_id = task if isinstance(task, str) else task.id
        *_, last = self.watch(task_id, timeout=timeout, pause=pause)
        return last

    def cancel(self, task_id: str) -> bool:
        """Cancel a task that still waits in the queue.

        Returns
        -------
        bool
            False when the task had started, or ended, already: it goes on and may be billed.

        Raises
        ------
        ServiceError, Unreachable
        """
        with self._transport.session() as session:
            reply = self._exchange(session, "POST", f"{_task_path(task_id)}/cancel")
        if reply.code == "UnsupportedOperation":
            return False
        self._require_answer(reply)
        return reply.ok

    def download(self, url: str, *, pause: Pause | None = None) -> bytes:
        """Return a result file; its address is used as it is, query string and all, and the key is not sent to it.

        Raises
        ------
        Undelivered
            It did not come, after several attempts.
        Cancelled
            `pause` said so.
        """
        for attempt in range(1, DOWNLOAD_ATTEMPTS + 1):
            try:
                return download(url)
            except FetchError as error:
                why = error.reason
            if attempt < DOWNLOAD_ATTEMPTS and (pause or self._pause)(backoff(attempt, self._random)):
                raise Cancelled("Stopped while downloading; the pictures wait 24 hours at the service.")
        raise Undelivered(f"The picture was made and could not be downloaded: {why} It waits 24 hours at the service.")

    def _look(self, session: requests.Session, task_id: str) -> Task:
        reply = self._exchange(session, "GET", _task_path(task_id))
        self._require_answer(reply)
        try:
            return decode_task(reply, asked=task_id)
        except ValueError as error:
            raise Unreachable(str(error)) from None

    def _require_answer(self, reply: Reply) -> None:
        verdict = judge_query(reply)
        if verdict is Verdict.REFUSED:
            raise refusal(reply)
        if verdict is not Verdict.ACCEPTED:
            raise Unreachable(f"{self._transport.host} answered HTTP {reply.status} {reply.code}".rstrip() + ".")

    def _exchange(self, session: requests.Session, method: str, path: str) -> Reply:
        try:
            return self._transport.send(session, method, path, timeouts=QUERY_TIMEOUTS)
        except (NotSent, Broken) as error:
            raise Unreachable(f"{self._transport.host} did not answer ({error}).") from None

    def __repr__(self) -> str:
        return f"<Client {self.engine}>"


def _base_url(region: str) -> str:
    if region not in REGIONS:
        raise ValueError(f"There is no region {region!r}; known are {', '.join(REGIONS)}. Or give base_url.")
    return REGIONS[region].host or ""


def _task_path(task_id: str) -> str:
    # Dots alone would name another folder, however they are written.
    if not task_id.strip("."):
        raise ValueError(f"{task_id!r} is no id of a task.")
    return f"{TASKS_PATH}/{quote(task_id, safe='')}"


def _sleep(seconds: float) -> bool:
    if seconds > 0:
        time.sleep(seconds)
    return False
