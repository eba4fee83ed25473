"""Earlier: what the store keeps of earlier runs, to be looked at, and to be begun from again."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from wanwidgets.export import as_python
from wanwidgets.images import InputImage
from wanwidgets.result import Run
from wanwidgets.session.joining import Joining
from wanwidgets.store.pages import Page, PastRun, Wanted

__all__ = ["Earlier"]


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

    def edit_again(self, run: Run) -> None:
        """Make the request of a run the draft, as one step that can be undone.

        Where the run does not hold its pictures, they are read from the store meanwhile; the notice tells if one of
        them is gone.
        """
        if _whole(run):
            self._change(run.request)
            self.fetch_images()
            return

        def work() -> None:
            request = self._runner.store.get(run.id).request
            with self.lock:
                self._change(request)
                self.fetch_images()

        self._beside(work)

    def code(self, run: Run) -> str:
        """Return a notebook cell that asks for the same as a run; it may take as long as a disk.

        Raises
        ------
        StoreError
            A picture that was sent is gone.
        """
        store = self._runner.store
        request = run.request if _whole(run) else store.get(run.id).request
        return as_python(
            request,
            engine=run.engine,
            store=_from_here(store.folder),
            file=lambda digest: _from_here(store.path(digest)),
        )

    def aside(self, work: Callable[[], object]) -> None:
        """Carry out what takes long without keeping the caller waiting; what goes wrong is told by the notice."""
        self._beside(work)


def _whole(run: Run) -> bool:
    """Return whether a run holds its pictures, and not only their names."""
    return all(isinstance(picture.image, InputImage) for picture in run.request.pictures)


def _from_here(path: Path) -> str:
    """Return a path as a cell of this kernel finds it, relative to its folder where there is a way."""
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:
        # Another drive of Windows.
        return path.as_posix()
