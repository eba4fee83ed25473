"""What every part of a store stands on: its folder, the journal and the files in it, and who has charge of runs."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import uuid
import weakref
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, TypeVar

from wanwidgets.budget import Caps
from wanwidgets.content import SavedImage
from wanwidgets.errors import StoreError
from wanwidgets.result import Run
from wanwidgets.store import rows
from wanwidgets.store.files import Files
from wanwidgets.store.journal import STORE_VARIABLE, Journal
from wanwidgets.store.mounts import MOUNTS
from wanwidgets.store.owner import Owner
from wanwidgets.store.reader import Reader

__all__ = ["UNTOLD_SECONDS", "StoreFolder"]

UNTOLD_SECONDS = 3600.0
"""How long a run counts as under way after it was last written, where no lock tells whether its kernel lives."""

_Store = TypeVar("_Store", bound="StoreFolder")


class StoreFolder:
    """A folder with a journal and files; `RunStore` says what its parameters are."""

    def __init__(
        self,
        folder: str | Path | None = None,
        *,
        budget: int | None = None,
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
        now: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
        mounts: Path = MOUNTS,
    ) -> None:
        chosen = folder or os.environ.get(STORE_VARIABLE) or "wanwidgets-runs"
        self.folder = Path(chosen).expanduser().absolute()
        self.budget = Caps(store=budget).store
        self._new_id = new_id
        self._now = now
        self._files = Files(self.folder / "files")
        self._owner = Owner(self.folder / "owners")
        self._living = _living_by(self._owner, now)
        self._journal = Journal(self.folder, living=self._living, mounts=mounts)
        self._reader = Reader(self.folder, self._files.find)
        weakref.finalize(self, self._owner.let_go)

    @classmethod
    def temporary(cls: type[_Store]) -> _Store:  # noqa: PYI019 - Self came with Python 3.11
        """Return a store in a folder that goes away with it, or at the end of the process."""
        folder = tempfile.mkdtemp(prefix="wanwidgets-")
        store = cls(folder)
        weakref.finalize(store, _remove, folder, store._owner, os.getpid())
        return store

    @property
    def notices(self) -> tuple[str, ...]:
        """What the user should know of the folder, such as that it is on a network."""
        return (*self._journal.notices, *self._owner.notices, *self._reader.notices)

    def keep(self, data: bytes) -> SavedImage:
        """Keep a picture's file, byte for byte, and return where it is.

        Raises
        ------
        ImageError
            The bytes are no whole picture.
        """
        with self._journal.telling():
            return self._files.keep(data)

    def find(self, digest: str) -> bytes:
        """Return the file of that SHA-256; one that was damaged or changed since is as good as none."""
        return self._files.find(digest)

    def path(self, digest: str) -> Path:
        """Return where the file of that SHA-256 is; a StoreError says that there is none."""
        return self._files.path(digest)

    def close(self) -> None:
        """Give back the charge of every run that is still under way; the store can be used again."""
        self._owner.let_go()

    def _kept(self, run: Run) -> Run:
        """Return a run that knows where it is kept, by which its ancestors are found."""
        # The whole store, of which this is a part.
        home: Any = self
        kept = replace(run, home=home)
        if kept.error is not None:
            kept.error.run = kept
        return kept

    def _row(self, run: Run, owner: str) -> rows.Row:
        return {**rows.row_of(run, self.folder, written=self._now().timestamp()), "owner": owner}

    def _find(self, journal: sqlite3.Connection, run_id: str) -> sqlite3.Row:
        row = rows.find(journal, run_id)
        if row is None:
            raise StoreError(f"There is no run {run_id!r} in {self.folder.name}.")
        return row

    def __repr__(self) -> str:
        return f"<RunStore {self.folder.name}>"


def _living_by(owner: Owner, now: Callable[[], datetime]) -> rows.Living:
    """Return what says whether somebody lives; not a method, since a store that its journal knew would go later."""

    def living(name: str, written: float) -> bool:
        alive = owner.alive(name)
        return now().timestamp() - written < UNTOLD_SECONDS if alive is None else alive

    return living


def _remove(folder: str, owner: Owner, pid: int) -> None:
    # A child that a fork made leaves the folder to its parent.
    if pid == os.getpid():
        owner.let_go()
        shutil.rmtree(folder, ignore_errors=True)
