"""Job: one run on a thread of its own, to wait for or to stop."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator

from wanwidgets.errors import Cancelled, StoreError, WaitTimeout
from wanwidgets.request import EditRequest
from wanwidgets.result import Run
from wanwidgets.stages import SENDING, Stage, Tell
from wanwidgets.waiting import Pause

__all__ = ["Job", "Spawn", "Steps", "in_thread"]

Spawn = Callable[[Callable[[], None]], object]
"""Carries out a function without keeping its caller waiting."""

Steps = Callable[[Pause, Pause, Tell], Iterator[Run]]
"""What a job does: given a pause that ends when the user stops, one that ends only when nobody stays, and who hears of
each stage, it yields."""

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
    steps
        What to do, such as ``lambda pause, linger, tell: runner.run(request, pause=pause, linger=linger, tell=tell)``.
    request
        What is asked for, where there is no run yet.
    run
        The run that is taken up, where there is one already.
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
    stage : Stage or None
        Where it is within that step; None before it began. It is looked at, not listened to.
    error : Exception or None
        What kept the run from beginning, or a fault of ours; a fault in `on_change` does not stop the run.
    """

    def __init__(
        self,
        steps: Steps,
        *,
        request: EditRequest | None = None,
        run: Run | None = None,
        on_change: Callable[[Job], None] = lambda _: None,
        spawn: Spawn = in_thread,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.run = run
        self.stage: Stage | None = None
        self.error: Exception | None = None
        self._request = request
        self._steps = steps
        self._listeners: tuple[Callable[[Job], None], ...] = (on_change,)
        self._stop = threading.Event()
        self._leave = threading.Event()
        self._done = threading.Event()
        self._told = threading.Event()
        self._let_go = threading.Event()
        # Whoever waits is woken by a stop as well, since a request that hangs may keep the run from saying anything.
        self._turn = threading.Event()
        self._spawn = spawn
        self._begun = False
        self._clock = clock
        self._last = 0.0
        self._pausing = False
        self._before = 0.0
        self._started = clock()

    def start(self) -> Job:
        """Begin, and return at once; beginning twice is harmless."""
        if not self._begun:
            self._begun = True
            self._started = self._clock()
            self._spawn(self._work)
        return self

    @property
    def asked(self) -> EditRequest | None:
        """What was asked for at first, perhaps with addresses."""
        return self._request

    def asks(self, change: Callable[[EditRequest], EditRequest]) -> None:
        """Take note of how what was asked for looks now, with a picture in the place of its address."""
        if self._request is not None:
            self._request = change(self._request)

    @property
    def request(self) -> EditRequest | None:
        """What is asked for, as it is sent where that is known already."""
        return self.run.request if self.run is not None else self._request

    @property
    def seconds(self) -> float:
        """How long ago it was begun here."""
        return self._clock() - self._started

    @property
    def waited(self) -> float:
        """How much of that was over when the request left, which says nothing of how long the service takes."""
        return self._before

    @property
    def done(self) -> bool:
        """Whether the run has ended."""
        return self._done.is_set()

    @property
    def stopping(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set()

    @property
    def pausing(self) -> bool:
        """Whether it waits for a time to pass at the moment, and not for an answer."""
        return self._pausing

    @property
    def released(self) -> bool:
        """Whether there is nothing more to wait for: it is done, or it was stopped and lingers for what is paid for."""
        return self.done or self._let_go.is_set()

    def follow(self, listener: Callable[[Job], None]) -> None:
        """Tell one more what `on_change` is told, from now on."""
        self._listeners = (*self._listeners, listener)

    def unfollow(self, listener: Callable[[Job], None]) -> None:
        """Tell it no more."""
        self._listeners = tuple(each for each in self._listeners if each != listener)

    def cancel(self) -> None:
        """Ask the run to stop, and return at once; what the service makes all the same is still waited for and kept."""
        self._stop.set()
        self._turn.set()

    def leave(self) -> None:
        """Ask the run to stop and not to linger either, and return at once: the journal knows where it is."""
        self._leave.set()
        self.cancel()

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
        Cancelled
            It was stopped; where the service does not stop any more, the pictures are kept when they come.
        WanError
            What ended the run.
        """
        try:
            if not self._turn.wait(timeout):
                raise WaitTimeout(f"The run had not ended after {timeout:g} s. It goes on: wait again, or cancel it.")
            self._let_go.wait(_GOODBYE)
        except KeyboardInterrupt:
            self.cancel()
            self._let_go.wait(_GOODBYE)
            raise
        if not self._told.is_set():
            raise self._stopped()
        if self.error is not None:
            raise self.error
        if self.run is None:
            raise Cancelled("Stopped before anything was sent.")
        return self.run.require_success()

    def _stopped(self) -> Cancelled:
        why = "The service does not stop it any more" if self._let_go.is_set() else "The service has not answered yet"
        error = Cancelled(f"Stopped waiting. {why}; it may be billed, and its pictures are kept when they come.")
        error.run = self.run
        return error

    def _work(self) -> None:
        try:
            for run in self._steps(self._pause, self._linger, self._at):
                self.run = run
                self._tell()
                # A run that was stopped in an earlier kernel and is taken up in this one is waited for.
                if run.stopped and self.stopping:
                    self._release()
        except StoreError as error:
            self.run, self.error = error.run or self.run, error
        except Exception as error:  # noqa: BLE001  # a thread has no caller; `wait` raises it and the session shows it
            self.error = error
        finally:
            self._done.set()
            self._tell()
            # Only now, so that whoever waited finds a session that is not busy any more.
            self._told.set()
            self._release()

    def _release(self) -> None:
        self._let_go.set()
        self._turn.set()

    def _tell(self) -> None:
        self._last = self._clock()
        for listener in self._listeners:
            try:
                listener(self)
            except Exception as error:  # noqa: BLE001  # a run that is paid for does not stop because a screen failed
                self.error = self.error or error

    def _pause(self, seconds: float) -> bool:
        return self._wait(self._stop, seconds)

    def _linger(self, seconds: float) -> bool:
        return self._wait(self._leave, seconds)

    def _at(self, stage: Stage) -> None:
        self.stage = stage
        if stage == SENDING:
            self._before = self.seconds

    def _wait(self, end: threading.Event, seconds: float) -> bool:
        self._pausing = seconds > 0
        try:
            return self._waited(end, seconds)
        finally:
            self._pausing = False

    def _waited(self, end: threading.Event, seconds: float) -> bool:
        while seconds > _TICK:
            if end.wait(_TICK):
                return True
            seconds -= _TICK
            self._tell()
        ended = end.wait(seconds)
        # Short pauses, as the local service has them, add up.
        if not ended and self._clock() - self._last > _TICK:
            self._tell()
        return ended
