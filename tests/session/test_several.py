"""Several runs at once: each has its row and its own stop, none is paid for twice, and what has failed is told."""

from __future__ import annotations

import threading

import pytest

from wanwidgets.errors import BudgetExceeded, Busy, InvalidRequest, TaskFailed, WanError
from wanwidgets.images import Address, InputImage
from wanwidgets.message import Message
from wanwidgets.pictures import Picture
from wanwidgets.protocol.retry import Schedule
from wanwidgets.result import RunState
from wanwidgets.running.runner import Runner
from wanwidgets.session import EditSession
from wanwidgets.store import RunStore
from wanwidgets.task import TaskStatus

QUICK = Schedule(early=(0.02,), interval=0.05)
LONG = 60.0
PROMPTS = ("Make it warmer", "Make it cooler", "Make it black and white")


@pytest.fixture
def open_session(tmp_path):
    """Return a function that opens a session on a service as if it were another host, or as the local one."""
    opened = []

    def make(service, draft, *, local=False, **options):
        engine = service.engine if local else "custom/127.0.0.1"
        client = service.client(engine=engine, schedule=QUICK, gates="shared")
        opened.append(EditSession(Runner(client, RunStore(tmp_path / "runs")), draft, **options))
        return opened[-1]

    yield make
    for session in opened:
        session.close()


def begin(session, *prompts):
    jobs = []
    for prompt in prompts:
        session.edit(prompt=prompt)
        jobs.append(session.start())
    return jobs


def all_have_tasks(session):
    return len(session.runs) == len(PROMPTS) and all(run.task_id for run in session.runs)


def test_several_run_at_once_and_one_is_stopped(serve, open_session, draft, until):
    """Three are under way with a row each, the newest first; the middle one is stopped and the others come."""
    service = serve(queue_seconds=0.5)
    session = open_session(service, draft)
    jobs = begin(session, *PROMPTS)
    assert session.job is jobs[-1]
    assert [row.job for row in session.under_way] == jobs[::-1]
    assert [row.request.prompt for row in session.under_way] == list(PROMPTS[::-1])
    until(session, all_have_tasks)
    session.cancel(jobs[1].run.id)
    assert [row.stopping for row in session.under_way] == [False, True, False]

    assert all(job.join(LONG) for job in jobs)
    states = {run.request.prompt: run.state for run in session.runs}
    assert states == dict(zip(PROMPTS, ["succeeded", "cancelled", "succeeded"], strict=True))
    assert (session.jobs, session.job, session.under_way, session.busy) == ((), None, (), False)
    assert len(service.ledger()) == len(PROMPTS)


def test_ended_keep_their_rows_while_others_go_on(serve, open_session, draft, until):
    """A run that ends leaves its row where it was, as ended, until none is under way any more."""
    session = open_session(serve(queue_seconds=600), draft)
    jobs = begin(session, *PROMPTS)
    until(session, all_have_tasks)
    session.cancel(jobs[0])
    assert jobs[0].join(LONG)

    assert [(row.job, row.ended, row.may_stop) for row in session.under_way] == [
        (jobs[2], False, True),
        (jobs[1], False, True),
        (jobs[0], True, False),
    ]
    assert session.job is jobs[2]
    session.cancel()
    assert jobs[2].join(LONG)
    assert session.job is jobs[1]


def test_double_click_is_never_paid_twice(serve, open_session, draft):
    """From many threads at once the same request begins once; all others are refused."""
    service = serve(queue_seconds=600)
    session = open_session(service, draft)
    told = []

    def click():
        try:
            told.append(session.start())
        except Busy as error:
            told.append(error.reason)

    threads = [threading.Thread(target=click) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    (job,) = [each for each in told if not isinstance(each, str)]
    assert [each for each in told if isinstance(each, str)] == ["same"] * 7
    assert session.refusal_now().reason == "same"
    session.cancel()
    assert job.join(LONG)
    assert session.refusal_now() is None
    assert len(service.ledger()) <= 1


def test_same_request_is_the_same_when_its_picture_has_come(serve, open_session, draft, until):
    """A second click is refused also where the draft has its picture by then, and the run has only its address."""
    service = serve()
    session = open_session(service, draft.replace(pictures=(Picture(Address("https://example.com/cat.png")),)))
    mine, theirs = threading.Event(), threading.Event()

    def fetch(_):
        if not mine.is_set():
            mine.set()
            assert theirs.wait(LONG)
        return draft.pictures[0].image

    session._runner.fetch = fetch
    job = session.start()
    assert mine.wait(LONG)
    session.fetch_images()
    until(session, lambda one: isinstance(one.draft.pictures[0].image, InputImage))
    with pytest.raises(Busy):
        session.start()

    theirs.set()
    assert job.wait(LONG).state is RunState.SUCCEEDED
    assert len(service.ledger()) == 1


@pytest.mark.parametrize(("local", "most"), [(True, 4), (False, 5)])
def test_no_more_than_the_model_takes(serve, open_session, draft, *, local, most):
    """As many as the catalog says, or a few on this machine, are under way at once; one more is refused and told."""
    session = open_session(serve(queue_seconds=600), draft, local=local)
    for take in range(most):
        session.edit(take=take)
        session.start()
    session.edit(take=99)
    with pytest.raises(Busy) as caught:
        session.start()

    assert (caught.value.reason, caught.value.count) == ("limit", most)
    assert Message.of(caught.value).key == "busy.limit"
    assert str(most) in Message.of(caught.value).text
    # Another model has a limit of its own.
    session.choose(model="wan2.6-image")
    assert session.refusal_now() is None


def test_concurrent_runs_keep_to_the_budget(serve, open_session, draft):
    """What is begun in the same moment cannot exceed the budget: the journal has the last word."""
    service = serve()
    session = open_session(service, draft, budget=2)
    ends = []
    together = threading.Barrier(4)

    def click(take):
        request = draft.replace(take=take)
        together.wait()
        try:
            with session.lock:
                session.draft = request
                job = session.start()
            ends.append(job.wait(LONG).state)
        except WanError as error:
            ends.append(type(error))

    threads = [threading.Thread(target=click, args=(take,)) for take in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(map(str, ends)) == sorted(map(str, [RunState.SUCCEEDED] * 2 + [BudgetExceeded] * 2))
    assert len(service.ledger()) == 2
    assert session.spend().pictures == 2


def test_failed_run_is_told_and_tried_again(serve, open_session, draft):
    """What the service refused has a card with its own words; trying again is a new run, and takes the card away."""
    service = serve()
    session = open_session(service, draft)
    service.fault("create", "internal")
    with pytest.raises(WanError):
        session.run(timeout=LONG)
    (failed,) = session.failed

    assert (failed.code, failed.remedy, failed.action) == ("InternalError", "broken", "again")
    assert "internal error" in failed.message
    assert failed.request_id == failed.run.error.request_id
    assert session.notice is None
    session.edit(prompt="Make it cooler")
    assert session.again(failed.run).wait(LONG).request == failed.run.request
    assert (session.failed, session.draft.prompt) == ((), "Make it cooler")
    assert [run.state for run in session.runs] == [RunState.REFUSED, RunState.SUCCEEDED]
    assert len(service.ledger()) == 1


def test_refused_attempt_leaves_the_card(serve, open_session, draft):
    """Where trying again is refused, the card stays."""
    session = open_session(serve(), draft.replace(prompt="a boy hugs a dog"), budget=1)
    with pytest.raises(TaskFailed):
        session.run(timeout=LONG)
    (failed,) = session.failed
    session.caps = type(session.caps)(session=0, session_id=session.id)
    session.refresh()
    with pytest.raises(BudgetExceeded):
        session.again(failed.run)
    with pytest.raises(InvalidRequest):
        session.again(failed.run.now(failed.run.state, request=draft.replace(prompt="")))
    assert session.failed == (failed,)

    session.dismiss(failed.run.id)
    assert session.failed == ()


def test_stop_is_seen_at_once(serve, open_session, draft, until):
    """Whatever a run waits for, its row says that it stops before the service has answered; twice is harmless."""
    session = open_session(serve(run_seconds=600), draft)
    job = session.start()
    until(session, lambda one: one.runs and one.runs[-1].status is TaskStatus.RUNNING)
    session.cancel(job)
    assert [row.stopping for row in session.under_way] == [True]
    assert not session.under_way[0].may_stop
    session.cancel(job)
    session.cancel("no such run")
    until(session, lambda one: one.behind)


def test_time_goes_on_while_a_run_keeps_silent(serve, open_session, draft):
    """A request that hangs is seen to last, and the clock stops with the last run."""
    service = serve()
    service.fault("create", "hang", seconds=600)
    seconds = iter(range(1000))
    session = open_session(service, draft, clock=lambda: float(next(seconds)))
    seen = threading.Event()
    session.observe(lambda change: seen.set() if change.new and change.new[0].seconds > 20 else None, "under_way")
    session.start()

    assert seen.wait(LONG)
    session.close()
    assert session.under_way == ()


def test_usual_time_is_learnt_from_earlier_runs(serve, open_session, draft, until):
    """Nobody knows how long a first run takes; afterwards the store does, also in another session."""
    service = serve()
    session = open_session(service, draft, local=True)
    assert session.expected_seconds is None
    run = session.run(timeout=LONG)
    until(session, lambda one: one.expected_seconds is not None)
    assert 0 < session.expected_seconds <= run.seconds

    other = open_session(service, draft, local=True)
    assert other.expected_seconds is None
    other.open()
    until(other, lambda one: one.expected_seconds == session.expected_seconds)
    # Of another model nothing is known here, and it is asked for beside.
    other.choose(model="wan2.6-image")
    assert other.expected_seconds is None


def test_catalog_says_what_nobody_has_seen(serve, open_session, draft):
    """Where the service itself answers, the catalog's time stands until there is a run."""
    session = open_session(serve(), draft)

    assert session.expected_seconds == draft.entry.typical_seconds.high
