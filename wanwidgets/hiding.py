"""A key out of what a service says: whole, or the parts that masks and gateways leave of it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

__all__ = ["KEY_SHAPE", "without_key", "without_keys"]

KEY_SHAPE = re.compile(r"\bsk-[A-Za-z0-9_-]{12,}")
"""What keys of the provider look like: nobody else's belongs into a file either."""

_PART = 8
"""Characters; so many in a row that are those of the key are not there by chance."""

_SAID = frozenset({"code", "message"})
"""Fields that are words. In others a part may stand by chance, and a task's id or an address must stay as it is."""


def without_key(document: Any, key: str) -> Any:
    """Return a document of JSON values with no part of the key in its words.

    >>> without_key({"message": "Wrong: An-exam****mple-of-a-key."}, "An-example-of-a-key")
    {'message': 'Wrong: An-exam****<key>.'}
    """
    if isinstance(document, dict):
        return {
            name: _hidden(value, key) if name in _SAID and isinstance(value, str) else without_key(value, key)
            for name, value in document.items()
        }
    return [without_key(value, key) for value in document] if isinstance(document, list) else document


def without_keys(text: str, key: str) -> str:
    """Return words that the user wrote with no part of their own key, and nothing that looks like anybody's.

    Parameters
    ----------
    text
        Such as a prompt.
    key
        The user's own; empty for none.

    >>> without_keys("Write sk-0123456789abcdef on the wall", "")
    'Write <key> on the wall'
    """
    return KEY_SHAPE.sub("<key>", _hidden(text, key) if len(key) >= _PART else text)


def _hidden(text: str, key: str) -> str:
    # As it is, and as it stands in an address.
    parts = {form[at : at + _PART] for form in (key, quote(key, safe="")) for at in range(len(form) - _PART + 1)}
    told, shown_to, at = [], 0, 0
    while at <= len(text) - _PART:
        if text[at : at + _PART] not in parts:
            at += 1
            continue
        told += [text[shown_to:at], "<key>"]
        while text[at : at + _PART] in parts:
            at += 1
        shown_to = at = at + _PART - 1
    return "".join((*told, text[shown_to:]))
