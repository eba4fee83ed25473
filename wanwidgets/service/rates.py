"""How many calls a second an account may send."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable

__all__ = ["POLICIES_PER_SECOND", "QUERIES_PER_SECOND", "Rates"]

QUERIES_PER_SECOND = 20
"""Of an account: query, list and cancel together. Source: "Manage asynchronous tasks", read 2026-11.

guess: that the three share one allowance.
"""

POLICIES_PER_SECOND = 100
"""Of an account and model. Source: "Upload a local file to get a temporary URL", read 2026-11."""


class Rates:
    """A window of one second for each kind of call.

    Parameters
    ----------
    clock
        Seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._windows: dict[Hashable, deque[float]] = {}

    def allow(self, kind: Hashable, per_second: float) -> bool:
        """Count a call if there is room for one now, and say whether there was."""
        now = self._clock()
        window = self._windows.setdefault(kind, deque())
        while window and now - window[0] >= 1:
            window.popleft()
        if len(window) >= per_second:
            return False
        window.append(now)
        return True

    def clear(self) -> None:
        """Forget all calls."""
        self._windows.clear()
