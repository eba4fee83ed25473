"""Runner: the only place that knows the order of a run.

Fetch the addresses, check, write the intent down, upload what has to be, wait for a slot, send, write the task's id
down, look, download, write the pictures down. Each step is a `Run`; the journal has it before the next step begins.

A task has an id, by which its pictures are found again after whatever breaks on the way, so requests are sent as tasks;
only where the parts are wanted as they come, they are streamed, and each picture is kept when it comes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from datetime import datetime, timezone

from wanwidgets.budget import NO_CAPS, Caps
from wanwidgets.client import Client
from wanwidgets.delivery import Delivered
from wanwidgets.errors import Cancelled, FetchError, ImageError, InvalidRequest, OutcomeUnknown
from wanwidgets.fetch import fetch_image
from wanwidgets.images import Address, InputImage
from wanwidgets.pacing.gates import Slot
from wanwidgets.pictures import Picture
from wanwidgets.place import is_local
from wanwidgets.request import EditRequest
from wanwidgets.result import Run, RunState
from wanwidgets.running.ending import BEFORE, CREATE_ENDS, FINAL, ended, interrupted
from wanwidgets.running.following import Follower
from wanwidgets.running.journaling import journaled
from wanwidgets.running.streamed import Streamed
from wanwidgets.running.tracing import Trace, trace
from wanwidgets.stages import CHECKING, SENDING, Stage, Tell, untold
from wanwidgets.store import RunStore
from wanwidgets.waiting import Pause

__all__ = ["Runner"]

_LOCAL_STOPPED = "Stopped, and the local service ended before the pictures came."


class Runner:
    """Runs requests one step at a time, and takes up what an earlier kernel left.

    Everything that yields runs ends with one that has ended, and with its `error` where it did not succeed: that is not
    raised.

    Parameters
    ----------
    client, store
        Who answers, and where it is kept.
    fetch
        Turns an address into a picture.
    clock, now
        Seconds on a steady clock, and the time with its zone.
    """

    def __init__(
        self,
        client: Client,
        store: RunStore,
        *,
        fetch: Callable[[Address], InputImage] = fetch_image,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
    ) -> None:
        self.client = client
        self.store = store
        self.fetch = fetch
        self._clock = clock
        self._now = now

    def run(
        self,
        request: EditRequest,
        *,
        pause: Pause,
        linger: Pause | None = None,
        caps: Caps = NO_CAPS,
        tell: Tell = untold,
    ) -> Iterator[Run]:
        """Run a request, yielding the run after each step.

        Parameters
        ----------
        request
            Addresses in it are fetched first.
        pause
            Waits; returns True when the user wants to stop.
        linger
            Waits in place of `pause` once the user stopped and the service does not stop any more: the run is told as
            `stopped`, and its pictures are kept when they come. It returns True when nobody stays. None: the run ends.
        caps
            What it may take of a budget.
        tell
            Hears of each stage, which is no step: the journal is not told.

        Raises
        ------
        InvalidRequest, ImageError, BudgetExceeded
            Nothing was sent, and nothing is written down.
        StoreError
            Nothing was sent, unless it says otherwise: a task goes on at the service, and a stream may be billed.
        Cancelled
            `pause` said so before anything was written down.
        """
        begun = self._clock()
        tell(CHECKING)
        request = self._with_pictures(request, pause)
        problems = self.client.problems(request)
        if problems:
            raise InvalidRequest(problems)
        # It raises where a picture can reach the service in no way.
        self.client.ways(request)
        run = self.store.begin(request, self.client.engine, account=self.client.account, caps=caps)
        yield run
        steps = self._from_the_start(run, pause, linger, tell)
        yield from journaled(self.store, run, steps, seconds=lambda: self._clock() - begun)

    def resume(
        self,
        run: Run,
        *,
        pause: Pause,
        linger: Pause | None = None,
        tell: Tell = untold,
    ) -> Iterator[Run]:
        """Take up a run that an earlier kernel left, and yield it after each step.

        What has a task is watched and downloaded. What was not sent is cancelled; what was sent without a task's id in
        the journal becomes of unknown outcome, and is not sent again. The local service died with its kernel: its runs
        go through all steps again, with the same id, free.

        Parameters
        ----------
        run
            As `RunStore.claim` gave it.
        pause, linger, tell
            As for `run`.

        Raises
        ------
        TaskLost
            It was asked with another key, or at another place, which may know more. It stays as it is.
        ValueError
            It is one of the local service, and the client's is another. It stays as it is.
        StoreError
            As for `run`.
        """
        begun = self._clock() - run.seconds
        steps = self._taken_up(run, pause, linger, tell)
        return journaled(self.store, run, steps, seconds=lambda: self._clock() - begun)

    def adopt(
        self,
        run: Run,
        task_id: str,
        *,
        pause: Pause,
        linger: Pause | None = None,
        tell: Tell = untold,
    ) -> Iterator[Run]:
        """Give a run of unknown outcome the task that the user found to be its own, and go on as `resume` does.

        Raises
        ------
        StoreError
            Another run has that task.
        """
        return self.resume(self.store.adopt(run, task_id), pause=pause, linger=linger, tell=tell)

    def again(
        self,
        run: Run,
        *,
        pause: Pause,
        linger: Pause | None = None,
        caps: Caps = NO_CAPS,
        tell: Tell = untold,
    ) -> Iterator[Run]:
        """Send the request of a run as a new run; where the old one was of unknown outcome, it may be billed twice."""
        return self.run(run.request, pause=pause, linger=linger, caps=caps, tell=tell)

    def abandon(self, run: Run) -> Run:
        """Leave a run of unknown outcome at that, and return it.

        Raises
        ------
        ValueError
            Its outcome is known.
        """
        if run.state is not RunState.UNKNOWN:
            raise ValueError(f"Only a run of unknown outcome can be left at that, and this one is {run.state.value}.")
        return self.store.record(run.now(RunState.ABANDONED))

    def trace(self, run: Run, *, pause: Pause) -> Iterator[Trace]:
        """Look for the task of a run of unknown outcome, again and again until the settling time is over.

        It changes nothing. Parameters, errors and what is told are those of `wanwidgets.running.tracing.trace`.
        """
        return trace(run, self.client, self.store.known_tasks, pause=pause, now=self._now)

    def _from_the_start(
        self,
        run: Run,
        pause: Pause,
        linger: Pause | None,
        tell: Tell,
    ) -> Generator[Run, None, None]:
        slot: Slot | None = None
        try:
            _go_on(pause)
            delivered = self.client.deliver(run.request, pause=pause, tell=tell)
            _go_on(pause)
            tell(SENDING)
            slot = self.client.gates.slot(run.request.model, pause, lambda place: tell(Stage("waiting", place)))
            tell(SENDING)
            self.client.gates.create(run.request.model, pause)
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
            stream = Streamed(run, self.client, self.store, slot, pause=pause, linger=linger, tell=tell)
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
            task = self.client.submit(run.request, delivered=delivered, gated=True, pause=pause)
        except tuple(CREATE_ENDS) as error:
            # Of an unknown outcome a task may be there: its slot lapses when nobody renews it.
            if not isinstance(error, OutcomeUnknown):
                slot.give_back()
            yield ended(run, error, CREATE_ENDS)
            return
        run = run.now(RunState.RUNNING, task_id=task.id, request_id=task.request_id, status=task.status)
        yield run
        yield from self._followed(run, slot, pause, linger, tell)

    def _followed(self, run: Run, slot: Slot, pause: Pause, linger: Pause | None, tell: Tell) -> Iterator[Run]:
        now = self._now
        return Follower(run, self.client, self.store, slot, pause=pause, linger=linger, now=now, tell=tell).steps()

    def _taken_up(self, run: Run, pause: Pause, linger: Pause | None, tell: Tell) -> Generator[Run, None, None]:
        if is_local(run.engine) and run.state not in FINAL:
            yield from self._local_again(run, pause, linger, tell)
        elif run.task_id and run.state in {RunState.RUNNING, RunState.UNDELIVERED}:
            slot = self.client.gates.kept(run.request.model)
            yield from self._followed(run, slot, pause, linger, tell)
        else:
            yield interrupted(run)

    def _local_again(self, run: Run, pause: Pause, linger: Pause | None, tell: Tell) -> Generator[Run, None, None]:
        if not is_local(self.client.engine):
            # Sent there it would be billed, which nobody asked for.
            raise ValueError("This run was one of the local service. Take it up with connect('local').")
        if run.stopped:
            yield ended(run, Cancelled(_LOCAL_STOPPED), CREATE_ENDS)
            return
        fresh = Run(run.id, run.request, self.client.engine, RunState.PREPARED, run.started, seconds=run.seconds)
        yield fresh
        yield from self._from_the_start(fresh, pause, linger, tell)

    def _with_pictures(self, request: EditRequest, pause: Pause) -> EditRequest:
        pictures = []
        for number, picture in enumerate(request.pictures, start=1):
            if not isinstance(picture.image, Address):
                pictures.append(picture)
                continue
            _go_on(pause)
            try:
                pictures.append(Picture(self.fetch(picture.image), picture.boxes))
            except (FetchError, ImageError) as error:
                raise error.at(number) from None
        return request.replace(pictures=tuple(pictures))


def _go_on(pause: Pause) -> None:
    if pause(0):
        raise Cancelled(BEFORE)
