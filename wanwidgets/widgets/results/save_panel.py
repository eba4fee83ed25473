"""Copies of results in a folder of the user's."""

from __future__ import annotations

import html
from pathlib import Path

from wanwidgets.content import SavedImage
from wanwidgets.errors import StoreError
from wanwidgets.result import Run
from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.naming import named
from wanwidgets.widgets.results.opening import Panel, action, faint, reveal
from wanwidgets.widgets.text import Words

__all__ = ["FOLDER", "SavePanel"]

FOLDER = "wanwidgets-pictures"
"""Where results are saved unless the user says otherwise; relative to the kernel's folder."""

_NO_FOLDER = (OSError, ValueError, RuntimeError)
"""What a text is that names no folder to write in: also half a character, or the home of nobody."""


class SavePanel(Panel):
    """Where to save, and what.

    Attributes
    ----------
    folder : Text
        Where to save.
    save_one, save_all : Button
        Save the picture that is large, or all of the run.
    told : HTML
        What came of it.
    """

    def __init__(self, session: EditSession, words: Words) -> None:
        self.folder = named(widgets.Text(value=FOLDER, continuous_update=True), words("result.save.folder"))
        self.save_one = action(session, words, "result.save.one", lambda: self._write(every=False))
        self.save_all = action(session, words, "result.save.all", lambda: self._write(every=True))
        self.told = widgets.HTML()
        row = widgets.HBox([faint(words("result.save.folder")), self.folder, self.save_one, self.save_all])
        row.add_class("wanwidgets-save-row")
        super().__init__(session, words, "result.save", icon="download", children=[row, self.told])

    def show(self, run: Run, saved: SavedImage | None, number: int) -> None:
        """Offer to save this picture, and all of the run where it has several."""
        if self.run is None or run.id != self.run.id or saved is None:
            # The folder that was told is that of another run.
            self.told.value = ""
        super().show(run, saved, number)
        reveal(self.save_all, seen=len(run.saved) > 1)
        reveal(self.button, seen=saved is not None)

    def _write(self, *, every: bool) -> None:
        run, saved, words = self.run, self.saved, self._words
        asked = self.folder.value.strip() or "."
        if run is None or saved is None:
            return
        numbers = None if every else [self.number]
        self.told.value = ""

        def work() -> None:
            try:
                folder = Path(asked).expanduser().absolute()
                paths = self._session.save(run, folder, numbers=numbers)
            except (StoreError, *_NO_FOLDER) as error:
                why = words.remark(str(error)) if isinstance(error, StoreError) else f"{_strerror(error)}: {asked}"
                said = f'<div class="ww-bad" role="alert">⚠ {html.escape(words("result.save.failed", why=why))}</div>'
            else:
                names = words.listed(tuple(path.name for path in paths))
                told = words("result.save.done", names=names, folder=folder)
                said = f'<div class="ww-saved" role="status">✓ {html.escape(told)}</div>'
            with self._session.lock:
                self.told.value = said

        self._session.aside(work)


def _strerror(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error).rstrip(".")
