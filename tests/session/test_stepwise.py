"""Somebody who observes a session and raises leaves nothing half done."""

from __future__ import annotations

import pytest
from traitlets import Int

from wanwidgets.result import RunState
from wanwidgets.running.runner import Runner
from wanwidgets.session import EditSession
from wanwidgets.session.stepwise import Stepwise
from wanwidgets.store import RunStore

LONG = 60.0
TRAITS = ("jobs", "job", "notice", "runs", "spending")


class OddError(Exception):
    """Raised by an observer."""


class Pair(Stepwise):
    """Two traits."""

    one = Int()
    two = Int()


@pytest.fixture
def pair():
    """Return a pair whose first trait has an observer that raises."""
    pair = Pair()

    def odd(_):
        raise OddError

    pair.observe(odd, "one")
    return pair


def test_a_step_is_whole(pair):
    """All traits of a step change and all of them are told; the first error comes at the end, once."""
    told = []
    pair.observe(lambda change: told.append(change.new), "two")

    def change():
        with pair._step():
            pair.one = 1
            with pair._step():
                pair.one = 2
            pair.two = 3

    with pytest.raises(OddError):
        change()
    assert (pair.one, pair.two, told) == (2, 3, [3])
    with pytest.raises(OddError):
        pair.one = 4


def test_a_fault_of_its_own_comes_first(pair):
    """What goes wrong within a step is raised and not hidden by what an observer raised."""

    def change():
        with pair._step():
            pair.one = 1
            raise KeyError

    with pytest.raises(KeyError):
        change()


@pytest.fixture
def session(serve, draft, tmp_path):
    """Return a session on the local service."""
    session = EditSession(Runner(serve().client(), RunStore(tmp_path / "runs")), draft)
    yield session
    session.close()


@pytest.mark.parametrize("name", ["jobs", "job", "under_way"])
def test_start_that_raises_has_begun_nothing(session, name):
    """Where an observer raises in `start`, nothing is sent or shown, and the next start is not refused as busy."""

    def odd(_):
        raise OddError

    session.observe(odd, name)
    with pytest.raises(OddError):
        session.start()
    assert (session.jobs, session.job, session.under_way, session.busy) == ((), None, (), False)
    assert session.refusal_now() is None

    session.unobserve(odd, name)
    assert session.run(LONG).state is RunState.SUCCEEDED
    assert [run.state for run in session.runs] == [RunState.SUCCEEDED]


def test_thread_that_cannot_begin_leaves_nothing(session):
    """Where the system gives no thread, the run has not begun and the session is not busy."""
    spawn, session._spawn = session._spawn, lambda _: (_ for _ in ()).throw(RuntimeError("can't start new thread"))
    with pytest.raises(RuntimeError, match="new thread"):
        session.start()
    assert (session.jobs, session.under_way, session.refusal_now()) == ((), (), None)

    session._spawn = spawn
    assert session.run(LONG).state is RunState.SUCCEEDED


@pytest.mark.parametrize("name", TRAITS)
def test_run_ends_whatever_its_observers_do(session, name):
    """An observer that raises once a run is under way keeps it neither from its end nor the session busy."""
    job = session.start()

    def odd(_):
        raise OddError

    session.observe(odd, name)
    assert job.join(LONG)
    session.unobserve(odd, name)

    assert job.run.state is RunState.SUCCEEDED
    assert (session.jobs, session.job, session.busy) == ((), None, False)
    assert session.runs[-1].state is RunState.SUCCEEDED


@pytest.mark.parametrize("name", ["jobs", "runs"])
def test_taken_over_is_gone_on_with_all_the_same(serve, draft, tmp_path, name):
    """An observer that raises while runs are taken over is heard, and each of them goes on."""
    client = serve().client()
    store = RunStore(tmp_path / "runs")
    for take in range(2):
        store.begin(draft.replace(take=take), client.engine)
    store.close()
    session = EditSession(Runner(client, RunStore(tmp_path / "runs")), draft)

    def odd(_):
        raise OddError

    session.observe(odd, name)
    with pytest.raises(OddError):
        session.resume()
    session.unobserve(odd, name)
    for job in session.jobs:
        assert job.join(LONG)

    assert [run.state for run in RunStore(tmp_path / "runs").runs()] == [RunState.SUCCEEDED] * 2
    session.close()
