"""Gates: what lets a request through when its time has come. The shapes; `wanwidgets.pacing.pace` keeps them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from wanwidgets.waiting import Pause

__all__ = ["OPEN", "Gates", "Placed", "Slot", "unplaced"]

Placed = Callable[[int], None]
"""Hears of the place in line of who waits, at each look; the first is 1."""


def unplaced(_place: int) -> None:
    """Hear of a place, and do nothing."""


class Slot(Protocol):
    """The right to have one task at the service; it lapses when nobody renews it."""

    def renew(self) -> None:
        """Say that the task is still there."""

    def give_back(self) -> None:
        """Say that the task has ended; twice is harmless."""


class Gates(Protocol):
    """Who says when a request may go.

    Attributes
    ----------
    notice : str
        What the user should know of it; empty where there is nothing.
    """

    notice: str

    def create(self, model: str, pause: Pause) -> None:
        """Wait until one more create of a model may be sent.

        Raises
        ------
        Cancelled
            `pause` said so.
        """

    def query(self, pause: Pause) -> None:
        """Wait until one more query, list or cancel may be sent; raises `Cancelled` where `pause` says so."""

    def slot(self, model: str, pause: Pause, placed: Placed = unplaced) -> Slot:
        """Wait until one more task of a model may be at the service, telling the place in line at each look.

        Raises
        ------
        Cancelled
            `pause` said so.
        """

    def kept(self, model: str) -> Slot:
        """Return a slot for a task that is at the service already, without waiting."""

    def told(self, kind: str, model: str = "", *, limited: bool) -> None:
        """Take note of an answer: whether a ``"create"`` of a model, or a ``"query"``, came too fast."""


class _Free:
    """A slot where there is no limit."""

    def renew(self) -> None:
        """Nothing lapses."""

    def give_back(self) -> None:
        """Nobody waits for it."""


class _Open:
    """No limits, as in the local service of this process."""

    notice = ""

    def create(self, model: str, pause: Pause) -> None:
        """Let it through."""

    def query(self, pause: Pause) -> None:
        """Let it through."""

    def slot(self, model: str, pause: Pause, placed: Placed = unplaced) -> Slot:  # noqa: ARG002 - as `Gates` has it
        """Let it through."""
        return _Free()

    def kept(self, model: str) -> Slot:  # noqa: ARG002 - as `Gates` has it
        """Let it through."""
        return _Free()

    def told(self, kind: str, model: str = "", *, limited: bool) -> None:
        """Nothing becomes slower."""


OPEN: Gates = _Open()
"""No limits."""
