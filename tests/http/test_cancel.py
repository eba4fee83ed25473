"""A stop is heard at every stage of a run; what the service makes all the same is kept when it comes."""

from __future__ import annotations

import pytest
from PIL import Image

from wanwidgets.content import Text
from wanwidgets.errors import Cancelled, Undelivered
from wanwidgets.images import InputImage
from wanwidgets.pacing.gates import OPEN
from wanwidgets.regions import Mask, Stroke
from wanwidgets.request import EditRequest
from wanwidgets.result import RunState
from wanwidgets.running.runner import Runner
from wanwidgets.store import RunStore

CANCELLED, SUCCEEDED, UNDELIVERED = RunState.CANCELLED, RunState.SUCCEEDED, RunState.UNDELIVERED
MIXED = EditRequest("A recipe with pictures", model="wan2.6-image", enable_interleave=True, stream=True)


@pytest.fixture
def store(tmp_path) -> RunStore:
    return RunStore(tmp_path / "runs")


@pytest.fixture
def draft(photo) -> EditRequest:
    return EditRequest("Make it red", [photo], n=2)


class User:
    """Wants to stop from a moment on: `stops` is asked at each pause. Time passes only while somebody pauses."""

    def __init__(self, stops=lambda: True, leaves=lambda: False) -> None:
        self.stops, self.leaves = stops, leaves
        self.lingered = 0

    def pause(self, _seconds) -> bool:
        return self.stops()

    def linger(self, _seconds) -> bool:
        self.lingered += 1
        return self.leaves()


class Service:
    """Answers by what is asked: creates, looks (by turns), cancels (by turns) and pictures; the last one stays."""

    def __init__(self, server, png) -> None:
        self.server = server
        self.creates = [server.task("PENDING")]
        self.looks = [server.task("PENDING")]
        self.cancels = [server.error("UnsupportedOperation")]
        self.pictures = [server.raw(png)]
        server.answers(self._answer)

    @property
    def done(self):
        return self.server.succeeded(f"{self.server.origin}/1.png", f"{self.server.origin}/2.png")

    @property
    def took(self):
        return self.server.json({"request_id": "r-1"})

    def asked(self, what):
        return [seen for seen in self.server.seen if what in f"{seen.method} {seen.path}"]

    def _answer(self, seen):
        if seen.path.endswith("/cancel"):
            given = self.cancels
        elif "/tasks/" in seen.path:
            given = self.looks
        else:
            given = self.creates if seen.method == "POST" else self.pictures
        return given.pop(0) if len(given) > 1 else given[0]


@pytest.fixture
def service(server, png) -> Service:
    return Service(server, png)


@pytest.fixture
def run(client, store):
    """Run a request for a user, with lingering or without, and return its steps."""

    def run(request, user, *, lingers=True, runner=None):
        linger = user.linger if lingers else None
        return list((runner or Runner(client, store)).run(request, pause=user.pause, linger=linger))

    return run


def test_stop_while_addresses_are_fetched(server, client, store, run):
    """A run that is stopped between two addresses leaves nothing behind."""
    fetched = []

    def fetch(address):
        fetched.append(address)
        return InputImage.from_pil(Image.new("RGB", (300, 300)))

    draft = EditRequest("x", ["http://x/a.png", "http://x/b.png"])

    with pytest.raises(Cancelled, match="before anything was sent"):
        run(draft, User(lambda: bool(fetched)), runner=Runner(client, store, fetch=fetch))

    assert len(fetched) == 1
    assert store.runs() == []
    assert server.connections == 0


class Shut:
    """Gates of which one does not open while anybody waits."""

    def __init__(self, shut) -> None:
        self.shut = shut

    def create(self, model, pause):
        self._wait("create", pause)

    def slot(self, model, pause, _placed):
        self._wait("slot", pause)
        return OPEN.slot(model, pause)

    def query(self, pause):
        pass

    def kept(self, model):
        return OPEN.kept(model)

    def told(self, *_, **__):
        pass

    def _wait(self, gate, pause):
        if gate == self.shut:
            assert pause(60)
            raise Cancelled("Stopped while waiting.")


@pytest.mark.parametrize("gate", ["slot", "create"])
def test_stop_while_waiting_for_pace(server, make_client, store, draft, *, run, gate):
    """A run that is stopped while it waits for its turn is not sent, and ends as cancelled."""
    waited = []

    class Patient(User):
        def pause(self, seconds):
            waited.append(seconds)
            return seconds == 60

    told = run(draft, Patient(), runner=Runner(make_client(gates=Shut(gate)), store))

    assert [step.state for step in told] == [RunState.PREPARED, CANCELLED]
    assert server.connections == 0


def test_stop_before_the_send(server, run, draft):
    """A run that is stopped before it was sent is not sent any more, and ends as cancelled."""
    told = run(draft, User())

    assert [step.state for step in told] == [RunState.PREPARED, CANCELLED]
    assert isinstance(told[-1].error, Cancelled)
    assert server.connections == 0


def test_stop_between_the_journal_and_the_send(server, store, client, draft):
    """A run that is stopped when the journal calls it sent, and before it is, is cancelled and not sent."""
    stop = []
    steps = Runner(client, store).run(draft, pause=lambda _: bool(stop))
    for step in steps:
        if step.state is RunState.SENT:
            stop.append(True)

    assert step.state is CANCELLED
    assert server.connections == 0


def test_stop_while_files_are_uploaded(server, run, photo):
    """A run that is stopped between two uploads, or two attempts at one, sends nothing but files."""
    server.answers(server.html(502))
    mask = Mask((400, 300), (Stroke(((200.0, 150.0),), 40.0),))
    painting = EditRequest("A hat", [photo], mask=mask, model="wanx-x-painting")

    told = run(painting, User(lambda: bool(server.seen)))

    assert [step.state for step in told] == [RunState.PREPARED, CANCELLED]
    assert [seen.method for seen in server.arrived(1)] == ["GET"]


def test_stop_while_the_send_is_tried_again(service, run, draft):
    """A run that is stopped between two attempts to send it ends as cancelled: the service said that nothing began."""
    service.creates = [service.server.error("Throttling", status=429)]

    told = run(draft, User(lambda: bool(service.server.seen)))

    assert [step.state for step in told] == [RunState.PREPARED, RunState.SENT, CANCELLED]
    assert len(service.server.arrived(1)) == 1


@pytest.mark.parametrize("lingers", [True, False])
def test_stop_while_the_create_is_in_flight(service, run, draft, *, lingers):
    """A stop that comes while the create is answered finds the task PENDING, which is cancelled and not billed."""
    service.cancels = [service.took]

    told = run(draft, User(lambda: bool(service.server.seen)), lingers=lingers)

    assert told[-1].state is CANCELLED
    assert told[-1].stopped
    assert "not billed" in str(told[-1].error)
    assert len(service.asked("cancel")) == 1


def test_stop_while_the_task_waits(service, run, draft):
    """A PENDING task is cancelled at the service, and not billed."""
    service.cancels = [service.took]

    last = run(draft, User(lambda: len(service.server.seen) >= 3))[-1]

    assert (last.state, last.stopped) == (CANCELLED, True)
    assert "not billed" in str(last.error)


TOO_LATE = {
    "too late": lambda s: s.error("UnsupportedOperation"),
    "refused": lambda s: s.error("InvalidApiKey", status=401),
    "dropped": lambda s: s.drops,
}


@pytest.mark.parametrize("answer", TOO_LATE.values(), ids=TOO_LATE)
def test_stop_while_the_task_runs(service, run, draft, store, answer):
    """A task that cannot be stopped any more goes on: the stop is told at once, and its pictures are kept."""
    service.looks = [service.server.task("RUNNING"), service.server.task("RUNNING"), service.done]
    service.cancels = [answer(service.server)]
    user = User(lambda: len(service.server.seen) >= 2)

    told = run(draft, user)

    first = next(step for step in told if step.stopped)
    assert (first.state, first.error, first.saved) == (RunState.RUNNING, None, ())
    assert (told[-1].state, len(told[-1].saved), told[-1].stopped) == (SUCCEEDED, 2, True)
    assert store.get(told[-1].id) == told[-1]
    assert user.lingered
    assert len(service.asked("cancel")) == 1


@pytest.mark.parametrize("answer", TOO_LATE.values(), ids=TOO_LATE)
def test_stop_without_lingering(service, run, draft, answer):
    """Where nobody lingers, a run that is stopped too late can be taken up again, and says that it may be billed."""
    service.looks = [service.server.task("RUNNING")]
    service.cancels = [answer(service.server)]

    last = run(draft, User(lambda: len(service.server.seen) >= 2), lingers=False)[-1]

    assert (last.state, type(last.error), last.task_id, last.stopped) == (UNDELIVERED, Cancelled, "t-1", True)
    assert "may be billed" in str(last.error)


def test_stop_is_in_the_journal_when_it_is_told(service, client, store, draft):
    """A kernel that ends while a stopped run lingers leaves a journal that knows of the stop."""
    service.looks = [service.server.task("RUNNING")]
    steps = Runner(client, store).run(draft, pause=lambda _: len(service.server.seen) >= 2, linger=lambda _: False)
    step = next(step for step in steps if step.stopped)

    steps.close()

    kept = store.get(step.id)
    assert (kept.state, kept.stopped, kept.task_id) == (RunState.RUNNING, True, "t-1")
    assert [run.id for run in store.unfinished()] == [step.id]


def test_cancel_without_an_answer_is_asked_again(service, run, draft):
    """While a stopped task stays PENDING and the cancel got no answer, it is asked again; the next look tells."""
    service.looks = [*[service.server.task("PENDING")] * 3, service.server.task("CANCELED")]
    service.cancels = [service.server.drops, service.server.html(502), service.took]

    last = run(draft, User(lambda: len(service.server.seen) >= 2))[-1]

    assert last.state is CANCELLED
    assert "not billed" in str(last.error)
    assert len(service.asked("cancel")) == 3


def test_cancel_that_was_answered_is_not_asked_again(service, run, draft):
    """A service that said that it is too late is not asked again, even while it calls the task PENDING."""
    service.looks = [*[service.server.task("PENDING")] * 4, service.done]

    last = run(draft, User(lambda: len(service.server.seen) >= 2))[-1]

    assert last.state is SUCCEEDED
    assert len(service.asked("cancel")) == 1


@pytest.mark.parametrize("lingers", [True, False])
def test_stop_while_the_pictures_are_downloaded(service, run, draft, *, lingers):
    """A stop during the download cancels nothing, since it is paid for: the pictures are kept, or wait."""
    service.looks = [service.done]
    service.pictures.insert(0, service.server.html(503))

    told = run(draft, User(lambda: bool(service.asked("1.png"))), lingers=lingers)

    assert service.asked("cancel") == []
    assert any(step.stopped for step in told)
    assert told[-1].state is (SUCCEEDED if lingers else UNDELIVERED)
    assert len(told[-1].saved) == 2 * lingers


def test_stop_between_two_pictures(service, run, draft):
    """What was downloaded before the stop stays in the run."""
    service.looks = [service.done]

    last = run(draft, User(lambda: bool(service.asked("1.png"))), lingers=False)[-1]

    assert (last.state, len(last.saved), type(last.error)) == (UNDELIVERED, 1, Cancelled)
    assert service.asked("2.png") == []


def test_leaving_ends_the_lingering(service, run, draft, store):
    """When nobody stays, a run that lingers ends as one that can be taken up again."""
    service.looks = [service.server.task("RUNNING")]
    user = User(lambda: len(service.server.seen) >= 2, lambda: len(service.server.seen) >= 6)

    last = run(draft, user)[-1]

    assert (last.state, type(last.error), last.stopped) == (UNDELIVERED, Cancelled, True)
    assert [kept.id for kept in store.unfinished()] == [last.id]


def test_lingering_ends_as_the_task_does(service, run, draft):
    """A stopped task that fails later ends as failed, and is not billed."""
    failed = service.server.task("FAILED", code="InternalError", message="no", submit_time="2026-03-26 17:16:01.663")
    service.looks = [service.server.task("RUNNING"), service.server.task("RUNNING"), failed]

    last = run(draft, User(lambda: len(service.server.seen) >= 2))[-1]

    assert (last.state, last.stopped) == (RunState.FAILED, True)


@pytest.fixture
def streams(server, png):
    """Answer with a stream of a text, a picture, a text and a picture."""
    make, origin = server.event, server.origin
    events = [
        make(1, {"text": "First"}),
        make(2, {"image": f"{origin}/1.png"}, usage={"image_count": 1}),
        make(3, {"text": "then"}),
        make(4, {"image": f"{origin}/2.png"}, finish="stop", usage={"image_count": 2}),
    ]
    server.answers(lambda seen: server.stream(events) if seen.method == "POST" else server.raw(png))


def shapes(run):
    return [part.text if isinstance(part, Text) else type(part).__name__ for part in run.content]


@pytest.fixture
def stream(client, store):
    """Stream a recipe, stopped once its first picture is there, and return the steps."""

    def stream(linger):
        told = []
        steps = Runner(client, store).run(
            MIXED,
            pause=lambda _: bool(told) and len(told[-1].content) >= 2,
            linger=linger,
        )
        # Each step is there before the next one begins.
        for step in steps:
            told += [step]
        return told

    return stream


def test_stream_that_is_stopped_is_read_on(streams, stream):
    """A stream that is stopped is paid for and has no task: the stop is told, and all its parts are kept."""
    told = stream(lambda _: False)

    first = next(step for step in told if step.stopped)
    assert (shapes(first), first.state) == (["First", "SavedImage"], RunState.RUNNING)
    assert (told[-1].state, shapes(told[-1])) == (SUCCEEDED, ["First", "SavedImage", "then", "SavedImage"])
    assert (told[-1].stopped, told[-1].usage) == (True, {"image_count": 2})


@pytest.mark.parametrize("linger", [None, lambda _: True])
def test_stream_that_nobody_reads_on(streams, stream, store, linger):
    """A stream that is stopped and not read on keeps what had come, and is of unknown cost."""
    last = stream(linger)[-1]

    assert (last.state, type(last.error), last.stopped) == (RunState.UNKNOWN, Cancelled, True)
    assert shapes(store.get(last.id))[:2] == ["First", "SavedImage"]
    assert "may be billed" in str(last.error)


def test_stream_whose_pictures_are_left_is_undelivered(server, client, store, png):
    """A stream that came to its end and is left before its pictures are there keeps their links in the error."""
    events = [server.event(1, {"image": f"{server.origin}/1.png"}, finish="stop")]
    server.answers(lambda seen: server.stream(events) if seen.method == "POST" else server.html(503))

    *_, last = Runner(client, store).run(
        MIXED,
        pause=lambda _: len(server.seen) > 1,
        linger=lambda _: True,
    )

    assert (last.state, type(last.error)) == (UNDELIVERED, Undelivered)
    assert last.error.partial.content
