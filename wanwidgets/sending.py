"""The one request that costs money: a create, sent once."""

from __future__ import annotations

from collections.abc import Callable

from wanwidgets.errors import Cancelled, OutcomeUnknown, ServiceError, Unreachable
from wanwidgets.protocol.decode import Reply, decode_answer, decode_task
from wanwidgets.protocol.encode import Create
from wanwidgets.protocol.retry import CREATE_ATTEMPTS, UNREACHED_ATTEMPTS, Verdict, backoff, judge_create
from wanwidgets.result import Task
from wanwidgets.transport import Broken, NotSent, Transport
from wanwidgets.waiting import Pause

__all__ = ["refusal", "send_create"]

_LOOK_IT_UP = "It may run and may be billed; look at the task list before sending it again."


def send_create(
    transport: Transport,
    create: Create,
    timeouts: tuple[float, float],
    *,
    pause: Pause,
    random: Callable[[], float],
) -> Task:
    """Send a create, and again only where it is certain that nothing was started.

    Parameters
    ----------
    transport, create, timeouts
        Where, what, and how many seconds to connect and to wait for the answer.
    pause, random
        Waiting between attempts, and jitter from 0 to 1.

    Returns
    -------
    Task
        As the service names it; without id and already ended where the create was synchronous.

    Raises
    ------
    ServiceError, Unreachable, OutcomeUnknown, Cancelled
        As `Client.submit` says.
    """
    unreached = answered = 0
    while True:
        try:
            reply = _send(transport, create, timeouts)
        except NotSent as error:
            unreached += 1
            if unreached >= UNREACHED_ATTEMPTS:
                raise Unreachable(f"{transport.host} cannot be reached ({error}). Nothing was sent.") from None
            wait = backoff(unreached, random)
        except Broken as error:
            what = f"The request was sent to {transport.host} and no answer came ({error})."
            raise OutcomeUnknown(f"{what} {_LOOK_IT_UP}") from None
        else:
            answered += 1
            verdict = judge_create(reply)
            if verdict is Verdict.ACCEPTED:
                return _read(reply, create)
            if verdict is Verdict.UNKNOWN:
                said = f"HTTP {reply.status} {reply.code}".rstrip()
                what = f"{transport.host} answered {said}, which does not say whether it took the request."
                raise OutcomeUnknown(f"{what} {_LOOK_IT_UP}")
            if verdict is Verdict.REFUSED or answered >= CREATE_ATTEMPTS:
                raise refusal(reply)
            wait = backoff(answered, random)
        if pause(wait):
            raise Cancelled("Stopped before anything was started.")


def refusal(reply: Reply) -> ServiceError:
    """Return what the service refused with, as an error."""
    code = reply.code or f"HTTP {reply.status}"
    foreign = "the answer is no document of the service's; is the base URL right?"
    message = reply.message or (foreign if reply.document is None else "the service gives no reason.")
    return ServiceError(code, message, status=reply.status, request_id=reply.request_id)


def _send(transport: Transport, create: Create, timeouts: tuple[float, float]) -> Reply:
    # A fresh connection: an idle one may be dead, and then nobody knows what arrived.
    with transport.session() as session:
        return transport.send(
            session,
            "POST",
            create.path,
            timeouts=timeouts,
            headers=create.headers,
            body=create.body,
        )


def _read(reply: Reply, create: Create) -> Task:
    try:
        return decode_task(reply) if create.asynchronous else decode_answer(reply)
    except ValueError as error:
        what = f"The service took the request. {error} [request {reply.request_id}]"
        raise OutcomeUnknown(f"{what} {_LOOK_IT_UP}") from None
