"""What an earlier kernel left is taken up: watched, downloaded, said to be lost or unknown; and never sent again."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import requests

from wanwidgets.client import Client
from wanwidgets.errors import (
    Cancelled,
    OutcomeUnknown,
    StoreError,
    TaskExpired,
    TaskLost,
    Undelivered,
)
from wanwidgets.local import LocalService
from wanwidgets.pacing.gates import OPEN
from wanwidgets.protocol.retry import LOCAL_SCHEDULE
from wanwidgets.request import EditRequest
from wanwidgets.result import Run, RunState
from wanwidgets.running.runner import Runner
from wanwidgets.store import RunStore
from wanwidgets.task import TaskStatus

NOON = datetime(2026, 11, 20, 12, tzinfo=timezone.utc)
PREPARED, SENT, RUNNING, UNKNOWN = RunState.PREPARED, RunState.SENT, RunState.RUNNING, RunState.UNKNOWN
SUCCEEDED, UNDELIVERED = RunState.SUCCEEDED, RunState.UNDELIVERED
STREAM = EditRequest("A recipe", model="wan2.6-image", enable_interleave=True, stream=True)


def going_on(_seconds: float) -> bool:
    return False


@pytest.fixture
def store(tmp_path) -> RunStore:
    return RunStore(tmp_path / "runs", now=lambda: NOON)


@pytest.fixture
def draft(photo) -> EditRequest:
    return EditRequest("Make it red", [photo], n=2)


@pytest.fixture
def leave(store, client, draft):
    """Leave a run in the store, as a kernel that ended does."""

    def leave(state, *, request=None, engine=None, **facts) -> Run:
        run = store.begin(request or draft, engine or client.engine, account=client.account)
        if state is not PREPARED or facts:
            run = store.record(run.now(state, **{"sent": None if state is PREPARED else NOON, **facts}))
        store.release(run)
        return run

    return leave


@pytest.fixture
def resume(client, store):
    """Take a run up so many hours after it was sent, and return its steps."""

    def resume(run, *, hours=1.0, client=client, pause=going_on, linger=None):
        claimed = store.claim(run)
        runner = Runner(client, store, now=lambda: NOON + timedelta(hours=hours))
        return list(runner.resume(claimed, pause=pause, linger=linger))

    return resume


NOTHING_TO_ASK = {
    "prepared": (PREPARED, {}, RunState.CANCELLED, Cancelled, "before anything was sent"),
    "sent": (SENT, {}, UNKNOWN, OutcomeUnknown, "may be billed"),
    "streaming": (RUNNING, {"status": TaskStatus.RUNNING}, UNKNOWN, OutcomeUnknown, "no task"),
    "streamed": (UNDELIVERED, {"status": TaskStatus.SUCCEEDED}, RunState.LOST, TaskLost, "no task"),
}


@pytest.mark.parametrize(
    ("state", "facts", "after", "kind", "told"),
    NOTHING_TO_ASK.values(),
    ids=NOTHING_TO_ASK,
)
def test_run_without_a_task(server, store, leave, resume, *, state, facts, after, kind, told):
    """A run without a task in the journal is not sent again, and nobody is asked: it is said what it is."""
    (run,) = resume(leave(state, **facts))

    assert (run.state, type(run.error)) == (after, kind)
    assert told in str(run.error)
    assert run.error.run is run
    assert store.get(run.id).state is after
    assert server.connections == 0


@pytest.mark.parametrize("state", [RUNNING, UNDELIVERED])
def test_run_with_a_task_is_watched_and_downloaded(server, store, leave, resume, png, *, state):
    """A run with a task is looked at, downloaded and kept; its error is gone, and nothing is sent."""
    server.answers(
        server.task("RUNNING"), server.succeeded(f"{server.origin}/1.png", f"{server.origin}/2.png"), server.raw(png)
    )
    left = leave(state, task_id="t-1", seconds=7.0, error=Undelivered("no") if state is UNDELIVERED else None)

    told = resume(left)

    assert [step.state for step in told][-1] is SUCCEEDED
    assert (told[-1].id, len(told[-1].saved), told[-1].error) == (left.id, 2, None)
    assert told[-1].seconds >= 7.0
    assert store.runs() == [told[-1]]
    assert {seen.method for seen in server.seen} == {"GET"}


def test_resumed_run_is_in_charge_of_one_kernel(server, store, leave, client):
    """A run that is taken up is nobody else's meanwhile, and free again when nobody goes on with it."""
    server.answers(server.task("RUNNING"))
    run = leave(RUNNING, task_id="t-1")
    steps = Runner(client, store).resume(store.claim(run), pause=going_on)
    next(iter(steps))
    other = RunStore(store.folder)

    assert other.claim(run) is None
    steps.close()

    assert other.claim(run).task_id == "t-1"


@pytest.mark.parametrize(
    ("hours", "looks", "state", "kind"),
    [(1, 6, RunState.LOST, TaskLost), (23.99, 6, RunState.LOST, TaskLost), (24, 1, RunState.EXPIRED, TaskExpired)],
)
def test_task_that_the_service_does_not_know(server, store, leave, resume, *, hours, looks, state, kind):
    """A task that the service does not know, time and again, is lost, not done; after its 24 hours it is expired."""
    server.answers(server.task("UNKNOWN"))

    last = resume(leave(RUNNING, task_id="t-1"), hours=hours)[-1]

    assert (last.state, type(last.error)) == (state, kind)
    assert store.unfinished() == ()
    assert len(server.seen) == looks


def test_task_that_the_service_did_not_know_for_a_moment_is_not_lost(server, leave, resume, png):
    """One word of a service that is in trouble does not lose a picture that is paid for."""
    server.answers(server.task("UNKNOWN"), server.succeeded(f"{server.origin}/1.png"), server.raw(png))

    last = resume(leave(RUNNING, task_id="t-1"), hours=2)[-1]

    assert (last.state, len(last.saved)) == (SUCCEEDED, 1)


def test_task_of_another_key_is_left_as_it_is(server, make_client, store, leave, resume):
    """A task that another key does not see is not lost: the run stays in the journal, is free, and it is said."""
    server.answers(server.task("UNKNOWN"))
    left = leave(RUNNING, task_id="t-1", status=TaskStatus.RUNNING)

    with pytest.raises(TaskLost, match="another key") as caught:
        resume(left, client=make_client(api_key="sk-another-0123456789"))

    assert caught.value.run.id == left.id
    assert store.get(left.id) == left
    assert [run.id for run in store.unfinished()] == [left.id]


def test_old_task_of_another_key_is_expired(server, make_client, leave, resume):
    """After 24 hours no key sees the task any more."""
    server.answers(server.task("UNKNOWN"))

    last = resume(leave(RUNNING, task_id="t-1"), hours=30, client=make_client(api_key="sk-another-0123456789"))[-1]

    assert last.state is RunState.EXPIRED


@pytest.mark.parametrize(
    ("hours", "state", "kind"),
    [(2, UNDELIVERED, Undelivered), (25, RunState.EXPIRED, TaskExpired)],
)
def test_links_that_are_refused_as_expired(server, leave, resume, png, *, hours, state, kind):
    """Pictures whose addresses the object store calls expired are expired after a day; the others are kept."""
    expired = server.raw(b"<Error><Code>AccessDenied</Code><Message>Request has expired.</Message></Error>", 403)
    server.answers(server.succeeded(f"{server.origin}/1.png", f"{server.origin}/2.png"), expired, server.raw(png))

    last = resume(leave(RUNNING, task_id="t-1"), hours=hours)[-1]

    assert (last.state, type(last.error), len(last.saved)) == (state, kind, 1)
    assert len(server.seen) == 3


def test_service_that_cannot_be_reached_leaves_a_run_resumable(store, leave, resume, make_client, closed_port):
    """A run whose service is not there is looked for until the user stops, and stays one that can be taken up."""
    run = leave(RUNNING, task_id="t-1")
    away = make_client(base_url=f"http://127.0.0.1:{closed_port}/api/v1")
    pauses = []

    def pause(seconds):
        pauses.append(seconds)
        return len(pauses) > 5

    last = resume(run, client=away, pause=pause)[-1]

    assert (last.state, last.task_id) == (UNDELIVERED, "t-1")
    assert [each.id for each in store.unfinished()] == [run.id]


def test_pictures_of_an_earlier_kernel_are_not_forgotten(server, store, leave, resume, png):
    """What an earlier kernel had downloaded stays in the run when the rest cannot be had any more."""
    saved = store.keep(png)
    server.answers(server.task("UNKNOWN"))

    last = resume(leave(RUNNING, task_id="t-1", content=(saved,)), hours=30)[-1]

    assert (last.state, last.saved) == (RunState.EXPIRED, (saved,))


def test_pictures_of_an_earlier_kernel_are_not_forgotten_on_the_way(server, store, leave, resume, png):
    """While fewer pictures came again than an earlier kernel kept, the run has those of the earlier one."""
    kept = (store.keep(png), store.keep(png))
    server.answers(server.succeeded(f"{server.origin}/1.png", f"{server.origin}/2.png"), server.raw(png))

    told = resume(leave(RUNNING, task_id="t-1", content=kept))

    assert [len(step.saved) for step in told] == [2] * len(told)
    assert told[-1].state is SUCCEEDED


def test_stopped_run_is_cancelled_when_it_is_taken_up(server, leave, resume):
    """A run that its user stopped in an earlier kernel, and that still is PENDING, is cancelled then."""
    server.answers(server.task("PENDING"), server.json({"request_id": "r-1"}), server.task("CANCELED"))

    last = resume(leave(RUNNING, task_id="t-1", stopped=True))[-1]

    assert (last.state, last.stopped) == (RunState.CANCELLED, True)
    assert [seen.path.rpartition("/")[2] for seen in server.seen if seen.method == "POST"] == ["cancel"]


def test_unknown_run_is_left_to_its_user(server, store, leave, resume):
    """A run of unknown outcome is not decided by taking it up."""
    left = leave(UNKNOWN, error=OutcomeUnknown("no answer"))

    (run,) = resume(left)

    assert run.state is UNKNOWN
    assert [each.id for each in store.unfinished()] == [left.id]
    assert server.connections == 0


def test_adopted_run_comes_to_its_pictures(server, client, store, leave, png):
    """A run of unknown outcome is given the task that the user found, and goes on as any other."""
    server.answers(server.succeeded(f"{server.origin}/1.png"), server.raw(png))
    left = leave(UNKNOWN, error=OutcomeUnknown("no answer"))

    *_, last = Runner(client, store).adopt(store.claim(left), "t-9", pause=going_on)

    assert (last.state, last.id, last.task_id, last.error) == (SUCCEEDED, left.id, "t-9", None)
    assert store.known_tasks() == {"t-9"}


def test_task_is_adopted_once(server, client, store, leave):
    """The task of another run is not adopted, and nothing is changed."""
    leave(RUNNING, task_id="t-9")
    left = leave(UNKNOWN)

    with pytest.raises(StoreError, match="t-9"):
        Runner(client, store).adopt(left, "t-9", pause=going_on)

    assert store.get(left.id).state is UNKNOWN
    assert server.connections == 0


def test_run_is_sent_again_as_a_new_one(server, client, store, leave, png):
    """Sending again is the user's own decision, and makes another run; the old one stays as it is."""
    server.answers(server.task("PENDING", "t-2"), server.succeeded(f"{server.origin}/1.png"), server.raw(png))
    left = leave(UNKNOWN)

    *_, last = Runner(client, store).again(left, pause=going_on)

    assert (last.state, last.request) == (SUCCEEDED, left.request)
    assert last.id != left.id
    assert store.get(left.id).state is UNKNOWN


def test_run_is_left_at_that(client, store, leave):
    """A run of unknown outcome that the user leaves at that is over; one whose outcome is known cannot be left so."""
    runner = Runner(client, store)

    assert runner.abandon(leave(UNKNOWN)).state is RunState.ABANDONED
    assert store.unfinished() == ()
    with pytest.raises(ValueError, match="succeeded"):
        runner.abandon(leave(SUCCEEDED))


@pytest.fixture(scope="module")
def local():
    """Return a local service in this process, other than the one that died with its kernel."""
    with LocalService() as service:
        yield service


@pytest.mark.parametrize("state", [PREPARED, SENT, RUNNING, UNDELIVERED, UNKNOWN])
def test_local_run_simply_runs_again(local, store, leave, resume, photo, *, state):
    """The local service died with its kernel, so its run goes through all steps again, with the same id, free."""
    facts = {} if state in {PREPARED, SENT} else {"task_id": "gone"}
    draft = EditRequest("Make it black and white", [photo], size="1K")
    left = leave(
        state, request=draft, engine=local.engine, error=OutcomeUnknown("x") if state is UNKNOWN else None, **facts
    )

    told = resume(left, client=local.client())

    assert [step.state for step in told if step.state is not RUNNING] == [PREPARED, SENT, SUCCEEDED]
    assert {step.id for step in told} == {left.id}
    assert told[-1].task_id != "gone"
    assert len(told[-1].saved) == 1
    assert store.get(left.id) == told[-1]


def test_local_run_that_was_stopped_is_not_run_again(local, leave, resume):
    """A local run that its user stopped ends as cancelled."""
    (run,) = resume(leave(RUNNING, engine=local.engine, task_id="gone", stopped=True), client=local.client())

    assert (run.state, type(run.error)) == (RunState.CANCELLED, Cancelled)


@pytest.mark.parametrize("state", [SUCCEEDED, RunState.CANCELLED, RunState.FAILED])
def test_local_run_that_has_ended_is_not_run_again(local, store, leave, state):
    """Taking up a local run that ended meanwhile tells what it is, and makes nothing."""
    left = leave(state, engine=local.engine, task_id="gone")
    local.reset()

    (run,) = Runner(local.client(), store).resume(left, pause=going_on)

    assert (run.id, run.state, run.task_id) == (left.id, state, "gone")
    assert local.ledger() == []


def test_local_run_is_never_sent_to_a_service_that_costs(server, leave, resume, store, local):
    """A run of the local service is not sent to another one, where it would be billed."""
    left = leave(RUNNING, engine=local.engine, task_id="gone")

    with pytest.raises(ValueError, match="connect"):
        resume(left)

    assert store.get(left.id) == left
    assert server.connections == 0


class Service:
    """The local service as a process of its own, which keeps its state in a folder."""

    def __init__(self, folder: Path, port: str = "0") -> None:
        command = [sys.executable, "-m", "wanwidgets.service", "--state", str(folder), "--looks", "1", "1"]
        self.process = subprocess.Popen([*command, "--port", port], stdout=subprocess.PIPE, text=True)
        shown = ""
        while "API key" not in shown:
            line = self.process.stdout.readline()
            assert line, f"The service said only {shown!r}."
            shown += line
        self.url = re.search(r"base URL +(\S+)", shown)[1]
        self.key = re.search(r"API key +(\S+)", shown)[1]
        self.port = re.search(r":(\d+)/", self.url)[1]

    def client(self) -> Client:
        return Client(self.key, base_url=self.url, schedule=LOCAL_SCHEDULE, gates=OPEN)

    def ask(self, method, what):
        root = self.url.removesuffix("/api/v1")
        key = {"Authorization": f"Bearer {self.key}"}
        answer = requests.request(method, f"{root}/_control/{what}", headers=key, timeout=30)
        answer.raise_for_status()
        return answer.json()

    def ledger(self):
        return self.ask("GET", "ledger")["ledger"]

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


@pytest.fixture(scope="module")
def process(tmp_path_factory):
    """Start the service as a process of its own."""
    service = Service(tmp_path_factory.mktemp("service"))
    yield service
    service.kill()


def killed(service, folder, moment):
    """Run a kernel until it kills itself at that moment, and return its store as the next one opens it."""
    command = [
        sys.executable,
        str(Path(__file__).with_name("victim.py")),
        service.url,
        service.key,
        str(folder),
        moment,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == -signal.SIGKILL, done.stderr + done.stdout
    return RunStore(folder)


needs_sigkill = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows kills in another way")

KILLS = {
    "after the intent": (0, RunState.CANCELLED),
    "while it uploads": (0, RunState.CANCELLED),
    "before the create": (0, UNKNOWN),
    "when it is accepted": (1, UNKNOWN),
    "after the task's id": (1, SUCCEEDED),
    "while it runs": (1, SUCCEEDED),
    "before the first picture": (1, SUCCEEDED),
    "after the first picture": (1, SUCCEEDED),
    "after the last picture": (1, SUCCEEDED),
}


@needs_sigkill
@pytest.mark.parametrize(("moment", "accepted", "state"), [(name, *facts) for name, facts in KILLS.items()])
def test_kill_at_any_moment(process, tmp_path, moment, accepted, state):
    """Whenever a kernel is killed, the next one finds its run, sends nothing, and keeps every picture that was made."""
    process.ask("POST", "reset")
    store = killed(process, tmp_path / "runs", moment)
    before = process.ledger()
    (left,) = store.unfinished()
    runner = Runner(process.client(), store)

    *_, run = runner.resume(store.claim(left), pause=process_pause)

    assert (run.state, run.id) == (state, left.id)
    assert (len(before), len(process.ledger())) == (accepted, accepted)
    if state is UNKNOWN:
        # The list is asked for without waiting for the settling time.
        *_, trace = runner.trace(run, pause=going_on)
        assert len(trace.candidates) == accepted
        for candidate in trace.candidates:
            *_, run = runner.adopt(run, candidate.entry.id, pause=process_pause)
    made = [picture for entry in process.ledger() for picture in entry["pictures"]]
    assert sorted(saved.digest for saved in run.saved) == sorted(made)
    assert len(made) == 2 * accepted
    assert len(process.ledger()) == accepted
    kept = store.get(run.id)
    assert (kept.state, kept.saved) == (run.state, run.saved)


ASKED_AGAIN = {
    "after the intent": (1, SUCCEEDED, False),
    "before the create": (0, UNKNOWN, True),
    "when it is accepted": (1, UNKNOWN, True),
    "after the task's id": (1, SUCCEEDED, True),
    "after the first picture": (1, SUCCEEDED, True),
    "after the last picture": (1, SUCCEEDED, True),
}


@needs_sigkill
@pytest.mark.parametrize(
    ("moment", "accepted", "state", "same"), [(name, *facts) for name, facts in ASKED_AGAIN.items()]
)
def test_asked_again_after_a_kill_at_any_moment(process, tmp_path, moment, *, accepted, state, same):
    """Whenever a kernel is killed, who runs the notebook again pays for nothing twice, and then it is replayed."""
    process.ask("POST", "reset")
    store = killed(process, tmp_path / "runs", moment)
    (left,) = store.unfinished()
    runner = Runner(process.client(), store)

    (first, second) = [list(runner.run(left.request, pause=process_pause))[-1] for _ in range(2)]

    assert [run.state for run in (first, second)] == [state] * 2
    assert first.id == second.id
    assert (first.id == left.id) is same
    assert second.replayed is (state is SUCCEEDED)
    assert len(process.ledger()) == accepted


def process_pause(seconds: float) -> bool:
    """Wait a little of what is asked for: the service of these tests counts looks, not seconds."""
    time.sleep(min(seconds, 0.02))
    return False


@needs_sigkill
def test_kill_of_kernel_and_service(tmp_path):
    """When kernel and service are both killed, the next of both finish the task; it was accepted once."""
    service = Service(tmp_path / "service")
    try:
        store = killed(service, tmp_path / "runs", "while it runs")
        service.kill()
        service = Service(tmp_path / "service", service.port)
        (left,) = store.unfinished()

        *_, run = Runner(service.client(), store).resume(store.claim(left), pause=process_pause)

        assert (run.state, len(run.saved)) == (SUCCEEDED, 2)
        assert [entry["task_id"] for entry in service.ledger()] == [run.task_id]
    finally:
        service.kill()
