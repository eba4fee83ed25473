from __future__ import annotations

import pytest

from wanwidgets.catalog import MODELS
from wanwidgets.service.order import Order
from wanwidgets.service.refusal import Refusal, invalid
from wanwidgets.service.tasks import Delivery, Tasks

DAY = 24 * 3600
DELIVERY = Delivery(("http://127.0.0.1/results/a.png",), "1024*1024", 10, 2)


def order(model: str = "wan2.7-image") -> Order:
    return Order(MODELS[model], "Make it warmer", ("data:image/png;base64,",), ((),), "1K", 1, None)


class Stage:
    """Runs a queue by hand: timers fire and orders end when the test says so."""

    def __init__(self, clock, **options) -> None:
        self.timers: list = []
        self.started: list = []
        numbers = iter(range(1000))
        self.tasks = Tasks(
            clock=clock,
            later=lambda seconds, call: self.timers.append((seconds, call)),
            start=lambda what, done: self.started.append((what, done)),
            new_id=lambda: f"task-{next(numbers)}",
            **options,
        )

    def fire(self) -> None:
        timers, self.timers = self.timers, []
        for _, call in timers:
            call()

    def status(self, task_id: str) -> str | None:
        task = self.tasks.get(task_id)
        return task and task.status


@pytest.fixture
def stage(clock):
    return lambda **options: Stage(clock, **options)


def test_a_task_goes_from_pending_over_running_to_succeeded(stage, clock):
    """Each state is reached in turn, with the time at which it was reached."""
    it = stage(queue_seconds=3)
    task = it.tasks.create(order(), "request")
    assert (task.status, it.timers[0][0], it.started) == ("PENDING", 3, [])
    clock.now += 3
    it.fire()
    assert it.status(task.id) == "RUNNING"
    clock.now += 12
    it.started[0][1](DELIVERY)
    done = it.tasks.get(task.id)
    assert (done.status, done.outcome) == ("SUCCEEDED", DELIVERY)
    assert (done.scheduled - done.submitted, done.ended - done.scheduled) == (3, 12)


def test_a_refused_order_makes_a_failed_task(stage):
    """The reason is kept with the task."""
    it = stage()
    task = it.tasks.create(order(), "request")
    it.fire()
    it.started[0][1](invalid("image format error"))
    failed = it.tasks.get(task.id)
    assert (failed.status, failed.outcome.message) == ("FAILED", "image format error")


def test_only_a_pending_task_is_cancelled(stage):
    """A cancelled task never starts, and one that runs, or has ended, or is unknown, is refused."""
    it = stage()
    first, second = it.tasks.create(order(), "a"), it.tasks.create(order(), "b")
    it.tasks.cancel(first.id)
    it.fire()
    assert (it.status(first.id), it.status(second.id), len(it.started)) == ("CANCELED", "RUNNING", 1)
    for task_id in (first.id, second.id, "nobody"):
        with pytest.raises(Refusal) as caught:
            it.tasks.cancel(task_id)
        assert caught.value.code == "UnsupportedOperation"


def test_tasks_are_forgotten_after_a_day(stage, clock):
    """Up to the last moment of the day a task is known, and then not."""
    it = stage()
    task = it.tasks.create(order(), "request")
    clock.now += DAY - 1
    assert it.status(task.id) == "PENDING"
    clock.now += 1
    assert it.status(task.id) is None
    assert it.tasks.all() == ()


def test_an_order_that_ends_after_its_task_is_forgotten_is_dropped(stage, clock):
    """A late end of a forgotten task brings nothing back."""
    it = stage()
    task = it.tasks.create(order(), "request")
    it.fire()
    clock.now += DAY
    it.tasks.all()
    it.started[0][1](DELIVERY)
    assert it.status(task.id) is None


def test_with_limits_more_than_five_tasks_wait(stage):
    """The sixth of a model waits until one ends; another model has a queue of its own."""
    it = stage(limits=True)
    tasks = [it.tasks.create(order(), "r") for _ in range(7)]
    other = it.tasks.create(order("wan2.7-image-pro"), "r")
    it.fire()
    assert [it.status(task.id) for task in tasks] == ["RUNNING"] * 5 + ["PENDING"] * 2
    assert it.status(other.id) == "RUNNING"
    it.started[0][1](DELIVERY)
    assert [it.status(task.id) for task in tasks] == ["SUCCEEDED"] + ["RUNNING"] * 5 + ["PENDING"]


def test_without_limits_all_run(stage):
    """Nobody waits for an account's limits unless asked to."""
    it = stage()
    tasks = [it.tasks.create(order(), "r") for _ in range(9)]
    it.fire()
    assert {it.status(task.id) for task in tasks} == {"RUNNING"}


def test_orders_start_in_the_order_of_their_creation(stage):
    """First come, first served, also for those that waited."""
    it = stage(limits=True)
    orders = [order() for _ in range(7)]
    for one in orders:
        it.tasks.create(one, "r")
    it.fire()
    for number in range(2):
        it.started[number][1](DELIVERY)
    assert [id(what) for what, _ in it.started] == [id(one) for one in orders]


def test_the_list_has_the_newest_first(stage):
    """A list begins with the last task."""
    it = stage()
    tasks = [it.tasks.create(order(), "r").id for _ in range(3)]
    assert [task.id for task in it.tasks.all()] == tasks[::-1]
