"""The results as an ordinary output of the cell, for readers of the notebook who have no kernel."""

from __future__ import annotations

import base64
import html
from typing import Any

from IPython.display import display

from wanwidgets.content import Failure, SavedImage
from wanwidgets.preview import PREVIEW_BYTES, contact_sheet, small_jpeg
from wanwidgets.result import Run, RunState
from wanwidgets.running.job import Job
from wanwidgets.session import EditSession
from wanwidgets.widgets.guard import guarded

__all__ = ["Record", "bundle_of"]

_SIDE = 480
_SMALLEST = 1_000
"""Fewer bytes make no picture."""


class Record:
    """An output just before the editor's, empty until a run from the screen has made something.

    The live editor hides it by its style sheet; on GitHub, on nbviewer or after the kernel has gone it is what remains.
    A page that was reloaded has forgotten where the output is, since JupyterLab keeps that only with the page: run the
    cell again to have later results recorded. Runs made by a cell's code do not write it: they return a `Run`, which
    shows itself, and nbval cannot take updates.
    """

    def __init__(self, session: EditSession) -> None:
        self._session = session
        self._handles: list[Any] = []
        self._job: Job | None = None
        self._heard = guarded(session, self._follow)
        session.observe(self._heard, "runs")

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
        self._session.unobserve(self._heard, "runs")
        self._handles.clear()

    def _follow(self, change: Any) -> None:
        begun = self._job.run if self._job is not None else None
        run: Run | None = next((run for run in change.new if begun is not None and run.id == begun.id), None)
        if run is None or run.state is not RunState.SUCCEEDED:
            return
        # Once, though other runs go on changing.
        self._job = None
        bundle = bundle_of(run)
        for handle in self._handles:
            handle.update(bundle, raw=True)


def bundle_of(run: Run) -> dict[str, str]:
    """Return what a notebook keeps of a run, by MIME type: a sheet of its pictures or, with words among them, a page.

    Pictures take at most `PREVIEW_BYTES` together. A page holds its pictures itself; since some readers strip those,
    the sheet is beside it.
    """
    bundle = {"text/plain": repr(run)}
    if len(run.saved) == len(run.content):
        sheet = run.sheet()
    else:
        bundle["text/html"] = _page(run, PREVIEW_BYTES // 2)
        sheet = _sheet(run, PREVIEW_BYTES // 2)
    return {**bundle, "image/jpeg": _base64(sheet)} if sheet else bundle


def _page(run: Run, room: int) -> str:
    share = max(_SMALLEST, room // max(1, len(run.saved)))
    parts = []
    for part in run.content:
        if isinstance(part, SavedImage):
            data = _base64(small_jpeg(part.image(), side=_SIDE, max_bytes=share))
            parts.append(f'<p><img src="data:image/jpeg;base64,{data}" alt="{part.width}×{part.height}"></p>')
        elif isinstance(part, Failure):
            parts.append(f"<p><code>{html.escape(part.code)}</code> {html.escape(part.message)}</p>")
        else:
            parts.append(f"<p>{html.escape(part.text.strip()).replace(chr(10), '<br>')}</p>")
    return f"<div>{''.join(parts)}</div>"


def _sheet(run: Run, room: int) -> bytes | None:
    images = run.images
    return small_jpeg(contact_sheet(images, width=_SIDE), side=2 * _SIDE, max_bytes=room) if images else None


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
