"""Runner: the only place that knows the order of a run.

Fetch the addresses, check, write the intent down, upload what has to be, send, write the task's id down, look,
download, write the pictures down. Each step is a `Run`; the journal has it before the next step begins.

A task has an id, by which its pictures are found again after whatever breaks on the way, so requests are sent as tasks;
only where the parts are wanted as they come, they are streamed, and each picture is kept when it comes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing

from wanwidgets.client import Client
from wanwidgets.collecting import Collector
from wanwidgets.content import Failure, Link
from wanwidgets.delivery import Delivered
from wanwidgets.errors import (
    Cancelled,
    FetchError,
    ImageError,
    InvalidRequest,
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
from wanwidgets.result import Run, RunState
from wanwidgets.store import RunStore
from wanwidgets.task import Task, TaskStatus
from wanwidgets.waiting import Pause

__all__ = ["Runner"]

_BEFORE = "Stopped before anything was sent."
_MEANWHILE = "Stopped while the parts came. What had come is kept; the whole may be billed."
_NO_TASK = "A stream has no task to ask again: the links in this error's `partial` are all there is."

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

_STREAM_ENDS = {**_CREATE_ENDS, **_TASK_ENDS}
"""What a stream leaves behind, which is a create and its result in one."""


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
            Nothing was sent, unless it says otherwise: a task goes on at the service, and a stream may be billed.
        Cancelled
            `pause` said so before anything was written down.
        """
        begun = self._clock()
        request = self._with_pictures(request, pause)
        problems = self.client.problems(request)
        if problems:
            raise InvalidRequest(problems)
        # It raises where a picture can reach the service in no way.
        self.client.ways(request)
        run = self.store.begin(request, self.client.engine)
        yield run
        with closing(self._steps(run, pause)) as steps:
            for step in steps:
                last, run = run, step.now(step.state, seconds=self._clock() - begun)
                if run.error is not None:
                    run.error.run = run
                if _tells_more(run, last):
                    self._write(run)
                try:
                    yield run
                except GeneratorExit:
                    left = _left(run)
                    if left is not None:
                        self._write(left)
                    raise

    def _write(self, run: Run) -> None:
        try:
            self.store.record(run)
        except StoreError as error:
            raise _unwritten(error, run) from None

    def _steps(self, run: Run, pause: Pause) -> Generator[Run, None, None]:
        try:
            if pause(0):
                raise Cancelled(_BEFORE)
            delivered = self.client.deliver(run.request, pause=pause)
        except tuple(_CREATE_ENDS) as error:
            yield _ended(run, error, _CREATE_ENDS)
            return
        run = run.now(RunState.SENT, ways=delivered.ways)
        yield run
        yield from (self._streamed if run.request.stream else self._as_task)(run, delivered, pause)

    def _as_task(self, run: Run, delivered: Delivered, pause: Pause) -> Iterator[Run]:
        try:
            task = self.client.submit(run.request, delivered=delivered, pause=pause)
        except tuple(_CREATE_ENDS) as error:
            yield _ended(run, error, _CREATE_ENDS)
            return
        run = run.now(RunState.RUNNING, task_id=task.id, request_id=task.request_id, status=task.status)
        yield run
        collector = Collector(self.client, self.store, pause)
        try:
            for task in self.client.watch(run.task_id, pause=pause):
                if task.status is not run.status:
                    run = run.now(RunState.RUNNING, status=task.status)
                    if not task.status.ended:
                        yield run
            yield _delivered(run, task, collector)
        except Cancelled:
            yield self._cancelled(run.now(run.state, content=collector.so_far(task.content)))
        except WanError as error:
            yield _ended(run.now(run.state, content=collector.so_far(task.content)), error, _TASK_ENDS)

    def _streamed(self, run: Run, delivered: Delivered, pause: Pause) -> Iterator[Run]:
        collector = Collector(self.client, self.store, pause)
        task = Task("", TaskStatus.RUNNING)
        try:
            with closing(self.client.stream(run.request, delivered=delivered, pause=pause)) as parts:
                for task in parts:
                    run = run.now(
                        RunState.RUNNING,
                        status=task.status,
                        request_id=task.request_id,
                        content=collector.arrived(task.content),
                        usage=task.usage,
                    )
                    if not task.status.ended:
                        yield run
                        if pause(0):
                            raise Cancelled(_MEANWHILE)
            yield _delivered(run, task, collector)
        except OutcomeUnknown as error:
            yield _ended(run.now(run.state, content=collector.rest(task.content)), error, _STREAM_ENDS)
        except Undelivered as error:
            lost = Undelivered(f"{error} {_NO_TASK}", partial=task)
            yield _ended(run.now(run.state, content=collector.so_far(task.content)), lost, _STREAM_ENDS)
        except WanError as error:
            yield _ended(run.now(run.state, content=collector.so_far(task.content)), error, _STREAM_ENDS)

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


def _delivered(run: Run, task: Task, collector: Collector) -> Run:
    """Return the run with everything that its task made, or ended as its task did."""
    if task.status is TaskStatus.CANCELED:
        return _ended(run, Cancelled("The task was cancelled at the service; it is not billed."), _CREATE_ENDS)
    failures = [part for part in task.content if isinstance(part, Failure)]
    if task.status is not TaskStatus.SUCCEEDED or (failures and not any(isinstance(p, Link) for p in task.content)):
        code = task.code or next((failure.code for failure in failures), "") or task.status.value
        message = task.message or next((failure.message for failure in failures), "")
        error = TaskFailed(code, message, task_id=task.id)
        return _ended(run.now(run.state, content=collector.so_far(task.content)), error, _TASK_ENDS)
    if not task.content:
        again = " It can be asked for 24 hours." if task.id else ""
        raise Undelivered(f"The service says that it succeeded, and its answer holds no picture.{again}")
    return run.now(RunState.SUCCEEDED, content=collector.all(task.content), usage=task.usage)


def _tells_more(run: Run, last: Run) -> bool:
    """Whether a step is worth writing down: a few words more of a stream are not worth a wait for the disk."""
    return (run.state, run.status, len(run.content)) != (last.state, last.status, len(last.content))


def _left(run: Run) -> Run | None:
    """Return what a run is when nobody goes on with it, where that is not what the journal says."""
    if run.state is RunState.SENT:
        # What was about to be sent is not sent any more.
        return _ended(run, Cancelled(_BEFORE), _CREATE_ENDS)
    if run.state is RunState.RUNNING and not run.task_id:
        return _ended(run, OutcomeUnknown(_MEANWHILE), _CREATE_ENDS)
    return None


def _unwritten(error: StoreError, run: Run) -> StoreError:
    told = ""
    if run.task_id:
        told = f" Task {run.task_id} goes on at the service and may be billed."
    elif run.error is not None:
        told = f" {run.error}"
    elif run.state in {RunState.RUNNING, RunState.SUCCEEDED}:
        told = " The service had begun to answer; the whole may be billed."
    lost = StoreError(f"{error}{told}")
    lost.run = run
    return lost


def _ended(run: Run, error: WanError, ends: dict[type[WanError], RunState]) -> Run:
    state = next(state for kind, state in ends.items() if isinstance(error, kind))
    return run.now(state, error=error)
