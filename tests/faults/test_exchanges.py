"""Every exchange of a run meets every fault; the table says how it must end, and the service's own ledger whether."""

from __future__ import annotations

import pytest
from careful import Careful
from fault_table import ALWAYS, ONCE, TIMES, cells
from faulty_wire import Fault
from kernels import impatient, never

from wanwidgets.decoding import sha256
from wanwidgets.running.runner import Runner
from wanwidgets.store import RunStore

CASES = [
    *(pytest.param(*case, 1, id=name) for name, case in cells(ONCE).items()),
    *(pytest.param(*case, TIMES, id=f"{name} for ever") for name, case in cells(ALWAYS).items()),
]


@pytest.mark.parametrize(("step", "fault", "cell", "times"), CASES)
def test_exchange_meets_a_fault(server, wire, client, tmp_path, *, drafts, step, fault, cell, times):
    """The run ends as the table says, the ledger has as many creates, and what was made is in the store at last."""
    store = RunStore(tmp_path / "runs")
    wire.plan(Fault(step, fault, times=times))

    with impatient():
        *_, run = Runner(client, store).run(drafts(step, fault), pause=never)
    store.close()

    assert (step, fault) in wire.happened
    assert (run.state.value, type(run.error).__name__ if run.error else "") == (cell.state, cell.error)

    wire.calm()
    with Careful(client, tmp_path / "runs") as user:
        user.settle()
        (last,) = user.store.runs()
        assert last.state.value == cell.last
        entries = server.ledger()
        assert len(entries) == cell.accepted
        assert bool(last.saved) == (cell.last == "succeeded")
        made = [saved.digest for saved in last.saved]
        assert made == [digest for entry in entries for digest in entry["pictures"]]
        assert [sha256(user.store.find(digest)) for digest in made] == made
