"""What a mask says, whatever is painted and whatever colours are named."""

from __future__ import annotations

import io

import numpy as np
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from wanwidgets.images import InputImage
from wanwidgets.protocol.encode import mask_file
from wanwidgets.regions import Mask, Stroke
from wanwidgets.request import EditRequest

FIXED = settings(derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))

PICTURE = InputImage.from_pil(Image.new("RGB", (300, 260), "#804020"))
shade = st.sampled_from([0, 1, 63, 64, 65, 127, 128, 134, 254, 255])
colors = st.lists(st.tuples(shade, shade, shade).map(list), min_size=1, max_size=5)
points = st.tuples(st.floats(-20, 320), st.floats(-20, 280))
strokes = st.lists(
    st.builds(Stroke, st.lists(points, min_size=1, max_size=4).map(tuple), st.floats(0.5, 60), st.booleans()),
    max_size=4,
).map(tuple)


@settings(FIXED, max_examples=150)
@given(strokes, colors)
@example((), [[0, 0, 65], [0, 0, 0]])
@example((), [[0, 0, 0], [255, 255, 255]])
def test_exactly_what_is_painted_has_a_named_colour(painted, named):
    """Pixels of exactly a named colour are edited: the painted ones and no other, or the colours are a problem."""
    mask = Mask(PICTURE.size, painted)
    request = EditRequest("warmer", [PICTURE], model="wanx-x-painting", mask=mask, mask_color=named)
    if any(problem.field == "mask_color" for problem in request.problems()):
        return
    pixels = np.asarray(Image.open(io.BytesIO(mask_file(request))).convert("RGB"))
    edited = np.zeros(pixels.shape[:2], bool)
    for color in named:
        edited |= (pixels == color).all(axis=-1)

    assert (edited == (np.asarray(mask.image()) > 127)).all()


@settings(FIXED, max_examples=60)
@given(strokes)
def test_what_is_painted_is_white_where_no_colour_can_be_named(painted):
    """For a model without mask_color what was painted is white and the rest is black, as its reference says."""
    mask = Mask(PICTURE.size, painted)
    request = EditRequest("warmer", [PICTURE], model="wanx2.1-imageedit", mask=mask)
    pixels = np.asarray(Image.open(io.BytesIO(mask_file(request))).convert("RGB"))

    assert set(np.unique(pixels)) <= {0, 255}
    assert ((pixels == 255).all(axis=-1) == (np.asarray(mask.image()) > 127)).all()
