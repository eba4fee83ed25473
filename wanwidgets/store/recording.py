"""Recording: a run is written down before it is sent and with each step; one kernel at a time has charge of it."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from wanwidgets.budget import NO_CAPS, Caps
from wanwidgets.cost import most_of
from wanwidgets.errors import StoreError
from wanwidgets.images import InputImage
from wanwidgets.place import is_local
from wanwidgets.request import EditRequest
from wanwidgets.result import Run, RunState
from wanwidgets.store import memory, rows
from wanwidgets.store.folder import StoreFolder

__all__ = ["Asked", "Recording"]


class Asked(Exception):
    """The very same request came before: what is asked for is remembered already, or under way elsewhere."""


class Recording(StoreFolder):
    """What is written of runs."""

    def begin(
        self,
        request: EditRequest,
        engine: str,
        *,
        account: str = "",
        caps: Caps = NO_CAPS,
        alone: bool = False,
    ) -> Run:
        """Write down the intent of a run, with its pictures, before anything is sent, and take charge of it.

        Parameters
        ----------
        request
            With all its pictures.
        engine, account
            Who answers, as `Client` names them.
        caps
            What the run may take; the store's own budget holds as well.
        alone
            Whether it is begun only if the store does not remember that request, and has none like it that stands in
            the way (`open_run`). It is one transaction, so that of several kernels that ask at once one begins.

        Raises
        ------
        BudgetExceeded
            Nothing is in the journal.
        Asked
            It is not `alone`, and nothing is in the journal.
        """
        run = self._kept(Run(self._new_id(), request, engine, RunState.PREPARED, self._now(), account=account))
        asked, caps = most_of(request, engine), caps.within(self.budget)
        told = rows.asked_of(run)

        def check(journal: sqlite3.Connection) -> None:
            # First, since what is asked already takes nothing more of a budget.
            if alone and memory.taken(journal, memory.Key.of(told["meaning"]), self._living):
                raise Asked
            rows.check(journal, asked, caps, self._living)

        # Once before its pictures are written, so that a run that is refused leaves none.
        with self._journal.writing(new=True) as journal:
            check(journal)
        with self._journal.telling():
            for image in (*(picture.image for picture in request.pictures), request.mask and request.mask.base):
                if isinstance(image, InputImage):
                    self._files.write(image.digest, image.format, image.data)
        with self._journal.writing(new=True) as journal:
            check(journal)
            whole = {**told, **self._row(run, self._owner.hold()), "session": caps.session_id}
            rows.add(journal, whole, rows.inputs_of(request))
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
                return self._kept(self._reader.run(row["request"], row["record"], bare=True))
            if row["task_id"] and not run.task_id and not is_local(run.engine):
                run = replace(run, task_id=row["task_id"])
            owner = row["owner"]
            if owner == self._owner.name or not self._living(owner, row["written"]):
                owner = "" if run.state.ended else self._owner.hold()
            rows.update(journal, self._row(run, owner))
            rows.place(journal, run.id, rows.results_of(run))
        return run

    def unfinished(self) -> tuple[Run, ...]:
        """Return the runs of which something can still come and no living kernel has charge, the oldest first.

        A picture that was sent and whose file is damaged since is only named in them: what was paid for can be had
        without it.
        """
        with self._journal.reading() as journal:
            found = rows.unfinished(journal, self._living)
        return tuple(map(self._kept, self._reader.runs(found, bare=True)))

    def charge(self, run: Run) -> bool:
        """Return whether a kernel that lives, this one among them, has charge of a run."""
        with self._journal.reading() as journal:
            row = self._find(journal, run.id)
        return self._living(row["owner"], row["written"])

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
            claimed = self._kept(self._reader.run(row["request"], row["record"], bare=True))
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
            adopted = self._kept(self._reader.run(row["request"], row["record"], bare=True))
            if adopted.state is RunState.SUCCEEDED:
                raise StoreError(f"Run {run.id} has succeeded already. Nothing was written.")
            adopted = adopted.now(RunState.RUNNING, task_id=task_id, error=None)
            rows.update(journal, self._row(adopted, self._owner.hold()))
        return adopted
