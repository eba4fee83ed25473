"""Several kernels use one store at the same time, and take up what a killed one left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

import wanwidgets
from wanwidgets.errors import StoreError
from wanwidgets.request import EditRequest
from wanwidgets.result import RunState
from wanwidgets.store import RunStore

ENGINE = "model-studio/singapore"
DRAFT = EditRequest("x", n=1)

KERNEL = """
import os, sys
from pathlib import Path
from wanwidgets.budget import Caps
from wanwidgets.errors import BudgetExceeded
from wanwidgets.request import EditRequest
from wanwidgets.result import RunState
from wanwidgets.store import RunStore

DRAFT = EditRequest("x", n=1)
ENGINE = "model-studio/singapore"
store = RunStore(sys.argv[1])
name = sys.argv[2]

def wait():
    print("ready", flush=True)
    return sys.stdin.readline().strip()
"""

WRITE = """
wait()
for take in range(50):
    run = store.begin(DRAFT.replace(take=take), ENGINE)
    store.record(run.now(RunState.SENT))
    store.record(run.now(RunState.RUNNING, task_id=f"{name}-{take}"))
    store.record(run.now(RunState.SUCCEEDED, task_id=f"{name}-{take}", usage={"image_count": 1}))
"""
READ = """
wait()
seen = 0
while seen < 200:
    now = len(store.runs())
    assert now >= seen, (now, seen)
    assert len(store.known_tasks()) <= store.spend().pictures + store.spend().perhaps + 200
    seen = sum(run.state is RunState.SUCCEEDED for run in store.runs())
"""
CLAIM = """
(run,) = store.unfinished()
wait()
print("won" if store.claim(run) else "lost", flush=True)
wait()
"""
BUDGET = """
wait()
begun = refused = 0
for take in range(20):
    try:
        run = store.begin(DRAFT.replace(n=1 + take % 4), ENGINE, caps=Caps(store=60))
    except BudgetExceeded:
        refused += 1
        continue
    begun += 1
    store.record(run.now(RunState.SENT))
    store.record(run.now(RunState.SUCCEEDED, usage={"image_count": run.request.parameters["n"]}))
print(begun, refused, flush=True)
"""
HOLD = """
run = store.begin(DRAFT, ENGINE)
if name != "prepared":
    run = store.record(run.now(RunState(name), task_id="t-1" if name in {"running", "undelivered"} else ""))
wait()
"""
STOP = """
run = store.begin(DRAFT, ENGINE)
print(os.getpid(), flush=True)
wait()
"""


class Kernel:
    """A process with the store, which goes on line by line."""

    def __init__(self, script: str, folder: Path, name: str = "") -> None:
        environment = {**os.environ, "PYTHONPATH": str(Path(wanwidgets.__file__).parents[1])}
        self.process = subprocess.Popen(
            [sys.executable, "-c", KERNEL + script, str(folder), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def read(self) -> str:
        line = self.process.stdout.readline()
        assert line, self.process.communicate()[1]
        return line.strip()

    def go(self) -> None:
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def end(self) -> str:
        said, faults = self.process.communicate()
        assert self.process.returncode == 0, faults
        return said

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


@contextmanager
def kernels(script, folder, *names):
    """Start kernels, and wait until each one says that it is ready."""
    started = [Kernel(script, folder, name) for name in names]
    try:
        for kernel in started:
            assert kernel.read() == "ready"
        yield started
    finally:
        for kernel in started:
            kernel.kill()


def test_four_writers_and_two_readers_lose_nothing(tmp_path):
    """Four kernels that begin 50 runs each on a new folder lose none, and readers see ever more of them meanwhile."""
    with kernels(WRITE, tmp_path / "runs", *"abcd") as writers, kernels(READ, tmp_path / "runs", "e", "f") as readers:
        for kernel in (*writers, *readers):
            kernel.go()
        for kernel in (*writers, *readers):
            kernel.end()

    store = RunStore(tmp_path / "runs")
    runs = store.runs()
    assert {run.state for run in runs} == {RunState.SUCCEEDED}
    assert store.known_tasks() == {f"{name}-{take}" for name in "abcd" for take in range(50)}
    assert len(runs) == store.spend().pictures == 200
    assert store.damage() == store.unfinished() == ()


def test_one_of_eight_gets_the_charge(tmp_path):
    """Of eight kernels that claim a run at once, exactly one has charge of it, and its death frees it again."""
    store = RunStore(tmp_path / "runs")
    run = store.begin(DRAFT, ENGINE)
    store.close()

    with kernels(CLAIM, tmp_path / "runs", *map(str, range(8))) as started:
        for kernel in started:
            kernel.go()
        assert sorted(kernel.read() for kernel in started) == ["lost"] * 7 + ["won"]
        assert store.unfinished() == ()
        assert store.claim(run) is None

    assert store.claim(run) == run


def test_budget_is_not_exceeded_by_one_picture(tmp_path):
    """Eight kernels that begin runs of one to four pictures under one budget never take one picture too many."""
    with kernels(BUDGET, tmp_path / "runs", *map(str, range(8))) as started:
        for kernel in started:
            kernel.go()
        said = [tuple(map(int, kernel.end().split())) for kernel in started]

    spend = RunStore(tmp_path / "runs").spend()
    assert spend.perhaps == 0
    # A run of one picture was always refused last, so nothing is left.
    assert spend.pictures == 60
    assert sum(begun + refused for begun, refused in said) == 160


@pytest.mark.parametrize("state", ["prepared", "sent", "running", "undelivered", "unknown"])
def test_what_a_killed_kernel_left_is_found(tmp_path, state):
    """A run of a living kernel is left to it until it ends by itself; after a kill -9 the next kernel takes it up."""
    store = RunStore(tmp_path / "runs")
    with kernels(HOLD, tmp_path / "runs", state) as (kernel,):
        (run,) = store.runs()
        assert run.state.value == state
        if run.state.ended:
            assert store.unfinished() == (run,)
        else:
            assert store.unfinished() == ()
            assert store.claim(run) is None
        kernel.kill()

        assert store.unfinished() == (run,)
        assert store.claim(run) == run
        assert store.unfinished() == ()
        assert store.claim(run) is None

    assert len(list((tmp_path / "runs" / "owners").iterdir())) == 1


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="processes cannot be stopped here")
def test_kernel_that_sleeps_keeps_its_charge(tmp_path):
    """A kernel that is stopped, however long, lives: its runs are its own."""
    store = RunStore(tmp_path / "runs")
    with kernels(HOLD, tmp_path / "runs", "running") as (kernel,):
        kernel.process.send_signal(signal.SIGSTOP)
        (run,) = store.runs()

        assert store.unfinished() == ()
        assert store.claim(run) is None


def test_kernel_that_ends_leaves_no_file(tmp_path):
    """A kernel that ends as it should gives its charge back and leaves no file of its own."""
    store = RunStore(tmp_path / "runs")
    with kernels(HOLD, tmp_path / "runs", "running") as (kernel,):
        assert len(list((tmp_path / "runs" / "owners").iterdir())) == 1
        kernel.go()
        kernel.end()

        assert list((tmp_path / "runs" / "owners").iterdir()) == []
        assert [run.task_id for run in store.unfinished()] == ["t-1"]


def test_copying_the_store_gives_no_charge_away(tmp_path):
    """A kernel that reads all files of its store, by which POSIX takes its locks, has them again when it writes."""
    store = RunStore(tmp_path / "runs")
    run = store.begin(DRAFT, ENGINE)
    for path in store.folder.rglob("*"):
        if path.is_file():
            path.read_bytes()
    store.record(run.now(RunState.SENT))

    other = Kernel("print(len(store.unfinished()), store.claim(store.runs()[0]))", tmp_path / "runs")

    assert other.end() == "0 None\n"


FORK = """
run = store.begin(DRAFT, ENGINE)
other = RunStore(sys.argv[1])
second = other.begin(DRAFT, ENGINE)
passing = RunStore.temporary()
passing.begin(DRAFT, ENGINE)
child = os.fork()
if not child:
    mine = RunStore(sys.argv[1])
    assert mine.unfinished() == store.unfinished() == (), "the parent lives"
    third = store.begin(DRAFT, ENGINE)
    store.record(third.now(RunState.SENT))
    sys.exit(0)
assert os.waitpid(child, 0)[1] == 0
assert len(passing.runs()) == 1, "the child ended as a process should, and took nothing with it"
assert passing.unfinished() == ()
wait()
"""
IDLE = """
run = store.begin(DRAFT, ENGINE)
child = os.fork()
if not child:
    sys.exit(0)
assert os.waitpid(child, 0)[1] == 0
wait()
"""
ORPHAN = """
run = store.begin(DRAFT, ENGINE)
rest, end = os.pipe()
child = os.fork()
if not child:
    os.close(end)
    os.read(rest, 1)
    assert store.unfinished() == (run,), "the parent is gone"
    assert store.claim(run) == run
    print("claimed", flush=True)
    os._exit(0)
os.close(rest)
wait()
os._exit(0)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_child_takes_no_charge_away(tmp_path):
    """A child that a fork made has its own charge: what it does and how it ends leaves its parent's where it is."""
    store = RunStore(tmp_path / "runs")
    with kernels(FORK, tmp_path / "runs", "") as (kernel,):
        assert [run.state for run in store.unfinished()] == [RunState.SENT]
        assert len(store.runs()) == 3
        kernel.kill()

        assert len(store.unfinished()) == 3


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_child_that_does_nothing_takes_nothing(tmp_path):
    """A child that ends as a process should, and never used the store, leaves its parent alive."""
    store = RunStore(tmp_path / "runs")
    with kernels(IDLE, tmp_path / "runs", ""):
        assert len(store.runs()) == 1
        assert store.unfinished() == ()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_child_sees_that_its_parent_is_gone(tmp_path):
    """A child that outlives its parent does not take the lock that it copied for its parent's life."""
    with kernels(ORPHAN, tmp_path / "runs", "") as (kernel,):
        kernel.go()

        assert kernel.read() == "claimed"


def test_record_of_a_kernel_that_lost_its_charge(tmp_path):
    """Where locks lied and another kernel finished a run, the one that wakes up late unsays nothing."""
    late, other = RunStore(tmp_path / "runs"), RunStore(tmp_path / "runs")
    run = late.begin(DRAFT, ENGINE)
    late.close()
    taken = other.claim(run)
    done = other.record(taken.now(RunState.SUCCEEDED, task_id="t-1", usage={"image_count": 1}))

    assert late.record(run.now(RunState.SENT)) == done
    assert late.record(run.now(RunState.UNKNOWN)) == other.get(run.id) == done
    assert late.spend().pictures == 1


def test_id_of_a_task_is_not_forgotten(tmp_path):
    """A state that knows no task does not unsay the task that the journal knows; a free run begins from nothing."""
    store = RunStore(tmp_path / "runs")
    paid, free = store.begin(DRAFT, ENGINE), store.begin(DRAFT, "local/1")
    for run in (paid, free):
        store.record(run.now(RunState.RUNNING, task_id="t-1"))

    assert store.record(paid.now(RunState.UNKNOWN)).task_id == store.get(paid.id).task_id == "t-1"
    assert store.record(free).task_id == store.get(free.id).task_id == ""


def test_charge_is_given_back(tmp_path):
    """A charge that is released, or whose store is closed, is there for others; releasing another's changes nothing."""
    mine, other = RunStore(tmp_path / "runs"), RunStore(tmp_path / "runs")
    run, second = mine.begin(DRAFT, ENGINE), mine.begin(DRAFT, ENGINE)

    other.release(run)
    assert other.claim(run) is None
    mine.release(run)
    assert mine.unfinished() == other.unfinished() == (run,)
    assert other.claim(run) == run
    assert mine.claim(run) is None
    mine.close()
    assert other.unfinished() == (second,)


def test_what_ended_is_in_nobodys_charge(tmp_path):
    """A run that ended without its pictures can be taken up by anybody at once; one that ended for good by nobody."""
    store = RunStore(tmp_path / "runs")
    for state in RunState:
        store.record(store.begin(DRAFT, ENGINE).now(state))

    again = [store.claim(run) for run in store.runs()]

    assert {run.state for run in again if run} == {RunState.UNDELIVERED, RunState.UNKNOWN}
    assert store.unfinished() == ()


def test_task_is_adopted_once(tmp_path):
    """A task belongs to one run: it is written down with the charge, and refused where another run has it."""
    store, other = RunStore(tmp_path / "runs"), RunStore(tmp_path / "runs")
    first, second, third = (store.begin(DRAFT, ENGINE) for _ in range(3))
    for run in (first, second, third):
        store.record(run.now(RunState.UNKNOWN))

    adopted = other.adopt(first, "t-1")

    assert (adopted.state, adopted.task_id, adopted.error) == (RunState.RUNNING, "t-1", None)
    assert store.get(first.id) == adopted
    assert other.adopt(first, "t-1") == adopted
    with pytest.raises(StoreError, match="Another kernel has charge"):
        store.adopt(first, "t-1")
    with pytest.raises(StoreError, match="is that of run"):
        store.adopt(second, "t-1")
    with pytest.raises(StoreError, match="has task t-1 already"):
        other.adopt(first, "t-2")
    assert store.known_tasks() == {"t-1"}
    store.record(third.now(RunState.SUCCEEDED))
    with pytest.raises(StoreError, match="has succeeded"):
        store.adopt(third, "t-3")


def test_same_id_of_two_services_is_of_two_tasks(tmp_path):
    """What one service calls a task says nothing of another service's."""
    store = RunStore(tmp_path / "runs")
    here, there = store.begin(DRAFT, ENGINE), store.begin(DRAFT, "custom/example.com")
    for run in (here, there):
        store.record(run.now(RunState.UNKNOWN))

    assert store.adopt(here, "1").task_id == store.adopt(there, "1").task_id == "1"


def test_adopted_run_is_not_abandoned(tmp_path):
    """Who still shows a run as unknown cannot leave it at that once it has its task, of which pictures come."""
    store = RunStore(tmp_path / "runs")
    unknown = store.record(store.begin(DRAFT, ENGINE).now(RunState.UNKNOWN))
    adopted = store.adopt(unknown, "t-1")

    assert store.record(unknown.now(RunState.ABANDONED)) == adopted
    assert store.get(unknown.id).state is RunState.RUNNING
