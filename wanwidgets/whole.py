"""Whether an encoded picture is whole, told from its outline alone: a large photograph need not be decoded to know it.

Only what is certain is said: a file of which nothing can be told is decoded instead.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

__all__ = ["is_whole"]

_SCAN, _END = 0xDA, b"\xff\xd9"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PLAIN = {b"IHDR", b"IDAT", b"IEND", b"bKGD", b"cHRM", b"gAMA", b"iCCP", b"pHYs", b"sBIT", b"sRGB", b"tIME"}
"""Chunks of a PNG that neither make pixels transparent, nor turn the picture, nor hold another one."""


def is_whole(data: bytes, kind: str) -> bool:
    """Return whether a file surely is whole, and surely holds nothing behind its pixels that changes them.

    Parameters
    ----------
    data
        The file.
    kind
        Pillow's name of its format. Of others than JPEG and PNG nothing is known.
    """
    if kind == "JPEG":
        return _jpeg_is_whole(data)
    return kind == "PNG" and _png_is_whole(data)


def _jpeg_is_whole(data: bytes) -> bool:
    at = 2
    while data[at : at + 1] == b"\xff":
        if data[at + 1 : at + 2] == bytes([_SCAN]):
            # The thumbnail in the EXIF segment has an end of its own, so only what follows the first scan counts.
            return data.rfind(_END, at) >= 0
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return False


def _png_is_whole(data: bytes) -> bool:
    kinds = list(_sound_chunks(data))
    return kinds[-1:] == [b"IEND"] and _PLAIN.issuperset(kinds)


def _sound_chunks(data: bytes) -> Iterator[bytes]:
    """Yield the kinds of the chunks up to the end, or to the first one that is cut off or has a wrong checksum."""
    at, view = len(_SIGNATURE), memoryview(data)
    while at + 12 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        end = at + 8 + length
        if data[end : end + 4] != zlib.crc32(view[at + 4 : end]).to_bytes(4, "big"):
            return
        yield kind
        if kind == b"IEND":
            return
        at = end + 4
