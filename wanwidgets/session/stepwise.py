"""Stepwise: several traits change as one step, which nobody who looks on can leave half done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from traitlets import HasTraits

__all__ = ["Stepwise"]


class Stepwise(HasTraits):
    """Traits that change in steps."""

    _faults: list[Exception] | None = None

    def notify_change(self, change: Any) -> None:
        """Tell the observers of a change; within a step what they raise is kept for its end."""
        try:
            super().notify_change(change)
        except Exception as error:
            if self._faults is None:
                raise
            self._faults.append(error)

    @contextmanager
    def _step(self) -> Iterator[None]:
        """Change several traits, all of them though an observer of one raises, whose error is raised at the end.

        Within another step it is part of that one. Called with the lock.
        """
        if self._faults is not None:
            yield
            return
        faults = self._faults = []
        try:
            yield
        finally:
            self._faults = None
        if faults:
            raise faults[0]
