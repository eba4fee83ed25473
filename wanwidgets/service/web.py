"""Tornado's requests become calls, answers become its responses."""

from __future__ import annotations

import asyncio
import logging
import socket
import struct
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from tornado.iostream import StreamClosedError
from tornado.web import Application, RequestHandler, stream_request_body

from wanwidgets.service.calls import Answer, Broken, Call

__all__ = ["application"]

_LOG = logging.getLogger("wanwidgets.service")

# On, for no seconds: what is closed so is reset. Windows has shorter numbers in it.
_AT_ONCE = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)

Dispatch = Callable[[Call], Awaitable[Answer]]


def application(dispatch: Dispatch, *, max_body_bytes: int) -> Application:
    """Return an application that hands every call to `dispatch`, and no more of its body than it is allowed."""
    return Application([(r".*", _Door, {"dispatch": dispatch, "max_body_bytes": max_body_bytes})], log_function=_log)


def _log(handler: RequestHandler) -> None:
    # Without the query: a signature opens a picture.
    _LOG.debug("%s %s %s", handler.get_status(), handler.request.method, handler.request.path)


# Tornado would read forms by itself, a second time.
@stream_request_body
class _Door(RequestHandler):
    def initialize(self, dispatch: Dispatch, max_body_bytes: int) -> None:
        self._dispatch = dispatch
        self._room = max_body_bytes
        self._chunks: list[bytes] = []
        self._answering: asyncio.Task[Any] | None = None

    def data_received(self, chunk: bytes) -> None:
        # What is too much is read to its end all the same: who still sends does not hear an answer.
        self._room -= len(chunk)
        if self._room >= 0:
            self._chunks.append(chunk)
        else:
            self._chunks.clear()

    def set_default_headers(self) -> None:
        self.clear_header("Server")

    def compute_etag(self) -> None:
        # The provider sends none, and hashing pictures takes time.
        return

    def on_connection_close(self) -> None:
        # Nobody is there to be answered.
        if self._answering is not None:
            self._answering.cancel()

    async def _pass(self) -> None:
        request = self.request
        query = {name: values[-1].decode("utf-8", "replace") for name, values in request.query_arguments.items()}
        body = b"".join(self._chunks)
        self._chunks.clear()
        call = Call(request.method or "", unquote(request.path), query, request.headers, body, self._room >= 0)
        self._answering = asyncio.ensure_future(self._answer(call))
        try:
            await self._answering
        except (Broken, StreamClosedError, asyncio.CancelledError) as end:
            stream = self.detach()
            if isinstance(end, Broken) and end.reset:
                stream.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
            stream.close()

    get = post = put = patch = delete = head = options = _pass

    async def _answer(self, call: Call) -> None:
        answer = await self._dispatch(call)
        self.set_status(answer.status)
        if answer.content_type:
            self.set_header("Content-Type", answer.content_type)
        else:
            self.clear_header("Content-Type")
        self.set_header("x-request-id", answer.request_id)
        for name, value in answer.headers.items():
            self.set_header(name, value)
        if answer.stream is not None:
            if answer.length is not None:
                self.set_header("Content-Length", str(answer.length))
            await self._send(answer.stream)
        else:
            self.set_header("Content-Length", str(len(answer.body)))
            self.write(answer.body)
        await self.finish()

    async def _send(self, stream: AsyncGenerator[bytes, None]) -> None:
        async with aclosing(stream) as pieces:
            async for piece in pieces:
                self.write(piece)
                await self.flush()

    def write_error(self, status_code: int, **_kwargs: Any) -> None:
        """Answer what Tornado itself refuses, or a mistake of ours, with a document too."""
        code = "InvalidParameter" if status_code < HTTPStatus.INTERNAL_SERVER_ERROR else "InternalError"
        self.set_header("Content-Type", "application/json")
        self.finish({"code": code, "message": self._reason, "request_id": ""})
