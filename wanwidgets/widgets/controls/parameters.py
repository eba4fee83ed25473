"""Parameters, built from the catalog: only what the mode takes, with its ranges."""

from __future__ import annotations

from collections.abc import Mapping

from wanwidgets.facts import Parameter
from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.controls.fields import Field, Put, make_field
from wanwidgets.widgets.guard import close_all, follow, guarded
from wanwidgets.widgets.text import Words

__all__ = ["Parameters"]


class Parameters(widgets.VBox):
    """One field for each parameter that the mode of the draft takes; another model or mode has other fields."""

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._words = words
        self._built: Mapping[str, Parameter] | None = None
        self.fields: dict[str, Field] = {}
        super().__init__([])
        self.add_class("wanwidgets-fields")
        follow(self, session, ["draft", "memory", "spending"], lambda _: self._refresh())
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
