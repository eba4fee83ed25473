"""What a careful user does about a run that did not come to its end: look, adopt what is there, never send again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kernels import never

from wanwidgets.client import Client
from wanwidgets.result import Run, RunState
from wanwidgets.running.runner import Runner
from wanwidgets.store import RunStore

__all__ = ["UNDECIDED", "Careful"]

UNDECIDED = frozenset({RunState.PREPARED, RunState.SENT, RunState.RUNNING, RunState.UNKNOWN, RunState.UNDELIVERED})
"""States of which something may still come."""


class Careful:
    """A user at a kernel that was opened after whatever happened in another one.

    Parameters
    ----------
    client
        Asks the service.
    folder
        Of the store.
    """

    def __init__(self, client: Client, folder: Path) -> None:
        self.store = RunStore(folder)
        self.runner = Runner(client, self.store)

    def __enter__(self) -> Careful:  # noqa: PYI034 - Self is not in typing before 3.11
        return self

    def __exit__(self, *_: object) -> None:
        self.store.close()

    def settle(self, before: Callable[[Run], None] = lambda _: None) -> list[Run]:
        """Do everything there is to do, and return the runs that were taken up, as they ended.

        Parameters
        ----------
        before
            Called with each run before it is traced.
        """
        return [self._settled(run, before) for run in self.store.unfinished()]

    def _settled(self, run: Run, before: Callable[[Run], None]) -> Run:
        taken = self.store.claim(run)
        assert taken is not None, f"{run.id} is in nobody's charge, and cannot be claimed"
        if taken.state is not RunState.UNKNOWN:
            *_, taken = self.runner.resume(taken, pause=never)
        if taken.state is RunState.UNKNOWN:
            before(taken)
            taken = self._reconciled(taken)
        return taken

    def _reconciled(self, run: Run) -> Run:
        *_, trace = self.runner.trace(run, pause=never)
        same = [found for found in trace.candidates if found.prompt == "same"]
        possible = same or [found for found in trace.candidates if found.prompt != "other"]
        if len(possible) == 1:
            *_, run = self.runner.adopt(run, possible[0].entry.id, pause=never)
        elif not possible:
            run = self.runner.abandon(run)
        return run
