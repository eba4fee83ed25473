"""Sentences in another language, by how they begin."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["in_words"]


def in_words(text: str, table: Mapping[str, str]) -> str | None:
    """Return a sentence in the words of a table, or None where it has none for it.

    Parameters
    ----------
    text
        The sentence.
    table
        By the regular expression of its beginning. What is in brackets there is filled in, itself in the words of the
        table where it has some.
    """
    for begins, words in table.items():
        found = re.match(begins, text, re.DOTALL)
        if found:
            return words.format(*(in_words(fact or "", table) or fact or "" for fact in found.groups()))
    return None
