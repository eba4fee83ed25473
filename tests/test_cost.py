"""What a run may be billed for is known before it is sent."""

from __future__ import annotations

from wanwidgets.catalog import MODELS
from wanwidgets.cost import Cost, cost_of, most_of, price_of
from wanwidgets.request import EditRequest

SINGAPORE = "model-studio/singapore"


def test_most_that_may_be_billed():
    """A request may be billed for all the pictures that it asks for; one of which nothing is known, for one."""
    assert most_of(EditRequest("x", n=4), SINGAPORE) == 4
    assert most_of(EditRequest("x", n="four"), SINGAPORE) == 1
    assert most_of(EditRequest("x", model="wan9"), SINGAPORE) == 1
    assert most_of(EditRequest("x", n=4), "local/7") == 0


def test_price_is_that_of_the_region():
    """A price is that of model and region; elsewhere none is known."""
    entry = MODELS["wan2.7-image"]

    assert price_of(entry, SINGAPORE) == entry.price("singapore") is not None
    assert price_of(entry, "custom/a.example") is None
    assert price_of(None, SINGAPORE) is None


def test_cost_is_told_before():
    """The cost of a draft is pictures by price, nothing for the local service, and unknown without a price."""
    draft = EditRequest("x", n=3)
    price = MODELS["wan2.7-image"].price("singapore")

    assert cost_of(draft, SINGAPORE) == Cost(price.amount * 3, price.currency, price.as_of, pictures=3)
    assert cost_of(draft, "local/7") == Cost(0.0, pictures=3)
    assert cost_of(draft, "custom/a.example") == Cost(None, pictures=3)
