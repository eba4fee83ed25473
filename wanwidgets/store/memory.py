"""What the journal remembers of a request: which runs answer it, which stand in its way, and which come nearest."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

from wanwidgets.meaning import (
    Difference,
    differences,
    differing,
    fields_of,
    fingerprint_of,
    with_take,
    without_engine,
)
from wanwidgets.place import is_local
from wanwidgets.result import RunState
from wanwidgets.store.rows import UNFINISHED, Living

__all__ = ["Key", "Nearest", "first_free", "hits", "nearest", "standing", "taken"]

_HITS = """
SELECT id, started, record FROM runs
WHERE (fingerprint = :fingerprint OR anyone = :anyone) AND +state = 'succeeded'
      AND (:anywhere OR engine = :engine OR pack != '')
ORDER BY engine != :engine, failed > 0, pack != '', started DESC, rowid DESC
"""
"""The sign keeps SQLite from going through all that succeeded."""

_OPEN = f"""
SELECT id, request, record, owner, written, state FROM runs
WHERE fingerprint = :fingerprint AND +state IN ({", ".join(repr(state.value) for state in UNFINISHED)})
ORDER BY started DESC, rowid DESC
"""  # noqa: S608 - our own words
_REMEMBERED = """
SELECT id, started, meaning FROM runs WHERE state = 'succeeded' AND meaning != '' ORDER BY started DESC, rowid DESC
LIMIT ?
"""
_COMPARED = 10_000
"""With how many runs, the newest ones, a request is compared at most: a sixth of a second."""


@dataclass(frozen=True, slots=True)
class Key:
    """By what a request is found.

    Attributes
    ----------
    meaning : str
        As `EditRequest.meaning` gives it.
    engine : str
        Who answers.
    fingerprint, anyone : str
        The hash of the meaning, and what it would be whoever answers.
    """

    meaning: str
    engine: str
    fingerprint: str
    anyone: str

    @classmethod
    def of(cls, meaning: str) -> Key:
        """Return the key of a meaning."""
        plain = without_engine(meaning)
        return cls(meaning, json.loads(meaning)["engine"], fingerprint_of(meaning), fingerprint_of(plain))


@dataclass(frozen=True, slots=True)
class Nearest:
    """The remembered run whose request is most like another one.

    Attributes
    ----------
    id : str
        Of the run.
    started : datetime
        With its zone.
    differences : tuple of Difference
        In what they differ, the remembered value first; who answers is not among them.
    """

    id: str
    started: datetime
    differences: tuple[Difference, ...]


def hits(journal: sqlite3.Connection, key: Key, *, anywhere: bool = False) -> Iterator[tuple[str, str, str]]:
    """Yield id, start and record of the runs that answer a request, the one that is replayed first.

    Those of the same engine come before others; within, those without a failed picture before those with one, own ones
    before those of a pack, and the newest first.

    Parameters
    ----------
    journal
        Open to be read.
    key
        Of the request.
    anywhere
        Whether runs count that another engine answered; those of a pack always do.
    """
    told = {"fingerprint": key.fingerprint, "anyone": key.anyone, "engine": key.engine, "anywhere": anywhere}
    yield from journal.execute(_HITS, told)


def standing(journal: sqlite3.Connection, key: Key, living: Living) -> tuple[str, str] | None:
    """Return request and record of the newest run that stands in the way of sending that request, or None.

    It is in the charge of somebody who lives, or it was sent and may be billed. What died before it was sent, and what
    the local service of a dead kernel made, stand in nobody's way.
    """
    for _, request, record, owner, written, state in journal.execute(_OPEN, {"fingerprint": key.fingerprint}):
        paid = not is_local(key.engine) and state != RunState.PREPARED.value
        if paid or living(owner, written):
            return request, record
    return None


def taken(journal: sqlite3.Connection, key: Key, living: Living) -> bool:
    """Return whether a request is remembered, or another run of it stands in the way."""
    return next(hits(journal, key), None) is not None or standing(journal, key, living) is not None


def first_free(journal: sqlite3.Connection, meaning: str, living: Living) -> int:
    """Return the first take of a request that is neither remembered nor under way."""
    take = 0
    while taken(journal, Key.of(with_take(meaning, take)), living):
        take += 1
    return take


def nearest(journal: sqlite3.Connection, key: Key) -> Nearest | None:
    """Return what differs in the fewest fields; among equals the same prompt, then the same pictures, then the newest.

    The newest runs are compared, at most `_COMPARED`.
    """
    # Of equals `min` gives the first, which is the newest.
    best = min(_compared(journal, fields_of(key.meaning)), key=itemgetter(0), default=None)
    if best is None:
        return None
    _, run_id, started, meaning = best
    found = tuple(each for each in differences(meaning, key.meaning) if each.field != "engine")
    return Nearest(run_id, datetime.fromisoformat(started), found)


def _compared(
    journal: sqlite3.Connection, asked: Mapping[str, Any]
) -> Iterator[tuple[tuple[int, bool, bool], str, str, str]]:
    """Yield how far each remembered request is from one, with id, start and meaning of its run."""
    for run_id, started, meaning in journal.execute(_REMEMBERED, (_COMPARED,)):
        try:
            names = differing(fields_of(meaning), asked)
        except ValueError:
            # It was edited by hand. What it was cannot be said, and it hides no other.
            continue
        other = any(name.startswith("image") for name in names)
        yield (len(names) - ("engine" in names), "prompt" in names, other), run_id, started, meaning
