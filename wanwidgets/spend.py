"""What runs have cost, and may still cost: pictures first, money as far as the catalog knows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from wanwidgets.catalog import MODELS
from wanwidgets.cost import most_of, price_of
from wanwidgets.place import is_local
from wanwidgets.result import Run, RunState

__all__ = ["NOTHING", "Money", "Spend", "counted", "spend_of", "spent"]

_PERHAPS = {
    RunState.SENT,
    RunState.RUNNING,
    RunState.UNKNOWN,
    RunState.ABANDONED,
    RunState.LOST,
    RunState.EXPIRED,
    RunState.UNDELIVERED,
}
"""The states in which nobody has said yet what is billed."""

_CREDIBLE = range(1_000_000)
"""What is taken for a count: no request makes more, and the journal keeps no number beyond 64 bits."""

_TOLD = {RunState.SUCCEEDED, RunState.UNDELIVERED}
"""The states in which the service's count, where there is one, is its last word; of a stream it grows until then."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency, by the price that was read on a day; "about", since prices change.

    Attributes
    ----------
    amount, perhaps : Decimal
        For certain, and what may come on top. Not rounded, so that sums are exact.
    currency : str
        As ISO 4217 names it.
    as_of : str
        The month or day when the price was read; the oldest one where several count.
    """

    amount: Decimal
    perhaps: Decimal
    currency: str
    as_of: str

    def __add__(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} make no sum. Add them as Spend, which keeps both.")
        as_of = min(self.as_of, other.as_of)
        return Money(self.amount + other.amount, self.perhaps + other.perhaps, self.currency, as_of)


@dataclass(frozen=True, slots=True)
class Spend:
    """What one run or several cost; they can be added.

    Attributes
    ----------
    pictures : int
        Billed for certain.
    perhaps : int
        May be billed on top: at most so many, of runs that are under way or whose end nobody knows.
    money : tuple of Money
        What these pictures cost, one for each currency, in the order of their names.
    unpriced : int
        How many of all these pictures have a price that the catalog does not know. Those of a trial, which cannot be
        paid for, have none and are not among them.
    """

    pictures: int
    perhaps: int
    money: tuple[Money, ...]
    unpriced: int = 0

    def __add__(self, other: Spend) -> Spend:
        money: dict[str, Money] = {}
        for part in (*self.money, *other.money):
            known = money.get(part.currency)
            money[part.currency] = known + part if known else part
        return Spend(
            self.pictures + other.pictures,
            self.perhaps + other.perhaps,
            tuple(money[currency] for currency in sorted(money)),
            self.unpriced + other.unpriced,
        )


NOTHING = Spend(0, 0, ())
"""What local and replayed runs cost; the beginning of a sum."""


def spend_of(run: Run) -> Spend:
    """Return what a run cost, and may still cost."""
    return spent(run.request.model, run.engine, *counted(run))


def counted(run: Run) -> tuple[int, int]:
    """Return how many pictures of a run are billed for certain, and how many may be on top.

    The service bills pictures that it made, whether they were fetched or not; failed and refused runs cost nothing.
    What it made is in ``usage``; where it does not say so, the pictures of a run that succeeded are counted.
    """
    if run.replayed or run.pack or is_local(run.engine):
        return 0, 0
    told = run.usage.get("image_count")
    if isinstance(told, bool) or not isinstance(told, int) or told not in _CREDIBLE:
        return (len(run.saved), 0) if run.state is RunState.SUCCEEDED else (0, _open(run))
    return told, 0 if run.state in _TOLD else max(0, _open(run) - told)


def spent(model: str, engine: str, pictures: int, perhaps: int) -> Spend:
    """Return what so many pictures of a model cost where that engine answers."""
    if not pictures and not perhaps:
        return NOTHING
    entry = MODELS.get(model)
    if entry is not None and entry.trial is not None:
        return Spend(pictures, perhaps, ())
    price = price_of(entry, engine)
    if price is None:
        return Spend(pictures, perhaps, (), unpriced=pictures + perhaps)
    # The shortest digits of the price, as the provider wrote it: a binary fraction of it would not sum exactly.
    one = Decimal(repr(price.amount))
    return Spend(pictures, perhaps, (Money(one * pictures, one * perhaps, price.currency, price.as_of),))


def _open(run: Run) -> int:
    # A stream that was stopped while its parts came is not taken back by the service.
    streaming = run.state is RunState.CANCELLED and run.request.stream and run.status is not None
    return most_of(run.request, run.engine) if streaming or run.state in _PERHAPS else 0
