"""Kernels that can be killed: processes forked, in a few milliseconds, from one that has imported everything.

As a script it is the process that they are forked from: it takes a job as a line of JSON, forks a kernel that does it,
says its process id, and says how the kernel ended. The kernel itself says what came of the job.
"""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from wanwidgets import asking, client, fetch, uploading
from wanwidgets.client import Client
from wanwidgets.request import EditRequest
from wanwidgets.result import Run, RunState
from wanwidgets.running.runner import Runner
from wanwidgets.store import RunStore

__all__ = ["Ended", "Kernels", "impatient", "make_client"]

_SOON = (5.0, 0.25)
"""Seconds; a service on loopback answers within a few thousandths."""


def never(_seconds: float) -> bool:
    """Wait for nothing, and go on."""
    return False


def make_client(url: str, key: str, **options: object) -> Client:
    """Return a client that does not wait between its attempts."""
    return Client(key, base_url=url, pause=never, gates=client.OPEN, **options)


@contextlib.contextmanager
def impatient() -> Iterator[None]:
    """Let every client give up soon what does not answer."""
    places = (
        (client, "CREATE_TIMEOUTS"),
        (asking, "QUERY_TIMEOUTS"),
        (uploading, "STORE_TIMEOUTS"),
        (fetch, "TIMEOUTS"),
    )
    before = [getattr(module, name) for module, name in places]
    try:
        for module, name in places:
            setattr(module, name, _SOON)
        yield
    finally:
        for (module, name), value in zip(places, before, strict=True):
            setattr(module, name, value)


class _Watched(RunStore):
    """A store that says what it is about to write, and that it was written."""

    def __init__(self, folder: Path, told: Callable[[str, str], None]) -> None:
        super().__init__(folder)
        self._watcher = told

    def begin(self, *arguments: object, **options: object) -> Run:
        with self._writing("begin"):
            return super().begin(*arguments, **options)

    def record(self, run: Run) -> Run:
        with self._writing(_write_of(run)):
            return super().record(run)

    def keep(self, data: bytes) -> object:
        with self._writing("keep"):
            return super().keep(data)

    @contextlib.contextmanager
    def _writing(self, what: str) -> Iterator[None]:
        self._watcher(what, "before")
        try:
            yield
        finally:
            # Not where it failed: then it is still the one that goes wrong.
            self._watcher(what, "after" if sys.exc_info()[0] is None else "failed")


def _write_of(run: Run) -> str:
    if run.state is RunState.SENT:
        return "sent"
    if run.state is RunState.SUCCEEDED:
        return "succeeded"
    return "task id" if run.state is RunState.RUNNING and run.task_id else run.state.value


class _Mishap:
    """What goes wrong with one write of a store: ``"<write>/<how>"``, such as ``"keep/killed before"``."""

    def __init__(self, plan: str) -> None:
        self._what, _, self._how = plan.partition("/")
        self._armed = False

    def told(self, what: str, when: str) -> None:
        """Do what was planned for this moment, if anything was."""
        if what != self._what or not self._how:
            return
        if self._how == f"killed {when}":
            _die()
        self._armed = when == "before"
        if self._how == "disk full":
            # The system refuses to let any file grow, as it does when a quota is used up.
            _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (0 if self._armed else hard, hard))

    def install(self) -> None:
        """Watch the moments at which bytes become lasting: a commit, and the sync of a file before it has its name."""
        connect, sync = sqlite3.connect, os.fsync

        def watched_connect(*arguments: object, **options: object) -> sqlite3.Connection:
            connection = connect(*arguments, **options)
            connection.set_trace_callback(self._statement)
            return connection

        def watched_sync(handle: int) -> None:
            if self._armed and self._how == "killed within":
                _die()
            if self._armed and self._how == "no space":
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            sync(handle)

        sqlite3.connect, os.fsync = watched_connect, watched_sync

    def _statement(self, text: str) -> None:
        if self._armed and self._how == "killed within" and text.upper().startswith(("COMMIT", "END")):
            _die()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _do(job: dict) -> dict:
    """Run one request from the beginning, and say how it ended."""
    mishap = _Mishap(job.get("mishap", ""))
    mishap.install()
    store = _Watched(Path(job["store"]), mishap.told)
    runner = Runner(make_client(job["url"], job["key"]), store)
    draft = EditRequest.from_dict(json.loads(job["draft"]), None)
    try:
        *_, last = runner.run(draft, pause=never)
    except Exception as error:  # noqa: BLE001 - whoever gave the job judges what is raised
        return {"raised": type(error).__name__, "text": str(error)}
    return {"state": last.state.value, "raised": "", "text": str(last.error or "")}


def _fork(job: dict) -> None:
    begins, told = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            os.close(told)
            os.read(begins, 1)
            print(json.dumps(_do(job)), flush=True)
            code = 0
        finally:
            os._exit(code)
    os.close(begins)
    print(json.dumps({"pid": pid}), flush=True)
    # Only now, so that whoever is to kill it knows whom.
    os.write(told, b".")
    os.close(told)
    _, status = os.waitpid(pid, 0)
    print(json.dumps({"status": os.waitstatus_to_exitcode(status)}), flush=True)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a kernel ended: killed, or with the state of its run, or with what the run raised."""

    killed: bool
    state: str = ""
    raised: str = ""
    text: str = ""


class Kernels:
    """Forks kernels."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._pid: int | None = None
        self._lock = threading.Lock()

    def run(self, **job: object) -> Ended:
        """Let a kernel do a job, and return how it ended.

        Parameters
        ----------
        **job
            ``store``, ``url``, ``key``, ``draft`` (JSON), and ``mishap``: a write and how it goes wrong.
        """
        print(json.dumps(job), file=self._process.stdin, flush=True)
        self._pid = self._told()["pid"]
        told = self._told()
        if "status" not in told:
            done, told = told, self._told()
        with self._lock:
            self._pid = None
        if told["status"] == -signal.SIGKILL:
            return Ended(killed=True)
        assert told["status"] == 0, told
        return Ended(killed=False, **done)

    def kill(self) -> None:
        """Kill the kernel that runs."""
        with self._lock:
            if self._pid is not None:
                os.kill(self._pid, signal.SIGKILL)

    def close(self) -> None:
        """Let the process end from which they are forked."""
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def _told(self) -> dict:
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"The process that forks kernels ended: status {self._process.wait()}.")
        return json.loads(line)


if __name__ == "__main__":
    sys.stdin = io.TextIOWrapper(sys.stdin.buffer, line_buffering=True)
    for asked in iter(sys.stdin.readline, ""):
        _fork(json.loads(asked))
