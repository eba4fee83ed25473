"""The results as an ordinary output of the cell, for readers of the notebook who have no kernel."""

from __future__ import annotations

import base64
from typing import Any

from IPython.display import display

from wanwidgets.job import Job
from wanwidgets.result import Run, RunState
from wanwidgets.session import EditSession

__all__ = ["Record"]


class Record:
    """An output just before the editor's, empty until a run from the screen has made a picture.

    The live editor hides it by its style sheet; on GitHub, on nbviewer or after the kernel has gone it is what remains.
    A page that was reloaded has forgotten where the output is, since JupyterLab keeps that only with the page: run the
    cell again to have later results recorded. Runs made by a cell's code do not write it: they return a `Run`, which
    shows itself, and nbval cannot take updates.
    """

    def __init__(self, session: EditSession) -> None:
        self._session = session
        self._handles: list[Any] = []
        self._job: Job | None = None
        session.observe(self._follow, "runs")

    def write(self, job: Job) -> None:
        """Write the result of this run, which was begun on the screen."""
        self._job = job

    def open(self) -> None:
        """Put the output where the cell is now; called when the editor is about to be shown."""
        handle = display({"text/plain": ""}, raw=True, display_id=True)  # type: ignore[no-untyped-call]
        if handle is not None:
            self._handles.append(handle)

    def close(self) -> None:
        """Write nothing any more."""
        self._session.unobserve(self._follow, "runs")
        self._handles.clear()

    def _follow(self, change: Any) -> None:
        if self._job is None or self._session.job is not self._job:
            return
        run: Run = change.new[-1]
        sheet = run.sheet() if run.state is RunState.SUCCEEDED else None
        if sheet is None:
            return
        bundle = {"text/plain": repr(run), "image/jpeg": base64.b64encode(sheet).decode("ascii")}
        for handle in self._handles:
            handle.update(bundle, raw=True)
