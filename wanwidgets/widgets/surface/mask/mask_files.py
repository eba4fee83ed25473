"""The mask as a file: read and saved beside everything else, since a large one takes seconds."""

from __future__ import annotations

from pathlib import Path

from wanwidgets.errors import ImageError
from wanwidgets.message import Message
from wanwidgets.regions import FORMS, Mask
from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.guard import guarded
from wanwidgets.widgets.naming import named
from wanwidgets.widgets.surface.stage import Stage
from wanwidgets.widgets.text import Words

__all__ = ["MaskFiles"]

_USUAL = "mask.png"
_WHITE = FORMS[0]


class MaskFiles(widgets.HBox):
    """A path, how the file says what is edited, and buttons to open and to save it."""

    def __init__(self, session: EditSession, words: Words, stage: Stage) -> None:
        self._session = session
        self._words = words
        self._stage = stage
        self.path = widgets.Text(placeholder=words("mask.file"))
        self.form = widgets.Dropdown(options=[(words(f"mask.form.{form}"), form) for form in FORMS])
        self.load = widgets.Button(description=words("mask.load"), tooltip=words("mask.load.tooltip"))
        self.save = widgets.Button(description=words("mask.save"), tooltip=words("mask.save.tooltip"))
        named(self.path, words("mask.file.tooltip"))
        named(self.form, words("mask.form.tooltip"))
        super().__init__([self.path, self.form, self.load, self.save])
        self.add_class("wanwidgets-hidden")
        self.load.on_click(guarded(session, lambda _: self._load()))
        self.save.on_click(guarded(session, lambda _: self._save()))

    def show(self, *, paints: bool) -> None:
        """Show what can be done; `paints` is whether the mask can be changed."""
        self.load.disabled = not paints
        self.save.disabled = self._session.draft.mask is None

    def _load(self) -> None:
        path = self.path.value.strip().strip("\"'")
        if not path:
            raise ImageError(f"there is no path to open; write one, such as {_USUAL}.")
        edited = None if self.form.value == _WHITE else self.form.value
        self._stage.say("mask.loading")
        waiting = self._session.notice

        def read() -> None:
            try:
                mask = Mask.read(path, edited=edited)
            except (ImageError, TypeError) as error:
                with self._session.lock:
                    self._session.notice = Message.of(error)
                return
            with self._session.lock:
                if self._session.notice is waiting:
                    self._session.notice = None
                self._session.edit(mask=mask)

        self._session._beside(read)  # noqa: SLF001 - the session's own seam of threads

    def _save(self) -> None:
        mask, form = self._session.draft.mask, self.form.value
        if mask is None:
            return
        path = Path(self.path.value.strip().strip("\"'") or _USUAL).expanduser()

        def write() -> None:
            try:
                kept = _kept(path, mask.png(edited=form))
            except OSError as error:
                with self._session.lock:
                    self._session.notice = Message.of(
                        ImageError(f"the mask cannot be saved there ({error.strerror or error}).", name=str(path)),
                    )
                return
            with self._session.lock:
                self._stage.say("mask.saved", path=kept)

        self._session._beside(write)  # noqa: SLF001 - the session's own seam of threads


def _kept(path: Path, data: bytes) -> Path:
    """Write a file and return where; one of that name that differs is kept, and this one gets the next free name."""
    # Whatever it is called it is a PNG, and must not pass for anything else.
    path = path if path.suffix.lower() == ".png" else path.with_name(f"{path.name}.png")
    target, number = path, 1
    while target.exists() and not (target.is_file() and target.read_bytes() == data):
        number += 1
        target = path.with_stem(f"{path.stem} ({number})")
    target.write_bytes(data)
    return target
