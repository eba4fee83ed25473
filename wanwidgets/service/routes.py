"""Which path and method goes to which handler, and who may call it."""

from __future__ import annotations

import hmac
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from xml.sax.saxutils import escape

from wanwidgets.service import documents
from wanwidgets.service.calls import Answer, Call, as_json
from wanwidgets.service.desk import Desk
from wanwidgets.service.refusal import ACCESS_DENIED, NO_KEY, WRONG_KEY, Refusal, invalid

__all__ = ["ROUTES", "Route", "dispatch"]

_BASE = "/api/v1"
_AIGC = rf"{_BASE}/services/aigc"
_RESULTS = "/results/"
_LOOPBACK = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:\d+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Route:
    """A method, a pattern of the whole path whose group, if any, is handed over, and a handler."""

    method: str
    pattern: re.Pattern[str]
    handler: Callable[[Desk, Call, str], Awaitable[Answer]]


ROUTES = tuple(
    Route(method, re.compile(pattern), handler)
    for method, pattern, handler in (
        ("POST", rf"{_AIGC}/image-generation/generation", Desk.create),
        ("POST", rf"{_AIGC}/multimodal-generation/generation", Desk.call),
        ("POST", rf"{_AIGC}/[\w-]+/[\w-]+", Desk.other_model_path),
        ("GET", rf"{_BASE}/tasks/?", Desk.list_tasks),
        ("GET", rf"{_BASE}/tasks/([^/]+)/?", Desk.query),
        ("POST", rf"{_BASE}/tasks/([^/]+)/cancel/?", Desk.cancel),
        ("GET", rf"{_BASE}/uploads/?", Desk.uploads),
        ("GET", rf"{_RESULTS}(.+\.png)", Desk.result),
        ("HEAD", rf"{_RESULTS}(.+\.png)", Desk.result),
    )
)
"""The first that fits wins."""


async def dispatch(desk: Desk, call: Call) -> Answer:
    """Answer a call; whatever is refused is answered with the provider's document."""
    try:
        _only_loopback(call)
        if not call.path.startswith(_RESULTS):
            _only_with_key(call, desk.settings.api_key)
        return await _find(desk, call)
    except Refusal as refusal:
        if call.path.startswith(_RESULTS):
            return _as_xml(refusal, desk.request_id())
        return as_json(documents.error(refusal, desk.request_id()), refusal.status)


async def _find(desk: Desk, call: Call) -> Answer:
    fitting = [(route, found) for route in ROUTES if (found := route.pattern.fullmatch(call.path))]
    if not fitting:
        raise Refusal(404, "NotFound", f"The local service has no {call.path}.")
    for route, found in fitting:
        if route.method == call.method:
            return await route.handler(desk, call, found[1] if found.re.groups else "")
    raise invalid(f"Request method '{call.method}' is not supported.")


def _only_loopback(call: Call) -> None:
    # A web page can point a name of its own at 127.0.0.1 and then read what is served there; its Host gives it away.
    if not _LOOPBACK.fullmatch(call.headers.get("Host", "")):
        raise Refusal(*ACCESS_DENIED)


def _only_with_key(call: Call, api_key: str) -> None:
    given = call.headers.get("Authorization", "")
    scheme, _, key = given.partition(" ")
    if not given or (scheme.lower() == "bearer" and not key.strip()):
        raise Refusal(*NO_KEY)
    if scheme.lower() != "bearer" or not hmac.compare_digest(key.strip().encode(), api_key.encode()):
        raise Refusal(*WRONG_KEY)


def _as_xml(refusal: Refusal, request_id: str) -> Answer:
    """Answer like the object store, which knows no JSON."""
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<Error>\n  <Code>{escape(refusal.code)}</Code>\n  <Message>{escape(refusal.message)}</Message>\n"
        f"  <RequestId>{request_id}</RequestId>\n</Error>\n"
    )
    return Answer(refusal.status, body.encode(), "application/xml", request_id)
