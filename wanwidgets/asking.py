"""One question that costs nothing, so it may be asked again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import requests

from wanwidgets.errors import Cancelled, Unreachable
from wanwidgets.obstacles import in_the_answer
from wanwidgets.protocol.decode import Reply
from wanwidgets.protocol.retry import PHASES, Verdict, backoff, judge_query
from wanwidgets.sending import refusal
from wanwidgets.transport import Broken, NotSent, Transport
from wanwidgets.waiting import Pause

__all__ = ["ASK_ATTEMPTS", "QUERY_TIMEOUTS", "ask", "exchange", "patiently", "require_answer"]

QUERY_TIMEOUTS = (10.0, 30.0)
"""Seconds to connect, and between two pieces of the answer."""

ASK_ATTEMPTS = 4
"""How often something is asked that somebody waits for; with `backoff`, within ten seconds."""

T = TypeVar("T")


def ask(transport: Transport, session: requests.Session, path: str, phase: str) -> Reply:
    """Ask once, and return an answer that is a success or, in the phase ``"poll"``, tells of a failed task.

    Raises
    ------
    ServiceError
        Asking again is useless.
    Unreachable
        Asking again may help.
    """
    reply = exchange(transport, session, PHASES[phase], path)
    require_answer(reply, transport, phase)
    return reply


def exchange(transport: Transport, session: requests.Session, method: str, path: str) -> Reply:
    """Ask once, and return whatever is answered.

    Raises
    ------
    Unreachable
        Nothing was.
    """
    try:
        return transport.send(session, method, path, timeouts=QUERY_TIMEOUTS)
    except (NotSent, Broken) as error:
        raise Unreachable(f"{transport.host} did not answer ({error}). {error.advice}".rstrip()) from None


def require_answer(reply: Reply, transport: Transport, phase: str) -> None:
    """Raise what `ask` raises for an answer that is none."""
    verdict = judge_query(reply, phase)
    if verdict is Verdict.REFUSED:
        raise refusal(reply, transport)
    if verdict is not Verdict.ACCEPTED:
        said = f"{transport.host} answered HTTP {reply.status} {reply.code}".rstrip()
        raise Unreachable(f"{said}. {in_the_answer(reply.status, transport.base_url)}".rstrip())


def patiently(question: Callable[[], T], *, pause: Pause, random: Callable[[], float]) -> T:
    """Ask until an answer comes, at most `ASK_ATTEMPTS` times.

    Raises
    ------
    Unreachable
        The last attempt's.
    Cancelled
        `pause` said so.
    """
    for attempt in range(1, ASK_ATTEMPTS):
        try:
            return question()
        except Unreachable:
            if pause(backoff(attempt, random)):
                raise Cancelled("Stopped while the service was asked.") from None
    return question()
