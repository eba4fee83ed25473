"""Whether to ask again, and when: pure questions, decided by the service's code before the HTTP status.

A create that may have started something is never sent again: each picture costs, and the protocol has no idempotency
key. Everything else costs nothing and is asked until an answer says that asking is useless.

The codes are those of the provider's page of error codes, read 2026-11; `wanwidgets.protocol.names` sorts them.
"""

from __future__ import annotations

import enum
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from wanwidgets.protocol.decode import Reply
from wanwidgets.protocol.names import (
    ASKER_CODES,
    BROKEN_CODES,
    PERMANENT_CODES,
    PERMANENT_MESSAGES,
    RATE_CODES,
    UNAVAILABLE_CODES,
    UNDECIDED_CODES,
)

__all__ = [
    "CREATE_ATTEMPTS",
    "LOCAL_SCHEDULE",
    "PHASES",
    "SCHEDULE",
    "UNREACHED_ATTEMPTS",
    "Schedule",
    "Verdict",
    "backoff",
    "judge",
    "judge_create",
    "judge_query",
    "poll_times",
]

PHASES: Mapping[str, str] = MappingProxyType(
    {
        "policy": "GET",
        "upload": "POST",
        "create": "POST",
        "poll": "GET",
        "list": "GET",
        "cancel": "POST",
        "download": "GET",
    },
)
"""What is asked for in a run, in order, and by which method. Only a create starts something."""

CREATE_ATTEMPTS = 6
"""How often a create is sent while the service's own document says that nothing was started."""

UNREACHED_ATTEMPTS = 3
"""How often a create is tried while no byte of it arrives; with `backoff`, within five seconds."""

_BACKOFF_FIRST = 1.0
_BACKOFF_LAST = 30.0
_BACKOFF_DOUBLINGS = 10  # more than reach the last; a number of attempts has no bound, and a float has


class Verdict(enum.Enum):
    """What an answer means for the one who asked."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    """Nothing was started and asking again would not help."""
    AGAIN = "again"
    """Nothing was lost by asking and asking again may help."""
    UNKNOWN = "unknown"
    """Something may have been started."""


_SAID = {
    # by its code           a create           anything else
    **dict.fromkeys(RATE_CODES, (Verdict.AGAIN, Verdict.AGAIN)),
    **dict.fromkeys(UNAVAILABLE_CODES, (Verdict.AGAIN, Verdict.AGAIN)),
    **dict.fromkeys(UNDECIDED_CODES, (Verdict.UNKNOWN, Verdict.AGAIN)),
    **dict.fromkeys(BROKEN_CODES, (Verdict.REFUSED, Verdict.AGAIN)),
    **dict.fromkeys(PERMANENT_CODES, (Verdict.REFUSED, Verdict.REFUSED)),
}
"""What the service's own error document means, by its code."""

_UNHEARD = (Verdict.REFUSED, Verdict.AGAIN)
"""What a code means that nobody has heard of."""

_EXHAUSTED = (Verdict.REFUSED, Verdict.REFUSED)
"""What a used-up free trial means, which has the code of a rate limit."""

_PASSED_ON: tuple[tuple[range, frozenset[int], Verdict], ...] = (
    # statuses          but for                what it says of a create
    (range(300, 400), frozenset(), Verdict.REFUSED),  # it is not followed, so it starts nothing
    (range(400, 500), frozenset({408, 429}), Verdict.REFUSED),  # the gateway itself turned it away
)
"""What somebody else's answer to a create means by its HTTP status: a gateway's, a proxy's, a login page's.

Of all others, and of a success that is no document of the service's, nobody knows whether the create was passed on.
"""

_FORBIDDEN = 403
_TOO_OLD = "expired"
"""What the object store says of an address whose time is over, somewhere in its own error document."""

_SUCCESS = range(200, 300)
_SERVER_ERRORS = range(500, 600)


def judge(method: str, phase: str, status: int, code: str, *, own: bool, message: str = "") -> Verdict:
    """Say what an answer means for the one who asked.

    Parameters
    ----------
    method, phase
        What was asked, a row of `PHASES`.
    status, code, message
        The HTTP status, and what the service's document says; a success has no code. Of the object store, whose
        document is another one, all of it is the message.
    own
        Whether the answer is the service's own document.

    Raises
    ------
    ValueError
        There is no such phase, or it has another method.
    """
    if PHASES.get(phase) != method:
        raise ValueError(f"There is no {method} in the phase {phase!r}. Phases: {dict(PHASES)}.")
    if phase in {"upload", "download"}:
        return _judge_store(phase, status, message)
    create = phase == "create"
    if own and not code and status in _SUCCESS:
        return Verdict.ACCEPTED
    if not own or not code:
        # An error without a code says no more than its status.
        return _judge_foreign(status) if create else Verdict.AGAIN
    if message.lower().startswith(PERMANENT_MESSAGES):
        return _EXHAUSTED[not create]
    if phase == "poll" and status in _SUCCESS and _is_of_the_task(code):
        return Verdict.ACCEPTED
    return _SAID.get(code, _UNHEARD)[not create]


def judge_create(reply: Reply) -> Verdict:
    """Say what the answer to a create means; a code beside a task is about the task."""
    code = "" if reply.ok else reply.code
    return judge("POST", "create", reply.status, code, own=reply.document is not None, message=reply.message)


def judge_query(reply: Reply, phase: str = "poll") -> Verdict:
    """Say what the answer to a query, a list, a cancel or the question for a policy means."""
    code = "" if reply.ok else reply.code
    own = reply.document is not None
    return judge(PHASES[phase], phase, reply.status, code, own=own, message=reply.message)


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
    found = (verdict for statuses, but, verdict in _PASSED_ON if status in statuses and status not in but)
    return next(found, Verdict.UNKNOWN)


def _judge_store(phase: str, status: int, message: str) -> Verdict:
    if status in _SUCCESS:
        return Verdict.ACCEPTED
    if phase == "upload":
        return Verdict.AGAIN if status in _SERVER_ERRORS else Verdict.REFUSED
    # A picture that was just made may not be everywhere at once, so nothing else is for good.
    return Verdict.REFUSED if status == _FORBIDDEN and _TOO_OLD in message.lower() else Verdict.AGAIN


def _is_of_the_task(code: str) -> bool:
    # The documentation's example of a failed task is a bare error document. A code that is about who asks, or how
    # often, says nothing of the task.
    return code not in ASKER_CODES | RATE_CODES | UNAVAILABLE_CODES
