"""How the last run has ended, and what there is to say."""

from __future__ import annotations

import html

from wanwidgets.message import Message
from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.differing import differences_text
from wanwidgets.widgets.guard import follow
from wanwidgets.widgets.runs.phases import ended_bar, ended_told
from wanwidgets.widgets.text import Words

__all__ = ["NoticeLine", "Progress", "RemarkLine"]

_FEW = 3
"""So many things that a model does not take are told one by one."""


class Progress(widgets.HTML):
    """How the last run has ended, or what to do first; runs under way have rows of their own."""

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._words = words
        super().__init__()
        self.add_class("wanwidgets-progress")
        follow(self, session, ["runs", "under_way"], lambda _: self._refresh())
        self._refresh()

    def _refresh(self) -> None:
        runs = self._session.runs
        hidden = bool(self._session.under_way)
        (self.add_class if hidden else self.remove_class)("wanwidgets-hidden")
        bar, text = '<span class="ww-bar ww-still"></span>', self._words("phase.idle")
        if runs and runs[-1].state.ended:
            bar = ended_bar(runs[-1])
            text = ended_told(runs[-1], self._words, self._session.engine)
        value = f'<div class="ww-status" role="status" aria-live="polite">{bar}<span>{html.escape(text)}</span></div>'
        if value != self.value:
            self.value = value


class NoticeLine(widgets.HTML):
    """What there is to say: an error, a warning, something done to a picture."""

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._words = words
        super().__init__()
        follow(self, session, "notice", lambda _: self._refresh())
        self._refresh()

    def _refresh(self) -> None:
        notice = self._session.notice
        if notice is None:
            self.value = ""
        else:
            if notice.differences:
                body = self._missed(notice)
            else:
                said = self._said(notice)
                body = _listed(said) if len(said) > 1 else html.escape(said[0])
            self.value = f'<div class="ww-notice ww-{notice.level}" role="alert">{body}</div>'
        (self.remove_class if notice else self.add_class)("wanwidgets-hidden")

    def _missed(self, notice: Message) -> str:
        words = self._words
        listed = _listed(differences_text(notice.differences, words))
        return f"{html.escape(words('missed'))}{listed}{html.escape(words('missed.what'))}"

    def _said(self, notice: Message) -> list[str]:
        words = self._words
        if notice.problems:
            return [words.problem(problem) for problem in notice.problems]
        if notice.key:
            facts = {name: words.remark(str(fact)) if name == "reason" else fact for name, fact in notice.facts}
            return [words(f"news.{notice.key}", **facts)]
        if notice.left_out or notice.kept:
            names = words.listed(tuple(words.parameter(name) for name in notice.left_out))
            said = [words("notice.left_out", names=names)] if names else []
            said += [words("notice.kept", problem=words.problem(found)) for found in notice.kept[:_FEW]]
            more = len(notice.kept) - _FEW
            return [*said, words("notice.kept.more", count=more)] if more > 0 else said
        notes = [f"{note.text.partition(':')[0]}: {words(f'notice.{note.code}')}" for note in notice.notices]
        return notes or [words.remark(notice.text)]


def _listed(said: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{html.escape(line)}</li>' for line in said)}</ul>"


class RemarkLine(widgets.HTML):
    """What the user should know of the store and the pace; quiet, since it stays."""

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._words = words
        super().__init__()
        follow(self, session, "remarks", lambda _: self._refresh())
        self._refresh()

    def _refresh(self) -> None:
        said = [html.escape(self._words.remark(remark)) for remark in self._session.remarks]
        self.value = "".join(f'<div class="ww-faint">{line}</div>' for line in said)
        (self.remove_class if said else self.add_class)("wanwidgets-hidden")
