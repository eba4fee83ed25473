"""Looking through a store: its runs, a page of them, what they cost, and what of them is damaged."""

from __future__ import annotations

from wanwidgets.result import Run
from wanwidgets.spend import Spend
from wanwidgets.store import rows
from wanwidgets.store.folder import StoreFolder
from wanwidgets.store.lasting import Lasted, lasted
from wanwidgets.store.pages import Page, PastRun, Wanted, page_of, past_run

__all__ = ["Looking"]


class Looking(StoreFolder):
    """What is read of a store, and changes nothing in it."""

    def runs(self) -> list[Run]:
        """Return all runs that can be read, the oldest first; `notices` counts the others, `damage` tells of them."""
        with self._journal.reading() as journal:
            found = rows.texts(journal)
        return list(map(self._kept, self._reader.runs(found)))

    def get(self, run_id: str) -> Run:
        """Return one run by its id; a StoreError says what of it is damaged."""
        with self._journal.reading() as journal:
            row = self._find(journal, run_id)
        return self._kept(self._reader.run(row["request"], row["record"]))

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

    def known_tasks(self) -> frozenset[str]:
        """Return the ids of all tasks that the journal knows."""
        with self._journal.reading() as journal:
            return rows.known(journal)

    def spend(self, session_id: str | None = None) -> Spend:
        """Return what all runs cost, or those of one session."""
        with self._journal.reading() as journal:
            return rows.spend_in(journal, session_id)
