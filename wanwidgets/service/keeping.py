"""What a server must still know when it is started again: one SQLite file in a folder, or a nameless one for a while.

Whatever is written here is on disk when the call returns, so it outlives a process that is killed. Whoever has the file
open has the folder to himself; the system takes that back from a process that died.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

__all__ = ["Drawer", "Keeping", "StateError", "damage_told"]

_FILE = "state.sqlite"
_MARK = 0x57616E53
"""In the file's head: it is of this service."""
_VERSION = 1
_SCHEMA = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS kept (drawer TEXT, name TEXT, value TEXT NOT NULL, PRIMARY KEY (drawer, name));
PRAGMA application_id = {_MARK};
PRAGMA user_version = {_VERSION};
COMMIT;
"""


class StateError(OSError):
    """The folder of a server's state cannot be used; nothing that was in it is changed."""


@contextmanager
def damage_told(folder: Path | None) -> Iterator[None]:
    """Turn what values that cannot be read bring about into a StateError that says what to do."""
    try:
        yield
    except (KeyError, TypeError, ValueError) as error:
        raise StateError(
            f"The state in {folder} is damaged ({type(error).__name__}: {error}). Nothing was changed: put a copy of "
            "it back, or choose another folder."
        ) from error


class Keeping:
    """Values by drawer and name, in the order in which they came.

    All of it belongs to one thread at a time.

    Parameters
    ----------
    folder
        Where the file lies; made on first use, readable by its owner alone, since secrets are in it. None: in no
        folder, and gone with this object.

    Raises
    ------
    StateError
        Another server has the folder; it holds other things, or the state of a newer version; its file is damaged; it
        cannot be written.
    """

    def __init__(self, folder: Path | None) -> None:
        self.lasting = folder is not None
        self._together = False
        self._later: list[Callable[[], object]] = []
        self._file = _nameless() if folder is None else _opened(folder)

    def drawer(self, name: str) -> Drawer:
        """Return the drawer of that name."""
        return Drawer(self, name)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Keep all that is written inside, or nothing of it; inside of another it is part of that one."""
        if self._together:
            yield
            return
        self.ask("BEGIN IMMEDIATE")
        self._together = True
        try:
            yield
            self.ask("COMMIT")
        except BaseException:
            self._later.clear()
            # Where the disk is full SQLite has done so by itself.
            if self._file.in_transaction:
                self.ask("ROLLBACK")
            raise
        finally:
            self._together = False
        while self._later:
            self._later.pop(0)()

    def afterwards(self, call: Callable[[], object]) -> None:
        """Call when what was written is kept: at once, or at the end of `together`, or never if that fails."""
        if self._together:
            self._later.append(call)
        else:
            call()

    def ask(self, question: str, values: tuple[str, ...] = ()) -> sqlite3.Cursor:
        """Ask the file."""
        return self._file.execute(question, values)

    def close(self) -> None:
        """Let go of the folder; closing twice is harmless."""
        self._file.close()


class Drawer:
    """Values that JSON can hold, by name, the oldest first; a value that is put anew keeps its place."""

    def __init__(self, keeping: Keeping, name: str) -> None:
        self.keeping = keeping
        self._name = name

    def put(self, name: str, value: Any) -> None:
        """Keep a value."""
        question = "INSERT INTO kept VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"
        self.keeping.ask(question, (self._name, name, json.dumps(value)))

    def get(self, name: str) -> Any:
        """Return a value, or None."""
        question = "SELECT value FROM kept WHERE drawer = ? AND name = ?"
        row = self.keeping.ask(question, (self._name, name)).fetchone()
        return None if row is None else json.loads(row[0])

    def made(self, name: str, make: Callable[[], str]) -> str:
        """Return a text; it is made if there is none, and then stays so.

        Raises
        ------
        TypeError, ValueError
            Something else is kept there.
        """
        found = self.get(name)
        if found is None:
            found = make()
            self.put(name, found)
        if not isinstance(found, str):
            raise TypeError(f"the {name} is no text")
        return found

    def items(self) -> list[tuple[str, Any]]:
        """Return all names and values."""
        rows = self.keeping.ask("SELECT name, value FROM kept WHERE drawer = ? ORDER BY rowid", (self._name,))
        return [(name, json.loads(value)) for name, value in rows]

    def drop(self, name: str) -> None:
        """Forget a value, if there is one."""
        self.keeping.ask("DELETE FROM kept WHERE drawer = ? AND name = ?", (self._name, name))

    def clear(self) -> None:
        """Forget all."""
        self.keeping.ask("DELETE FROM kept WHERE drawer = ?", (self._name,))


def _opened(folder: Path) -> sqlite3.Connection:
    path = folder / _FILE
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not any(folder.iterdir()):
            # SQLite gives its other files the rights of this one.
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        elif not path.exists():
            raise StateError(f"{folder} is not empty, and holds no state of the local service. Choose another one.")
        file = _connected(str(path))
    except (OSError, sqlite3.Error) as error:
        raise _unusable(folder, error) from error
    try:
        _check(file, folder)
    except (sqlite3.Error, StateError) as error:
        file.close()
        raise _unusable(folder, error) from error
    return file


def _nameless() -> sqlite3.Connection:
    file = _connected("")
    file.executescript(_SCHEMA)
    return file


def _connected(name: str) -> sqlite3.Connection:
    # The thread that opens it is not the one that serves.
    return sqlite3.connect(name, timeout=0, isolation_level=None, check_same_thread=False)


def _check(file: sqlite3.Connection, folder: Path) -> None:
    # Before the first look, which then takes the file for good.
    file.execute("PRAGMA locking_mode = EXCLUSIVE")
    tables = file.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    mark, version = (file.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
    if tables and mark != _MARK:
        raise StateError(f"{folder / _FILE} is not of the local service. Choose another folder.")
    if version > _VERSION:
        raise StateError(
            f"{folder} was written by a newer wanwidgets (state {version}, this one knows {_VERSION}). Upgrade it, or "
            "choose another folder."
        )
    if version:
        file.execute("SELECT drawer, name, value FROM kept LIMIT 1")
    (said,) = file.execute("PRAGMA quick_check(1)").fetchone()
    if said != "ok":
        raise sqlite3.DatabaseError(said.splitlines()[-1])
    file.execute("PRAGMA journal_mode = WAL")
    file.execute("PRAGMA synchronous = FULL")
    # Also where nothing is to be made it must be known now that something can be written.
    file.executescript("BEGIN IMMEDIATE; ROLLBACK;" if version else _SCHEMA)


def _unusable(folder: Path, error: Exception) -> StateError:
    if isinstance(error, StateError):
        return error
    if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
        return StateError(f"{folder} is in use by another local service. Stop that one, or choose another folder.")
    if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
        return StateError(
            f"{folder / _FILE} is damaged ({error}). Nothing was changed: put a copy of it back, or choose another "
            "folder."
        )
    why = getattr(error, "strerror", None) or error
    return StateError(f"The folder {folder} of the local service cannot be used ({why}). Choose another one.")
