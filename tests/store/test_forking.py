"""A process that forks while one of its threads writes a journal leaves its child one that can be written."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows forks no processes")

FORKS = """
import os, signal, sys, threading, time
from pathlib import Path
from wanwidgets.request import EditRequest
from wanwidgets.result import RunState
from wanwidgets.store import RunStore

store = RunStore(sys.argv[1])
run = store.begin(EditRequest("x"), "model-studio/singapore")
inside = threading.Event()

def writes():
    with store._journal.writing():
        inside.set()
        # Long enough for the fork to come, and no longer than it waits.
        time.sleep(0.3)

thread = threading.Thread(target=writes)
thread.start()
inside.wait()
child = os.fork()
if child == 0:
    signal.alarm(20)
    store.record(run.now(RunState.CANCELLED))
    os._exit(0)
thread.join()
ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
store.begin(EditRequest("y"), "model-studio/singapore")
print(ended, [run.state.value for run in store.runs()])
"""


def test_child_of_a_fork_can_write(tmp_path):
    """The fork waits for the write of another thread, and both processes write afterwards."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FORKS, str(tmp_path / "runs")],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )

    assert done.stdout.split(maxsplit=1) == ["0", "['cancelled', 'prepared']\n"]
