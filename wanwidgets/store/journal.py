"""Journal: the SQLite file of a store, its versions, and how it is opened where it cannot be written."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

from wanwidgets.errors import StoreError
from wanwidgets.store.address import address_of
from wanwidgets.store.files import make_folders, sync_folder
from wanwidgets.store.forking import opened
from wanwidgets.store.mounts import MOUNTS, network_of
from wanwidgets.store.rows import Living
from wanwidgets.store.versions import VERSION, Occupied, upgrade

__all__ = ["STORE_VARIABLE", "Journal"]

STORE_VARIABLE = "WANWIDGETS_STORE"
"""The environment variable that names the default folder."""

_BUSY_SECONDS = 30
_WITH_IT = ("", "-wal", "-journal")
"""What the file's content is spread over, when nobody has closed it."""

_HELP = {
    ("full", "space", "too large", "quota", "disk i/o"): "Its disk is full or failed: make room, and try again.",
    ("not a database", "malformed", "no such table", "no such column", "has no column"): (
        "Its journal is damaged, and was left as it is. Keep a copy of the folder: its pictures are whole files, and "
        "`sqlite3 journal.sqlite .recover` can often save the rest."
    ),
    ("readonly", "read-only", "permission", "unable to open"): "It may not be written.",
    ("file exists", "not a directory"): "There is a file where it, or a folder in it or above it, belongs.",
    ("locked",): "Another program keeps its journal: close that, and try again.",
}
"""What to do, by what the system says."""

_NETWORK = (
    "The run store is on a network file system ({}): its journal does without a write-ahead log, which is slower. Open "
    "it on one machine at a time, since such systems do not always tell one machine what another one has locked."
)
_NO_WAL = "The file system of the run store gives no shared memory: its journal does without a write-ahead log."
_OCCUPIED = (
    "A kernel with an older wanwidgets has a run under way in the run store {!r}, and could not write down what comes "
    "of it once the journal is of this version. Nothing was written. Let that run end, or close that kernel, and try "
    "again; or choose another folder with RunStore(folder) or {}."
)
_READ_ONLY = "The run store may not be written: its runs can be looked at, and none can be begun there."


class Journal:
    """The journal of one folder, opened anew for each use, so that a fork or a deleted folder leaves nothing stale.

    Parameters
    ----------
    folder
        Of the store.
    living
        Says whether who has charge of a run lives, as far as one knows of a row that was written then.
    mounts
        Where it stands what is mounted.
    """

    def __init__(self, folder: Path, *, living: Living = lambda *_: False, mounts: Path = MOUNTS) -> None:
        self.folder = folder
        self.path = folder / "journal.sqlite"
        self._living = living
        self._mounts = mounts
        self._checked = False
        self._mode = "wal"
        self._read_only = False

    @property
    def notices(self) -> tuple[str, ...]:
        """What the user should know of the folder."""
        network = network_of(self.folder, self._mounts)
        said = {
            _NETWORK.format(network): bool(network),
            _NO_WAL: not network and self._mode != "wal",
            _READ_ONLY: self._read_only,
        }
        return tuple(sentence for sentence, so in said.items() if so)

    @contextmanager
    def writing(self, *, new: bool = False) -> Iterator[sqlite3.Connection]:
        """Open it within a transaction that no other kernel writes in; make it where it is missing, if `new`.

        Raises
        ------
        StoreError
            Nothing of what was done within is in the journal.
        """
        with self.telling(), opened(), ExitStack() as stack:
            if new:
                make_folders(self.folder)
            elif not self.path.exists():
                raise StoreError(
                    f"The journal of the run store {str(self.folder)!r} is gone: it was deleted or moved while it was "
                    "in use. Nothing was written. Put it back, or begin with another folder.",
                )
            journal = stack.enter_context(closing(_connect(self.path, "rwc" if new else "rw")))
            try:
                self._prepare(journal)
            except Occupied:
                raise StoreError(_OCCUPIED.format(str(self.folder), STORE_VARIABLE)) from None
            journal.execute("BEGIN IMMEDIATE")
            with journal:
                yield journal

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Open it to be read; where there is none, an empty one that is nowhere.

        Raises
        ------
        StoreError
            It cannot be read.
        """
        with self.telling(), opened(), ExitStack() as stack:
            yield self._readable(stack)

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Turn what the system says of the folder into a StoreError that says what to do."""
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error) from None

    def fault(self) -> str:
        """Return what is wrong with it as a whole; empty where nothing is."""
        try:
            with self.reading() as journal:
                if not self.path.exists() and any(self.folder.glob("files/*/*")):
                    return "The journal is gone. The pictures are whole files; which run made them only it knew."
                found = _fault(journal)
                journal.execute("SELECT id FROM runs LIMIT 1")
        except StoreError as error:
            return str(error)
        return f"The journal is damaged ({found}): some of its runs may be missing." if found else ""

    def _readable(self, stack: ExitStack) -> sqlite3.Connection:
        if not self.path.exists():
            if self.folder.exists() and not self.folder.is_dir():
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
            empty = stack.enter_context(closing(_nowhere()))
            upgrade(empty)
            return empty
        journal = stack.enter_context(closing(_connect(self.path, "rw")))
        try:
            self._look(journal)
            if _version(journal) < VERSION:
                self._prepare(journal)
        except Occupied:
            # It is upgraded once that run has ended; until then a copy of the moment is.
            copied = stack.enter_context(closing(_nowhere()))
            journal.backup(copied)
            upgrade(copied)
            return copied
        except sqlite3.OperationalError as error:
            if not any(word in str(error) for word in ("readonly", "unable to open")):
                raise
            self._read_only = True
        else:
            return journal
        # A write-ahead log cannot be read where nothing can be written, and an old version has not all the columns.
        journal.close()
        copy = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wanwidgets-"))) / self.path.name
        for ending in _WITH_IT:
            with suppress(FileNotFoundError):
                shutil.copyfile(f"{self.path}{ending}", f"{copy}{ending}")
        journal = stack.enter_context(closing(_connect(copy, "rw")))
        upgrade(journal)
        return journal

    def _prepare(self, journal: sqlite3.Connection) -> None:
        """Check it once, and make it what it should be: whole, of the newest version, and with a log where that works.

        What is written beside damage makes more of it.
        """
        self._look(journal)
        if self._checked and _version(journal) == VERSION:
            return
        found = _fault(journal)
        if found:
            raise sqlite3.DatabaseError(f"malformed: {found}")
        try:
            self._mode = _switched(journal, "DELETE" if network_of(self.folder, self._mounts) else "WAL")
        except sqlite3.OperationalError as error:
            # While another kernel makes the same journal, this does not wait, unlike everything else, but fails at
            # once. Where it fails otherwise, SQLite keeps another mode, which is safe as well.
            if "locked" not in str(error):
                self._mode = "delete"
        journal.execute("PRAGMA locking_mode = NORMAL")
        upgrade(journal, self._living)
        sync_folder(self.folder)
        self._checked = True

    def _look(self, journal: sqlite3.Connection) -> None:
        journal.execute("PRAGMA synchronous = FULL")
        version = _version(journal)
        if version > VERSION:
            raise StoreError(
                f"The run store {str(self.folder)!r} was written by a newer wanwidgets (journal {version}, this one "
                f"knows {VERSION}). Upgrade it, or choose another folder with RunStore(folder) or {STORE_VARIABLE}.",
            )

    def _unusable(self, error: Exception) -> StoreError:
        why = str(getattr(error, "strerror", None) or error)
        help_ = next((f"{told} " for words, told in _HELP.items() if any(word in why.lower() for word in words)), "")
        return StoreError(
            f"The run store {str(self.folder)!r} cannot be used ({why}). {help_}Choose another folder with "
            f"RunStore(folder) or {STORE_VARIABLE}; no run begins without one.",
        )


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    journal = sqlite3.connect(address_of(path, mode), uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
    journal.text_factory = _read_text
    return journal


def _nowhere() -> sqlite3.Connection:
    journal = sqlite3.connect(":memory:", isolation_level=None)
    journal.text_factory = _read_text
    return journal


def _read_text(text: bytes) -> str | bytes:
    """Return a text; bytes that are none stay what they are, so that one damaged row does not hide all others."""
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text


def _switched(journal: sqlite3.Connection, mode: str) -> str:
    """Switch the journal's way to undo what was not finished, and return the one that it has now."""
    if mode == "DELETE":
        # A log that was made elsewhere can be given up without shared memory in this way alone.
        journal.execute("PRAGMA locking_mode = EXCLUSIVE")
    return str(journal.execute(f"PRAGMA journal_mode = {mode}").fetchone()[0])


def _version(journal: sqlite3.Connection) -> int:
    return int(journal.execute("PRAGMA user_version").fetchone()[0])


def _fault(journal: sqlite3.Connection) -> str:
    found = str(journal.execute("PRAGMA quick_check(1)").fetchone()[0])
    return "" if found == "ok" else found
