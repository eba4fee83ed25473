"""Jobs that have got so far, to be shown."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

import wanwidgets as ww
from wanwidgets.result import Run, RunState
from wanwidgets.running.job import Job
from wanwidgets.running.runner import Runner
from wanwidgets.session.under_way import UnderWay
from wanwidgets.stages import Stage

START = datetime(2026, 11, 20, 12, 3, 5, tzinfo=timezone.utc)


@pytest.fixture
def quiet_editor(open_editor, tmp_path):
    """Return a function that makes an editor in which nothing happens by itself."""

    def make(language="en", **options):
        runner = Runner(ww.Client("sk-unused", region="beijing"), ww.RunStore(tmp_path / "runs"))
        session = ww.EditSession(runner, spawn=lambda _: None, **options)
        return open_editor(session=session, language=language)

    return make


@pytest.fixture
def run_of():
    """Return a function that makes a run in a state."""

    def make(state=RunState.RUNNING, name="r", prompt="Make it <b>warmer</b>", **facts):
        request = ww.EditRequest(prompt, **facts.pop("parameters", {}))
        return Run(name, request, "model-studio/beijing", state, START, **facts)

    return make


@pytest.fixture
def row_of(run_of):
    """Return a function that makes what a session says of a run under way; its job is never begun."""

    def make(stage="running", number=0, count=0, *, run=None, **facts):
        run = run or run_of()
        row = {"seconds": 12, "waited": 0, "expected": None, "front": True, "stopping": False, "ended": False, **facts}
        job = row.pop("job", None) or Job(lambda *_: iter(()), run=run)
        return UnderWay(job, run.request, run, Stage(stage, number, count), **row)

    return make
