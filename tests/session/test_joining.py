"""A cell that is run again: the new session shows what the old one has under way, and neither disturbs the other."""

from __future__ import annotations

import threading

import pytest

from wanwidgets.protocol.retry import Schedule
from wanwidgets.result import RunState
from wanwidgets.running import tracing
from wanwidgets.running.runner import Runner
from wanwidgets.session import EditSession
from wanwidgets.store import RunStore
from wanwidgets.task import TaskStatus

LONG = 60.0
QUICK = Schedule(early=(0.02,), interval=0.05)


@pytest.fixture
def show(tmp_path):
    """Return a function that opens a session as a cell does that is run once more in the same kernel."""
    shown = []

    def make(service, draft=None, folder="runs"):
        client = service.client(engine="custom/127.0.0.1", schedule=QUICK, gates="shared")
        shown.append(EditSession(Runner(client, RunStore(tmp_path / folder)), draft))
        shown[-1].open()
        return shown[-1]

    yield make
    for session in shown:
        session.close()


@pytest.fixture
def running(until):
    """Return a function that begins a run, and waits until the service has it."""

    def begin(session):
        job = session.start()
        until(session, lambda s: any(run.task_id for run in s.runs))
        return job

    return begin


def test_what_is_under_way_is_shown_by_the_next_session_too(serve, show, draft, until, monkeypatch):
    """The same job is behind in the new session, told as news, and its picture is in both when it comes."""
    joined, keep = threading.Event(), RunStore.keep
    # However long the new session takes to open, the run has not ended before.
    monkeypatch.setattr(RunStore, "keep", lambda store, data: joined.wait(LONG) and keep(store, data))
    service = serve()
    old = show(service, draft)
    job = old.start()
    until(old, lambda s: any(run.task_id for run in s.runs))
    new = show(service, draft)
    until(new, lambda s: s.jobs)
    assert new.jobs == (job,)
    assert not new.busy

    joined.set()
    assert job.join(LONG)
    until(new, lambda s: not s.jobs)
    assert [[run.state for run in session.runs] for session in (old, new)] == [[RunState.SUCCEEDED]] * 2
    assert new.runs[0].saved == old.runs[0].saved
    assert (new.jobs, new.behind) == ((), ())
    assert len(service.ledger()) == 1


def test_many_sessions_need_no_thread_each(serve, show, draft, running, until):
    """Twenty times the same cell: one job, and no more threads than before once all are open."""
    service = serve(queue_seconds=600)
    job = running(show(service, draft))
    before = threading.active_count()
    for _ in range(20):
        session = show(service, draft)
        until(session, lambda s: s.behind)
        assert session.jobs == (job,)
    until(session, lambda _: threading.active_count() <= before)


def test_closing_the_new_session_stops_nothing(serve, show, draft, running, until):
    """What belongs to another session goes on there."""
    service = serve(queue_seconds=600)
    old = show(service, draft)
    job = running(old)
    new = show(service)
    until(new, lambda s: s.jobs)
    new.close()
    assert not job.stopping
    assert old.jobs == (job,)
    assert new.jobs == ()


def test_closing_the_old_session_hands_over_what_goes_on(serve, show, draft, running, until):
    """Where the service does not stop any more, the new session takes the run up and keeps its picture."""
    service = serve(run_seconds=6)
    old = show(service, draft)
    job = running(old)
    new = show(service)
    until(new, lambda s: s.behind and s.behind[0].run.status is TaskStatus.RUNNING)
    old.close()
    assert job.join(LONG)
    until(new, lambda s: s.runs and s.runs[0].state is RunState.SUCCEEDED)
    assert len(service.ledger()) == 1


def test_other_stores_are_not_of_interest(serve, show, draft, running, until):
    """A session on another folder shows nothing of it."""
    service = serve(queue_seconds=600)
    running(show(service, draft))
    other = show(service, folder="others")
    until(other, lambda s: s.spending.store.pictures == 0)
    assert other.jobs == ()


def test_unknown_outcome_moves_to_the_session_that_was_opened_last(serve, show, draft, monkeypatch, until):
    """The panel of a cell that was run again is in the new editor, which has charge; the old one has none any more."""
    monkeypatch.setattr(tracing, "LISTED_AT", (0.0,))
    service = serve(looks=(10_000, 1))
    service.fault("create", "drop_after")
    old = show(service, draft)
    old.start()
    until(old, lambda s: s.traces and s.traces[0].settled and not s.looking)
    new = show(service)
    until(new, lambda s: s.traces and s.traces[0].settled and not s.looking)
    (candidate,) = new.traces[0].candidates

    assert old.traces == ()
    job = new.adopt(new.traces[0].run.id, candidate.entry.id)
    until(new, lambda s: not s.traces)
    assert job.run.task_id == candidate.entry.id
