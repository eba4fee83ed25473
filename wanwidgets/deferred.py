"""Deferred: a transport to a service that is found, or started, only when something is sent to it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from wanwidgets.errors import NotRemembered
from wanwidgets.transport import Transport

__all__ = ["Deferred", "Nobody"]

_NOBODY = (
    "Nothing was sent: this client was made in offline mode, in which nobody is asked. Connect in another mode (mode=, "
    "WANWIDGETS_MODE) to ask."
)


class Deferred(Transport):
    """Becomes another transport as soon as that is needed, and not before.

    Parameters
    ----------
    find
        Returns it, and is asked once; what it raises is raised by whatever needed it, and it is asked again then.
    """

    def __init__(self, find: Callable[[], Transport]) -> None:
        self._find = find
        self._turn = threading.Lock()
        self._found: Transport | None = None

    def ready(self) -> None:
        """Find it now."""
        with self._turn:
            if self._found is None:
                self._found = self._find()

    def __getattr__(self, name: str) -> Any:
        # Only what is not here is looked up here: the facts that the methods of a transport stand on.
        if name.startswith("__"):
            raise AttributeError(name)
        self.ready()
        return getattr(self._found, name)


class Nobody(Deferred):
    """The transport of who must not ask: whatever needs it raises `NotRemembered`, and nothing is sent."""

    def __init__(self) -> None:
        super().__init__(_refuse)


def _refuse() -> Transport:
    raise NotRemembered(_NOBODY)
