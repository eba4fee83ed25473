"""Pictures and money in words: pictures first, money with its currency and only about."""

from __future__ import annotations

from wanwidgets.cost import Cost
from wanwidgets.place import is_local
from wanwidgets.result import Run
from wanwidgets.spend import Spend, spend_of
from wanwidgets.widgets.runs.replayed import replayed_text
from wanwidgets.widgets.text import Words

__all__ = ["cost_text", "pictures_text", "run_spend_text", "spend_text"]


def pictures_text(count: int, words: Words, *, most: bool = False) -> str:
    """Return how many pictures, or how many at most."""
    return words(f"pictures.{'one' if count == 1 else 'many'}{'.most' if most else ''}", count=count)


def cost_text(cost: Cost, words: Words, *, exact: bool) -> tuple[str, str]:
    """Return what a run will cost, and the note behind it.

    Parameters
    ----------
    cost
        Of the draft.
    words
        Of the language.
    exact
        Whether as many pictures come as are asked for.
    """
    price, note = _price(cost, words, exact=exact)
    if cost.pictures is None:
        return price, note
    return f"{pictures_text(cost.pictures, words, most=not exact)} · {price}", note


def spend_text(spend: Spend, words: Words) -> str:
    """Return what was spent; what may be billed still is not among it."""
    pictures = pictures_text(spend.pictures, words)
    money = " + ".join(f"{each.amount:.2f} {each.currency}" for each in spend.money if each.amount)
    if money:
        return words("spend.priced", pictures=pictures, money=money)
    return words("spend.unpriced", pictures=pictures) if spend.unpriced else pictures


def run_spend_text(run: Run, words: Words, engine: str = "") -> str:
    """Return what a run cost; local and replayed runs are free. `engine` is who answers here, where that matters."""
    spend = spend_of(run)
    if run.replayed:
        return f"{pictures_text(len(run.saved), words)} · {replayed_text(run, words, engine)}"
    if run.pack or is_local(run.engine):
        return f"{pictures_text(len(run.saved), words)} · {words('cost.free')}"
    perhaps = words("spend.perhaps", count=spend.perhaps) if spend.perhaps else ""
    billed = spend_text(spend, words) if spend.pictures or not perhaps else ""
    return " · ".join(filter(None, (billed, perhaps)))


def _price(cost: Cost, words: Words, *, exact: bool) -> tuple[str, str]:
    if cost.trial:
        return words("cost.trial", pictures=cost.trial), words("cost.trial.title", pictures=cost.trial)
    if cost.amount is None:
        return words("cost.unknown"), ""
    if not cost.amount:
        return words("cost.free"), ""
    key = "cost.price" if exact else "cost.most"
    price = words(key, amount=f"{cost.amount:.2f}", currency=cost.currency)
    return price, words("cost.title", as_of=cost.as_of)
