"""The results as an ordinary output of the cell, for readers of the notebook who have no kernel."""

from __future__ import annotations

import base64
import html
from typing import Any

from IPython import get_ipython
from IPython.display import display
from PIL import Image

from wanwidgets.content import Failure, SavedImage
from wanwidgets.errors import StoreError
from wanwidgets.preview import PREVIEW_BYTES, contact_sheet, small_jpeg
from wanwidgets.result import Run, RunState
from wanwidgets.running.job import Job
from wanwidgets.session import EditSession
from wanwidgets.widgets.guard import guarded

__all__ = ["Record", "bundle_of"]

_SIDE = 480
_WIDE = 640
_SMALLEST = 1_000
"""Fewer bytes make no picture."""
_MOST_OUTPUTS = 4
"""Cells in which one editor is kept up to date."""
_GONE = (OSError, StoreError)


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
        self._begun: tuple[Job, ...] = ()
        self._latest = 0
        self._heard = guarded(session, lambda change: self._look(change.new))
        session.observe(self._heard, "runs")

    def write(self, job: Job) -> None:
        """Write the result of this run, which was begun on the screen, when it has come."""
        with self._session.lock:
            self._begun = (*self._begun, job)
            # It may have come before anybody could say that it was begun.
            self._look(self._session.runs)

    def open(self, otherwise: str = "") -> None:
        """Put the output where the cell is now; called when the editor is about to be shown.

        Parameters
        ----------
        otherwise
            What is said in a terminal, which shows no widget.
        """
        text = otherwise if _in_terminal() else ""
        handle = display({"text/plain": text}, raw=True, display_id=True)  # type: ignore[no-untyped-call]
        if handle is not None:
            # Of a cell that shows it again and again only the last output is there.
            self._handles = [*self._handles[1 - _MOST_OUTPUTS :], handle]

    def close(self) -> None:
        """Write nothing any more."""
        self._session.unobserve(self._heard, "runs")
        self._latest += 1
        self._handles.clear()

    def _look(self, found: tuple[Run, ...]) -> None:
        runs = {run.id: run for run in found}
        ended = [job for job in self._begun if job.run is not None and _ended(runs.get(job.run.id))]
        if not ended:
            return
        # Once each, though other runs go on changing.
        self._begun = tuple(job for job in self._begun if job not in ended)
        made = [runs[job.run.id] for job in ended if job.run is not None]
        run = next((run for run in reversed(made) if run.state is RunState.SUCCEEDED), None)
        if run is not None and self._handles:
            self._write(run)

    def _write(self, run: Run) -> None:
        """Write it on a thread, since its pictures take long to read; a later one that was faster stays."""
        self._latest += 1
        number = self._latest

        def work() -> None:
            bundle = bundle_of(run)
            with self._session.lock:
                handles = tuple(self._handles) if number == self._latest else ()
            for handle in handles:
                handle.update(bundle, raw=True)

        self._session.aside(work)


def _in_terminal() -> bool:
    # By its name, since IPython's module loads all that a terminal needs.
    shell = get_ipython()
    return any(kind.__name__ == "TerminalInteractiveShell" for kind in type(shell).__mro__)


def _ended(run: Run | None) -> bool:
    return run is not None and run.state.ended


def bundle_of(run: Run) -> dict[str, str]:
    """Return what a notebook keeps of a run, by MIME type: a sheet of its pictures or, with words among them, a page.

    Pictures take at most `PREVIEW_BYTES` together. A page holds its pictures itself; since some readers strip those,
    the sheet is beside it.
    """
    bundle = {"text/plain": repr(run)}
    images = _images(run)
    room = PREVIEW_BYTES
    if not all(isinstance(part, SavedImage) for part in run.content) or None in images:
        room //= 2
        bundle["text/html"] = _page(run, images, room)
    seen = [image for image in images if image is not None]
    if not seen:
        return bundle
    sheet = small_jpeg(contact_sheet(seen, width=_WIDE), side=2 * _WIDE, max_bytes=room)
    return {**bundle, "image/jpeg": _base64(sheet)}


def _images(run: Run) -> list[Image.Image | None]:
    """Return the pictures of a run, small enough that all of them can be held; None for a file that is gone."""
    images: list[Image.Image | None] = []
    for saved in run.saved:
        try:
            image = saved.image().convert("RGB")
        except _GONE:
            images.append(None)
        else:
            image.thumbnail((_WIDE, _WIDE))
            images.append(image)
    return images


def _page(run: Run, images: list[Image.Image | None], room: int) -> str:
    share = max(_SMALLEST, room // max(1, len(run.saved)))
    parts, left = [], iter(images)
    for part in run.content:
        if isinstance(part, SavedImage):
            image = next(left)
            if image is None:
                parts.append(f"<p>The file of this picture is gone, or was changed: {html.escape(part.path.name)}</p>")
                continue
            data = _base64(small_jpeg(image, side=_SIDE, max_bytes=share))
            parts.append(f'<p><img src="data:image/jpeg;base64,{data}" alt="{part.width}×{part.height}"></p>')
        elif isinstance(part, Failure):
            parts.append(f"<p><code>{html.escape(part.code)}</code> {html.escape(part.message)}</p>")
        else:
            parts.append(f"<p>{html.escape(part.text.strip()).replace(chr(10), '<br>')}</p>")
    return f"<div>{''.join(parts)}</div>"


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
