"""Crew: a few threads for many jobs, so that a store full of unfinished runs does not start one for each."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from wanwidgets.running.job import Spawn, in_thread

__all__ = ["Crew"]


class Crew:
    """Carries work out in the order in which it came, at most so much of it at a time; it is a `Spawn` itself.

    Parameters
    ----------
    spawn
        Starts a worker; a worker ends when nothing is left to do.
    most
        How many workers there are at most, from 1.
    """

    def __init__(self, spawn: Spawn = in_thread, *, most: int = 8) -> None:
        self._spawn = spawn
        self._most = most
        self._lock = threading.Lock()
        self._waiting: deque[Callable[[], None]] = deque()
        self._workers = 0

    def __call__(self, work: Callable[[], None]) -> None:
        """Carry out `work` when its turn comes, and return at once."""
        with self._lock:
            self._waiting.append(work)
            if self._workers >= self._most:
                return
            self._workers += 1
        self._spawn(self._labour)

    def _labour(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._workers -= 1
                    return
                work = self._waiting.popleft()
            work()
