"""One run of the server: a thread with a loop of its own, from the first to the last byte."""

from __future__ import annotations

import asyncio
import shutil
import socket
import sys
import tempfile
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TypeVar

from tornado.httpserver import HTTPServer

from wanwidgets.service.desk import Desk
from wanwidgets.service.furnish import furnish
from wanwidgets.service.keeping import Keeping, damage_told
from wanwidgets.service.routes import dispatch
from wanwidgets.service.settings import Settings
from wanwidgets.service.state import State
from wanwidgets.service.web import application

__all__ = ["Listener"]

_HOST = "127.0.0.1"
# Some hundred clients may knock at the same moment.
_BACKLOG = 1024

T = TypeVar("T")


class Listener:
    """Listens from its construction until `close`.

    Raises
    ------
    OSError
        The port is taken, or the folder of the state cannot be used.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        with ExitStack() as undo:
            self._keeping = Keeping(settings.folder)
            undo.callback(self._keeping.close)
            self._socket = _listening(settings.port)
            undo.callback(self._socket.close)
            self._socket.settimeout(0)
            self.port = int(self._socket.getsockname()[1])
            self._folder = settings.folder or Path(tempfile.mkdtemp(prefix="wanwidgets-service-"))
            if settings.folder is None:
                # Also at the end of a process that forgot to stop.
                self._tidy = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
            # Of all platforms: Tornado cannot wait for sockets in Windows' default loop.
            self._loop = asyncio.SelectorEventLoop()
            undo.callback(self._loop.close)
            self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="wanwidgets-engine")
            self._state = self._furnished(settings)
            undo.pop_all()
        self._stop = asyncio.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="wanwidgets-service", daemon=True)
        self._thread.start()
        self._ready.wait()

    def _furnished(self, settings: Settings) -> State:
        with damage_told(self._folder), self._keeping.together():
            return furnish(
                settings,
                root=self.root,
                folder=self._folder,
                keeping=self._keeping,
                loop=self._loop,
                worker=self._worker,
            )

    @property
    def root(self) -> str:
        """Where the server's paths begin, ending in a slash."""
        return f"http://{_HOST}:{self.port}/"

    def ask(self, question: Callable[[State], T]) -> T:
        """Ask on the server's loop, where its state belongs; return the answer, or raise what was raised there."""

        async def answer() -> T:
            return question(self._state)

        return asyncio.run_coroutine_threadsafe(answer(), self._loop).result()

    def close(self) -> None:
        """Stop; returns when the threads are gone and the sockets are closed."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        self._keeping.close()
        if self._settings.folder is None:
            self._tidy()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        finally:
            asyncio.set_event_loop(None)
            self._loop.close()

    async def _serve(self) -> None:
        limit = self._settings.max_body_bytes
        desk = Desk(self._state)
        door = application(partial(dispatch, desk), max_body_bytes=limit)
        # Tornado itself would drop the connection of a body that is too large, without a document.
        server = HTTPServer(door, max_body_size=sys.maxsize)
        server.add_sockets([self._socket])
        self._ready.set()
        await self._stop.wait()
        server.stop()
        await server.close_all_connections()
        self._worker.shutdown(wait=True, cancel_futures=True)
        await _end_others()


def _listening(port: int) -> socket.socket:
    try:
        return socket.create_server((_HOST, port), backlog=_BACKLOG)
    except OSError as error:
        # The kind of the error says which of them; its number stays for who asks.
        told = error.strerror.partition(" (while")[0] if error.strerror else type(error).__name__
        advice = "Choose another port, 0 for any that is free, or end the program that has it."
        raise type(error)(error.errno, f"Port {port} of {_HOST} cannot be used ({told}). {advice}") from None


async def _end_others() -> None:
    """End what is under way: calls that wait for their answer, orders that are not done."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
