"""The ledger: every create that was accepted, and what came of it, for tests of any client.

What was sent twice stands in it twice, with the same digest of its document.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from wanwidgets.service.keeping import Drawer
from wanwidgets.service.order import Order

__all__ = ["ASYNC", "STREAM", "SYNC", "Ledger", "digest"]

ASYNC, SYNC, STREAM = "async", "sync", "stream"
"""The ways of a create."""


class Ledger:
    """Entries by name, the oldest first; only `clear` forgets any.

    Parameters
    ----------
    drawer
        Where they are kept.
    clock
        Seconds since the epoch.
    engine
        Who answers now, by name and version.
    """

    def __init__(self, drawer: Drawer, clock: Callable[[], float], engine: str) -> None:
        self._drawer = drawer
        self._engine = engine
        self._clock = clock

    def accept(
        self, name: str, way: str, document: Mapping[str, Any], order: Order | None, *, status: str, task_id: str = ""
    ) -> None:
        """Enter a create.

        Parameters
        ----------
        name
            New; what comes of the create is told under it.
        way
            `ASYNC`, `SYNC` or `STREAM`.
        document
            The body, as it was sent.
        order
            What it says; None where it is known to fail.
        status
            A task's.
        task_id
            Empty where no task was made.
        """
        entry = {
            "task_id": task_id,
            "way": way,
            "model": document["model"],
            "accepted": self._clock(),
            "document": digest(document),
            "prompt": order.prompt if order else "",
            "status": status,
            "pictures": [],
            "n": order.n if order else 0,
            "engine": self._engine,
        }
        self._drawer.put(name, entry)

    def note(self, name: str, status: str, pictures: Sequence[str] = ()) -> None:
        """Enter what came of a create, with the SHA-256 of each picture's file; one that was cleared stays so."""
        entry = self._drawer.get(name)
        if entry is not None:
            self._drawer.put(name, {**entry, "status": status, "pictures": list(pictures)})

    def stranger(self, name: str) -> str:
        """Return the engine that a create was meant for, if it is another one than answers now; else nothing."""
        entry = self._drawer.get(name) or {}
        meant = str(entry.get("engine", self._engine))
        return "" if meant == self._engine else meant

    def entries(self) -> list[dict[str, Any]]:
        """Return all entries, the oldest first.

        ``task_id`` (empty where no task was made), ``way``, ``model``, ``accepted`` (seconds since the epoch),
        ``document`` (see `digest`), ``prompt`` and ``n`` (empty and 0 where the document is wrong), ``status`` (a
        task's; that of a call is RUNNING until it is answered, and CANCELED if nobody waited for the answer),
        ``pictures`` (the SHA-256 of each picture's file) and ``engine`` (who was to answer, by name and version).
        """
        return [entry for _, entry in self._drawer.items()]

    def broken_off(self, while_in: str, then: str) -> None:
        """Give calls that ended with the server, and so have no answer, their last status."""
        for name, entry in self._drawer.items():
            if not entry["task_id"] and entry["status"] == while_in:
                self.note(name, then)

    def clear(self) -> None:
        """Begin anew."""
        self._drawer.clear()


def digest(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a document, whatever the order of its names and its spaces.

    >>> digest({"a": 1, "b": [2]}) == digest({"b": [2], "a": 1})
    True
    """
    text = json.dumps(document, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
