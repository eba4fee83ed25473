"""The versions of the journal, and how an older one becomes the newest."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from wanwidgets.cost import most_of
from wanwidgets.meaning import fingerprint_of, without_engine
from wanwidgets.spend import counted
from wanwidgets.store.record import bare_request, read_meaning, read_record
from wanwidgets.store.rows import UNFINISHED, Living, Placed, place, results_of

__all__ = ["VERSION", "Occupied", "upgrade"]

VERSION = 3
"""The one that is written."""

_OWNERS_SINCE = 2
"""The version from which on it is known who has charge of a run."""

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

_THIRD = """
ALTER TABLE runs ADD COLUMN meaning TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN anyone  TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN pack    TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN failed  INTEGER NOT NULL DEFAULT 0;
CREATE INDEX runs_by_fingerprint ON runs (fingerprint);
CREATE INDEX runs_by_anyone ON runs (anyone);
CREATE TABLE pictures (
    run    TEXT NOT NULL,
    role   TEXT NOT NULL,
    place  INTEGER NOT NULL,
    digest TEXT NOT NULL,
    pixels TEXT NOT NULL,
    PRIMARY KEY (run, role, place)
) WITHOUT ROWID;
CREATE INDEX pictures_by_digest ON pictures (digest);
CREATE INDEX pictures_by_pixels ON pictures (pixels);
CREATE TABLE addresses (
    address TEXT PRIMARY KEY,
    digest  TEXT NOT NULL
) WITHOUT ROWID;
"""
"""``meaning`` is the canonical form of the request, of which ``fingerprint`` is the hash, and ``anyone`` the hash that
it would have whoever answers; empty where it could not be read from a journal of before. ``pack`` as the run has it;
``failed`` how many of its pictures did not come. ``pictures`` are those of all runs (see `rows.Placed`); ``addresses``
the SHA-256 of an address, and that of the file that it gave."""


_UNDER_WAY = f"""
SELECT owner, written FROM runs WHERE owner != '' AND state IN ({", ".join(repr(state.value) for state in UNFINISHED)})
"""  # noqa: S608 - our own words


class Occupied(Exception):
    """A kernel with an older wanwidgets has a run under way, and could not write down any more what comes of it."""


def upgrade(journal: sqlite3.Connection, living: Living = lambda *_: False) -> None:
    """Bring a journal, perhaps an empty one, to the newest version: wholly, or not at all.

    Parameters
    ----------
    journal
        Open to be written.
    living
        Says whether an owner of runs lives. Those who write an older version know no newer one.

    Raises
    ------
    Occupied
        One lives whose run is under way. The journal is as it was.
    """
    if _version(journal) == VERSION:
        return
    journal.execute("BEGIN IMMEDIATE")
    with journal:
        # Another kernel may have done it while this one waited.
        version = _version(journal)
        if _OWNERS_SINCE <= version < VERSION and any(living(*row) for row in journal.execute(_UNDER_WAY).fetchall()):
            raise Occupied
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


def _meanings(journal: sqlite3.Connection) -> None:
    """Find out by what the runs are known that were recorded without, as far as their lines tell; no file is read."""
    rows = journal.execute("SELECT id, engine, fingerprint, request, record FROM runs").fetchall()
    for run_id, engine, fingerprint, request, record in rows:
        try:
            meaning = read_meaning(request, engine)
            pictures = json.loads(request)["pictures"]
            sent = [
                Placed("in", number, picture["sha256"], picture["pixels"])
                for number, picture in enumerate(pictures, start=1)
                if "sha256" in picture
            ]
            run = read_record(record, bare_request(request), Path())
        except (AttributeError, KeyError, TypeError, ValueError):
            # As above.
            continue
        place(journal, run_id, (*sent, *results_of(run)))
        journal.execute("UPDATE runs SET failed = ? WHERE id = ?", (len(run.failures), run_id))
        # Another one means that the model had other defaults then, so that it would be another request now.
        if meaning and fingerprint_of(meaning) == fingerprint:
            anyone = fingerprint_of(without_engine(meaning))
            journal.execute("UPDATE runs SET meaning = ?, anyone = ? WHERE id = ?", (meaning, anyone, run_id))


_STEPS = ((_FIRST, _nothing), (_SECOND, _counts), (_THIRD, _meanings))
