"""The kinds of facts: how a model finds the mode that is meant."""

from __future__ import annotations

import numpy as np
import pytest

from wanwidgets.facts import Endpoint, Mode, Parameter, rows
from wanwidgets.sizes import SizeRules, Span

SET = Parameter("set", "boolean", default=False, source="x")
ENDPOINTS = (Endpoint("a", "async", "x", ("here", "there")), Endpoint("b", "sync", "x", ("here",)))


def mode(**changes):
    values = {
        "name": "edit",
        "title": "editing",
        "images": Span(1, 3),
        "sizes": SizeRules("x"),
        "parameters": rows(SET, Parameter("seed", "integer", None, "x")),
        "endpoints": ENDPOINTS,
        "source": "x",
    }
    return Mode(**{**values, **changes})


@pytest.mark.parametrize(
    ("value", "chosen"), [(True, True), (1, False), (np.bool_(1), False), (np.ones(3), False), ("", False)]
)
def test_only_the_very_value_chooses_a_mode(value, chosen):
    """What is merely equal to a value, or cannot be compared with it, does not choose the mode."""
    assert mode(when={"set": True}).chosen_by({"set": value}) is chosen


def test_mode_without_conditions_is_always_possible():
    """Where nothing chooses between modes, the number of pictures does."""
    assert mode().chosen_by({"anything": object()})


def test_defaults_leave_out_what_is_not_sent():
    """A parameter whose default is None is not sent unless it is given."""
    assert mode().defaults() == {"set": False}


def test_endpoint_is_found_by_its_way():
    """A mode has an endpoint for each way in which it can be asked, and None for the others."""
    assert mode().endpoint("sync").path == "b"
    assert mode().endpoint("stream") is None
