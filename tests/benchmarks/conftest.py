"""How benchmarks measure: medians of a few rounds, to be read as ratios within one run."""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

import pytest

# The helpers beside, and the browser harness of the tests.
sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]

ROUNDS = 5


@pytest.fixture
def median_seconds():
    """Return a function that measures another one."""

    def measure(work):
        times = []
        for _ in range(ROUNDS):
            begin = time.perf_counter()
            work()
            times.append(time.perf_counter() - begin)
        return statistics.median(times)

    return measure
