"""Editor: a whole editing session on screen, a box that composes like any widget."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wanwidgets.api import open_session
from wanwidgets.catalog import DEFAULT_MODEL
from wanwidgets.client import Client
from wanwidgets.request import EditRequest
from wanwidgets.result import Run
from wanwidgets.session import EditSession
from wanwidgets.store import RunStore
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.code.draft_code import DraftCode
from wanwidgets.widgets.controls.panel import ControlsPanel
from wanwidgets.widgets.guard import close_all, follow, guarded
from wanwidgets.widgets.head import Badge, ModeLine, model_menu
from wanwidgets.widgets.images.image_list import ImageList
from wanwidgets.widgets.results.record import Record
from wanwidgets.widgets.results.results import Results
from wanwidgets.widgets.runs.panel import RunsPanel
from wanwidgets.widgets.runs.progress import NoticeLine
from wanwidgets.widgets.style import style_sheet
from wanwidgets.widgets.surface.panel import PicturePanel
from wanwidgets.widgets.surface.stage import Stage
from wanwidgets.widgets.text import Words

__all__ = ["Editor"]


class Editor(widgets.VBox):
    """Edits pictures in a notebook cell.

    Parameters
    ----------
    images, prompt, model, boxes, mask, marks, **parameters
        What to begin with, as `EditRequest` takes them.
    client, store
        Who answers and where runs are kept; by default as `wanwidgets.edit` has them.
    session
        Show this session instead; then nothing else but `language` may be given.
    budget
        How many pictures the runs of the session may make in all; None for any number.
    mode
        ``"replay"``, ``"offline"`` or ``"refresh"``, as `wanwidgets.edit` has it.
    language
        ``"en"`` or ``"zh"``.

    Attributes
    ----------
    session : EditSession
        What is edited. It goes on living without the editor.

    Examples
    --------
    ::

        editor = ww.Editor(images=["table.jpg"], prompt="Remove what is in box 1")
        editor
    """

    # Until the editor is made there is nothing to close.
    _closed = True

    def __init__(
        self,
        images: Iterable[object] = (),
        prompt: str = "",
        *,
        model: str = DEFAULT_MODEL,
        boxes: Mapping[int, Iterable[Iterable[object]]] | None = None,
        mask: object = None,
        marks: str = "list",
        client: Client | None = None,
        store: RunStore | None = None,
        session: EditSession | None = None,
        budget: int | None = None,
        mode: str | None = None,
        language: str = "en",
        **parameters: Any,
    ) -> None:
        words = Words(language)
        if session is None:
            draft = EditRequest(prompt, images, model=model, boxes=boxes, mask=mask, marks=marks, **parameters)
            session = open_session(draft, client=client, store=store, budget=budget, mode=mode)
        self.session = session
        self.model = model_menu(session, words)
        self.images = ImageList(session, words)
        self.picture = PicturePanel(session, words)
        self._record = Record(session)
        self._elsewhere = words("terminal")
        self.controls = ControlsPanel(session, words, self._record.write)
        self.notice = NoticeLine(session, words)
        self.status = RunsPanel(session, words)
        self.results = Results(session, words)
        self.code = DraftCode(session, words)
        choice = _with_class(widgets.VBox([self.model, ModeLine(session, words)]), "wanwidgets-choice")
        super().__init__(
            [
                _with_class(widgets.HTML(style_sheet()), "wanwidgets-style"),
                _with_class(widgets.HBox([choice, Badge(session, words), self.code.button]), "wanwidgets-head"),
                self.code,
                _with_class(widgets.Box([self.images, self.picture, self.controls]), "wanwidgets-body"),
                self.notice,
                self.status,
                self.results,
            ],
        )
        self.add_class("wanwidgets-editor")
        follow(self, session, "draft", lambda _: self._show())
        self.images.observe(guarded(session, lambda _: self._show()), "chosen")
        self._show()
        self._closed = False
        session.open()

    def run(self, timeout: float | None = None) -> Run:
        """Do what the Edit button does, wait for it, and return the run or raise what ended it.

        Parameters
        ----------
        timeout
            Seconds; the run goes on after them.
        """
        return self.session.run(timeout)

    def close(self) -> None:
        """Take the editor off the screen with all its widgets; its run is stopped.

        What the service goes on with is taken up by the next editor that opens.
        """
        # ipywidgets calls it once more when the object goes away.
        if not self._closed:
            self._closed = True
            self.session.close()
            self._record.close()
            close_all(self)

    @property
    def canvas(self) -> Stage:
        """The canvas of the chosen picture."""
        return self.picture.stage

    def _show(self) -> None:
        self.picture.show(self.images.chosen)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        self._record.open(self._elsewhere)
        return super()._repr_mimebundle_(**kwargs)

    def _ipython_display_(self, **kwargs: Any) -> None:
        # ipywidgets 7 shows itself this way, ipywidgets 8 by the method above.
        self._record.open(self._elsewhere)
        super()._ipython_display_(**kwargs)

    def __repr__(self) -> str:
        return "<Editor>"


if not hasattr(widgets.Widget, "_ipython_display_"):
    # IPython would call it instead of `_repr_mimebundle_`, and ipywidgets 8 has nothing below it.
    del Editor._ipython_display_


def _with_class(widget: widgets.DOMWidget, name: str) -> widgets.DOMWidget:
    widget.add_class(name)
    return widget
