"""The chosen picture, its caption and everything that edits it."""

from __future__ import annotations

import html
import math

from wanwidgets.images import Gap
from wanwidgets.request import EditRequest
from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.guard import guarded
from wanwidgets.widgets.surface.boxes.box_fields import BoxFields
from wanwidgets.widgets.surface.boxes.marks_check import MarksCheck
from wanwidgets.widgets.surface.mask.mask_tools import MaskTools
from wanwidgets.widgets.surface.stage import Stage
from wanwidgets.widgets.surface.tools import BOX, BRUSH, boxes_drawn, tools_for
from wanwidgets.widgets.surface.view_bar import ViewBar
from wanwidgets.widgets.text import Words

__all__ = ["PicturePanel"]


class PicturePanel(widgets.VBox):
    """The column in the middle of the editor.

    Parameters
    ----------
    session, words
        What is edited, and in which language.
    """

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._words = words
        self._number = 0
        self.stage = Stage(session, words)
        self.bar = ViewBar(session, words, self.stage)
        self.boxes = BoxFields(session, words, self.stage.box_tool)
        self.marks = MarksCheck(session, words)
        self.mask = MaskTools(session, words, self.stage)
        self._caption = widgets.HTML()
        super().__init__([self._caption, self.bar, self.stage, self.boxes, self.marks, self.mask])
        self.add_class("wanwidgets-column")
        self.add_class("wanwidgets-picture")
        self.stage.observe(guarded(session, lambda _: self.show(self._number)), ["selected", "tool"])

    def show(self, number: int) -> None:
        """Show that picture of the draft, counted from 1; 0 shows an empty canvas."""
        self._number = number
        self.stage.show(number)
        self.boxes.show(number, self.stage.selected)
        self.marks.show(number)
        self.mask.show(number)
        caption, hint, title = _about(self._session.draft, number, self.stage.tool, self._words)
        # The help stands here, since a tooltip on a box or a canvas keeps ipywidgets 8 from showing it at all.
        text = f"{html.escape(caption)}<span>{html.escape(hint)}</span>"
        self._caption.value = f'<div class="ww-label" title="{html.escape(title)}">{text}</div>'


def _about(draft: EditRequest, number: int, tool: str, words: Words) -> tuple[str, str, str]:
    """Return the caption over the canvas, what the pointer does there, and the longer help."""
    picture = draft.pictures[number - 1] if 0 < number <= len(draft.pictures) else None
    if picture is None:
        free = draft.mode is not None and not draft.mode.images.low
        return words("canvas.empty.free.caption" if free else "canvas.empty.caption"), "", ""
    if picture.size is None:
        why = "image.gone" if isinstance(picture.image, Gap) else "image.address"
        return words("image", number=number), words(why), ""
    width, height = picture.size
    caption = words("canvas.caption", number=number, width=width, height=height)
    if tool == BRUSH:
        return caption, words("canvas.hint.mask"), words("canvas.tooltip.mask")
    limit = boxes_drawn(draft, number) if BOX in tools_for(draft, number) else 0
    if not limit:
        return caption, "", ""
    hint = words("canvas.hint.free") if math.isinf(limit) else words("canvas.hint", limit=limit)
    return caption, hint, words("canvas.tooltip")
