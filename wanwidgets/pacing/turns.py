"""Turns: who goes when, as pure arithmetic. Moments are seconds since the epoch, which all processes share."""

from __future__ import annotations

from dataclasses import dataclass, replace

__all__ = [
    "LATE_SECONDS",
    "LEASE_SECONDS",
    "MOST_SLOWED",
    "QUIET_SECONDS",
    "WINDOW_SECONDS",
    "Gate",
    "Standing",
    "look_again",
    "spacing",
]

WINDOW_SECONDS = 1.5
"""The time over which a rate "a second" is spread here.

The service counts what arrives in any one second. What left half a second late, or was that much longer on its way
than the others, does not make it one too many. It costs a third of the rate, which tasks of many seconds never use up.
"""

LATE_SECONDS = 0.1
"""Who is later than this, on a busy machine or after a sleep, has missed its moment and takes another one."""

QUIET_SECONDS = 15.0
"""Half of a slow-down is gone after so long; all of the greatest after a minute, in which the limits usually clear."""

MOST_SLOWED = 16.0
"""How many times slower than the limits allow it gets at most."""

LEASE_SECONDS = 60.0
"""How long a slot is kept that nobody renews: as long as the longest documented task runs on at the service without
the process that sent it."""

_SAME_BURST_SECONDS = 1.0
"""What was refused within a second was sent before anybody could slow down."""

_SET_BACK_SECONDS = 1.0
"""A clock that is behind by more than this was set back, and what was handed out before says nothing any more."""

_FURTHEST_SECONDS = 3600.0
"""No line is as long as this; a moment beyond it is damage."""

_LOOK_SECONDS = 0.25
_LONGEST_LOOK_SECONDS = 3.0
_GRACE_SECONDS = 2.0


def spacing(per_second: float) -> float:
    """Return how many seconds lie between two of a kind of which so many may arrive within any one second.

    >>> spacing(5), spacing(20)
    (0.3, 0.075)
    """
    return WINDOW_SECONDS / per_second


@dataclass(frozen=True, slots=True)
class Gate:
    """What is known of one gate.

    Attributes
    ----------
    due : float
        From when on the next one may pass.
    asked : float
        When somebody last asked, or was refused.
    factor : float
        How many times slower it got when it was last slowed down, at least 1.
    slowed : float
        When that was.
    """

    due: float = 0.0
    asked: float = 0.0
    factor: float = 1.0
    slowed: float = 0.0

    def slowness(self, now: float) -> float:
        """Return how many times slower it is now: it recovers by half in each quiet `QUIET_SECONDS`."""
        quiet = now - self.slowed
        return max(1.0, min(self.factor, MOST_SLOWED) * 0.5 ** (quiet / QUIET_SECONDS)) if quiet >= 0 else 1.0

    def passed(self, now: float, seconds: float) -> tuple[float, Gate]:
        """Hand a moment out.

        Parameters
        ----------
        now
            When it is asked for.
        seconds
            What lies between two moments while nothing is slowed down.

        Returns
        -------
        moment : float
            When to go; now, where nobody went shortly before.
        gate : Gate
            For the next one.
        """
        worthless = now < self.asked - _SET_BACK_SECONDS or self.due > now + _FURTHEST_SECONDS
        moment = now if worthless else max(now, self.due)
        return moment, replace(self, due=moment + seconds * self.slowness(now), asked=now)

    def refused(self, now: float) -> Gate:
        """Return the gate after the service said that it was too much: twice as slow, once for each burst."""
        if 0 <= now - self.slowed < _SAME_BURST_SECONDS:
            return self
        return replace(self, factor=min(2 * self.slowness(now), MOST_SLOWED), slowed=now, asked=now)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands who wants a slot.

    Attributes
    ----------
    place : int
        0 has it, 1 is the first in line.
    """

    place: int

    @classmethod
    def behind(cls, ahead: int, slots: int) -> Standing:
        """Return the standing of one with so many ahead, those who have a slot among them, where there are `slots`."""
        return cls(max(0, ahead - slots + 1))

    @property
    def lease(self) -> float:
        """After how many seconds without a word one who stands here is taken for dead."""
        return look_again(self.place) + _GRACE_SECONDS if self.place else LEASE_SECONDS


def look_again(place: int) -> float:
    """Return after how many seconds one who waits looks again: the first in line soon, those behind it later.

    >>> [look_again(place) for place in (1, 2, 20)]
    [0.25, 0.5, 3.0]
    """
    return min(_LOOK_SECONDS * place, _LONGEST_LOOK_SECONDS)
