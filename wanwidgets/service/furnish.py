"""The rooms of a server, put together."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from concurrent.futures import Executor
from pathlib import Path
from uuid import UUID

from wanwidgets.service.bench import Bench
from wanwidgets.service.books import Books
from wanwidgets.service.delivery import Delivery
from wanwidgets.service.faults import Faults
from wanwidgets.service.keeping import Keeping
from wanwidgets.service.mishaps import spoiler
from wanwidgets.service.order import Order
from wanwidgets.service.rates import Rates
from wanwidgets.service.results import Results
from wanwidgets.service.routes import STORE
from wanwidgets.service.settings import Settings
from wanwidgets.service.sources import fetcher
from wanwidgets.service.state import State
from wanwidgets.service.tasks import Tasks
from wanwidgets.service.trial import Trial
from wanwidgets.service.uploads import Uploads
from wanwidgets.service.work import Work, working

__all__ = ["furnish"]


def furnish(
    settings: Settings,
    *,
    root: str,
    folder: Path,
    keeping: Keeping,
    loop: asyncio.AbstractEventLoop,
    worker: Executor,
) -> State:
    """Return the state of a new server.

    Parameters
    ----------
    settings
        What the server was given.
    root
        Where its paths begin, ending in a slash.
    folder
        Exists, and belongs to the server alone.
    keeping
        What an earlier server knew, if there was one.
    loop
        On which all of it runs.
    worker
        Does the orders.

    Raises
    ------
    StateError
        A file is damaged.
    KeyError, TypeError, ValueError
        What the earlier server knew cannot be read.
    """
    clock, new_id = settings.clock, settings.new_id
    faults, trial = Faults(), Trial(settings.free_pictures, keeping.drawer("trial"))
    results = Results(
        _made(folder / "results"),
        keeping,
        root=root,
        clock=clock,
        seconds=settings.result_seconds,
        new_id=new_id,
    )
    uploads = Uploads(
        _made(folder / "uploads"),
        keeping,
        host=f"{root.rstrip('/')}{STORE}",
        clock=clock,
        new_id=new_id,
        max_bytes=settings.max_body_bytes,
    )
    books = Books(
        _made(folder / "documents"),
        keeping,
        root=root,
        clock=clock,
        seconds=settings.result_seconds,
        engine=settings.engine.label,
    )

    def do(order: Order) -> Generator[None, None, Work]:
        return working(order, fetcher(uploads, order.model), settings.engine)

    def count(order: Order, delivery: Delivery) -> None:
        trial.count(order.model, delivery.pictures)

    bench = Bench(
        books.order,
        do,
        executor=worker,
        keep=results.put,
        count=count,
        spoil=spoiler(faults),
        together=keeping.together,
        run_seconds=settings.run_seconds,
    )
    tasks = Tasks(
        later=loop.call_later,
        start=bench.start,
        queue_seconds=settings.queue_seconds,
        keep_seconds=settings.result_seconds,
        limits=settings.limits,
        looks=settings.looks,
        clock=clock,
        new_id=lambda: str(UUID(new_id())),
        changed=books.changed,
        dropped=books.dropped,
        known=books.tasks(),
    )
    return State(settings, keeping, bench, books, tasks, results, uploads, Rates(clock), trial, faults)


def _made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder
