"""TurnBook: what the processes of one user know of each other's requests, in one SQLite file.

It holds no key and no host, and nothing in it is worth keeping: without the file everybody starts anew. So nothing is
forced to the disk; a process that is killed leaves the file whole all the same. Each call opens and closes it, which
takes a fifth of a millisecond: nothing is left for a forked process to share by mistake.
"""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from wanwidgets.pacing.turns import LEASE_SECONDS, Gate, Standing

__all__ = ["BUSY_SECONDS", "MemoryBook", "Ticket", "TurnBook"]

BUSY_SECONDS = 5.0
"""How long a file that another process has locked is waited for.

A turn takes less than a millisecond, and on a busy machine, where a process may have to stop in the middle of it, up to
a second.
"""

_MARK = 0x57_50_01
"""Which program, and which version of the tables, an SQLite file is of."""

_FORGOTTEN_SECONDS = 24 * 3600.0

_SCHEMA = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS gates (
    account TEXT NOT NULL,
    name    TEXT NOT NULL,
    due     REAL NOT NULL,
    asked   REAL NOT NULL,
    factor  REAL NOT NULL,
    slowed  REAL NOT NULL,
    PRIMARY KEY (account, name)
);
CREATE TABLE IF NOT EXISTS slots (
    ticket  TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    model   TEXT NOT NULL,
    since   REAL NOT NULL,
    held    INTEGER NOT NULL,
    until   REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS slots_by_model ON slots (account, model);
PRAGMA application_id = {_MARK};
COMMIT;
"""


@dataclass(frozen=True, slots=True)
class Ticket:
    """Who wants, or has, a slot of a model: a name that nobody else has, and since when.

    Who came first is served first.
    """

    name: str
    account: str
    model: str
    since: float


Clock = Callable[[], float]
"""Seconds since the epoch. It is asked while nobody else writes: what it said before a wait for the file is old."""


class TurnBook:
    """The gates and slots of all accounts of a user.

    Parameters
    ----------
    file
        Made, with its folder, on first use; ``~`` is the user's home.

    Raises
    ------
    OSError, RuntimeError, sqlite3.Error
        From any method: the file cannot be used, is another program's, or there is no home.
    """

    def __init__(self, file: Path) -> None:
        self.file = file

    def passed(self, account: str, name: str, clock: Clock, seconds: float) -> float:
        """Hand out the next moment of a gate, as `Gate.passed` says."""
        with self._writing() as book:
            now = clock()
            found = _gate(book, account, name)
            if found == Gate():
                # When one is added, those go that nobody has used for a day: a gate that is forgotten is open.
                book.execute("DELETE FROM gates WHERE asked < ?", (now - _FORGOTTEN_SECONDS,))
            moment, gate = found.passed(now, seconds)
            _keep(book, account, name, gate)
        return moment

    def refused(self, account: str, name: str, clock: Clock) -> None:
        """Slow a gate down, as `Gate.refused` says."""
        with self._writing() as book:
            _keep(book, account, name, _gate(book, account, name).refused(clock()))

    def stand(self, ticket: Ticket, clock: Clock, slots: int) -> Standing:
        """Stand in line for a slot, or go on standing, and return where; who is the first takes a free slot at once.

        Who was not heard of in time is taken for dead. If it lives, it finds its place again.
        """
        with self._writing() as book:
            now = clock()
            # Nobody's lease lasts longer than that of a slot, unless the clock was set back.
            book.execute("DELETE FROM slots WHERE until < ? OR until > ?", (now, now + LEASE_SECONDS + 1))
            (ahead,) = book.execute(
                "SELECT count(*) FROM slots WHERE account = :account AND model = :model AND ticket <> :name"
                " AND (held OR since < :since OR (since = :since AND ticket < :name))",
                asdict(ticket),
            ).fetchone()
            standing = Standing.behind(ahead, slots)
            _put(book, ticket, int(not standing.place), now + standing.lease)
        return standing

    def hold(self, ticket: Ticket, clock: Clock) -> None:
        """Have a slot, or go on having it, whether there is room or not: its task is at the service."""
        with self._writing() as book:
            _put(book, ticket, 1, clock() + LEASE_SECONDS)

    def leave(self, ticket: Ticket) -> None:
        """Give a slot back, or leave the line."""
        with self._writing() as book:
            book.execute("DELETE FROM slots WHERE ticket = ?", (ticket.name,))

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._opened() as book:
            book.execute("BEGIN IMMEDIATE")
            with book:
                yield book

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        file = self.file.expanduser()
        try:
            book = _connected(file)
        except sqlite3.OperationalError:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            book = _connected(file)
        with closing(book):
            _prepare(book)
            yield book


class MemoryBook(TurnBook):
    """The same for this process alone.

    Attributes
    ----------
    lock : threading.Lock
        Whoever writes holds it.
    """

    def __init__(self) -> None:
        super().__init__(Path(":memory:"))
        self.lock = threading.Lock()
        self._book = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        weakref.finalize(self, self._book.close)
        _prepare(self._book)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        yield self._book


def _connected(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)


def _prepare(book: sqlite3.Connection) -> None:
    book.execute("PRAGMA synchronous = OFF")
    (mark,) = book.execute("PRAGMA application_id").fetchone()
    if mark == _MARK:
        return
    # A file that another process is just making has its mark and its tables at once.
    if mark or book.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        (mark,) = book.execute("PRAGMA application_id").fetchone()
        if mark != _MARK:
            raise sqlite3.DatabaseError("it is the file of another program, or of another version")
        return
    book.executescript(_SCHEMA)


def _gate(book: sqlite3.Connection, account: str, name: str) -> Gate:
    found = book.execute(
        "SELECT due, asked, factor, slowed FROM gates WHERE account = ? AND name = ?", (account, name)
    ).fetchone()
    if found and not all(isinstance(value, float) for value in found):
        raise sqlite3.DatabaseError(f"it holds {found!r} where numbers belong")
    return Gate(*found) if found else Gate()


def _keep(book: sqlite3.Connection, account: str, name: str, gate: Gate) -> None:
    row = (account, name, gate.due, gate.asked, gate.factor, gate.slowed)
    book.execute("REPLACE INTO gates VALUES (?, ?, ?, ?, ?, ?)", row)


def _put(book: sqlite3.Connection, ticket: Ticket, held: int, until: float) -> None:
    row = (ticket.name, ticket.account, ticket.model, ticket.since, held, until)
    book.execute("REPLACE INTO slots VALUES (?, ?, ?, ?, ?, ?)", row)
