"""Searching: runs whose outcome is unknown are looked for, and the user says what they are."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from traitlets import Instance, Tuple

from wanwidgets.errors import Cancelled, WanError
from wanwidgets.message import Message
from wanwidgets.modes import ReplayMode
from wanwidgets.result import Run, RunState
from wanwidgets.running.crew import Crew
from wanwidgets.running.job import Job
from wanwidgets.running.tracing import SETTLING_SECONDS, Trace
from wanwidgets.session.working import Working
from wanwidgets.stages import Tell
from wanwidgets.waiting import Pause

__all__ = ["Searching"]

_CHARGES = threading.RLock()
"""Held while a session of this process takes charge of a run, and another one perhaps gives it back for that."""

_LOOKS_AT_ONCE = 2
"""A look asks for whole lists, and waits for most of its time."""


class Searching(Working):
    """A session that takes nothing up by itself; `wanwidgets.session.EditSession` is the whole."""

    traces = Tuple()
    looking = Instance(frozenset, ())
    troubles = Instance(dict, ())

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._looks = Crew(self._spawn, most=_LOOKS_AT_ONCE)
        self._closed = threading.Event()
        self._charged: frozenset[str] = frozenset()
        self._searched: frozenset[str] = frozenset()

    def look(self, run_id: str) -> None:
        """Begin to look for a run whose outcome is unknown, and return at once; see `traces`.

        Raises
        ------
        ValueError
            There is no such run here.
        NotRemembered
            The session is offline.
        """
        with self.lock:
            self._require_online()
            self._look(self._unknown(run_id))

    def adopt(self, run_id: str, task_id: str) -> Job:
        """Say that a task is what a run with an unknown outcome had sent; go on with it behind, and return at once.

        Raises
        ------
        ValueError
            There is no such run here.
        """
        with self.lock:
            run = self._unknown(run_id)
            self.looking |= {run_id}
            job = self._add(
                lambda pause, linger, tell: self._runner.adopt(run, task_id, pause=pause, linger=linger, tell=tell),
                run=run,
            )
        return self._begun(job)

    def send_again(self, run_id: str) -> Job:
        """Send the request of a run with an unknown outcome as a new run, which may bill it twice; return at once.

        Raises
        ------
        ValueError
            There is no such run here.
        Busy, BudgetExceeded, NotRemembered
            Nothing was sent.
        """
        with self.lock:
            run = self._unknown(run_id)
            self._require_online()
            self._require_leave(run.request, ReplayMode.REFRESH)
            self.looking |= {run_id}
            return self._begin(run.request, lambda pause, linger, tell: self._again(run, pause, linger, tell))

    def abandon(self, run_id: str) -> None:
        """Leave a run with an unknown outcome at that, and return at once.

        Raises
        ------
        ValueError
            There is no such run here.
        """
        with self.lock:
            run = self._unknown(run_id)
            self.looking |= {run_id}
        self._beside(lambda: self._abandon(run))

    def close(self) -> None:
        """Stop the runs in the foreground, leave the others to the store, and hear nothing more of any.

        What the service goes on with is taken up by the next session that is resumed.
        """
        with self.lock:
            self._closed.set()
            left = [trace.run for trace in self.traces if trace.run.id in self._charged]
            self.traces, self._charged = (), frozenset()
        super().close()
        if left:
            self._beside(lambda: self._release(left))

    def _release(self, runs: list[Run]) -> None:
        for run in runs:
            self._runner.store.release(run)

    def _unknown(self, run_id: str) -> Run:
        run: Run | None = next((run for run in self.runs if run.id == run_id), None)
        if run is None or run.state is not RunState.UNKNOWN:
            raise ValueError(f"There is no run {run_id!r} in this session whose outcome is unknown.")
        return run

    def _look(self, run: Run) -> None:
        """Begin a look, unless nobody may be asked; called with the lock."""
        if run.id not in self.looking and not self.offline:
            until = (run.sent or run.started) + timedelta(seconds=SETTLING_SECONDS)
            self._show(Trace(run, (), settled=False, until=until))
            self.troubles = {key: said for key, said in self.troubles.items() if key != run.id}
            self.looking |= {run.id}
            self._searched |= {run.id}
            self._looks(lambda: self._search(run))

    def _search(self, run: Run) -> None:
        try:
            if self._has_charge(run):
                for trace in self._runner.trace(run, pause=self._closed.wait):
                    if run.id not in self._charged:
                        break
                    self._found(trace)
        except Cancelled:
            # The session was closed.
            return
        except WanError as error:
            with self.lock:
                self.troubles = {**self.troubles, run.id: str(error)}
        except Exception as error:  # noqa: BLE001 - a thread has no caller, and the panel must not look for ever
            self._tell(Message.of(error))
        finally:
            with self.lock:
                self.looking -= {run.id}
                self._searched -= {run.id}

    def _has_charge(self, run: Run) -> bool:
        """Take charge of a run if it is not there yet, so that no other kernel adopts it or sends it again as well."""
        with _CHARGES:
            if run.id in self._charged:
                return True
            store = self._runner.store
            # An adoption that was refused has not given it back, and one has no claim to what one has.
            store.release(run)
            self._ask_for(run)
            taken = store.claim(run) is not None
            if taken:
                with self.lock:
                    self._charged |= {run.id}
        if not taken:
            with self.lock:
                self._drop(run.id)
                self.notice = Message.news("taken", name=run.request.prompt or run.request.model)
        return taken

    def _ask_for(self, run: Run) -> None:
        """Ask for the charge of a run where somebody gives it."""

    @property
    def decided(self) -> frozenset[str]:
        """The ids of runs in `traces` that the user has said what to do with, and it is being done."""
        return self.looking - self._searched

    def give(self, run: Run) -> None:
        """Give the charge of a run back for another session, where it is here and nothing is decided of it."""
        with self.lock:
            if run.id not in self._charged or run.id in self.decided:
                return
            self._drop(run.id)
        self._runner.store.release(run)

    def _found(self, trace: Trace) -> None:
        with self.lock:
            if not self._closed.is_set():
                self._show(trace)

    def _needed(self) -> frozenset[str]:
        return super()._needed() | {trace.run.id for trace in self.traces}

    def _show(self, trace: Trace) -> None:
        others = {other.run.id: other for other in self.traces}
        self.traces = tuple({**others, trace.run.id: trace}.values())

    def _drop(self, run_id: str) -> None:
        self.traces = tuple(trace for trace in self.traces if trace.run.id != run_id)
        self.looking -= {run_id}
        self._charged -= {run_id}

    def _abandon(self, run: Run) -> None:
        left = self._runner.abandon(run)
        with self.lock:
            self._put(left)
            self._drop(run.id)
        self._account()

    def _again(self, old: Run, pause: Pause, linger: Pause, tell: Tell) -> Iterator[Run]:
        left = False
        try:
            for run in self._runner.again(old, pause=pause, linger=linger, caps=self.caps, tell=tell):
                if not left:
                    # The new intent is on disk, so the old run is not needed to know of it any more.
                    left = True
                    self._abandon(old)
                yield run
        finally:
            with self.lock:
                self.looking -= {old.id}

    def _show_step(self, job: Job, run: Run | None, *, done: bool) -> None:
        super()._show_step(job, run, done=done)
        if run is None:
            return
        if run.state is not RunState.UNKNOWN:
            self._drop(run.id)
        elif done and run.id not in self._searched:
            # What was done for it came to nothing, or its answer did not come; who ends a job gives back the charge.
            self.looking -= {run.id}
            self._charged -= {run.id}
            self._look(run)
