"""A stream from its first part to its last. It has no task, so one that is stopped is read on while anybody stays."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing

from wanwidgets.client import Client
from wanwidgets.content import Content, Text
from wanwidgets.delivery import Delivered
from wanwidgets.errors import Cancelled, OutcomeUnknown, StoreError, TaskExpired, Undelivered, WanError
from wanwidgets.pacing.gates import Slot
from wanwidgets.result import Run, RunState
from wanwidgets.running.collecting import Collector
from wanwidgets.running.ending import CREATE_ENDS, MEANWHILE, TASK_ENDS, ended, failure_of
from wanwidgets.stages import Stage, Tell, untold
from wanwidgets.store import RunStore
from wanwidgets.task import Task, TaskStatus
from wanwidgets.waiting import Pause

__all__ = ["Streamed"]

_NO_TASK = "A stream has no task to ask again: the links in this error's `partial` are all there is."

_ENDS = {**CREATE_ENDS, **TASK_ENDS}
"""What a stream leaves behind, which is a create and its result in one."""


class Streamed:
    """Reads the stream of one run.

    Parameters
    ----------
    run
        It is about to be sent.
    client, store
        Who is asked, and where the pictures are kept.
    slot
        Of what the service makes; given back when it has ended.
    pause, linger
        Wait; `pause` returns True when the user wants to stop, `linger` when nobody stays. Without `linger` a stop ends
        the run.
    tell
        Hears of each stage.
    """

    def __init__(
        self,
        run: Run,
        client: Client,
        store: RunStore,
        slot: Slot,
        *,
        pause: Pause,
        linger: Pause | None,
        tell: Tell = untold,
    ) -> None:
        self._run = run
        self._client = client
        self._slot = slot
        self._pause = pause
        self._linger = linger
        self._tell = tell
        self._collector = Collector(client, store, tell)
        self._task = Task("", TaskStatus.RUNNING)

    def steps(self, delivered: Delivered) -> Iterator[Run]:
        """Send it, and yield the run with each part; the last one has ended."""
        try:
            yield from self._read(delivered)
            self._slot.give_back()
            try:
                yield from self._collected()
            except Cancelled:
                yield self._stopped()
                yield from self._collected()
        except WanError as error:
            if not isinstance(error, OutcomeUnknown):
                self._slot.give_back()
            yield self._ended(error)

    def _read(self, delivered: Delivered) -> Generator[Run, None, None]:
        parts = self._client.stream(self._run.request, delivered=delivered, gated=True, pause=self._pause)
        with closing(parts):
            for task in parts:
                self._slot.renew()
                self._task = task
                content = self._collector.arrived(task.content, self._pause)
                self._tell(_stage_of(content, self._run.request.most_pictures()))
                self._run = self._run.now(
                    RunState.RUNNING,
                    status=task.status,
                    request_id=task.request_id,
                    content=content,
                    usage=task.usage,
                )
                yield self._run
                if not task.status.ended and self._pause(0):
                    yield self._stopped()

    def _collected(self) -> Iterator[Run]:
        failure = failure_of(self._task)
        if failure is not None:
            raise failure
        for content in self._collector.each(self._task.content, self._pause):
            self._run = self._run.now(RunState.RUNNING, content=content)
        yield self._run.now(RunState.SUCCEEDED)

    def _stopped(self) -> Run:
        """Return the run as one that is stopped and read on, or raise `Cancelled` where nobody stays."""
        stopped, linger = self._run.stopped, self._linger
        self._run = self._run.now(self._run.state, stopped=True)
        if stopped or linger is None:
            raise Cancelled(MEANWHILE)
        self._pause = linger
        return self._run

    def _ended(self, error: WanError) -> Run:
        kept = self._collector.so_far
        if isinstance(error, OutcomeUnknown):
            rest = self._collector.rest(self._task.content, self._pause)
            return ended(self._run.now(self._run.state, content=rest), error, _ENDS)
        run = self._run.now(self._run.state, content=kept(self._task.content))
        if isinstance(error, (StoreError, TaskExpired, Undelivered)) or (
            isinstance(error, Cancelled) and self._task.status.ended
        ):
            return ended(run, Undelivered(f"{error} {_NO_TASK}", partial=self._task), _ENDS)
        if isinstance(error, Cancelled) and run.state is RunState.RUNNING:
            # The user stopped it, and what it costs nobody knows.
            return run.now(RunState.UNKNOWN, error=error)
        return ended(run, error, _ENDS)


def _stage_of(content: Sequence[Content], most: int | None) -> Stage:
    """Return at which picture the service is now."""
    number = 1 + sum(not isinstance(part, Text) for part in content)
    return Stage("running", min(number, most or 0), most or 0)
