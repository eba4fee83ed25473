"""What can be done with a result: use it, edit again, copy it as code, save it."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from pathlib import Path

import ipywidgets as widgets

from wanwidgets.content import SavedImage
from wanwidgets.errors import StoreError
from wanwidgets.result import Run
from wanwidgets.saving import copy_file
from wanwidgets.session import EditSession
from wanwidgets.widgets.guard import follow, guarded
from wanwidgets.widgets.naming import named
from wanwidgets.widgets.text import Words

__all__ = ["FOLDER", "Actions"]

FOLDER = "wanwidgets-pictures"
"""Where results are saved unless the user says otherwise; relative to the kernel's folder."""

_NO_FOLDER = (OSError, ValueError, RuntimeError)
"""What a text is that names no folder to write in: also half a character, or the home of nobody."""


class Actions(widgets.VBox):
    """The buttons below the large picture, and what two of them open.

    Attributes
    ----------
    use, again, code, save : Button
        Use as an image, edit again with these settings; show the code, show where to save.
    target : Dropdown
        What the result becomes: 0 for a new image, or the number of the one that it replaces.
    text : Textarea
        The code.
    folder : Text
        Where to save.
    save_one, save_all : Button
        Save the picture that is large, or all of the run.
    """

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._words = words
        self._run: Run | None = None
        self._saved: SavedImage | None = None
        self._number = 0
        self._several = False
        self._count = -1
        self.use = self._button("result.use", self._use, icon="plus")
        self.target = named(widgets.Dropdown(layout={"width": "auto"}), words("result.use.target"))
        self.again = self._button("result.again", self._again, icon="repeat")
        self.code = self._button("result.code", lambda: self._open(self._code_box), icon="code")
        self.save = self._button("result.save", lambda: self._open(self._save_box), icon="download")
        self.text = named(widgets.Textarea(rows=9, layout={"width": "100%"}), words("result.code.name"))
        self.text.add_class("wanwidgets-code")
        self._code_box = widgets.VBox([_faint(words("result.code.hint")), self.text])
        self.folder = named(widgets.Text(value=FOLDER, continuous_update=True), words("result.save.folder"))
        self.save_one = self._button("result.save.one", lambda: self._write(every=False))
        self.save_all = self._button("result.save.all", lambda: self._write(every=True))
        self._told = widgets.HTML()
        row = widgets.HBox([_faint(words("result.save.folder")), self.folder, self.save_one, self.save_all])
        row.add_class("wanwidgets-save-row")
        self._save_box = widgets.VBox([row, self._told])
        for box in (self._code_box, self._save_box):
            box.add_class("wanwidgets-opened")
            box.add_class("wanwidgets-hidden")
        using = widgets.HBox([self.use, self.target])
        using.add_class("wanwidgets-use")
        bar = widgets.HBox([using, self.again, self.code, self.save])
        bar.add_class("wanwidgets-result-actions")
        self._using = using
        super().__init__([bar, self._code_box, self._save_box])
        follow(self, session, "draft", lambda _: self._offer())
        self._offer()

    def show(self, run: Run, saved: SavedImage | None, number: int) -> None:
        """Offer what can be done with this run, and with its picture of that number, if there is one."""
        another = self._run is None or run.id != self._run.id
        self._run, self._saved, self._number = run, saved, number
        self._several = len(run.saved) > 1
        (self.save_all.remove_class if self._several else self.save_all.add_class)("wanwidgets-hidden")
        for widget in (self._using, self.save):
            (widget.remove_class if saved else widget.add_class)("wanwidgets-hidden")
        if another or not saved:
            # The code and the folder that was told are those of another run.
            self._told.value = ""
            self._close()

    def _offer(self) -> None:
        count = len(self._session.draft.pictures)
        if count == self._count:
            return
        self._count = count
        chosen = self.target.value
        words = self._words
        replace = [(words("result.use.replace", number=number), number) for number in range(1, count + 1)]
        self.target.options = [(words("result.use.new", number=count + 1), 0), *replace]
        self.target.value = chosen if isinstance(chosen, int) and chosen <= count else 0

    def _use(self) -> None:
        if self._saved is None:
            return
        # Its file may be gone or changed, which is told before anything of the draft changes.
        number = self.target.value
        if number:
            self._session.use_result(self._saved, number)
        else:
            self._session.use_result(self._saved)

    def _again(self) -> None:
        if self._run is not None:
            self._session.edit_again(self._run)

    def _open(self, box: widgets.VBox) -> None:
        opened = "wanwidgets-hidden" in box._dom_classes  # noqa: SLF001 - ipywidgets has no other way to ask
        self._close()
        if opened:
            box.remove_class("wanwidgets-hidden")
            if box is self._code_box:
                self._write_code()

    def _close(self) -> None:
        self._code_box.add_class("wanwidgets-hidden")
        self._save_box.add_class("wanwidgets-hidden")

    def _write_code(self) -> None:
        run = self._run
        if run is None:
            return
        self.text.value = self._words("result.code.wait")

        def work() -> None:
            code = _or_why(lambda: self._session.code(run))
            with self._session.lock:
                if self._run is not None and run.id == self._run.id:
                    self.text.value = code
                    self.text.rows = min(24, max(6, code.count("\n") + 1))

        self._session.aside(work)

    def _write(self, *, every: bool) -> None:
        run, saved, words = self._run, self._saved, self._words
        asked = self.folder.value.strip() or "."
        if run is None or saved is None:
            return
        chosen = list(enumerate(run.saved, start=1)) if every else [(self._number, saved)]
        self._told.value = ""

        def work() -> None:
            try:
                folder = Path(asked).expanduser().absolute()
                paths = _saved_in(folder, chosen)
            except (StoreError, *_NO_FOLDER) as error:
                why = str(error) if isinstance(error, StoreError) else f"{_strerror(error)}: {asked}"
                said = f'<div class="ww-bad" role="alert">⚠ {html.escape(words("result.save.failed", why=why))}</div>'
            else:
                names = words.listed(tuple(path.name for path in paths))
                told = words("result.save.done", names=names, folder=folder)
                said = f'<div class="ww-saved" role="status">✓ {html.escape(told)}</div>'
            with self._session.lock:
                self._told.value = said

        self._session.aside(work)

    def _button(self, key: str, act: Callable[[], object], icon: str = "") -> widgets.Button:
        words = self._words
        button = widgets.Button(
            description=words(key), tooltip=words(f"{key}.tooltip"), icon=icon, layout={"width": "auto"}
        )
        button.on_click(guarded(self._session, lambda _: act()))
        return button


def _saved_in(folder: Path, chosen: Sequence[tuple[int, SavedImage]]) -> list[Path]:
    """Copy pictures by their numbers, once it is sure that all of them are what came; files that are there stay."""
    for _, saved in chosen:
        saved.data()
    folder.mkdir(parents=True, exist_ok=True)
    return [copy_file(saved.path, folder, f"edit-{number}") for number, saved in chosen]


def _strerror(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error).rstrip(".")


def _or_why(code: Callable[[], str]) -> str:
    try:
        return code()
    except StoreError as error:
        return f"# {error}"


def _faint(text: str) -> widgets.HTML:
    return widgets.HTML(f'<span class="ww-faint">{html.escape(text)}</span>')
