"""Expecting: how long a run will take, by those before it."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Any

from traitlets import Float

from wanwidgets.place import is_local
from wanwidgets.request import EditRequest
from wanwidgets.session.remembering import Remembering
from wanwidgets.store.lasting import Lasted

__all__ = ["Expecting", "usual"]

_LAST = 10
"""Of so many runs the one in the middle is what is usual."""

_ALIKE = 3
"""From so many runs with the same number of pictures on, only those count."""


class Expecting(Remembering):
    """A draft of which it can be said how long it will take; `wanwidgets.session.EditSession` is the whole."""

    expected_seconds = Float(None, allow_none=True)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._lasted: dict[str, tuple[Lasted, ...]] = {}
        self._reading: frozenset[str] | None = None
        self.observe(lambda _: self._expect(), "draft")
        self._expect()

    def expected(self, request: EditRequest) -> float | None:
        """Return how many seconds the service usually takes for a request, or None where nobody knows.

        That of the runs before it, else what the catalog says of the model, which is not said of the local service. It
        reads nothing.
        """
        found = usual(self._lasted.get(request.model, ()), request.most_pictures())
        if found is None and request.entry is not None and not is_local(self.engine):
            return float(request.entry.typical_seconds.high)
        return found

    def _expect(self) -> None:
        with self.lock:
            draft = self.draft
            self.expected_seconds = self.expected(draft)
            unread = self._reading is not None and draft.model not in {*self._lasted, *self._reading}
            if unread and self._reading is not None:
                self._reading |= {draft.model}
        if unread:
            self._beside(lambda: self._read_lasted(draft.model))

    def _read_lasted(self, model: str) -> None:
        """Read how long the runs of a model took, and those of each model that is chosen from now on."""
        found = self._runner.store.lasted(model, self.engine)
        with self.lock:
            self._lasted = {**self._lasted, model: found}
            self._reading = (self._reading or frozenset()) - {model}
        self._expect()


def usual(lasted: Sequence[Lasted], pictures: int | None) -> float | None:
    """Return how many seconds a run usually takes, or None where there was none.

    Parameters
    ----------
    lasted
        Pictures and seconds of earlier runs, the newest first.
    pictures
        How many are asked for now; None where that cannot be said.

    >>> usual([(1, 9.0), (4, 31.0), (1, 11.0), (1, 10.0)], 1)
    10.0
    """
    alike = [seconds for made, seconds in lasted if made == pictures]
    seconds = (alike if len(alike) >= _ALIKE else [seconds for _, seconds in lasted])[:_LAST]
    return statistics.median(seconds) if seconds else None
