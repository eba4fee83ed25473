"""A user stops a run, and the cancel meets every fault: what was cancelled is not billed, what was made is kept."""

from __future__ import annotations

import pytest
from fault_table import STOPS
from faulty_wire import Fault
from kernels import impatient, never

from wanwidgets.running.runner import Runner
from wanwidgets.store import RunStore
from wanwidgets.task import TaskStatus

LOOKS = {TaskStatus.PENDING: (6, 1), TaskStatus.RUNNING: (0, 6)}
CASES = [
    pytest.param(status, LOOKS[status], fault, cell, id=f"{status.value}: {fault or 'nothing'}")
    for fault, row in STOPS.items()
    for status, cell in zip(LOOKS, row, strict=True)
]


@pytest.mark.parametrize(("status", "looks", "fault", "cell"), CASES)
def test_cancel_meets_a_fault(server, wire, client, tmp_path, *, drafts, status, looks, fault, cell):
    """The run ends as the table says, and the store has exactly what the service made."""
    store, seen = RunStore(tmp_path / "runs"), []

    def stops(_seconds):
        return "poll" in wire.passed and seen[-1].status is status

    if fault:
        wire.plan(Fault("cancel", fault))

    with impatient():
        for run in Runner(client, store).run(drafts("create"), pause=stops, linger=never):
            seen.append(run)  # noqa: PERF402 - `stops` looks at it meanwhile

    assert wire.happened == ([("cancel", fault)] if fault else [])
    assert run.stopped
    assert (run.state.value, type(run.error).__name__ if run.error else "") == (cell.state, cell.error)
    assert store.get(run.id).state is run.state
    (entry,) = server.ledger()
    assert entry["status"] == ("CANCELED" if cell.state == "cancelled" else "SUCCEEDED")
    assert [saved.digest for saved in run.saved] == entry["pictures"]
    store.close()
