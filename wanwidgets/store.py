"""RunStore: what was asked and what came of it, in a folder that outlives the kernel.

A SQLite journal keeps the records; pictures are files named by the hash of their content, so that nothing is stored
twice and nothing is overwritten. Neither holds a key or a signed address.
"""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
import uuid
import weakref
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime, timezone
from pathlib import Path

from wanwidgets.content import SavedImage
from wanwidgets.decoding import measure, sha256
from wanwidgets.errors import StoreError
from wanwidgets.images import InputImage
from wanwidgets.record import read_record, write_record
from wanwidgets.request import EditRequest
from wanwidgets.result import Run, RunState

__all__ = ["STORE_VARIABLE", "RunStore"]

STORE_VARIABLE = "WANWIDGETS_STORE"
"""The environment variable that names the default folder."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS runs (
    id          TEXT PRIMARY KEY,
    started     TEXT NOT NULL,
    state       TEXT NOT NULL,
    engine      TEXT NOT NULL,
    model       TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    task_id     TEXT NOT NULL,
    request     TEXT NOT NULL,
    record      TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS runs_by_start ON runs (started);
"""
_VERSION = 1
_SUFFIXES = {"JPEG": ".jpg", "PNG": ".png", "BMP": ".bmp", "WEBP": ".webp"}
_BUSY_SECONDS = 30


class RunStore:
    """A folder of runs.

    Parameters
    ----------
    folder
        Made on first use. By default the folder that WANWIDGETS_STORE names, else ``wanwidgets-runs`` in the current
        one.
    new_id, now
        The seams for names and time.

    Raises
    ------
    StoreError
        From any method: the folder cannot be written, or was written by a newer version.
    """

    def __init__(
        self,
        folder: str | Path | None = None,
        *,
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
        now: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
    ) -> None:
        chosen = folder or os.environ.get(STORE_VARIABLE) or "wanwidgets-runs"
        self.folder = Path(chosen).expanduser().absolute()
        self._new_id = new_id
        self._now = now

    @classmethod
    def temporary(cls) -> RunStore:
        """Return a store in a folder that goes away with it, or at the end of the process."""
        folder = tempfile.TemporaryDirectory(prefix="wanwidgets-")
        store = cls(folder.name)
        weakref.finalize(store, folder.cleanup)
        return store

    def begin(self, request: EditRequest, engine: str) -> Run:
        """Write down the intent of a run, with its pictures, before anything is sent."""
        for image in (*(picture.image for picture in request.pictures), request.mask and request.mask.base):
            if isinstance(image, InputImage):
                self._write(self._path(image.digest, _SUFFIXES[image.format]), image.data)
        run = Run(self._new_id(), request, engine, RunState.PREPARED, self._now())
        text = json.dumps(request.to_dict(embed=False))
        with self._journal() as journal:
            journal.execute(
                "INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, '', ?, ?)",
                (
                    run.id,
                    run.started.isoformat(),
                    run.state.value,
                    engine,
                    request.model,
                    request.fingerprint(engine),
                    text,
                    write_record(run, self.folder),
                ),
            )
        return run

    def record(self, run: Run) -> Run:
        """Write down a later state of a run that was begun, and return it."""
        with self._journal() as journal:
            done = journal.execute(
                "UPDATE runs SET state = ?, task_id = ?, record = ? WHERE id = ?",
                (run.state.value, run.task_id, write_record(run, self.folder), run.id),
            )
        if not done.rowcount:
            raise self._no_run(run.id)
        return run

    def runs(self) -> list[Run]:
        """Return all runs, the oldest first."""
        with self._journal() as journal:
            rows = journal.execute("SELECT request, record FROM runs ORDER BY started, rowid").fetchall()
        return [self._read(*row) for row in rows]

    def get(self, run_id: str) -> Run:
        """Return one run by its id."""
        with self._journal() as journal:
            row = journal.execute("SELECT request, record FROM runs WHERE id = ?", (run_id,)).fetchone()
        if row is None:
            raise self._no_run(run_id)
        return self._read(*row)

    def keep(self, data: bytes) -> SavedImage:
        """Keep a picture's file, byte for byte, and return where it is.

        Raises
        ------
        ImageError
            The bytes are no whole picture.
        """
        kind, size = measure(data, "result")
        digest = sha256(data)
        path = self._path(digest, _SUFFIXES.get(kind, f".{kind.lower()}"))
        self._write(path, data)
        return SavedImage(path, digest, *size)

    def find(self, digest: str) -> bytes:
        """Return the file of that SHA-256; one that was damaged or changed since is as good as none."""
        try:
            data = next(self._path(digest, "").parent.glob(f"{digest}.*")).read_bytes()
        except (StopIteration, OSError):
            raise StoreError(f"The store has no file {digest[:12]}….") from None
        if sha256(data) != digest:
            raise StoreError(f"The store's file {digest[:12]}… is damaged: it does not have the bytes it was named by.")
        return data

    def _read(self, request: str, record: str) -> Run:
        try:
            return read_record(record, EditRequest.from_dict(json.loads(request), self.find), self.folder)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise StoreError(f"A run in {self.folder.name} cannot be read ({type(error).__name__}: {error}).") from None

    def _path(self, digest: str, suffix: str) -> Path:
        return self.folder / "files" / digest[:2] / f"{digest}{suffix}"

    def _write(self, path: Path, data: bytes) -> None:
        try:
            # The name tells the content, so a file of another length is one that was cut off.
            if path.exists() and path.stat().st_size == len(data):
                return
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
                try:
                    part.write(data)
                    part.flush()
                    os.fsync(part.fileno())
                    part.close()
                    Path(part.name).replace(path)
                except OSError:
                    part.close()
                    Path(part.name).unlink(missing_ok=True)
                    raise
        except OSError as error:
            raise self._unusable(error) from None

    @contextmanager
    def _journal(self) -> Iterator[sqlite3.Connection]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.folder / "journal.sqlite", timeout=_BUSY_SECONDS)) as journal:
                self._prepare(journal)
                with journal:
                    yield journal
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error) from None

    def _prepare(self, journal: sqlite3.Connection) -> None:
        journal.execute("PRAGMA synchronous = FULL")
        version = journal.execute("PRAGMA user_version").fetchone()[0]
        if version > _VERSION:
            raise StoreError(f"{self.folder.name} was written by a newer wanwidgets (journal {version}). Upgrade it.")
        if version == _VERSION:
            return
        # Where WAL cannot work, SQLite keeps another mode, which is safe as well. While another kernel makes the same
        # journal, it does not wait, unlike everything else, but fails at once.
        with suppress(sqlite3.OperationalError):
            journal.execute("PRAGMA journal_mode = WAL")
        journal.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {_VERSION}; COMMIT;")

    def _no_run(self, run_id: str) -> StoreError:
        return StoreError(f"There is no run {run_id!r} in {self.folder.name}.")

    def _unusable(self, error: Exception) -> StoreError:
        why = getattr(error, "strerror", None) or error
        return StoreError(
            f"The run store {str(self.folder)!r} cannot be used ({why}). Choose another folder with RunStore(folder) "
            f"or {STORE_VARIABLE}; no run begins without one.",
        )

    def __repr__(self) -> str:
        return f"<RunStore {self.folder.name}>"
