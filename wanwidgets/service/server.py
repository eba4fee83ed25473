"""The service as an object: started, asked for its address, stopped."""

from __future__ import annotations

import asyncio
import secrets
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import uuid4

from wanwidgets.errors import MissingDependency
from wanwidgets.service.keeping import Keeping, damage_told

_missing: ImportError | None = None
try:
    from wanwidgets.service.engines import chosen
    from wanwidgets.service.faults import Plan
    from wanwidgets.service.listener import Listener
    from wanwidgets.service.settings import Settings
except ImportError as error:
    # Told when a server is wanted: those who only talk to Model Studio need none of them.
    _missing = error

__all__ = ["Server"]

_DAY = 24 * 3600.0
_NINE_LARGE_PICTURES = 256 * 1024 * 1024


def _random_id() -> str:
    return uuid4().hex


def _random_key() -> str:
    return f"sk-local-{secrets.token_hex(16)}"


class Server:
    """A local Model Studio on 127.0.0.1, in a thread of its own; a context manager.

    Parameters
    ----------
    folder
        Where tasks, pictures, uploads, the ledger and the key lie; made on first use. They outlive the server, also one
        that is killed: a later one on the same folder knows them, and does again what had not ended. Links to pictures
        stay good if it has the same port. None: a temporary folder.
    port
        0 takes a free one.
    api_key
        What callers must show; None takes the folder's, or makes a random one, see the attribute.
    engine
        ``"classical"`` does the edits that it understands, and refuses others; ``"cards"`` answers any prompt with
        labelled cards, for work on protocols; or a function of your own, as `wanwidgets.service.engines.own.own` takes
        it.
    limits
        Whether the documented rates hold: creates, queries and upload policies a second are refused beyond them (429),
        tasks at the same time wait.
    free_pictures
        How many pictures a model that is free on trial makes before it refuses; None: as many as are wanted.
    queue_seconds
        How long a task stays PENDING at least.
    run_seconds
        How long a task stays RUNNING, or a synchronous call takes, at least.
    looks
        Progress by queries, not by time: for how many a task is PENDING, and for how many more it is RUNNING. The next
        one waits until the task has ended.
    clock
        Seconds since the epoch; for the times in documents, for rates and for expiry.
    sleep
        Waits for seconds, where a fault wants a pause.
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
        The engine and its version (``"1"``, ``"cards-1"``, ``"my_engine-1"``); pixels change with nothing else.

    Raises
    ------
    MissingDependency
        Tornado, OpenCV or scikit-image is not installed.
    StateError
        An `OSError`: the folder is in use by another server, damaged, of a newer version or something else, or cannot
        be written. Nothing in it is changed.
    TypeError
        The engine is neither a name nor a function.
    ValueError
        There is no such engine, or the function cannot be one; `looks` are not two numbers from 0 up; or a number or
        the key is none that can be used.

    Examples
    --------
    >>> with Server(api_key="sk-local-example") as server:
    ...     server.url.startswith("http://127.0.0.1:"), server.url.endswith("/api/v1")
    (True, True)
    """

    def __init__(
        self,
        folder: str | Path | None = None,
        *,
        port: int = 0,
        api_key: str | None = None,
        engine: str | Callable[..., Any] = "classical",
        limits: bool = False,
        free_pictures: int | None = None,
        queue_seconds: float = 0.0,
        run_seconds: float = 0.0,
        looks: tuple[int, int] | None = None,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        new_id: Callable[[], str] = _random_id,
        result_seconds: float = _DAY,
        max_body_bytes: int = _NINE_LARGE_PICTURES,
    ) -> None:
        if _missing is not None:
            raise MissingDependency(
                "The local service needs Tornado, OpenCV and scikit-image: pip install 'wanwidgets[local]'. "
                f"({_missing})"
            ) from _missing
        who = chosen(engine)
        if looks is not None and not _two_counts(looks):
            raise ValueError(f"looks must be two whole numbers from 0 up, PENDING and RUNNING, not {looks!r}.")
        place = None if folder is None else Path(folder).expanduser().absolute()
        with closing(Keeping(place)) as keeping, damage_told(place):
            self.api_key: str = api_key or keeping.drawer("secrets").made("api key", _random_key)
        self.engine = who.label
        self._settings = Settings(
            folder=place,
            port=port,
            api_key=self.api_key,
            engine=who,
            limits=limits,
            free_pictures=free_pictures,
            queue_seconds=queue_seconds,
            run_seconds=run_seconds,
            looks=None if looks is None else (looks[0], looks[1]),
            clock=clock,
            sleep=sleep,
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
        return f"{self._running().root}api/v1"

    def start(self) -> Server:
        """Listen; returns when calls are answered, at once if they are already.

        Raises
        ------
        OSError
            The port is taken, or the folder cannot be used: a `StateError`, as when the server was made.
        """
        with self._lock:
            if self._listener is None:
                self._listener = Listener(self._settings)
        return self

    def stop(self) -> None:
        """Stop listening; no thread and no socket is left, and tasks and pictures only in a folder that was given."""
        with self._lock:
            listener, self._listener = self._listener, None
        if listener is not None:
            listener.close()

    def fault(self, place: str, name: str, **options: Any) -> None:
        """Let something go wrong, after what is planned for that place already.

        Parameters
        ----------
        place, name
            Of `wanwidgets.service.faults.FAULTS`, which says what each does: ``("create", "drop_before")``,
            ``("create", "reset_after")``, ``("poll", "hang")``, ``("result", "truncated")``, ``("list", "lag")``, ….
        **options
            ``times`` (1), ``after`` (events of a stream), ``seconds`` (of a pause), ``status`` (of an error document),
            ``code`` and ``message`` (of an error document, or of a failed task or picture).

        Raises
        ------
        ValueError
            There is no such fault, or a value is out of range.
        RuntimeError
            The server is not started.
        """
        plan = Plan(place, name, **options)
        self._running().ask(lambda state: state.faults.plan(plan))

    def reset(self) -> None:
        """Forget tasks, pictures, uploads, the ledger, rates and faults.

        Raises
        ------
        RuntimeError
            The server is not started.
        """
        self._running().ask(lambda state: state.clear())

    def ledger(self) -> list[dict[str, Any]]:
        """Return every create that was accepted since the last reset, and what came of it, the oldest first.

        `wanwidgets.service.ledger.Ledger.entries` says what an entry holds.

        Raises
        ------
        RuntimeError
            The server is not started.
        """
        return self._running().ask(lambda state: state.books.ledger.entries())

    def _running(self) -> Listener:
        listener = self._listener
        if listener is None:
            raise RuntimeError("The local service is not running: call start(), or use it in a with statement.")
        return listener

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


def _two_counts(looks: Any) -> bool:
    return (
        isinstance(looks, (tuple, list))
        and len(looks) == 2  # noqa: PLR2004 - PENDING and RUNNING
        and all(type(count) is int and count >= 0 for count in looks)
    )
