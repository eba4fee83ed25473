"""What earlier kernels left, what was stopped too late, and what was never answered, without a widget."""

from __future__ import annotations

import threading
from contextlib import closing

import pytest

from wanwidgets.errors import BudgetExceeded, StoreError, Unreachable
from wanwidgets.protocol.retry import Schedule
from wanwidgets.result import RunState
from wanwidgets.running import tracing
from wanwidgets.running.runner import Runner
from wanwidgets.session import EditSession
from wanwidgets.store import RunStore
from wanwidgets.task import TaskStatus

ENGINE = "custom/127.0.0.1"
QUICK = Schedule(early=(0.02,), interval=0.05)
LONG = 60.0


@pytest.fixture
def open_session(tmp_path):
    """Return a function that opens a session as another kernel does: with a client and a store of its own."""
    opened = []

    def make(service, draft=None, *, engine=ENGINE, budget=None, store_budget=None, **options):
        client = service.client(engine=engine, schedule=QUICK, gates="shared")
        store = RunStore(tmp_path / "runs", budget=store_budget)
        opened.append(EditSession(Runner(client, store), draft, budget=budget, **options))
        return opened[-1]

    yield make
    for session in opened:
        session.close()


@pytest.fixture
def at_once(monkeypatch):
    """Let the list of tasks settle at once."""
    monkeypatch.setattr(tracing, "LISTED_AT", (0.0,))


def leave(session, draft, state):
    """Begin a run and let go of it as soon as it is in a state, as a kernel that ends."""
    runner = session._runner
    with closing(runner.run(draft, pause=lambda _: False)) as steps:
        return next(run for run in steps if run.state is state)


def test_run_of_an_earlier_kernel_is_taken_up(serve, open_session, draft):
    """What was running goes on behind, is told and kept, and is sent only once; Edit stays free."""
    service = serve()
    left = leave(open_session(service), draft, RunState.RUNNING)
    session = open_session(service)
    seen = []
    session.observe(lambda change: seen.append(change.new), "notice")
    (job,) = session.resume()

    assert not session.busy
    assert job.join(LONG)
    assert [run.id for run in session.runs] == [left.id]
    assert session.runs[0].state is RunState.SUCCEEDED
    assert (seen[0].key, seen[-1]) == ("under_way.one", None)
    assert (session.jobs, session.behind) == ((), ())
    assert len(service.ledger()) == 1


def test_several_are_counted(serve, open_session, draft):
    """All that are under way are taken up, and counted once."""
    service = serve(queue_seconds=600)
    for number in range(3):
        leave(open_session(service), draft.replace(seed=number), RunState.RUNNING)
    session = open_session(service)
    jobs = session.resume()

    assert len(jobs) == 3 == len(session.behind)
    assert session.notice.text.startswith("3 runs were still under way")


def test_only_one_session_takes_a_run_up(serve, open_session, draft):
    """What a living kernel has charge of is left to it."""
    service = serve(queue_seconds=600)
    leave(open_session(service), draft, RunState.RUNNING)
    sessions = [open_session(service) for _ in range(4)]
    taken = []
    threads = [threading.Thread(target=lambda one=one: taken.append(len(one.resume()))) for one in sessions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == [0, 0, 0, 1]


def test_run_of_the_local_service_runs_again(serve, open_session, draft):
    """The service died with its kernel, so its runs begin anew, with the same name and free."""
    left = leave(open_session(serve(), engine="local/2"), draft, RunState.RUNNING)
    session = open_session(serve(), engine="local/2")
    (job,) = session.resume()

    assert job.join(LONG)
    assert (session.runs[0].id, session.runs[0].state) == (left.id, RunState.SUCCEEDED)
    assert session.notice is None


def test_what_was_never_sent_is_not_called_under_way(serve, open_session, draft):
    """A run that was only written down is cancelled without a word."""
    service = serve()
    earlier = open_session(service)._runner
    earlier.store.release(earlier.store.begin(draft, ENGINE, account=earlier.client.account))
    session = open_session(service)
    (job,) = session.resume()

    assert job.join(LONG)
    assert session.runs[0].state is RunState.CANCELLED
    assert session.notice is None
    assert service.ledger() == []


def test_other_places_and_keys_are_left_alone(serve, open_session, draft):
    """A run of another place, or one without a task that was asked with another key, is not this client's."""
    service = serve()
    elsewhere = open_session(service, engine="custom/example.com")
    leave(elsewhere, draft, RunState.RUNNING)
    foreign = open_session(service)
    store = foreign._runner.store
    store.release(store.begin(draft, ENGINE, account="0123456789abcdef"))

    assert open_session(service).resume() == ()


def test_closing_leaves_what_goes_on(serve, open_session, draft, until):
    """A run that was taken up is not cancelled when its session is closed: the next one takes it up."""
    service = serve(queue_seconds=600)
    left = leave(open_session(service), draft, RunState.RUNNING)
    session = open_session(service)
    (job,) = session.resume()
    session.close()
    assert job.join(LONG)
    assert session._runner.client.fetch(left.task_id).status is TaskStatus.PENDING

    (again,) = open_session(service).resume()
    assert again.run.task_id == left.task_id


def test_task_that_is_gone_is_lost_not_done(serve, open_session, draft):
    """A task that the service does not know any more is told as a run that failed."""
    service = serve()
    leave(open_session(service), draft, RunState.RUNNING)
    service.reset()
    session = open_session(service)
    # What is younger than a day is looked for again and again.
    session._runner._now = lambda: session._now().replace(year=session._now().year + 1)
    (job,) = session.resume()

    assert job.join(LONG)
    assert session.runs[0].state is RunState.EXPIRED
    assert [(failed.run.id, failed.remedy, failed.action) for failed in session.failed] == [
        (session.runs[0].id, "expired", ""),
    ]


def test_stopped_too_late_goes_on_behind(serve, open_session, draft, until):
    """A running task cannot be stopped: the next run may begin at once, and the result is kept when it comes."""
    service = serve(run_seconds=3)
    session = open_session(service, draft)
    job = session.start()
    until(session, lambda one: one.runs and one.runs[-1].status is TaskStatus.RUNNING)
    session.cancel()
    until(session, lambda one: not one.busy)
    assert session.notice.key == "goes_on"
    assert [behind.run.stopped for behind in session.behind] == [True]
    other = session.start(mode="refresh")

    assert job.join(LONG)
    assert other.join(LONG)
    assert [run.state for run in session.runs] == [RunState.SUCCEEDED] * 2
    assert [run.stopped for run in session.runs] == [True, False]


def test_stopped_in_time_is_over(serve, open_session, draft, until):
    """A task that waits in the queue is cancelled at the service, which is told, and nothing goes on behind."""
    session = open_session(serve(queue_seconds=600), draft)
    job = session.start()
    until(session, lambda one: one.runs and one.runs[-1].status is TaskStatus.PENDING)
    session.cancel()

    assert job.join(LONG)
    assert session.runs[-1].state is RunState.CANCELLED
    assert "cancelled before it began" in session.notice.text
    assert (session.busy, session.behind) == (False, ())


def test_result_that_comes_after_a_newer_one_is_told(serve, open_session, draft, photo):
    """Where something newer is shown, the notice says what has come."""
    service = serve()
    leave(open_session(service), draft, RunState.RUNNING)
    work = []
    session = open_session(service, draft.replace(prompt="Make it cooler"))
    session._crew._spawn = work.append
    (job,) = session.resume()
    session.run(timeout=LONG)
    work.pop()()

    assert job.done
    assert session.notice.key == "came"
    assert "Make it warmer" in session.notice.text
    assert [run.request.prompt for run in session.runs] == ["Make it warmer", "Make it cooler"]


def unanswered(service, session, until):
    """Let the answer to a create be lost, and wait until its outcome was looked for."""
    service.fault("create", "drop_after")
    job = session.start()
    assert job.join(LONG)
    until(session, lambda one: one.traces and not one.looking)
    return session.runs[-1]


@pytest.mark.usefixtures("at_once")
def test_unanswered_create_is_looked_for_and_adopted_when_told(serve, open_session, draft, until):
    """The task is found, nothing is done by itself, and adopting it brings the pictures it is paid for."""
    service = serve()
    session = open_session(service, draft)
    run = unanswered(service, session, until)
    (trace,) = session.traces
    assert (trace.run.id, trace.settled, len(trace.candidates)) == (run.id, True, 1)
    assert run.state is RunState.UNKNOWN

    job = session.adopt(run.id, trace.candidates[0].entry.id)
    assert job.join(LONG)
    assert [run.state for run in session.runs] == [RunState.SUCCEEDED]
    assert (session.traces, session.looking, session.busy) == ((), frozenset(), False)
    assert len(service.ledger()) == 1


@pytest.mark.usefixtures("at_once")
def test_unknown_run_of_an_earlier_kernel_is_looked_for(serve, open_session, draft, until):
    """A session that is resumed looks for what was never answered, and one session only."""
    service = serve()
    first = open_session(service, draft)
    run = unanswered(service, first, until)
    second = open_session(service)
    assert (second.resume(), second.traces) == ((), ())
    first.close()
    third = open_session(service)
    until(first, lambda one: not one.traces)
    wait_for_release(third, run)

    third.resume()
    until(third, lambda one: one.traces and not one.looking)
    assert [trace.run.id for trace in third.traces] == [run.id]


def wait_for_release(session, run):
    """Wait until nobody has charge of a run: a session lets go on a thread of its own."""
    for thread in threading.enumerate():
        if thread.name == "wanwidgets-run":
            thread.join(LONG)
    assert run.id in [free.id for free in session._runner.store.unfinished()]


@pytest.mark.usefixtures("at_once")
def test_wrong_adoption_changes_nothing(serve, open_session, draft, until):
    """A task that another run has cannot be adopted; it is told, and the choice is there still."""
    service = serve()
    session = open_session(service, draft)
    other = session.run(timeout=LONG)
    session.edit(take=1)
    run = unanswered(service, session, until)
    job = session.adopt(run.id, other.task_id)
    assert job.join(LONG)
    until(session, lambda one: not one.looking)

    assert isinstance(job.error, StoreError)
    assert session.notice.level == "error"
    assert session.runs[-1].state is RunState.UNKNOWN
    assert [trace.run.id for trace in session.traces] == [run.id]


@pytest.mark.usefixtures("at_once")
def test_sending_again_is_a_new_run(serve, open_session, draft, until):
    """It is a run of its own in the foreground, and the old one is left at that once the new intent is on disk."""
    service = serve()
    session = open_session(service, draft)
    run = unanswered(service, session, until)
    job = session.send_again(run.id)
    assert session.job is job

    assert job.wait(LONG).state is RunState.SUCCEEDED
    assert [run.state for run in session.runs] == [RunState.ABANDONED, RunState.SUCCEEDED]
    assert (session.traces, session.looking) == ((), frozenset())
    assert len(service.ledger()) == 2


@pytest.mark.usefixtures("at_once")
def test_sending_again_keeps_to_the_budget(serve, open_session, draft, until):
    """What may have been billed already counts, so the budget of one picture has none left."""
    service = serve()
    session = open_session(service, draft, budget=1)
    run = unanswered(service, session, until)
    with pytest.raises(BudgetExceeded):
        session.send_again(run.id)

    assert session.runs[-1].state is RunState.UNKNOWN
    assert len(session.traces) == 1
    assert len(service.ledger()) == 1


@pytest.mark.usefixtures("at_once")
def test_it_can_be_left_at_that(serve, open_session, draft, until):
    """An unknown run that is left is abandoned for every kernel, and may still have been billed."""
    service = serve()
    session = open_session(service, draft)
    run = unanswered(service, session, until)
    session.abandon(run.id)
    until(session, lambda one: not one.traces)

    assert session.runs[-1].state is RunState.ABANDONED
    assert open_session(service).resume() == ()
    until(session, lambda one: one.spending.store.perhaps == 1)
    with pytest.raises(ValueError, match="outcome is unknown"):
        session.abandon(run.id)


@pytest.mark.usefixtures("at_once")
def test_look_that_fails_can_be_repeated(serve, open_session, draft, until):
    """Where the list cannot be had, the reason is kept beside the trace, and another look ends it."""
    service = serve()
    session = open_session(service, draft)

    def fail(*_, **__):
        raise Unreachable("No route.")

    session._runner.trace, asked = fail, session._runner.trace
    run = unanswered(service, session, until)
    assert session.troubles == {run.id: "No route."}
    assert not session.traces[0].settled

    session._runner.trace = asked
    session.look(run.id)
    until(session, lambda one: not one.looking)
    assert session.troubles == {}
    assert session.traces[0].settled


def test_budget_of_a_session_is_kept(serve, open_session, draft):
    """A draft that would exceed it has a problem beforehand, and nothing is sent."""
    service = serve()
    session = open_session(service, draft.replace(n=2), budget=3)
    assert session.problems() == ()
    session.run(timeout=LONG)
    session.edit(take=1)
    assert [(problem.code, problem.field) for problem in session.problems()] == [("budget.session", "n")]
    assert session.spending.left() == (1, 3)

    with pytest.raises(BudgetExceeded) as caught:
        session.start()
    assert (caught.value.scope, caught.value.asked, caught.value.taken) == ("session", 2, 2)
    session.edit(n=1)
    assert session.run(timeout=LONG).state is RunState.SUCCEEDED
    assert session.spend().pictures == session.store_spend().pictures == 3
    assert len(service.ledger()) == 2


def test_store_has_the_last_word(serve, open_session, draft):
    """What another kernel spent meanwhile counts, though this session has not read it; it is told as a problem."""
    service = serve()
    session = open_session(service, draft, store_budget=1)
    open_session(service, draft.replace(take=1)).run(timeout=LONG)
    assert session.problems() == ()
    job = session.start()

    assert job.join(LONG)
    assert isinstance(job.error, BudgetExceeded)
    assert [problem.code for problem in session.notice.problems] == ["budget.store"]
    assert session.spending.left() == (0, 1)
    assert len(service.ledger()) == 1


def test_local_runs_cost_nothing(serve, open_session, draft):
    """No budget keeps a local run from beginning."""
    session = open_session(serve(), draft, engine="local/2", budget=0)

    assert session.run(timeout=LONG).state is RunState.SUCCEEDED
    assert session.spend().pictures == 0


def test_opening_does_it_all_by_itself(serve, open_session, draft, until):
    """A session that is shown reads what was spent and takes up what is there, without keeping its caller waiting."""
    service = serve()
    first = open_session(service, draft)
    first.run(timeout=LONG)
    left = leave(open_session(service), draft.replace(seed=2), RunState.RUNNING)
    session = open_session(service)
    session.open()
    until(session, lambda one: one.runs and one.runs[-1].state is RunState.SUCCEEDED)

    assert session.runs[0].id == left.id
    until(session, lambda one: one.spending.store.pictures == 2)


def test_opening_tells_of_a_store_that_cannot_be_read(serve, open_session, tmp_path, until):
    """A damaged journal is told by the notice, since nobody waits for a thread."""
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "journal.sqlite").write_bytes(b"This is no journal." * 100)
    session = open_session(serve())
    session.open()
    until(session, lambda one: one.notice is not None)

    assert session.notice.level == "error"
