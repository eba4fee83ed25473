"""Parts of the picture as files: as sharp as they can be seen, and no larger."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from wanwidgets.images import InputImage
from wanwidgets.regions import Box
from wanwidgets.widgets.surface.view.tiles import (
    SEEN,
    Tile,
    at_once,
    covers,
    covers_mask,
    picture_tile,
    preview,
    sharper,
)
from wanwidgets.widgets.surface.view.viewport import Viewport

CANVAS = (1280, 960)


def noise(width, height):
    return Image.fromarray(np.random.default_rng(5).integers(0, 255, (height, width, 3), dtype=np.uint8))


def opened(tile):
    with Image.open(io.BytesIO(tile.data)) as image:
        image.load()
        assert image.format.lower() == tile.format
        assert image.size == tile.size
        return image


def test_preview_is_as_large_as_it_is_shown():
    """A large picture is sent at the size at which it fits, a small one at its own."""
    large, small = InputImage.from_pil(noise(3000, 1500)), InputImage.from_pil(noise(500, 300))
    tile = preview(large, Viewport.fit(large.size, CANVAS, 28).scaled(5, (0, 0)))
    assert tile.area == (0, 0, 3000, 1500)
    assert opened(tile).size == (1224, 612)

    assert opened(preview(small, Viewport.fit(small.size, CANVAS, 28))).size == (500, 300)


def test_a_picture_full_of_detail_is_sent_in_few_bytes():
    """What the state of widgets keeps of a grainy photograph is bounded, at the size at which it is shown."""
    grainy = noise(600, 420).resize((3000, 2100), Image.Resampling.BICUBIC)
    tile = preview(InputImage.from_pil(grainy), Viewport.fit(grainy.size, CANVAS, 28))

    assert opened(tile).size == (1224, 857)
    assert 100_000 < len(tile.data) <= 250_000


def test_pixels_that_are_seen_as_such_are_exact():
    """Where pixels are shown as squares, what is sent are the very pixels in sight, without loss."""
    picture = noise(1200, 900)
    view = Viewport.fit(picture.size, CANVAS, 28).scaled(SEEN, (640, 480))
    tile = picture_tile(picture, view)

    assert tile.area == view.visible
    assert opened(tile).tobytes() == picture.crop(view.visible).tobytes()
    assert covers(tile, view)


def test_a_tile_below_100_percent_is_the_average():
    """Where pixels are smaller than the canvas's, a tile has one pixel for each of the canvas's."""
    picture = Image.new("RGB", (8000, 6000), (10, 20, 30))
    view = Viewport.fit(picture.size, CANVAS, 28).scaled(0.5, (640, 480))
    tile = picture_tile(picture, view)

    assert tile.size == view.placed(view.visible)[2:]
    assert opened(tile).getpixel((100, 100)) == pytest.approx((10, 20, 30), abs=2)


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 3000), st.integers(1, 3000), st.floats(0.05, 32), st.floats(0, 1), st.floats(0, 1))
def test_a_tile_of_a_view_covers_it(width, height, scale, across, down):
    """A tile that was made of a view is all that can be wanted there, so that none is made again and again."""
    view = Viewport.fit((width, height), CANVAS, 28).scaled(scale, (CANVAS[0] * across, CANVAS[1] * down))
    tile = picture_tile(Image.new("RGB", (width, height)), view)

    assert covers(tile, view)
    assert len(tile.data) < 300_000
    base = Tile(Box(0, 0, width, height), (width, height), b"", "png")
    assert not sharper(view, base)


def test_sharper_only_where_there_is_more_to_see():
    """A preview with fewer pixels than are shown asks for more, one with all of them only where each is seen."""
    area = Box(0, 0, 4000, 3000)
    view = Viewport.fit((4000, 3000), CANVAS, 28)
    rough, whole = Tile(area, (1205, 904), b"", "jpeg"), Tile(area, (4000, 3000), b"", "jpeg")

    assert not sharper(view, rough)
    assert sharper(view.scaled(0.5, (0, 0)), rough)
    assert not sharper(view.scaled(2, (0, 0)), whole)
    assert sharper(view.scaled(SEEN, (0, 0)), whole)


def test_a_mask_needs_its_lines():
    """A tile of the mask covers a view only with as many pixels as the canvas has there."""
    view = Viewport.fit((400, 300), CANVAS, 28)
    tile = Tile(Box(0, 0, 400, 300), view.placed(Box(0, 0, 400, 300))[2:], b"", "png")

    assert covers_mask(tile, view)
    assert not covers_mask(tile, view.scaled(view.scale * 1.5, (0, 0)))


@pytest.mark.parametrize(
    ("kind", "size", "quick"),
    [("JPEG", (1000, 900), True), ("PNG", (1000, 900), True), ("PNG", (2000, 1500), False)],
)
def test_what_takes_long_is_not_done_at_once(kind, size, quick):
    """Pictures that take longer to decode than anyone would wait are not decoded at once."""
    file = io.BytesIO()
    Image.new("RGB", size).save(file, kind)

    assert at_once(InputImage.from_bytes(file.getvalue())) is quick
