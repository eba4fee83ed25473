"""The catalog against limits copied from the provider's pages; the service reads the catalog too, so it cannot tell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wanwidgets.catalog import MODELS, REGIONS

DOCUMENTED = json.loads((Path(__file__).parent / "limits.json").read_text(encoding="utf-8"))
LIMITS = DOCUMENTED["models"]
MODES = [
    pytest.param(name, mode, {**want.get("every_mode", {}), **limits}, id=f"{name}-{mode}")
    for name, want in LIMITS.items()
    for mode, limits in want["modes"].items()
]
ROWS = [
    pytest.param(*mode.values, parameter, id=f"{mode.id}-{parameter}")
    for mode in MODES
    for parameter in mode.values[2]["takes"]
]


def number(ratio):
    width, height = ratio.split(":")
    return int(width) / int(height)


def span(found):
    return found and [found.low, found.high]


def ratio(limits):
    return limits and [number(text) for text in limits]


def find_mode(name, mode):
    return next(entry for entry in MODELS[name].modes if entry.name == mode)


@pytest.mark.parametrize("name", LIMITS)
def test_inputs_are_those_of_the_guide(name):
    """The form of the input, its pictures, prompt and boxes have the documented limits."""
    model, want = MODELS[name], LIMITS[name]
    found = {
        "side": span(model.images.side),
        "ratio": span(model.images.ratio),
        "megabytes": model.images.max_bytes / 1_000_000,
        "formats": sorted(model.images.formats),
        "inline": model.images.inline,
    }

    assert found == {**want["images"], "ratio": ratio(want["images"]["ratio"])}
    assert (model.form, model.prompt_length, model.boxes_per_image) == (want["form"], want["prompt"], want["boxes"])


@pytest.mark.parametrize("name", LIMITS)
def test_rates_prices_and_timings_are_the_documented_ones(name):
    """Rates, prices and the free trial are the documented ones, and the timings hold those of the documents."""
    model, want = MODELS[name], LIMITS[name]

    assert [model.rate.creates_per_second, model.rate.concurrent_tasks] == want["rate"]
    assert {price.region: [price.amount, price.currency] for price in model.prices} == want["prices"]
    assert all(price.as_of for price in model.prices)
    assert (model.trial and model.trial.pictures) == want["trial"]
    if want["seconds"] is None:
        assert model.timing_source == "guess"
    else:
        assert all(seconds in model.typical_seconds for seconds in want["seconds"])


@pytest.mark.parametrize(("name", "mode", "want"), MODES)
def test_modes_are_those_of_the_reference(name, mode, want):
    """A mode takes as many pictures as documented, has exactly the documented parameters, and goes where it may."""
    found = find_mode(name, mode)

    assert dict(found.when) == want["when"]
    assert (span(found.images), found.mask, found.counted_by) == (want["images"], want["mask"], want["counted_by"])
    assert sorted(found.parameters) == sorted(want["takes"])
    assert {end.way: [end.path, list(end.regions)] for end in found.endpoints} == want["endpoints"]


@pytest.mark.parametrize(("name", "mode", "want"), MODES)
def test_sizes_are_those_of_the_guide(name, mode, want):
    """Tiers, limits of W*H, fixed choices and what comes without a size are the documented ones."""
    found, sizes = find_mode(name, mode).sizes, want["sizes"]

    assert {tier.name: tier.pixels for tier in found.tiers} == sizes.get("tiers", {})
    assert (span(found.pixels), span(found.ratio)) == (sizes.get("pixels"), ratio(sizes.get("ratio")))
    assert list(found.choices) == sizes.get("choices", [])
    assert (found.natural, found.multiple) == (sizes.get("natural"), sizes.get("multiple", 1))
    assert found.enlarges == sizes.get("enlarges", True)


@pytest.mark.parametrize(("name", "mode", "want", "parameter"), ROWS)
def test_parameters_are_those_of_the_reference(name, mode, want, parameter):
    """A parameter has the documented kind, range, choices, length and place."""
    row = find_mode(name, mode).parameters[parameter]
    limits = {**LIMITS[name]["parameters"][parameter], **want.get("own", {}).get(parameter, {})}

    assert (row.name, row.kind) == (parameter, limits["kind"])
    assert span(row.range) == limits.get("range")
    assert sorted(row.choices) == sorted(limits.get("choices", []))
    assert row.length == limits.get("length")
    assert (row.place, row.idle) == (limits.get("place", "parameters"), limits.get("idle", False))


@pytest.mark.parametrize(("name", "mode", "want", "parameter"), ROWS)
def test_defaults_are_documented_or_cost_less(name, mode, want, parameter):
    """A default is one that a document gives; a default of our own asks for no more pictures than any of those."""
    row = find_mode(name, mode).parameters[parameter]
    documented = {**LIMITS[name]["parameters"][parameter], **want.get("own", {}).get(parameter, {})}["documented"]

    if row.source == "ours":
        assert parameter == find_mode(name, mode).counted_by
        assert 1 <= row.default <= min(documented)
    elif name == "wanx2.1-imageedit" and parameter == "function":
        # The provider wants it said; what is said unasked is only where a draft begins.
        assert row.default in row.choices
    else:
        assert row.default in documented
        assert isinstance(row.default, bool) == isinstance(documented[0], bool)


def test_catalog_holds_exactly_these_models():
    """No model and no mode is in the catalog without limits copied from its documents."""
    assert {name: sorted(mode.name for mode in model.modes) for name, model in MODELS.items()} == {
        name: sorted(want["modes"]) for name, want in LIMITS.items()
    }


def test_regions_are_the_documented_ones():
    """Codes, hosts and upload service of each region are the documented ones."""
    found = {
        name: {"code": row.code, "host": row.host, "workspace": row.workspace_host, "uploads": row.uploads}
        for name, row in REGIONS.items()
    }

    assert found == DOCUMENTED["regions"]
