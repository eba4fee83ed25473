"""LocalService: the service of `wanwidgets.service` in this process, with a client for it; one of them is shared."""

from __future__ import annotations

import atexit
import importlib
import threading
from types import TracebackType
from typing import Any

from wanwidgets.client import Client
from wanwidgets.deferred import Deferred
from wanwidgets.engine_version import ENGINE_VERSION
from wanwidgets.key import Key
from wanwidgets.protocol.retry import LOCAL_SCHEDULE
from wanwidgets.transport import Transport

__all__ = ["LocalService", "SharedService"]

_SOMEWHERE = "http://127.0.0.1/api/v1"
"""What stands for the address of a service that has none yet; nothing is sent there."""


class LocalService:
    """A local Model Studio on loopback: no key, no network, no bill, and no Wan model either.

    Parameters
    ----------
    **options
        As `wanwidgets.service.server.Server` takes them: ``folder``, ``port``, ``engine``, ``limits``, ``looks``, ….

    Attributes
    ----------
    engine : str
        ``local/<engine version>``, ``local/cards-<engine version>`` or ``local/<your engine>-<its version>``, what its
        clients have as their engine.

    Raises
    ------
    MissingDependency
        ``wanwidgets[local]`` is not installed.
    OSError
        The folder is in use by another server, or cannot be used.
    TypeError, ValueError
        There is no such engine, or the function cannot be one.

    Examples
    --------
    ::

        with ww.LocalService() as service:
            client = service.client()
    """

    def __init__(self, **options: Any) -> None:
        # Imported by name, since a client with a key works without the packages that the service needs.
        self._server = importlib.import_module("wanwidgets.service.server").Server(**options)
        self.engine = f"local/{self._server.engine}"

    @property
    def url(self) -> str:
        """The base URL; ends in ``/api/v1``. Another program, such as the official SDK, can use it."""
        return str(self._server.url)

    @property
    def api_key(self) -> str:
        """The key that this service accepts; it is good for nothing else."""
        return str(self._server.api_key)

    def client(self, **options: Any) -> Client:
        """Return a client for this service; options as `Client` takes them."""
        return Client(
            self.api_key,
            **{"base_url": self.url, "engine": self.engine, "schedule": LOCAL_SCHEDULE, **options},
        )

    def fault(self, place: str, name: str, **options: Any) -> None:
        """Let something go wrong, as `wanwidgets.service.server.Server.fault` says."""
        self._server.fault(place, name, **options)

    def ledger(self) -> list[dict[str, Any]]:
        """Return every create that was accepted, oldest first, as `wanwidgets.service.server.Server.ledger` says."""
        entries: list[dict[str, Any]] = self._server.ledger()
        return entries

    def reset(self) -> None:
        """Forget tasks, pictures, uploads, the ledger, rates and faults."""
        self._server.reset()

    def start(self) -> LocalService:
        """Start serving; starting twice is harmless."""
        self._server.start()
        return self

    def stop(self) -> None:
        """Stop serving; stopping twice is harmless."""
        self._server.stop()

    def __enter__(self) -> LocalService:  # noqa: PYI034  # typing.Self came with Python 3.11
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def __repr__(self) -> str:
        return f"<LocalService {self.engine}>"


class SharedService:
    """A local service that is started when something is sent to it first, and stopped with the process.

    Until then it needs none of the packages that a service needs: what is remembered is given without them.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._service: LocalService | None = None

    def client(self, **options: Any) -> Client:
        """Return a client for it, which starts nothing; options as `Client` takes them."""
        return Client(
            "",
            **{
                "base_url": _SOMEWHERE,
                "engine": f"local/{ENGINE_VERSION}",
                "schedule": LOCAL_SCHEDULE,
                "transport": Deferred(self._transport),
                **options,
            },
        )

    def _transport(self) -> Transport:
        with self._lock:
            if self._service is None:
                service = LocalService().start()
                atexit.register(service.stop)
                self._service = service
            return Transport(Key(self._service.api_key), self._service.url)

    def __repr__(self) -> str:
        return f"<SharedService local/{ENGINE_VERSION}>"
