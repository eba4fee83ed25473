"""Many processes share one account, in simulated time: nothing is refused, and nothing that is allowed is left unused.

Their threads are real, and so are the file, the arithmetic and the looks; only one runs at a time, and time passes only
while all wait. So a run of minutes takes seconds and is the same each time.
"""

from __future__ import annotations

import heapq
import itertools
import random
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from wanwidgets.catalog import MODELS
from wanwidgets.errors import Unreachable
from wanwidgets.pacing.gates import OPEN, Gates
from wanwidgets.pacing.pace import QUERIES_PER_SECOND, Pace
from wanwidgets.protocol.retry import SCHEDULE, backoff
from wanwidgets.service.rates import Rates
from wanwidgets.task import Task, TaskStatus
from wanwidgets.waiting import watch

MODEL = "wan2.7-image"
RATE = MODELS[MODEL].rate
TASK_SECONDS = 10.0
WAY_SECONDS = (0.005, 0.06)
"""How long a request, or its answer, is on its way."""


class World:
    """Time that passes only while everybody waits."""

    def __init__(self, seed: int = 1) -> None:
        self.now = 1_800_000_000.0
        self.random = random.Random(seed)  # noqa: S311 - jitter, the same in each run
        self.error: BaseException | None = None
        self._waiting: list[tuple[float, int, threading.Semaphore]] = []
        self._numbers = itertools.count()
        self._turn = threading.Semaphore(0)

    def clock(self) -> float:
        return self.now

    def pause(self, seconds: float) -> bool:
        mine = threading.Semaphore(0)
        heapq.heappush(self._waiting, (self.now + seconds, next(self._numbers), mine))
        self._turn.release()
        mine.acquire()
        return False

    def run(self, works: list[Callable[[], None]]) -> float:
        """Carry all works out, and return how many seconds it took."""
        begun = self.now
        threads = [threading.Thread(target=self._carry_out, args=(work,), daemon=True) for work in works]
        for thread in threads:
            thread.start()
            self._turn.acquire()
        while self._waiting:
            self.now, _, chosen = heapq.heappop(self._waiting)
            chosen.release()
            self._turn.acquire()
        for thread in threads:
            thread.join()
        if self.error is not None:
            raise self.error
        return self.now - begun

    def _carry_out(self, work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - a thread has no caller; `run` raises it
            self.error = error
        finally:
            self._turn.release()


@dataclass
class Cloud:
    """The service's rules: so many creates and queries in any second, so many tasks at a time, first come first."""

    clock: Callable[[], float]
    ends: list[float] = field(default_factory=list)
    waiting: deque[int] = field(default_factory=deque)
    ended: dict[int, float] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    looks: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._rates = Rates(self.clock)
        self._numbers = itertools.count(1)

    def create(self) -> int | None:
        self._advance()
        if not self._rates.allow("create", RATE.creates_per_second):
            self.refused.append("create")
            return None
        task = next(self._numbers)
        self.waiting.append(task)
        self._begin(self.clock())
        return task

    def look(self, task: int) -> TaskStatus | None:
        self._advance()
        if not self._rates.allow("query", QUERIES_PER_SECOND):
            self.refused.append("query")
            return None
        self.looks.append(self.clock())
        if task in self.waiting:
            return TaskStatus.PENDING
        return TaskStatus.SUCCEEDED if self.ended[task] <= self.clock() else TaskStatus.RUNNING

    def _advance(self) -> None:
        while self.ends and self.ends[0] <= self.clock():
            self._begin(heapq.heappop(self.ends))

    def _begin(self, now: float) -> None:
        while self.waiting and len(self.ends) < RATE.concurrent_tasks:
            self.ended[self.waiting.popleft()] = now + TASK_SECONDS
            heapq.heappush(self.ends, now + TASK_SECONDS)


@dataclass
class Kernel:
    """One process, whose submissions all go at once."""

    world: World
    cloud: Cloud
    gates: Gates

    def submission(self) -> None:
        slot = self.gates.slot(MODEL, self.world.pause)
        task = self._created()
        seen = watch(
            str(task),
            lambda: self._looked(task),
            schedule=SCHEDULE,
            pause=self.world.pause,
            clock=self.world.clock,
            random=self.world.random.random,
        )
        for _ in seen:
            slot.renew()
        slot.give_back()

    def _created(self) -> int:
        for attempt in itertools.count(1):
            self.gates.create(MODEL, self.world.pause)
            self._on_its_way()
            task = self.cloud.create()
            self._on_its_way()
            self.gates.told("create", MODEL, limited=task is None)
            if task is not None:
                return task
            self.world.pause(backoff(attempt, self.world.random.random))
        raise AssertionError

    def _looked(self, task: int) -> Task:
        self.gates.query(self.world.pause)
        self._on_its_way()
        status = self.cloud.look(task)
        self._on_its_way()
        self.gates.told("query", limited=status is None)
        if status is None:
            raise Unreachable("429")
        return Task(str(task), status)

    def _on_its_way(self) -> None:
        self.world.pause(self.world.random.uniform(*WAY_SECONDS))


def loaded(make_gates: Callable[[World], Gates], kernels: int, submissions: int, seed: int = 1):
    """Let kernels submit, all at once; return the seconds, and the cloud that saw it."""
    world = World(seed)
    cloud = Cloud(world.clock)
    works = []
    for _ in range(kernels):
        kernel = Kernel(world, cloud, make_gates(world))
        works += [kernel.submission] * submissions
    return world.run(works), cloud


def ideal(tasks: int) -> float:
    """Return how many seconds so many tasks take at least."""
    return tasks * TASK_SECONDS / RATE.concurrent_tasks


@pytest.fixture
def paced(tmp_path):
    """Return a function that makes the pace of one more kernel; all of one test share a file."""
    numbers = itertools.count()

    def make(world: World) -> Pace:
        file = tmp_path / "pace.sqlite"
        return Pace("account", file=file, now=world.clock, clock=world.clock, new_id=lambda: f"{next(numbers):06}")

    return make


@pytest.mark.parametrize(("kernels", "submissions"), [(8, 5), (1, 40), (20, 2)])
def test_kernels_share_what_the_limits_allow(paced, kernels, submissions):
    """Nothing is refused, at least nine tenths of what the limits allow is used, and few looks are enough.

    What is lost is lost at the beginning and at the end: of 200 tasks it is a hundredth.
    """
    seconds, cloud = loaded(paced, kernels, submissions)

    assert cloud.refused == []
    assert ideal(kernels * submissions) / seconds >= 0.9
    assert len(cloud.looks) / seconds < 10


def test_without_a_limiter_much_is_refused():
    """The same load without a limiter is refused again and again, so the test above tests something."""
    _, cloud = loaded(lambda _: OPEN, 8, 5)

    assert {kind: cloud.refused.count(kind) > 30 for kind in ("create", "query")} == {"create": True, "query": True}


def test_first_come_first_served(paced):
    """However many wait in however many kernels, they get their slots in the order in which they asked."""
    world = World()
    asked, served = [], []

    def wants(number: int) -> None:
        world.pause(world.random.uniform(0, 5))
        asked.append(number)
        slot = paced(world).slot(MODEL, world.pause)
        served.append(number)
        world.pause(world.random.uniform(1, 3))
        slot.give_back()

    world.run([lambda number=number: wants(number) for number in range(60)])

    assert len(served) == 60
    # Two that were let in by the same look of time may have been let in either way.
    assert max(abs(served.index(number) - place) for place, number in enumerate(asked)) <= RATE.concurrent_tasks
