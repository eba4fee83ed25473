"""The row that says that there is a request behind a picture, or that it was brought back."""

from __future__ import annotations

import html

from wanwidgets.images import Gap
from wanwidgets.session import EditSession
from wanwidgets.session.bringing import Offer
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.guard import follow, guarded
from wanwidgets.widgets.images.telling import shortened
from wanwidgets.widgets.text import Words

__all__ = ["OfferRow"]


class OfferRow(widgets.HBox):
    """A row that is there while the session offers something.

    Attributes
    ----------
    take : Button
        Bring the request back or, where it was brought, use the picture itself.
    drop : Button
        Offer it no more.
    """

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._words = words
        self._about = widgets.HTML()
        self.take = widgets.Button()
        self.drop = widgets.Button(description="✕", tooltip=words("offer.drop"))
        self.take.on_click(guarded(session, lambda _: self._take()))
        self.drop.on_click(guarded(session, lambda _: session.decline()))
        tools = widgets.HBox([self.drop])
        tools.add_class("wanwidgets-tools")
        buttons = widgets.HBox([self.take])
        buttons.add_class("wanwidgets-mends")
        super().__init__([self._about, tools, buttons])
        self.add_class("wanwidgets-offer")
        follow(self, session, "offer", lambda _: self._refresh())
        self._refresh()

    def _take(self) -> None:
        offer = self._session.offer
        if offer is not None and offer.brought:
            self._session.use_picture()
        elif offer is not None:
            self._session.bring_back()

    def _refresh(self) -> None:
        offer, words = self._session.offer, self._words
        self.layout.display = None if offer is not None else "none"
        if offer is None:
            return
        kind = "offer.brought" if offer.brought else "offer.behind"
        name = offer.name or words("offer.picture")
        self._about.value = (
            f'<div class="ww-about" role="status"><div title="{html.escape(name)}"><b>'
            f"{html.escape(shortened(name))}</b></div>"
            f'<div class="ww-faint ww-note">{html.escape(words(kind))}</div>{self._missing(offer)}</div>'
        )
        self.take.description = words(f"{kind}.take")
        self.take.tooltip = words(f"{kind}.tooltip", name=name)

    def _missing(self, offer: Offer) -> str:
        """Say how many pictures of what was brought are not here."""
        count = sum(isinstance(each.image, Gap) for each in self._session.draft.pictures) if offer.brought else 0
        if not count:
            return ""
        said = self._words("offer.missing.one" if count == 1 else "offer.missing.many", count=count)
        return f'<div class="ww-bad">{html.escape(said)}</div>'
