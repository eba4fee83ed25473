"""Some hundred runs with faults drawn by a seed: nothing is accepted twice, nothing that was paid for is missing."""

from __future__ import annotations

import sys

import pytest
from random_run import World, plan_of, plans, run_ours

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows forks no processes")

SEED = 20261121
FAULTS = 300


@pytest.fixture
def world(tmp_path):
    """Return a service that can die, a wire to it, and kernels that can be killed."""
    with World(tmp_path) as world:
        yield world


def test_nothing_is_paid_twice_and_nothing_is_lost(world):
    """After 300 faults, kills among them, the service's ledger and the store agree on every run and every picture."""
    tally, _ = run_ours(world, list(plans(SEED, FAULTS)))

    assert tally.faults >= FAULTS
    assert tally.kills > 30
    assert tally.succeeded > 100
    tally.check()


def test_a_run_can_be_drawn_again():
    """What goes wrong with a run depends on the seed and its number alone, so that one that failed can be looked at."""
    drawn = list(plans(SEED, 50))

    assert [plan_of(SEED, number) for number in range(len(drawn))] == drawn
    assert drawn != list(plans(SEED + 1, 50))
