"""Forking: a process is not copied while one of its threads has a journal open.

SQLite keeps the locks of a process in its memory. A copy that is made in the middle of a write would find the journal
locked for ever by a connection that nobody has there, and could never write in it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["opened"]

_LONGEST_SECONDS = 2.0
"""How long a fork waits for what is open: longer than a write takes, unless that waits for another process."""


class _Door:
    """Lets threads in while no fork is about to come."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._forking = False
        self._inside = 0

    def enter(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: not self._forking, _LONGEST_SECONDS)
            self._inside += 1

    def leave(self) -> None:
        with self._changed:
            self._inside -= 1
            self._changed.notify_all()

    def before_fork(self) -> None:
        self._changed.acquire()
        self._forking = True
        self._changed.wait_for(lambda: self._inside == 0, _LONGEST_SECONDS)

    def in_parent(self) -> None:
        self._forking = False
        self._changed.notify_all()
        self._changed.release()

    def in_child(self) -> None:
        # Of the threads that were inside or waited, none is here.
        self._changed = threading.Condition()
        self._forking = False
        self._inside = 0


_DOOR = _Door()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_DOOR.before_fork, after_in_parent=_DOOR.in_parent, after_in_child=_DOOR.in_child)


@contextmanager
def opened() -> Iterator[None]:
    """Keep forks waiting."""
    _DOOR.enter()
    try:
        yield
    finally:
        _DOOR.leave()
