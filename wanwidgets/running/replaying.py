"""Replaying: what was asked before is not asked again.

What is remembered is given again, free. What is under way elsewhere is waited for, and what an earlier kernel left is
taken up. So a notebook that is run again, twice at once or after its kernel was killed, pays for nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from datetime import datetime

from wanwidgets.errors import Cancelled, OutcomeUnknown, TaskLost
from wanwidgets.modes import ReplayMode
from wanwidgets.request import EditRequest
from wanwidgets.result import Run, RunState
from wanwidgets.running.ending import BEFORE
from wanwidgets.running.telling import not_remembered, still_unknown, stopped_waiting
from wanwidgets.stages import ELSEWHERE, REMEMBERED, Tell
from wanwidgets.store import RunStore
from wanwidgets.waiting import Pause

__all__ = ["Replaying"]

_FIRST_LOOK, _LONGEST_LOOK = 0.05, 2.0
"""Seconds between two looks at what is under way elsewhere: each time twice as many, up to the longest."""

_ANOTHER_KEY = "To ask anew, with the key of now, use mode='refresh': it is billed by itself."

TakeUp = Callable[[Run], Iterator[Run]]
"""Goes on with a run of which this store has charge."""


class Replaying:
    """Answers requests of one engine from what a store knows.

    Parameters
    ----------
    store
        What it remembers, and what is under way in it.
    engine
        Who would be asked.
    now
        The time, with its zone.
    """

    def __init__(self, store: RunStore, engine: str, now: Callable[[], datetime]) -> None:
        self._store = store
        self._engine = engine
        self._now = now

    def answers(self, request: EditRequest, *, pause: Pause, tell: Tell, take_up: TakeUp) -> Generator[Run, None, bool]:
        """Yield what a request gives without being sent, and return whether there is anything.

        Raises
        ------
        StoreError
            What is remembered is gone or was edited by hand.
        TaskLost
            It was asked with another key, or at another place. It stays as it is.
        Cancelled
            `pause` said so.
        """
        while True:
            run = self._store.recall(request, self._engine)
            if run is not None:
                tell(REMEMBERED)
                yield run
                return True
            other = self._store.open_run(request, self._engine)
            if other is None:
                return False
            if other.state is RunState.UNKNOWN:
                yield _told(other, request, still_unknown(other, self._now()))
                return True
            if self._store.charge(other):
                self._wait(other, pause, tell)
                continue
            claimed = self._store.claim(other)
            if claimed is not None:
                yield from self._taken_up(claimed, request, take_up)
                return True
            # Somebody else was faster.
            if pause(_FIRST_LOOK):
                raise Cancelled(BEFORE)

    def offline(self, request: EditRequest, tell: Tell) -> Run:
        """Return what is remembered of a request, whoever answered it.

        Raises
        ------
        NotRemembered
            Nothing is; it names what differs from the nearest request that is remembered.
        StoreError
            What is remembered is gone or was edited by hand.
        """
        run = self._store.recall(request, self._engine, offline=True)
        if run is None:
            unfinished = self._store.open_run(request, self._engine)
            begun = None if unfinished is None else unfinished.started
            raise not_remembered(self._store.folder.name, self._store.nearest(request, self._engine), begun)
        tell(REMEMBERED)
        return run

    def free(self, request: EditRequest, mode: ReplayMode) -> bool:
        """Return whether a request with all its pictures would be answered without being sent."""
        if mode is ReplayMode.REFRESH:
            return False
        if mode is ReplayMode.OFFLINE:
            return True
        known = self._store.remembered(request, self._engine) is not None
        return known or self._store.open_run(request, self._engine) is not None

    def _wait(self, other: Run, pause: Pause, tell: Tell) -> None:
        tell(ELSEWHERE)
        seconds = _FIRST_LOOK
        while self._store.charge(other):
            if pause(seconds):
                raise stopped_waiting()
            seconds = min(2 * seconds, _LONGEST_LOOK)

    def _taken_up(self, run: Run, request: EditRequest, take_up: TakeUp) -> Iterator[Run]:
        # The pictures are those that were asked with now, since what the journal has of them may be gone; and whoever
        # had stopped it wants it now.
        wanted = run.now(run.state, request=request, stopped=False)
        try:
            for step in take_up(wanted):
                # The journal has what the step says. Here it is told what it means for who asks again.
                unknown = step.state is RunState.UNKNOWN
                yield _told(step, request, still_unknown(run, self._now())) if unknown else step
        except TaskLost as error:
            told = TaskLost(f"{error} {_ANOTHER_KEY}")
            told.run = error.run
            raise told from None


def _told(run: Run, request: EditRequest, error: OutcomeUnknown) -> Run:
    """Return a run of unknown outcome as it is told to who asks for the same again."""
    told = run.now(RunState.UNKNOWN, request=request, error=error)
    error.run = told
    return told
