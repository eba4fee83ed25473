"""Working: a draft and its runs, one in the foreground and others behind it."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from traitlets import Float, Instance, Tuple

from wanwidgets.budget import Caps
from wanwidgets.cost import most_of
from wanwidgets.errors import BudgetExceeded, Busy, InvalidRequest, StoreError
from wanwidgets.message import Message, budget_problem
from wanwidgets.problems import Problem
from wanwidgets.request import EditRequest
from wanwidgets.result import Run, RunState
from wanwidgets.running.job import Job, Spawn, Steps, in_thread
from wanwidgets.running.runner import Runner
from wanwidgets.session.drafting import Drafting
from wanwidgets.session.spending import Spending
from wanwidgets.spend import Spend

__all__ = ["Behind", "Working"]

_WAITING = {"under_way.one", "under_way.many", "goes_on"}
"""The news that are none any more when nothing is under way behind."""


@dataclass(frozen=True, slots=True)
class Behind:
    """A run under way behind what is edited: taken up from an earlier kernel, or stopped too late.

    Attributes
    ----------
    run : Run
    seconds : float
        Since it was begun, by the clock on the wall.
    waits : bool
        Whether it waits for its turn.
    """

    run: Run
    seconds: float
    waits: bool = False


class Working(Drafting):
    """A session that knows only runs of its own; `wanwidgets.session.EditSession` is the whole."""

    runs = Tuple()
    job = Instance(Job, allow_none=True)
    jobs = Tuple()
    behind = Tuple()
    seconds = Float(0.0)
    spending = Instance(Spending)
    remarks = Tuple()

    def __init__(
        self,
        runner: Runner,
        draft: EditRequest | None = None,
        *,
        budget: int | None = None,
        spawn: Spawn = in_thread,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
    ) -> None:
        super().__init__(runner, draft, spawn=spawn, clock=clock)
        self.id = new_id()
        self.caps = Caps(session=budget, session_id=self.id)
        self.spending = Spending(caps=self._all_caps())
        self._now = now
        self._begun = 0.0
        self.waited = 0.0
        self._accounted: dict[str, RunState] = {}

    @property
    def busy(self) -> bool:
        """Whether a run is under way in the foreground."""
        return self.job is not None

    @property
    def folder(self) -> Path:
        """Where its runs are kept."""
        return self._runner.store.folder

    @property
    def waits(self) -> bool:
        """Whether the run in the foreground waits for its turn: the account has as much under way as it may."""
        return self.job is not None and _waits(self.job)

    def spend(self) -> Spend:
        """Return what the runs of this session have cost, and may still."""
        return self._runner.store.spend(self.id)

    def store_spend(self) -> Spend:
        """Return what all runs of the store have cost, and may still."""
        return self._runner.store.spend()

    def problems(self) -> tuple[Problem, ...]:
        """Return everything that keeps the draft from being sent, its budget among it; nothing when it can be."""
        refusal = self._refusal(self.draft)
        return (*super().problems(), *([budget_problem(refusal, self._counted_by())] if refusal else []))

    def start(self) -> Job:
        """Begin a run of the draft, and return at once.

        Raises
        ------
        InvalidRequest, BudgetExceeded
            Nothing was sent.
        Busy
            A run is under way.
        """
        with self.lock:
            self._require_idle()
            draft, wrong = self.draft, super().problems()
            if wrong:
                raise InvalidRequest(self.problems())
            refusal = self._refusal(draft)
            if refusal is not None:
                raise refusal
            return self._begin(
                lambda pause, linger: self._runner.run(draft, pause=pause, linger=linger, caps=self.caps)
            )

    def run(self, timeout: float | None = None) -> Run:
        """Run the draft, wait for it, and return the run or raise what ended it."""
        return self.start().wait(timeout)

    def cancel(self) -> None:
        """Stop the run in the foreground, if there is one, and return at once.

        Where the service does not stop it any more it goes on behind: its result is kept and shown when it comes.
        """
        job = self.job
        if job is not None:
            job.cancel()

    def close(self) -> None:
        """Stop the run in the foreground, leave the others to the store, and hear nothing more of any.

        What the service goes on with is taken up by the next session that is resumed.
        """
        with self.lock:
            jobs = self.jobs
            self.job, self.jobs, self.behind = None, (), ()
        for job in jobs:
            self._let_go(job)

    def refresh(self) -> None:
        """Read from the store again what was spent, and what is to be known of it; it may take as long as a disk."""
        store = self._runner.store
        found = Spending(store.spend(self.id), store.spend(), self._all_caps())
        remarks = tuple(filter(None, (*store.notices, self._runner.client.gates.notice)))
        with self.lock:
            self.spending = found
            self.remarks = remarks

    def _begin(self, steps: Steps) -> Job:
        """Begin a job in the foreground; called with the lock."""
        self.notice = None
        self.seconds = self.waited = 0.0
        self._begun = self._clock()
        self.job = self._add(steps)
        return self.job.start()

    def _add(self, steps: Steps, *, run: Run | None = None, spawn: Spawn | None = None) -> Job:
        job = Job(steps, run=run, on_change=self._follow, spawn=spawn or self._spawn, clock=self._clock)
        with self.lock:
            self.jobs = (*self.jobs, job)
        return job

    def _let_go(self, job: Job) -> None:
        job.leave()

    def _require_idle(self) -> None:
        if self.busy:
            raise Busy("A run is under way already; wait for it, or cancel it.")

    def _all_caps(self) -> Caps:
        return self.caps.within(self._runner.store.budget)

    def _refusal(self, request: EditRequest) -> BudgetExceeded | None:
        return self.spending.refusal(most_of(request, self.engine))

    def _counted_by(self) -> str:
        """Return the parameter that says how many pictures come, where there is one to change; else the model."""
        mode = self.draft.mode
        row = mode.parameters.get(mode.counted_by) if mode else None
        return "model" if row is None or row.idle else row.name

    def _follow(self, job: Job) -> None:
        run, done = job.run, job.done
        with self.lock:
            known = job in self.jobs
            if known:
                self._show_step(job, run, done=done)
        if known and run is not None and self._accounted.get(run.id) is not run.state:
            self._accounted[run.id] = run.state
            self._account()
        elif known and done:
            self._account()

    def _show_step(self, job: Job, run: Run | None, *, done: bool) -> None:
        if run is not None:
            self._put(run)
        if job is self.job:
            if _waits(job):
                self.waited = self._clock() - self._begun
            self.seconds = self._clock() - self._begun
        if done:
            self._finish(job, run)
        elif job is self.job and job.stopping and run is not None and run.stopped and not run.state.ended:
            self.job = None
            self.notice = Message.news("goes_on")
        self._look_behind()

    def _put(self, run: Run) -> None:
        """Put a run among the others, by when it was begun; called with the lock."""
        runs = {**{earlier.id: earlier for earlier in self.runs}, run.id: run}
        self.runs = tuple(sorted(runs.values(), key=lambda each: each.started))

    def _finish(self, job: Job, run: Run | None) -> None:
        """Take a job away that has ended, and tell how; called with the lock."""
        foreground = job is self.job
        self.jobs = tuple(each for each in self.jobs if each is not job)
        error = job.error or (run.error if run else None)
        if foreground:
            self.job = None
            if error is not None:
                self.notice = Message.of(error)
        elif run is not None:
            # What was never sent, and what is looked for, is said elsewhere.
            silent = run.state in {RunState.CANCELLED, RunState.UNKNOWN} and job.error is None
            self._tell_of(run, None if silent else error)

    def _tell_of(self, run: Run, error: Exception | None) -> None:
        """Tell how a run behind has ended, where that is not seen."""
        name = run.request.prompt or run.request.model
        if error is not None:
            self.notice = Message.news("ended", name=name, reason=str(error))
        elif run.content and any(other.content and other.started > run.started for other in self.runs):
            self.notice = Message.news("came", name=name)
        elif self.notice is not None and self.notice.key in _WAITING and not self._jobs_behind():
            self.notice = None

    def _jobs_behind(self) -> list[Job]:
        return [job for job in self.jobs if job is not self.job]

    def _look_behind(self) -> None:
        now = self._now()
        rows = [(job.run, _waits(job)) for job in self._jobs_behind() if job.run is not None]
        self.behind = tuple(Behind(run, max(0.0, (now - run.started).total_seconds()), waits) for run, waits in rows)

    def _account(self) -> None:
        try:
            self.refresh()
        except StoreError as error:
            with self.lock:
                self.notice = self.notice or Message.of(error)


def _waits(job: Job) -> bool:
    """Return whether a job waits for its turn; what has a task has had it."""
    return job.pausing and (job.run is None or job.run.state in {RunState.PREPARED, RunState.SENT})
