"""Each step of a run is in the journal before it is told; where nobody goes on, the journal says what is left."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import closing, suppress

from wanwidgets.errors import Cancelled, OutcomeUnknown, StoreError
from wanwidgets.result import Run, RunState
from wanwidgets.running.ending import BEFORE, CREATE_ENDS, FINAL, MEANWHILE, ended
from wanwidgets.store import RunStore

__all__ = ["journaled"]


def journaled(
    store: RunStore,
    run: Run,
    steps: Generator[Run, None, None],
    *,
    seconds: Callable[[], float],
) -> Iterator[Run]:
    """Yield each step of a run once the journal has it, and give the run back where it is not at its end.

    Parameters
    ----------
    store
        Has the run, and is in charge of it.
    run, steps
        The run as the journal has it, and what becomes of it.
    seconds
        How long it has taken so far.

    Raises
    ------
    StoreError
        A step could not be written down; it says what is known, and its `run` is that step.
    """
    try:
        with closing(steps):
            for step in steps:
                last, run = run, step.now(step.state, seconds=seconds())
                if run.error is not None:
                    run.error.run = run
                if _tells_more(run, last):
                    _write(store, run)
                try:
                    yield run
                except GeneratorExit:
                    left = _left(run)
                    if left is not None:
                        _write(store, left)
                    raise
    finally:
        if run.state not in FINAL:
            # Where the journal is broken, the run is free when this process ends.
            with suppress(StoreError):
                store.release(run)


def _write(store: RunStore, run: Run) -> None:
    try:
        store.record(run)
    except StoreError as error:
        raise _unwritten(error, run) from None


def _tells_more(run: Run, last: Run) -> bool:
    """Whether a step is worth writing down: a few words more of a stream are not worth a wait for the disk."""
    return _facts(run) != _facts(last)


def _facts(run: Run) -> tuple[object, ...]:
    return run.state, run.status, len(run.content), run.stopped


def _left(run: Run) -> Run | None:
    """Return what a run is when nobody goes on with it, where that is not what the journal says."""
    if run.state is RunState.SENT:
        # What was about to be sent is not sent any more.
        return ended(run, Cancelled(BEFORE), CREATE_ENDS)
    if run.state is RunState.RUNNING and not run.task_id:
        return ended(run, OutcomeUnknown(MEANWHILE), CREATE_ENDS)
    return None


def _unwritten(error: StoreError, run: Run) -> StoreError:
    told = ""
    if run.task_id:
        told = f" Task {run.task_id} goes on at the service and may be billed."
    elif run.error is not None:
        told = f" {run.error}"
    elif run.state in {RunState.RUNNING, RunState.SUCCEEDED}:
        told = " The service had begun to answer; the whole may be billed."
    lost = StoreError(f"{error}{told}")
    lost.run = run
    return lost
