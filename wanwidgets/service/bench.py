"""Where orders are done: one worker beside the server's loop, which stays free to answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Executor

from wanwidgets.service.delivery import Delivery, deliver
from wanwidgets.service.order import Order
from wanwidgets.service.refusal import Refusal
from wanwidgets.service.work import Work

__all__ = ["Bench"]

_LOG = logging.getLogger("wanwidgets.service")


def _unspoiled(work: Work) -> Work:
    return work


class Bench:
    """Does orders in the order in which they come.

    Parameters
    ----------
    do
        Does an order, in the worker; raises `Refusal`.
    executor
        The worker. One is right: OpenCV uses all processors by itself.
    keep
        Keeps a picture and returns its address.
    count
        Is told of each delivery, for the purse.
    spoil
        Changes what came of a task's order, or raises `Refusal`, where a fault was asked for.
    run_seconds
        An order takes at least so long.
    """

    def __init__(
        self,
        do: Callable[[Order], Work],
        *,
        executor: Executor,
        keep: Callable[[bytes], str],
        count: Callable[[Order, Delivery], None],
        spoil: Callable[[Work], Work],
        run_seconds: float,
    ) -> None:
        self._do = do
        self._executor = executor
        self._keep = keep
        self._count = count
        self._spoil = spoil
        self._run_seconds = run_seconds
        self._pending: set[asyncio.Task[None]] = set()

    async def perform(self, order: Order, spoil: Callable[[Work], Work] = _unspoiled) -> Delivery:
        """Do an order.

        Parameters
        ----------
        order
            What to do.
        spoil
            Changes what came of it.

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
        delivery = deliver(order, spoil(work), self._keep)
        self._count(order, delivery)
        return delivery

    async def _attempt(self, order: Order) -> Work | Refusal:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._executor, self._do, order)
        except Refusal as refusal:
            return refusal
        except Exception as error:  # noqa: BLE001 - whatever it is, the caller must have an answer
            _LOG.exception("An order failed.")
            return Refusal(500, "InternalError", f"The local service failed: {type(error).__name__}.")

    def start(self, what: Order | Refusal, done: Callable[[Delivery | Refusal], None]) -> None:
        """Do an order and call back on the loop, with the pictures or with the reason why there are none."""
        task = asyncio.get_running_loop().create_task(self._report(what, done))
        self._pending.add(task)
        task.add_done_callback(self._pending.discard)

    def clear(self) -> None:
        """Forget what is not done; nobody is called back."""
        for task in tuple(self._pending):
            task.cancel()

    async def _report(self, what: Order | Refusal, done: Callable[[Delivery | Refusal], None]) -> None:
        outcome: Delivery | Refusal
        try:
            outcome = what if isinstance(what, Refusal) else await self.perform(what, self._spoil)
        except Refusal as refusal:
            outcome = refusal.bare()
        done(outcome)
