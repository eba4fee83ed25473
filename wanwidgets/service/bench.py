"""Where orders are done: one worker beside the server's loop, which stays free to answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Executor

from wanwidgets.service.order import Order
from wanwidgets.service.refusal import Refusal
from wanwidgets.service.results import Results
from wanwidgets.service.tasks import Delivery
from wanwidgets.service.work import Work

__all__ = ["Bench"]

_LOG = logging.getLogger("wanwidgets.service")


class Bench:
    """Does orders in the order in which they come.

    Parameters
    ----------
    do
        Does an order, in the worker; raises `Refusal`.
    executor
        The worker. One is right: OpenCV uses all processors by itself.
    results
        Keeps the pictures.
    root
        What comes before a result's address.
    run_seconds
        An order takes at least so long.
    """

    def __init__(
        self,
        do: Callable[[Order], Work],
        *,
        executor: Executor,
        results: Results,
        root: str,
        run_seconds: float,
    ) -> None:
        self._do = do
        self._executor = executor
        self._results = results
        self._root = root
        self._run_seconds = run_seconds
        self._pending: set[asyncio.Task[None]] = set()

    async def perform(self, order: Order) -> Delivery:
        """Do an order.

        Raises
        ------
        Refusal
            It cannot be done; ``InternalError`` for a mistake of ours, which is logged.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + self._run_seconds
        work = await self._attempt(order)
        await asyncio.sleep(max(0.0, end - loop.time()))
        if isinstance(work, Refusal):
            raise work
        addresses = tuple(self._root + self._results.put(image) for image in work.images)
        return Delivery(addresses, f"{work.width}*{work.height}", work.input_tokens, work.output_tokens)

    async def _attempt(self, order: Order) -> Work | Refusal:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._executor, self._do, order)
        except Refusal as refusal:
            return refusal
        except Exception as error:  # noqa: BLE001 - whatever it is, the caller must have an answer
            _LOG.exception("An order failed.")
            return Refusal(500, "InternalError", f"The local service failed: {type(error).__name__}.")

    def start(self, order: Order, done: Callable[[Delivery | Refusal], None]) -> None:
        """Do an order and call back on the loop, with the pictures or with the reason why there are none."""
        task = asyncio.get_running_loop().create_task(self._report(order, done))
        self._pending.add(task)
        task.add_done_callback(self._pending.discard)

    async def close(self) -> None:
        """Forget what is not done."""
        tasks = tuple(self._pending)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _report(self, order: Order, done: Callable[[Delivery | Refusal], None]) -> None:
        try:
            outcome: Delivery | Refusal = await self.perform(order)
        except Refusal as refusal:
            outcome = refusal
        done(outcome)
