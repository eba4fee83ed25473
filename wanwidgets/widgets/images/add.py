"""Adding pictures: by path or address first, by upload below it."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any

from wanwidgets.session import EditSession
from wanwidgets.session.sources import Source, sources_in
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.guard import close_all, guarded
from wanwidgets.widgets.naming import named
from wanwidgets.widgets.text import Words

__all__ = ["AddImage"]


class AddImage(widgets.VBox):
    """A field for paths and addresses, and a button for uploads with their limit beside it.

    Messages from the browser to the kernel are limited to 10 MiB by the server; a larger upload is dropped there in
    silence, so nothing but the words can say it.
    """

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._words = words
        self.source = widgets.Text(
            placeholder=words("add.placeholder"),
            continuous_update=False,
            layout={"width": "auto", "flex": "1 1 auto", "min_width": "0"},
        )
        named(self.source, words("add.source"))
        self.button = widgets.Button(
            description=words("add"),
            tooltip=words("add.tooltip"),
            layout={"width": "auto", "flex": "0 0 auto"},
        )
        self.upload = self._button()
        limit = widgets.HTML(f'<div class="ww-faint">{html.escape(words("upload.limit"))}</div>')
        self.source.observe(guarded(session, lambda _: self._add()), "value")
        self.button.on_click(guarded(session, lambda _: self._add()))
        super().__init__([widgets.HBox([self.source, self.button]), self.upload, limit])
        self.add_class("wanwidgets-add")

    def _add(self) -> None:
        # Leaving the field by a click on the button sends the value first and the click after it.
        sources = sources_in(self.source.value)
        if sources:
            self.source.value = ""
            self._session.add_images(sources)
            # The button of an upload that got lost waits for its answer for ever.
            lost, self.upload = self.upload, self._button()
            self.children = tuple(self.upload if child is lost else child for child in self.children)
            close_all(lost)

    def _button(self) -> widgets.FileUpload:
        button = widgets.FileUpload(
            accept="image/*",
            multiple=True,
            description=self._words("upload"),
            layout={"width": "auto"},
        )
        named(button, self._words("upload.tooltip"))
        button.observe(guarded(self._session, lambda _: self._take()), "value")
        return button

    def _take(self) -> None:
        files = [Source(data, name) for name, data in _uploaded(self.upload.value)]
        if files:
            self._forget()
            self._session.add_images(files)

    def _forget(self) -> None:
        # ipywidgets 7 keeps a dict and counts in a trait of its own.
        if isinstance(self.upload.value, dict):
            self.upload.value.clear()
            self.upload._counter = 0  # noqa: SLF001
        else:
            self.upload.value = ()


def _uploaded(value: Any) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each uploaded file, from the value of ipywidgets 8 (a tuple) or 7 (a dict)."""
    if isinstance(value, dict):
        for name, file in value.items():
            yield str(name), bytes(file["content"])
    else:
        for file in value:
            yield str(file["name"]), bytes(file["content"])
