"""One run of the server: a thread with a loop of its own, from the first to the last byte."""

from __future__ import annotations

import asyncio
import shutil
import socket
import tempfile
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from uuid import UUID

from tornado.httpserver import HTTPServer

from wanwidgets.service.bench import Bench
from wanwidgets.service.desk import Desk
from wanwidgets.service.pictures import fetch
from wanwidgets.service.rates import Rates
from wanwidgets.service.results import Results
from wanwidgets.service.routes import dispatch
from wanwidgets.service.settings import Settings
from wanwidgets.service.tasks import Tasks
from wanwidgets.service.web import application
from wanwidgets.service.work import work

__all__ = ["Listener"]

_HOST = "127.0.0.1"
_BACKLOG = 128


class Listener:
    """Listens from its construction until `close`.

    Raises
    ------
    OSError
        The port is taken.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._socket = socket.create_server((_HOST, settings.port), backlog=_BACKLOG)
        self._socket.settimeout(0)
        self.port = int(self._socket.getsockname()[1])
        self._folder = Path(tempfile.mkdtemp(prefix="wanwidgets-service-"))
        # Also at the end of a process that forgot to stop.
        self._remove_folder = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        # Of all platforms: Tornado cannot wait for sockets in Windows' default loop.
        self._loop = asyncio.SelectorEventLoop()
        self._stop = asyncio.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="wanwidgets-service", daemon=True)
        self._thread.start()
        self._ready.wait()

    @property
    def root(self) -> str:
        """Where the server's paths begin, ending in a slash."""
        return f"http://{_HOST}:{self.port}/"

    def close(self) -> None:
        """Stop; returns when the thread is gone and the sockets are closed."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        self._remove_folder()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        finally:
            asyncio.set_event_loop(None)
            self._loop.close()

    async def _serve(self) -> None:
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="wanwidgets-engine") as worker:
            bench, desk = self._furnish(worker)
            limit = self._settings.max_body_bytes
            server = HTTPServer(application(partial(dispatch, desk)), max_buffer_size=limit, max_body_size=limit)
            server.add_sockets([self._socket])
            self._ready.set()
            await self._stop.wait()
            server.stop()
            await server.close_all_connections()
            await bench.close()
            worker.shutdown(wait=True, cancel_futures=True)

    def _furnish(self, worker: ThreadPoolExecutor) -> tuple[Bench, Desk]:
        settings = self._settings
        results = Results(self._folder, seconds=settings.result_seconds, clock=settings.clock, new_id=settings.new_id)
        bench = Bench(
            partial(work, fetch=fetch),
            executor=worker,
            results=results,
            root=self.root,
            run_seconds=settings.run_seconds,
        )
        tasks = Tasks(
            later=self._loop.call_later,
            start=bench.start,
            queue_seconds=settings.queue_seconds,
            keep_seconds=settings.result_seconds,
            limits=settings.limits,
            clock=settings.clock,
            new_id=lambda: str(UUID(settings.new_id())),
        )
        return bench, Desk(settings, tasks=tasks, results=results, rates=Rates(settings.clock), perform=bench.perform)
