"""The catalog as a table: sources, sizes, the prediction of the output's size, and the choice of a mode."""

from __future__ import annotations

import dataclasses
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanwidgets.catalog import DEFAULT_MODEL, MODELS, REGIONS, SOURCES
from wanwidgets.sizes import parse_size

EVERY_MODE = [
    pytest.param(model, mode, id=f"{model.name}-{mode.name}") for model in MODELS.values() for mode in model.modes
]
KINDS = {"size", "integer", "number", "boolean", "text", "choice", "palette", "colors"}


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


def mode_of(model, mode):
    return next(entry for entry in MODELS[model].modes if entry.name == mode)


@pytest.mark.parametrize("model", MODELS.values(), ids=lambda model: model.name)
def test_each_fact_names_its_source(model):
    """Each row of a model that states facts names a source that `SOURCES` explains."""
    named = [row.source for row in rows(model) if hasattr(row, "source")]
    named += [model.prompt_source, model.boxes_source, model.timing_source]

    assert len(named) > 10
    assert set(named) <= set(SOURCES)


def test_every_source_is_used():
    """No source is explained that no row names."""
    named = {row.source for row in [*rows(tuple(MODELS.values())), *REGIONS.values()] if hasattr(row, "source")}
    named |= {model.prompt_source for model in MODELS.values()} | {model.timing_source for model in MODELS.values()}

    # What the uploads and the SDK are like stands in the code of the protocol, which names them in words.
    assert set(SOURCES) - named <= {"uploads", "sdk"}


@pytest.mark.parametrize(("model", "mode"), EVERY_MODE)
def test_rows_agree_with_themselves(model, mode):
    """A row's kind is known, its name is its key, and its default is a value that it allows."""
    for name, row in mode.parameters.items():
        assert (row.name, row.kind in KINDS) == (name, True)
        assert row.place in {"parameters", "input", "way"}
        if row.default is None:
            continue
        assert row.range is None or row.kind == "palette" or row.default in row.range
        assert not row.choices or row.default in row.choices
        if row.kind == "size":
            assert row.default in mode.sizes.values
    assert mode.counted_by in mode.parameters
    assert mode.endpoint("async") is not None
    assert {end.way for end in mode.endpoints} <= {"async", "sync", "stream"}
    assert {region for end in mode.endpoints for region in end.regions} <= set(REGIONS)


@pytest.mark.parametrize(("model", "mode"), EVERY_MODE)
def test_mode_is_chosen_by_what_says_so(model, mode):
    """The parameters and the number of pictures that a mode is for choose it."""
    for images in (int(mode.images.low), int(mode.images.high)):
        assert model.mode(dict(mode.when), images) is mode


@pytest.mark.parametrize(
    ("name", "given", "images", "mode"),
    [
        ("wan2.7-image", {}, 0, "text"),
        ("wan2.7-image", {}, 1, "edit"),
        ("wan2.7-image", {"enable_sequential": True}, 0, "set"),
        ("wan2.7-image", {"enable_sequential": True}, 9, "set"),
        ("wan2.7-image", {"enable_sequential": False}, 9, "edit"),
        # Too many pictures fit no mode: the first that the parameters allow is meant.
        ("wan2.7-image", {}, 10, "edit"),
        ("wan2.7-image", {"enable_sequential": True}, 10, "set"),
        # Neither of them is a switch that was thrown.
        ("wan2.7-image", {"enable_sequential": 1}, 2, "edit"),
        ("wan2.7-image", {"enable_sequential": "true"}, 2, "edit"),
        ("wan2.6-image", {}, 0, "edit"),
        ("wan2.6-image", {}, 4, "edit"),
        ("wan2.6-image", {"enable_interleave": True}, 0, "mixed"),
        ("wan2.6-image", {"enable_interleave": True}, 1, "mixed"),
        ("wan2.6-image", {"enable_interleave": True}, 2, "mixed"),
        ("wan2.5-i2i-preview", {}, 3, "edit"),
        ("wanx-x-painting", {}, 1, "inpaint"),
        ("wanx2.1-imageedit", {}, 1, "description_edit"),
        ("wanx2.1-imageedit", {"function": "expand"}, 1, "expand"),
        ("wanx2.1-imageedit", {"function": "dance"}, 1, "description_edit"),
    ],
)
def test_mode_of_a_draft(name, given, images, mode):
    """A draft, finished or not, is taken for the documented mode."""
    assert MODELS[name].mode(given, images).name == mode


def test_default_model_is_the_cheapest_of_the_newest():
    """The default model is one of the newest and costs no more than the other, nor than any that edits so well."""
    newest = [model for name, model in MODELS.items() if name.startswith("wan2.7")]
    cheapest = min(newest, key=lambda model: model.price("beijing").amount)

    assert cheapest.name == DEFAULT_MODEL


def test_regions_are_https():
    """Every region has a host, each is https and ends in /api/v1, and the one of a workspace says where its id goes."""
    for region in REGIONS.values():
        hosts = [host for host in (region.host, region.workspace_host) if host]
        assert hosts
        assert all(re.fullmatch(r"https://[\w.{}-]+/api/v1", host) for host in hosts)
        assert region.workspace_host is None or region.workspace_host.count("{workspace}") == 1


@pytest.mark.parametrize(
    ("text", "size"),
    [("1280*720", (1280, 720)), ("2K", None), ("1280x720", None), ("*", None), ("0*5", None), ("-1*5", None),
     ("１２８０*720", None), ("1 *2", None), ("", None), ("1*2*3", None), ("9" * 5000 + "*1", None), ("1.5*2", None)],
)  # fmt: skip
def test_size_is_read_or_refused(text, size):
    """Only two whole ASCII numbers with a star between them are a size."""
    assert parse_size(text) == size


@given(st.integers(240, 8000), st.integers(240, 8000), st.sampled_from(["1K", "2K"]))
def test_tier_keeps_the_ratio_of_the_last_picture(width, height, tier):
    """A tier's output has about its number of pixels, at the ratio of the last picture."""
    sizes = mode_of(DEFAULT_MODEL, "edit").sizes
    out_width, out_height = sizes.output(tier, (width, height))

    assert out_width * out_height == pytest.approx(sizes.tier(tier).pixels, rel=0.01)
    assert out_width / out_height == pytest.approx(width / height, rel=0.01)


@pytest.mark.parametrize(
    ("model", "size", "last", "output", "within"),
    [
        # The guide's sample of an edit at 2K whose output is its second picture's ratio, within a few pixels.
        ("wan2.7-image-pro edit", "2K", (2985, 1405), (2985, 1405), 4),
        # The same sample by HTTP at 1K gave 1488*704.
        ("wan2.7-image-pro edit", "1K", (2985, 1405), (1488, 704), 8),
        # An image set at 2K without a picture gave 2048*2048, and 4K is 4096*4096.
        ("wan2.7-image set", "2K", None, (2048, 2048), 0),
        ("wan2.7-image-pro text", "4K", None, (4096, 4096), 0),
        ("wan2.7-image-pro edit", "1280*720", (100, 100), (1280, 720), 0),
        # wan2.6 comes in multiples of 16: exactly 1280*1280 for a square, and W*H is rounded to the nearest.
        ("wan2.6-image edit", "1K", (1000, 1000), (1280, 1280), 0),
        ("wan2.6-image edit", "1004*903", (300, 300), (1008, 896), 0),
        # Mixed: without a picture 1280*1280, a small picture's own size, a large one's at 1280*1280 in all.
        ("wan2.6-image mixed", None, None, (1280, 1280), 0),
        ("wan2.6-image mixed", None, (640, 480), (640, 480), 0),
        ("wan2.6-image mixed", None, (2560, 2560), (1280, 1280), 0),
        # wan2.5: 1280*1280 pixels in all at the last picture's ratio.
        ("wan2.5-i2i-preview edit", None, (400, 400), (1280, 1280), 0),
        ("wan2.5-i2i-preview edit", None, (4000, 1000), (2560, 640), 0),
        ("wanx-x-painting inpaint", "720*1280", (500, 500), (720, 1280), 0),
        # The documents say nothing about another size for this model than the picture's own.
        ("wanx2.1-imageedit description_edit", None, (600, 700), (600, 700), 0),
    ],
)
def test_output_size_is_predicted(model, size, last, output, within):
    """The size of the result is foreseen as the documents and their samples have it."""
    assert mode_of(*model.split()).sizes.output(size, last) == pytest.approx(output, abs=within)


def test_what_is_no_size_has_no_output():
    """No size is made up for a word that is none."""
    assert mode_of("wan2.7-image", "edit").sizes.output("banana", (300, 300)) is None
