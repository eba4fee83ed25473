"""How many creates a second an account may send."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from wanwidgets.facts import Model

__all__ = ["Rates"]


class Rates:
    """A window of one second for each model.

    Parameters
    ----------
    clock
        Seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._creates: dict[str, deque[float]] = {}

    def allow(self, model: Model) -> bool:
        """Count a create if there is room for one now, and say whether there was."""
        now = self._clock()
        window = self._creates.setdefault(model.name, deque())
        while window and now - window[0] >= 1:
            window.popleft()
        if len(window) >= model.rate.creates_per_second:
            return False
        window.append(now)
        return True
