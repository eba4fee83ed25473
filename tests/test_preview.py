"""Previews keep their bounds in pixels and bytes, whatever the picture is."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from wanwidgets.preview import PREVIEW_BYTES, THUMBNAIL_BYTES, contact_sheet, small_jpeg


def noise(width: int, height: int) -> Image.Image:
    """Return the picture that compresses worst."""
    pixels = np.random.default_rng(1).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return Image.fromarray(pixels)


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@settings(max_examples=25, deadline=None)
@given(
    width=st.integers(1, 900),
    height=st.integers(1, 900),
    side=st.integers(33, 700),
    limit=st.sampled_from([THUMBNAIL_BYTES, PREVIEW_BYTES]),
)
def test_preview_keeps_its_bounds(width, height, side, limit):
    """A preview of any picture is a JPEG within its side and its bytes."""
    data = small_jpeg(noise(width, height), side=side, max_bytes=limit)

    image = opened(data)
    assert image.format == "JPEG"
    assert max(image.size) <= side
    assert len(data) <= limit


def test_preview_without_a_limit_only_has_a_side():
    """Without a limit of bytes a preview has the best quality at its side."""
    data = small_jpeg(noise(800, 400), side=400)

    assert opened(data).size == (400, 200)
    assert len(data) > PREVIEW_BYTES


def test_small_picture_is_not_enlarged(photo):
    """A picture smaller than the side stays as large as it is, and the user's picture is not changed."""
    assert opened(small_jpeg(photo, side=1000)).size == photo.size == (400, 300)


def test_quality_goes_before_the_size():
    """A picture that is a little too large loses quality, and keeps its size."""
    image = noise(200, 150)
    best = small_jpeg(image, side=200)

    data = small_jpeg(image, side=200, max_bytes=len(best) - 1)

    assert opened(data).size == (200, 150)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "CMYK", "1", "I;16", "F"])
def test_any_mode_has_a_preview(photo, mode):
    """A picture of any mode has a preview and a sheet in colour."""
    image = photo.convert("L").convert(mode) if mode in {"I;16", "F", "LA"} else photo.convert(mode)

    assert opened(small_jpeg(image, side=50)).size == (50, 38)
    assert contact_sheet([image, image], width=100).mode == "RGB"


@pytest.mark.parametrize(
    ("count", "size"), [(1, (200, 150)), (2, (200, 72)), (3, (200, 152)), (4, (200, 152)), (9, (200, 392))]
)
def test_sheet_has_rows_of_two(photo, count, size):
    """A sheet is as wide as it should be and has two pictures a row, with a gap between."""
    assert contact_sheet([photo] * count, width=200).size == size


def test_sheet_is_white_between_the_pictures():
    """Where a sheet has no picture it is white."""
    black = Image.new("RGB", (100, 100))

    sheet = contact_sheet([black, black, black], width=208)

    assert sheet.getpixel((50, 50)) == sheet.getpixel((150, 50)) == sheet.getpixel((50, 150)) == (0, 0, 0)
    assert sheet.getpixel((104, 50)) == sheet.getpixel((50, 104)) == sheet.getpixel((150, 150)) == (255, 255, 255)


def test_sheet_of_unlike_pictures_holds_them_whole():
    """Pictures of unlike shape share a sheet without being cut or stretched."""
    tall, wide = Image.new("RGB", (100, 400), "red"), Image.new("RGB", (400, 100), "blue")

    sheet = contact_sheet([tall, wide], width=808)

    colours = {colour: count for count, colour in sheet.getcolors()}
    assert sheet.size == (808, 400)
    assert colours[255, 0, 0] == 100 * 400
    assert colours[0, 0, 255] == 400 * 100
