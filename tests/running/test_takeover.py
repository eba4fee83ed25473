"""Who takes over what earlier kernels left either goes on with it, or leaves it to the next one."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

import wanwidgets as ww
from wanwidgets.errors import StoreError
from wanwidgets.request import EditRequest
from wanwidgets.result import RunState
from wanwidgets.running import job as jobs
from wanwidgets.running.runner import Runner
from wanwidgets.running.takeover import may_ask, take_over
from wanwidgets.store import RunStore

ENGINE = "custom/127.0.0.1"


@pytest.fixture
def left(tmp_path):
    """Return three runs whose kernel has ended, the oldest first."""
    store = RunStore(tmp_path / "runs")
    runs = [store.begin(EditRequest("x", take=take), ENGINE) for take in range(3)]
    runs = [store.record(run.now(RunState.RUNNING, task_id=f"t-{run.request.take}")) for run in runs]
    store.close()
    return runs


@pytest.fixture
def client():
    """Return a client of a place that is not asked for anything here."""
    return ww.Client("sk-not-a-key", base_url="http://127.0.0.1:9/api/v1")


def broken_at(store, number, error, *, after):
    """Let a claim fail, before or after it was written down."""
    claim, count = store.claim, iter(range(1, 100))

    def claims(run):
        now = next(count) == number
        if now and not after:
            raise error
        claimed = claim(run)
        if now:
            raise error
        return claimed

    store.claim = claims


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("error", [KeyboardInterrupt(), StoreError("The disk is full.")])
def test_what_is_not_taken_over_as_a_whole_is_free(tmp_path, client, left, error, *, after):
    """An interrupt, or a disk that fails, between two claims leaves none with a kernel that goes on with nothing."""
    store = RunStore(tmp_path / "runs")
    broken_at(store, 2, error, after=after)

    with pytest.raises(type(error)):
        take_over(Runner(client, store))

    assert [run.id for run in RunStore(tmp_path / "runs").unfinished()] == [run.id for run in left]


def test_interrupted_resume_leaves_every_run_to_the_next(tmp_path, client, left, monkeypatch):
    """Who interrupts `ww.resume` while its jobs begin can call it again in the same kernel."""
    store, begun = RunStore(tmp_path / "runs"), jobs.Job.start

    def start(job):
        if not interrupted:
            interrupted.append(job)
            raise KeyboardInterrupt
        return begun(job)

    interrupted = []
    monkeypatch.setattr(jobs.Job, "start", start)
    seen = []
    monkeypatch.setattr(jobs.Job, "leave", lambda job, leave=jobs.Job.leave: (seen.append(job), leave(job)))
    with pytest.raises(KeyboardInterrupt):
        ww.resume(client, store)
    assert all(job.join(60) for job in seen)

    assert [run.id for run in store.unfinished()] == [run.id for run in left]


@pytest.mark.parametrize(
    ("run", "asked"),
    [
        ({"engine": ENGINE, "task_id": "t-1", "account": "another"}, True),
        ({"engine": ENGINE, "task_id": "", "account": "another"}, False),
        ({"engine": ENGINE, "task_id": "", "account": ""}, True),
        ({"engine": "model-studio/beijing", "task_id": "t-1", "account": ""}, False),
        ({"engine": "local/7", "task_id": "t-1", "account": ""}, False),
    ],
)
def test_who_may_be_asked(client, run, asked):
    """A task is asked for where it was sent; what has none, by its own key, or by any where the journal names none."""
    assert may_ask(SimpleNamespace(**run), client) is asked
