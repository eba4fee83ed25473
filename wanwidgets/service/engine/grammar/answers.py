"""What is said of a prompt that is not read, in its language: why, and what can be done, with prompts that work."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wanwidgets.service.engine.grammar.languages import other_language
from wanwidgets.service.engine.grammar.marks import Marked
from wanwidgets.service.engine.grammar.nearest import beyond
from wanwidgets.service.engine.grammar.words import Help
from wanwidgets.service.engine.steps import Unreadable

__all__ = ["denied", "too_long", "too_many", "unreadable"]

_QUOTED = 80
"""Most characters of a prompt that a refusal repeats."""
_REFERENCE = re.compile(r"<(image|box) (\d)>")


def denied(text: Marked, word: str, helps: Sequence[Help]) -> Unreadable:
    """Answer a prompt that says what is not to be done; `word` is the one that says so."""
    return _told(
        text,
        f'The local service reads only what is to be done, no prompt with "{word}".',
        f"本地服务只读要做的事,不读带“{word}”的指令。",
        helps,
    )


def too_long(text: Marked, count: int, most: int) -> Unreadable:
    """Answer a prompt of too many characters."""
    return _told(
        text,
        f"The prompt has {count} characters; the local service reads at most {most}. Say in short steps what to do.",
        f"指令有{count}个字符,本地服务最多读{most}个。请用几个短句说明要做什么。",
    )


def too_many(text: Marked, count: int, most: int) -> Unreadable:
    """Answer a prompt of too many steps."""
    return _told(
        text,
        f"The prompt has {count} steps; the local service does at most {most} at once. Edit the result further.",
        f"指令有{count}步,本地服务一次最多做{most}步。其余的请在结果上继续编辑。",
    )


def unreadable(text: Marked, unread: Sequence[str], helps: Sequence[Help]) -> Unreadable:
    """Answer a prompt that means nothing here: another language, something for a model, or simply not understood.

    Parameters
    ----------
    text
        The prompt.
    unread
        The sentence that is not understood, with marks, and those behind it; empty: there is none.
    helps
        What can be done.
    """
    language = other_language(text.text)
    if language:
        told = f"The local service reads English and Chinese; this looks like {language}. 本地服务只读中文和英文。"
        return _told(text, told, "", helps)
    part = _shown(unread[0], text) if unread else ""
    english = f'The local service did not understand "{part}"' if part else "The local service found nothing to do"
    chinese = f"本地服务没有读懂“{part}”" if part else "本地服务没有读到要做的事"
    row = beyond("; ".join(unread))
    if row is None:
        return _told(text, f"{english}.", f"{chinese}。", helps)
    return _told(
        text,
        f'{english}: {row.english}. What comes nearest: {row.nearest}, as in "{row.example}".',
        f"{chinese}:{row.chinese}。最接近的做法:{row.nearest_chinese},例如“{row.example_chinese}”。",
    )


def _told(text: Marked, english: str, chinese: str, helps: Sequence[Help] = ()) -> Unreadable:
    if text.chinese and chinese:
        can = f"它能:{';'.join(help_.in_chinese for help_ in helps)}。" if helps else ""
        return Unreadable(chinese + can)
    can = f" It can {'; '.join(map(str, helps))}." if helps else ""
    return Unreadable(english + can)


def _shown(clause: str, text: Marked) -> str:
    """Return what to quote: the clause, or the prompt where the clause's own words became marks."""
    bare = _REFERENCE.sub(r"\1 \2", clause)
    whole = bare if "<" not in bare and not text.chinese else text.prompt.strip()
    return whole if len(whole) <= _QUOTED else f"{whole[:_QUOTED]}…"
