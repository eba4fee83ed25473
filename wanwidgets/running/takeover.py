"""Takeover: what earlier kernels left unfinished is gone on with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

from wanwidgets.client import Client
from wanwidgets.errors import StoreError
from wanwidgets.place import is_local
from wanwidgets.result import Run, RunState
from wanwidgets.running.job import Steps
from wanwidgets.running.runner import Runner
from wanwidgets.stages import Tell
from wanwidgets.waiting import Pause

__all__ = ["give_back", "goes_on", "is_search", "may_ask", "staying", "take_over"]


class _Left(Exception):
    """Nobody waits for the run any more; nothing is wrong, and the journal has it."""


def may_ask(run: Run, client: Client) -> bool:
    """Return whether a client can be asked for a run.

    A task is known by its id, also to another key of the same account; without one only its own key's list can tell.
    Whose key it was, journals of the first version do not say: whoever asks at the same place takes care of it.
    """
    if is_local(run.engine):
        return is_local(client.engine)
    return run.engine == client.engine and (bool(run.task_id) or run.account in {"", client.account})


def take_over(runner: Runner) -> tuple[Run, ...]:
    """Take charge of each unfinished run that nobody has charge of and that the runner's client may ask; oldest first.

    Raises
    ------
    StoreError
        Nothing was taken over.
    """
    taken: list[Run] = []
    try:
        for found in runner.store.unfinished():
            if not may_ask(found, runner.client):
                continue
            # Before the claim: an interrupt comes when the disk has answered.
            taken.append(found)
            run = runner.store.claim(found)
            taken[-1:] = [] if run is None else [run]
    except BaseException:
        give_back(runner, taken)
        raise
    return tuple(taken)


def give_back(runner: Runner, runs: Iterable[Run]) -> None:
    """Give back the charge of runs that nobody here goes on with, which would keep every other kernel from them."""
    for run in runs:
        # What cannot be written down is free when this process ends.
        with suppress(StoreError):
            runner.store.release(run)


def is_search(run: Run) -> bool:
    """Return whether only the service's list of tasks can say more of a run."""
    return run.state is RunState.UNKNOWN and not is_local(run.engine)


def goes_on(run: Run) -> bool:
    """Return whether something may still come of a run by itself; one of the local service simply runs again, free."""
    return bool(run.task_id) or is_local(run.engine)


def staying(runner: Runner, run: Run) -> Steps:
    """Return what goes on with a run that was taken over.

    Who leaves the job does not stop the task, not even one that still waits in the queue: the next session goes on.
    """

    def steps(pause: Pause, linger: Pause, tell: Tell) -> Iterator[Run]:
        def stop(seconds: float) -> bool:
            stopped = pause(seconds)
            # To leave is to stop as well, as far as a job knows.
            return stay(0) or stopped

        def stay(seconds: float) -> bool:
            if linger(seconds):
                raise _Left
            return False

        try:
            yield from runner.resume(run, pause=stop, linger=stay, tell=tell)
        except _Left:
            return

    return steps
