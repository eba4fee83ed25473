"""Neighbours: the sessions of this process that were opened and are not closed, as where a cell is run again."""

from __future__ import annotations

import threading
import weakref
from typing import Generic, TypeVar

__all__ = ["Neighbours"]

T = TypeVar("T")


class Neighbours(Generic[T]):
    """Who is there, in the order in which they came; it keeps nobody alive."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._there: list[weakref.ref[T]] = []

    def enter(self, one: T) -> None:
        """Come last, also where one was there already."""
        with self._lock:
            self._there = [*self._others(one), weakref.ref(one)]

    def leave(self, one: T) -> None:
        """Be there no more; twice is harmless."""
        with self._lock:
            self._there = self._others(one)

    def before(self, one: T) -> list[T]:
        """Return who came before and is still there, the latest first; nobody where one is not there oneself.

        Since one turns only to those, no two wait for each other.
        """
        with self._lock:
            there = [found for each in self._there if (found := each()) is not None]
        places = [place for place, found in enumerate(there) if found is one]
        return there[: places[0]][::-1] if places else []

    def _others(self, one: T) -> list[weakref.ref[T]]:
        return [each for each in self._there if (found := each()) is not None and found is not one]
