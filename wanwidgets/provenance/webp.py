"""A text in a WebP: in its XMP chunk, which comes last; everything else stays, byte for byte.

A WebP is a RIFF of chunks: a name of four letters, a length, and data filled up to an even length. Metadata need the
chunk ``VP8X``, which says what else is there (RFC 9649, 2.7).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from wanwidgets.provenance import xmp

__all__ = ["MAGIC", "find", "is_signed", "put"]

MAGIC = b"RIFF"

_WEBP = b"WEBP"
_FRAME = 8  # bytes of a chunk beside its data
_START = 12  # bytes before the first chunk
_MOST_CHUNKS = 100_000
_EXTENDED, _LOSSY, _LOSSLESS, _XMP, _C2PA = b"VP8X", b"VP8 ", b"VP8L", b"XMP ", b"C2PA"
_HAS_XMP, _HAS_ALPHA = 0x04, 0x10
_LOSSY_START = b"\x9d\x01\x2a"
_LOSSLESS_START = b"\x2f"
_SIDE = 0x3FFF  # fourteen bits


class _Chunk(NamedTuple):
    name: bytes
    data: bytes
    whole: bytes


def put(data: bytes, text: str) -> bytes | None:
    """Return the file with a text, in the place of an earlier one; None where it is no whole WebP."""
    chunks = list(_chunks(data))
    if not chunks or _START + sum(len(chunk.whole) for chunk in chunks) != _end(data):
        return None
    extended = _extended(chunks[0])
    old = next((chunk for chunk in chunks if chunk.name == _XMP), None)
    packet = xmp.put(old.data, text) if old else xmp.packet(text)
    if extended is None or packet is None:
        return None
    kept = [chunk.whole for chunk in chunks if chunk.name not in {_EXTENDED, _XMP}]
    body = _WEBP + b"".join([extended, *kept, _chunk(_XMP, packet)])
    return MAGIC + struct.pack("<I", len(body)) + body + data[_end(data) :]


def find(data: bytes, most: int) -> str | None:
    """Return the text that `put` wrote, or None; one of more than `most` bytes is a ValueError."""
    for chunk in _chunks(data):
        if chunk.name == _XMP and xmp.NAMESPACE.encode() in chunk.data:
            # Escaped, a text is at most five times as long.
            if len(chunk.data) > 5 * most:
                raise ValueError(f"its text has more than {most:,} bytes")
            return xmp.find(chunk.data)
    return None


def is_signed(data: bytes) -> bool:
    """Whether a C2PA manifest is in the file, or is named in it (C2PA specification 2.1, A.3.7)."""
    return any(
        chunk.name == _C2PA or (chunk.name == _XMP and xmp.names_manifest(chunk.data)) for chunk in _chunks(data)
    )


def _end(data: bytes) -> int:
    return 8 + int(struct.unpack_from("<I", data, 4)[0])


def _chunks(data: bytes) -> Iterator[_Chunk]:
    """Yield the whole chunks within the length that the file declares."""
    if len(data) < _START or not data.startswith(MAGIC) or data[8:_START] != _WEBP:
        return
    at, end = _START, min(len(data), _end(data))
    for _ in range(_MOST_CHUNKS):
        if at + _FRAME > end:
            return
        name, length = struct.unpack_from("<4sI", data, at)
        after = at + _FRAME + length + length % 2
        if after > end:
            return
        yield _Chunk(name, data[at + _FRAME : at + _FRAME + length], data[at:after])
        at = after


def _extended(first: _Chunk) -> bytes | None:
    """Return the chunk that says that there is XMP, or None where the first one is none of a picture."""
    if first.name == _EXTENDED and len(first.data) >= 10:  # noqa: PLR2004 - flags, and two sides of three bytes
        return _chunk(_EXTENDED, bytes([first.data[0] | _HAS_XMP]) + first.data[1:])
    if first.name == _LOSSY and first.data[3:6] == _LOSSY_START and len(first.data) >= 10:  # noqa: PLR2004 - so far the sides
        width, height = (side & _SIDE for side in struct.unpack_from("<HH", first.data, 6))
        flags = _HAS_XMP
    elif first.name == _LOSSLESS and first.data.startswith(_LOSSLESS_START) and len(first.data) >= 5:  # noqa: PLR2004 - as above
        (bits,) = struct.unpack_from("<I", first.data, 1)
        width, height = (bits & _SIDE) + 1, (bits >> 14 & _SIDE) + 1
        flags = _HAS_XMP | (_HAS_ALPHA if bits >> 28 & 1 else 0)
    else:
        return None
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return _chunk(_EXTENDED, bytes([flags, 0, 0, 0]) + sides) if width and height else None


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
