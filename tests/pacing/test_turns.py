"""Turns are handed out evenly, slowed down when that was too fast, and taken in order."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanwidgets.pacing.turns import (
    LEASE_SECONDS,
    MOST_SLOWED,
    QUIET_SECONDS,
    WINDOW_SECONDS,
    Gate,
    Standing,
    look_again,
    spacing,
)

NOW = 1_800_000_000.0


def moments(gate, asked, seconds):
    for now in asked:
        moment, gate = gate.passed(now, seconds)
        yield moment


def test_first_does_not_wait():
    """Who comes when nobody went shortly before goes at once."""
    moment, gate = Gate().passed(NOW, 0.25)

    assert moment == NOW
    assert gate.passed(NOW + 0.25, 0.25)[0] == NOW + 0.25


def test_those_who_come_at_once_are_spaced_evenly():
    """Who comes at the same time goes one after the other, each after the same time."""
    assert list(moments(Gate(), [NOW] * 5, 0.25)) == [NOW, NOW + 0.25, NOW + 0.5, NOW + 0.75, NOW + 1.0]


@given(
    waits=st.lists(st.floats(0, 3), min_size=1, max_size=60),
    per_second=st.sampled_from([1, 2, 5, 20]),
    late=st.lists(st.floats(0, WINDOW_SECONDS - 1 - 0.001), min_size=60, max_size=60),
)
def test_no_second_sees_more_than_it_may(waits, per_second, late):
    """However they come, and if each arrives up to half a second late, no second sees more than it may."""
    asked = list(itertools.accumulate(waits, initial=0.0))
    left = list(moments(Gate(), asked, spacing(per_second)))
    arrived = sorted(moment + delay for moment, delay in zip(left, late, strict=False))

    assert all(moment >= now for moment, now in zip(left, asked, strict=True))
    assert all(later - first >= 1 for first, later in zip(arrived, arrived[per_second:], strict=False))


def test_refusal_makes_it_twice_as_slow():
    """After a refusal there is twice the time between two moments, and after another one four times."""
    once = Gate().refused(NOW)
    twice = once.refused(NOW + 5)

    assert list(moments(once, [NOW] * 2, 0.25)) == [NOW, NOW + 0.5]
    assert twice.slowness(NOW + 5) == pytest.approx(4 * 0.5 ** (5 / QUIET_SECONDS))


def test_burst_of_refusals_counts_once():
    """What was sent before anybody could slow down does not slow down again."""
    gate = Gate().refused(NOW)

    assert gate.refused(NOW + 0.9) == gate


def test_it_gets_no_slower_than_the_cap_and_recovers_within_a_minute():
    """However many refusals come, it is 16 times as slow at most, and after a quiet minute not at all."""
    gate = Gate()
    for count in range(20):
        gate = gate.refused(NOW + 2 * count)
    last = gate.slowed

    assert gate.slowness(last) == MOST_SLOWED
    assert gate.slowness(last + QUIET_SECONDS) == MOST_SLOWED / 2
    assert gate.slowness(last + 60) == 1
    assert gate.slowness(last + 1e6) == 1


def test_clock_that_was_set_back_keeps_nobody_waiting():
    """What was handed out before a clock was set back by an hour, and how slow it was, is forgotten."""
    *_, gate = (Gate().refused(NOW), Gate().refused(NOW).passed(NOW, 0.25)[1])

    moment, gate = gate.passed(NOW - 3600, 0.25)

    assert moment == NOW - 3600
    assert gate.passed(NOW - 3600, 0.25)[0] == NOW - 3600 + 0.25


@pytest.mark.parametrize(
    "damaged", [Gate(due=NOW + 1e9, asked=NOW), Gate(due=float("inf")), Gate(factor=1e300, slowed=NOW)]
)
def test_damaged_number_keeps_nobody_waiting(damaged):
    """Whatever numbers stand in the file, nobody waits for hours, and then it is as it was."""
    moment, gate = damaged.passed(NOW, 0.25)

    assert moment == NOW
    assert gate.passed(NOW, 0.25)[0] <= NOW + 0.25 * MOST_SLOWED


@pytest.mark.parametrize(("ahead", "place"), [(0, 0), (5, 0), (6, 1), (7, 2), (30, 25)])
def test_place_in_line(ahead, place):
    """With six slots, who has five ahead has one, and who has six ahead is the first in line."""
    assert Standing.behind(ahead, 6).place == place


@given(st.integers(1, 10_000))
def test_who_waits_is_heard_of_before_it_is_taken_for_dead(place):
    """Who waits looks four times a second at most, every 3 s at least, and well before its lease is over."""
    assert 0.25 <= look_again(place) <= 3
    assert Standing(place).lease >= look_again(place) + 2
    assert Standing(place).lease < LEASE_SECONDS == Standing(0).lease


def test_clock_that_was_set_back_by_less_than_an_hour_keeps_nobody_waiting():
    """What was handed out by a clock that has been set back since says nothing any more."""
    gate = Gate(due=1000.3, asked=1000.0)

    assert gate.passed(900.0, 0.3)[0] == 900.0
    assert gate.passed(999.5, 0.3)[0] == 1000.3
