"""What is written down of creates before they are answered, and of what comes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from wanwidgets.service.calls import Call
from wanwidgets.service.checks import check, parse
from wanwidgets.service.delivery import Delivery
from wanwidgets.service.keeping import Keeping
from wanwidgets.service.ledger import ASYNC, STREAM, SYNC, Ledger
from wanwidgets.service.order import Order
from wanwidgets.service.records import read_task, written_task
from wanwidgets.service.refusal import Refusal
from wanwidgets.service.shelf import Shelf
from wanwidgets.service.tasks import CANCELED, ENDED, FAILED, RUNNING, SUCCEEDED, Task

__all__ = ["Books"]


class Books:
    """The ledger, the tasks, and the documents of those that have not ended.

    A task's document lies in a file and is read again when its turn comes, in this life of the server or the next: a
    queue of documents with large pictures would fill the memory.

    Parameters
    ----------
    folder
        Exists, and belongs to this object alone.
    keeping
        Knows what was written down before.
    root
        Where the server's paths begin, ending in a slash.
    clock
        Seconds since the epoch.
    seconds
        How long tasks are known.
    engine
        Who answers, by name and version.

    Raises
    ------
    StateError
        A document is damaged.
    KeyError, TypeError, ValueError
        What was written down cannot be read.
    """

    def __init__(
        self, folder: Path, keeping: Keeping, *, root: str, clock: Callable[[], float], seconds: float, engine: str
    ) -> None:
        self._keeping = keeping
        self._root = root
        self._tasks = keeping.drawer("tasks")
        self._documents: Shelf[bool] = Shelf(folder, keeping.drawer("documents"), clock=clock, seconds=seconds)
        self.ledger = Ledger(keeping.drawer("ledger"), clock, engine)
        self.ledger.broken_off(RUNNING, CANCELED)

    def tasks(self) -> tuple[Task, ...]:
        """Return the tasks that were written down, the oldest first."""
        return tuple(read_task(value, self._root) for _, value in self._tasks.items())

    def accept(
        self, task: Task, call: Call, document: Mapping[str, Any], order: Order | None, *, resolves: bool
    ) -> None:
        """Write down a create that asks for a task; all of it, or nothing."""
        with self._keeping.together():
            self.ledger.accept(task.id, ASYNC, document, order, status=task.status, task_id=task.id)
            self._documents.put(task.id, call.body, resolves)
            self._tasks.put(task.id, written_task(task, self._root))

    @contextmanager
    def called(
        self, name: str, document: Mapping[str, Any], order: Order, *, streamed: bool
    ) -> Iterator[Callable[[Delivery], Delivery]]:
        """Write down a create that waits for its answer, and at the end what came of it.

        Yields what takes the delivery, and hands it on. Without one the call was refused, or left by its caller.
        """
        self.ledger.accept(name, STREAM if streamed else SYNC, document, order, status=RUNNING)
        end: tuple[str, tuple[str, ...]] = CANCELED, ()

        def delivered(delivery: Delivery) -> Delivery:
            nonlocal end
            end = SUCCEEDED, delivery.digests
            return delivery

        try:
            yield delivered
        except Refusal:
            end = FAILED, ()
            raise
        finally:
            self.ledger.note(name, *end)

    def changed(self, task: Task) -> None:
        """Write down what has become of a task."""
        delivery = task.outcome if isinstance(task.outcome, Delivery) else None
        with self._keeping.together():
            self._tasks.put(task.id, written_task(task, self._root))
            self.ledger.note(task.id, task.status, delivery.digests if delivery else ())
            if task.status in ENDED:
                self._documents.drop(task.id)

    def dropped(self, task_id: str) -> None:
        """Forget a task, but for its entry in the ledger."""
        with self._keeping.together():
            self._tasks.drop(task_id)
            self._documents.drop(task_id)

    def order(self, task_id: str) -> Order:
        """Return what a task is to do; also from another thread.

        Raises
        ------
        Refusal
            Its document is wrong, or gone; or it was meant for another engine, in an earlier life of the server: its
            pictures would be told to be of that one.
        """
        meant = self.ledger.stranger(task_id)
        if meant:
            raise Refusal(500, "InternalError", f"The local service was started again without the engine {meant}.")
        kept, body = self._documents.get(task_id), self._documents.read(task_id)
        if kept is None or body is None:
            raise Refusal(500, "InternalError", "The local service has lost the document of this task.")
        return check(parse(body), resolves=kept.note)

    def clear(self) -> None:
        """Forget the tasks and the ledger."""
        self._tasks.clear()
        self._documents.clear()
        self.ledger.clear()
