"""Cards of runs that have failed: what happened, in whose words, and what helps."""

from __future__ import annotations

import html

from wanwidgets.message import short
from wanwidgets.session import EditSession
from wanwidgets.session.failing import Failed
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.guard import close_all, follow, guarded
from wanwidgets.widgets.runs.when import when
from wanwidgets.widgets.text import Words

__all__ = ["MOST_CARDS", "Card", "Cards"]

MOST_CARDS = 3


class Cards(widgets.VBox):
    """A card for each run that failed and was not dismissed, the latest first; of many the first are shown.

    Attributes
    ----------
    cards : dict of Card by str
        By the id of its run.
    """

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._words = words
        self.cards: dict[str, Card] = {}
        self._more = widgets.HTML()
        super().__init__([self._more])
        self.add_class("wanwidgets-cards")
        follow(self, session, "failed", lambda _: self._refresh())
        self._refresh()

    def _refresh(self) -> None:
        failed = self._session.failed
        shown = {each.run.id: each for each in failed[:MOST_CARDS]}
        before = self.cards
        if {run_id: card.failed for run_id, card in before.items()} != shown:
            self.cards = {
                run_id: card
                if (card := before.get(run_id)) is not None and card.failed == each
                else Card(each, self._session, self._words)
                for run_id, each in shown.items()
            }
            self.children = (*self.cards.values(), self._more)
            for card in before.values():
                if card not in self.cards.values():
                    close_all(card)
        more = len(failed) - len(shown)
        value = f'<div class="ww-faint">{html.escape(self._words("fail.more", count=more))}</div>' if more else ""
        if value != self._more.value:
            self._more.value = value
        (self._more.remove_class if more else self._more.add_class)("wanwidgets-hidden")
        (self.remove_class if shown else self.add_class)("wanwidgets-hidden")


class Card(widgets.HBox):
    """What is told of one run.

    Attributes
    ----------
    failed : Failed
    act : Button or None
        Sends it again, or fetches what was made; None where something has to be changed first.
    dismiss : Button
    """

    def __init__(self, failed: Failed, session: EditSession, words: Words) -> None:
        self.failed = failed
        name = _name(failed)
        self.act: widgets.Button | None = None
        if failed.action:
            self.act = widgets.Button(
                description=words(f"fail.{failed.action}"),
                tooltip=words(f"fail.{failed.action}.tooltip"),
            )
            does = (lambda: session.again(failed.run)) if failed.action == "again" else session.fetch_again
            self.act.on_click(guarded(session, lambda _: does()))
            self.act.add_class("wanwidgets-again")
        self.dismiss = widgets.Button(tooltip=words("fail.dismiss", name=name))
        self.dismiss.on_click(guarded(session, lambda _: session.dismiss(failed.run.id)))
        self.dismiss.add_class("wanwidgets-dismiss")
        self.dismiss.add_class("wanwidgets-cross")
        body = widgets.VBox([widgets.HTML(_said(failed, words)), *([self.act] if self.act else [])])
        super().__init__([body, self.dismiss])
        self.add_class("wanwidgets-card")


def _said(failed: Failed, words: Words) -> str:
    run = failed.run
    title, remedy = words(f"fail.{run.state.value}"), words(f"remedy.{failed.remedy}")
    about = f"{_name(failed)} · {when(run.started, '%H:%M')}"
    facts = [
        f'{html.escape(words(key))} <code class="ww-id">{html.escape(value)}</code>'
        for key, value in (("fail.code", failed.code), ("fail.request", failed.request_id))
        if value
    ]
    message = html.escape(words.remark(failed.message))
    return (
        '<div class="ww-card" role="alert">'
        f'<div><b>{html.escape(title)}</b><span class="ww-faint">{html.escape(about)}</span></div>'
        f'<div class="ww-said">{message}</div><div class="ww-remedy">{html.escape(remedy)}</div>'
        f'<div class="ww-faint">{" ".join(f"<span>{fact}</span>" for fact in facts)}</div></div>'
    )


def _name(failed: Failed) -> str:
    return short(failed.run.request.prompt) or failed.run.request.model
