"""The line of a magic as words, much as a shell reads it; also one that is still being written."""

from __future__ import annotations

import os
from dataclasses import dataclass

__all__ = ["ESCAPE", "Line", "braced", "split"]

ESCAPE = "\\" if os.sep == "/" else ""
"""What keeps the next character from meaning something; nothing where paths are written with it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line as words.

    Attributes
    ----------
    words : tuple of str
        Without the quotes around them.
    last : str
        The last word as it is written, with its quotes; empty where the line ends with a space.
    quote : str
        The quotation mark that is still open at the end; empty where there is none.
    """

    words: tuple[str, ...]
    last: str = ""
    quote: str = ""


def split(text: str, *, escape: str = ESCAPE) -> Line:
    r"""Read a line of words between spaces.

    What stands in quotes, after `escape`, or in braces belongs together; in braces everything is kept as it is written,
    since a Python expression has quotes and spaces of its own.

    >>> split('-i "a b.png" --box 1:{boxes["cup"]}').words
    ('-i', 'a b.png', '--box', '1:{boxes["cup"]}')
    """
    words: list[str] = []
    word: str | None = None
    quote, began, at = "", 0, 0
    while at < len(text):
        sign, step, before = text[at], 1, word
        if quote:
            if sign == quote:
                quote, piece = "", ""
            else:
                step = 2 if sign == escape and quote == '"' and text[at + 1 : at + 2] in {'"', escape} else 1
                piece = text[at + step - 1]
            word = f"{word or ''}{piece}"
        elif sign.isspace():
            if word is not None:
                words.append(word)
            word = None
        elif sign in "\"'":
            quote, word = sign, word or ""
        elif sign == escape:
            # At the very end it keeps nothing yet.
            step, word = 2, f"{word or ''}{text[at + 1 : at + 2]}"
        else:
            step = braced(text, at) if sign == "{" else 1
            word = f"{word or ''}{text[at : at + step]}"
        if before is None and word is not None:
            began = at
        at += step
    if word is None:
        return Line(tuple(words))
    return Line((*words, word), text[began:], quote)


def braced(text: str, start: int) -> int:
    """Return how many characters a pair of braces has, with what is in it; 1 where the pair is not whole."""
    depth = 0
    for at in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if not depth:
            return at + 1 - start
    return 1
