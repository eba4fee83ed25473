"""What an outline tells of a file: surely whole, or to be decoded to know."""

from __future__ import annotations

import io
import zlib

import pytest
from PIL import Image

from wanwidgets.whole import is_whole


def encoded(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def with_thumbnail(photo):
    """Return a JPEG with a whole small JPEG in a segment before its pixels."""
    data, small = encoded(photo, "JPEG"), encoded(photo.resize((40, 30)), "JPEG")
    return data[:2] + b"\xff\xe1" + (len(small) + 2).to_bytes(2, "big") + small + data[2:]


WHOLE = {
    "JPEG": (lambda photo: encoded(photo, "JPEG"), "JPEG"),
    "progressive JPEG": (lambda photo: encoded(photo, "JPEG", progressive=True), "JPEG"),
    "JPEG with a tail": (lambda photo: encoded(photo, "JPEG") + b"what a telephone adds", "JPEG"),
    "JPEG with a thumbnail": (with_thumbnail, "JPEG"),
    "PNG": (lambda photo: encoded(photo, "PNG"), "PNG"),
    "PNG with a density": (lambda photo: encoded(photo, "PNG", dpi=(72, 72)), "PNG"),
}


@pytest.mark.parametrize(("make", "kind"), WHOLE.values(), ids=WHOLE)
def test_whole_file_is_known_by_its_outline(make, kind, photo):
    """A whole file is known to be whole, whatever lies before and behind its pixels."""
    assert is_whole(make(photo), kind)


@pytest.mark.parametrize(("make", "kind"), WHOLE.values(), ids=WHOLE)
@pytest.mark.parametrize("part", [0, 1 / 100, 1 / 10, 1 / 2, 0.9])
def test_file_that_was_cut_off_is_not_taken_for_whole(make, kind, part, photo):
    """A file of which the end is missing is never taken for whole, not for the end of the thumbnail in it either."""
    data = make(photo)

    assert not is_whole(data[: int(len(data) * part)], kind)


def chunk(kind, body):
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


@pytest.mark.parametrize("kind", [b"tRNS", b"eXIf", b"iTXt", b"acTL", b"quIt"])
def test_chunk_that_may_change_the_picture_is_not_passed_over(kind, photo):
    """A PNG with transparency, an orientation, more frames or what nobody knows has to be looked at."""
    data = encoded(photo, "PNG")

    assert not is_whole(data[:33] + chunk(kind, b"\0" * 8) + data[33:], "PNG")
    assert not is_whole(data[:-12] + chunk(kind, b"\0" * 8) + data[-12:], "PNG")


def test_changed_byte_of_a_png_is_seen(photo):
    """A PNG in which one byte changed is not taken for whole, since its checksum is wrong."""
    data = bytearray(encoded(photo, "PNG"))
    data[len(data) // 2] ^= 1

    assert not is_whole(bytes(data), "PNG")


@pytest.mark.parametrize("kind", ["WEBP", "BMP", "GIF", "TIFF", ""])
def test_nothing_is_said_of_other_formats(kind, photo):
    """Of formats whose outline tells nothing, nothing is said."""
    assert not is_whole(encoded(Image.new("RGB", (8, 8)), kind or "BMP"), kind)


def test_png_that_is_followed_by_something_is_whole(photo):
    """What stands behind the end of a PNG does not belong to it."""
    assert is_whole(encoded(photo, "PNG") + b"more", "PNG")
