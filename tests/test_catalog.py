"""The catalog as a table: sources, sizes, and the prediction of the output's size."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanwidgets.catalog import DEFAULT_MODEL, MODELS, REGIONS, SOURCES
from wanwidgets.sizes import parse_size


def rows(value):
    """Yield every dataclass inside a value."""
    if dataclasses.is_dataclass(value):
        yield value
        for item in dataclasses.fields(value):
            yield from rows(getattr(value, item.name))
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from rows(item)
    elif hasattr(value, "values"):
        for item in value.values():
            yield from rows(item)


@pytest.mark.parametrize("model", MODELS.values(), ids=lambda model: model.name)
def test_each_fact_names_its_source(model):
    """Each row of a model that states facts names a source that `SOURCES` explains."""
    named = [row.source for row in rows(model) if hasattr(row, "source")]
    named += [model.prompt_source, model.boxes_source, model.timing_source]

    assert len(named) > 10
    assert set(named) <= set(SOURCES)


def test_default_model_is_the_cheapest():
    """The default model costs no more than any other."""
    cheapest = min(model.price("beijing").amount for model in MODELS.values())

    assert MODELS[DEFAULT_MODEL].price("beijing").amount == cheapest


def test_regions_are_https():
    """Every region's base URL is https and ends in /api/v1."""
    assert all(
        region.base_url.startswith("https://") and region.base_url.endswith("/api/v1") for region in REGIONS.values()
    )


@pytest.mark.parametrize(
    ("text", "size"),
    [("1280*720", (1280, 720)), ("2K", None), ("1280x720", None), ("*", None), ("0*5", None), ("-1*5", None),
     ("１２８０*720", None), ("1 *2", None), ("", None), ("1*2*3", None)],
)  # fmt: skip
def test_size_is_read_or_refused(text, size):
    """Only two whole ASCII numbers with a star between them are a size."""
    assert parse_size(text) == size


@given(st.integers(240, 8000), st.integers(240, 8000), st.sampled_from(["1K", "2K"]))
def test_tier_keeps_the_ratio_of_the_last_picture(width, height, tier):
    """A tier's output has about its number of pixels, at the ratio of the last picture."""
    model = MODELS[DEFAULT_MODEL]
    out_width, out_height = model.output_size(tier, (width, height))

    assert out_width * out_height == pytest.approx(model.sizes.tier(tier).pixels, rel=0.01)
    assert out_width / out_height == pytest.approx(width / height, rel=0.01)


def test_output_size_of_the_guide_is_predicted():
    """The guide's editing sample, 2K at the ratio of its second picture, comes within a few pixels."""
    width, height = MODELS["wan2.7-image-pro"].output_size("2K", (2985, 1405))

    assert (width, height) == pytest.approx((2985, 1405), abs=4)


def test_output_size_without_pictures_is_square():
    """Without pictures a tier is square, and W*H is itself."""
    model = MODELS["wan2.7-image-pro"]

    assert model.output_size("4K", None) == (4096, 4096)
    assert model.output_size("1280*720", (100, 100)) == (1280, 720)
    assert model.output_size("banana", (100, 100)) is None
