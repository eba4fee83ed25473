"""Picture pixels to canvas pixels and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanwidgets.widgets.surface.viewport import Viewport

SIDES = st.integers(1, 8000)
CANVASES = st.tuples(st.integers(200, 2000), st.integers(200, 2000))


@given(SIDES, SIDES, CANVASES)
def test_picture_is_whole_centred_and_has_a_margin(width, height, canvas):
    """The whole picture is shown, centred, with the margin on every side."""
    view = Viewport.fit((width, height), canvas, 28)
    shown = view.shown

    assert view.left >= 28 - 1e-6
    assert view.top >= 28 - 1e-6
    assert 2 * view.left + shown[0] == pytest.approx(canvas[0])
    assert 2 * view.top + shown[1] == pytest.approx(canvas[1])
    assert min(view.left, view.top) == pytest.approx(28)


@given(SIDES, SIDES, CANVASES, st.floats(0, 1), st.floats(0, 1))
def test_there_and_back(width, height, canvas, across, down):
    """A point of the picture is found again from where it is shown, at every scale."""
    view = Viewport.fit((width, height), canvas, 28)
    point = (across * width, down * height)

    assert view.to_picture(*view.to_canvas(*point)) == pytest.approx(point, abs=1e-6)


@pytest.mark.parametrize(
    ("where", "want"),
    [((-50, -50), (0, 0)), ((2000, 2000), (400, 300)), ((-5, 500), (0, None))],
)
def test_beside_the_picture_is_its_edge(where, want):
    """A point in the margin, or outside the canvas, is the nearest point of the picture's edge."""
    found = Viewport.fit((400, 300), (1280, 960), 28).to_picture(*where)

    assert all(wanted is None or value == wanted for value, wanted in zip(found, want, strict=True))
