"""Pages of the journal: a few runs at a time, the newest first, and only those that are looked for."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wanwidgets.content import SavedImage
from wanwidgets.errors import StoreError
from wanwidgets.result import Run, RunState
from wanwidgets.store.record import bare_request, read_record

__all__ = ["Page", "PastRun", "Wanted", "page_of", "past_run"]

_PROMPT = re.compile(r'"prompt"\s*:\s*("[^"\\]*(?:\\.[^"\\]*)*")')
"""Within a string the quotes would be escaped, so this is the key of a request."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which runs are looked for.

    Attributes
    ----------
    words : str
        Of the prompt; each of them must be somewhere in it, in whatever case.
    model : str
        Empty for any.
    states : frozenset of RunState
        Empty for any.
    """

    words: str = ""
    model: str = ""
    states: frozenset[RunState] = frozenset()


@dataclass(frozen=True, slots=True)
class PastRun:
    """A run as one line of the journal tells it, without reading any picture.

    Attributes
    ----------
    id : str
    run : Run or None
        With an address that does not exist in the place of each input file, and without its mask; None where the line
        is damaged.
    inputs : tuple of str
        By picture, in order: the SHA-256 of its file, or empty for one that was sent as an address.
    fault : str
        Why it cannot be read; empty where it can.
    """

    id: str
    run: Run | None
    inputs: tuple[str, ...] = ()
    fault: str = ""

    @property
    def saved(self) -> tuple[SavedImage, ...]:
        """Its result pictures."""
        return self.run.saved if self.run is not None else ()


@dataclass(frozen=True, slots=True)
class Page:
    """Some runs of a store.

    Attributes
    ----------
    runs : tuple of PastRun
        The newest first.
    start, total : int
        How many come before the first of them, and how many there are in all.
    until : int
        The last line that counts. Given back for the next page, it keeps runs that begin meanwhile from shifting it.
    models : tuple of str
        The models of all runs of the store, by name.
    """

    runs: tuple[PastRun, ...]
    start: int
    total: int
    until: int
    models: tuple[str, ...] = ()


def page_of(
    journal: sqlite3.Connection,
    folder: Path,
    wanted: Wanted,
    *,
    start: int,
    count: int,
    until: int | None = None,
) -> Page:
    """Read a page.

    Parameters
    ----------
    journal
        Open to be read.
    folder
        Of the store.
    wanted
        Which runs.
    start, count
        How many of them to pass over, and how many to read at most.
    until
        Of an earlier page; None for everything there is now.
    """
    last = journal.execute("SELECT COALESCE(MAX(rowid), 0) FROM runs").fetchone()[0] if until is None else until
    where, values = _conditions(journal, wanted, last)
    total = journal.execute(f"SELECT COUNT(*) FROM runs WHERE {where}", values).fetchone()[0]  # noqa: S608 - our words
    # What is beyond the end, such as after a filter became narrower, is the last page.
    start = max(0, min(start, (total - 1) // count * count))
    lines = journal.execute(
        f"SELECT id, request, record FROM runs WHERE {where} ORDER BY started DESC, rowid DESC LIMIT ? OFFSET ?",  # noqa: S608 - our words
        (*values, count, start),
    )
    runs = tuple(past_run(run_id, request, record, folder) for run_id, request, record in lines)
    models = tuple(str(row[0]) for row in journal.execute("SELECT DISTINCT model FROM runs ORDER BY model"))
    return Page(runs, start, total, last, models)


def past_run(run_id: str, request: str, record: str, folder: Path) -> PastRun:
    """Read one line; a damaged one says why."""
    try:
        run = read_record(record, bare_request(request), folder)
        inputs = tuple(picture.get("sha256", "") for picture in json.loads(request)["pictures"])
    except (AttributeError, KeyError, TypeError, ValueError, StoreError) as error:
        return PastRun(str(run_id), None, fault=f"{type(error).__name__}: {error}")
    return PastRun(run_id, run, inputs)


def _conditions(journal: sqlite3.Connection, wanted: Wanted, until: int) -> tuple[str, list[object]]:
    # The sign keeps SQLite from going through the lines by their number, when it can by their time.
    parts: list[str] = ["+rowid <= ?"]
    values: list[object] = [until]
    if wanted.model:
        parts.append("model = ?")
        values.append(wanted.model)
    if wanted.states:
        states = sorted(state.value for state in wanted.states)
        parts.append(f"state IN ({', '.join('?' * len(states))})")
        values += states
    words = tuple(_words(wanted.words))
    if words:
        # Not LIKE: it knows the case of ASCII alone, and JSON keeps every other letter as its number.
        journal.create_function("says", 1, lambda request: _says(request, words), deterministic=True)
        parts.append("says(request)")
    return " AND ".join(parts), values


def _words(text: str) -> Iterator[str]:
    return (word.casefold() for word in text.split())


def _says(request: object, words: tuple[str, ...]) -> bool:
    """Return whether the prompt of a request has all these words; one that cannot be read has none.

    Only the prompt is read: a painted mask behind it is a thousand times as long.
    """
    found = _PROMPT.search(request) if isinstance(request, str) else None
    try:
        prompt = json.loads(found[1]).casefold() if found else ""
    except ValueError:
        return False
    return all(word in prompt for word in words)
