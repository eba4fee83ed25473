"""What opens somebody's account, found before it is shipped to a class or taken from one."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from wanwidgets.hiding import KEY_SHAPE
from wanwidgets.key import Key
from wanwidgets.store.packing.refused import Refused

__all__ = ["Finder", "finder", "strings_in", "texts_of"]

Finder = Callable[[bytes], str]
"""Says what secret stands in some bytes; empty where none does."""

_LOOKS = (
    ("an API key", (b"sk-",), KEY_SHAPE.pattern.encode("ascii")),
    # With a digit in it, which words do not have.
    ("a bearer token", (b"earer",), rb"[Bb]earer\s+(?=[A-Za-z._~+/-]*[0-9])[0-9A-Za-z._~+/-]{20,}"),
    (
        "an access key",
        (b"LTAI", b"AKIA", b"ASIA"),
        rb"(?<![0-9A-Za-z])(?:LTAI[0-9A-Za-z]{12,}|(?:AKIA|ASIA)[0-9A-Z]{16})(?![0-9A-Za-z])",
    ),
    (
        "a signed address",
        (b"ignature=", b"OSSAccessKeyId=", b"security-token="),
        rb"[?&](?:[Ss]ignature|OSSAccessKeyId|(?:x-oss-)?security-token|x-oss-signature|X-Amz-Signature)=[^&\s\"']{8,}",
    ),
)
"""What it is, letters of which one stands in it, and its shape. Of random bytes, such as those of a picture, none
comes about by chance; the letters do, and are found a thousand times as fast."""

_LOOKED_FOR = tuple(
    (name, tuple((mark, b"\0".join(bytes([letter]) for letter in mark)) for mark in marks), re.compile(shape))
    for name, marks, shape in _LOOKS
)
"""The letters also as they stand in words of two bytes a letter, as EXIF may have them."""
_BEFORE, _AFTER = 40, 300
"""How many letters around a mark its shape is looked for in."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MOST_TEXT = 16_000_000
"""Bytes of compressed text that are looked through in one picture."""


def finder(key: str = "") -> Finder:
    """Return what finds anything that looks like a key or a signed address, and one key for certain.

    Parameters
    ----------
    key
        Of the environment. It is found whatever it looks like.
    """
    own = Key(key)

    def find(data: bytes) -> str:
        if own and not own.problem and any(own.hidden_in(text) != text for text in (data, data.replace(b"\0", b""))):
            return "the API key of this environment"
        return next(
            (
                name
                for name, marks, shape in _LOOKED_FOR
                if any(shape.search(text) for mark, wide in marks for text in _around(data, mark, wide))
            ),
            "",
        )

    return find


def texts_of(data: bytes) -> Iterator[bytes]:
    """Yield a picture's file, and the texts in it that are compressed.

    Raises
    ------
    Refused
        They are too long to be looked through.
    """
    yield data
    if data.startswith(_SIGNATURE):
        left = _MOST_TEXT
        for packed in _packed(data):
            inflater = zlib.decompressobj()
            try:
                text = inflater.decompress(packed, left)
            except zlib.error:
                # Nothing can be read in it, by anybody.
                continue
            left -= len(text)
            if left <= 0:
                raise Refused(f"more than {_MOST_TEXT / 1e6:.0f} MB of text stand in a picture's file.")
            yield text


def strings_in(document: Any) -> Iterator[tuple[str, str]]:
    """Yield where each string of a JSON document stands, and the string, in order; names are strings as well."""
    left: list[tuple[str, Any]] = [("", document)]
    while left:
        where, value = left.pop()
        if isinstance(value, str):
            yield where, value
        elif isinstance(value, dict):
            yield from ((where, name) for name in value)
            left += [(f"{where}.{name}" if where else name, inner) for name, inner in reversed(value.items())]
        elif isinstance(value, (list, tuple)):
            left += [(where, inner) for inner in reversed(value)]


def _around(data: bytes, mark: bytes, wide: bytes) -> Iterator[bytes]:
    """Yield what stands around a mark, wherever it does, in words of one and of two bytes a letter."""
    at = data.find(mark)
    while at >= 0:
        yield data[max(0, at - _BEFORE) : at + _AFTER]
        at = data.find(mark, at + 1)
    at = data.find(wide)
    while at >= 0:
        letters = data[at - min(at, 2 * _BEFORE) // 2 * 2 : at + 2 * _AFTER : 2]
        # What is before is perhaps a letter of something else.
        yield letters
        yield letters[min(at, 2 * _BEFORE) // 2 :]
        at = data.find(wide, at + 1)


def _packed(data: bytes) -> Iterator[bytes]:
    """Yield what is compressed in the chunks of a PNG that hold text."""
    for kind, body in _chunks(data):
        _, _, rest = body.partition(b"\0")
        if kind in {b"zTXt", b"iCCP"}:
            yield rest[1:]
        elif kind == b"iTXt" and rest[:1] == b"\1":
            yield rest[2:].partition(b"\0")[2].partition(b"\0")[2]


def _chunks(data: bytes) -> Iterable[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += 12 + length
