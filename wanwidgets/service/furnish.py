"""The rooms of a server, put together."""

from __future__ import annotations

import asyncio
from concurrent.futures import Executor
from pathlib import Path
from uuid import UUID

from wanwidgets.service.bench import Bench
from wanwidgets.service.delivery import Delivery
from wanwidgets.service.faults import Faults
from wanwidgets.service.mishaps import spoiler
from wanwidgets.service.order import Order
from wanwidgets.service.rates import Rates
from wanwidgets.service.results import Results
from wanwidgets.service.routes import STORE
from wanwidgets.service.settings import Settings
from wanwidgets.service.sources import fetcher
from wanwidgets.service.spool import Spool
from wanwidgets.service.state import State
from wanwidgets.service.tasks import Tasks
from wanwidgets.service.trial import Trial
from wanwidgets.service.uploads import Uploads
from wanwidgets.service.work import Work, work

__all__ = ["furnish"]


def furnish(
    settings: Settings,
    *,
    root: str,
    folder: Path,
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
    loop
        On which all of it runs.
    worker
        Does the orders.
    """
    clock, new_id = settings.clock, settings.new_id
    faults, trial = Faults(), Trial(settings.free_pictures)
    results = Results(
        _made(folder / "results"),
        root=root,
        clock=clock,
        seconds=settings.result_seconds,
        new_id=new_id,
    )
    uploads = Uploads(
        _made(folder / "uploads"),
        host=f"{root.rstrip('/')}{STORE}",
        clock=clock,
        new_id=new_id,
        max_bytes=settings.max_body_bytes,
    )

    spool = Spool(_made(folder / "spool"))

    def do(order: Order) -> Work:
        return work(spool.fetch(order), fetcher(uploads, order.model), settings.engine)

    def count(order: Order, delivery: Delivery) -> None:
        trial.count(order.model, delivery.pictures)

    bench = Bench(
        do,
        executor=worker,
        keep=results.put,
        count=count,
        spoil=spoiler(faults),
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
    )
    return State(settings, bench, tasks, results, uploads, Rates(clock), trial, faults, spool)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
