"""Earlier: what the store keeps of earlier runs, to be looked at, and to be begun from again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from wanwidgets.images import InputImage
from wanwidgets.lineage import Lineage
from wanwidgets.result import Run
from wanwidgets.session.joining import Joining
from wanwidgets.store.pages import Page, PastRun, Wanted

__all__ = ["Earlier", "whole"]


class Earlier(Joining):
    """A session with a past; `wanwidgets.session.EditSession` is the whole."""

    def page(self, wanted: Wanted, *, start: int = 0, count: int = 8, until: int | None = None) -> Page:
        """Read some of the runs of the store, the newest first; it may take as long as a disk.

        Parameters
        ----------
        wanted, start, count, until
            As `RunStore.page` takes them.

        Raises
        ------
        StoreError
        """
        return self._runner.store.page(wanted, start=start, count=count, until=until)

    def past(self, run_id: str) -> PastRun:
        """Read a run of the store as it is now, without its pictures; it may take as long as a disk."""
        return self._runner.store.past(run_id)

    def input_file(self, digest: str) -> bytes:
        """Read the file of an input by its SHA-256; a StoreError says that it is gone or was changed."""
        return self._runner.store.find(digest)

    def lineage(self, run: Run | str) -> Lineage:
        """Read which result was made from which around a run; it may take as long as a disk.

        The runs of this session that began with the same picture belong to it.

        Parameters
        ----------
        run
            A run of the store, or its id.

        Raises
        ------
        StoreError
            There is no such run.
        """
        return self._runner.store.lineage(run, among=[known.id for known in self.runs])

    def edit_again(self, run: Run) -> None:
        """Make the request of a run the draft, as one step that can be undone.

        Where the run does not hold its pictures, they are read from the store meanwhile; the notice tells if one of
        them is gone.
        """
        if whole(run):
            self._change(run.request)
            self.fetch_images()
            return

        def work() -> None:
            request = self._runner.store.get(run.id).request
            with self.lock:
                self._change(request)
                self.fetch_images()

        self._beside(work)

    def save(self, run: Run, folder: Path, *, numbers: Iterable[int] | None = None) -> list[Path]:
        """Save results of a run, which tell of their ancestors in the store, and return their paths; see `Run.save`."""
        return replace(run, home=self._runner.store).save(folder, numbers=numbers)

    def aside(self, work: Callable[[], object]) -> None:
        """Carry out what takes long without keeping the caller waiting; what goes wrong is told by the notice."""
        self._beside(work)


def whole(run: Run) -> bool:
    """Return whether a run holds its pictures, and not only their names."""
    return all(isinstance(picture.image, InputImage) for picture in run.request.pictures)
