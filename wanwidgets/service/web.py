"""Tornado's requests become calls, answers become its responses."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from tornado.web import Application, RequestHandler

from wanwidgets.service.calls import Answer, Call

__all__ = ["application"]

_LOG = logging.getLogger("wanwidgets.service")

Dispatch = Callable[[Call], Awaitable[Answer]]


def application(dispatch: Dispatch) -> Application:
    """Return an application that hands every call to `dispatch`."""
    return Application([(r".*", _Door, {"dispatch": dispatch})], log_function=_log)


def _log(handler: RequestHandler) -> None:
    # Without the query: a signature opens a picture.
    _LOG.debug("%s %s %s", handler.get_status(), handler.request.method, handler.request.path)


class _Door(RequestHandler):
    def initialize(self, dispatch: Dispatch) -> None:
        self._dispatch = dispatch

    def set_default_headers(self) -> None:
        self.clear_header("Server")

    def compute_etag(self) -> None:
        # The provider sends none, and hashing pictures takes time.
        return

    async def _pass(self) -> None:
        request = self.request
        query = {name: values[-1].decode("utf-8", "replace") for name, values in request.query_arguments.items()}
        answer = await self._dispatch(
            Call(request.method or "", unquote(request.path), query, request.headers, request.body)
        )
        self.set_status(answer.status)
        self.set_header("Content-Type", answer.content_type)
        self.set_header("x-request-id", answer.request_id)
        self.set_header("Content-Length", str(len(answer.body)))
        await self.finish(answer.body)

    get = post = put = patch = delete = head = options = _pass

    def write_error(self, status_code: int, **_kwargs: Any) -> None:
        """Answer what Tornado itself refuses, or a mistake of ours, with a document too."""
        code = "InvalidParameter" if status_code < HTTPStatus.INTERNAL_SERVER_ERROR else "InternalError"
        self.set_header("Content-Type", "application/json")
        self.finish({"code": code, "message": self._reason, "request_id": ""})
