"""A session gives what is remembered, waits for what is under way, and offline asks nobody."""

from __future__ import annotations

import threading
from contextlib import closing

import pytest

from wanwidgets.api import connect
from wanwidgets.client import Client
from wanwidgets.errors import BudgetExceeded, InvalidRequest, NotRemembered, OutcomeUnknown
from wanwidgets.images import Address
from wanwidgets.modes import ReplayMode
from wanwidgets.pictures import Picture
from wanwidgets.result import RunState
from wanwidgets.running import tracing
from wanwidgets.running.runner import Runner
from wanwidgets.session import EditSession
from wanwidgets.store import RunStore
from wanwidgets.task import TaskStatus

LONG = 60.0
ENGINE = "custom/127.0.0.1"
"""As if it were a paid service."""


@pytest.fixture
def open_session(tmp_path):
    """Return a function that opens a session as another kernel does: with a client and a store of its own."""
    opened = []

    def make(service, draft=None, *, client=None, budget=None, **options):
        chosen = client or service.client(engine=ENGINE)
        store = RunStore(tmp_path / "runs")
        opened.append(EditSession(Runner(chosen, store), draft, budget=budget, **options))
        return opened[-1]

    yield make
    for session in opened:
        session.close()


def test_run_all_gives_the_same_run(serve, open_session, draft):
    """A session on the same store and draft gives the run of the first one, and the service is asked once."""
    service = serve()
    first = open_session(service, draft).run(LONG)

    second, session = open_session(service, draft), open_session(service, draft)
    runs = [second.run(LONG), session.run(LONG), session.run(LONG)]

    assert [(run.id, run.replayed) for run in runs] == [(first.id, True)] * 3
    assert len(session.runs) == 1
    assert len(service.ledger()) == 1
    assert session.spend().pictures == 0
    assert session.store_spend().pictures == 1


def test_a_run_may_have_a_mode_of_its_own(serve, open_session, draft, monkeypatch):
    """The mode of a run is its own, else the session's, else what the environment says when the run begins."""
    service = serve()
    session, named = open_session(service, draft), open_session(service, draft, mode="replay")
    first = session.run(LONG)
    second = session.start(mode="refresh").wait(LONG)
    monkeypatch.setenv("WANWIDGETS_MODE", "refresh")
    third = session.run(LONG)

    assert len({first.id, second.id, third.id}) == 3
    assert named.run(LONG).id == third.id
    assert len(service.ledger()) == 3
    with pytest.raises(ValueError, match="mode: 'again' is no mode"):
        session.start(mode="again")
    monkeypatch.setenv("WANWIDGETS_MODE", "sometimes")
    with pytest.raises(ValueError, match="WANWIDGETS_MODE: 'sometimes'"):
        session.start()
    assert session.jobs == ()


def test_budget_does_not_matter_for_what_is_remembered(serve, open_session, draft):
    """A budget that is used up refuses what would be asked, at once, and not what is remembered."""
    service = serve()
    session = open_session(service, draft, budget=1)
    first = session.run(LONG)

    assert session.run(LONG).id == first.id
    with pytest.raises(BudgetExceeded):
        session.start(mode="refresh")
    session.edit(take=1)
    with pytest.raises(BudgetExceeded):
        session.start()


def test_sending_again_is_never_a_replay(serve, open_session, draft):
    """Who sends the request of a run again gets a new one, also where that run succeeded."""
    service = serve()
    session = open_session(service, draft)
    first = session.run(LONG)

    second = session.again(first).wait(LONG)

    assert (second.replayed, second.id == first.id) == (False, False)
    assert len(service.ledger()) == 2


def test_offline_session_asks_nobody(serve, open_session, draft):
    """Offline what is remembered is given; a miss, sending again and looking are errors in words."""
    service = serve()
    first = open_session(service, draft).run(LONG)
    session = open_session(service, draft, client=Client("", region="singapore", offline=True), mode="offline")

    assert session.run(LONG).id == first.id
    assert session.offline
    with pytest.raises(NotRemembered, match="offline"):
        session.again(first)
    with pytest.raises(NotRemembered, match="offline"):
        session.look(first.id)
    session.edit(prompt="Make it cooler")
    with pytest.raises(NotRemembered, match="prompt"):
        session.run(LONG)
    assert session.notice.text.startswith("Nothing was sent")
    session.edit(prompt="")
    with pytest.raises(InvalidRequest):
        session.start()
    assert len(service.ledger()) == 1


def test_offline_session_takes_nothing_up(serve, open_session, draft):
    """What another kernel left unfinished stays as it is while nobody may be asked, and is taken up afterwards."""
    service = serve()
    runner = open_session(service)._runner
    with closing(runner.run(draft, pause=lambda _: False)) as steps:
        left = next(run for run in steps if run.task_id)

    session = open_session(service, draft, mode="offline", spawn=lambda work: work())
    session.open()

    assert (session.jobs, session.resume(), session.traces) == ((), (), ())
    assert [run.id for run in session._runner.store.unfinished()] == [left.id]
    online = open_session(service)
    (job,) = online.resume()
    assert job.wait(LONG).id == left.id


def test_offline_address_that_is_not_remembered_is_told(open_session, draft):
    """Offline, a picture of an address is not fetched, and its row says why."""
    client = Client("", region="singapore", offline=True)
    address = Picture(Address("https://example.com/a.png"))
    session = open_session(None, draft.replace(pictures=(address,)), client=client, spawn=lambda work: work())

    session.fetch_images()

    (care,) = session.cares
    assert care.error.code == "offline"
    assert "offline mode" in str(care.error)


def test_what_goes_on_behind_is_waited_for(serve, open_session, draft, until):
    """Who stops too late and then asks for the same again gets the result of the first create."""
    service = serve(run_seconds=1)
    session = open_session(service, draft)
    job = session.start()
    until(session, lambda one: one.runs and one.runs[-1].status is TaskStatus.RUNNING)
    session.cancel()
    until(session, lambda one: not one.busy)
    other = session.start()
    until(session, lambda one: any(row.stage.name == "elsewhere" for row in one.under_way) or other.done)

    run = other.wait(LONG)

    assert job.join(LONG)
    assert (run.id, run.replayed) == (job.run.id, True)
    assert [each.id for each in session.runs] == [run.id]
    assert len(service.ledger()) == 1


@pytest.fixture
def at_once(monkeypatch):
    """Let the list of tasks settle at once."""
    monkeypatch.setattr(tracing, "LISTED_AT", (0.0,))


@pytest.mark.usefixtures("at_once")
def test_unknown_outcome_is_told_again_and_looked_for(serve, open_session, draft, until):
    """A request of unknown outcome is not sent again; the session looks for it, and it can be adopted."""
    service = serve()
    session = open_session(service, draft)
    service.fault("create", "drop_after")
    with pytest.raises(OutcomeUnknown):
        session.run(LONG)
    until(session, lambda one: one.traces and not one.looking)

    with pytest.raises(OutcomeUnknown, match="Nothing was sent now"):
        session.run(LONG)
    until(session, lambda one: one.traces and not one.looking)

    (trace,) = session.traces
    assert [run.state for run in session.runs] == [RunState.UNKNOWN]
    assert session.adopt(trace.run.id, trace.candidates[0].entry.id).wait(LONG).state is RunState.SUCCEEDED
    assert session.run(LONG).replayed
    assert len(service.ledger()) == 1


@pytest.mark.usefixtures("at_once")
def test_unknown_outcome_of_an_earlier_kernel_is_looked_for_by_who_asks(serve, open_session, draft, until):
    """A session that asks for what another one lost the answer of shows it with its candidates."""
    service = serve()
    first = open_session(service, draft)
    service.fault("create", "drop_after")
    with pytest.raises(OutcomeUnknown):
        first.run(LONG)
    until(first, lambda one: one.traces and not one.looking)
    first.close()

    session = open_session(service, draft)
    with pytest.raises(OutcomeUnknown, match="Nothing was sent now"):
        session.run(LONG)
    until(session, lambda one: one.traces and not one.looking)

    assert len(session.traces[0].candidates) == 1
    assert len(service.ledger()) == 1


def test_sessions_that_ask_at_once_send_one_create(serve, open_session, draft):
    """Of several sessions that run the same draft at once, one asks, and all have the same pictures."""
    service = serve()
    sessions = [open_session(service, draft) for _ in range(4)]
    gate = threading.Barrier(len(sessions))
    runs = []

    def work(session):
        gate.wait()
        runs.append(session.run(LONG))

    threads = [threading.Thread(target=work, args=(session,)) for session in sessions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({run.id for run in runs}) == 1
    assert len(service.ledger()) == 1


def test_default_client_of_an_offline_session_is_offline(monkeypatch):
    """`connect()` where the environment says offline asks nobody, and a session with it is offline whatever it says."""
    monkeypatch.setenv("WANWIDGETS_MODE", "offline")
    client = connect()
    monkeypatch.delenv("WANWIDGETS_MODE")

    session = EditSession(Runner(client, RunStore()))

    assert (session.mode, session.offline) == (ReplayMode.OFFLINE, True)


def test_address_of_a_draft_is_remembered_with_its_run(serve, open_session, draft):
    """What a session fetched and then asked with stands for its address in every later session, also offline."""
    service = serve()
    address = Picture(Address("https://example.com/a.png?Signature=s3cret"))
    given = draft.replace(pictures=(address,))
    session = open_session(service, given, spawn=lambda work: work())
    session._runner.fetch = lambda _: draft.pictures[0].image
    session.fetch_images()
    session._runner.fetch = lambda _: pytest.fail("it was fetched again")
    *_, first = session._runner.run(session.draft, pause=lambda _: False)

    later = open_session(service, given, mode="offline", spawn=lambda work: work())
    later._runner.fetch = lambda _: pytest.fail("it was fetched offline")
    later.fetch_images()

    assert later.cares == ()
    assert later.draft.pictures == session.draft.pictures
    assert later.run(LONG).id == first.id
