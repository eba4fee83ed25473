"""Stages: where a run is on its way, as its user sees it. They are told while it goes on, and kept nowhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

__all__ = ["CHECKING", "ELSEWHERE", "REMEMBERED", "SENDING", "STAGES", "Stage", "Tell", "untold"]

STAGES = (
    "checking",
    "remembered",
    "elsewhere",
    "uploading",
    "sending",
    "waiting",
    "queued",
    "running",
    "downloading",
    "saving",
)
"""In their order; a run leaves out what it does not need. What is remembered has no more stages, and what is under way
elsewhere, in the charge of another kernel or thread, is waited for."""


class Stage(NamedTuple):
    """Where a run is.

    Attributes
    ----------
    name : str
        One of `STAGES`.
    number : int
        Which picture it is at, counted from 1; while it waits for its turn, its place in line. 0 where it has none.
    total : int
        How many pictures there are; 0 where that is not known.
    """

    name: str
    number: int = 0
    total: int = 0


Tell = Callable[[Stage], None]
"""Hears of each stage, on the thread of the run; it returns at once."""

CHECKING, SENDING = Stage("checking"), Stage("sending")
REMEMBERED, ELSEWHERE = Stage("remembered"), Stage("elsewhere")


def untold(_stage: Stage) -> None:
    """Hear of a stage, and do nothing."""
