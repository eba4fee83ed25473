"""UnderWay: a run under way as it is shown, and which of all runs a session holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from wanwidgets.images import InputImage
from wanwidgets.request import EditRequest
from wanwidgets.result import Run, RunState
from wanwidgets.running.job import Job
from wanwidgets.stages import CHECKING, SENDING, Stage
from wanwidgets.task import TaskStatus

__all__ = ["MOST_BYTES", "MOST_RUNS", "UnderWay", "held", "stage_of"]

MOST_RUNS = 50
"""That have ended; the store has the others."""

MOST_BYTES = 256 * 1024 * 1024
"""Of files of input pictures that only runs hold which have ended."""


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A run under way, or one that ended while others go on.

    Attributes
    ----------
    job : Job
    request : EditRequest
    run : Run or None
        None while nothing is written down yet.
    stage : Stage
    seconds : int
        How long ago it was begun; behind, by the clock on the wall, and otherwise here.
    waited : int
        How much of that was over when the request left.
    expected : float or None
        How many seconds the service usually takes from then on.
    front : bool
        Whether it was begun here and is not stopped; all others are behind.
    stopping : bool
        Whether it was asked to stop.
    ended : bool
    """

    job: Job
    request: EditRequest
    run: Run | None
    stage: Stage
    seconds: int
    waited: int
    expected: float | None
    front: bool
    stopping: bool
    ended: bool

    @property
    def waits(self) -> bool:
        """Whether it waits for its turn: the account has as much under way as it may."""
        return self.stage.name == "waiting"

    @property
    def may_stop(self) -> bool:
        """Whether to ask it to stop changes anything."""
        return not (self.ended or self.stopping or (self.run is not None and self.run.stopped))


def stage_of(job: Job) -> Stage:
    """Return where a job is: as it was told, else as its run says."""
    run, stage = job.run, job.stage
    if stage is None:
        if run is None:
            return CHECKING
        if run.state is RunState.RUNNING:
            return Stage("queued" if run.status is TaskStatus.PENDING else "running")
        stage = SENDING
    # What has a task has had its turn; whoever pauses before that waits for it.
    return Stage("waiting") if stage == SENDING and job.pausing else stage


def held(runs: Iterable[Run], pinned: Collection[str]) -> tuple[Run, ...]:
    """Return which runs a session goes on holding, by when they were begun.

    Parameters
    ----------
    runs
        All that it holds.
    pinned
        The ids of those that it needs; of the others the latest stay, while they are few and their pictures small.
    """
    kept: list[Run] = []
    seen: set[int] = set()
    places, room = MOST_RUNS, MOST_BYTES
    for run in sorted(runs, key=lambda each: each.asked, reverse=True):
        if run.id not in pinned:
            if not places or room < 0:
                continue
            places -= 1
            files = {id(image): len(image.data) for image in _pictures(run)}
            room -= sum(size for each, size in files.items() if each not in seen)
            seen |= files.keys()
            if room < 0 and places < MOST_RUNS - 1:
                continue
        kept.append(run)
    return tuple(reversed(kept))


def _pictures(run: Run) -> list[InputImage]:
    base = run.request.mask.base if run.request.mask else None
    pictures = [picture.image for picture in run.request.pictures if isinstance(picture.image, InputImage)]
    return [*pictures, *([base] if base else [])]
