"""Job: one run on a thread of its own, to wait for or to stop."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable

from wanwidgets.errors import Cancelled, StoreError, WaitTimeout
from wanwidgets.request import EditRequest
from wanwidgets.result import Run
from wanwidgets.runner import Runner

__all__ = ["Job", "Spawn", "in_thread"]

Spawn = Callable[[Callable[[], None]], object]
"""Carries out a function without keeping its caller waiting."""

_TICK = 0.5
_GOODBYE = 5.0


def in_thread(work: Callable[[], None]) -> None:
    """Carry out `work` on a new daemon thread; in a browser's Python, which has no threads, at once."""
    if sys.platform == "emscripten":
        work()
        return
    threading.Thread(target=work, name="wanwidgets-run", daemon=True).start()


class Job:
    """One run; `start` begins it.

    Parameters
    ----------
    runner, request
        What to run.
    on_change
        Called on the worker's thread after each step, about twice a second while it waits, and at the end.
    spawn
        Starts the worker.
    clock
        Seconds on a steady clock.

    Attributes
    ----------
    run : Run or None
        The latest step; None while nothing was written down yet.
    error : Exception or None
        What kept the run from beginning, or a fault of ours; a fault in `on_change` does not stop the run.
    """

    def __init__(
        self,
        runner: Runner,
        request: EditRequest,
        *,
        on_change: Callable[[Job], None] = lambda _: None,
        spawn: Spawn = in_thread,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.request = request
        self.run: Run | None = None
        self.error: Exception | None = None
        self._runner = runner
        self._on_change = on_change
        self._stop = threading.Event()
        self._done = threading.Event()
        self._told = threading.Event()
        self._spawn = spawn
        self._begun = False
        self._clock = clock
        self._last = 0.0

    def start(self) -> Job:
        """Begin, and return at once; beginning twice is harmless."""
        if not self._begun:
            self._begun = True
            self._spawn(self._work)
        return self

    @property
    def done(self) -> bool:
        """Whether the run has ended."""
        return self._done.is_set()

    @property
    def stopping(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the run to stop, and return at once."""
        self._stop.set()

    def join(self, timeout: float | None = None) -> bool:
        """Wait until the run has ended and `on_change` was told so, and return whether it has."""
        return self._told.wait(timeout)

    def wait(self, timeout: float | None = None) -> Run:
        """Wait for the run, and return it or raise what ended it. An interrupt (■, Ctrl-C) cancels the run.

        Parameters
        ----------
        timeout
            Seconds.

        Raises
        ------
        WaitTimeout
            The run goes on; wait again, or `cancel`.
        WanError
            What ended the run.
        """
        try:
            if not self._told.wait(timeout):
                raise WaitTimeout(f"The run had not ended after {timeout:g} s. It goes on: wait again, or cancel it.")
        except KeyboardInterrupt:
            self.cancel()
            self._told.wait(_GOODBYE)
            raise
        if self.error is not None:
            raise self.error
        if self.run is None:
            raise Cancelled("Stopped before anything was sent.")
        return self.run.require_success()

    def _work(self) -> None:
        try:
            for run in self._runner.run(self.request, pause=self._pause):
                self.run = run
                self._tell()
        except StoreError as error:
            self.run, self.error = error.run or self.run, error
        except Exception as error:  # noqa: BLE001  # a thread has no caller; `wait` raises it and the session shows it
            self.error = error
        finally:
            self._done.set()
            self._tell()
            # Only now, so that whoever waited finds a session that is not busy any more.
            self._told.set()

    def _tell(self) -> None:
        self._last = self._clock()
        try:
            self._on_change(self)
        except Exception as error:  # noqa: BLE001  # a run that is paid for does not stop because a screen failed
            self.error = self.error or error

    def _pause(self, seconds: float) -> bool:
        while seconds > _TICK:
            if self._stop.wait(_TICK):
                return True
            seconds -= _TICK
            self._tell()
        stopped = self._stop.wait(seconds)
        # Short pauses, as the local service has them, add up.
        if not stopped and self._clock() - self._last > _TICK:
            self._tell()
        return stopped
