"""A create whose parts come as they are made. It has no task id: what breaks on the way cannot be asked for again."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from wanwidgets.errors import OutcomeUnknown
from wanwidgets.pacing.gates import Gates
from wanwidgets.protocol.decode import Reply, decode_answer, read_reply
from wanwidgets.protocol.encode import Create
from wanwidgets.protocol.events import Event, EventParser
from wanwidgets.protocol.growth import Growth, read_event
from wanwidgets.sending import Attempts, unknown
from wanwidgets.task import Task
from wanwidgets.transport import Broken, NotSent, Opened, Transport
from wanwidgets.waiting import Pause

__all__ = ["stream_create"]

_KEPT_BYTES = 1 << 20
"""Of a body that turns out to be no stream: more than any error document has."""

_ERROR = "error"
_SUCCESS = range(200, 300)


def stream_create(
    transport: Transport,
    create: Create,
    timeouts: tuple[float, float],
    *,
    gates: Gates,
    gated: bool = False,
    pause: Pause,
    random: Callable[[], float],
) -> Iterator[Task]:
    """Send a create of the streaming way, and yield what has come so far with each part; the last has succeeded.

    Parameters
    ----------
    transport, create, timeouts
        Where, what, and how many seconds to connect and to wait for each part.
    gates, gated
        Who says when it may go, asked before each attempt; whether the first was let through already.
    pause, random
        Waiting between attempts, and jitter from 0 to 1.

    Raises
    ------
    ServiceError, Unreachable, Cancelled
        Before any part came, as `Client.submit` says; it may then have been sent several times.
    OutcomeUnknown
        It broke, or the service told of an error after it had begun; `partial` is what had come.
    """
    attempts = Attempts(transport, create.body["model"], gates=gates, gated=gated, pause=pause, random=random)
    while True:
        attempts.begin()
        answer = _Answer(transport)
        try:
            with transport.opened(create.path, timeouts=timeouts, headers=create.headers, body=create.body) as opened:
                yield from answer.read(opened)
        except NotSent as error:
            attempts.not_sent(error)
            continue
        except Broken as error:
            if not answer.begun:
                raise attempts.broken(error) from None
            raise answer.broken(f"The connection to {transport.host} broke ({error}) before the last part.") from None
        attempts.answered(answer.refused)
        if answer.refused is None:
            return
        attempts.refused(answer.refused)


class _Answer:
    """One answer, read to its end.

    `begun` says whether the service began to make something; `refused` is what it said instead.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._growth = Growth()
        self.begun = False
        self.refused: Reply | None = None

    def read(self, opened: Opened) -> Iterator[Task]:
        parser, first = EventParser(), bytearray()
        for piece in opened.pieces:
            first += piece[: _KEPT_BYTES - len(first)]
            yield from self._grown(opened.status, parser.feed(piece))
            if self.refused is not None or self._growth.finished:
                return
        yield from self._grown(opened.status, parser.close())
        if self.refused is not None or self._growth.finished:
            return
        if self.begun:
            raise self.broken(f"The stream of {self._transport.host} ended before its last part.")
        yield from self._whole(
            self._transport.hidden_from(read_reply(opened.status, self._transport.hidden_in(bytes(first))))
        )

    def broken(self, what: str) -> OutcomeUnknown:
        """Return the error for a stream that began and did not come to its end."""
        partial = self._growth.task
        told = f" [request {partial.request_id}]" if partial.request_id else ""
        return unknown(f"{what}{told} What had come is kept.", partial)

    def _grown(self, status: int, events: Iterator[Event]) -> Iterator[Task]:
        for event in events:
            hidden = self._transport.hidden_in(event.data.encode("utf-8", "replace")).decode("utf-8", "replace")
            reply = self._transport.hidden_from(read_event(Event(hidden, event.name, event.id, event.status)))
            if reply.document is None and event.name != _ERROR:
                # A heartbeat, or whatever else a gateway puts between.
                continue
            if status not in _SUCCESS:
                reply = Reply(status, reply.document)
            if not reply.ok:
                self._stop(reply)
                return
            self.begun = True
            self._growth = self._growth.with_event(reply)
            yield self._growth.task
            if self._growth.finished:
                return

    def _stop(self, reply: Reply) -> None:
        if not self.begun:
            self.refused = reply
            return
        said = f"{reply.code or f'HTTP {reply.status}'}: {reply.message}".rstrip(": ")
        raise self.broken(f"{self._transport.host} broke the stream off with {said}.")

    def _whole(self, reply: Reply) -> Iterator[Task]:
        """Take a body that was no stream for what it is: an error, or the whole result at once."""
        if not reply.ok:
            self.refused = reply
            return
        try:
            task = decode_answer(reply)
        except ValueError as error:
            raise unknown(f"The service took the request. {error} [request {reply.request_id}]") from None
        yield task
