"""The same faults with the official SDK as a client: the harness sees what is accepted twice, and what is lost."""

from __future__ import annotations

import pytest
from faulty_wire import Fault
from random_run import Plan, World
from sdk_user import run_sdk

pytestmark = [
    pytest.mark.sdk,
    # The SDK leaves its connections to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

TWICE = Plan("accepted twice 0", (Fault("create", "reset after"),))
LOST = Plan("made and lost 0", (Fault("poll", "reset"),))
GARBLED = Plan("saved what is no picture 0", (Fault("download", "502 html"),))
WELL = Plan("nothing goes wrong 0", ())


@pytest.fixture
def world(tmp_path):
    """Return a service, and a wire to it."""
    with World(tmp_path) as world:
        yield world


def test_harness_sees_what_was_accepted_twice_and_what_was_lost(world):
    """The SDK sends a create again whose answer was lost, and gives up a task after one lost look; both are counted."""
    tally = run_sdk(world, [TWICE, LOST, GARBLED, WELL])

    assert tally.happened == 3
    assert tally.accepted == 5
    assert tally.twice == [TWICE.prompt]
    # Of the request that was accepted twice, one picture was never asked for.
    assert sorted(tally.lost) == sorted([TWICE.prompt, LOST.prompt, GARBLED.prompt])
    with pytest.raises(AssertionError, match="accepted twice 0"):
        tally.check()
