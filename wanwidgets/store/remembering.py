"""Remembering: what was asked before is given again, and what was not is told by what comes nearest.

What is remembered is the run of the journal itself: its pictures, words, usage, names and times. Two runs of one
request may have brought different pictures: the newest is given, and both stay in the store.
"""

from __future__ import annotations

from datetime import datetime

from wanwidgets.errors import StoreError
from wanwidgets.request import EditRequest
from wanwidgets.result import Run
from wanwidgets.store import memory
from wanwidgets.store.folder import StoreFolder
from wanwidgets.store.memory import Key, Nearest
from wanwidgets.store.record import read_record

__all__ = ["Remembering"]


class Remembering(StoreFolder):
    """What is remembered of a request."""

    def recall(self, request: EditRequest, engine: str, *, offline: bool = False) -> Run | None:
        """Return the run that answers a request, as remembered now, or None where there is none.

        It is the newest one that succeeded where that engine answers, one without failed pictures before one with; then
        that of a pack, whoever answered there. The files of its pictures are read to see that they are those that came;
        they are not decoded. A run of which a file is gone or was changed gives way to the next one.

        Parameters
        ----------
        request
            With all its pictures. The run that is returned has this very object.
        engine
            Who would answer, as `Client.engine` names it.
        offline
            Whether a run that any other engine answered will do, where there is none of this one.

        Raises
        ------
        StoreError
            It was answered, and a picture of every such run is gone or was changed, so that asking again would cost
            what was paid already.
        """
        key = Key.of(request.meaning(engine))
        lost: StoreError | None = None
        with self._journal.reading() as journal:
            found = list(memory.hits(journal, key, anywhere=offline))
        for run_id, _, record in found:
            try:
                return self._intact(run_id, record, request)
            except StoreError as error:
                lost = lost or error
        if lost is not None:
            raise lost
        return None

    def remembered(self, request: EditRequest, engine: str, *, offline: bool = False) -> datetime | None:
        """Return when the run was begun that `recall` would give, or None where there is none; no file is read."""
        key = Key.of(request.meaning(engine))
        with self._journal.reading() as journal:
            found = next(memory.hits(journal, key, anywhere=offline), None)
        return datetime.fromisoformat(found[1]) if found else None

    def open_run(self, request: EditRequest, engine: str) -> Run | None:
        """Return the newest run of a request that stands in the way of sending it, or None.

        It is in the charge of a kernel that lives (`charge`), or it was sent and may be billed: it goes on, waits to be
        taken up, or nobody knows what became of it. One that died before it was sent is in nobody's way, and neither is
        one of the local service that went with its kernel. A picture of it whose file is damaged is only named.
        """
        key = Key.of(request.meaning(engine))
        with self._journal.reading() as journal:
            found = memory.standing(journal, key, self._living)
        return self._kept(self._reader.run(*found, bare=True)) if found else None

    def nearest(self, request: EditRequest, engine: str) -> Nearest | None:
        """Return the remembered run whose request differs the least, whoever answered it; None in an empty store."""
        key = Key.of(request.meaning(engine))
        with self._journal.reading() as journal:
            return memory.nearest(journal, key)

    def next_take(self, request: EditRequest, engine: str) -> int:
        """Return the first take of a request that is neither remembered nor under way."""
        meaning = request.meaning(engine)
        with self._journal.reading() as journal:
            return memory.first_free(journal, meaning, self._living)

    def _intact(self, run_id: str, record: str, request: EditRequest) -> Run:
        try:
            run = read_record(record, request, self.folder)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise _lost(f"The journal's line of run {run_id} is damaged ({type(error).__name__}: {error}).") from None
        for saved in run.saved:
            try:
                saved.data()
            except StoreError as error:
                raise _lost(str(error)) from None
        return self._kept(run.now(run.state, recalled=self._now()))


def _lost(what: str) -> StoreError:
    return StoreError(
        f"This request was answered before, and what came is not whole any more. {what} Nothing was sent. Put the file "
        'back as it was, or ask again with mode="refresh", which costs as much as the first time.',
    )
