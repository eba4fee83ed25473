"""How long earlier runs took, as the journal has it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta, timezone

from wanwidgets.content import SavedImage
from wanwidgets.request import EditRequest
from wanwidgets.result import RunState
from wanwidgets.store import RunStore

BEGUN = datetime(2026, 11, 21, tzinfo=timezone.utc)
ENGINE, MODEL = "custom/127.0.0.1", "wan2.7-image"


def test_how_long_earlier_runs_took(tmp_path):
    """The last that went well tell it, the newest first, without what they waited; damage and others tell nothing."""
    moments = (BEGUN + timedelta(minutes=number) for number in range(1000))
    store = RunStore(tmp_path / "runs", now=lambda: next(moments))

    def keep(seconds, *, engine=ENGINE, model=MODEL, pictures=1, waited=None, state=RunState.SUCCEEDED):
        run = store.begin(EditRequest("x", model=model), engine)
        saved = [SavedImage(store.folder / "files" / f"{number}.png", "0" * 64, 1, 1) for number in range(pictures)]
        sent = None if waited is None else run.started + timedelta(seconds=waited)
        return store.record(run.now(state, content=tuple(saved), seconds=seconds, sent=sent))

    keep(30.0)
    keep(20.0, pictures=4, waited=5)
    damaged = keep(1.0)
    keep(2.0, engine="local/2")
    keep(3.0, model="wan2.6-image")
    keep(4.0, state=RunState.FAILED)
    keep(5.0, waited=9)
    packed = keep(6.0)
    with closing(sqlite3.connect(store.folder / "journal.sqlite")) as journal, journal:
        journal.execute("UPDATE runs SET record = 'mine' WHERE id = ?", (damaged.id,))
        journal.execute("UPDATE runs SET pack = 'lesson' WHERE id = ?", (packed.id,))

    assert store.lasted(MODEL, ENGINE) == ((4, 15.0), (1, 30.0))
    assert store.lasted(MODEL, ENGINE, most=1) == ()
    assert RunStore(tmp_path / "none").lasted(MODEL, ENGINE) == ()
