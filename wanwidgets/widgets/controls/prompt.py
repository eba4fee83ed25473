"""The prompt, what can be put into it, and what is wrong with it."""

from __future__ import annotations

import html

from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.controls.inserts import Inserts
from wanwidgets.widgets.controls.making import makes
from wanwidgets.widgets.guard import follow, guarded
from wanwidgets.widgets.naming import named
from wanwidgets.widgets.text import Words

__all__ = ["Prompt"]

_LONG = 10_000
"""From so many characters on the field is heard when it is left, not at each key, which would send all of them."""


class Prompt(widgets.VBox):
    """The prompt with a counter of characters, names to put into it, and what is wrong with it."""

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._words = words
        self._title = widgets.HTML()
        self.area = named(
            widgets.Textarea(
                value=session.draft.prompt,
                placeholder=words("prompt.placeholder"),
                layout={"width": "auto"},
            ),
            words("prompt"),
        )
        self._problem = widgets.HTML()
        self.inserts = Inserts(session, words, self._focus)
        super().__init__([self._title, self.area, self._problem, self.inserts])
        self.add_class("wanwidgets-prompt")
        self.area.observe(guarded(session, lambda change: session.edit(prompt=change.new)), "value")
        follow(self, session, "draft", lambda _: self._refresh())
        self._refresh()

    def _focus(self) -> None:
        # ipywidgets 7 cannot; then the button keeps the focus.
        if hasattr(self.area, "focus"):
            self.area.focus()

    def _refresh(self) -> None:
        draft, words = self._session.draft, self._words
        # Written only when something else than typing changed it, so that typing is never overtaken.
        if self.area.value != draft.prompt:
            self.area.value = draft.prompt
        masked = draft.mode is not None and draft.mode.mask == "required"
        kind = ".text" if makes(draft) else ".mask" if masked else ""
        self.area.placeholder = words(f"prompt.placeholder{kind}")
        count, limit = len(draft.prompt), draft.entry.prompt_length if draft.entry else 0
        self.area.continuous_update = count < _LONG
        kind = ' class="ww-bad"' if count > limit else ""
        counter = f"<span{kind}>{html.escape(words('prompt.count', count=f'{count:,}', limit=f'{limit:,}'))}</span>"
        self._title.value = f'<div class="ww-label">{html.escape(words("prompt"))}{counter}</div>'
        # That it is empty still is said as the next step beside Edit.
        wrong = [problem for problem in self._session.problems() if problem.field == "prompt" and draft.prompt]
        line = f'<span class="ww-problem" role="alert">{html.escape(words.problems(tuple(wrong)))}</span>'
        self._problem.value = line if wrong else ""
        (self._problem.remove_class if wrong else self._problem.add_class)("wanwidgets-hidden")
