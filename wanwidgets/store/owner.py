"""Owner: by which other kernels see whether whoever has charge of a run is still alive.

It is an SQLite file with an exclusive transaction, open as long as the kernel lives. The lock is the operating
system's, so it goes with the process, whatever ended it: there is no heartbeat that could be late, a process that only
sleeps or is stopped keeps it, and a process id that is used again cannot be taken for another kernel's.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from wanwidgets.store.address import address_of

__all__ = ["UNLOCKED", "Owner"]

UNLOCKED = "-"
"""The name of an owner where no lock can be had."""

_NO_LOCKS = (
    "The file system of the run store gives no locks: a run counts as under way for an hour after it was last written, "
    "whether its kernel lives or not."
)
_RENEW_SECONDS = 5.0
_LOCKED = "locked"
_HELD: dict[Path, tuple[int, sqlite3.Connection]] = {}
"""The locks that this process holds, each with the id of the process that took it: a fork copies this table."""


class Owner:
    """One kernel's charge of runs, taken with the first of them.

    Parameters
    ----------
    folder
        Where the files of all owners are; made when the first one takes charge.
    new_id
        Makes a name that nobody else has.
    connect
        The seam of the lock: opens an SQLite file, as `sqlite3.connect` does.
    """

    def __init__(
        self,
        folder: Path,
        *,
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
        connect: Callable[..., sqlite3.Connection] = sqlite3.connect,
    ) -> None:
        self._folder = folder
        self._new_id = new_id
        self._connect = connect
        self._path: Path | None = None
        self._pid = os.getpid()
        self._turn = threading.Lock()
        self.locks = True
        """Whether locks work where the folder is, as far as is known."""

    @property
    def name(self) -> str:
        """What stands in the journal beside the runs that this owner has charge of; empty where it never had any."""
        if not self.locks:
            return UNLOCKED
        return self._path.name if self._path is not None and self._pid == os.getpid() else ""

    @property
    def notices(self) -> tuple[str, ...]:
        """What the user should know of the locks."""
        return () if self.locks else (_NO_LOCKS,)

    def hold(self) -> str:
        """Take the lock, or make sure that it is there still, and return the name.

        Call it within a transaction of the journal: then nobody looks who lives while the lock is taken anew.
        """
        self._forget_what_was_forked()
        with self._turn:
            if self._path is None:
                self._path = self._folder / self._new_id()
                self.locks = self._renewed(self._path)
                self._sweep()
            else:
                self.locks = self._renewed(self._path)
        return self.name

    def alive(self, name: str) -> bool | None:
        """Whether the kernel of that name lives; None where that cannot be told."""
        if name in {"", UNLOCKED}:
            return None if name else False
        self._forget_what_was_forked()
        path = self._folder / name
        if path in _HELD:
            return True
        try:
            other = self._connect(address_of(path, "ro"), uri=True, timeout=0, isolation_level=None)
            try:
                # A look that excludes nobody: two who look at once do not take each other for the owner.
                other.execute("SELECT name FROM sqlite_master").fetchall()
            finally:
                other.close()
        except sqlite3.Error as error:
            if _LOCKED in str(error):
                return True
            return None if path.exists() else False
        return False

    def let_go(self) -> None:
        """Give the lock back, and with it the charge of everything; a child leaves its parent's where it is."""
        if self._path is None or self._pid != os.getpid():
            return
        with self._turn:
            _, lock = _HELD.pop(self._path, (0, None))
            if lock is not None:
                lock.close()
                with suppress(OSError):
                    self._path.unlink()
            self._path = None

    def _renewed(self, path: Path) -> bool:
        """Take the lock anew.

        On POSIX a process loses its locks on a file as soon as it closes that file anywhere, as where a notebook copies
        the whole store. So the lock is taken again whenever something is written.
        """
        _, lock = _HELD.get(path, (0, None))
        try:
            if lock is not None and path.exists():
                lock.execute("ROLLBACK")
            else:
                if lock is not None:
                    _HELD.pop(path)
                    lock.close()
                self._folder.mkdir(parents=True, exist_ok=True)
                # It is given back on whatever thread lets go of the store.
                lock = self._connect(path, timeout=_RENEW_SECONDS, isolation_level=None, check_same_thread=False)
                _HELD[path] = (os.getpid(), lock)
                # Nothing is ever written, so no second file need stand by to undo it.
                lock.execute("PRAGMA journal_mode = MEMORY")
            lock.execute("BEGIN EXCLUSIVE")
        except (OSError, sqlite3.Error):
            _, lock = _HELD.pop(path, (0, None))
            if lock is not None:
                lock.close()
            return False
        return True

    def _sweep(self) -> None:
        """Remove the files of owners that live no more."""
        for path in self._folder.glob("*"):
            if path != self._path and self.alive(path.name) is False:
                # Somebody else may have it open, or have been faster.
                with suppress(OSError):
                    path.unlink()

    def _forget_what_was_forked(self) -> None:
        """Close what a fork copied.

        A lock belongs to the process that took it, so this takes nothing from the parent; but as long as they are open,
        SQLite would hold the parent's locks for this process's own, and the parent for alive.
        """
        here = os.getpid()
        for path, (pid, lock) in list(_HELD.items()):
            if pid != here:
                lock.close()
                _HELD.pop(path, None)
        if self._pid != here:
            self._path, self._pid, self._turn = None, here, threading.Lock()
