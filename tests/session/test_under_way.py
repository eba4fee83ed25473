"""What a session holds of its runs, and what it takes from those before: pure questions."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from types import SimpleNamespace

import pytest

from wanwidgets.request import EditRequest
from wanwidgets.result import Run, RunState
from wanwidgets.session import under_way
from wanwidgets.session.expecting import usual
from wanwidgets.session.under_way import MOST_RUNS, held, stage_of
from wanwidgets.stages import CHECKING, SENDING, Stage
from wanwidgets.task import TaskStatus

BEGUN = datetime(2026, 11, 21, tzinfo=timezone.utc)


def run_of(number, request=None, state=RunState.SUCCEEDED, **facts):
    request = request or EditRequest("Make it red")
    return Run(str(number), request, "local/1", state, BEGUN + timedelta(minutes=number), **facts)


def test_the_last_runs_are_held():
    """Of many the last are held, in order, and whatever is needed still."""
    runs = [run_of(number) for number in range(80)]
    kept = [run.id for run in held(reversed(runs), {"3"})]

    assert kept == ["3", *map(str, range(80 - MOST_RUNS, 80))]


def test_runs_with_large_pictures_are_held_while_there_is_room(photo, monkeypatch):
    """Pictures that only old runs hold are let go; the last run and one with the same picture stay."""
    requests = [EditRequest("x", [photo.rotate(number)]) for number in range(4)]
    monkeypatch.setattr(under_way, "MOST_BYTES", 2 * len(requests[0].pictures[0].image.data))
    runs = [run_of(number, request) for number, request in enumerate([*requests, requests[-1]])]
    kept = [run.id for run in held(runs, ())]

    assert kept[-2:] == ["3", "4"]
    assert "0" not in kept
    monkeypatch.setattr(under_way, "MOST_BYTES", 0)
    assert [run.id for run in held(runs, {"0"})] == ["0", "4"]


@pytest.mark.parametrize(
    ("lasted", "pictures", "seconds"),
    [
        ([], 1, None),
        ([(1, 9.0)], 4, 9.0),
        ([(1, 9.0), (1, 11.0)], 1, 10.0),
        ([(1, 10.0), (4, 40.0), (1, 11.0), (4, 44.0), (1, 12.0)], 1, 11.0),
        ([(1, 10.0), (4, 40.0), (1, 11.0), (4, 44.0), (1, 12.0)], 4, 12.0),
        ([(1, 10.0), (1, 11.0), (1, 12.0), (4, 90.0)], None, 11.5),
        ([*[(1, 5.0)] * 10, *[(1, 500.0)] * 20], 1, 5.0),
    ],
    ids=["none", "one", "two", "alike", "few alike", "unsaid", "last ten"],
)
def test_usual_is_the_one_in_the_middle(lasted, pictures, seconds):
    """The middle of the last ten counts, of those with as many pictures where there are enough."""
    assert usual(lasted, pictures) == seconds


@pytest.mark.parametrize(
    ("stage", "run", "pausing", "seen"),
    [
        (None, None, False, CHECKING),
        (None, run_of(1, state=RunState.PREPARED), False, SENDING),
        (None, run_of(1, state=RunState.PREPARED), True, Stage("waiting")),
        (None, run_of(1, state=RunState.RUNNING, status=TaskStatus.PENDING), True, Stage("queued")),
        (None, run_of(1, state=RunState.RUNNING), True, Stage("running")),
        (SENDING, run_of(1, state=RunState.SENT), True, Stage("waiting")),
        (Stage("waiting", 2), run_of(1, state=RunState.PREPARED), True, Stage("waiting", 2)),
        (Stage("uploading", 1, 2), run_of(1, state=RunState.PREPARED), True, Stage("uploading", 1, 2)),
    ],
)
def test_stage_is_as_told_else_as_the_run_says(stage, run, pausing, seen):
    """What was told counts; whoever pauses before anything was sent waits for its turn."""
    assert stage_of(SimpleNamespace(stage=stage, run=run, pausing=pausing)) == seen
