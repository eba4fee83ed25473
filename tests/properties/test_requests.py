"""No input at all makes the client's side raise anything but TypeError and its own errors."""

from __future__ import annotations

import contextlib
import io
import json

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st
from PIL import Image

from wanwidgets.catalog import MODELS
from wanwidgets.errors import InvalidRequest, WanError
from wanwidgets.images import InputImage
from wanwidgets.protocol.encode import encode_create
from wanwidgets.regions import Mask, Stroke
from wanwidgets.request import EditRequest

# The same examples each time, so that what fails here fails again on the next machine.
FIXED = settings(derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))

PARAMETERS = sorted({name for model in MODELS.values() for name in model.parameters})
WORDS = [
    "1K", "2K", "4K", "1024*1024", "1280*720", "768*768", "720*1280", "0*0", "<anime>", "expand", "dance", "#C2D1E6",
    "33.33%", "100.00%", "drawn", "list", "oss://a", "http://[", "file://a", "data:image/png;base64,AAAA", "\ud83d", "",
]  # fmt: skip


def png(width, height):
    file = io.BytesIO()
    Image.new("RGB", (width, height), "#804020").save(file, "PNG")
    return file.getvalue()


# Encoded once, and as large as each model takes.
PICTURE = InputImage.from_pil(Image.new("RGB", (600, 520), "#804020"))
SMALL = InputImage.from_pil(PICTURE.image().resize((60, 52)))
FULL = Mask((600, 520), (Stroke(((10.0, 10.0), (400.0, 300.0)), 30.0),))
PICTURES = [
    PICTURE, Image.new("RGB", (1, 1)), Image.new("RGB", (0, 5)), png(600, 520), png(600, 520)[:100], b"", b"text",
    np.zeros((520, 600, 3), np.uint8), np.zeros((2, 2, 7)), np.full((300, 300), np.nan), "http://example.com/a.png",
    "no/such/file.png", None, 5, "https://[",
]  # fmt: skip

# Beyond what a float holds, and beyond what Python writes in decimal digits.
huge = st.builds(lambda digits, sign: sign * 10**digits, st.sampled_from([400, 5000]), st.sampled_from([1, -1]))
leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 15),
    st.integers(),
    st.sampled_from([2**31 - 1, 2**31]),
    huge,
    st.floats(),
    st.sampled_from(WORDS),
    st.text(max_size=20),
    st.binary(max_size=8),
)
anything = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.tuples(inner, inner),
        st.dictionaries(st.one_of(st.text(max_size=8), st.integers(0, 3)), inner, max_size=3),
    ),
    max_leaves=12,
)  # fmt: skip
numbers = st.one_of(
    huge, st.integers(-10, 700), st.floats(-10, 700), st.sampled_from([float("nan"), float("inf"), "1"])
)
boxes = st.dictionaries(
    st.integers(0, 4),
    st.lists(st.lists(numbers, min_size=3, max_size=5), max_size=4),
    max_size=3,
)  # fmt: skip
shares = st.fixed_dictionaries(
    {"hex": st.sampled_from(["#C2D1E6", "red"]), "ratio": st.sampled_from(["33.33%", "33.34%", "1%"])}
)
parameters = st.dictionaries(
    st.one_of(st.sampled_from(PARAMETERS), st.text("abc_", min_size=1, max_size=5)),
    st.one_of(anything, st.lists(shares, max_size=12), st.sampled_from(["1K", 1, True, 0.5, "expand"])),
    max_size=5,
)
plausible = st.fixed_dictionaries(
    {"model": st.one_of(st.sampled_from(list(MODELS)), anything)},
    optional={
        "prompt": st.one_of(st.just("warmer"), st.text(max_size=20), st.just("字" * 5001), anything),
        "images": st.one_of(st.lists(st.sampled_from([PICTURE, *PICTURES]), max_size=3), anything),
        "boxes": st.one_of(boxes, anything),
        "mask": st.one_of(st.none(), st.just(Mask((600, 520))), st.sampled_from(PICTURES), anything),
        "marks": st.one_of(st.sampled_from(["list", "drawn"]), anything),
        "take": st.one_of(st.just(0), anything),
    },
)  # fmt: skip

drafts = st.builds(
    lambda more, values: {**more, **values},
    parameters,
    st.fixed_dictionaries(
        {
            "model": st.sampled_from(list(MODELS)),
            "images": st.integers(0, 4).map(lambda count: [PICTURE] * count),
            "boxes": boxes,
            "mask": st.sampled_from([None, Mask((600, 520)), FULL, Mask((9, 9))]),
            "marks": st.sampled_from(["list", "drawn"]),
        },
    ),
)


def made(**values):
    """Return the request, if one is made of these values at all."""
    try:
        return EditRequest(**{"prompt": "warmer", **values})
    except (TypeError, WanError):
        reject()


def encode(request):
    """Return the create, as if every picture had been uploaded."""
    return encode_create(request, sources=["oss://a/b.png"] * len(request.pictures), mask_source="oss://a/mask.png")


@settings(FIXED, max_examples=300)
@given(plausible, parameters)
def test_a_request_is_made_or_refused(values, more):
    """Whatever is handed to `EditRequest`, it is made, or TypeError or an error of the package says why not."""
    with contextlib.suppress(TypeError, WanError):
        EditRequest(**{**more, **values})


@settings(FIXED, max_examples=300)
@given(drafts)
def test_a_request_is_judged_and_sent_or_refused(values):
    """Any request names its problems in words, and can be encoded exactly when it has none."""
    request = made(**values)
    problems = request.problems()

    assert all(str(problem).endswith(".") for problem in problems)
    assert repr(request)
    assert request.output_size() is None or min(request.output_size()) > 0
    assert request.most_pictures() is None or isinstance(request.most_pictures(), int)
    if not problems:
        assert encode(request).body["model"] == request.model
        return
    with pytest.raises(InvalidRequest) as refused:
        encode(request)
    assert refused.value.problems == problems


@settings(FIXED, max_examples=200)
@given(st.sampled_from(list(MODELS)), st.sampled_from(list(MODELS)), parameters)
def test_a_request_changes_its_model(before, after, more):
    """A request that is fitted to another model has no parameter left that this model's mode refuses."""
    request = EditRequest("warmer", [PICTURE], model=before, **more)
    fitted, dropped = request.fitted(model=after)

    assert {problem.field for problem in fitted.problems()}.isdisjoint(fitted.parameters)
    assert not set(dropped) & set(fitted.parameters)


@settings(FIXED, max_examples=80)
@given(st.sampled_from(list(MODELS)), parameters)
def test_a_request_survives_its_own_record(model, more):
    """A request without problems is the same after a round through JSON values, and has the same fingerprint."""
    request = EditRequest("warmer", [SMALL], model=model, **more)
    assume(not set(request.parameters) & {problem.field for problem in request.problems()})
    again = EditRequest.from_dict(json.loads(json.dumps(request.to_dict(embed=True))))

    assert again == request
    assert again.fingerprint("local/1") == request.fingerprint("local/1")


@pytest.mark.parametrize(
    "values",
    [
        {"boxes": {1: [(10**400, 0, 5, 5)]}},
        {"boxes": {1: [(0, 0, 5, 10**5000)]}},
        {"boxes": {10**5000: [(0, 0, 5, 5)]}},
        {"take": -(10**5000)},
        {"n": 10**5000},
        {"seed": 10**400},
        {"model": "wanx2.1-imageedit", "function": "stylization_all", "strength": 10**400},
        {"model": "wanx-x-painting", "mask_color": [[10**5000, 0, 0]]},
        {"color_palette": [{"hex": "#C2D1E6", "ratio": 10**5000}] * 3},
    ],
    ids=["box-400", "box-5000", "boxes", "take", "n", "seed", "strength", "mask_color", "color_palette"],
)
def test_a_number_that_python_cannot_write_is_refused_in_words(values):
    """A number too long for a float, or for decimal digits, is named as a problem or refused like any other."""
    try:
        request = EditRequest("warmer", [PICTURE], **values)
    except (TypeError, WanError):
        return
    assert request.problems()
    assert all(str(problem) for problem in request.problems())
    assert repr(request)
