"""A text in a PNG: an iTXt chunk of its own beside the others, which stay as they are, byte for byte.

A PNG is a signature and chunks: length, type, data and CRC-32 (PNG specification, third edition, 5.3). An iTXt chunk is
a keyword, a flag, the method of compression, a language, the keyword in that language, and text in UTF-8 (11.3.3.4).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from wanwidgets.provenance.xmp import names_manifest

__all__ = ["KEYWORD", "MAGIC", "find", "is_signed", "put"]

MAGIC = b"\x89PNG\r\n\x1a\n"
KEYWORD = "wanwidgets"
"""Of the chunk. Latin-1, at most 79 letters."""

_OURS = KEYWORD.encode("latin-1") + b"\0"
_XMP = b"XML:com.adobe.xmp\0"
_FRAME = 12  # bytes of a chunk beside its data
_BEFORE = 8  # of these, those that come first
_AFTER = 4
_MOST_CHUNKS = 100_000
"""Four times what a picture of 200 MB has; a file of nothing but empty chunks is not read for minutes."""
_HEADER = b"IHDR"
_TEXT = b"iTXt"
_END = b"IEND"
_C2PA = b"caBX"
"""The chunk of a manifest (C2PA specification 2.1, A.3.2)."""


class _Chunk(NamedTuple):
    kind: bytes
    start: int
    end: int


def put(data: bytes, text: str) -> bytes | None:
    """Return the file with a text behind its header, in the place of an earlier one; None where it is no whole PNG."""
    chunks = list(_chunks(data))
    if not chunks or chunks[0].kind != _HEADER or chunks[-1].kind != _END:
        return None
    # After the keyword's own zero: not compressed, by no method, in no language, with no other keyword.
    made = _chunk(_TEXT, _OURS + bytes(4) + text.encode("utf-8"))
    kept = [data[chunk.start : chunk.end] for chunk in chunks[1:] if not _is_ours(data, chunk)]
    return b"".join([data[: chunks[0].end], made, *kept, data[chunks[-1].end :]])


def find(data: bytes, most: int) -> str | None:
    """Return the text that `put` wrote, or None; also one that another program compressed.

    Parameters
    ----------
    data
        The file; one that is cut off is read as far as it goes.
    most
        How many bytes the text may have.

    Raises
    ------
    ValueError
        It is there, and is longer or cannot be read.
    """
    for chunk in _chunks(data):
        if _is_ours(data, chunk):
            return _text(data, chunk, most)
    return None


def is_signed(data: bytes) -> bool:
    """Whether a C2PA manifest is in the file, or is named in it."""
    return any(chunk.kind == _C2PA or _names_manifest(data, chunk) for chunk in _chunks(data))


def _chunks(data: bytes) -> Iterator[_Chunk]:
    """Yield the whole chunks up to the end of the picture; what is behind it is none."""
    at = len(MAGIC) if data.startswith(MAGIC) else len(data)
    for _ in range(_MOST_CHUNKS):
        if at + _FRAME > len(data):
            return
        (length,) = struct.unpack_from(">I", data, at)
        chunk = _Chunk(data[at + 4 : at + 8], at, at + _FRAME + length)
        if chunk.end > len(data):
            return
        yield chunk
        if chunk.kind == _END:
            return
        at = chunk.end


def _is_ours(data: bytes, chunk: _Chunk) -> bool:
    return chunk.kind == _TEXT and data.startswith(_OURS, chunk.start + _BEFORE)


def _names_manifest(data: bytes, chunk: _Chunk) -> bool:
    return (
        chunk.kind == _TEXT
        and data.startswith(_XMP, chunk.start + _BEFORE)
        and names_manifest(data[chunk.start + _BEFORE : chunk.end - _AFTER])
    )


def _text(data: bytes, chunk: _Chunk, most: int) -> str:
    body = data[chunk.start + _BEFORE : chunk.end - _AFTER]
    said = struct.unpack_from(">I", data, chunk.end - _AFTER)[0]
    rest = body[len(_OURS) :]
    # A flag, a method, a language, the keyword in that language, and the text.
    compressed, method, parts = rest[:1], rest[1:2], rest[2:].split(b"\0", 2)
    whole = zlib.crc32(_TEXT + body) == said and len(parts) == 3  # noqa: PLR2004 - language, keyword and text
    if not whole or compressed not in {b"\0", b"\1"} or method != b"\0":
        raise ValueError("its text chunk is damaged")
    text = parts[2]
    if compressed == b"\1":
        try:
            text = zlib.decompressobj().decompress(text, most + 1)
        except zlib.error:
            raise ValueError("its text chunk is damaged") from None
    if len(text) > most:
        raise ValueError(f"its text has more than {most:,} bytes")
    return text.decode("utf-8")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
