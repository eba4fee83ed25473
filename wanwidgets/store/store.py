"""RunStore: what was asked and what came of it, in a folder that outlives the kernel.

A SQLite journal keeps the records; pictures are files named by the hash of their content, so that nothing is stored
twice and nothing is overwritten. Neither holds a key or a signed address. A run that is under way is in the charge of
one kernel, and free for others to take up as soon as that kernel is gone.
"""

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

from wanwidgets.budget import NO_CAPS, Caps
from wanwidgets.content import SavedImage
from wanwidgets.cost import most_of
from wanwidgets.errors import StoreError
from wanwidgets.images import InputImage
from wanwidgets.place import is_local
from wanwidgets.request import EditRequest
from wanwidgets.result import Run, RunState
from wanwidgets.spend import Spend
from wanwidgets.store import rows
from wanwidgets.store.files import Files
from wanwidgets.store.journal import STORE_VARIABLE, Journal
from wanwidgets.store.lasting import Lasted, lasted
from wanwidgets.store.mounts import MOUNTS
from wanwidgets.store.owner import Owner
from wanwidgets.store.pages import Page, PastRun, Wanted, page_of, past_run
from wanwidgets.store.reader import Reader

__all__ = ["STORE_VARIABLE", "UNTOLD_SECONDS", "RunStore"]

UNTOLD_SECONDS = 3600.0
"""How long a run counts as under way after it was last written, where no lock tells whether its kernel lives."""


class RunStore:
    """A folder of runs.

    Parameters
    ----------
    folder
        Made on first use. By default the folder that WANWIDGETS_STORE names, else ``wanwidgets-runs`` in the current
        one.
    budget
        How many pictures all its runs may be billed for; None: no budget.
    new_id, now
        The seams for names and time.
    mounts
        Where it stands what is mounted (``/proc/self/mountinfo``).

    Raises
    ------
    StoreError
        From any method: the folder cannot be used, or was written by a newer version. What is there is left as it is.
    """

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
        self._journal = Journal(self.folder, mounts=mounts)
        self._files = Files(self.folder / "files")
        self._owner = Owner(self.folder / "owners")
        self._reader = Reader(self.folder, self._files.find)
        weakref.finalize(self, self._owner.let_go)

    @classmethod
    def temporary(cls) -> RunStore:
        """Return a store in a folder that goes away with it, or at the end of the process."""
        folder = tempfile.mkdtemp(prefix="wanwidgets-")
        store = cls(folder)
        weakref.finalize(store, _remove, folder, store._owner, os.getpid())
        return store

    @property
    def notices(self) -> tuple[str, ...]:
        """What the user should know of the folder, such as that it is on a network."""
        return (*self._journal.notices, *self._owner.notices, *self._reader.notices)

    def begin(self, request: EditRequest, engine: str, *, account: str = "", caps: Caps = NO_CAPS) -> Run:
        """Write down the intent of a run, with its pictures, before anything is sent, and take charge of it.

        Parameters
        ----------
        request
            With all its pictures.
        engine, account
            Who answers, as `Client` names them.
        caps
            What the run may take; the store's own budget holds as well.

        Raises
        ------
        BudgetExceeded
            Nothing is in the journal.
        """
        run = Run(self._new_id(), request, engine, RunState.PREPARED, self._now(), account=account)
        asked, caps = most_of(request, engine), caps.within(self.budget)
        # Once before its pictures are written, so that a run that is refused leaves none.
        with self._journal.writing(new=True) as journal:
            rows.check(journal, asked, caps, self._living)
        with self._journal.telling():
            for image in (*(picture.image for picture in request.pictures), request.mask and request.mask.base):
                if isinstance(image, InputImage):
                    self._files.write(image.digest, image.format, image.data)
        with self._journal.writing(new=True) as journal:
            rows.check(journal, asked, caps, self._living)
            rows.insert(journal, run, self._row(run, self._owner.hold()), session=caps.session_id)
        return run

    def record(self, run: Run) -> Run:
        """Write down a later state of a run that was begun, and return the run as the journal has it.

        Whoever writes that a run goes on has charge of it; a run that ended is in nobody's charge. A kernel that lives
        does not lose its charge, however long it sleeps, since the operating system keeps its lock. Should it happen
        all the same (a file system whose locks lie), nothing that was paid for is unsaid: a run that succeeded stays
        so, the id of a task is not forgotten, and a run that was given its task is not abandoned.
        """
        with self._journal.writing() as journal:
            row = self._find(journal, run.id)
            succeeded = row["state"] == RunState.SUCCEEDED.value and run.state is not RunState.SUCCEEDED
            if succeeded or (run.state is RunState.ABANDONED and row["task_id"]):
                return self._reader.run(row["request"], row["record"], bare=True)
            if row["task_id"] and not run.task_id and not is_local(run.engine):
                run = replace(run, task_id=row["task_id"])
            owner = row["owner"]
            if owner == self._owner.name or not self._living(owner, row["written"]):
                owner = "" if run.state.ended else self._owner.hold()
            rows.update(journal, self._row(run, owner))
        return run

    def runs(self) -> list[Run]:
        """Return all runs that can be read, the oldest first; `notices` counts the others, `damage` tells of them."""
        with self._journal.reading() as journal:
            found = rows.texts(journal)
        return list(self._reader.runs(found))

    def get(self, run_id: str) -> Run:
        """Return one run by its id; a StoreError says what of it is damaged."""
        with self._journal.reading() as journal:
            row = self._find(journal, run_id)
        return self._reader.run(row["request"], row["record"])

    def page(self, wanted: Wanted, *, start: int = 0, count: int = 8, until: int | None = None) -> Page:
        """Return some of the runs that are looked for, the newest first, without reading a picture; see `page_of`."""
        with self._journal.reading() as journal:
            return page_of(journal, self.folder, wanted, start=start, count=count, until=until)

    def past(self, run_id: str) -> PastRun:
        """Return one run without reading a picture."""
        with self._journal.reading() as journal:
            row = self._find(journal, run_id)
        return past_run(row["id"], row["request"], row["record"], self.folder)

    def lasted(self, model: str, engine: str, *, most: int = 30) -> tuple[Lasted, ...]:
        """Return how long the last runs of a model took that went well where that engine answers, the newest first."""
        with self._journal.reading() as journal:
            return tuple(lasted(journal, model, engine, most))

    def damage(self) -> tuple[str, ...]:
        """Return one sentence for each run or picture that cannot be read or was changed; it reads all of them."""
        fault = self._journal.fault()
        if fault:
            return (fault,)
        with self._journal.reading() as journal:
            found = rows.texts(journal)
        return tuple(self._reader.faults(found))

    def unfinished(self) -> tuple[Run, ...]:
        """Return the runs of which something can still come and no living kernel has charge, the oldest first.

        A picture that was sent and whose file is damaged since is only named in them: what was paid for can be had
        without it.
        """
        with self._journal.reading() as journal:
            found = rows.unfinished(journal, self._living)
        return tuple(self._reader.runs(found, bare=True))

    def claim(self, run: Run) -> Run | None:
        """Take charge of a run, which only one kernel can have.

        Returns
        -------
        Run or None
            As the journal has it now; None where a living kernel has charge of it, or nothing more comes of it.
        """
        with self._journal.writing() as journal:
            row = self._find(journal, run.id)
            if row["state"] not in {state.value for state in rows.UNFINISHED}:
                return None
            if self._living(row["owner"], row["written"]):
                return None
            claimed = self._reader.run(row["request"], row["record"], bare=True)
            rows.update(journal, {"id": run.id, "owner": self._owner.hold(), "written": self._now().timestamp()})
        return claimed

    def release(self, run: Run) -> None:
        """Give the charge of a run back, where this store has it."""
        with self._journal.writing() as journal:
            if self._find(journal, run.id)["owner"] == self._owner.name:
                rows.update(journal, {"id": run.id, "owner": ""})

    def adopt(self, run: Run, task_id: str) -> Run:
        """Write down which task a run is that was sent without an answer, and take charge of it.

        Raises
        ------
        StoreError
            Another run has the task, this one has another task or ended for good, or another kernel has charge of it.
        """
        with self._journal.writing() as journal:
            row = self._find(journal, run.id)
            other = rows.holder(journal, row["engine"], task_id)
            if other not in {"", run.id}:
                raise StoreError(f"Task {task_id} is that of run {other} already. Nothing was written.")
            if row["task_id"] not in {"", task_id}:
                raise StoreError(f"Run {run.id} has task {row['task_id']} already. Nothing was written.")
            if row["owner"] != self._owner.name and self._living(row["owner"], row["written"]):
                raise StoreError(f"Another kernel has charge of run {run.id}. Nothing was written; end it there first.")
            adopted = self._reader.run(row["request"], row["record"], bare=True)
            if adopted.state is RunState.SUCCEEDED:
                raise StoreError(f"Run {run.id} has succeeded already. Nothing was written.")
            adopted = adopted.now(RunState.RUNNING, task_id=task_id, error=None)
            rows.update(journal, self._row(adopted, self._owner.hold()))
        return adopted

    def known_tasks(self) -> frozenset[str]:
        """Return the ids of all tasks that the journal knows."""
        with self._journal.reading() as journal:
            return rows.known(journal)

    def spend(self, session_id: str | None = None) -> Spend:
        """Return what all runs cost, or those of one session."""
        with self._journal.reading() as journal:
            return rows.spend_in(journal, session_id)

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

    def _living(self, owner: str, written: float) -> bool:
        living = self._owner.alive(owner)
        return self._now().timestamp() - written < UNTOLD_SECONDS if living is None else living

    def _row(self, run: Run, owner: str) -> rows.Row:
        return {**rows.row_of(run, self.folder, written=self._now().timestamp()), "owner": owner}

    def _find(self, journal: sqlite3.Connection, run_id: str) -> sqlite3.Row:
        row = rows.find(journal, run_id)
        if row is None:
            raise StoreError(f"There is no run {run_id!r} in {self.folder.name}.")
        return row

    def __repr__(self) -> str:
        return f"<RunStore {self.folder.name}>"


def _remove(folder: str, owner: Owner, pid: int) -> None:
    # A child that a fork made leaves the folder to its parent.
    if pid == os.getpid():
        owner.let_go()
        shutil.rmtree(folder, ignore_errors=True)
