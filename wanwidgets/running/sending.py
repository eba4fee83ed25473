"""Sending: a run from its intent to its task, and on to its pictures.

Upload what has to be, wait for a slot, send, and follow what was accepted. Each step is yielded before the next begins.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from datetime import datetime

from wanwidgets.client import Client
from wanwidgets.delivery import Delivered
from wanwidgets.errors import Cancelled, OutcomeUnknown
from wanwidgets.pacing.gates import Slot
from wanwidgets.place import is_local
from wanwidgets.result import Run, RunState
from wanwidgets.running.ending import BEFORE, CREATE_ENDS, FINAL, ended, interrupted
from wanwidgets.running.following import Follower
from wanwidgets.running.streamed import Streamed
from wanwidgets.stages import SENDING, Stage, Tell
from wanwidgets.store import RunStore
from wanwidgets.waiting import Pause

__all__ = ["Sending"]

_LOCAL_STOPPED = "Stopped, and the local service ended before the pictures came."


class Sending:
    """Sends runs that the journal has, once each, and goes on with those that an earlier kernel left.

    Parameters
    ----------
    client, store
        Who answers, and where pictures are kept.
    now
        The time, with its zone.
    """

    def __init__(self, client: Client, store: RunStore, now: Callable[[], datetime]) -> None:
        self._client = client
        self._store = store
        self._now = now

    def steps(
        self,
        run: Run,
        pause: Pause,
        linger: Pause | None,
        tell: Tell,
    ) -> Generator[Run, None, None]:
        """Send a run that is prepared, and yield each step; the last one has ended."""
        slot: Slot | None = None
        try:
            _go_on(pause)
            delivered = self._client.deliver(run.request, pause=pause, tell=tell)
            _go_on(pause)
            tell(SENDING)
            slot = self._client.gates.slot(run.request.model, pause, lambda place: tell(Stage("waiting", place)))
            tell(SENDING)
            self._client.gates.create(run.request.model, pause)
            _go_on(pause)
            tell(SENDING)
        except tuple(CREATE_ENDS) as error:
            if slot is not None:
                slot.give_back()
            yield ended(run, error, CREATE_ENDS)
            return
        run = run.now(RunState.SENT, ways=delivered.ways, sent=self._now())
        try:
            yield run
        except GeneratorExit:
            slot.give_back()
            raise
        if run.request.stream:
            stream = Streamed(run, self._client, self._store, slot, pause=pause, linger=linger, tell=tell)
            yield from stream.steps(delivered)
        else:
            yield from self._as_task(run, delivered, slot, pause, linger, tell=tell)

    def _as_task(
        self,
        run: Run,
        delivered: Delivered,
        slot: Slot,
        pause: Pause,
        linger: Pause | None,
        *,
        tell: Tell,
    ) -> Generator[Run, None, None]:
        try:
            _go_on(pause)
            task = self._client.submit(run.request, delivered=delivered, gated=True, pause=pause)
        except tuple(CREATE_ENDS) as error:
            # Of an unknown outcome a task may be there: its slot lapses when nobody renews it.
            if not isinstance(error, OutcomeUnknown):
                slot.give_back()
            yield ended(run, error, CREATE_ENDS)
            return
        run = run.now(RunState.RUNNING, task_id=task.id, request_id=task.request_id, status=task.status)
        yield run
        yield from self.followed(run, slot, pause, linger, tell)

    def followed(self, run: Run, slot: Slot, pause: Pause, linger: Pause | None, tell: Tell) -> Iterator[Run]:
        """Follow the task of a run to its end, and yield each step."""
        now = self._now
        return Follower(run, self._client, self._store, slot, pause=pause, linger=linger, now=now, tell=tell).steps()

    def taken_up(self, run: Run, pause: Pause, linger: Pause | None, tell: Tell) -> Generator[Run, None, None]:
        """Go on with a run that an earlier kernel left, as `Runner.resume` says."""
        if is_local(run.engine) and run.state not in FINAL:
            yield from self._local_again(run, pause, linger, tell)
        elif run.task_id and run.state in {RunState.RUNNING, RunState.UNDELIVERED}:
            slot = self._client.gates.kept(run.request.model)
            yield from self.followed(run, slot, pause, linger, tell)
        else:
            yield interrupted(run)

    def _local_again(self, run: Run, pause: Pause, linger: Pause | None, tell: Tell) -> Generator[Run, None, None]:
        if not is_local(self._client.engine):
            # Sent there it would be billed, which nobody asked for.
            raise ValueError("This run was one of the local service. Take it up with connect('local').")
        if run.stopped:
            yield ended(run, Cancelled(_LOCAL_STOPPED), CREATE_ENDS)
            return
        engine, prepared = self._client.engine, RunState.PREPARED
        fresh = Run(run.id, run.request, engine, prepared, run.started, seconds=run.seconds, home=run.home)
        yield fresh
        yield from self.steps(fresh, pause, linger, tell)


def _go_on(pause: Pause) -> None:
    if pause(0):
        raise Cancelled(BEFORE)
