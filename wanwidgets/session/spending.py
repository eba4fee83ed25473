"""Spending: what a session and its store have spent, and what their budgets leave."""

from __future__ import annotations

from dataclasses import dataclass

from wanwidgets.budget import NO_CAPS, Caps
from wanwidgets.errors import BudgetExceeded
from wanwidgets.spend import NOTHING, Spend

__all__ = ["Spending"]


@dataclass(frozen=True, slots=True)
class Spending:
    """What was spent, and what may be.

    Attributes
    ----------
    session, store : Spend
        Of the runs of this session, and of all runs of its store, as the journal had them last.
    caps : Caps
        The budgets, of the store as well.
    """

    session: Spend = NOTHING
    store: Spend = NOTHING
    caps: Caps = NO_CAPS

    def left(self) -> tuple[int, int] | None:
        """Return how many pictures of how many are left of the tighter budget, or None where there is none."""
        pairs = ((self.caps.session, self.session), (self.caps.store, self.store))
        return min(((max(0, cap - _taken(spent)), cap) for cap, spent in pairs if cap is not None), default=None)

    def refusal(self, asked: int) -> BudgetExceeded | None:
        """Return why a run that may be billed for so many pictures may not begin, or None where it may.

        The store has the last word, since other kernels spend as well.
        """
        try:
            self.caps.check(asked, session=_taken(self.session), store=_taken(self.store))
        except BudgetExceeded as error:
            return error
        return None


def _taken(spend: Spend) -> int:
    return spend.pictures + spend.perhaps
