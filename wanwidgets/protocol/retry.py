"""Whether to ask again, and when: pure questions, decided by the service's code before the HTTP status.

A create that may have started something is never sent again: each picture costs, and the protocol has no idempotency
key. Queries cost nothing and are asked until an answer says that asking is useless.
"""

from __future__ import annotations

import enum
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from wanwidgets.protocol.decode import Reply
from wanwidgets.protocol.names import (
    PERMANENT_CODES,
    PERMANENT_MESSAGES,
    RATE_CODES,
    UNAVAILABLE_CODES,
    UNDECIDED_CODES,
)

__all__ = [
    "CREATE_ATTEMPTS",
    "LOCAL_SCHEDULE",
    "SCHEDULE",
    "UNREACHED_ATTEMPTS",
    "Schedule",
    "Verdict",
    "backoff",
    "judge_create",
    "judge_query",
    "poll_times",
]

CREATE_ATTEMPTS = 6
"""How often a create is sent while the service's own document says that nothing was started."""

UNREACHED_ATTEMPTS = 3
"""How often a create is tried while no byte of it arrives; with `backoff`, within five seconds."""

_BACKOFF_FIRST = 1.0
_BACKOFF_LAST = 30.0
_BACKOFF_DOUBLINGS = 10  # more than reach the last; a number of attempts has no bound, and a float has

_REQUEST_TIMEOUT = 408
_TOO_MANY_REQUESTS = 429
_CLIENT_ERRORS = range(400, 500)
_REDIRECTS = range(300, 400)


class Verdict(enum.Enum):
    """What an answer means for the one who asked."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    """Nothing was started and asking again would not help."""
    AGAIN = "again"
    """Nothing was lost by asking and asking again may help."""
    UNKNOWN = "unknown"
    """Something may have been started."""


def judge_create(reply: Reply) -> Verdict:
    """Say what the answer to a create means."""
    if reply.ok:
        return Verdict.ACCEPTED
    if reply.document is None:
        return _judge_foreign(reply.status)
    if _exhausted(reply):
        return Verdict.REFUSED
    if reply.code in RATE_CODES | UNAVAILABLE_CODES:
        return Verdict.AGAIN
    if reply.code in UNDECIDED_CODES:
        return Verdict.UNKNOWN
    return Verdict.REFUSED


def judge_query(reply: Reply) -> Verdict:
    """Say what the answer to a query means; codes that nobody has heard of are worth asking again."""
    if reply.ok:
        return Verdict.ACCEPTED
    if reply.tells_failure and reply.code not in RATE_CODES | UNAVAILABLE_CODES:
        return Verdict.ACCEPTED
    return Verdict.REFUSED if reply.code in PERMANENT_CODES or _exhausted(reply) else Verdict.AGAIN


def backoff(attempt: int, random: Callable[[], float]) -> float:
    """Return how many seconds to wait before the next attempt.

    Parameters
    ----------
    attempt
        How many failed already, at least 1.
    random
        Returns a number from 0 to 1; the wait varies by a quarter, so that many kernels do not ask in step.
    """
    longest = min(_BACKOFF_FIRST * 2.0 ** min(attempt - 1, _BACKOFF_DOUBLINGS), _BACKOFF_LAST)
    return longest * (0.75 + 0.5 * random())


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a task is looked at: a few early looks, then one every `interval` seconds.

    Attributes
    ----------
    early : tuple of float
        Seconds after the create, rising.
    interval : float
        Seconds between the looks after them.
    """

    early: tuple[float, ...]
    interval: float

    def __post_init__(self) -> None:
        if not self.interval > 0:
            raise ValueError(f"interval must be more than 0 seconds, not {self.interval!r}.")


SCHEDULE = Schedule(early=(0.5, 1.5, 4.0, 8.0), interval=0.9)
"""For Model Studio, whose documented tasks take 12 to 60 seconds: few looks while nothing can be ready, then steady."""

LOCAL_SCHEDULE = Schedule(early=(0.05, 0.1, 0.2, 0.3, 0.4, 0.5), interval=0.15)
"""For the local service, which answers within a second and counts nothing."""


def poll_times(schedule: Schedule) -> Iterator[float]:
    """Yield when to look, in seconds after the create, without end."""
    yield from schedule.early
    last = schedule.early[-1] if schedule.early else 0.0
    for count in itertools.count(1):
        yield last + count * schedule.interval


def _judge_foreign(status: int) -> Verdict:
    # A gateway that answers 4xx did not pass the request on; of a 408, 429 or 5xx it cannot be known. A redirect is
    # not followed and starts nothing. A success that is no document of the service's says nothing at all.
    refused = status in _REDIRECTS or (
        status in _CLIENT_ERRORS and status not in {_REQUEST_TIMEOUT, _TOO_MANY_REQUESTS}
    )
    return Verdict.REFUSED if refused else Verdict.UNKNOWN


def _exhausted(reply: Reply) -> bool:
    return reply.message.lower().startswith(PERMANENT_MESSAGES)
