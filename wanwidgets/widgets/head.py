"""The line above everything: which model, what for, where requests go and what a run costs."""

from __future__ import annotations

import html
from typing import Any

from wanwidgets.catalog import MODELS
from wanwidgets.modes import ReplayMode
from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.guard import follow, guarded
from wanwidgets.widgets.naming import named
from wanwidgets.widgets.placing import place_text
from wanwidgets.widgets.runs.money import cost_text
from wanwidgets.widgets.text import Words

__all__ = ["Badge", "ModeLine", "model_menu"]

_OF_THE_MODEL = ("model", "way")


def model_menu(session: EditSession, words: Words) -> widgets.Dropdown:
    """Return the menu of models, in both ways in step with the draft."""
    menu = widgets.Dropdown(
        options=[(f"{model.title} · {model.name}", model.name) for model in MODELS.values()],
        value=session.draft.model if session.draft.model in MODELS else None,
        layout={"width": "auto"},
    )
    named(menu, words("model"))

    def choose(change: Any) -> None:
        if change.new and change.new != session.draft.model:
            session.choose(model=change.new)

    def show(change: Any) -> None:
        menu.value = change.new.model if change.new.model in MODELS else None

    menu.observe(guarded(session, choose), "value")
    follow(menu, session, "draft", show)
    return menu


class ModeLine(widgets.HTML):
    """What the request is, in words, how many pictures come of it, and what is wrong with the model itself."""

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._words = words
        super().__init__()
        self.add_class("wanwidgets-mode")
        follow(self, session, ["draft", "memory", "spending"], lambda _: self._refresh())
        self._refresh()

    def _refresh(self) -> None:
        draft, words = self._session.draft, self._words
        count, said = draft.most_pictures(), ""
        if draft.mode is not None:
            name = words.mode(draft.mode)
            key = "mode.one" if count == 1 else "mode.many" if draft.mode.exact else "mode.most"
            said = words(key, mode=name, count=count or "?")
        if draft.entry is not None and draft.entry.trial and self._session.place == "local":
            # Elsewhere it stands where the price would be.
            said = words("mode.trial", said=said)
        wrong = tuple(problem for problem in self._session.problems() if problem.field in _OF_THE_MODEL)
        line = f'<span class="ww-problem" role="alert">{html.escape(words.problems(wrong))}</span>' if wrong else ""
        self.value = (
            f'<span class="ww-faint" title="{html.escape(words("mode.title"))}">{html.escape(said)}</span>{line}'
        )


class Badge(widgets.HTML):
    """Where requests go, what a run costs, and whether what is remembered is asked again; always visible."""

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._words = words
        super().__init__()
        follow(self, session, ["draft", "memory"], lambda _: self._refresh())
        self._refresh()

    def _refresh(self) -> None:
        session, words, mode = self._session, self._words, self._session.mode
        local, offline = session.place == "local", mode is ReplayMode.OFFLINE
        where = place_text(session.engine, words)
        title = words("place.local.title") if local else words("place.remote.title", place=where)
        exact = session.draft.mode is None or session.draft.mode.exact
        price, note = cost_text(session.cost(), words, exact=exact)
        if session.replays is not None:
            price, note = words("remembered.free"), words("remembered.title")
        said, about = [price], [title, note]
        if mode is not ReplayMode.REPLAY:
            # What it would cost says nothing where nobody is asked.
            said = [*([] if offline else said), words(f"mode.{mode.value}")]
            about = [words(f"mode.{mode.value}.title")] if offline else [*about, words(f"mode.{mode.value}.title")]
        kind = "ww-badge ww-offline" if offline else "ww-badge" if local else "ww-badge ww-remote"
        text = " · ".join([f"<b>{html.escape(where)}</b>", *map(html.escape, said)])
        behind = html.escape(". ".join(filter(None, about)))
        value = f'<span class="{kind}" title="{behind}"><span>{text}</span></span>'
        if value != self.value:
            self.value = value
