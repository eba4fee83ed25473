"""What the journal is asked and told: one row a run, and sums over rows that read no record."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from wanwidgets.budget import Caps
from wanwidgets.cost import most_of
from wanwidgets.images import InputImage
from wanwidgets.meaning import fingerprint_of, without_engine
from wanwidgets.request import EditRequest
from wanwidgets.result import Run, RunState
from wanwidgets.spend import NOTHING, Spend, counted, spent
from wanwidgets.store.record import write_record

__all__ = [
    "UNFINISHED",
    "Living",
    "Placed",
    "Row",
    "add",
    "asked_of",
    "check",
    "find",
    "holder",
    "inputs_of",
    "known",
    "place",
    "results_of",
    "row_of",
    "spend_in",
    "texts",
    "unfinished",
    "update",
]

UNFINISHED = frozenset(
    {RunState.PREPARED, RunState.SENT, RunState.RUNNING, RunState.UNDELIVERED, RunState.UNKNOWN},
)
"""The states of which something can still come."""

_IN_ORDER = "ORDER BY started, rowid"
_TAKEN = """
SELECT session, state = 'prepared', CASE state WHEN 'prepared' THEN owner ELSE '' END, MAX(written),
       SUM(CASE state WHEN 'prepared' THEN asked ELSE pictures + perhaps END)
FROM runs GROUP BY 1, 2, 3
"""
_SPENT = """
SELECT model, engine, CAST(SUM(pictures) AS INTEGER), CAST(SUM(perhaps) AS INTEGER) FROM runs
WHERE :session IS NULL OR session = :session GROUP BY model, engine
"""

Row = Mapping[str, Any]
"""Values by the name of their column."""

Living = Callable[[str, float], bool]
"""Whether the owner of that name lives, as far as one knows of a row that was written then."""


class Placed(NamedTuple):
    """A picture of a run.

    Attributes
    ----------
    role : str
        ``"in"`` or ``"out"``.
    place : int
        Its number among the pictures of the request, or among `Run.saved`, counted from 1.
    digest, pixels : str
        SHA-256 of its file, and of its size and pixels where that is known.
    """

    role: str
    place: int
    digest: str
    pixels: str


def row_of(run: Run, folder: Path, *, written: float) -> dict[str, Any]:
    """Return what changes in a row while a run goes on, but for its owner."""
    pictures, perhaps = counted(run)
    return {
        "id": run.id,
        "state": run.state.value,
        "task_id": run.task_id,
        "record": write_record(run, folder),
        "account": run.account,
        "pictures": pictures,
        "perhaps": perhaps,
        "failed": len(run.failures),
        "written": written,
    }


def asked_of(run: Run) -> dict[str, Any]:
    """Return what stands in a row from the beginning."""
    request = run.request
    meaning = request.meaning(run.engine)
    return {
        "started": run.started.isoformat(),
        "engine": run.engine,
        "model": request.model,
        "meaning": meaning,
        "fingerprint": fingerprint_of(meaning),
        "anyone": fingerprint_of(without_engine(meaning)),
        "request": json.dumps(request.to_dict(embed=False)),
        "asked": most_of(request, run.engine),
        "pack": run.pack,
    }


def inputs_of(request: EditRequest) -> tuple[Placed, ...]:
    """Return the pictures that were sent; an address that was not fetched leaves a gap."""
    images = (picture.image for picture in request.pictures)
    return tuple(
        Placed("in", number, image.digest, image.pixels)
        for number, image in enumerate(images, start=1)
        if isinstance(image, InputImage)
    )


def results_of(run: Run) -> tuple[Placed, ...]:
    """Return the pictures that came."""
    return tuple(Placed("out", number, saved.digest, saved.pixels) for number, saved in enumerate(run.saved, start=1))


def add(journal: sqlite3.Connection, row: Row, pictures: Iterable[Placed]) -> None:
    """Add a row, with every column that has no default, and its pictures."""
    marks = ", ".join(f":{name}" for name in row)
    journal.execute(f"INSERT INTO runs ({', '.join(row)}) VALUES ({marks})", row)  # noqa: S608 - our own names
    place(journal, row["id"], pictures)


def place(journal: sqlite3.Connection, run_id: str, pictures: Iterable[Placed]) -> None:
    """Write down pictures of a run; one that was in its place gives way."""
    lines = [(run_id, *picture) for picture in pictures]
    journal.executemany("INSERT OR REPLACE INTO pictures VALUES (?, ?, ?, ?, ?)", lines)


def update(journal: sqlite3.Connection, row: Row) -> None:
    """Change a row that is there."""
    changes = ", ".join(f"{name} = :{name}" for name in row)
    journal.execute(f"UPDATE runs SET {changes} WHERE id = :id", row)  # noqa: S608 - our own names


def find(journal: sqlite3.Connection, run_id: str) -> sqlite3.Row | None:
    """Return one row, by name of its column, or None."""
    journal.row_factory = sqlite3.Row
    row: sqlite3.Row | None = journal.execute("SELECT * FROM runs WHERE id = ?", (run_id,)).fetchone()
    return row


def texts(journal: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """Return id, request and record of all runs, the oldest first."""
    return journal.execute(f"SELECT id, request, record FROM runs {_IN_ORDER}").fetchall()  # noqa: S608 - our own words


def unfinished(journal: sqlite3.Connection, living: Living) -> list[tuple[str, str, str]]:
    """Return the same of the runs of which something can still come and whose owner does not live."""
    marks = ", ".join("?" * len(UNFINISHED))
    rows = journal.execute(
        f"SELECT id, request, record, owner, written FROM runs WHERE state IN ({marks}) {_IN_ORDER}",  # noqa: S608 - ours
        tuple(state.value for state in UNFINISHED),
    ).fetchall()
    return [row[:3] for row in rows if not living(row[3], row[4])]


def holder(journal: sqlite3.Connection, engine: str, task_id: str) -> str:
    """Return the id of the run that has a task; empty where none has."""
    row = journal.execute("SELECT id FROM runs WHERE task_id = ? AND engine = ?", (task_id, engine)).fetchone()
    return row[0] if row else ""


def known(journal: sqlite3.Connection) -> frozenset[str]:
    """Return the ids of all tasks."""
    return frozenset(row[0] for row in journal.execute("SELECT task_id FROM runs WHERE task_id != ''"))


def spend_in(journal: sqlite3.Connection, session: str | None) -> Spend:
    """Return what the runs of a session cost, or all."""
    return sum((spent(*row) for row in journal.execute(_SPENT, {"session": session})), NOTHING)


def check(journal: sqlite3.Connection, asked: int, caps: Caps, living: Living) -> None:
    """Raise BudgetExceeded where one more run that may be billed for so many pictures is too much.

    What is prepared counts as if it were billed, as long as somebody lives who will send it.
    """
    if not caps.capped or not asked:
        return
    taken = [
        (session, pictures)
        for session, prepared, owner, written, pictures in journal.execute(_TAKEN).fetchall()
        if not prepared or living(owner, written)
    ]
    caps.check(
        asked,
        session=sum(pictures for session, pictures in taken if session == caps.session_id),
        store=sum(pictures for _, pictures in taken),
    )
