"""A key that can be told from everything else, and whether anything holds a part of it."""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import quote

__all__ = ["CANARY", "leaks"]

CANARY = "sk-" + base64.b64encode(hashlib.sha384(b"a key of no service").digest()).decode()
"""67 characters, some of which a URL or a JSON string may write otherwise."""

_PART = 8
"""Characters; so many in a row come from nowhere else."""


def _parts(text: str) -> set[bytes]:
    return {text[at : at + _PART].encode() for at in range(len(text) - _PART + 1)}


def _encoded(key: str) -> set[str]:
    # What Base64 makes of it depends on how many bytes stand before it; the ends, which depend on the neighbours, go.
    based = {base64.b64encode(b" " * before + key.encode()).decode()[4:-4] for before in range(3)}
    return {key, quote(key, safe=""), key[::-1], key.replace("/", "\\/"), key.encode().hex(), *based}


_ALL = frozenset(part for form in _encoded(CANARY) for part in _parts(form))


def leaks(data: bytes | str) -> list[str]:
    """Return every part of the key, of eight characters, that stands in something; as it is, or encoded."""
    raw = data.encode("utf-8", "replace") if isinstance(data, str) else data
    return sorted(part.decode() for part in _ALL if part in raw)
