"""What a run may take of the pictures that a session and a store may have."""

from __future__ import annotations

from dataclasses import dataclass

from wanwidgets.errors import BudgetExceeded

__all__ = ["NO_CAPS", "Caps"]


@dataclass(frozen=True, slots=True)
class Caps:
    """How many pictures there may be in all; a run that might make one more is refused.

    Attributes
    ----------
    session : int or None
        Of all runs with the same `session_id`; None where there is no cap.
    store : int or None
        Of all runs of the store.
    session_id : str
        Which session a run belongs to.

    Raises
    ------
    ValueError
        A cap is no whole number, or is negative.
    """

    session: int | None = None
    store: int | None = None
    session_id: str = ""

    def __post_init__(self) -> None:
        for cap in (self.session, self.store):
            # It comes from the user, whatever its type says; True is an int as well.
            if cap is not None and (type(cap) is not int or cap < 0):
                raise ValueError(f"budget={cap!r} is no number of pictures. Give 0, 1, 2, …, or None for no budget.")

    @property
    def capped(self) -> bool:
        """Whether there is any cap at all."""
        return self.session is not None or self.store is not None

    def within(self, budget: int | None) -> Caps:
        """Return these caps where the store has a budget of its own as well: the smaller one holds."""
        caps = [cap for cap in (self.store, budget) if cap is not None]
        return Caps(self.session, min(caps, default=None), self.session_id)

    def check(self, asked: int, *, session: int, store: int) -> None:
        """Refuse a run that is too much.

        Parameters
        ----------
        asked
            How many pictures it may be billed for at most; a run that is free is never refused.
        session, store
            How many are taken already: spent, or perhaps.

        Raises
        ------
        BudgetExceeded
        """
        for scope, taken, budget in (("session", session, self.session), ("store", store, self.store)):
            if budget is not None and asked and taken + asked > budget:
                raise BudgetExceeded(scope, asked=asked, taken=taken, budget=budget)


NO_CAPS = Caps()
"""As many as one likes."""
