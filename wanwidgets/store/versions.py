"""The versions of the journal, and how an older one becomes the newest."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from wanwidgets.cost import most_of
from wanwidgets.spend import counted
from wanwidgets.store.record import bare_request, read_record

__all__ = ["VERSION", "upgrade"]

VERSION = 2
"""The one that is written."""

_FIRST = """
CREATE TABLE IF NOT EXISTS runs (
    id          TEXT PRIMARY KEY,
    started     TEXT NOT NULL,
    state       TEXT NOT NULL,
    engine      TEXT NOT NULL,
    model       TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    task_id     TEXT NOT NULL,
    request     TEXT NOT NULL,
    record      TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS runs_by_start ON runs (started);
"""
_SECOND = """
ALTER TABLE runs ADD COLUMN account  TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN session  TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN owner    TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN written  REAL NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN asked    INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN pictures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN perhaps  INTEGER NOT NULL DEFAULT 0;
CREATE INDEX runs_by_session ON runs (session);
CREATE INDEX runs_by_state ON runs (state);
CREATE INDEX runs_by_task ON runs (task_id);
"""
"""``account`` as the run has it; ``owner`` who has charge of it (see `owner.py`); ``written`` when, in seconds
since 1970; ``asked`` the most pictures that may be billed, ``pictures`` those that are for certain, ``perhaps`` those
that may be on top. So budgets and sums read no record."""


def upgrade(journal: sqlite3.Connection) -> None:
    """Bring a journal, perhaps an empty one, to the newest version: wholly, or not at all."""
    if _version(journal) == VERSION:
        return
    journal.execute("BEGIN IMMEDIATE")
    with journal:
        # Another kernel may have done it while this one waited.
        version = _version(journal)
        for number, (script, fill) in enumerate(_STEPS, start=1):
            if number > version:
                for statement in filter(str.strip, script.split(";")):
                    journal.execute(statement)
                fill(journal)
        journal.execute(f"PRAGMA user_version = {max(version, VERSION)}")


def _version(journal: sqlite3.Connection) -> int:
    return int(journal.execute("PRAGMA user_version").fetchone()[0])


def _nothing(_journal: sqlite3.Connection) -> None:
    """Fill nothing."""


def _counts(journal: sqlite3.Connection) -> None:
    """Count the pictures of the runs that were recorded without."""
    rows = journal.execute("SELECT id, request, record FROM runs").fetchall()
    for run_id, request, record in rows:
        try:
            run = read_record(record, bare_request(request), Path())
        except (AttributeError, KeyError, TypeError, ValueError):
            # `RunStore.damage` tells of it; a line that cannot be read keeps its text and counts for nothing.
            continue
        journal.execute(
            "UPDATE runs SET asked = ?, pictures = ?, perhaps = ? WHERE id = ?",
            (most_of(run.request, run.engine), *counted(run), run_id),
        )


_STEPS = ((_FIRST, _nothing), (_SECOND, _counts))
