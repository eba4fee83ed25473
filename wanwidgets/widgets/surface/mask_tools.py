"""The brush for the mask, and what there is to say about it."""

from __future__ import annotations

import html

import ipywidgets as widgets

from wanwidgets.problems import Problem
from wanwidgets.session import EditSession
from wanwidgets.widgets.guard import guarded
from wanwidgets.widgets.surface.painting import usual_width
from wanwidgets.widgets.surface.stage import Stage
from wanwidgets.widgets.surface.tools import BOX, BRUSH, tools_for
from wanwidgets.widgets.text import Words

__all__ = ["MaskTools"]

_BROADEST = 1 / 2
"""Width of the broadest brush in parts of the picture's shorter side."""
_UNFINISHED = {"mask.missing", "mask.empty"}
"""What is no fault before Edit is pressed, only not done yet."""


class MaskTools(widgets.VBox):
    """Chooses between boxes and brush, sets the brush, clears the mask or reads it from a file."""

    def __init__(self, session: EditSession, words: Words, stage: Stage) -> None:
        self._session = session
        self._words = words
        self._stage = stage
        self._size: tuple[int, int] | None = None
        self._writing = False
        self.tool = widgets.ToggleButtons(
            options=[(words("tool.brush"), BRUSH), (words("tool.box"), BOX)],
            tooltips=[words("tool.brush.tooltip"), words("tool.box.tooltip")],
        )
        self.width = widgets.IntSlider(value=1, min=1, max=1, description=words("mask.size"), readout_format="d")
        if self.width.has_trait("tooltip"):
            self.width.tooltip = words("mask.size.tooltip")
        self.erase = widgets.ToggleButton(description=words("mask.erase"), tooltip=words("mask.erase.tooltip"))
        self.clear = widgets.Button(description=words("mask.clear"), tooltip=words("mask.clear.tooltip"))
        self.file = widgets.Text(placeholder=words("mask.file"), continuous_update=False)
        if self.file.has_trait("tooltip"):
            self.file.tooltip = words("mask.file.tooltip")
        self._title = widgets.HTML()
        self._problem = widgets.HTML()
        self._brush = widgets.HBox([self.width, self.erase, self.clear, self.file])
        self._brush.add_class("wanwidgets-brush")
        super().__init__([widgets.HBox([self._title, self.tool]), self._brush, self._problem])
        self.add_class("wanwidgets-mask")
        for widget, handler in (
            (self.tool, self._choose),
            (self.width, self._set_brush),
            (self.erase, self._set_brush),
            (self.file, self._read),
        ):
            widget.observe(guarded(session, lambda _, handler=handler: handler()), "value")
        self.clear.on_click(guarded(session, lambda _: session.edit(mask=None)))

    def show(self, number: int) -> None:
        """Show what can be painted on that picture of the draft, counted from 1."""
        draft, words = self._session.draft, self._words
        tools = tools_for(draft, number)
        if BRUSH not in tools and draft.mask is None:
            self.add_class("wanwidgets-hidden")
            return
        self.remove_class("wanwidgets-hidden")
        size = draft.pictures[0].size if draft.pictures else None
        self._writing = True
        try:
            if size is not None and size != self._size:
                self._size = size
                # The bound first where it grows, the value first where it shrinks: a slider clamps at once.
                broadest = max(1, round(min(size) * _BROADEST))
                self.width.max = max(broadest, self.width.value)
                self.width.value = usual_width(size)
                self.width.max = broadest
            self.tool.value = self._stage.tool
        finally:
            self._writing = False
        self._set_brush()
        self.tool.layout.display = None if len(tools) > 1 else "none"
        brush = BRUSH in tools
        for widget in (self.width, self.erase, self.file):
            widget.disabled = not brush
        self.clear.disabled = draft.mask is None
        legend = f'<i class="ww-swatch"></i>{html.escape(words("mask.legend"))}'
        self._title.value = f'<div class="ww-label">{html.escape(words("mask"))}<span>{legend}</span></div>'
        self._problem.value = self._about(tuple(found for found in self._session.problems() if found.field == "mask"))

    def _about(self, problems: tuple[Problem, ...]) -> str:
        if not problems:
            return ""
        text = html.escape(self._words.problems(problems))
        if all(problem.code in _UNFINISHED for problem in problems):
            return f'<span class="ww-faint">{text}</span>'
        return f'<span class="ww-problem" role="alert">{text}</span>'

    def _choose(self) -> None:
        if not self._writing:
            self._stage.tool = self.tool.value

    def _set_brush(self) -> None:
        if not self._writing:
            self._stage.painting.width = self.width.value
            self._stage.painting.erase = self.erase.value

    def _read(self) -> None:
        path = self.file.value.strip().strip("\"'")
        if path:
            self._session.edit(mask=path)
            self.file.value = ""
