"""Prompt and parameters, built from the catalog: only what the mode takes, with its ranges."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping

import ipywidgets as widgets

from wanwidgets.facts import Parameter
from wanwidgets.request import EditRequest
from wanwidgets.running.job import Job
from wanwidgets.session import EditSession
from wanwidgets.widgets.fields import Field, Put, make_field
from wanwidgets.widgets.guard import close_all, follow, guarded
from wanwidgets.widgets.text import Words

__all__ = ["Actions", "Parameters", "Prompt"]


class Prompt(widgets.VBox):
    """The prompt with a counter of characters, and what is wrong with it."""

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._words = words
        self._title = widgets.HTML()
        self.area = widgets.Textarea(
            value=session.draft.prompt,
            placeholder=words("prompt.placeholder"),
            layout={"width": "auto"},
        )
        self._problem = widgets.HTML()
        super().__init__([self._title, self.area, self._problem])
        self.add_class("wanwidgets-prompt")
        self.area.observe(guarded(session, lambda change: session.edit(prompt=change.new)), "value")
        follow(self, session, "draft", lambda _: self._refresh())
        self._refresh()

    def _refresh(self) -> None:
        draft, words = self._session.draft, self._words
        # Written only when something else than typing changed it, so that typing is never overtaken.
        if self.area.value != draft.prompt:
            self.area.value = draft.prompt
        masked = draft.mode is not None and draft.mode.mask == "required"
        kind = ".text" if _makes(draft) else ".mask" if masked else ""
        self.area.placeholder = words(f"prompt.placeholder{kind}")
        count, limit = len(draft.prompt), draft.entry.prompt_length if draft.entry else 0
        kind = ' class="ww-bad"' if count > limit else ""
        counter = f"<span{kind}>{html.escape(words('prompt.count', count=count, limit=limit))}</span>"
        self._title.value = f'<div class="ww-label">{html.escape(words("prompt"))}{counter}</div>'
        # That it is empty still, nobody needs to be told before Edit is pressed.
        wrong = [problem for problem in self._session.problems() if problem.field == "prompt" and draft.prompt]
        line = f'<span class="ww-problem" role="alert">{html.escape(words.problems(tuple(wrong)))}</span>'
        self._problem.value = line if wrong else ""


class Parameters(widgets.VBox):
    """One field for each parameter that the mode of the draft takes; another model or mode has other fields."""

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._words = words
        self._built: Mapping[str, Parameter] | None = None
        self.fields: dict[str, Field] = {}
        super().__init__([])
        self.add_class("wanwidgets-fields")
        follow(self, session, ["draft", "spending"], lambda _: self._refresh())
        self._refresh()

    def _refresh(self) -> None:
        draft = self._session.draft
        mode, entry = draft.mode, draft.entry
        if mode is not None and entry is not None and mode.parameters is not self._built:
            self._built = mode.parameters
            old = self.fields
            self.fields = {
                name: old[name]
                if name in old and old[name].fits(row, mode)
                else make_field(row, mode, self._setter(name, switch=name in entry.switches), self._words)
                for name, row in mode.parameters.items()
                if not row.idle
            }
            # Checks come last, side by side.
            self.children = tuple(sorted(self.fields.values(), key=lambda field: field.row.kind == "boolean"))
            for name, field in old.items():
                if self.fields.get(name) is not field:
                    close_all(field)
        problems = self._session.problems()
        for name, field in self.fields.items():
            field.show(draft, self._words.problems(tuple(found for found in problems if found.field == name)))

    def _setter(self, name: str, *, switch: bool) -> Put:
        # A parameter that chooses the mode takes along only what fits the new one.
        change = self._session.choose if switch else self._session.edit
        return guarded(self._session, lambda value: change(**{name: value}))


class Actions(widgets.HBox):
    """Edit and Cancel; `on_start` is told of the run that Edit began."""

    def __init__(self, session: EditSession, words: Words, on_start: Callable[[Job], None]) -> None:
        self._session = session
        self.edit = widgets.Button(description=words("edit"), tooltip=words("edit.tooltip"))
        self.cancel = widgets.Button(description=words("cancel"), tooltip=words("cancel.tooltip"), disabled=True)
        self.edit.on_click(guarded(session, lambda _: on_start(session.start())))
        self.cancel.on_click(guarded(session, lambda _: self._stop()))
        super().__init__([self.edit, self.cancel])
        self.add_class("wanwidgets-actions")
        self.edit.add_class("wanwidgets-go")
        self._words = words
        follow(self, session, ["job", "draft"], lambda _: self._refresh())
        self._refresh()

    def _stop(self) -> None:
        self._session.cancel()
        self.cancel.disabled = True

    def _refresh(self) -> None:
        self.edit.description = self._words("make" if _makes(self._session.draft) else "edit")
        self.edit.disabled = self._session.busy
        self.cancel.disabled = not self._session.busy


def _makes(draft: EditRequest) -> bool:
    """Whether a picture is made of words alone."""
    return draft.mode is not None and not draft.pictures and not draft.mode.images.low
