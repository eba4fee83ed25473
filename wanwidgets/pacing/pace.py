"""Pace: requests leave no faster than the service takes them, over all threads and processes of a user.

The limits are those of an account, so what one notebook sends counts for all of them. They share one small file (see
`wanwidgets.pacing.turnbook`), in which each request reserves its moment; the waiting itself holds no lock.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

from wanwidgets.catalog import MODELS
from wanwidgets.errors import Cancelled
from wanwidgets.facts import Rate
from wanwidgets.pacing.gates import OPEN, Gates, Placed, Slot, unplaced
from wanwidgets.pacing.turnbook import MemoryBook, Ticket, TurnBook
from wanwidgets.pacing.turns import LATE_SECONDS, Standing, look_again, spacing
from wanwidgets.waiting import Pause

__all__ = ["PACE_VARIABLE", "QUERIES_PER_SECOND", "Pace", "pace_file", "shared_gates"]

PACE_VARIABLE = "WANWIDGETS_PACE"
"""The environment variable that names another file, or says ``off``."""

QUERIES_PER_SECOND = 20
"""Of an account: query, list and cancel together. Source: "Manage asynchronous tasks", read 2026-11."""

_OFF = "off"
_FURTHER = 1
"""Tasks that may wait at the service beside those that run, so that the next one begins at once."""

_ALONE_SECONDS = 60.0
"""For how long a file that could not be used is left alone."""

_MOMENTS = 5
"""How many moments one request may miss; then it goes, since a machine that is so busy sends little anyway."""

_RENEWED_SECONDS = 10.0
"""A slot that was renewed so shortly before is not written down again."""

_NOT_SENT = "Stopped while waiting to send; this request was not sent."
_NOT_ASKED = "Stopped while waiting to ask the service; a task that is there goes on."

_BOOKS: dict[int, MemoryBook] = {}
"""The book of this process, by its number: a forked child must not find its parent's lock closed."""

T = TypeVar("T")


def shared_gates(account: str, variables: Mapping[str, str] | None = None) -> Gates:
    """Return the gates of an account that all processes of this user share; `OPEN` where WANWIDGETS_PACE says ``off``.

    Parameters
    ----------
    account
        A mark of the key and the host, by which neither is found.
    variables
        By default those of this process.
    """
    named = (os.environ if variables is None else variables).get(PACE_VARIABLE, "").strip()
    return OPEN if named.lower() == _OFF else Pace(account, file=Path(named) if named else None)


def pace_file(variables: Mapping[str, str] | None = None, *, platform: str = sys.platform) -> Path:
    """Return the file that the processes of this user share, in the place that the system has for what is disposable.

    Parameters
    ----------
    variables
        By default those of this process.
    platform
        As `sys.platform` has it.
    """
    found = os.environ if variables is None else variables
    if platform == "win32":
        folder = Path(found.get("LOCALAPPDATA") or "~/AppData/Local")
    elif platform == "darwin":
        folder = Path("~/Library/Caches")
    else:
        folder = Path(found.get("XDG_CACHE_HOME") or "~/.cache")
    return folder / "wanwidgets" / "pace.sqlite"


class Pace:
    """The gates of one account.

    A wait that is cancelled loses its moment: the others do not come sooner for it.

    Parameters
    ----------
    account
        A mark of the key and the host, by which neither is found.
    file
        Shared with other processes; by default `pace_file`. Where it cannot be used, requests are still paced, but
        only within this process, and `notice` says so.
    rate
        What a model allows.
    queries_per_second
        What the account allows.
    now, clock, new_id
        The seams of time and names: seconds since the epoch, seconds on a steady clock, a name that nobody else has.

    Attributes
    ----------
    notice : str
        Why the file is not used at the moment; empty where it is.
    """

    def __init__(
        self,
        account: str,
        *,
        file: Path | None = None,
        rate: Callable[[str], Rate] = lambda model: MODELS[model].rate,
        queries_per_second: float = QUERIES_PER_SECOND,
        now: Callable[[], float] = time.time,
        clock: Callable[[], float] = time.monotonic,
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
    ) -> None:
        self.notice = ""
        self._account = account
        self._file = TurnBook(file or pace_file())
        self._rate = rate
        self._queries_per_second = queries_per_second
        self._now = now
        self._clock = clock
        self._new_id = new_id
        self._alone_until = float("-inf")

    def create(self, model: str, pause: Pause) -> None:
        """Wait until one more create of a model may be sent.

        Raises
        ------
        Cancelled
            `pause` said so.
        """
        if self._stopped(_gate_name("create", model), self._rate(model).creates_per_second, pause):
            raise Cancelled(_NOT_SENT)

    def query(self, pause: Pause) -> None:
        """Wait until one more query, list or cancel may be sent.

        Raises
        ------
        Cancelled
            `pause` said so.
        """
        if self._stopped(_gate_name("query"), self._queries_per_second, pause):
            raise Cancelled(_NOT_ASKED)

    def slot(self, model: str, pause: Pause, placed: Placed = unplaced) -> Slot:
        """Wait until one more task of a model may be at the service: as many as may run there, and one that waits.

        Who came first is served first. The first in line looks four times a second, those behind it less often, at
        least every 3 s. Who has not been heard of for 2 s longer than that is dead and keeps nobody waiting; the slot
        of a process that was killed is free again within a minute.

        Raises
        ------
        Cancelled
            `pause` said so.
        """
        slots = self._rate(model).concurrent_tasks + _FURTHER
        slot = self._slot(model)
        with ExitStack() as line:
            line.callback(slot.give_back)
            while place := slot.place(slots):
                placed(place)
                if pause(look_again(place)):
                    raise Cancelled(_NOT_SENT)
            line.pop_all()
        return slot

    def kept(self, model: str) -> Slot:
        """Return a slot for a task that is at the service already, without waiting."""
        slot = self._slot(model)
        slot.renew()
        return slot

    def told(self, kind: str, model: str = "", *, limited: bool) -> None:
        """Take note of an answer: whether a ``"create"`` of a model, or a ``"query"``, came too fast.

        If so, all processes get twice as slow there, up to 16 times; half of it is gone after each quiet 15 s.
        """
        if limited:
            self._written(lambda book: book.refused(self._account, _gate_name(kind, model), self._now))

    def _slot(self, model: str) -> _Slot:
        ticket = Ticket(self._new_id(), self._account, model, self._now())
        return _Slot(ticket, self._written, now=self._now, clock=self._clock)

    def _stopped(self, name: str, per_second: float, pause: Pause) -> bool:
        for _ in range(_MOMENTS):
            moment = self._moment(name, spacing(per_second))
            wait = moment - self._now()
            if wait > 0 and pause(wait):
                return True
            if self._now() - moment <= LATE_SECONDS:
                break
        return False

    def _moment(self, name: str, seconds: float) -> float:
        return self._written(lambda book: book.passed(self._account, name, self._now, seconds))

    def _written(self, write: Callable[[TurnBook], T]) -> T:
        """Return what comes of writing into the file or, where it cannot be used, into the book of this process."""
        alone = _of_this_process()
        # One thread of a process at a time: fifty of them would keep each other from getting the file in time.
        with alone.lock:
            if self._clock() >= self._alone_until:
                try:
                    done = write(self._file)
                except (OSError, sqlite3.Error, RuntimeError) as error:
                    self._alone_until = self._clock() + _ALONE_SECONDS
                    self.notice = (
                        f"Requests are paced within this process alone, since {str(self._file.file)!r} cannot be used "
                        f"({error}). If it is damaged, delete it; {PACE_VARIABLE} names another file."
                    )
                else:
                    self.notice = ""
                    return done
            return write(alone)

    def __repr__(self) -> str:
        return "<Pace>"


class _Slot:
    """A ticket: first in line, then in charge of a slot."""

    def __init__(
        self,
        ticket: Ticket,
        written: Callable[[Callable[[TurnBook], Any]], Any],
        *,
        now: Callable[[], float],
        clock: Callable[[], float],
    ) -> None:
        self._ticket = ticket
        self._written = written
        self._now = now
        self._clock = clock
        self._renewed = float("-inf")
        self._over = False

    def place(self, slots: int) -> int:
        """Return the place in line among those who wait for so many slots; 0 has one."""
        standing: Standing = self._written(lambda book: book.stand(self._ticket, self._now, slots))
        return standing.place

    def renew(self) -> None:
        """Say that the task is still there."""
        if self._over or self._clock() - self._renewed < _RENEWED_SECONDS:
            return
        self._renewed = self._clock()
        self._written(lambda book: book.hold(self._ticket, self._now))

    def give_back(self) -> None:
        """Say that the task has ended; twice is harmless."""
        if not self._over:
            self._over = True
            self._written(lambda book: book.leave(self._ticket))


def _of_this_process() -> MemoryBook:
    return _BOOKS.get(os.getpid()) or _BOOKS.setdefault(os.getpid(), MemoryBook())


def _gate_name(kind: str, model: str = "") -> str:
    return f"{kind} {model}".rstrip()
