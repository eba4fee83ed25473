"""What must happen when a step of a run meets a fault: a table to be read, and the one that the tests go by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

__all__ = ["ALWAYS", "HOW", "KILLS", "LISTS", "ONCE", "STOPS", "TIMES", "WRITES", "Cell", "Left", "cells"]


@dataclass(frozen=True, slots=True)
class Cell:
    """What must have happened.

    Attributes
    ----------
    state : str
        How the run ends by itself.
    accepted : int
        How many creates the service's own ledger has, at the end of everything.
    error : str
        What the run ends with; empty for nothing.
    then : str
        How the run ends once its user did what there is to do: an unknown outcome is traced, and adopted where there
        is one candidate, else left at that; what is undelivered is taken up again. Nothing is ever sent again.
    """

    state: str
    accepted: int
    error: str = ""
    then: str = ""

    @property
    def last(self) -> str:
        """How the run ends at last. Its picture is in the store if, and only if, it has succeeded."""
        return self.then or self.state


FINE = Cell("succeeded", accepted=1)
"""The fault is got over without a word."""
REFUSED = Cell("refused", accepted=0, error="ServiceError")
"""The service's own word for it that nothing was started."""
UNREACHED = Cell("unreachable", accepted=0, error="Unreachable")
"""Nothing arrived."""
NOTHING = Cell("unknown", accepted=0, error="OutcomeUnknown", then="abandoned")
"""Nobody can know; the list shows no trace, and the user leaves it at that."""
FOUND = Cell("unknown", accepted=1, error="OutcomeUnknown", then="succeeded")
"""Nobody can know; the list shows one candidate, and the user adopts it."""
LATE = Cell("undelivered", accepted=1, error="Undelivered", then="succeeded")
"""The task is known and its pictures are not here; they are when the run is taken up again."""
TOLD = replace(LATE, error="ServiceError")
"""The same, with the service's own word for why it says nothing about the task."""
# There is no such thing: the object store gives other answers than the service, which are rows of their own.
_____ = None

_STEPS = ("policy", "upload", "create", "poll", "download")

ONCE: Mapping[str, tuple[Cell | None, ...]] = MappingProxyType(
    {
        #                       policy     upload     create     poll       download
        "refused":             (FINE,      FINE,      FINE,      FINE,      FINE),
        "reset unread":        (FINE,      FINE,      NOTHING,   FINE,      FINE),
        "reset":               (FINE,      FINE,      NOTHING,   FINE,      FINE),
        "reset after":         (FINE,      FINE,      FOUND,     FINE,      FINE),
        "cut":                 (FINE,      FINE,      FOUND,     FINE,      FINE),
        "hang":                (FINE,      FINE,      NOTHING,   FINE,      FINE),
        "hang after":          (FINE,      FINE,      FOUND,     FINE,      FINE),
        "502 after":           (FINE,      FINE,      FOUND,     FINE,      FINE),
        "502 html":            (FINE,      FINE,      NOTHING,   FINE,      FINE),
        "504 html":            (FINE,      FINE,      NOTHING,   FINE,      FINE),
        "bare 503":            (FINE,      FINE,      NOTHING,   FINE,      FINE),
        "bare 429":            (FINE,      REFUSED,   NOTHING,   FINE,      FINE),
        "empty":               (FINE,      _____,     NOTHING,   FINE,      FINE),
        "garbage":             (FINE,      _____,     NOTHING,   FINE,      LATE),
        "html 200":            (FINE,      _____,     NOTHING,   FINE,      LATE),
        "not a picture":       (_____,     _____,     _____,     _____,     LATE),
        "403 expired":         (_____,     FINE,      _____,     _____,     LATE),
        "429 Throttling":      (FINE,      _____,     FINE,      FINE,      _____),
        "429 RateQuota":       (FINE,      _____,     FINE,      FINE,      _____),
        "429 BurstRate":       (FINE,      _____,     FINE,      FINE,      _____),
        "429 AllocationQuota": (FINE,      _____,     FINE,      FINE,      _____),
        "429 LimitRequests":   (FINE,      _____,     FINE,      FINE,      _____),
        "503 serving":         (FINE,      _____,     FINE,      FINE,      _____),
        "429 unheard of":      (FINE,      _____,     REFUSED,   FINE,      _____),
        "500 internal":        (FINE,      _____,     REFUSED,   FINE,      _____),
        "500 time-out":        (FINE,      _____,     NOTHING,   FINE,      _____),
        "200 error":           (FINE,      _____,     REFUSED,   FINE,      _____),
        "429 free quota":      (REFUSED,   _____,     REFUSED,   TOLD,      _____),
        "429 not purchased":   (REFUSED,   _____,     REFUSED,   TOLD,      _____),
        "429 prepaid overdue": (REFUSED,   _____,     REFUSED,   TOLD,      _____),
        "429 postpaid overdue": (REFUSED,  _____,     REFUSED,   TOLD,      _____),
        "400 bad input":       (REFUSED,   _____,     REFUSED,   TOLD,      _____),
        "400 inspection":      (REFUSED,   _____,     REFUSED,   TOLD,      _____),
        "400 arrearage":       (REFUSED,   _____,     REFUSED,   TOLD,      _____),
        "401 key":             (REFUSED,   _____,     REFUSED,   TOLD,      _____),
        "403 denied":          (REFUSED,   _____,     REFUSED,   TOLD,      _____),
    },
)  # fmt: skip
"""A step that meets a fault once."""

ALWAYS: Mapping[str, tuple[Cell | None, ...]] = MappingProxyType(
    {
        #                       policy     upload     create     poll       download
        "refused":             (UNREACHED, UNREACHED, UNREACHED, _____,     LATE),
        "reset":               (UNREACHED, UNREACHED, NOTHING,   _____,     LATE),
        "502 html":            (UNREACHED, UNREACHED, NOTHING,   _____,     LATE),
        "429 RateQuota":       (UNREACHED, _____,     REFUSED,   _____,     _____),
        "503 serving":         (UNREACHED, _____,     REFUSED,   _____,     _____),
        "403 expired":         (_____,     REFUSED,   _____,     _____,     LATE),
    },
)  # fmt: skip
"""A step at which it goes on until the run has ended. A task is asked about for as long as its user waits."""

TIMES = 50


def cells(table: Mapping[str, tuple[Cell | None, ...]]) -> dict[str, tuple[str, str, Cell]]:
    """Return the cells of a table as ``step: fault``, each with its step and its fault."""
    return {
        f"{step}: {fault}": (step, fault, cell)
        for fault, row in table.items()
        for step, cell in zip(_STEPS, row, strict=True)
        if cell is not None
    }


STOPPED = Cell("cancelled", accepted=1, error="Cancelled")
"""The task was cancelled before it began; it is not billed."""
KEPT = Cell("succeeded", accepted=1)
"""It could not be stopped any more; what it made is kept."""

STOPS: Mapping[str, tuple[Cell, Cell]] = MappingProxyType(
    {
        #                       PENDING    RUNNING
        "":                    (STOPPED,   KEPT),
        "refused":             (STOPPED,   KEPT),
        "reset unread":        (STOPPED,   KEPT),
        "reset":               (STOPPED,   KEPT),
        "reset after":         (STOPPED,   KEPT),
        "cut":                 (STOPPED,   KEPT),
        "hang":                (STOPPED,   KEPT),
        "hang after":          (STOPPED,   KEPT),
        "502 after":           (STOPPED,   KEPT),
        "502 html":            (STOPPED,   KEPT),
        "bare 429":            (STOPPED,   KEPT),
        "bare 503":            (STOPPED,   KEPT),
        "empty":               (STOPPED,   KEPT),
        "garbage":             (STOPPED,   KEPT),
        "html 200":            (STOPPED,   KEPT),
        "200 error":           (STOPPED,   KEPT),
        "429 RateQuota":       (STOPPED,   KEPT),
        "503 serving":         (STOPPED,   KEPT),
        "500 internal":        (STOPPED,   KEPT),
        "401 key":             (KEPT,      KEPT),
        "403 denied":          (KEPT,      KEPT),
    },
)  # fmt: skip
"""A cancel that meets a fault once, when its user stays, by what the task was when the user stopped."""

LISTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        #                       once            for ever
        "refused":             ("",             "Unreachable"),
        "reset unread":        ("",             "Unreachable"),
        "reset":               ("",             "Unreachable"),
        "reset after":         ("",             "Unreachable"),
        "cut":                 ("",             "Unreachable"),
        "hang":                ("",             "Unreachable"),
        "502 html":            ("",             "Unreachable"),
        "bare 429":            ("",             "Unreachable"),
        "bare 503":            ("",             "Unreachable"),
        "empty":               ("",             "Unreachable"),
        "garbage":             ("",             "Unreachable"),
        "html 200":            ("",             "Unreachable"),
        "429 RateQuota":       ("",             "Unreachable"),
        "503 serving":         ("",             "Unreachable"),
        "500 internal":        ("",             "Unreachable"),
        "200 error":           ("",             "Unreachable"),
        "401 key":             ("ServiceError", "ServiceError"),
        "403 denied":          ("ServiceError", "ServiceError"),
    },
)  # fmt: skip
"""The list of tasks, asked for a run of unknown outcome: what is raised, if anything. Nothing is decided by it: the run
stays unknown, and its task is found when the list can be had again."""


@dataclass(frozen=True, slots=True)
class Left:
    """What a kernel left that was killed, or that could not write, and what the next one makes of it.

    Attributes
    ----------
    state : str
        In the journal when the next kernel opens the store; empty where there is no run.
    last : str
        How the run ends there, its user doing what there is to do (see `Cell`).
    accepted : int
        How many creates the service's own ledger has, at the end of everything.
    """

    state: str
    last: str
    accepted: int


NEVER = Left("", "", accepted=0)
"""Nothing was written, so nothing was sent."""
UNSENT = Left("prepared", "cancelled", accepted=0)
"""It surely was not sent; its user may press the button again."""
PERHAPS = Left("sent", "abandoned", accepted=0)
"""It may have been sent; the list shows no trace, and the user leaves it at that."""
ADOPTED = Left("sent", "succeeded", accepted=1)
"""It was sent, and nobody knew its task; the list shows one candidate, and the user adopts it."""
TAKEN_UP = Left("running", "succeeded", accepted=1)
"""The next kernel waits for the task and downloads the picture."""
HOMELESS = Left("undelivered", "succeeded", accepted=1)
"""The journal could still be told; the next kernel downloads the picture again."""
DONE = Left("succeeded", "succeeded", accepted=1)

KILLS: Mapping[str, tuple[Left, Left]] = MappingProxyType(
    {
        #            before the service is asked   with its answer on the way
        "policy":    (UNSENT,                      UNSENT),
        "upload":    (UNSENT,                      UNSENT),
        "create":    (PERHAPS,                     ADOPTED),
        "poll":      (TAKEN_UP,                    TAKEN_UP),
        "download":  (TAKEN_UP,                    TAKEN_UP),
    },
)  # fmt: skip
"""A kernel that is killed (SIGKILL) at an exchange."""

HOW = ("killed before", "killed within", "killed after", "disk full")

WRITES: Mapping[str, tuple[Left, Left, Left, Left]] = MappingProxyType(
    {
        #             killed before   killed within   killed after   disk full
        "begin":      (NEVER,         NEVER,          UNSENT,        NEVER),
        "sent":       (UNSENT,        UNSENT,         PERHAPS,       UNSENT),
        "task id":    (ADOPTED,       ADOPTED,        TAKEN_UP,      ADOPTED),
        "keep":       (TAKEN_UP,      TAKEN_UP,       TAKEN_UP,      HOMELESS),
        "succeeded":  (TAKEN_UP,      TAKEN_UP,       DONE,          TAKEN_UP),
    },
)  # fmt: skip
"""A kernel that is killed at a write of its store, before a byte, when all bytes but the last are written, or after; or
whose disk is full, which is told in the words of a `StoreError`."""
