"""What a run will cost, as far as the catalog knows."""

from __future__ import annotations

from dataclasses import dataclass

from wanwidgets.facts import Model, Price
from wanwidgets.place import is_local
from wanwidgets.request import EditRequest

__all__ = ["Cost", "cost_of", "most_of", "price_of"]


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run will cost at most, since a picture that fails is not billed.

    Attributes
    ----------
    amount : float or None
        0 for the local service, None where no price is known.
    currency, as_of : str
        Of the price.
    trial : int
        How many pictures a model gives before it refuses, where it cannot be paid for at all; 0 otherwise.
    pictures : int or None
        How many pictures come at most; None where that cannot be said.
    """

    amount: float | None
    currency: str = ""
    as_of: str = ""
    trial: int = 0
    pictures: int | None = None


def cost_of(request: EditRequest, engine: str) -> Cost:
    """Return what a request will cost where that engine answers.

    Parameters
    ----------
    request
        Perhaps unfinished.
    engine
        Who answers, as `Client.engine` names it.
    """
    entry, count = request.entry, request.most_pictures()
    if is_local(engine):
        return Cost(0.0, pictures=count)
    if entry is not None and entry.trial is not None:
        return Cost(0.0, trial=entry.trial.pictures, pictures=count)
    price = price_of(entry, engine)
    if price is None or count is None:
        return Cost(None, pictures=count)
    return Cost(price.amount * count, price.currency, price.as_of, pictures=count)


def price_of(entry: Model | None, engine: str) -> Price | None:
    """Return the price of one picture of a model where that engine answers, or None if none is known."""
    return entry.price(engine.partition("/")[2]) if entry else None


def most_of(request: EditRequest, engine: str) -> int:
    """Return how many pictures may be billed at most; a request of which that cannot be said counts as one."""
    if is_local(engine):
        return 0
    count = request.most_pictures()
    return 1 if count is None else count
