"""Joining: a session shows what those before it have under way, so that a cell that is run again loses nothing."""

from __future__ import annotations

from typing import Any

from wanwidgets.result import Run, RunState
from wanwidgets.running.job import Job
from wanwidgets.running.takeover import may_ask
from wanwidgets.session.neighbours import Neighbours
from wanwidgets.session.resuming import Resuming

__all__ = ["Joining"]


class Joining(Resuming):
    """A session that knows of the others in this process; `wanwidgets.session.EditSession` is the whole."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._joined: frozenset[Job] = frozenset()

    def close(self) -> None:
        """Stop the runs in the foreground, leave the others to the store, and hear nothing more of any.

        What the service goes on with is taken up by the next session that is resumed.
        """
        _SESSIONS.leave(self)
        super().close()

    def _join(self) -> int:
        """Show behind what earlier sessions on the same store have under way, and return how many runs these are.

        They keep it; only the search for a run of unknown outcome moves to the session that was opened last, since the
        others may not be on the screen any more.
        """
        _SESSIONS.enter(self)
        before = self._before()
        joined = [job for other in before for job in other.jobs if self._joins(job)]
        for job in joined:
            job.follow(self._follow)
            # What it said meanwhile, perhaps its last word, is not said again.
            self._follow(job)
        for other in before:
            for trace in other.traces:
                # What its user has decided there is done there.
                if trace.run.id not in other.decided:
                    self._search_for(trace.run)
        return len(joined)

    def _joins(self, job: Job) -> bool:
        run = job.run
        with self.lock:
            if job in self.jobs or job.done or (run is not None and not may_ask(run, self._runner.client)):
                return False
            self._watch(job)
            self._joined |= {job}
        return True

    def _search_for(self, run: Run) -> None:
        with self.lock:
            if may_ask(run, self._runner.client) and all(job.run is None or job.run.id != run.id for job in self.jobs):
                self._put(run)
                self._look(run)

    def _before(self) -> list[Joining]:
        return [other for other in _SESSIONS.before(self) if other.folder == self.folder]

    def _ask_for(self, run: Run) -> None:
        for other in self._before():
            other.give(run)

    def _let_go(self, job: Job) -> None:
        if job in self._joined:
            # It is another session's to stop.
            self._joined -= {job}
            job.unfollow(self._follow)
        else:
            super()._let_go(job)

    def _finish(self, job: Job, run: Run | None) -> None:
        joined = job in self._joined
        self._joined -= {job}
        super()._finish(job, run)
        # Its session was closed, and the service goes on.
        if joined and run is not None and job.stopping and run.state in {RunState.RUNNING, RunState.UNDELIVERED}:
            self._beside(self.resume)


_SESSIONS: Neighbours[Joining] = Neighbours()
"""Those that were opened and are not closed."""
