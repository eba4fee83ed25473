"""The pictures that came of the runs, inline."""

from __future__ import annotations

import html

import ipywidgets as widgets

from wanwidgets.preview import small_jpeg
from wanwidgets.result import RunState, SavedImage
from wanwidgets.session import EditSession
from wanwidgets.widgets.guard import close_all, follow, guarded
from wanwidgets.widgets.text import Words

__all__ = ["Results"]

_SIDE = 960


class Results(widgets.Box):
    """The result pictures of the latest run that has any; those of earlier runs are in `session.runs`."""

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._words = words
        self._shown = ""
        super().__init__([])
        self.add_class("wanwidgets-results")
        self.add_class("wanwidgets-hidden")
        follow(self, session, "runs", lambda _: self._refresh())
        self._refresh()

    def _refresh(self) -> None:
        done = [run for run in self._session.runs if run.state is RunState.SUCCEEDED and run.saved]
        if not done or done[-1].id == self._shown:
            return
        self._shown = done[-1].id
        old = self.children
        self.children = tuple(_Result(saved, self._session, self._words) for saved in done[-1].saved)
        self.remove_class("wanwidgets-hidden")
        for result in old:
            close_all(result)


class _Result(widgets.VBox):
    """One result picture, its size, and a button that makes it an input."""

    def __init__(self, saved: SavedImage, session: EditSession, words: Words) -> None:
        picture = widgets.Image(value=small_jpeg(saved.image(), side=_SIDE), format="jpeg")
        picture.layout.max_width = "min(100%, 560px)"
        caption = html.escape(words("result.caption", width=saved.width, height=saved.height))
        text = widgets.HTML(f'<span class="ww-faint" title="{html.escape(saved.path.name)}">{caption}</span>')
        use = widgets.Button(
            description=words("result.use"),
            tooltip=words("result.use.tooltip"),
            layout={"width": "auto"},
        )
        use.on_click(guarded(session, lambda _: session.use_result(saved)))
        super().__init__([picture, widgets.HBox([text, use])])
        self.add_class("wanwidgets-result")
