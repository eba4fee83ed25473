"""The one request that costs money: a create, sent once."""

from __future__ import annotations

from collections.abc import Callable

from wanwidgets.errors import Cancelled, OutcomeUnknown, ServiceError, Unreachable
from wanwidgets.obstacles import in_the_answer
from wanwidgets.pacing.gates import Gates
from wanwidgets.protocol.decode import Reply, decode_answer, decode_task
from wanwidgets.protocol.encode import Create
from wanwidgets.protocol.names import PERMANENT_CODES, PERMANENT_MESSAGES, RATE_CODES, WRONG_KEY_CODE
from wanwidgets.protocol.retry import CREATE_ATTEMPTS, UNREACHED_ATTEMPTS, Verdict, backoff, judge_create
from wanwidgets.task import Task
from wanwidgets.transport import Broken, NotSent, Transport
from wanwidgets.waiting import Pause

__all__ = ["Attempts", "refusal", "send_create", "too_fast", "unknown"]

_TOO_MANY_REQUESTS = 429
_LOOK_IT_UP = "It may run and may be billed; look at the task list before sending it again."


class Attempts:
    """Counts the attempts to send one create, and lets go on only where it is certain that nothing was started.

    Parameters
    ----------
    transport
        Who is asked, for messages.
    model, gates
        Each attempt waits until the model's gate lets it through.
    gated
        Whether the first one was let through already.
    pause, random
        Waiting between attempts, and jitter from 0 to 1.
    """

    def __init__(
        self,
        transport: Transport,
        model: str,
        *,
        gates: Gates,
        gated: bool,
        pause: Pause,
        random: Callable[[], float],
    ) -> None:
        self._transport = transport
        self._model = model
        self._gates = gates
        self._gated = gated
        self._pause = pause
        self._random = random
        self._unreached = 0
        self._answered = 0

    def begin(self) -> None:
        """Wait until it is this request's turn.

        Raises
        ------
        Cancelled
            Nothing was started.
        """
        if not self._gated:
            self._gates.create(self._model, self._pause)
        self._gated = False

    def answered(self, reply: Reply | None) -> None:
        """Tell the gate of an answer; None is one that was read to its end and refused nothing."""
        self._gates.told("create", self._model, limited=reply is not None and too_fast(reply))

    def not_sent(self, error: NotSent) -> None:
        """Wait until it may be sent again, since no byte of it arrived.

        Raises
        ------
        Unreachable, Cancelled
        """
        self._unreached += 1
        if self._unreached >= UNREACHED_ATTEMPTS:
            said = f"{self._transport.host} cannot be reached ({error}). Nothing was sent. {error.advice}"
            raise Unreachable(said.rstrip()) from None
        self._wait(self._unreached)

    def broken(self, error: Broken) -> OutcomeUnknown:
        """Return what a connection that broke means: it may have arrived, so it is not sent again."""
        return unknown(f"The request was sent to {self._transport.host} and no answer came ({error}).")

    def refused(self, reply: Reply) -> None:
        """Wait until it may be sent again after an answer that accepts nothing.

        Raises
        ------
        ServiceError, OutcomeUnknown, Cancelled
        """
        self._answered += 1
        verdict = judge_create(reply)
        if verdict is Verdict.UNKNOWN:
            said = f"HTTP {reply.status} {reply.code}".rstrip()
            raise unknown(f"{self._transport.host} answered {said}, which does not say whether it took the request.")
        if verdict is not Verdict.AGAIN or self._answered >= CREATE_ATTEMPTS:
            raise refusal(reply, self._transport)
        self._wait(self._answered)

    def _wait(self, failed: int) -> None:
        if self._pause(backoff(failed, self._random)):
            raise Cancelled("Stopped before anything was started.")


def send_create(
    transport: Transport,
    create: Create,
    timeouts: tuple[float, float],
    *,
    gates: Gates,
    gated: bool = False,
    pause: Pause,
    random: Callable[[], float],
) -> Task:
    """Send a create, and again only where it is certain that nothing was started.

    Parameters
    ----------
    transport, create, timeouts
        Where, what, and how many seconds to connect and to wait for the answer.
    gates, gated
        Who says when it may go, asked before each attempt; whether the first was let through already.
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
    attempts = Attempts(transport, create.body["model"], gates=gates, gated=gated, pause=pause, random=random)
    while True:
        attempts.begin()
        try:
            reply = _send(transport, create, timeouts)
        except NotSent as error:
            attempts.not_sent(error)
            continue
        except Broken as error:
            raise attempts.broken(error) from None
        attempts.answered(reply)
        if judge_create(reply) is Verdict.ACCEPTED:
            return _read(reply, create)
        attempts.refused(reply)


def too_fast(reply: Reply) -> bool:
    """Say whether a request came too fast, also where a gateway says so; a used-up free trial is no matter of pace."""
    used_up = reply.code in PERMANENT_CODES or reply.message.lower().startswith(PERMANENT_MESSAGES)
    return not used_up and (reply.status == _TOO_MANY_REQUESTS or reply.code in RATE_CODES)


def refusal(reply: Reply, transport: Transport) -> ServiceError:
    """Return what the service refused with, as an error."""
    code = reply.code or f"HTTP {reply.status}"
    foreign = "the answer is no document of the service's; is the base URL right?"
    message = reply.message or (foreign if reply.document is None else "the service gives no reason.")
    hint = transport.key_hint if code == WRONG_KEY_CODE else in_the_answer(reply.status, transport.base_url)
    return ServiceError(code, message, status=reply.status, request_id=reply.request_id, hint=hint)


def unknown(what: str, partial: Task | None = None) -> OutcomeUnknown:
    """Return the error for a create of which nobody can say what became of it."""
    return OutcomeUnknown(f"{what} {_LOOK_IT_UP}", partial=partial)


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
        return decode_task(reply) if create.way == "async" else decode_answer(reply)
    except ValueError as error:
        raise unknown(f"The service took the request. {error} [request {reply.request_id}]") from None
