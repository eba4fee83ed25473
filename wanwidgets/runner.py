"""Runner: the only place that knows the order of a run.

Fetch the addresses, check, write the intent down, send, write the task's id down, look, download, write the pictures
down. Each step is a `Run`; the journal has it before the next step begins.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from wanwidgets.client import Client
from wanwidgets.errors import (
    Cancelled,
    FetchError,
    ImageError,
    OutcomeUnknown,
    ServiceError,
    StoreError,
    TaskFailed,
    TaskLost,
    Undelivered,
    Unreachable,
    WanError,
)
from wanwidgets.fetch import fetch_image
from wanwidgets.images import Address, InputImage
from wanwidgets.pictures import Picture
from wanwidgets.request import EditRequest
from wanwidgets.result import Content, Link, Run, RunState, Task, TaskStatus
from wanwidgets.store import RunStore
from wanwidgets.waiting import Pause

__all__ = ["Runner"]

_BEFORE = "Stopped before anything was sent."

_CREATE_ENDS: dict[type[WanError], RunState] = {
    ServiceError: RunState.REFUSED,
    Unreachable: RunState.UNREACHABLE,
    OutcomeUnknown: RunState.UNKNOWN,
    Cancelled: RunState.CANCELLED,
}
"""What a create that was not accepted leaves behind."""

_TASK_ENDS: dict[type[WanError], RunState] = {
    TaskFailed: RunState.FAILED,
    TaskLost: RunState.LOST,
    # The task has an id and may have made pictures: it can be taken up again within 24 hours.
    WanError: RunState.UNDELIVERED,
}
"""What a task that did not come to its pictures leaves behind; the first that fits."""


class Runner:
    """Runs requests one step at a time.

    Parameters
    ----------
    client, store
        Who answers, and where it is kept.
    fetch
        Turns an address into a picture.
    clock
        Seconds on a steady clock.
    """

    def __init__(
        self,
        client: Client,
        store: RunStore,
        *,
        fetch: Callable[[Address], InputImage] = fetch_image,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.client = client
        self.store = store
        self.fetch = fetch
        self._clock = clock

    def run(self, request: EditRequest, *, pause: Pause) -> Iterator[Run]:
        """Run a request, yielding the run after each step; the last one has ended.

        A run that does not succeed ends with its `error`; it is not raised.

        Parameters
        ----------
        request
            Addresses in it are fetched first.
        pause
            Waits; returns True when the user wants to stop.

        Raises
        ------
        InvalidRequest, ImageError
            Nothing was sent.
        StoreError
            Nothing was sent, unless its `run` has a task id: that task goes on at the service.
        Cancelled
            `pause` said so before anything was written down.
        """
        begun = self._clock()
        request = self._with_pictures(request, pause)
        request.require_valid()
        run = self.store.begin(request, self.client.engine)
        yield run
        for step in self._steps(run, pause):
            run = step.now(step.state, seconds=self._clock() - begun)
            if run.error is not None:
                run.error.run = run
            try:
                self.store.record(run)
            except StoreError as error:
                raise _unwritten(error, run) from None
            try:
                yield run
            except GeneratorExit:
                if run.state is RunState.SENT:
                    # What was about to be sent is not sent any more.
                    self.store.record(_ended(run, Cancelled(_BEFORE), _CREATE_ENDS))
                raise

    def _steps(self, run: Run, pause: Pause) -> Iterator[Run]:
        if pause(0):
            yield _ended(run, Cancelled(_BEFORE), _CREATE_ENDS)
            return
        run = run.now(RunState.SENT)
        yield run
        try:
            task = self.client.submit(run.request, pause=pause)
        except tuple(_CREATE_ENDS) as error:
            yield _ended(run, error, _CREATE_ENDS)
            return
        run = run.now(RunState.RUNNING, task_id=task.id, request_id=task.request_id, status=task.status)
        yield run
        try:
            for task in self.client.watch(run.task_id, pause=pause):
                if task.status is not run.status:
                    run = run.now(RunState.RUNNING, status=task.status)
                    if not task.status.ended:
                        yield run
            yield self._delivered(run, task, pause)
        except Cancelled:
            yield self._cancelled(run)
        except WanError as error:
            yield _ended(run, error, _TASK_ENDS)

    def _delivered(self, run: Run, task: Task, pause: Pause) -> Run:
        if task.status is TaskStatus.CANCELED:
            return _ended(run, Cancelled("The task was cancelled at the service; it is not billed."), _CREATE_ENDS)
        if task.status is not TaskStatus.SUCCEEDED:
            raise TaskFailed(task.code or task.status.value, task.message, task_id=task.id)
        if not task.content:
            raise Undelivered("The task succeeded and the answer holds no picture; it can be asked for 24 hours.")
        content = tuple(self._kept(part, pause) if isinstance(part, Link) else part for part in task.content)
        return run.now(RunState.SUCCEEDED, content=content, usage=task.usage)

    def _kept(self, link: Link, pause: Pause) -> Content:
        try:
            return self.store.keep(self.client.download(link.url, pause=pause))
        except ImageError as error:
            raise Undelivered(f"The service's result is no picture: {error.reason}") from None

    def _cancelled(self, run: Run) -> Run:
        try:
            stopped = self.client.cancel(run.task_id)
        except (ServiceError, Unreachable):
            stopped = False
        if stopped:
            return _ended(run, Cancelled("The task was cancelled before it began; it is not billed."), _CREATE_ENDS)
        late = "Stopped waiting. The service has begun the task, or may have: it finishes there, may be billed, and its"
        return _ended(run, Cancelled(f"{late} pictures wait there for 24 hours."), _TASK_ENDS)

    def _with_pictures(self, request: EditRequest, pause: Pause) -> EditRequest:
        pictures = []
        for number, picture in enumerate(request.pictures, start=1):
            if not isinstance(picture.image, Address):
                pictures.append(picture)
                continue
            if pause(0):
                raise Cancelled(_BEFORE)
            try:
                pictures.append(Picture(self.fetch(picture.image), picture.boxes))
            except (FetchError, ImageError) as error:
                raise error.at(number) from None
        return request.replace(pictures=tuple(pictures))


def _unwritten(error: StoreError, run: Run) -> StoreError:
    told = f" Task {run.task_id} goes on at the service and may be billed." if run.task_id else ""
    lost = StoreError(f"{error}{told}")
    lost.run = run
    return lost


def _ended(run: Run, error: WanError, ends: dict[type[WanError], RunState]) -> Run:
    state = next(state for kind, state in ends.items() if isinstance(error, kind))
    return run.now(state, error=error)
