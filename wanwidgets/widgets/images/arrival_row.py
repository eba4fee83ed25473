"""The row of a picture that is being read, or that could not be."""

from __future__ import annotations

import html

from wanwidgets.session import EditSession
from wanwidgets.session.arrivals import Arrival
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.guard import guarded
from wanwidgets.widgets.images.telling import Said, said_html, shortened
from wanwidgets.widgets.text import Words
from wanwidgets.widgets.text.reasons import reason

__all__ = ["ArrivalRow"]


class ArrivalRow(widgets.HBox):
    """A row that goes when its picture has come, or when it is removed; it is used again for others."""

    def __init__(self, session: EditSession, words: Words) -> None:
        self._words = words
        self._id = 0
        self._about = widgets.HTML()
        self.again = widgets.Button(description=words("image.again"))
        self.drop = widgets.Button(description="✕")
        self.again.on_click(guarded(session, lambda _: session.read_again(self._id)))
        self.drop.on_click(guarded(session, lambda _: session.drop(self._id)))
        tools = widgets.HBox([self.drop])
        tools.add_class("wanwidgets-tools")
        self._buttons = widgets.HBox([self.again])
        self._buttons.add_class("wanwidgets-mends")
        super().__init__([self._about, tools, self._buttons])
        self.add_class("wanwidgets-arrival")

    def show(self, arrival: Arrival) -> None:
        """Show what is on its way, or why it did not come."""
        self._id = arrival.id
        words, name, error = self._words, arrival.name, arrival.error
        state = words("image.unread" if error else "image.reading")
        why = said_html([Said(reason(error.reason, words.language), bad=True)]) if error else ""
        self._about.value = (
            f'<div class="ww-about" role="{"alert" if error else "status"}">'
            f'<div title="{html.escape(name)}"><b>{html.escape(shortened(name))}</b></div>'
            f'<div class="ww-faint">{html.escape(state)}</div>{why}</div>'
        )
        self.drop.tooltip = words("image.drop", name=shortened(name))
        self.again.tooltip = words("image.again.tooltip", name=shortened(name))
        self._buttons.layout.display = None if arrival.again else "none"
