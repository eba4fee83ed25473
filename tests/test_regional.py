"""What a region does not serve is told before anything is sent."""

from __future__ import annotations

import pytest

from wanwidgets.catalog import MODELS, REGIONS
from wanwidgets.client import Client
from wanwidgets.errors import InvalidRequest
from wanwidgets.regional import way_of, way_problems
from wanwidgets.request import EditRequest

MIXED = {"model": "wan2.6-image", "enable_interleave": True}

# What the provider's pages say, written down here once more: which regions serve a mode in which way.
SERVED = {
    ("wan2.7-image", "async"): {"beijing", "singapore"},
    ("wan2.7-image", "sync"): {"beijing", "singapore"},
    ("wan2.7-image-pro", "async"): {"beijing", "singapore"},
    ("wan2.6-image", "async"): {"beijing", "singapore", "virginia", "frankfurt"},
    ("wan2.6-image", "sync"): {"beijing", "singapore", "virginia"},
    ("wan2.5-i2i-preview", "async"): {"beijing", "singapore"},
    ("wan2.5-i2i-preview", "sync"): set(),
    ("wanx-x-painting", "async"): {"beijing"},
    ("wanx2.1-imageedit", "async"): {"beijing"},
    ("wanx2.1-imageedit", "stream"): set(),
}


@pytest.mark.parametrize(("model", "way"), SERVED)
def test_region_serves_what_is_documented(model, way):
    """A region serves exactly the models and ways that the provider's pages name for it."""
    request = EditRequest("x", ["https://example.com/1.png"], model=model)

    assert {name for name in REGIONS if not way_problems(request, way, name)} == SERVED[model, way]


def test_stream_is_served_where_it_is_documented():
    """A stream of mixed text and pictures is served everywhere but in Frankfurt, where its tasks are."""
    request = EditRequest("x", stream=True, **MIXED)

    assert way_of(request) == "stream"
    assert [name for name in REGIONS if way_problems(request, "stream", name)] == ["frankfurt"]
    (problem,) = way_problems(request, "stream", "frankfurt")
    assert (problem.code, problem.field, problem.allowed) == ("model.way", "stream", "the asynchronous way")


def test_region_without_the_model_names_those_that_have_it():
    """A model that a region does not have is a problem that names the region and those that have it."""
    (problem,) = way_problems(EditRequest("x"), "async", "virginia")

    assert (problem.code, problem.field, problem.value) == ("model.region", "model", "virginia")
    assert problem.allowed == "beijing, singapore"
    assert "virginia" in str(problem)


def test_place_of_no_region_serves_every_documented_way():
    """Of a place that is no region, only the ways of the mode itself are known."""
    request = EditRequest("x", ["https://example.com/1.png"], model="wan2.5-i2i-preview")

    assert way_problems(request, "async", None) == ()
    assert [problem.code for problem in way_problems(request, "sync", None)] == ["model.way"]


def test_model_that_nobody_knows_is_another_problem():
    """Of an unknown model nothing is said here, since its own problem says it."""
    assert way_problems(EditRequest("x", model="wan9"), "async", "beijing") == ()
    assert way_of(EditRequest("x", model="wan9")) == "async"


@pytest.mark.parametrize("ask", ["submit", "call", "stream"])
def test_nothing_is_sent_to_a_region_that_does_not_serve_it(ask):
    """Each way of sending refuses at once what the region does not serve, beside the request's own problems."""
    client = Client("sk-a", region="frankfurt", workspace="ws-1")

    with pytest.raises(InvalidRequest) as caught:
        getattr(client, ask)(EditRequest(""))

    assert [problem.code for problem in caught.value.problems] == ["prompt.missing", "model.region"]


def test_problems_of_a_client_are_those_of_the_way_that_a_run_takes():
    """A client's problems are about the way in which a run would go: a task, or a stream where it is wanted."""
    frankfurt = Client("sk-a", region="frankfurt", workspace="ws-1")

    assert frankfurt.problems(EditRequest("x", **MIXED)) == ()
    assert [p.field for p in frankfurt.problems(EditRequest("x", stream=True, **MIXED))] == ["stream"]
    assert Client("sk-a").problems(EditRequest("x", stream=True, **MIXED)) == ()


@pytest.mark.parametrize("model", MODELS)
def test_every_model_is_served_somewhere(model):
    """No model of the catalog is out of reach of every region."""
    request = EditRequest("x", ["https://example.com/1.png"], model=model)

    assert any(not way_problems(request, "async", name) for name in REGIONS)
