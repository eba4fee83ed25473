"""A request as code of one kind or another, to be copied, and to be pasted back."""

from __future__ import annotations

import html
from collections.abc import Callable

from wanwidgets.errors import ImageError, InvalidRequest, StoreError
from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.guard import guarded
from wanwidgets.widgets.naming import named
from wanwidgets.widgets.results.opening import action
from wanwidgets.widgets.text import Words

__all__ = ["CodeView"]

_KINDS = (("Python", "python"), ("curl", "curl"), ("JSON", "json"))
"""What each is called, and what a session calls it."""

_LOADED = "json"
_ROWS = 16
"""Of the text, always, so that nothing below it moves with its kind."""

_LONGEST = 100_000
"""Letters that are shown; they are in the notebook when it is saved while they are seen."""


class CodeView(widgets.VBox):
    """The text, and which kind of code it is.

    Parameters
    ----------
    session, words
        As everywhere.
    source
        Returns the code of a kind; called on a thread, since it may take as long as a disk.

    Attributes
    ----------
    kind : ToggleButtons
        ``"python"``, ``"curl"`` or ``"json"``.
    text : Textarea
        The code; of JSON also what the user pastes.
    load : Button
        Makes the pasted JSON the draft.
    told : HTML
        What came of it.
    """

    def __init__(self, session: EditSession, words: Words, source: Callable[[str], str]) -> None:
        self._session = session
        self._words = words
        self._source = source
        self._asked = 0
        self._written = ""
        self.kind = widgets.ToggleButtons(options=_KINDS, tooltips=[words(f"code.{kind}") for _, kind in _KINDS])
        self._hint = widgets.HTML()
        self.text = named(widgets.Textarea(rows=_ROWS, layout={"width": "100%"}), words("code.name"))
        self.text.add_class("wanwidgets-code")
        self.load = action(session, words, "code.load", self._load)
        self.told = widgets.HTML()
        head = widgets.HBox([self.kind, self._hint])
        head.add_class("wanwidgets-code-head")
        self._back = widgets.HBox([self.load, self.told])
        self._back.add_class("wanwidgets-code-back")
        super().__init__([head, self.text, self._back])
        self.add_class("wanwidgets-code-view")
        self.kind.observe(guarded(session, lambda _: self.write()), "value")
        self._explain()

    @property
    def touched(self) -> bool:
        """Whether the text is no more what was written here."""
        return bool(self.text.value.strip()) and self.text.value != self._written

    def write(self) -> None:
        """Write the code anew; of several calls the last one is seen."""
        self._asked += 1
        asked, kind = self._asked, self.kind.value
        self._explain()
        self.told.value = ""
        if not self.text.value:
            self._show(self._words("code.wait"))

        before = self.text.value

        def work() -> None:
            if asked != self._asked:
                return
            try:
                code = self._source(kind)
                if len(code) > _LONGEST:
                    code = self._words("code.long", kind=repr(kind), count=f"{len(code):,}")
            except (InvalidRequest, ImageError, StoreError) as error:
                code = self._why(error)
            with self._session.lock:
                # What was pasted meanwhile is not taken away.
                if asked == self._asked and self.text.value == before:
                    self._show(code)

        self._session.aside(work)

    def forget(self) -> None:
        """Leave no text behind, so that no notebook keeps it."""
        self._asked += 1
        self._show("")
        self.told.value = ""

    def _show(self, code: str) -> None:
        self._written = code
        self.text.value = code

    def _explain(self) -> None:
        kind = self.kind.value
        self._hint.value = f'<span class="ww-faint">{html.escape(self._words(f"code.{kind}.hint"))}</span>'
        # It keeps its place, so that what is below does not move.
        (self._back.remove_class if kind == _LOADED else self._back.add_class)("wanwidgets-unseen")

    def _why(self, error: Exception) -> str:
        words = self._words
        if not isinstance(error, InvalidRequest):
            return f"# {words.remark(str(error))}"
        return "\n".join([words("code.not_yet"), *(f"# {words.problem(each)}" for each in error.problems)])

    def _load(self) -> None:
        text, words = self.text.value, self._words
        self.told.value = ""

        def work() -> None:
            try:
                self._session.load(text)
                said, kind, sign = words("code.loaded"), "ww-saved", "✓"
            except (ValueError, StoreError) as error:
                said, kind, sign = words("code.not_loaded", why=words.remark(str(error))), "ww-bad", "⚠"
            with self._session.lock:
                self.told.value = f'<div class="{kind}" role="status">{sign} {html.escape(said)}</div>'
                if kind == "ww-saved":
                    # What was pasted is the draft, so the next draft may be written over it.
                    self._written = self.text.value
                    self._session.fetch_images()

        self._session.aside(work)
