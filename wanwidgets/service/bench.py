"""Where orders are done: one worker beside the server's loop, which stays free to answer; orders take turns there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Generator
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from functools import partial

from wanwidgets.service.delivery import Delivery, deliver
from wanwidgets.service.order import Order
from wanwidgets.service.refusal import Refusal
from wanwidgets.service.work import Work

__all__ = ["Bench"]

Steps = Generator[None, None, tuple[Order, Work]]

_LOG = logging.getLogger("wanwidgets.service")


_OPEN = 4
"""Orders that take turns. More would hold more pictures in memory; with fewer a few long ones would be in the way."""


class Bench:
    """Does orders, several at a time, a picture of each in turn.

    The turns are what keeps a short order from waiting for all the pictures of a long one. Beyond `_OPEN` orders the
    others wait, and begin in the order in which they came.

    Parameters
    ----------
    order
        Returns what a task is to do, in the worker; raises `Refusal`.
    do
        Does an order, in the worker, yielding where another one may have its turn; raises `Refusal`.
    executor
        The worker. One is right: OpenCV uses all processors by itself.
    keep
        Keeps a picture and returns its address.
    count
        Is told of each delivery, for the purse.
    spoil
        Changes what came of a task's order, or raises `Refusal`, where a fault was asked for.
    together
        Keeps all that comes of a task, or nothing of it.
    run_seconds
        An order takes at least so long.
    """

    def __init__(
        self,
        order: Callable[[str], Order],
        do: Callable[[Order], Generator[None, None, Work]],
        *,
        executor: Executor,
        keep: Callable[[bytes], str],
        count: Callable[[Order, Delivery], None],
        spoil: Callable[[Work], Work],
        together: Callable[[], AbstractContextManager[None]],
        run_seconds: float,
    ) -> None:
        self._order = order
        self._do = do
        self._executor = executor
        self._keep = keep
        self._count = count
        self._spoil = spoil
        self._together = together
        self._run_seconds = run_seconds
        self._open = asyncio.Semaphore(_OPEN)
        self._pending: set[asyncio.Task[None]] = set()

    async def perform(self, order: Order) -> Delivery:
        """Do an order.

        Raises
        ------
        Refusal
            It cannot be done; ``InternalError`` for a mistake of ours, which is logged.
        """
        return self._delivered(order, (await self._worked(lambda: order))[1])

    async def _worked(self, ordered: Callable[[], Order]) -> tuple[Order, Work]:
        loop = asyncio.get_running_loop()
        end = loop.time() + self._run_seconds
        done = await self._attempt(ordered)
        await asyncio.sleep(max(0.0, end - loop.time()))
        if isinstance(done, Refusal):
            raise done
        return done

    async def _attempt(self, ordered: Callable[[], Order]) -> tuple[Order, Work] | Refusal:
        loop = asyncio.get_running_loop()
        try:
            async with self._open:
                steps = self._steps(ordered)
                # Each picture is a turn: the worker takes turns as they come, and the next one comes behind all others.
                while (done := await loop.run_in_executor(self._executor, _turn, steps)) is None:
                    pass
                return done
        except Refusal as refusal:
            return refusal
        except Exception as error:  # noqa: BLE001 - whatever it is, the caller must have an answer
            _LOG.exception("An order failed.")
            return _failed(error)

    def _steps(self, ordered: Callable[[], Order]) -> Steps:
        order = ordered()
        return order, (yield from self._do(order))

    def _delivered(self, order: Order, work: Work) -> Delivery:
        delivery = deliver(order, work, self._keep)
        self._count(order, delivery)
        return delivery

    def start(self, task_id: str, done: Callable[[Delivery | Refusal], None]) -> None:
        """Do what a task orders and call back on the loop, with the pictures or with why there are none."""
        task = asyncio.get_running_loop().create_task(self._report(partial(self._order, task_id), done))
        self._pending.add(task)
        task.add_done_callback(self._pending.discard)

    def clear(self) -> None:
        """Forget what is not done; nobody is called back."""
        for task in tuple(self._pending):
            task.cancel()

    async def _report(self, ordered: Callable[[], Order], done: Callable[[Delivery | Refusal], None]) -> None:
        try:
            order, work = await self._worked(ordered)
            with self._together():
                done(self._delivered(order, self._spoil(work)))
        except Refusal as refusal:
            done(refusal.bare())
        except Exception as error:  # noqa: BLE001 - likewise
            _LOG.exception("What came of a task could not be kept.")
            done(_failed(error))


def _turn(steps: Steps) -> tuple[Order, Work] | None:
    """Make one picture; at the end return what came of all."""
    try:
        next(steps)
    except StopIteration as end:
        done: tuple[Order, Work] = end.value
        return done
    return None


def _failed(error: Exception) -> Refusal:
    return Refusal(500, "InternalError", f"The local service failed: {type(error).__name__}.")
