"""The list of tasks meets every fault while a run of unknown outcome is traced: nothing is decided without it."""

from __future__ import annotations

import pytest
from careful import Careful
from fault_table import LISTS, TIMES
from faulty_wire import Fault
from kernels import impatient, never

from wanwidgets import errors
from wanwidgets.result import RunState
from wanwidgets.running.runner import Runner
from wanwidgets.store import RunStore

CASES = [
    pytest.param(fault, times, raised, id=f"{fault} × {times}")
    for fault, row in LISTS.items()
    for times, raised in zip((1, TIMES), row, strict=True)
]


@pytest.mark.parametrize(("fault", "times", "raised"), CASES)
def test_list_meets_a_fault(server, wire, client, tmp_path, *, drafts, fault, times, raised):
    """The trace gets over it or says that it cannot be had; the run stays unknown, and is found afterwards."""
    store = RunStore(tmp_path / "runs")
    runner = Runner(client, store)
    wire.plan(Fault("create", "reset after"))
    *_, run = runner.run(drafts("create"), pause=never)
    assert run.state is RunState.UNKNOWN
    wire.plan(Fault("list", fault, times=times))

    with impatient():
        if raised:
            with pytest.raises(getattr(errors, raised)):
                list(runner.trace(run, pause=never))
        else:
            *_, trace = runner.trace(run, pause=never)
            assert [found.entry.id for found in trace.candidates] == [server.ledger()[0]["task_id"]]

    assert ("list", fault) in wire.happened
    assert store.get(run.id).state is RunState.UNKNOWN
    store.close()
    wire.calm()
    with Careful(client, tmp_path / "runs") as user:
        assert [last.state for last in user.settle()] == [RunState.SUCCEEDED]
        assert len(server.ledger()) == 1
