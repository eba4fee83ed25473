"""Resuming: what earlier kernels left unfinished is gone on with behind what is edited."""

from __future__ import annotations

from typing import Any

from wanwidgets.message import Message
from wanwidgets.running.crew import Crew
from wanwidgets.running.job import Job
from wanwidgets.running.takeover import goes_on, is_search, staying, take_over
from wanwidgets.session.searching import Searching

__all__ = ["Resuming"]


class Resuming(Searching):
    """A session that knows of no other in this process; `wanwidgets.session.EditSession` is the whole."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._crew = Crew(self._spawn)

    def resume(self) -> tuple[Job, ...]:
        """Take up every unfinished run of the store that nobody has charge of and that can be asked for here.

        They go on behind, a few at a time, and do not keep the next run waiting. Runs whose outcome is unknown are
        looked for; nothing is adopted or sent without being told to. Offline, nothing is taken up.

        Returns
        -------
        tuple of Job
            Of those that go on.

        Raises
        ------
        StoreError
        """
        return self._resume(0)

    def fetch_again(self) -> None:
        """Begin to fetch what did not come though the service made it, and return at once."""
        with self.lock:
            self.notice = None
        self._beside(self.resume)

    def _resume(self, joined: int) -> tuple[Job, ...]:
        jobs: list[Job] = []
        runs = () if self.offline else take_over(self._runner)
        try:
            with self.lock, self._step():
                for run in runs:
                    self._put(run)
                    if is_search(run):
                        self._charged |= {run.id}
                        self._look(run)
                    else:
                        jobs.append(self._add(staying(self._runner, run), run=run, spawn=self._crew))
                count = joined + sum(goes_on(job.run) for job in jobs if job.run is not None)
                if count and self.notice is None:
                    self.notice = Message.news("under_way.one" if count == 1 else "under_way.many", count=count)
                self._survey()
        finally:
            # Also where somebody's observer raised: what was taken over is not left lying.
            for job in jobs:
                self._begun(job)
        return tuple(jobs)
