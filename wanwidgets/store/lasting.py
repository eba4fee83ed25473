"""How long earlier runs took, so that one can say how long the next one will."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime

__all__ = ["Lasted", "lasted"]

Lasted = tuple[int, float]
"""How many pictures a run brought, and how many seconds it took from its create to its last picture."""

_SUCCEEDED = """
SELECT record FROM runs WHERE state = 'succeeded' AND pack = '' AND model = ? AND engine = ?
ORDER BY started DESC, rowid DESC LIMIT ?
"""


def lasted(journal: sqlite3.Connection, model: str, engine: str, most: int) -> Iterator[Lasted]:
    """Yield it of the last runs of a model that went well where that engine answers, the newest first.

    What a run waited for before it was sent is left out, and so are the runs of packs, which came from elsewhere. A
    line that is damaged tells nothing.
    """
    for (text,) in journal.execute(_SUCCEEDED, (model, engine, most)).fetchall():
        try:
            record = json.loads(text)
            waited = 0.0
            if record["sent"]:
                sent, started = (datetime.fromisoformat(record[name]) for name in ("sent", "started"))
                waited = (sent - started).total_seconds()
            pictures = sum("file" in part for part in record["content"])
            seconds = float(record["seconds"]) - waited
        except (KeyError, TypeError, ValueError):
            continue
        if seconds > 0:
            yield pictures, seconds
