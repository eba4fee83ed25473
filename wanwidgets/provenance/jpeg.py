"""A text in a JPEG: in its XMP packet, which is a segment before the pixels; everything else stays, byte for byte.

A segment is a marker, its length and its data (ITU-T T.81, B.1). XMP lies in APP1 behind a name of its own (XMP
specification, part 3, 1.1.3).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from wanwidgets.provenance import xmp

__all__ = ["MAGIC", "find", "is_signed", "put"]

MAGIC = b"\xff\xd8\xff"

_APP0, _APP1, _APP2, _APP11, _SCAN = 0xE0, 0xE1, 0xE2, 0xEB, 0xDA
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_EXIF = b"Exif\0\0"
_SEVERAL = b"MPF\0"
_JUMBF = b"JP"
_MOST = 0xFFFF - 2
"""Bytes of a segment's data."""
_HEADER = 4  # bytes of marker and length


class _Segment(NamedTuple):
    marker: int
    start: int
    end: int
    data: bytes


def put(data: bytes, text: str) -> bytes | None:
    """Return the file with a text, in the place of an earlier one; None where it has no room or no place for it.

    A segment has room for 64 kB. A file of several pictures tells where each of them begins, and is left alone.
    """
    segments = list(_segments(data))
    if any(each.marker == _APP2 and each.data.startswith(_SEVERAL) for each in segments):
        return None
    old = next((each for each in segments if _is_xmp(each)), None)
    packet = xmp.put(old.data[len(_XMP) :], text) if old else xmp.packet(text)
    whole = data.startswith(bytes([0xFF, _SCAN]), segments[-1].end) if segments else False
    if not whole or packet is None or len(_XMP) + len(packet) > _MOST:
        return None
    body = _XMP + packet
    made = struct.pack(">BBH", 0xFF, _APP1, len(body) + 2) + body
    if old:
        return data[: old.start] + made + data[old.end :]
    # JFIF and Exif come first by their own rules.
    at = 2
    for each in segments:
        if each.marker == _APP0 or (each.marker == _APP1 and each.data.startswith(_EXIF)):
            at = each.end
        else:
            break
    return data[:at] + made + data[at:]


def find(data: bytes, most: int) -> str | None:
    """Return the text that `put` wrote, or None; `most` is what a segment cannot have."""
    found = (xmp.find(each.data) for each in _segments(data) if _is_xmp(each) and len(each.data) <= most)
    return next(filter(None, found), None)


def is_signed(data: bytes) -> bool:
    """Whether a C2PA manifest is in the file, or is named in it (C2PA specification 2.1, A.3.1)."""
    return any(
        (each.marker == _APP11 and each.data.startswith(_JUMBF)) or (_is_xmp(each) and xmp.names_manifest(each.data))
        for each in _segments(data)
    )


def _segments(data: bytes) -> Iterator[_Segment]:
    """Yield the whole segments before the first scan."""
    at = 2
    while data[at : at + 1] == b"\xff" and at + _HEADER <= len(data):
        marker, length = struct.unpack_from(">BH", data, at + 1)
        end = at + 2 + length
        if marker == _SCAN or length < 2 or end > len(data):  # noqa: PLR2004 - the length counts its own two bytes
            return
        yield _Segment(marker, at, end, data[at + _HEADER : end])
        at = end


def _is_xmp(segment: _Segment) -> bool:
    return segment.marker == _APP1 and segment.data.startswith(_XMP)
