"""The file is shared by real processes, some of which are killed."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import wanwidgets
from wanwidgets.catalog import MODELS
from wanwidgets.errors import Cancelled
from wanwidgets.pacing.pace import Pace

MODEL = "wan2.7-image"
SLOTS = MODELS[MODEL].rate.concurrent_tasks + 1
NOW = 1_800_000_000.0
SPACING = 0.0625

PASSES = """
    import sys
    from wanwidgets.pacing.pace import Pace

    pace = Pace("account", file=FILE, now=lambda: NOW, queries_per_second=24)
    print("ready", flush=True)
    sys.stdin.readline()
    moments = []
    def record(seconds):
        moments.append(seconds)
        return False
    for number in range(50):
        before = len(moments)
        pace.query(record)
        print(moments[-1] if len(moments) > before else 0.0, flush=True)
    assert not pace.notice, pace.notice
"""
"""Time stands still, so each moment is so many spacings after it: 1.5 s / 24, which a float holds exactly."""

HOLDS = """
    import time
    from wanwidgets.pacing.pace import Pace

    slot = Pace("account", file=FILE, now=lambda: NOW).slot("wan2.7-image", lambda seconds: True)
    print("held", flush=True)
    time.sleep(600)
"""

WAITS = """
    import time
    from wanwidgets.pacing.pace import Pace

    def waits(seconds):
        print("waits", flush=True)
        time.sleep(600)
    Pace("account", file=FILE, now=lambda: NOW).slot("wan2.7-image", waits)
"""

FORKS = """
    import os, sys
    from wanwidgets.pacing import pace as room
    from wanwidgets.pacing.pace import Pace

    waited = []
    def record(seconds):
        waited.append(seconds)
        return False
    shared = Pace("account", file=FILE, now=lambda: NOW, queries_per_second=24)
    alone = Pace("account", file=FILE.parent, now=lambda: NOW, queries_per_second=24)
    shared.query(record)
    alone.query(record)
    # As another thread would have it at this moment.
    room._BOOKS[os.getpid()].lock.acquire()
    child = os.fork()
    if child:
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    shared.query(record)
    alone.query(record)
    alone.query(record)
    os._exit(waited != [0.0625, 0.0625] or bool(shared.notice))
"""


@pytest.fixture
def start(tmp_path):
    """Start processes with a script each, and leave none behind."""
    with contextlib.ExitStack() as started:

        def begin(script: str) -> subprocess.Popen[str]:
            head = f"from pathlib import Path\nFILE, NOW = Path({str(tmp_path / 'pace.sqlite')!r}), {NOW}\n"
            code = head + textwrap.dedent(script)
            environment = {**os.environ, "PYTHONPATH": str(Path(wanwidgets.__file__).parents[1])}
            process = started.enter_context(
                subprocess.Popen(
                    [sys.executable, "-c", code],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                    env=environment,
                )
            )
            started.callback(process.kill)
            return process

        yield begin


@pytest.fixture
def pace(tmp_path) -> Pace:
    return Pace("account", file=tmp_path / "pace.sqlite", now=lambda: NOW)


def never(seconds: float) -> bool:
    raise AssertionError(f"waited {seconds} s")


def stop(seconds: float) -> bool:
    return True


def let_go(processes) -> None:
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()


def test_moments_of_eight_processes_are_spaced(start):
    """Eight processes that pass a gate fifty times each, all at once, get four hundred moments, evenly spaced."""
    processes = [start(PASSES) for _ in range(8)]
    let_go(processes)

    moments = sorted(float(line) for process in processes for line in process.communicate()[0].split())

    assert [process.returncode for process in processes] == [0] * 8
    assert moments == [count * SPACING for count in range(400)]


def test_processes_that_are_killed_while_they_write_leave_the_file_whole(start):
    """Of eight processes four are killed in the middle; the others go on, and no moment is given twice."""
    processes = [start(PASSES) for _ in range(8)]
    let_go(processes)
    told = []
    for process in processes[:4]:
        told.append(process.stdout.readline())
        process.kill()
    told += [line for process in processes for line in process.communicate()[0].splitlines()]
    moments = [float(line) for line in told]

    assert [process.returncode for process in processes[4:]] == [0] * 4
    assert len(moments) >= 204
    assert len(set(moments)) == len(moments)
    assert all(moment % SPACING == 0 for moment in moments)


def test_slots_of_killed_processes_lapse(start, pace):
    """The slots of processes that were killed are taken until their lease is over, and free then."""
    holders = [start(HOLDS) for _ in range(SLOTS)]
    for holder in holders:
        assert holder.stdout.readline() == "held\n"
        holder.kill()
        holder.wait()

    with pytest.raises(Cancelled):
        pace.slot(MODEL, stop)

    later = Pace("account", file=pace._file.file, now=lambda: NOW + 61)
    for _ in range(SLOTS):
        later.slot(MODEL, never)


def test_killed_waiter_does_not_block_those_behind_it(start, pace):
    """Who was killed as the first in line is passed over when it has not looked for some seconds."""
    slots = [pace.slot(MODEL, never) for _ in range(SLOTS)]
    waiter = start(WAITS)
    assert waiter.stdout.readline() == "waits\n"
    waiter.kill()
    waiter.wait()
    slots[0].give_back()

    with pytest.raises(Cancelled):
        Pace("account", file=pace._file.file, now=lambda: NOW + 2).slot(MODEL, stop)
    Pace("account", file=pace._file.file, now=lambda: NOW + 2.5).slot(MODEL, never)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_forked_child_paces_with_its_parent(start):
    """A child that was forked after its parent used the file, and its own book, goes on with both."""
    process = start(FORKS)
    process.communicate()

    assert process.returncode == 0
