"""Which files carry a text, and how: by their first bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from wanwidgets.provenance import jpeg, png, webp

__all__ = ["carried", "carrying"]


class _Kind(NamedTuple):
    magic: bytes
    put: Callable[[bytes, str], bytes | None]
    find: Callable[[bytes, int], str | None]
    is_signed: Callable[[bytes], bool]


_KINDS = (
    _Kind(png.MAGIC, png.put, png.find, png.is_signed),
    _Kind(jpeg.MAGIC, jpeg.put, jpeg.find, jpeg.is_signed),
    _Kind(webp.MAGIC, webp.put, webp.find, webp.is_signed),
)


def carrying(data: bytes, text: str) -> bytes | None:
    """Return a picture's file with a text in it, or None where it has to be left alone.

    Its pixels and everything else in it stay as they are, byte for byte; only an earlier text of ours goes. A file with
    a C2PA manifest is left alone, since whatever is added breaks its signature; so is one of another kind than PNG,
    JPEG and WebP, a damaged one, and a JPEG when the text does not fit into a segment.

    Parameters
    ----------
    data
        The file.
    text
        Without characters that XML does not have.
    """
    kind = _kind(data)
    return None if kind is None or kind.is_signed(data) else kind.put(data, text)


def carried(data: bytes, most: int) -> str | None:
    """Return the text that a file carries, or None.

    Parameters
    ----------
    data
        Any bytes.
    most
        How many bytes the text may have.

    Raises
    ------
    ValueError
        There is one, and it is longer or damaged.
    """
    kind = _kind(data)
    return kind.find(data, most) if kind is not None else None


def _kind(data: bytes) -> _Kind | None:
    return next((kind for kind in _KINDS if data.startswith(kind.magic)), None)
