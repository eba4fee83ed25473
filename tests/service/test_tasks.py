from __future__ import annotations

import pytest

from wanwidgets.catalog import MODELS
from wanwidgets.service.delivery import CHOICES, Delivery, Shown
from wanwidgets.service.refusal import Refusal, invalid
from wanwidgets.service.tasks import Task, Tasks

DAY = 24 * 3600
DELIVERY = Delivery((Shown("http://127.0.0.1/results/a.png"),), CHOICES, "1024*1024", 10, 2)


class Stage:
    """Runs a queue by hand: timers fire and orders end when the test says so."""

    def __init__(self, clock, **options) -> None:
        self.timers: list = []
        self.started: list = []
        self.told: list = []
        numbers = iter(range(1000))
        self.tasks = Tasks(
            clock=clock,
            later=lambda seconds, call: self.timers.append((seconds, call)),
            start=lambda task_id, done: self.started.append((task_id, done)),
            new_id=lambda: f"task-{next(numbers)}",
            changed=lambda task: self.told.append((task.id, task.status)),
            dropped=lambda task_id: self.told.append((task_id, None)),
            **options,
        )

    def create(self, model: str = "wan2.7-image"):
        return self.tasks.create(MODELS[model], 2, "request", lambda task: self.told.append((task.id, "accepted")))

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
    task = it.create()
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
    task = it.create()
    it.fire()
    it.started[0][1](invalid("image format error"))
    failed = it.tasks.get(task.id)
    assert (failed.status, failed.outcome.message) == ("FAILED", "image format error")


def test_only_a_pending_task_is_cancelled(stage):
    """A cancelled task never starts, and one that runs, or has ended, or is unknown, is refused."""
    it = stage()
    first, second = it.create(), it.create()
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
    task = it.create()
    clock.now += DAY - 1
    assert it.status(task.id) == "PENDING"
    clock.now += 1
    assert it.status(task.id) is None
    assert it.tasks.all() == ()


def test_an_order_that_ends_after_its_task_is_forgotten_is_dropped(stage, clock):
    """A late end of a forgotten task brings nothing back."""
    it = stage()
    task = it.create()
    it.fire()
    clock.now += DAY
    it.tasks.all()
    it.started[0][1](DELIVERY)
    assert it.status(task.id) is None


def test_with_limits_more_than_five_tasks_wait(stage):
    """The sixth of a model waits until one ends; another model has a queue of its own."""
    it = stage(limits=True)
    tasks = [it.create() for _ in range(7)]
    other = it.create(model="wan2.7-image-pro")
    it.fire()
    assert [it.status(task.id) for task in tasks] == ["RUNNING"] * 5 + ["PENDING"] * 2
    assert it.status(other.id) == "RUNNING"
    it.started[0][1](DELIVERY)
    assert [it.status(task.id) for task in tasks] == ["SUCCEEDED"] + ["RUNNING"] * 5 + ["PENDING"]


def test_without_limits_all_run(stage):
    """Nobody waits for an account's limits unless asked to."""
    it = stage()
    tasks = [it.create() for _ in range(9)]
    it.fire()
    assert {it.status(task.id) for task in tasks} == {"RUNNING"}


def test_orders_start_in_the_order_of_their_creation(stage):
    """First come, first served, also for those that waited."""
    it = stage(limits=True)
    tasks = [it.create() for _ in range(7)]
    it.fire()
    for number in range(2):
        it.started[number][1](DELIVERY)
    assert [task_id for task_id, _ in it.started] == [task.id for task in tasks]


def test_the_list_has_the_newest_first(stage):
    """A list begins with the last task."""
    it = stage()
    tasks = [it.create().id for _ in range(3)]
    assert [task.id for task in it.tasks.all()] == tasks[::-1]


def test_each_state_is_written_down_before_it_is_seen(stage, clock):
    """What cannot be written down does not happen, and a forgotten task is crossed out."""
    it = stage()
    seen = []
    it.tasks._changed = lambda task: seen.append((task.status, it.status(task.id)))
    first = it.create()
    it.fire()
    it.started[0][1](DELIVERY)
    assert (it.told, seen) == ([("task-0", "accepted")], [("RUNNING", "PENDING"), ("SUCCEEDED", "RUNNING")])
    with pytest.raises(OSError, match="full"):
        it.tasks.create(first.model, 1, "request", full)
    assert [task.id for task in it.tasks.all()] == ["task-0"]
    clock.now += DAY
    assert it.tasks.all() == ()
    assert it.told[1:] == [("task-0", None)]


def full(_task):
    raise OSError("disk full")


def test_tasks_of_an_earlier_server_go_on(stage, clock):
    """What had begun begins again, what waited waits for the rest of its time, and what had ended is known."""
    states = ["SUCCEEDED", "RUNNING", "RUNNING", "PENDING", "PENDING", "CANCELED"]
    model, now = MODELS["wanx2.1-imageedit"], clock()
    known = [Task(f"old-{n}", "r", model, 1, state, now - 9 + n) for n, state in enumerate(states)]
    gone = Task("gone", "r", model, 1, "RUNNING", now - DAY)
    it = stage(known=[gone, *known], queue_seconds=7, limits=True)
    assert it.told == [("gone", None)]
    assert [seconds for seconds, _ in it.timers] == [0, 0, 1, 2]
    assert [it.status(task.id) for task in known] == states
    it.fire()
    assert [task_id for task_id, _ in it.started] == ["old-1", "old-2"]
    it.started[0][1](DELIVERY)
    assert [it.status(f"old-{n}") for n in range(1, 5)] == ["SUCCEEDED", "RUNNING", "RUNNING", "PENDING"]
    assert [task_id for task_id, _ in it.started] == ["old-1", "old-2", "old-3"]


def looked(it, task, times: int) -> list[str]:
    return [it.tasks.look(task.id)[0].status for _ in range(times)]


def test_progress_by_looks_needs_no_time(stage):
    """Two looks PENDING, three RUNNING, then the end; no timer is set, and the list does not count as a look."""
    it = stage(looks=(2, 3))
    task = it.create()
    assert it.timers == []
    assert looked(it, task, 2) == ["PENDING"] * 2
    assert it.started == []
    assert looked(it, task, 1) == ["RUNNING"]
    it.started[0][1](DELIVERY)
    assert [one.status for one in it.tasks.all()] == ["RUNNING"]
    assert looked(it, task, 4) == ["RUNNING"] * 2 + ["SUCCEEDED"] * 2


def test_the_look_after_the_last_waits_for_the_end(stage):
    """When a task should have ended and has not, the look says so, and who watches is told."""
    it = stage(looks=(0, 0))
    task = it.create()
    seen, due = it.tasks.look(task.id)
    assert (seen.status, due) == ("RUNNING", True)
    told = []
    it.tasks.watch(task.id, lambda: told.append(it.status(task.id)))
    assert told == []
    it.started[0][1](DELIVERY)
    it.tasks.watch(task.id, lambda: told.append("again"))
    assert told == ["SUCCEEDED", "again"]
    assert it.tasks.look(task.id) == (it.tasks.get(task.id), False)


def test_a_task_that_is_looked_at_can_be_cancelled(stage):
    """A look that left it PENDING does not bind it, and an unknown task has no looks."""
    it = stage(looks=(1, 1))
    task = it.create()
    assert looked(it, task, 1) == ["PENDING"]
    it.tasks.cancel(task.id)
    assert looked(it, task, 3) == ["CANCELED"] * 3
    assert it.tasks.look("nobody") == (None, False)


def test_a_reset_forgets_and_tells_those_who_watch(stage):
    """Nothing is left, and what comes of orders under way is dropped."""
    it = stage(limits=True)
    task = it.create()
    it.fire()
    told = []
    it.tasks.watch(task.id, lambda: told.append(it.tasks.get(task.id)))
    it.tasks.clear()
    assert told == [None]
    it.started[0][1](DELIVERY)
    assert it.tasks.all() == ()


def test_nothing_is_kept_of_a_forgotten_task(stage, clock):
    """After a day no table of the queue has an entry left."""
    it = stage(looks=(1, 5))
    tasks = [it.create() for _ in range(3)]
    looked(it, tasks[0], 2)
    it.started[0][1](DELIVERY)
    it.tasks.watch(tasks[1].id, lambda: None)
    clock.now += DAY
    assert it.tasks.all() == ()
    left = {name: value for name, value in vars(it.tasks).items() if isinstance(value, dict) and value}
    assert left in ({}, {"_running": {"wan2.7-image": 0}})
