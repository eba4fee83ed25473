"""The order of a run, what the journal holds after each step, and how each failure ends it."""

from __future__ import annotations

import pytest

from wanwidgets.decoding import sha256
from wanwidgets.errors import (
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
from wanwidgets.runner import Runner
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

    assert [step.state for step in told] == [PREPARED, SENT, RUNNING, RUNNING, RunState.SUCCEEDED]
    assert [step.status for step in told[2:]] == [TaskStatus.PENDING, TaskStatus.RUNNING, TaskStatus.SUCCEEDED]
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

    assert fetched == ["http://x/a.png", "http://x/a.png", "http://x/small.png"]
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


def test_stop_before_a_picture_is_fetched(client, store):
    """A run that is stopped before its pictures are fetched leaves nothing behind."""

    def fetch(_address):
        raise AssertionError

    with pytest.raises(Cancelled, match="before anything was sent"):
        next(Runner(client, store, fetch=fetch).run(EditRequest("x", ["http://x/b.png"]), pause=lambda _: True))

    assert store.runs() == []


def test_stop_before_the_send(server, steps, draft):
    """A run that is stopped before it was sent is not sent any more, and ends as cancelled."""
    told = steps(draft, pause=lambda _: True)

    assert [step.state for step in told] == [PREPARED, RunState.CANCELLED]
    assert isinstance(told[-1].error, Cancelled)
    assert server.connections == 0


def test_stop_while_the_send_is_tried_again(server, steps, draft):
    """A run that is stopped between two attempts to send it ends as cancelled."""
    server.answers(server.error("Throttling", status=429))

    told = steps(draft, pause=lambda seconds: seconds > 0)

    assert [step.state for step in told] == [PREPARED, SENT, RunState.CANCELLED]
    assert len(server.arrived(1)) == 1


def test_stop_while_the_task_waits(server, steps, draft):
    """A run that is stopped while its task waits is cancelled at the service, and not billed."""
    server.answers(server.task("PENDING"), server.json({"request_id": "r-1"}))

    last = steps(draft, pause=lambda seconds: seconds > 0)[-1]

    assert last.state is RunState.CANCELLED
    assert "not billed" in str(last.error)
    assert [(seen.method, seen.path.rpartition("/")[2]) for seen in server.seen][1:] == [("POST", "cancel")]


@pytest.mark.parametrize(
    "answer",
    [lambda s: s.error("UnsupportedOperation"), lambda s: s.drops, lambda s: s.error("InvalidApiKey", status=401)],
    ids=["too late", "dropped", "refused"],
)
def test_stop_while_the_task_runs(server, steps, draft, answer):
    """A run that is stopped too late, or perhaps too late, is undelivered and says that it may be billed."""
    stop = iter([False, False, True])
    server.answers(server.task("PENDING"), server.task("RUNNING"), answer(server))

    last = steps(draft, pause=lambda _: next(stop))[-1]

    assert last.state is RunState.UNDELIVERED
    assert isinstance(last.error, Cancelled)
    assert "may be billed" in str(last.error)
    assert last.task_id == "t-1"


def test_stop_while_the_pictures_are_downloaded(server, steps, draft):
    """A run that is stopped during the download is undelivered, since its pictures wait at the service."""
    stop = iter([False, False, True])
    server.answers(
        server.task("PENDING"),
        server.succeeded(f"{server.origin}/1.png"),
        server.html(503),
        server.error("UnsupportedOperation"),
    )

    last = steps(draft, pause=lambda _: next(stop))[-1]

    assert last.state is RunState.UNDELIVERED
    assert last.status is TaskStatus.SUCCEEDED


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
