"""What was asked before is not asked again: remembered, waited for, taken up, or told as unknown."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading
from contextlib import closing
from datetime import datetime, timedelta, timezone

import pytest
from PIL import Image

from wanwidgets.budget import Caps
from wanwidgets.client import Client
from wanwidgets.errors import (
    BudgetExceeded,
    Cancelled,
    FetchError,
    InvalidRequest,
    NotRemembered,
    OutcomeUnknown,
    StoreError,
    TaskLost,
)
from wanwidgets.fetch import fetch_image
from wanwidgets.images import Gap, InputImage
from wanwidgets.local import LocalService
from wanwidgets.modes import ReplayMode
from wanwidgets.pacing.gates import OPEN
from wanwidgets.pictures import Picture
from wanwidgets.protocol.retry import LOCAL_SCHEDULE
from wanwidgets.request import EditRequest
from wanwidgets.result import Run, RunState
from wanwidgets.running.runner import Runner
from wanwidgets.stages import CHECKING, ELSEWHERE, REMEMBERED
from wanwidgets.store import RunStore

NOON = datetime(2026, 11, 20, 12, tzinfo=timezone.utc)
OFFLINE, REFRESH, REPLAY = ReplayMode.OFFLINE, ReplayMode.REFRESH, ReplayMode.REPLAY


def going_on(_seconds: float) -> bool:
    return False


@pytest.fixture
def moments():
    """Return a clock on the wall that goes on by a minute each time somebody looks."""
    passed = iter(range(100_000))
    return lambda: NOON + timedelta(minutes=next(passed))


@pytest.fixture
def store(tmp_path, moments) -> RunStore:
    return RunStore(tmp_path / "runs", now=moments)


@pytest.fixture
def runner(client, store) -> Runner:
    return Runner(client, store, now=lambda: NOON)


@pytest.fixture
def draft(photo) -> EditRequest:
    return EditRequest("Make it red", [photo], boxes={1: [(1, 2, 30, 40)]}, seed=3)


@pytest.fixture
def answers(server):
    """Let the server make so many pictures for each create, one for each colour."""

    def answer(*colours):
        script = []
        for number, colour in enumerate(colours, start=1):
            script += [
                server.task("PENDING", f"t-{number}"),
                server.succeeded(f"{server.origin}/{colour}.png"),
                server.raw(picture(colour)),
            ]
        server.answers(*script, server.error("InvalidParameter", "no more"))

    return answer


def picture(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(out, "PNG")
    return out.getvalue()


def colour_of(run: Run) -> tuple[int, int, int]:
    return run.images[0].getpixel((0, 0))


def ask(runner: Runner, request: EditRequest, **options) -> Run:
    *_, last = runner.run(request, **{"pause": going_on, **options})
    return last


def creates(server) -> int:
    return sum(seen.method == "POST" for seen in server.seen)


RED, BLUE = (255, 0, 0), (0, 0, 255)


def test_what_is_remembered_is_given_again(server, runner, store, draft, answers):
    """The same request again is one step, the run of the journal itself, and nobody is asked and nothing written."""
    answers("red")
    first = ask(runner, draft)
    seen, kept, told = len(server.seen), store.runs(), []

    again = draft.replace()
    steps = list(runner.run(again, pause=going_on, tell=told.append))

    (run,) = steps
    assert (run.id, run.content, run.started, run.usage) == (first.id, first.content, first.started, first.usage)
    assert (run.state, run.replayed, first.replayed) == (RunState.SUCCEEDED, True, False)
    assert run.request is not first.request
    assert told == [CHECKING, REMEMBERED]
    assert len(server.seen) == seen
    assert store.runs() == kept


def test_the_file_of_a_picture_does_not_matter(server, runner, photo, answers):
    """The same pixels as another file are the same request, in any number of repetitions."""
    answers("red")
    out = io.BytesIO()
    photo.save(out, "PNG", compress_level=9)
    ask(runner, EditRequest("Make it red", [photo]))

    runs = [ask(runner, EditRequest("Make it red", [InputImage.from_bytes(out.getvalue())])) for _ in range(3)]

    assert [run.replayed for run in runs] == [True] * 3
    assert creates(server) == 1


CHANGES = {
    "prompt": {"prompt": "Make it blue"},
    "take": {"take": 1},
    "seed": {"seed": 4},
    "boxes": {"boxes": {1: [(5, 6, 7, 8)]}},
    "model": {"model": "wan2.7-image-pro"},
}


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES)
def test_another_request_never_finds_the_old_picture(server, runner, draft, answers, *, changes):
    """Whatever is changed of a request, it is asked."""
    answers("red", "blue")
    ask(runner, draft)

    run = ask(runner, draft.replace(**changes))

    assert not run.replayed
    assert colour_of(run) == BLUE
    assert creates(server) == 2


def test_refresh_asks_again_and_keeps_both(server, runner, store, draft, answers):
    """In refresh mode a request is sent though it is remembered; the newer result is given from then on."""
    answers("red", "blue")
    first = ask(runner, draft)

    second = ask(runner, draft, mode=REFRESH)
    third = ask(runner, draft)

    assert (second.replayed, third.replayed) == (False, True)
    assert third.id == second.id != first.id
    assert [colour_of(run) for run in store.runs()] == [RED, BLUE]
    assert creates(server) == 2


def test_the_newest_whole_result_is_given_and_nothing_is_paid_again(server, runner, store, draft, answers):
    """A result that was edited by hand gives way to the one before; without any other nothing is sent, nothing lost."""
    answers("red", "blue")
    first, second = ask(runner, draft), ask(runner, draft, mode=REFRESH)
    edited = second.saved[0].path
    edited.write_bytes(edited.read_bytes() + b"edited")

    assert ask(runner, draft).id == first.id
    first.saved[0].path.unlink()
    with pytest.raises(StoreError, match=r'Nothing was sent.*mode="refresh"'):
        ask(runner, draft)

    assert edited.read_bytes().endswith(b"edited")
    assert creates(server) == 2
    assert [run.id for run in store.runs()] == [first.id, second.id]


def test_budget_does_not_matter_for_what_is_remembered(runner, draft, answers):
    """What is remembered is given though the budget is used up, and anything else is not asked."""
    answers("red")
    ask(runner, draft)
    caps = Caps(store=1)

    assert ask(runner, draft, caps=caps).replayed
    with pytest.raises(BudgetExceeded):
        ask(runner, draft.replace(take=1), caps=caps)


def test_offline_gives_what_is_remembered_by_whom_it_may(server, runner, store, draft, answers):
    """Offline, a request that another place answered is given, which the run says; nobody is asked."""
    answers("red")
    first = ask(runner, draft)
    seen = server.connections
    elsewhere = Runner(Client("", region="singapore", offline=True), store)

    run = ask(elsewhere, draft)

    assert (run.id, run.replayed, run.engine) == (first.id, True, first.engine)
    assert elsewhere.client.engine == "model-studio/singapore" != run.engine
    assert server.connections == seen


def test_offline_names_what_differs(server, runner, store, draft, answers):
    """Offline, a request that is not remembered is an error that names each field and both values; nothing is sent."""
    answers("red")
    first = ask(runner, draft)
    seen = server.connections

    with pytest.raises(NotRemembered) as caught:
        ask(runner, draft.replace(prompt="Make it blue", seed=4), mode=OFFLINE)

    told = str(caught.value)
    assert "prompt (remembered 'Make it red', asked for 'Make it blue')" in told
    assert "seed (remembered 3, asked for 4)" in told
    assert "WANWIDGETS_MODE" in told
    assert caught.value.nearest == first.id
    assert [difference.field for difference in caught.value.differences] == ["prompt", "seed"]
    assert server.connections == seen
    assert len(store.runs()) == 1


def test_offline_in_an_empty_store(server, runner, store, draft):
    """Offline, a store that remembers nothing says so, and is not even made."""
    with pytest.raises(NotRemembered, match="remembers nothing yet") as caught:
        ask(runner, draft, mode=OFFLINE)

    assert (caught.value.nearest, caught.value.differences) == ("", ())
    assert not store.folder.exists()
    assert server.connections == 0


def test_offline_tells_the_problems_of_a_draft_first(runner, draft):
    """Offline, a draft that could not be sent anywhere is told as that."""
    with pytest.raises(InvalidRequest, match="prompt"):
        ask(runner, draft.replace(prompt=""), mode=OFFLINE)


def test_offline_client_asks_nobody(store, draft, monkeypatch):
    """What an offline client is given to send raises, no socket is opened, and no mode makes it ask."""
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("a socket was opened"))
    client = Client("", region="singapore", offline=True)
    asks = {
        "submit": lambda: client.submit(draft),
        "call": lambda: client.call(draft),
        "stream": lambda: list(client.stream(EditRequest("A recipe", model="wan2.6-image", enable_interleave=True))),
        "upload": lambda: client.upload(draft.pictures[0].image, model=draft.model),
        "fetch": lambda: client.fetch("t-1"),
        "cancel": lambda: client.cancel("t-1"),
        "tasks": lambda: list(client.tasks()),
        "ready": client.ready,
        "address": lambda: client.base_url,
        "replay": lambda: ask(Runner(client, store), draft),
        "refresh": lambda: ask(Runner(client, store), draft, mode=REFRESH),
    }

    for name, asked in asks.items():
        with pytest.raises(NotRemembered, match="Nothing was sent"):
            pytest.fail(f"{name}: {asked()}")
    assert (client.offline, client.account, client.region) == (True, "", "singapore")
    assert not store.folder.exists()


UNFINISHED = {
    "prepared": (RunState.PREPARED, {}),
    "sent": (RunState.SENT, {}),
    "queued": (RunState.RUNNING, {"task_id": "t-9"}),
    "a stream": (RunState.RUNNING, {}),
    "undelivered": (RunState.UNDELIVERED, {"task_id": "t-9"}),
    "unknown": (RunState.UNKNOWN, {"error": OutcomeUnknown("no answer came")}),
}


@pytest.fixture
def leave(store, client, draft):
    """Leave a run of the draft in the store, as a kernel that ended does."""

    def leave(state, *, account=None, **facts) -> Run:
        run = store.begin(draft, client.engine, account=client.account if account is None else account)
        if state is not RunState.PREPARED:
            run = store.record(run.now(state, sent=NOON, **facts))
        store.release(run)
        return run

    return leave


@pytest.mark.parametrize("name", ["queued", "undelivered"])
def test_what_an_earlier_kernel_left_is_taken_up(server, runner, store, leave, draft, *, name):
    """A request whose task goes on is not sent again: the task is followed, and its result is returned."""
    state, facts = UNFINISHED[name]
    left = leave(state, **facts)
    server.answers(server.succeeded(f"{server.origin}/1.png"), server.raw(picture("red")))

    run = ask(runner, draft)

    assert (run.id, run.state, run.task_id, run.replayed) == (left.id, RunState.SUCCEEDED, "t-9", False)
    assert run.request is not left.request
    assert creates(server) == 0
    assert [kept.id for kept in store.runs()] == [left.id]
    assert ask(runner, draft).replayed


def test_what_is_asked_for_again_is_not_cancelled(server, runner, leave, draft):
    """A task that its user had stopped, and wants now, is waited for and not cancelled once more."""
    leave(RunState.RUNNING, task_id="t-9", stopped=True)
    server.answers(server.task("PENDING"), server.succeeded(f"{server.origin}/1.png"), server.raw(picture("red")))

    run = ask(runner, draft)

    assert (run.state, run.stopped) == (RunState.SUCCEEDED, False)
    assert [seen.method for seen in server.seen] == ["GET"] * 3


@pytest.mark.parametrize("state", [RunState.RUNNING, RunState.UNKNOWN])
def test_what_was_streamed_is_told_as_that(server, runner, store, photo, client, *, state):
    """A stream that broke has no task to look for, and that is said also to who asks for the same without streaming."""
    request = EditRequest("a story", [photo], model="wan2.6-image", enable_interleave=True, stream=True)
    left = store.begin(request, client.engine, account=client.account)
    store.record(left.now(state, sent=NOON))
    store.release(left)

    told = ask(runner, request.replace(stream=False))

    assert (told.id, told.state, told.request.stream) == (left.id, RunState.UNKNOWN, False)
    assert "A stream has no task to look for" in str(told.error)
    assert server.connections == 0


def test_unknown_outcome_of_another_day_is_not_sent_by_itself(server, client, store, leave, draft):
    """After 24 hours nobody can find out any more; whether it may be paid twice is still the user's to say."""
    left = leave(RunState.UNKNOWN, error=OutcomeUnknown("x"))
    runner = Runner(client, store, now=lambda: NOON + timedelta(days=30))

    told = ask(runner, draft)

    assert (told.id, told.state) == (left.id, RunState.UNKNOWN)
    assert "more than 24 hours ago" in str(told.error)
    assert server.connections == 0


def test_stream_whose_pictures_did_not_come_is_told_before_it_is_asked_anew(server, runner, leave, draft, answers):
    """What is billed and gone is an error once, which says what asking anew costs; then it is asked."""
    left = leave(RunState.UNDELIVERED)

    told = ask(runner, draft)

    assert (told.id, told.state) == (left.id, RunState.LOST)
    assert "the whole is billed, and to ask once more is billed by itself" in str(told.error)
    assert server.connections == 0
    answers("red")
    assert ask(runner, draft).state is RunState.SUCCEEDED
    assert creates(server) == 1


@pytest.mark.parametrize("name", ["queued", "unknown"])
def test_offline_tells_of_the_same_request_that_is_unfinished(server, runner, leave, draft, *, name):
    """Offline, a request that was sent and has brought nothing yet is told as that, and left as it is."""
    state, facts = UNFINISHED[name]
    left = leave(state, **facts)

    with pytest.raises(NotRemembered, match=r"The very same one, begun at 2026-11-20 12:\d\d UTC, is"):
        ask(runner, draft, mode=OFFLINE)

    assert runner.store.get(left.id).state is state
    assert server.connections == 0


@pytest.mark.parametrize("name", ["sent", "a stream", "unknown"])
def test_unknown_outcome_is_told_again_and_nothing_is_sent(server, runner, store, leave, draft, *, name):
    """A request of which nobody knows what became ends as that: since when, and what to do; it is not sent again."""
    state, facts = UNFINISHED[name]
    left = leave(state, **facts)

    for _ in range(2):
        run = ask(runner, draft)
        assert (run.id, run.state) == (left.id, RunState.UNKNOWN)
        assert isinstance(run.error, OutcomeUnknown)
        assert run.error.run is run
        for said in ("2026-11-20 12:00 UTC", "Editor", "mode='refresh'", "billed twice"):
            assert said in str(run.error)

    assert server.connections == 0
    assert [(kept.id, kept.state) for kept in store.runs()] == [(left.id, RunState.UNKNOWN)]
    assert not store.charge(left)


def test_refresh_sends_what_nobody_knows(server, runner, store, leave, draft, *, answers):
    """Asked to, a request of unknown outcome is sent again; from then on the new result is given."""
    left = leave(RunState.UNKNOWN, error=OutcomeUnknown("x"))
    answers("red")

    run = ask(runner, draft, mode=REFRESH)

    assert run.id != left.id
    assert ask(runner, draft).id == run.id
    assert creates(server) == 1
    assert store.get(left.id).state is RunState.UNKNOWN


def test_what_was_never_sent_is_sent(server, runner, store, leave, draft, *, answers):
    """An intent whose kernel died before it sent anything keeps nobody from sending it."""
    left = leave(RunState.PREPARED)
    answers("red")

    run = ask(runner, draft)

    assert run.id != left.id
    assert creates(server) == 1
    assert len(store.runs()) == 2


def test_task_of_another_key_is_left_as_it_is(server, runner, store, leave, draft):
    """A task that the service does not know by the key of now is not sent again, and its run stays as it is."""
    left = leave(RunState.RUNNING, account="0" * 16, task_id="t-9")
    server.answers(server.task("UNKNOWN"))

    with pytest.raises(TaskLost, match=r"another key.*mode='refresh'"):
        ask(runner, draft)

    assert creates(server) == 0
    assert store.get(left.id).state is RunState.RUNNING
    assert not store.charge(left)


def test_failed_task_that_was_taken_up_is_told_and_asked_anew_the_next_time(server, runner, leave, draft, answers):
    """What came of an earlier create is told though it is a failure; it was not billed, so the next time asks."""
    left = leave(RunState.RUNNING, task_id="t-9")
    server.answers(server.task("FAILED", code="DataInspectionFailed", message="no", submit_time="2026-11-20 12:00:00"))

    failed = ask(runner, draft)
    assert (failed.id, failed.state, failed.error.code) == (left.id, RunState.FAILED, "DataInspectionFailed")
    answers("red")

    assert ask(runner, draft).state is RunState.SUCCEEDED
    assert creates(server) == 1


def test_what_is_under_way_elsewhere_is_waited_for(server, client, runner, store, draft, *, answers):
    """A request that another runner has in its charge is waited for with pauses, told as that, and then replayed."""
    answers("red")
    other = Runner(client, RunStore(store.folder))
    told, pauses = [], []
    with closing(other.run(draft, pause=going_on)) as steps:
        first = next(steps)

        def pause(seconds):
            pauses.append(seconds)
            if len(pauses) == 8:
                list(steps)
            return False

        run = ask(runner, draft, pause=pause, tell=told.append)

    assert (run.id, run.replayed) == (first.id, True)
    assert told == [CHECKING, ELSEWHERE, REMEMBERED]
    assert pauses[:8] == [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 2.0, 2.0]
    assert creates(server) == 1


def test_who_waits_can_stop(server, client, runner, store, draft):
    """Who stops waiting for what is under way elsewhere leaves it as it is."""
    with closing(Runner(client, RunStore(store.folder)).run(draft, pause=going_on)) as steps:
        first = next(steps)
        with pytest.raises(Cancelled, match="goes on there"):
            ask(runner, draft, pause=lambda seconds: seconds > 0)

        assert store.charge(first)
    assert server.connections == 0


def test_what_failed_elsewhere_is_sent_by_who_waited(server, client, runner, store, draft, *, answers):
    """When what was waited for has brought nothing and cost nothing, the request is sent from here."""
    server.answers(server.error("InvalidParameter"))
    with closing(Runner(client, RunStore(store.folder)).run(draft, pause=going_on)) as steps:
        first = next(steps)

        def pause(seconds):
            if seconds == 0.05 and not server.seen:
                assert [step.state for step in steps][-1] is RunState.REFUSED
                answers("red")
            return False

        run = ask(runner, draft, pause=pause)

    assert (run.state, run.replayed) == (RunState.SUCCEEDED, False)
    assert run.id != first.id
    assert creates(server) == 2


def test_who_begins_and_leaves_keeps_nobody_waiting(client, runner, store, draft, answers):
    """A run whose first step was the last one that somebody asked for is in nobody's charge."""
    answers("red")
    with closing(Runner(client, RunStore(store.folder)).run(draft, pause=going_on)) as steps:
        first = next(steps)
    assert not store.charge(first)

    assert ask(runner, draft).state is RunState.SUCCEEDED


def test_whether_it_would_be_free(runner, leave, draft, answers):
    """`free` says of what is remembered or under way that nothing would be sent, and fetches nothing for it."""
    answers("red")
    assert not runner.free(draft, REPLAY)
    assert runner.free(draft, OFFLINE)
    assert not runner.free(draft.replace(images=["http://127.0.0.1/a.png"]), REPLAY)
    leave(RunState.RUNNING, task_id="t-9")
    assert runner.free(draft, REPLAY)
    ask(runner, draft.replace(take=1))
    assert runner.free(draft.replace(take=1), REPLAY)
    assert not runner.free(draft.replace(take=1), REFRESH)


@pytest.fixture
def fetched():
    """Return the addresses that were fetched so far."""
    return []


@pytest.fixture
def fetching(client, store, fetched, photo):
    """Return a runner for which an address gives another picture each time."""

    def fetch(address):
        fetched.append(address.url)
        return InputImage.from_pil(photo.rotate(len(fetched)), name=address.name)

    return Runner(client, store, fetch=fetch)


ADDRESS = "https://example.com/cup.png?Signature=s3cret"


def test_address_is_remembered_with_its_run(server, fetching, fetched, store, *, answers):
    """What an address gave stands for it from then on, also offline; its text is nowhere in the folder."""
    answers("red")
    draft = EditRequest("Make it red", [ADDRESS], boxes={1: [(1, 2, 30, 40)]})
    first = ask(fetching, draft)

    runs = [ask(fetching, draft), ask(fetching, draft, mode=OFFLINE)]

    assert fetched == [ADDRESS]
    assert [run.id for run in runs] == [first.id] * 2
    assert runs[0].request.pictures == first.request.pictures
    assert runs[0].request.pictures[0].image.name == "cup.png"
    assert fetching.free(draft, REPLAY)
    kept = b"".join(path.read_bytes() for path in store.folder.rglob("*") if path.is_file())
    assert b"s3cret" not in kept
    assert b"example.com" not in kept
    assert creates(server) == 1


def test_refresh_fetches_an_address_anew(server, fetching, fetched, *, answers):
    """In refresh mode an address is asked again, and what it gives then is remembered from then on."""
    answers("red", "blue")
    draft = EditRequest("Make it red", [ADDRESS])
    ask(fetching, draft)

    second = ask(fetching, draft, mode=REFRESH)

    assert fetched == [ADDRESS] * 2
    assert ask(fetching, draft).id == second.id
    assert creates(server) == 2


def test_address_that_is_not_remembered_is_named_offline(fetching, fetched, photo):
    """Offline, an address that was asked with in no run is an error that names the picture; it is not fetched."""
    with pytest.raises(NotRemembered, match=r"Nothing was sent\. Image 2 \(cup\.png\)"):
        ask(fetching, EditRequest("Make it red", [photo, ADDRESS]), mode=OFFLINE)

    assert fetched == []


def test_address_of_a_run_that_never_began_is_not_remembered(fetching, fetched, store, photo):
    """What was fetched and then not asked with is fetched again."""
    draft = EditRequest("", [ADDRESS])
    for _ in range(2):
        with pytest.raises(InvalidRequest):
            ask(fetching, draft)

    assert fetched == [ADDRESS] * 2
    assert not store.folder.exists()
    with pytest.raises(FetchError) as caught:
        fetching.picture(draft.pictures[0].image, OFFLINE)
    assert caught.value.code == "offline"


def test_address_is_remembered_by_what_is_remembered(server, runner, store, start_server, photo, *, answers):
    """An address whose picture was asked with before, as a file, is remembered when that is given again."""
    answers("red")
    ask(runner, EditRequest("Make it red", [photo]))
    out = io.BytesIO()
    photo.save(out, "PNG", compress_level=9)
    page = start_server()
    page.answers(page.raw(out.getvalue()))
    fetching = Runner(runner.client, store, fetch=lambda address: fetch_image(address, private=True))

    runs = [ask(fetching, EditRequest("Make it red", [f"{page.origin}/a.png"])) for _ in range(2)]

    assert [run.replayed for run in runs] == [True] * 2
    assert len(page.seen) == 1
    assert creates(server) == 1


def service_client(service: LocalService) -> Client:
    """Return a client that does not know that the service is local, so that it is taken for one that is paid."""
    return service.client(engine="custom/127.0.0.1")


@pytest.fixture(scope="module")
def service():
    with LocalService(engine="cards") as service:
        yield service


@pytest.mark.parametrize("engine", ["custom/127.0.0.1", "local/cards-test"])
def test_many_threads_that_ask_at_once_send_one_create(service, store, draft, *, engine):
    """Of many threads that ask for the same at once, each on a store of its own, one sends it and all get the same."""
    service.reset()
    count = 6
    gate, runs = threading.Barrier(count), [None] * count

    def work(number):
        runner = Runner(service.client(engine=engine), RunStore(store.folder))
        pause = threading.Event().wait
        gate.wait()
        runs[number] = ask(runner, draft, pause=pause)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({run.id for run in runs}) == 1
    assert sorted(run.replayed for run in runs) == [False] + [True] * (count - 1)
    assert len(service.ledger()) == 1
    assert len(store.runs()) == 1


KERNEL = """
import json, sys
from PIL import Image
from wanwidgets.client import Client
from wanwidgets.pacing.gates import OPEN
from wanwidgets.pictures import Picture
from wanwidgets.protocol.retry import LOCAL_SCHEDULE
from wanwidgets.request import EditRequest
from wanwidgets.running.job import Job
from wanwidgets.running.runner import Runner
from wanwidgets.store import RunStore

url, key, folder = sys.argv[1:]
client = Client(key, base_url=url, engine="custom/127.0.0.1", schedule=LOCAL_SCHEDULE, gates=OPEN)
runner = Runner(client, RunStore(folder))
draft = EditRequest("Make it red", [Image.new("RGB", (400, 300), "white")])
print("ready", flush=True)
sys.stdin.readline()
run = Job(lambda pause, linger, tell: runner.run(draft, pause=pause, linger=linger, tell=tell)).start().wait()
print(json.dumps([run.id, run.replayed, len(run.saved)]))
"""


def test_kernels_that_ask_at_once_send_one_create(service, tmp_path):
    """Of several processes that ask for the same at once, one sends it, and all get the same pictures."""
    service.reset()
    command = [sys.executable, "-c", KERNEL, service.url, service.api_key, str(tmp_path / "runs")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    kernels = [subprocess.Popen(command, **pipes) for _ in range(3)]
    for kernel in kernels:
        assert kernel.stdout.readline() == "ready\n"
    for kernel in kernels:
        kernel.stdin.write("\n")
        kernel.stdin.flush()
    told = [json.loads(kernel.communicate()[0]) for kernel in kernels]

    assert len({run_id for run_id, _, _ in told}) == 1
    assert sorted(replayed for _, replayed, _ in told) == [False, True, True]
    assert all(pictures for _, _, pictures in told)
    assert len(service.ledger()) == 1


def test_kernel_that_was_killed_is_gone_on_with_by_who_asks_again(service, store, draft):
    """A notebook that is run again after its kernel died in the middle gets the picture of the first create."""
    service.reset()
    first = Runner(service_client(service), store)
    with closing(first.run(draft, pause=going_on)) as steps:
        left = next(run for run in steps if run.task_id)

    run = ask(Runner(service_client(service), RunStore(store.folder)), draft)

    assert (run.id, run.state) == (left.id, RunState.SUCCEEDED)
    assert len(service.ledger()) == 1


def test_local_run_that_died_is_simply_asked_anew(service, store, draft):
    """The service in this process is free, and gone with its kernel: what it left is in nobody's way."""
    service.reset()
    with closing(Runner(service.client(), store).run(draft, pause=going_on)) as steps:
        left = next(run for run in steps if run.task_id)

    run = ask(Runner(service.client(), RunStore(store.folder)), draft)

    assert run.id != left.id
    assert run.state is RunState.SUCCEEDED


def test_streamed_request_is_replayed_as_any_other(service, store):
    """How a request is sent is no part of its meaning: what came by a stream is given again to who asks for a task."""
    service.reset()
    client = Client(service.api_key, base_url=service.url, gates=OPEN, schedule=LOCAL_SCHEDULE)
    draft = EditRequest("A recipe", model="wan2.6-image", enable_interleave=True, stream=True)
    first = ask(Runner(client, store), draft)

    run = ask(Runner(client, store), draft.replace(stream=None))

    assert (run.replayed, run.content) == (True, first.content)
    assert len(service.ledger()) == 1


@pytest.mark.parametrize("mode", [REPLAY, OFFLINE])
def test_request_without_its_files_is_remembered(runner, server, answers, draft, mode):
    """A request whose picture is known by its pixels alone is answered where it is remembered, and never sent."""
    answers("red")
    first = ask(runner, draft)
    image, boxes = draft.pictures[0].image, draft.pictures[0].boxes
    gone = draft.replace(pictures=[Picture(Gap.of(image.digest, image.pixels, image.size), boxes)])
    sent = len(server.seen)

    assert ask(runner, gone, mode=mode).id == first.id
    with pytest.raises(InvalidRequest, match="image 1"):
        ask(runner, gone.replace(seed=4), mode=mode)
    with pytest.raises(InvalidRequest, match="image 1"):
        ask(runner, gone, mode=REFRESH)
    assert len(server.seen) == sent
