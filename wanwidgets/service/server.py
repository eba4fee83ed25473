"""The service as an object: started, asked for its address, stopped."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from types import TracebackType
from uuid import uuid4

from wanwidgets.errors import MissingDependency
from wanwidgets.service.settings import Settings

_missing: ImportError | None = None
try:
    from wanwidgets.service.engine import ENGINE_VERSION
    from wanwidgets.service.listener import Listener
except ImportError as error:
    # Told when a server is wanted: those who only talk to Model Studio need neither Tornado nor OpenCV.
    _missing = error

__all__ = ["Server"]

_DAY = 24 * 3600.0
_NINE_LARGE_PICTURES = 256 * 1024 * 1024


def _random_id() -> str:
    return uuid4().hex


class Server:
    """A local Model Studio on 127.0.0.1, in a thread of its own; a context manager.

    Parameters
    ----------
    port
        0 takes a free one.
    api_key
        What callers must show; None makes a random one, see the attribute.
    limits
        Whether the documented rates hold: creates a second are refused beyond them (429), tasks at the same time wait.
    queue_seconds
        How long a task stays PENDING at least.
    run_seconds
        How long a task stays RUNNING, or a synchronous call takes, at least.
    clock
        Seconds since the epoch; for the times in documents, for rates and for expiry.
    new_id
        Makes ids of 32 hexadecimal digits that cannot be guessed.
    result_seconds
        How long tasks and pictures are known.
    max_body_bytes
        Largest request.

    Attributes
    ----------
    api_key : str
        Bearer of all calls but the delivery of pictures.
    engine : str
        The version of the engine; pixels change with nothing else.

    Raises
    ------
    MissingDependency
        Tornado or OpenCV is not installed.

    Examples
    --------
    >>> with Server(api_key="sk-local-example") as server:
    ...     server.url.startswith("http://127.0.0.1:"), server.url.endswith("/api/v1")
    (True, True)
    """

    def __init__(
        self,
        *,
        port: int = 0,
        api_key: str | None = None,
        limits: bool = False,
        queue_seconds: float = 0.0,
        run_seconds: float = 0.0,
        clock: Callable[[], float] = time.time,
        new_id: Callable[[], str] = _random_id,
        result_seconds: float = _DAY,
        max_body_bytes: int = _NINE_LARGE_PICTURES,
    ) -> None:
        if _missing is not None:
            raise MissingDependency(
                f"The local service needs Tornado and OpenCV: pip install 'wanwidgets[local]'. ({_missing})"
            ) from _missing
        self.api_key = api_key or f"sk-local-{secrets.token_hex(16)}"
        self.engine = ENGINE_VERSION
        self._settings = Settings(
            port=port,
            api_key=self.api_key,
            limits=limits,
            queue_seconds=queue_seconds,
            run_seconds=run_seconds,
            clock=clock,
            new_id=new_id,
            result_seconds=result_seconds,
            max_body_bytes=max_body_bytes,
        )
        self._lock = threading.Lock()
        self._listener: Listener | None = None

    @property
    def running(self) -> bool:
        """Whether calls are answered."""
        return self._listener is not None

    @property
    def url(self) -> str:
        """The base URL, ending in ``/api/v1``.

        Raises
        ------
        RuntimeError
            The server is not started, so it has no port yet.
        """
        listener = self._listener
        if listener is None:
            raise RuntimeError("The local service is not running: call start(), or use it in a with statement.")
        return f"{listener.root}api/v1"

    def start(self) -> Server:
        """Listen; returns when calls are answered, at once if they are already.

        Raises
        ------
        OSError
            The port is taken.
        """
        with self._lock:
            if self._listener is None:
                self._listener = Listener(self._settings)
        return self

    def stop(self) -> None:
        """Stop listening and forget all tasks and pictures; no thread and no socket is left."""
        with self._lock:
            listener, self._listener = self._listener, None
        if listener is not None:
            listener.close()

    def __enter__(self) -> Server:  # noqa: PYI034 - Self is not in typing before 3.11
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def __repr__(self) -> str:
        listener = self._listener
        return f"<Server {listener.root}api/v1>" if listener else "<Server, stopped>"
