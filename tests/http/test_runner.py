"""The order of a run, what the journal holds after each step, and how each failure ends it."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from wanwidgets.budget import Caps
from wanwidgets.decoding import sha256
from wanwidgets.errors import (
    BudgetExceeded,
    Cancelled,
    FetchError,
    ImageError,
    InvalidRequest,
    OutcomeUnknown,
    ServiceError,
    StoreError,
    TaskFailed,
    TaskLost,
    Undelivered,
    Unreachable,
)
from wanwidgets.images import InputImage
from wanwidgets.request import EditRequest
from wanwidgets.result import RunState
from wanwidgets.running.runner import Runner
from wanwidgets.store import RunStore
from wanwidgets.task import TaskStatus

PREPARED, SENT, RUNNING = RunState.PREPARED, RunState.SENT, RunState.RUNNING


def going_on(_seconds: float) -> bool:
    return False


@pytest.fixture
def store(tmp_path) -> RunStore:
    return RunStore(tmp_path / "runs")


@pytest.fixture
def runner(client, store, simulated) -> Runner:
    return Runner(client, store, clock=simulated.clock)


@pytest.fixture
def draft(photo) -> EditRequest:
    return EditRequest("Make it red", [photo], boxes={1: [(1, 2, 30, 40)]}, seed=3)


@pytest.fixture
def steps(runner, store, simulated):
    """Run a request and return its steps, each of which must be in the journal when it is told."""

    def run(request, pause=simulated.pause):
        told = []
        for step in runner.run(request, pause=pause):
            kept = store.get(step.id)
            assert (kept.state, kept.task_id, kept.status, str(kept.error)) == (
                step.state,
                step.task_id,
                step.status,
                str(step.error),
            )
            told.append(step)
        return told

    return run


def test_run_that_succeeds(server, steps, store, simulated, *, draft, png):
    """A run goes from prepared to sent, running and succeeded, and then its pictures are in the store."""
    server.answers(
        server.task("PENDING"),
        server.task("PENDING"),
        server.task("RUNNING"),
        server.task("RUNNING"),
        server.succeeded(f"{server.origin}/1.png?Signature=s3cret", f"{server.origin}/2.png"),
        server.raw(png),
    )

    told = steps(draft)

    assert [step.state for step in told] == [PREPARED, SENT, *[RUNNING] * 4, RunState.SUCCEEDED]
    assert [step.status for step in told[2:]] == [TaskStatus.PENDING, TaskStatus.RUNNING, *[TaskStatus.SUCCEEDED] * 3]
    assert [len(step.saved) for step in told[2:]] == [0, 0, 0, 1, 2]
    assert [seen.method for seen in server.seen] == ["POST", "GET", "GET", "GET", "GET", "GET", "GET"]
    last = told[-1]
    assert [saved.path.read_bytes() for saved in last.saved] == [png, png]
    assert last.seconds == simulated.now > 0
    assert last.request == draft
    assert last.error is None
    assert store.runs() == [last]


def test_intent_is_on_disk_before_anything_is_sent(server, runner, store, draft):
    """When the first step is told, the run is in the journal and nobody was asked anything."""
    run = next(runner.run(draft, pause=going_on))

    assert run.state is PREPARED
    assert store.runs() == [run]
    assert server.connections == 0


FAILURES = {
    "refused": (lambda s, png: [s.error("InvalidParameter")], RunState.REFUSED, ServiceError),
    "unknown": (lambda s, png: [s.drops], RunState.UNKNOWN, OutcomeUnknown),
    "failed": (
        lambda s, png: [s.task("RUNNING"), s.task("FAILED", code="DataInspectionFailed", message="no")],
        RunState.FAILED,
        TaskFailed,
    ),
    "cancelled elsewhere": (lambda s, png: [s.task("PENDING"), s.task("CANCELED")], RunState.CANCELLED, Cancelled),
    "lost": (lambda s, png: [s.task("PENDING"), s.task("UNKNOWN")], RunState.LOST, TaskLost),
    "no more answers": (
        lambda s, png: [s.task("PENDING"), s.error("InvalidApiKey", status=401)],
        RunState.UNDELIVERED,
        ServiceError,
    ),
    "no download": (
        lambda s, png: [s.task("PENDING"), s.succeeded(f"{s.origin}/1.png"), s.html(403)],
        RunState.UNDELIVERED,
        Undelivered,
    ),
    "no picture": (
        lambda s, png: [s.task("PENDING"), s.succeeded(f"{s.origin}/1.png"), s.html(200)],
        RunState.UNDELIVERED,
        Undelivered,
    ),
    "half a picture": (
        lambda s, png: [s.task("PENDING"), s.succeeded(f"{s.origin}/1.png"), s.raw(png[:-2000])],
        RunState.UNDELIVERED,
        Undelivered,
    ),
    "nothing": (lambda s, png: [s.task("PENDING"), s.task("SUCCEEDED", choices=[])], RunState.UNDELIVERED, Undelivered),
}


@pytest.mark.parametrize(("script", "state", "kind"), FAILURES.values(), ids=FAILURES)
def test_run_that_does_not_succeed(server, steps, store, *, draft, png, script, state, kind):
    """Each thing that goes wrong ends the run in its state, with an error that knows the run, and raises nothing."""
    server.answers(*script(server, png))

    last = steps(draft)[-1]

    assert last.state is state
    assert last.state.ended
    assert type(last.error) is kind
    assert last.error.run is last
    kept = store.get(last.id)
    assert type(kept.error) is kind
    assert kept.error.run is kept


def test_run_to_a_service_that_is_not_there(make_client, store, simulated, closed_port, draft):
    """A run that reached nobody ends as unreachable."""
    runner = Runner(make_client(base_url=f"http://127.0.0.1:{closed_port}/api/v1"), store, clock=simulated.clock)

    *_, last = runner.run(draft, pause=going_on)

    assert last.state is RunState.UNREACHABLE
    assert isinstance(last.error, Unreachable)


def test_last_word_of_the_service_is_kept(server, steps, draft):
    """A run that failed at the service knows that the service said so."""
    server.answers(server.task("PENDING"), server.task("FAILED", code="InvalidParameter", message="no"))

    last = steps(draft)[-1]

    assert last.status is TaskStatus.FAILED
    assert (last.error.code, last.error.task_id) == ("InvalidParameter", "t-1")


def test_draft_with_problems_is_not_sent(server, runner, store, photo):
    """A draft with problems raises all of them; nothing is written down and nothing is sent."""
    with pytest.raises(InvalidRequest) as caught:
        next(runner.run(EditRequest("", [photo], n=9), pause=going_on))

    assert len(caught.value.problems) == 2
    assert store.runs() == []
    assert server.connections == 0


def test_nothing_is_sent_without_a_store(server, client, tmp_path, draft):
    """A run whose intent cannot be written down is not sent."""
    (tmp_path / "in the way").write_text("a file", encoding="ascii")

    with pytest.raises(StoreError, match="in the way"):
        list(Runner(client, RunStore(tmp_path / "in the way")).run(draft, pause=going_on))

    assert server.connections == 0


def test_nothing_is_sent_when_the_send_cannot_be_written_down(server, runner, store, draft):
    """A journal that breaks before the send keeps the send from happening."""
    run = runner.run(draft, pause=going_on)
    next(run)
    (store.folder / "journal.sqlite").write_bytes(b"x" * 4096)

    with pytest.raises(StoreError) as caught:
        next(run)

    assert server.connections == 0
    assert "goes on" not in str(caught.value)


def test_task_is_not_forgotten_when_the_journal_breaks(server, runner, store, draft):
    """An error of the journal after the send names the task, and its run can be taken up by it."""
    server.answers(server.task("PENDING", "t-77"))
    run = runner.run(draft, pause=going_on)
    next(run)
    next(run)
    for left in store.folder.glob("journal.sqlite*"):
        left.write_bytes(b"x" * 4096)

    with pytest.raises(StoreError, match="Task t-77 goes on at the service and may be billed") as caught:
        next(run)

    assert caught.value.run.task_id == "t-77"
    assert caught.value.run.state is RUNNING


def test_pictures_that_cannot_be_kept_are_undelivered(server, steps, store, draft, png):
    """A run whose pictures find no place on disk is undelivered, so that they can be fetched again."""
    taken = draft.pictures[0].image.digest[:2]
    result = next(data for data in (png, png + b"x", png + b"y") if sha256(data)[:2] != taken)
    (store.folder / "files").mkdir(parents=True)
    (store.folder / "files" / sha256(result)[:2]).write_text("in the way", encoding="ascii")
    server.answers(server.task("PENDING"), server.succeeded(f"{server.origin}/1.png"), server.raw(result))

    last = steps(draft)[-1]

    assert last.state is RunState.UNDELIVERED
    assert type(last.error) is StoreError
    assert last.task_id == "t-1"


def test_addresses_are_fetched_before_the_problems_are_looked_for(server, client, store, photo):
    """A picture given by its address is fetched first, keeps its boxes, and is then judged like any other."""
    fetched = []

    def fetch(address):
        fetched.append(address.url)
        return InputImage.from_pil(photo.resize((100, 100)) if "small" in address.url else photo)

    runner = Runner(client, store, fetch=fetch)
    fine = EditRequest("Paint it", ["http://x/a.png"], boxes={1: [(1, 2, 3, 4)]})

    run = next(runner.run(fine, pause=going_on))
    with pytest.raises(InvalidRequest, match="image 2"):
        next(runner.run(fine.replace(images=["http://x/a.png", "http://x/small.png"]), pause=going_on))

    # What the first run was asked with is remembered.
    assert fetched == ["http://x/a.png", "http://x/small.png"]
    assert run.request.pictures[0].image == InputImage.from_pil(photo)
    assert run.request.boxes == {1: ((1, 2, 3, 4),)}
    assert len(store.runs()) == 1


@pytest.mark.parametrize("kind", [FetchError, ImageError])
def test_address_without_a_picture_is_told_by_its_number(server, client, store, photo, kind):
    """A picture that cannot be fetched is named by its number, and nothing is written down or sent."""

    def fetch(_address):
        raise kind("no.", name="b.png")

    with pytest.raises(kind, match=r"Image 2 \(b.png\): no."):
        next(Runner(client, store, fetch=fetch).run(EditRequest("x", [photo, "http://x/b.png"]), pause=going_on))

    assert store.runs() == []
    assert server.connections == 0


def test_cost_is_known_before_the_pictures_are(server, steps, store, draft):
    """What a task cost is in the journal as soon as it succeeded, whatever becomes of its pictures."""
    done = {"choices": [{"message": {"content": [{"image": f"{server.origin}/1.png"}]}}]}
    document = {"request_id": "r-1", "output": {"task_id": "t-1", "task_status": "SUCCEEDED", **done}}
    server.answers(server.task("PENDING"), server.json({**document, "usage": {"image_count": 1}}), server.html(503))

    told = steps(draft)

    assert [(step.state, step.usage) for step in told[3:]] == [
        (RUNNING, {"image_count": 1}),
        (RunState.UNDELIVERED, {"image_count": 1}),
    ]
    assert store.get(told[-1].id).usage == {"image_count": 1}


def test_account_and_moment_of_the_send_are_kept(server, client, store, draft):
    """A run knows by whose key it was asked, without the key, and when its create began to be sent."""
    server.answers(server.error("InvalidParameter"))
    noon = datetime(2026, 11, 20, 12, tzinfo=timezone.utc)

    told = list(Runner(client, store, now=lambda: noon).run(draft, pause=going_on))

    assert [step.sent for step in told] == [None, noon, noon]
    kept = store.get(told[0].id)
    assert (kept.account, kept.sent) == (client.account, noon)
    assert len(kept.account) == 16


def test_bare_failure_is_asked_for_once_more(server, steps, draft, png):
    """A failure that tells nothing of the task may be the service's own trouble, and is believed when it stays."""
    server.answers(
        server.task("PENDING"),
        server.error("InternalError", status=200),
        server.task("RUNNING"),
        server.succeeded(f"{server.origin}/1.png"),
        server.raw(png),
    )
    assert steps(draft)[-1].state is RunState.SUCCEEDED

    server.answers(server.task("PENDING", "t-2"), server.error("InternalError", status=200))
    last = steps(draft.replace(take=1))[-1]

    assert (last.state, last.error.code, last.error.task_id) == (RunState.FAILED, "InternalError", "t-2")
    # The first answer, and twice more.
    assert [seen.path.rpartition("/")[2] for seen in server.seen].count("t-2") == 3


def test_failure_with_the_facts_of_its_task_is_believed(server, steps, draft):
    """A task that failed and tells when it was submitted is not asked for again."""
    failed = server.task("FAILED", code="InvalidParameter", message="no", submit_time="2026-03-26 17:16:01.663")
    server.answers(server.task("PENDING"), failed)

    steps(draft)

    assert len(server.seen) == 2


def test_task_that_is_not_known_yet_is_looked_for_again(server, steps, draft, png):
    """A task that was just created and is not known everywhere is not given up at the first look."""
    server.answers(
        server.task("PENDING"),
        server.task("UNKNOWN"),
        server.task("UNKNOWN"),
        server.succeeded(f"{server.origin}/1.png"),
        server.raw(png),
    )

    assert steps(draft)[-1].state is RunState.SUCCEEDED


class Book:
    """Stands for gates: notes what is asked of it."""

    def __init__(self) -> None:
        self.told = []

    def create(self, model, pause):
        self.told.append("create")

    def query(self, pause):
        self.told.append("query")

    def slot(self, model, pause, _placed):
        self.told.append(f"slot of {model}")
        return self

    kept = slot

    def told_of(self, *_, **__):
        pass

    def renew(self):
        self.told.append("renew")

    def give_back(self):
        self.told.append("give back")


SLOTS = {
    "succeeds": (lambda s, png: [s.task("PENDING"), s.succeeded(f"{s.origin}/1.png"), s.raw(png)], True),
    "refused": (lambda s, png: [s.error("InvalidParameter")], True),
    "failed": (
        lambda s, png: [s.task("PENDING"), s.task("FAILED", code="x", submit_time="2026-03-26 17:16:01.663")],
        True,
    ),
    "unknown": (lambda s, png: [s.drops], False),
}


@pytest.mark.parametrize(("script", "back"), SLOTS.values(), ids=SLOTS)
def test_slot_is_held_while_a_task_may_be_there(server, make_client, store, draft, png, *, script, back):
    """A slot is taken before the send and given back when no task is there any more; else it lapses by itself."""
    book = Book()
    gates = type("Gates", (), {name: getattr(book, name) for name in ("create", "query", "slot", "kept")})()
    gates.told = book.told_of
    server.answers(*script(server, png))
    steps = Runner(make_client(gates=gates), store).run(draft, pause=going_on)

    seen = [(run.state, "slot of wan2.7-image" in book.told) for run in steps]

    assert seen[:2] == [(PREPARED, False), (SENT, True)]
    assert ("give back" in book.told) is back
    # The first attempt passes the gate once, and before it the journal does not call the run sent.
    assert [what for what in book.told if what != "query"][:2] == ["slot of wan2.7-image", "create"]
    assert book.told.count("create") == 1


def test_slot_is_given_back_when_nobody_sends(server, make_client, store, draft):
    """A run that is dropped just before the send gives its slot back."""
    book = Book()
    gates = type("Gates", (), {name: getattr(book, name) for name in ("create", "query", "slot", "kept")})()
    steps = Runner(make_client(gates=gates), store).run(draft, pause=going_on)
    next(steps)
    next(steps)

    steps.close()

    assert book.told[-1] == "give back"
    assert server.connections == 0


def test_slot_is_given_back_when_the_user_stops_before_the_send(server, make_client, store, draft):
    """A run that is stopped while it waits for the gate of its model gives its slot back."""
    book = Book()
    gates = type("Gates", (), {name: getattr(book, name) for name in ("create", "query", "slot", "kept")})()

    *_, last = Runner(make_client(gates=gates), store).run(draft, pause=lambda _: "create" in book.told)

    assert last.state is RunState.CANCELLED
    assert book.told[-1] == "give back"
    assert server.connections == 0


def test_slot_is_given_back_when_the_task_is_cancelled(server, make_client, store, draft):
    """A task that was cancelled before it began leaves its slot to the next one at once."""
    book = Book()
    gates = type("Gates", (), {name: getattr(book, name) for name in ("create", "query", "slot", "kept")})()
    gates.told = book.told_of
    server.answers(server.task("PENDING"), server.task("PENDING"), server.json({"request_id": "r-1"}))
    runner = Runner(make_client(gates=gates), store)

    *_, last = runner.run(draft, pause=lambda _: "renew" in book.told, linger=going_on)

    assert last.state is RunState.CANCELLED
    assert book.told[-1] == "give back"
    assert server.seen[-1].path.endswith("/cancel")


def test_slot_is_renewed_at_each_look(server, make_client, store, draft, png):
    """While a task is at the service its slot does not lapse."""
    book = Book()
    gates = type("Gates", (), {name: getattr(book, name) for name in ("create", "query", "slot", "kept")})()
    gates.told = book.told_of
    server.answers(
        server.task("PENDING"),
        server.task("PENDING"),
        server.task("RUNNING"),
        server.succeeded(f"{server.origin}/1.png"),
        server.raw(png),
    )

    *_, last = Runner(make_client(gates=gates), store).run(draft, pause=going_on)

    assert last.state is RunState.SUCCEEDED
    assert book.told.count("renew") == 3
    assert book.told.count("give back") >= 1


def test_run_beyond_the_budget_is_not_begun(server, runner, store, draft):
    """A run that would make more pictures than its budget has left is refused, and nothing is written down."""
    with pytest.raises(BudgetExceeded, match="session"):
        next(runner.run(draft.replace(n=2), pause=going_on, caps=Caps(session=1, session_id="s")))

    assert store.runs() == []
    assert server.connections == 0


@pytest.mark.parametrize(
    ("count", "state"),
    [(1, PREPARED), (2, RunState.CANCELLED), (3, RUNNING)],
    ids=["after the intent", "before the send", "while it runs"],
)
def test_journal_is_true_when_nobody_goes_on(server, runner, store, *, draft, count, state):
    """A run that is dropped half way stays in the journal as what it is: what was not sent is not called sent."""
    server.answers(server.task("PENDING"))
    run = runner.run(draft, pause=going_on)
    for _ in range(count):
        step = next(run)

    run.close()

    kept = store.get(step.id)
    assert kept.state is state
    assert kept.task_id == ("t-1" if count == 3 else "")
    assert len(server.seen) == (1 if count == 3 else 0)
