"""Prompt, model and parameters, built from the catalog: only what the model takes, with its ranges."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from wanwidgets.catalog import MODELS
from wanwidgets.job import Job
from wanwidgets.session import EditSession
from wanwidgets.widgets.fields import Field, make_field
from wanwidgets.widgets.guard import close_all, follow, guarded
from wanwidgets.widgets.text import Words

__all__ = ["Actions", "Parameters", "Prompt", "model_menu"]


def model_menu(session: EditSession, words: Words) -> widgets.Dropdown:
    """Return the menu of models, in both ways in step with the draft."""
    menu = widgets.Dropdown(
        options=[(f"{model.title} · {model.name}", model.name) for model in MODELS.values()],
        value=session.draft.model if session.draft.model in MODELS else None,
        layout={"width": "auto"},
    )
    if menu.has_trait("tooltip"):
        menu.tooltip = words("model")
    menu.observe(guarded(session, lambda change: session.edit(model=change.new) if change.new else None), "value")

    def show(change: Any) -> None:
        menu.value = change.new.model if change.new.model in MODELS else None

    follow(menu, session, "draft", show)
    return menu


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
        super().__init__([self._title, self.area])
        self.add_class("wanwidgets-prompt")
        self.area.observe(guarded(session, lambda change: session.edit(prompt=change.new)), "value")
        follow(self, session, "draft", lambda _: self._refresh())
        self._refresh()

    def _refresh(self) -> None:
        draft, words = self._session.draft, self._words
        # Written only when something else than typing changed it, so that typing is never overtaken.
        if self.area.value != draft.prompt:
            self.area.value = draft.prompt
        count, limit = len(draft.prompt), draft.entry.prompt_length if draft.entry else 0
        kind = ' class="ww-bad"' if count > limit else ""
        counter = f"<span{kind}>{html.escape(words('prompt.count', count=count, limit=limit))}</span>"
        self._title.value = f'<div class="ww-label">{html.escape(words("prompt"))}{counter}</div>'


class Parameters(widgets.VBox):
    """One field for each parameter of the model."""

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._words = words
        self._built: tuple[str, str] = ("", "")
        self.fields: dict[str, Field] = {}
        super().__init__([])
        self.add_class("wanwidgets-fields")
        follow(self, session, "draft", lambda _: self._refresh())
        self._refresh()

    def _refresh(self) -> None:
        draft = self._session.draft
        mode = draft.mode
        if mode is not None and (draft.model, mode.name) != self._built:
            self._built = (draft.model, mode.name)
            for field in self.fields.values():
                close_all(field)
            self.fields = {
                name: make_field(parameter, mode, self._setter(name), self._words)
                for name, parameter in mode.parameters.items()
                if not parameter.idle
            }
            self.children = tuple(self.fields.values())
        problems = draft.problems()
        for name, field in self.fields.items():
            mine = [problem for problem in problems if problem.field == name]
            field.show(draft, " ".join(self._words.problem(problem, field=False) for problem in mine))

    def _setter(self, name: str) -> Callable[[Any], None]:
        return guarded(self._session, lambda value: self._session.edit(**{name: value}))


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
        follow(self, session, "job", lambda _: self._refresh())
        self._refresh()

    def _stop(self) -> None:
        self._session.cancel()
        self.cancel.disabled = True

    def _refresh(self) -> None:
        self.edit.disabled = self._session.busy
        self.cancel.disabled = not self._session.busy
