"""Whether the draft is remembered is known before it is asked for; more of the same is a step like any other."""

from __future__ import annotations

import threading
from datetime import datetime, timezone

import pytest

from wanwidgets.client import Client
from wanwidgets.errors import BudgetExceeded, NotRemembered, StoreError
from wanwidgets.modes import MODE_VARIABLE, ReplayMode
from wanwidgets.protocol.retry import Schedule
from wanwidgets.result import RunState
from wanwidgets.running.runner import Runner
from wanwidgets.session import EditSession
from wanwidgets.session.remembering import Memory
from wanwidgets.store import RunStore

QUICK = Schedule(early=(0.02,), interval=0.05)
LONG = 60.0
MARCH = datetime(2026, 3, 12, 9, 30, tzinfo=timezone.utc)


@pytest.fixture(autouse=True)
def no_mode_is_named(monkeypatch):
    """Let no environment say which mode it is."""
    monkeypatch.delenv(MODE_VARIABLE, raising=False)


@pytest.fixture
def open_session(tmp_path):
    """Return a function that opens a session on a service as if it were another host, which bills."""
    opened = []

    def make(service, draft, *, engine="custom/127.0.0.1", opens=True, **options):
        client = service.client(engine=engine, schedule=QUICK, gates="shared")
        opened.append(EditSession(Runner(client, RunStore(tmp_path / "runs")), draft, **options))
        if opens:
            opened[-1].open()
        return opened[-1]

    yield make
    for session in opened:
        session.close()


def is_known(session):
    return session.memory.known


def is_remembered(session):
    return session.memory.since is not None


class Memories(RunStore):
    """A store that says what it is told to, when it is told to."""

    def __init__(self, folder, answers):
        super().__init__(folder)
        self.answers = answers
        self.asked = []

    def remembered(self, request, engine, *, offline=False):
        self.asked.append((request.prompt, offline))
        return self.answers(request.prompt)


@pytest.fixture
def recall(serve, draft, tmp_path):
    """Return a function that opens a session, without threads, on a store that says when a prompt was asked for."""
    opened = []

    def make(answers, *, spawn=lambda work: work(), **options):
        store = Memories(tmp_path / "memories", answers)
        session = EditSession(Runner(serve().client(), store), draft, spawn=spawn, **options)
        session._open_memory()
        opened.append(session)
        return session, store

    yield make
    for session in opened:
        session.close()


def test_what_was_asked_for_is_remembered(serve, open_session, draft, until):
    """Before a run nothing is remembered; afterwards the draft is, and going back to it is known again."""
    service = serve()
    session = open_session(service, draft)
    until(session, is_known)
    assert (session.memory, session.replays) == (Memory(known=True), None)
    run = session.run(LONG)
    until(session, is_remembered)
    assert session.replays == session.memory.since == run.started

    session.edit(prompt="Make it cooler")
    assert session.replays is None
    until(session, is_known)
    assert session.memory == Memory(known=True)
    session.undo()
    until(session, is_remembered)
    assert len(service.ledger()) == 1


def test_nothing_is_looked_up_before_the_session_is_open(recall, draft):
    """A session that nobody shows asks its store for nothing, and says nothing."""
    session, store = recall(lambda _: MARCH)
    session._recalls = False
    store.asked.clear()
    session.edit(prompt="another")

    assert (store.asked, session.memory) == ([], Memory())


def test_the_latest_draft_wins(recall):
    """While one draft is looked up others come: of those between nothing is asked, and only the last one is told."""
    works = []
    session, store = recall(lambda prompt: MARCH if prompt == "last" else None, spawn=works.append)
    told = []
    session.observe(lambda change: told.append(change.new), "memory")
    for prompt in ("first", "second", "last"):
        session.edit(prompt=prompt)
    assert len(works) == 1
    works.pop()()

    assert store.asked == [("last", False)]
    assert [memory for memory in told if memory.known] == [Memory(known=True, since=MARCH)]
    assert works == []


def test_a_draft_that_comes_during_a_look_is_looked_up_after_it(recall):
    """What was found of a draft that is gone is not told."""
    session, store = recall(lambda _: None)
    told = []
    session.observe(lambda change: told.append(change.new.since), "memory")

    def answers(prompt):
        if prompt == "one":
            # Typed while the store answers.
            session.edit(prompt="two")
            return datetime(2020, 1, 1, tzinfo=timezone.utc)
        return MARCH

    store.answers = answers
    session.edit(prompt="one")
    assert [prompt for prompt, _ in store.asked][-2:] == ["one", "two"]
    assert (session.memory.since, told[-1]) == (MARCH, MARCH)
    assert datetime(2020, 1, 1, tzinfo=timezone.utc) not in told


def test_a_store_that_fails_is_told_once_and_asked_again(recall):
    """What goes wrong is told, nothing is claimed, and the next draft is looked up as ever."""
    session, store = recall(lambda _: None)

    def fails(_):
        raise StoreError("the disk is gone")

    store.answers = fails
    session.edit(prompt="one")
    assert session.memory == Memory()
    assert "disk is gone" in session.notice.text

    store.answers = lambda _: MARCH
    session.edit(prompt="two")
    assert session.memory.since == MARCH


def test_many_threads_end_with_the_draft_of_now(recall):
    """However edits and looks come together, what is told in the end is of the draft that is there."""
    threads = []

    def spawn(work):
        threads.append(threading.Thread(target=work))
        threads[-1].start()

    session, _ = recall(lambda prompt: MARCH if prompt.endswith("7") else None, spawn=spawn)
    typing = [threading.Thread(target=lambda n=n: session.edit(prompt=f"p{n}")) for n in range(8)]
    for thread in typing:
        thread.start()
    for thread in typing:
        thread.join()
    while any(thread.is_alive() for thread in list(threads)):
        for thread in threads:
            thread.join()

    assert session.memory == Memory(known=True, since=MARCH if session.draft.prompt == "p7" else None)


@pytest.mark.parametrize(
    ("mode", "variable", "expected"),
    [
        (None, "", ReplayMode.REPLAY),
        (None, "offline", ReplayMode.OFFLINE),
        ("refresh", "offline", ReplayMode.REFRESH),
        ("replay", "refresh", ReplayMode.REPLAY),
    ],
)
def test_mode_is_read_when_it_is_asked_for(recall, monkeypatch, mode, variable, expected):
    """What was said counts, else the environment of now; only offline others' answers count as well."""
    session, store = recall(lambda _: MARCH, mode=mode)
    monkeypatch.setenv(MODE_VARIABLE, variable)
    session.edit(prompt="now")

    assert session.mode is expected
    assert store.asked[-1] == ("now", expected is ReplayMode.OFFLINE)
    # What is asked for in any case is not free, remembered or not.
    assert (session.memory.since, session.replays) == (MARCH, None if expected is ReplayMode.REFRESH else MARCH)


def test_offline_nothing_need_fit_who_would_be_asked(draft, tmp_path):
    """What was answered in one region can be had offline with a client of another, which does not serve the model."""
    runner = Runner(Client("sk-unused", region="virginia"), RunStore(tmp_path / "runs"))
    codes = {
        mode: [problem.code for problem in EditSession(runner, draft, mode=mode).problems()]
        for mode in ("replay", "offline")
    }

    assert codes == {"replay": ["model.region"], "offline": []}


def test_no_mode_is_refused_at_once(recall):
    """A mode that there is not is refused where it is said."""
    with pytest.raises(ValueError, match="'replay', 'offline', 'refresh'"):
        recall(lambda _: None, mode="sometimes")


def test_budget_does_not_matter_for_what_is_remembered(serve, open_session, draft, until):
    """With nothing left of the budget what is remembered comes all the same, and nothing else is begun."""
    service = serve()
    session = open_session(service, draft, budget=1)
    first = session.run(LONG)
    until(session, is_remembered)
    assert session.problems() == ()
    again = session.run(LONG)
    assert (again.id, again.replayed, session.spend().pictures) == (first.id, True, 1)

    session.edit(prompt="Make it cooler")
    until(session, is_known)
    assert [problem.code for problem in session.problems()] == ["budget.session"]
    with pytest.raises(BudgetExceeded):
        session.run(LONG)
    assert len(service.ledger()) == 1


def test_variation_is_the_next_take(serve, open_session, draft, until):
    """Each variation is a run of its own under the next take, which is the draft's then and can be undone."""
    service = serve()
    session = open_session(service, draft)
    session.run(LONG)
    jobs = []
    for _ in range(2):
        count = len(jobs)
        session.vary(jobs.append)
        until(session, lambda one, count=count: len(jobs) > count and one.job is None)

    assert [job.wait(LONG).request.take for job in jobs] == [1, 2]
    assert [run.request.take for run in session.runs] == [0, 1, 2]
    assert session.draft.take == 2
    assert len(service.ledger()) == 3
    session.undo()
    assert session.draft.take < 2
    until(session, is_remembered)


def test_variation_of_what_is_under_way_runs_beside_it(serve, open_session, draft, until):
    """What is under way has its take already, so a variation of it is another."""
    session = open_session(serve(queue_seconds=600), draft)
    first = session.start()
    until(session, lambda one: one.runs and one.runs[-1].task_id)
    session.vary()
    until(session, lambda one: len(one.jobs) == 2 and all(job.run is not None and job.run.task_id for job in one.jobs))

    assert {job.run.request.take for job in session.jobs} == {0, 1}
    assert first in session.jobs


def test_variation_of_a_draft_that_was_changed_is_none(serve, open_session, draft):
    """Who goes on typing while the take is looked for gets no run of what is not there any more."""
    works = []
    session = open_session(serve(), draft, opens=False, spawn=works.append)
    session.vary()
    session.edit(prompt="another")
    for work in works:
        work()

    assert (session.draft.take, session.jobs, session.notice) == (0, (), None)


def test_why_a_variation_does_not_begin_is_told(serve, open_session, draft, until):
    """A budget that is used up is told by the notice, and the draft keeps its take."""
    session = open_session(serve(), draft, budget=1)
    session.run(LONG)
    session.vary()
    until(session, lambda one: one.notice is not None)

    assert [problem.code for problem in session.notice.problems] == ["budget.session"]
    assert session.draft.take == 0


def test_asking_again_keeps_both(serve, open_session, draft, until):
    """What is remembered is asked for once more; both are kept, and the newer one is given from then on."""
    service = serve()
    session = open_session(service, draft)
    old = session.run(LONG)
    new = session.ask_again().wait(LONG)

    assert (old.replayed, new.replayed) == (False, False)
    assert len(service.ledger()) == 2
    assert session.run(LONG).id == new.id
    until(session, lambda one: one.memory.since == new.started)


def test_offline_tells_what_differs(serve, open_session, draft, until):
    """What is not remembered is an error that names the fields, and is forgotten when the draft is one that is."""
    service = serve()
    asked = open_session(service, draft, opens=False)
    asked.run(LONG)
    session = open_session(service, draft.replace(prompt="Make it cooler", n=2), mode="offline")
    with pytest.raises(NotRemembered) as caught:
        session.run(LONG)

    assert [found.field for found in caught.value.differences] == ["prompt", "n"]
    assert session.notice.differences == caught.value.differences
    session.edit(prompt=draft.prompt, n=None)
    until(session, is_remembered)
    assert session.notice is None
    run = session.run(LONG)
    assert (run.state, run.replayed) == (RunState.SUCCEEDED, True)
    assert len(service.ledger()) == 1
