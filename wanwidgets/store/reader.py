"""Reader: lines of the journal become runs; one that cannot be read hides no other, and is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from wanwidgets.errors import StoreError
from wanwidgets.result import Run
from wanwidgets.store.record import read_run

__all__ = ["Reader"]

_UNREAD = "Runs of the run store that cannot be read: {}. RunStore.damage() says why; nothing was deleted."


class Reader:
    """Reads the runs of one store.

    Parameters
    ----------
    folder
        Of the store.
    find
        Returns the file of a hash.
    """

    def __init__(self, folder: Path, find: Callable[[str], bytes]) -> None:
        self._folder = folder
        self._find = find
        self._unread: frozenset[str] = frozenset()

    @property
    def notices(self) -> tuple[str, ...]:
        """How many runs could not be read so far."""
        return (_UNREAD.format(len(self._unread)),) if self._unread else ()

    def run(self, request: str, record: str, *, bare: bool = False) -> Run:
        """Return the run of a line; `bare` does without the files of its input pictures.

        Raises
        ------
        StoreError
            It says what of it is damaged.
        """
        return read_run(request, record, self._folder, self._find, bare=bare)

    def runs(self, lines: Iterable[tuple[str, str, str]], *, bare: bool = False) -> Iterator[Run]:
        """Yield the runs of lines (id, request, record) that can be read; `notices` counts the others."""
        for run_id, request, record in lines:
            try:
                run = self.run(request, record, bare=bare)
            except StoreError:
                self._unread |= {run_id}
            else:
                self._unread -= {run_id}
                yield run

    def faults(self, lines: Iterable[tuple[str, str, str]]) -> Iterator[str]:
        """Yield a sentence for each run or picture of lines that cannot be read or was changed."""
        for run_id, request, record in lines:
            for told in self._faults(request, record):
                yield f"Run {run_id}: {told}"

    def _faults(self, request: str, record: str) -> Iterator[str]:
        try:
            run = self.run(request, record)
        except StoreError as error:
            yield str(error)
            return
        for saved in run.saved:
            try:
                saved.data()
            except StoreError as error:
                yield str(error)
