"""Editor: a whole editing session on screen, a box that composes like any widget."""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Mapping
from typing import Any

import ipywidgets as widgets

from wanwidgets.api import open_session
from wanwidgets.catalog import DEFAULT_MODEL
from wanwidgets.client import Client
from wanwidgets.request import EditRequest
from wanwidgets.result import Run
from wanwidgets.session import EditSession
from wanwidgets.store import RunStore
from wanwidgets.widgets.behind import BehindList
from wanwidgets.widgets.box_fields import BoxFields
from wanwidgets.widgets.controls import Actions, Parameters, Prompt
from wanwidgets.widgets.guard import close_all, follow, guarded
from wanwidgets.widgets.head import Badge, ModeLine, model_menu
from wanwidgets.widgets.image_list import ImageList
from wanwidgets.widgets.marks_check import MarksCheck
from wanwidgets.widgets.mask_tools import MaskTools
from wanwidgets.widgets.progress import FetchAgain, NoticeLine, Progress, RemarkLine
from wanwidgets.widgets.record import Record
from wanwidgets.widgets.results import Results
from wanwidgets.widgets.spend import SpendLine
from wanwidgets.widgets.stage import Stage
from wanwidgets.widgets.style import style_sheet
from wanwidgets.widgets.text import Words
from wanwidgets.widgets.tools import BOX, BRUSH, box_limit, tools_for
from wanwidgets.widgets.traces import Traces

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
        language: str = "en",
        **parameters: Any,
    ) -> None:
        words = Words(language)
        if session is None:
            draft = EditRequest(prompt, images, model=model, boxes=boxes, mask=mask, marks=marks, **parameters)
            session = open_session(draft, client=client, store=store, budget=budget)
        self.session = session
        self.images = ImageList(session, words)
        self.canvas = Stage(session, words)
        self.boxes = BoxFields(session, words)
        self.marks = MarksCheck(session, words)
        self.mask = MaskTools(session, words, self.canvas)
        self.prompt = Prompt(session, words)
        self.parameters = Parameters(session, words)
        self.progress = Progress(session, words)
        self.fetch = FetchAgain(session, words)
        self.remarks = RemarkLine(session, words)
        self.behind = BehindList(session, words)
        self.traces = Traces(session, words)
        self.spend = SpendLine(session, words)
        self.results = Results(session, words)
        self.model = model_menu(session, words)
        self.notice = NoticeLine(session, words)
        self._words = words
        self._record = Record(session)
        self.actions = Actions(session, words, self._record.write)
        self._caption = widgets.HTML()
        super().__init__(
            [
                _with_class(widgets.HTML(style_sheet()), "wanwidgets-style"),
                _with_class(widgets.HBox([self._choice(), Badge(session, words)]), "wanwidgets-head"),
                _with_class(widgets.Box(self._columns()), "wanwidgets-body"),
                self.notice,
                _with_class(widgets.VBox(self._states()), "wanwidgets-status"),
                self.results,
            ],
        )
        self.add_class("wanwidgets-editor")
        follow(self, session, "draft", lambda _: self._show())
        self.images.observe(guarded(session, lambda _: self._show()), "chosen")
        self.canvas.observe(guarded(session, lambda _: self._show()), ["selected", "tool"])
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

    def _choice(self) -> widgets.Widget:
        return _with_class(widgets.VBox([self.model, ModeLine(self.session, self._words)]), "wanwidgets-choice")

    def _columns(self) -> list[widgets.Widget]:
        picture = widgets.VBox([self._caption, self.canvas, self.boxes, self.marks, self.mask])
        controls = widgets.VBox([self.prompt, self.parameters, self.actions])
        for column, name in ((picture, "wanwidgets-picture"), (controls, "wanwidgets-controls")):
            column.add_class("wanwidgets-column")
            column.add_class(name)
        return [self.images, picture, controls]

    def _states(self) -> list[widgets.Widget]:
        line = _with_class(widgets.HBox([self.progress, self.fetch]), "wanwidgets-progress")
        return [line, self.behind, self.traces, self.spend, self.remarks]

    def _show(self) -> None:
        number = self.images.chosen
        self.canvas.show(number)
        self.boxes.show(number, self.canvas.selected)
        self.marks.show(number)
        self.mask.show(number)
        caption, hint, title = _about_picture(self.session.draft, number, self.canvas.tool, self._words)
        # The help stands here, since a tooltip on a box or a canvas keeps ipywidgets 8 from showing it at all.
        text = f"{html.escape(caption)}<span>{html.escape(hint)}</span>"
        self._caption.value = f'<div class="ww-label" title="{html.escape(title)}">{text}</div>'

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        self._record.open()
        return super()._repr_mimebundle_(**kwargs)

    def _ipython_display_(self, **kwargs: Any) -> None:
        # ipywidgets 7 shows itself this way, ipywidgets 8 by the method above.
        self._record.open()
        super()._ipython_display_(**kwargs)

    def __repr__(self) -> str:
        return "<Editor>"


if not hasattr(widgets.Widget, "_ipython_display_"):
    # IPython would call it instead of `_repr_mimebundle_`, and ipywidgets 8 has nothing below it.
    del Editor._ipython_display_


def _with_class(widget: widgets.DOMWidget, name: str) -> widgets.DOMWidget:
    widget.add_class(name)
    return widget


def _about_picture(draft: EditRequest, number: int, tool: str, words: Words) -> tuple[str, str, str]:
    """Return the caption over the canvas, what the pointer does there, and the longer help."""
    picture = draft.pictures[number - 1] if 0 < number <= len(draft.pictures) else None
    if picture is None:
        free = draft.mode is not None and not draft.mode.images.low
        return words("canvas.empty.free.caption" if free else "canvas.empty.caption"), "", ""
    if picture.size is None:
        return words("image", number=number), words("image.address"), ""
    width, height = picture.size
    caption = words("canvas.caption", number=number, width=width, height=height)
    if tool == BRUSH:
        return caption, words("canvas.hint.mask"), words("canvas.tooltip.mask")
    limit = box_limit(draft) if BOX in tools_for(draft, number) else 0
    if not limit:
        return caption, "", ""
    hint = words("canvas.hint.free") if math.isinf(limit) else words("canvas.hint", limit=limit)
    return caption, hint, words("canvas.tooltip")
