"""Work that takes long, done on a thread: only the latest, and only once nobody asked for other work for a while."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager

__all__ = ["Aside", "Work"]

Work = Callable[[], Callable[[], None]]
"""What takes long and needs no lock; it returns what is to be done with its result, under the lock."""


class Aside:
    """Does the latest work that it was asked for, one at a time.

    Parameters
    ----------
    spawn
        Carries out a function on a thread.
    lock
        Guards everything that the results are put into; `want` and `drop` are called with it.
    rest
        Seconds for which nobody may have asked for other work before it begins.
    pause
        Waits for some seconds.
    """

    def __init__(
        self,
        spawn: Callable[[Callable[[], None]], object],
        lock: AbstractContextManager[object],
        *,
        rest: float = 0.0,
        pause: Callable[[float], object] = time.sleep,
    ) -> None:
        self._spawn = spawn
        self._lock = lock
        self._rest = rest
        self._pause = pause
        self._asked = 0
        self._work: Work | None = None
        self._under_way = False

    def want(self, work: Work) -> None:
        """Do this, and nothing that was asked for before."""
        self._asked += 1
        self._work = work
        if not self._under_way:
            self._under_way = True
            self._spawn(self._go)

    def drop(self) -> None:
        """Do nothing that was asked for before."""
        self._asked += 1
        self._work = None

    def _go(self) -> None:
        try:
            while self._step():
                pass
        except BaseException:
            # The next one that asks begins anew.
            with self._lock:
                self._under_way = False
            raise

    def _step(self) -> bool:
        with self._lock:
            asked = self._asked
            if self._work is None:
                self._under_way = False
                return False
        if self._rest:
            self._pause(self._rest)
        with self._lock:
            if asked != self._asked or self._work is None:
                return True
            work, self._work = self._work, None
        finish = work()
        with self._lock:
            if asked == self._asked:
                finish()
        return True
