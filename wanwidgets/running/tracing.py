"""Tracing: which tasks at the service may be the one of a run whose create got no answer.

The list of tasks carries no prompt, is that of the whole account, and may lag. So it is asked for several times over
`SETTLING_SECONDS`, and what is found is shown. Nothing is decided here, and nothing is changed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta

from wanwidgets.client import Client
from wanwidgets.errors import Cancelled, ServiceError, TaskLost, Unreachable
from wanwidgets.protocol.listing import LONGEST_WINDOW, TaskEntry
from wanwidgets.result import Run
from wanwidgets.running.ending import KEPT_FOR
from wanwidgets.task import TaskStatus
from wanwidgets.waiting import Pause

__all__ = [
    "LISTED_AT",
    "LONGEST_CREATE",
    "SETTLING_SECONDS",
    "SLACK",
    "Candidate",
    "Trace",
    "candidates",
    "compare",
    "listings",
    "trace",
    "window",
]

SETTLING_SECONDS = 60.0
"""After the create was sent: by then the list should have its task. Ours; how long it lags nobody documents."""

LISTED_AT = (0.0, 5.0, 15.0, 30.0, SETTLING_SECONDS)
"""When the list is asked for, in seconds after the create was sent."""

SLACK = timedelta(seconds=60)
"""How much the clocks of this machine and of the service may differ. The list's own window has whole seconds."""

LONGEST_CREATE = timedelta(minutes=5)
"""How long after `Run.sent` a create may leave at most: its attempts, the pauses between them, and its last timeout."""

_PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class Candidate:
    """A task that may be the one of a run.

    Attributes
    ----------
    entry : TaskEntry
        As the list has it.
    prompt : str
        ``"same"`` or ``"other"`` than the run's, where its result says what it was asked; else ``"unsaid"``.
    """

    entry: TaskEntry
    prompt: str


@dataclass(frozen=True, slots=True)
class Trace:
    """What was found so far.

    Attributes
    ----------
    run : Run
        Of unknown outcome.
    candidates : tuple of Candidate
        The oldest first; those with the run's own prompt before all others.
    settled : bool
        Whether the settling time is over, so that what was not found is not there.
    until : datetime
        When it is over.
    possible : bool
        Whether there can be anything to find: a stream has no task, and after 24 hours no task is listed.
    reason : str
        Why not: ``"stream"`` or ``"old"``; empty where there can be.
    """

    run: Run
    candidates: tuple[Candidate, ...]
    settled: bool
    until: datetime
    possible: bool = True
    reason: str = ""


def trace(
    run: Run,
    client: Client,
    known: Callable[[], AbstractSet[str]],
    *,
    pause: Pause,
    now: Callable[[], datetime],
) -> Iterator[Trace]:
    """Yield what was found after each listing; the last one is settled.

    Parameters
    ----------
    run
        Of unknown outcome.
    client
        Of the account that the run was asked with.
    known
        Returns the ids of the tasks of all runs in the journal.
    pause
        Waits between the listings; returning True stops.
    now
        The time, with its zone.

    Raises
    ------
    TaskLost
        The run was asked with another key or at another place, whose list is another one.
    ServiceError, Unreachable, Cancelled
        The list cannot be had.
    """
    until = _sent(run) + timedelta(seconds=SETTLING_SECONDS)
    reason = "stream" if run.request.stream else "old" if now() - _sent(run) >= KEPT_FOR else ""
    if reason:
        yield Trace(run, (), settled=True, until=until, possible=False, reason=reason)
        return
    if run.account != client.account:
        raise TaskLost("The run was asked with another key, or at another place: look with that one.")
    told: dict[str, str] = {}
    moments = listings(_sent(run), now())
    for number, moment in enumerate(moments, start=1):
        if pause(max(0.0, (moment - now()).total_seconds())):
            raise Cancelled("Stopped while the list of tasks was asked for. Nothing was changed.")
        last = number == len(moments)
        found = _listed(run, client, known(), pause, whole=last)
        yield Trace(run, _compared(found, run, client, told, pause), last, until)


def window(run: Run) -> tuple[datetime, datetime]:
    """Return from when to when the task of a run was created, if it was, by the clock of the service."""
    # Whoever saw the create fail knows when that was; of one whose kernel was killed, only its bound is known.
    seen = run.started + timedelta(seconds=run.seconds)
    since = _sent(run) - SLACK
    return since, min(max(_sent(run) + LONGEST_CREATE, seen) + SLACK, since + LONGEST_WINDOW)


def candidates(entries: Iterable[TaskEntry], run: Run, known: AbstractSet[str]) -> tuple[TaskEntry, ...]:
    """Return the tasks that may be that of a run, the oldest first: of its model and its time, and of no other run.

    What the list leaves unsaid of a task does not rule it out.
    """
    since, until = window(run)
    found = [
        entry
        for entry in entries
        if entry.id not in known
        and entry.model in {"", run.request.model}
        and (entry.created is None or since <= entry.created <= until)
    ]
    return tuple(sorted(found, key=lambda entry: entry.created or until))


def listings(sent: datetime, now: datetime) -> tuple[datetime, ...]:
    """Return when to ask for the list: now, and at the moments of `LISTED_AT` that are still to come."""
    moments = (sent + timedelta(seconds=seconds) for seconds in LISTED_AT)
    return (now, *(moment for moment in moments if moment > now))


def compare(asked: str, told: Iterable[str]) -> str:
    """Say whether a task was asked the same: ``"same"``, ``"other"``, or ``"unsaid"`` where its result does not tell.

    >>> compare("a cat ", ["a cat"])
    'same'
    """
    prompts = {_plain(prompt) for prompt in told}
    if not prompts:
        return "unsaid"
    return "same" if _plain(asked) in prompts else "other"


def _listed(run: Run, client: Client, known: AbstractSet[str], pause: Pause, *, whole: bool) -> tuple[TaskEntry, ...]:
    since, until = window(run)
    model = run.request.model
    asked = client.tasks(model=model, since=since, until=until, page_size=_PAGE_SIZE, pause=pause)
    found = candidates(asked, run, known)
    if found or not whole:
        return found
    # The zone of the window is a guess, that of the entries is not: before it is said that there is no trace, all of
    # the last 24 hours is looked through.
    return candidates(client.tasks(model=model, page_size=_PAGE_SIZE, pause=pause), run, known)


def _compared(
    found: Iterable[TaskEntry],
    run: Run,
    client: Client,
    told: dict[str, str],
    pause: Pause,
) -> tuple[Candidate, ...]:
    for entry in found:
        # Only a task that has succeeded has a result, which does not change any more.
        if entry.status is TaskStatus.SUCCEEDED and entry.id not in told:
            try:
                told[entry.id] = compare(run.request.prompt, client.fetch(entry.id, pause=pause).prompts)
            except (ServiceError, Unreachable):
                # It may tell at the next listing; until then it is a candidate like any other.
                continue
    compared = [Candidate(entry, told.get(entry.id, "unsaid")) for entry in found]
    return tuple(sorted(compared, key=lambda candidate: candidate.prompt != "same"))


def _sent(run: Run) -> datetime:
    return run.sent or run.started


def _plain(prompt: str) -> str:
    return unicodedata.normalize("NFC", prompt).strip()
