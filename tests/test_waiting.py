"""Waiting looks by its schedule, through whatever goes wrong, and ends when it should."""

from __future__ import annotations

import itertools
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanwidgets.errors import Cancelled, ServiceError, TaskLost, Unreachable, WaitTimeout
from wanwidgets.protocol.retry import LOCAL_SCHEDULE, SCHEDULE, Schedule
from wanwidgets.task import Task, TaskStatus
from wanwidgets.waiting import watch

# What the official SDK 2.0.2 does, read from its source and recorded.
OFFICIAL = Schedule(early=(0, 1, 2, 4, 6, 8, 12, 16, 20, 25), interval=5)

RUNNING, SUCCEEDED = Task("t-1", TaskStatus.RUNNING), Task("t-1", TaskStatus.SUCCEEDED)


class Service:
    """A task that ends after some seconds of simulated time; each look takes as long as `answers` says."""

    def __init__(self, duration: float, answers=()) -> None:
        self.now = 0.0
        self.duration = duration
        self.looks: list[float] = []
        self.pauses: list[float] = []
        self._answers = itertools.chain(answers, itertools.repeat(0.0))

    def pause(self, seconds: float) -> bool:
        assert seconds >= 0
        self.pauses.append(seconds)
        self.now += seconds
        return False

    def look(self) -> Task:
        self.looks.append(self.now)
        seen = SUCCEEDED if self.now >= self.duration else RUNNING
        self.now += next(self._answers)
        return seen

    def watch(self, schedule: Schedule = SCHEDULE, **options):
        seams = {"pause": self.pause, "clock": lambda: self.now, "random": lambda: 0.5}
        return watch("t-1", options.pop("look", self.look), schedule=schedule, **{**seams, **options})


def measured(schedule: Schedule, durations) -> tuple[float, float]:
    """Return the mean seconds between the end of a task and the look that saw it, and its looks a second."""
    late, rate = [], []
    for duration in durations:
        service = Service(duration)
        *_, last = service.watch(schedule)
        assert last is SUCCEEDED
        late.append(service.now - duration)
        rate.append(len(service.looks) / service.now)
    return fmean(late), fmean(rate)


DURATIONS = [10 + count * 0.05 for count in range(1001)]


def test_end_is_seen_soon():
    """Tasks of 10 to 60 seconds are seen to have ended within half a second on average, by a look a second."""
    late, rate = measured(SCHEDULE, DURATIONS)

    assert late <= 0.5
    assert rate <= 1.0


def test_end_is_seen_much_sooner_than_by_the_official_schedule():
    """The official SDK's schedule sees the end of the same tasks about two seconds late, four times later than ours."""
    late, rate = measured(OFFICIAL, DURATIONS)

    assert 2.0 <= late <= 2.4
    assert rate < 1.0
    assert late >= 4 * measured(SCHEDULE, DURATIONS)[0]


def test_local_task_is_seen_at_once():
    """A local task of half a second is seen to have ended within a sixth of a second."""
    late, _ = measured(LOCAL_SCHEDULE, [0.3 + count * 0.01 for count in range(300)])

    assert late <= 1 / 6


def test_first_looks_are_the_early_ones():
    """The looks come at the early moments and then by the interval."""
    service = Service(12)

    list(service.watch(Schedule((0.5, 1.5, 4.0, 8.0), 2.0)))

    assert service.looks == [0.5, 1.5, 4, 8, 10, 12]


@given(
    answers=st.lists(st.floats(0, 20), max_size=30),
    early=st.lists(st.floats(0.1, 30), max_size=4, unique=True).map(lambda found: tuple(sorted(found))),
    interval=st.floats(0.2, 10),
    duration=st.floats(0, 100),
)
def test_looks_never_go_back_and_missed_ones_are_left_out(answers, early, interval, duration):
    """However slow the answers are, looks follow each other in time and are not more than the schedule has."""
    service = Service(duration, answers)

    *_, last = service.watch(Schedule(early, interval))

    assert last is SUCCEEDED
    assert service.looks == sorted(service.looks)
    planned = len(early) + (service.looks[-1] / interval) + 2
    assert len(service.looks) <= planned


def test_slow_answer_is_not_made_up_for():
    """After an answer that took ten seconds the next look comes at once, and the ones it swallowed are gone."""
    service = Service(20, [10.0])

    list(service.watch(Schedule((), 1.0)))

    assert service.looks[:4] == [1, 11, 12, 13]


def test_failed_looks_are_repeated_later_and_later():
    """Looks that fail are repeated after doubling pauses, and the schedule goes on after the first good one."""
    failing = iter([Unreachable("no")] * 6)
    service = Service(80)

    def look():
        for error in failing:
            service.looks.append(service.now)
            raise error
        return service.look()

    seen = list(service.watch(Schedule((), 0.9), look=look))

    gaps = [b - a for a, b in itertools.pairwise(service.looks)]
    assert gaps[:6] == pytest.approx([1, 2, 4, 8, 16, 30], abs=0.9)
    assert gaps[6] <= 0.9 + 1e-9
    assert seen[-1] is SUCCEEDED


def test_hours_without_a_network_are_survived():
    """A day of failed looks, as of a computer that slept, ends neither the waiting nor the program."""
    service = Service(86_400)

    def look():
        if service.now < service.duration:
            raise Unreachable("no")
        return SUCCEEDED

    assert list(service.watch(look=look)) == [SUCCEEDED]
    assert len(service.pauses) > 2000


@pytest.mark.parametrize("timeout", [0, 0.2, 5, 5.05, 9.99])
def test_timeout_is_kept(timeout):
    """The waiting ends exactly when the time that was allowed is over."""
    service = Service(10)

    with pytest.raises(WaitTimeout, match="t-1"):
        list(service.watch(timeout=timeout))

    assert service.now == pytest.approx(timeout)


def test_task_that_ends_in_time_has_no_timeout():
    """A task that ended before the time was over is returned."""
    assert list(Service(10).watch(timeout=12))[-1] is SUCCEEDED


@pytest.mark.parametrize("timeout", [None, 5])
def test_stop_is_told_from_a_timeout(timeout):
    """A pause in which the user stopped ends the waiting as Cancelled, even the one before the timeout."""
    service = Service(100)

    def pause(seconds: float) -> bool:
        service.pause(seconds)
        return service.now >= 5

    with pytest.raises(Cancelled):
        list(service.watch(pause=pause, timeout=timeout))


def test_refusal_ends_the_waiting():
    """An error that is not about the connection ends the waiting at once."""

    def look():
        raise ServiceError("InvalidApiKey", "no", status=401)

    with pytest.raises(ServiceError):
        list(Service(10).watch(look=look))


def test_task_that_nobody_knows_is_lost():
    """A task that the service does not know is lost, with the reasons that there can be."""
    with pytest.raises(TaskLost, match="t-1: it is older than 24 hours, or of another region or key"):
        list(Service(10).watch(look=lambda: Task("t-1", TaskStatus.UNKNOWN)))


@pytest.mark.parametrize("status", [TaskStatus.SUCCEEDED, TaskStatus.FAILED, TaskStatus.CANCELED])
def test_ended_task_is_the_last(status):
    """A task that has ended, well or badly, is yielded and is the last one."""
    seen = list(Service(10).watch(look=lambda: Task("t-1", status)))

    assert [task.status for task in seen] == [status]


def test_task_is_looked_at_only_while_somebody_waits():
    """Nothing is asked before the first task is wanted, nor after the last one."""
    service = Service(10)
    looks = service.watch()
    assert service.looks == []

    next(looks)
    looks.close()

    assert service.looks == [0.5]
