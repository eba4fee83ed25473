"""Watching: the runs of a session, those under way among them, as they are shown."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from typing import Any

from traitlets import Float, Instance, Tuple

from wanwidgets.errors import Cancelled
from wanwidgets.message import Message
from wanwidgets.request import EditRequest
from wanwidgets.result import Run, RunState
from wanwidgets.running.job import Job, Spawn, Steps
from wanwidgets.session.accounting import Accounting
from wanwidgets.session.failing import Failed, failed_of
from wanwidgets.session.stepwise import Stepwise
from wanwidgets.session.under_way import UnderWay, held, stage_of

__all__ = ["Watching"]

_WAITING = {"under_way.one", "under_way.many", "goes_on"}
"""The news that are none any more when nothing is under way behind."""

_BEAT_SECONDS = 0.2
"""Between two looks at what is under way, so that no part of the screen changes more often."""

_MOST_FAILED = 20
_MOST_ROWS = 12
"""Of runs that have ended while others go on."""


class Watching(Stepwise, Accounting):
    """A session that begins no run by itself; `wanwidgets.session.EditSession` is the whole."""

    runs = Tuple()
    job = Instance(Job, allow_none=True)
    jobs = Tuple()
    under_way = Tuple()
    failed = Tuple()
    seconds = Float(0.0)

    def __init__(
        self,
        *args: Any,
        now: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._now = now
        self._front: tuple[Job, ...] = ()
        # By when they were begun, as far as was known when they came: a row does not change its place.
        self._rows: dict[Job, datetime] = {}
        self._idle = threading.Event()
        self._beating = False

    @property
    def busy(self) -> bool:
        """Whether a run is under way in the foreground."""
        return self.job is not None

    @property
    def behind(self) -> tuple[UnderWay, ...]:
        """What is under way behind what is edited: taken up from an earlier kernel, or stopped too late."""
        return tuple(each for each in self.under_way if not (each.front or each.ended))

    def dismiss(self, run_id: str) -> None:
        """Tell no more of a run that has failed; the store keeps it."""
        with self.lock:
            self.failed = tuple(each for each in self.failed if each.run.id != run_id)

    def close(self) -> None:
        """Stop the runs in the foreground, leave the others to the store, and hear nothing more of any.

        What the service goes on with is taken up by the next session that is resumed.
        """
        with self.lock:
            jobs = self.jobs
            self.jobs, self._front, self._rows = (), (), {}
            self.job, self.under_way = None, ()
            self._idle.set()
        for job in jobs:
            self._let_go(job)

    def _add(
        self,
        steps: Steps,
        *,
        request: EditRequest | None = None,
        run: Run | None = None,
        front: bool = False,
        spawn: Spawn | None = None,
    ) -> Job:
        """Make a job, which is shown from now on; `_begun` begins it."""
        spawn = spawn or self._spawn
        job = Job(steps, request=request, run=run, on_change=self._follow, spawn=spawn, clock=self._clock)
        with self.lock, self._withdrawn(job), self._step():
            self._watch(job)
            if front:
                self._front = (*self._front, job)
                self.seconds = 0.0
                self.job = job
            if run is not None:
                self.dismiss(run.id)
        return job

    @contextmanager
    def _withdrawn(self, job: Job) -> Iterator[None]:
        """Show a job no more that somebody's observer, or the system, has kept from beginning, which is raised."""
        try:
            yield
        except BaseException:
            with self.lock, self._step():
                self._rows.pop(job, None)
                self._take_away(job)
                self._survey()
            raise

    def _watch(self, job: Job) -> None:
        """Show a job among those under way; called with the lock."""
        self._idle.clear()
        self.jobs = (*self.jobs, job)
        self._rows = {**self._rows, job: job.run.started if job.run is not None else self._now()}
        self._survey()

    def _begun(self, job: Job) -> Job:
        """Begin a job, and see to it that its time is shown while it keeps silent."""
        with self._withdrawn(job):
            job.start()
        with self.lock:
            if not self.jobs:
                return job
            spawns, self._beating = not self._beating, True
        if spawns:
            self._spawn(self._beat)
        return job

    def _beat(self) -> None:
        while True:
            self._idle.wait(_BEAT_SECONDS)
            with self.lock:
                if not self.jobs:
                    self._beating = False
                    return
                try:
                    self._survey()
                except BaseException:
                    # Somebody's observer: the next run must have its time shown all the same.
                    self._beating = False
                    raise

    def _fetched(self, change: Callable[[EditRequest], EditRequest]) -> None:
        # So that the same request is known for the same.
        for job in self._front:
            job.asks(change)

    def _let_go(self, job: Job) -> None:
        job.leave()

    def _follow(self, job: Job) -> None:
        with self.lock:
            # Within the lock, so that what is older is not shown after what is newer.
            run, done = job.run, job.done
            known = job in self.jobs
            if known:
                # Whole, also where somebody's observer raises: nobody says a second time that a job is done.
                with self._step():
                    self._show_step(job, run, done=done)
        if known and (run is not None or done):
            self._account(run)

    def _show_step(self, job: Job, run: Run | None, *, done: bool) -> None:
        if run is not None:
            self._put(run)
        if done:
            self._finish(job, run)
        elif job in self._front and job.stopping and run is not None and run.stopped and not run.state.ended:
            self._leave_front(job)
            self.notice = Message.news("goes_on")
        self._survey()

    def _put(self, run: Run) -> None:
        """Put a run among the others, by when it was begun; called with the lock."""
        runs = {**{earlier.id: earlier for earlier in self.runs}, run.id: run}
        self.runs = held(runs.values(), self._needed() | {run.id})
        self._accounted = {each.id: self._accounted[each.id] for each in self.runs if each.id in self._accounted}

    def _needed(self) -> frozenset[str]:
        """Return the ids of the runs that are held however many come after them."""
        return frozenset(job.run.id for job in self.jobs if job.run is not None)

    def _leave_front(self, job: Job) -> None:
        self._front = tuple(each for each in self._front if each is not job)
        self.job = self._front[-1] if self._front else None

    def _take_away(self, job: Job) -> None:
        self.jobs = tuple(each for each in self.jobs if each is not job)
        if not self.jobs:
            self._idle.set()
        self._leave_front(job)

    def _finish(self, job: Job, run: Run | None) -> None:
        """Take a job away that has ended, and tell how; called with the lock."""
        if job is self.job:
            self.seconds = job.seconds
        front = job in self._front
        self._take_away(job)
        error = job.error or (run.error if run else None)
        failed = failed_of(run) if run is not None and job.error is None else None
        if failed is not None:
            self._fail(failed)
        elif front:
            # While others go on, the row itself says that it was stopped, and nothing moves for it.
            if error is not None and not (self.jobs and isinstance(error, Cancelled)):
                self.notice = Message.of(error)
        elif run is not None:
            # What was never sent, and what is looked for, is said elsewhere.
            silent = run.state in {RunState.CANCELLED, RunState.UNKNOWN} and job.error is None
            self._tell_of(run, None if silent else error)

    def _fail(self, failed: Failed) -> None:
        self.failed = (failed, *(each for each in self.failed if each.run.id != failed.run.id))[:_MOST_FAILED]
        self._forget_waiting()

    def _tell_of(self, run: Run, error: Exception | None) -> None:
        """Tell how a run behind has ended, where that is not seen."""
        name = run.request.prompt or run.request.model
        if error is not None:
            self.notice = Message.news("ended", name=name, reason=str(error))
        elif run.content and any(other.content and other.asked > run.asked for other in self.runs):
            self.notice = Message.news("came", name=name)
        else:
            self._forget_waiting()

    def _forget_waiting(self) -> None:
        behind = [job for job in self.jobs if job not in self._front]
        if self.notice is not None and self.notice.key in _WAITING and not behind:
            self.notice = None

    def _survey(self) -> None:
        """Say anew what is under way, the newest first; called with the lock."""
        if not self.jobs:
            # While one goes on, those that have ended keep their places: nothing moves under a finger.
            self._rows = {}
        ended = [job for job in self._rows if job not in self.jobs]
        dropped = ended[: max(0, len(ended) - _MOST_ROWS)]
        self._rows = {job: since for job, since in self._rows.items() if job not in dropped}
        now = self._now()
        jobs = sorted(self._rows, key=lambda job: self._rows[job])[::-1]
        rows = [row for job in jobs if (row := self._row(job, now)) is not None]
        if self.job is not None:
            self.seconds = self.job.seconds
        self.under_way = tuple(rows)

    def _row(self, job: Job, now: datetime) -> UnderWay | None:
        run, request, front, ended = job.run, job.request, job in self._front, job not in self.jobs
        if request is None:
            return None
        if ended:
            shown = next((row for row in self.under_way if row.job is job), None)
            seconds = shown.seconds if shown is not None else 0
        elif front or run is None:
            seconds = int(job.seconds)
        else:
            seconds = max(0, int((now - run.started).total_seconds()))
        stopping = job.stopping and not ended
        return UnderWay(
            job,
            request,
            run,
            stage_of(job),
            seconds,
            int(job.waited),
            self.expected(request),
            front,
            stopping,
            ended,
        )
