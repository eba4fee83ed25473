"""The catalog against limits copied from the provider's pages; the service reads the catalog too, so it cannot tell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wanwidgets.catalog import MODELS

LIMITS = json.loads((Path(__file__).parent / "limits.json").read_text(encoding="utf-8"))["models"]


def ratio(text):
    width, height = text.split(":")
    return int(width) / int(height)


def span(found):
    return [found.low, found.high]


@pytest.mark.parametrize("name", LIMITS)
def test_input_limits_are_those_of_the_guide(name):
    """Pictures, prompt, boxes and mask have the documented limits."""
    model, want = MODELS[name], LIMITS[name]

    assert span(model.images.count) == want["images"]
    assert span(model.images.side) == want["side"]
    assert span(model.images.ratio) == [ratio(text) for text in want["ratio"]]
    assert model.images.max_bytes == want["megabytes"] * 1_000_000
    assert sorted(model.images.formats) == want["formats"]
    assert (model.prompt_length, model.boxes_per_image, model.takes_mask) == (
        want["prompt"],
        want["boxes"],
        want["mask"],
    )


@pytest.mark.parametrize("name", LIMITS)
def test_sizes_are_those_of_the_guide(name):
    """Tiers and the rule for W*H are the documented ones, with and without input pictures."""
    sizes, want = MODELS[name].sizes, LIMITS[name]

    assert {tier.name: tier.pixels for tier in sizes.tiers} == want["tiers"]
    assert [tier.name for tier in sizes.tiers if not tier.edits] == want["tiers_without_images_only"]
    assert span(sizes.pixels) == want["pixels"]
    assert span(sizes.pixels_without_images) == want["pixels_without_images"]
    assert span(sizes.ratio) == [ratio(text) for text in want["size_ratio"]]


@pytest.mark.parametrize("name", LIMITS)
def test_parameters_are_those_of_the_reference(name):
    """The model has exactly the documented parameters, with their ranges, and defaults that do not surprise."""
    model, want = MODELS[name], LIMITS[name]

    assert sorted(model.parameters) == want["parameters"]
    assert model.defaults() == want["defaults"]
    assert {key: span(row.range) for key, row in model.parameters.items() if row.range} == want["ranges"]


@pytest.mark.parametrize("name", LIMITS)
def test_endpoints_rates_and_prices_are_the_documented_ones(name):
    """Paths, rates and prices are the documented ones, and a price says when it was read."""
    model, want = MODELS[name], LIMITS[name]

    assert model.endpoint(asynchronous=True).path == want["asynchronous"]
    assert model.endpoint(asynchronous=False).path == want["synchronous"]
    assert (model.rate.creates_per_second, model.rate.concurrent_tasks) == (
        want["creates_per_second"],
        want["concurrent"],
    )
    assert {price.region: [price.amount, price.currency] for price in model.prices} == want["prices"]
    assert all(price.as_of for price in model.prices)


def test_catalog_holds_exactly_these_models():
    """No model is in the catalog without limits copied from its documents."""
    assert set(MODELS) == set(LIMITS)
