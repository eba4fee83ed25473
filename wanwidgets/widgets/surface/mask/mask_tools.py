"""The brush for the mask, what is done to all of it at once, and what there is to say about it."""

from __future__ import annotations

import html
import math
from collections.abc import Callable

from wanwidgets.pictures import Picture
from wanwidgets.problems import Problem
from wanwidgets.regions import Mask, Parts
from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.guard import guarded
from wanwidgets.widgets.naming import named
from wanwidgets.widgets.surface.mask.mask_files import MaskFiles
from wanwidgets.widgets.surface.mask.painting import broadest, usual_width
from wanwidgets.widgets.surface.stage import Stage
from wanwidgets.widgets.surface.tools import BOX, BRUSH, box_limit, tools_for
from wanwidgets.widgets.text import Words

__all__ = ["MaskTools"]

_UNFINISHED = {"mask.missing", "mask.empty"}
"""What is no fault before Edit is pressed, only not done yet."""
_PARTS = 2
"""Boxes that are put around a mask where the model takes any number."""
_DEEDS: dict[str, Callable[[Mask], Mask | None]] = {
    "fill": Mask.filled,
    "invert": Mask.inverted,
    "clear": lambda _: None,
}
"""What is done to the whole mask, by the name of its button."""


class MaskTools(widgets.VBox):
    """Sets the brush; fills, inverts and clears the mask; turns boxes into it and it into boxes; and its files."""

    def __init__(self, session: EditSession, words: Words, stage: Stage) -> None:
        self._session = session
        self._words = words
        self._stage = stage
        self._size: tuple[int, int] | None = None
        self._writing = False
        brush = stage.painting
        self.width = widgets.IntSlider(value=1, min=1, max=1, description=words("mask.size"), readout_format="d")
        self.erase = widgets.ToggleButton(description=words("mask.erase"), tooltip=words("mask.erase.tooltip"))
        self.opacity = widgets.FloatSlider(
            value=brush.opacity, min=0.0, max=1.0, step=0.05, description=words("mask.opacity"), readout_format=".0%"
        )
        named(self.width, words("mask.size.tooltip"))
        named(self.opacity, words("mask.opacity.tooltip"))
        self.fill, self.invert, self.clear, self.from_boxes, self.to_boxes = (
            widgets.Button(description=words(f"mask.{name}"), tooltip=words(f"mask.{name}.tooltip"))
            for name in (*_DEEDS, "from_boxes", "to_boxes")
        )
        self.files = MaskFiles(session, words, stage)
        self.more = widgets.ToggleButton(description=words("mask.files"), tooltip=words("mask.files.tooltip"))
        self._title = widgets.HTML()
        self._problem = widgets.HTML()
        rows = (
            [self.width, self.erase, self.opacity],
            [self.fill, self.invert, self.clear, self.from_boxes, self.to_boxes, self.more],
        )
        super().__init__([self._title, *map(widgets.HBox, rows), self.files, self._problem])
        self.add_class("wanwidgets-mask")
        legend = f'<i class="ww-swatch"></i>{html.escape(words("mask.legend"))}'
        self._title.value = f'<div class="ww-label">{html.escape(words("mask"))}<span>{legend}</span></div>'
        for widget, handler in (
            (self.width, self._set_brush),
            (self.erase, self._set_brush),
            (self.opacity, self._set_opacity),
            (self.more, self._unfold),
        ):
            widget.observe(guarded(session, lambda _, handler=handler: handler()), "value")
        for button, deed in zip((self.fill, self.invert, self.clear), _DEEDS.values(), strict=True):
            button.on_click(guarded(session, lambda _, deed=deed: self._do(deed)))
        self.from_boxes.on_click(guarded(session, lambda _: self._press_boxes()))
        self.to_boxes.on_click(guarded(session, lambda _: self._find_boxes()))
        brush.changed = self._follow_brush

    def show(self, number: int) -> None:
        """Show what can be painted on that picture of the draft, counted from 1."""
        draft = self._session.draft
        tools = tools_for(draft, number)
        paints = BRUSH in tools
        if not paints and draft.mask is None:
            self.add_class("wanwidgets-hidden")
            return
        self.remove_class("wanwidgets-hidden")
        size = draft.pictures[0].size if draft.pictures else None
        if size is not None and size != self._size:
            self._size = size
            self._stage.painting.width = usual_width(size)
            self._follow_brush()
        boxes = draft.pictures[0].boxes if draft.pictures else ()
        ours = draft.mask is None or draft.mask.size == size
        for widget in (self.width, self.erase):
            widget.disabled = not paints
        for widget in (self.fill, self.invert):
            widget.disabled = not paints or not ours
        self.opacity.disabled = self.clear.disabled = draft.mask is None
        self.from_boxes.disabled = not paints or not ours or not boxes
        self.to_boxes.disabled = draft.mask is None or not ours
        _display(self.from_boxes, shown=paints and (bool(boxes) or BOX in tools))
        _display(self.to_boxes, shown=box_limit(draft) > 0)
        self.files.show(paints=paints)
        self._problem.value = self._about(tuple(found for found in self._session.problems() if found.field == "mask"))

    def _about(self, problems: tuple[Problem, ...]) -> str:
        if not problems:
            return ""
        text = html.escape(self._words.problems(problems))
        if all(problem.code in _UNFINISHED for problem in problems):
            return f'<span class="ww-faint">{text}</span>'
        return f'<span class="ww-problem" role="alert">{text}</span>'

    def _set_brush(self) -> None:
        if not self._writing:
            self._stage.painting.width = self.width.value
            self._stage.painting.erase = self.erase.value

    def _follow_brush(self) -> None:
        brush = self._stage.painting
        self._writing = True
        try:
            # The bound first where it grows, the value first where it shrinks: a slider clamps at once.
            most = broadest(self._size) if self._size else brush.width
            self.width.max = max(most, self.width.value)
            self.width.value = brush.width
            self.width.max = most
            self.erase.value = brush.erase
        finally:
            self._writing = False

    def _set_opacity(self) -> None:
        self._stage.painting.opacity = self.opacity.value
        self._stage.redraw_mask()

    def _unfold(self) -> None:
        (self.files.remove_class if self.more.value else self.files.add_class)("wanwidgets-hidden")

    def _do(self, deed: Callable[[Mask], Mask | None]) -> None:
        mask = self._session.draft.mask
        if mask is not None or self._size is not None:
            self._session.edit(mask=deed(mask or Mask(self._size or (1, 1))))

    def _press_boxes(self) -> None:
        draft, selected = self._session.draft, self._stage.selected
        picture = draft.pictures[0]
        # The selected box may be one of another picture.
        chosen = {selected} if self._stage.number == 1 and selected else set(range(1, len(picture.boxes) + 1))
        pressed = tuple(box for number, box in enumerate(picture.boxes, start=1) if number in chosen)
        kept = tuple(box for number, box in enumerate(picture.boxes, start=1) if number not in chosen)
        if picture.size is None or not pressed:
            return
        mask = (draft.mask or Mask(picture.size)).with_boxes(pressed, erase=self._stage.painting.erase)
        # A model that takes no boxes wants none left over.
        boxes = picture.boxes if box_limit(draft) else kept
        self._session.set_picture(1, Picture(picture.image, boxes), mask=mask)

    def _find_boxes(self) -> None:
        draft = self._session.draft
        limit, mask = box_limit(draft), draft.mask
        if mask is None:
            return
        most = _PARTS if math.isinf(limit) else int(limit)

        def find() -> None:
            found = mask.boxes(most)
            with self._session.lock:
                # Whoever painted on meanwhile wants other boxes.
                if self._session.draft.mask is mask:
                    self._take(found)

        self._session._beside(find)  # noqa: SLF001 - the session's own seam of threads

    def _take(self, found: Parts) -> None:
        draft = self._session.draft
        if not found.boxes:
            self._stage.say("mask.parts.none")
            return
        keeps = draft.mode is not None and draft.mode.mask != "none"
        picture = Picture(draft.pictures[0].image, found.boxes)
        self._session.set_picture(1, picture, mask=draft.mask if keeps else None)
        if found.left_out:
            self._stage.say("mask.parts", count=len(found.boxes), left=found.left_out)


def _display(widget: widgets.DOMWidget, *, shown: bool) -> None:
    widget.layout.display = None if shown else "none"
