"""Orders take turns: none keeps the others waiting for all of its pictures."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import pytest

from wanwidgets.catalog import MODELS
from wanwidgets.service import bench as bench_module
from wanwidgets.service.bench import Bench
from wanwidgets.service.engine import Job, Outcome, Picture
from wanwidgets.service.engines import Engine
from wanwidgets.service.order import Order
from wanwidgets.service.refusal import Refusal
from wanwidgets.service.work import working

MODEL = MODELS["wan2.7-image"]
MODE = next(mode for mode in MODEL.modes if mode.name == "text")


def order(prompt: str, n: int) -> Order:
    return Order(MODEL, MODE, prompt, parameters={"n": n, "size": "768*768"})


class Kitchen:
    """A bench with an engine that notes what it makes, and when an order has begun and ended."""

    def __init__(self, executor, *, fail="", told=lambda _seen: None) -> None:
        self.seen: list[str] = []
        self.begun: list[str] = []
        self.open: list[str] = []
        self.most_open = 0
        self._fail = fail
        self._told = told
        self.bench = Bench(
            lambda _task: None,
            lambda order: working(order, None, Engine("fake-1", self.answer)),
            executor=executor,
            keep=lambda _png: "http://x/1.png",
            count=lambda _order, _delivery: None,
            spoil=lambda work: work,
            together=nullcontext,
            run_seconds=0,
        )

    def answer(self, job: Job) -> Outcome:
        self.begun.append(job.prompt)
        self.open.append(job.prompt)
        self.most_open = max(self.most_open, len(self.open))
        return Outcome(self.pictures(job), "")

    def pictures(self, job: Job):
        for number in range(1, job.n + 1):
            if job.prompt == self._fail and number == 2:
                self.open.remove(job.prompt)
                raise ZeroDivisionError
            self.seen.append(f"{job.prompt}{number}")
            self._told(self.seen[-1])
            if number == job.n:
                self.open.remove(job.prompt)
            yield Picture(b"png", *job.size)

    async def all(self, *orders: Order):
        return await asyncio.gather(*(self.bench.perform(one) for one in orders), return_exceptions=True)


@pytest.fixture
def executor():
    with ThreadPoolExecutor(1) as one:
        yield one


def test_a_short_order_does_not_wait_for_a_long_one(executor):
    """Of orders that come together each has a picture made in turn, and one of a single picture waits for no second."""
    kitchen = Kitchen(executor)
    long, middle, short = asyncio.run(kitchen.all(order("a", 4), order("b", 2), order("c", 1)))
    assert kitchen.seen == ["a1", "b1", "c1", "a2", "b2", "a3", "a4"]
    assert [done.pictures for done in (long, middle, short)] == [4, 2, 1]


def test_orders_begin_in_the_order_in_which_they_come(executor):
    """However many there are, as many take turns as memory bears, the others wait; all come to their end."""
    kitchen = Kitchen(executor)
    names = "abcdefghijkl"
    done = asyncio.run(kitchen.all(*(order(name, 3) for name in names)))
    assert kitchen.begun == list(names)
    assert kitchen.most_open == bench_module._OPEN
    assert [one.pictures for one in done] == [3] * len(names)
    assert sorted(kitchen.seen) == [f"{name}{number}" for name in names for number in (1, 2, 3)]


def test_an_order_that_fails_makes_room(executor, caplog):
    """Between two of its pictures; the others have their turns as if it had never been there."""
    kitchen = Kitchen(executor, fail="a")
    failed, *others = asyncio.run(kitchen.all(*(order(name, 3) for name in "abcdefg")))
    assert isinstance(failed, Refusal)
    assert failed.code == "InternalError"
    assert "ZeroDivisionError" in caplog.text
    assert [one.pictures for one in others] == [3] * 6


def test_an_order_that_is_given_up_makes_room(executor):
    """A caller that leaves takes its turns along."""

    async def leaving():
        loop = asyncio.get_running_loop()

        def told(seen):
            if seen == "d1":
                loop.call_soon_threadsafe(tasks[0].cancel)

        kitchen = Kitchen(executor, told=told)
        tasks = [asyncio.ensure_future(kitchen.bench.perform(order(name, 500))) for name in "abcd"]
        done = await kitchen.bench.perform(order("z", 1))
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return done, kitchen.seen

    done, seen = asyncio.run(leaving())
    assert done.pictures == 1
    assert sum(one.startswith("a") for one in seen) < 500
