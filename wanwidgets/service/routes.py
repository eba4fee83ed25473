"""Which path and method goes to which handler, and who may call it."""

from __future__ import annotations

import hmac
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

from wanwidgets.service import control, documents
from wanwidgets.service.calls import Answer, Call, as_json
from wanwidgets.service.desk import Desk
from wanwidgets.service.mishaps import answered
from wanwidgets.service.refusal import (
    ACCESS_DENIED,
    NO_KEY,
    TOO_LARGE,
    TOO_LARGE_FILE,
    WRONG_KEY,
    Refusal,
    invalid,
)

__all__ = ["ROUTES", "STORE", "Route", "dispatch"]

_BASE = "/api/v1"
STORE = "/store"
"""Where the form of an upload goes: the object store's, not the service's own."""
_RESULTS = "/results/"
_WITHOUT_KEY = (_RESULTS, STORE)
_LOOPBACK = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:\d+)?", re.IGNORECASE)
_GATEWAY = {"x-dashscope-call-gateway": "true", "x-dashscope-timeout": "298", "x-dashscope-finished": "true"}
"""What recorded answers carry."""


@dataclass(frozen=True, slots=True)
class Route:
    """A method, a pattern of the whole path whose group, if any, is handed over, a handler, and a place of faults."""

    method: str
    pattern: re.Pattern[str]
    handler: Callable[[Desk, Call, str], Awaitable[Answer]]
    place: str


ROUTES = tuple(
    Route(method, re.compile(rf"{pattern}/?"), handler, place)
    for method, pattern, handler, place in (
        ("POST", rf"{_BASE}/(services/aigc/[\w-]+/[\w-]+)", Desk.create, "create"),
        ("GET", rf"{_BASE}/tasks", Desk.list_tasks, "list"),
        ("GET", rf"{_BASE}/tasks/([^/]+)", Desk.query, "poll"),
        ("POST", rf"{_BASE}/tasks/([^/]+)/cancel", Desk.cancel, "cancel"),
        ("GET", rf"{_BASE}/uploads", Desk.policy, "policy"),
        ("POST", STORE, Desk.upload, "upload"),
        ("GET", rf"{_RESULTS}(.+\.png)", Desk.result, "result"),
        ("HEAD", rf"{_RESULTS}(.+\.png)", Desk.result, ""),
        ("GET", "/_control/faults", control.show_faults, ""),
        ("POST", "/_control/faults", control.add_fault, ""),
        ("DELETE", "/_control/faults", control.clear_faults, ""),
        ("GET", "/_control/ledger", control.ledger, ""),
        ("POST", "/_control/reset", control.reset, ""),
    )
)
"""The first that fits wins. A slash at the end is tolerated, which parts of the official SDK rely on."""


async def dispatch(desk: Desk, call: Call) -> Answer:
    """Answer a call; whatever is refused is answered with the provider's document.

    Raises
    ------
    Broken
        A fault that was asked for ends the connection.
    """
    stored = call.path.startswith(_WITHOUT_KEY)
    try:
        _only_loopback(call)
        if not stored:
            _only_with_key(call, desk.state.settings.api_key)
        _only_whole(call, TOO_LARGE_FILE if stored else TOO_LARGE)
        answer = await _find(desk, call)
    except Refusal as refusal:
        if stored:
            return _as_xml(refusal, desk.state.request_id())
        answer = as_json(documents.error(refusal, desk.state.request_id()), refusal.status)
    return answer if stored else replace(answer, headers=_GATEWAY)


async def _find(desk: Desk, call: Call) -> Answer:
    fitting = [(route, found) for route in ROUTES if (found := route.pattern.fullmatch(call.path))]
    if not fitting:
        raise Refusal(404, "NotFound", f"The local service has no {call.path}.")
    for route, found in fitting:
        if route.method == call.method:
            return await _with_faults(desk, call, route, found[1] if found.re.groups else "")
    raise invalid(f"Request method '{call.method}' is not supported.")


async def _with_faults(desk: Desk, call: Call, route: Route, name: str) -> Answer:
    state = desk.state
    plan = state.faults.take(route.place)
    if plan is not None and plan.fault.kind == "lag":
        call = replace(call, lag=plan.seconds)
    return await answered(
        plan,
        lambda: route.handler(desk, call, name),
        request_id=state.request_id(),
        sleep=state.settings.sleep,
    )


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


def _only_whole(call: Call, too_large: tuple[int, str, str]) -> None:
    if not call.whole:
        raise Refusal(*too_large)


def _as_xml(refusal: Refusal, request_id: str) -> Answer:
    """Answer like the object store, which knows no JSON."""
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<Error>\n  <Code>{escape(refusal.code)}</Code>\n  <Message>{escape(refusal.message)}</Message>\n"
        f"  <RequestId>{request_id}</RequestId>\n</Error>\n"
    )
    return Answer(refusal.status, body.encode(), "application/xml", request_id)
