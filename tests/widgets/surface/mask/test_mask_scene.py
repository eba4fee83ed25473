"""How the mask is drawn over the picture."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from wanwidgets.regions import Box, Mask, Stroke
from wanwidgets.widgets.surface.mask.mask_scene import draw_brush, draw_stroke, mask_tile
from wanwidgets.widgets.surface.view.viewport import Viewport

SIZE = 400, 300
MASK = Mask(SIZE, (Stroke(((80.0, 90.0), (300.0, 200.0)), 40.0), Stroke(((190.0, 140.0),), 9.3, erase=True)))
VIEW = Viewport.fit(SIZE, (1280, 960), 28)

corner = st.tuples(st.integers(0, 399), st.integers(0, 299))


def cover(tile):
    with Image.open(io.BytesIO(tile)) as opened:
        return np.asarray(opened.convert("RGBA"))


@settings(deadline=None, max_examples=60)
@given(corner, st.integers(1, 60), st.integers(1, 60), st.integers(1, 9), st.integers(0, 7))
def test_every_pixel_is_shown_exactly_when_zoomed_in(at, width, height, zoom, more):
    """At 100 % and nearer a canvas pixel is covered exactly where the pixel of the picture under it is painted."""
    area = Box(at[0], at[1], at[0] + width, at[1] + height).clipped(SIZE)
    size = area.width * zoom + more, area.height * zoom + more
    alpha = cover(mask_tile(MASK, area, size))[:, :, 3]
    rows = [area.y1 + int((row + 0.5) * area.height / size[1]) for row in range(size[1])]
    columns = [area.x1 + int((column + 0.5) * area.width / size[0]) for column in range(size[0])]
    expected = (np.asarray(MASK.image()) > 0)[np.ix_(rows, columns)]

    assert ((alpha > 0) == expected).all()


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 5))
def test_tiles_join_without_a_seam(zoom):
    """Two tiles beside each other show the edge of what is painted where one tile of both does, and no other."""
    whole = cover(mask_tile(MASK, Box(40, 40, 360, 260), (320 * zoom, 220 * zoom)))
    left = cover(mask_tile(MASK, Box(40, 40, 172, 260), (132 * zoom, 220 * zoom)))
    stripes = (whole[:, : 132 * zoom] != left).any(axis=-1)

    assert not stripes.any()
    right = cover(mask_tile(MASK, Box(172, 40, 360, 260), (188 * zoom, 220 * zoom)))
    # The dark line is the same; stripes may begin elsewhere.
    dark = (whole[:, 132 * zoom :, :3] == (11, 27, 51)).all(axis=-1)
    assert (dark == (right[:, :, :3] == (11, 27, 51)).all(axis=-1)).all()


def test_far_away_it_shows_how_much_is_painted():
    """Below 100 % a canvas pixel is covered by as much as is painted of the pixels under it."""
    thin = Mask(SIZE).with_boxes([(0, 0, 400, 1)])
    alpha = cover(mask_tile(thin, Box(0, 0, *SIZE), (100, 75), 1.0))[:, :, 3]

    assert set(alpha[0].tolist()) == {64}
    assert not alpha[1:].any()


@pytest.mark.parametrize("opacity", [0.1, 0.5, 0.9])
def test_paint_covers_as_much_as_it_is_told(opacity):
    """Between its stripes paint is as opaque as it is told, and the edge is always seen."""
    tile = cover(mask_tile(MASK, Box(0, 0, *SIZE), (800, 600), opacity))
    tint = (tile[:, :, :3] == (26, 115, 232)).all(axis=-1) & (tile[:, :, 3] > 0)
    dark = (tile[:, :, :3] == (11, 27, 51)).all(axis=-1)

    assert set(tile[tint][:, 3].tolist()) == {round(255 * opacity)}
    assert (tile[dark][:, 3] > 200).all()
    assert dark.sum() > 1000


def test_picture_that_is_wholly_painted_has_its_edge():
    """Where everything is painted the line runs along the edge of the picture, and nowhere inside."""
    tile = cover(mask_tile(Mask(SIZE).filled(), Box(0, 0, *SIZE), (800, 600)))

    assert (tile[0, :, 3] > 200).all()
    assert (tile[:, -1, 3] > 200).all()
    assert not (tile[10:-10, 10:-10, 3] > 200).any()


def commands(name, found):
    return [value for key, value in found if key == name]


def test_stroke_takes_away_what_is_there_before_it_paints():
    """No paint is seen twice: the line is cut out first, and paint is added to what is left."""
    found = list(draw_stroke([(10.0, 10.0), (30.0, 40.0)], 6.0, VIEW, erase=False, opacity=0.4))

    assert commands("global_composite_operation", found) == ["destination-out", "lighter"]
    assert commands("line_width", found) == [12 * VIEW.scale]
    assert commands("stroke_style", found)[-1] == "rgba(26, 115, 232, 0.4)"
    assert found[0] == ("save", ())
    assert found[-1] == ("restore", ())


def test_eraser_only_takes_away():
    """A stroke of the eraser cuts out its line and adds nothing."""
    found = list(draw_stroke([(10.0, 10.0)], 6.0, VIEW, erase=True))

    assert commands("global_composite_operation", found) == ["destination-out"]
    assert list(draw_stroke([], 6.0, VIEW, erase=True)) == []


def test_brush_shows_whether_it_erases():
    """The outline is dashed and has a minus where it erases, a plus where it paints: colour alone says nothing."""
    paints = list(draw_brush((50.0, 50.0), 20.0, VIEW, erase=False))
    erases = list(draw_brush((50.0, 50.0), 20.0, VIEW, erase=True))

    assert [len(commands("stroke_line", found)) for found in (paints, erases)] == [4, 2]
    assert not any(dash for (dash,) in commands("set_line_dash", paints))
    assert any(dash for (dash,) in commands("set_line_dash", erases))
    assert len(set(commands("stroke_style", erases))) == 2
