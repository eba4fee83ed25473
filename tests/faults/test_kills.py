"""A kernel is killed at every exchange and every write, or its disk is full; the next one goes on from what it left."""

from __future__ import annotations

import json
import sys

import pytest
from careful import Careful
from fault_table import HOW, KILLS, WRITES
from faulty_wire import Fault
from kernels import Ended

from wanwidgets.decoding import sha256

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows forks no processes")

AT_EXCHANGES = [
    pytest.param(step, fault, left, id=f"{step}: {fault}")
    for step, row in KILLS.items()
    for fault, left in zip(("kill", "kill after"), row, strict=True)
]
AT_WRITES = [
    pytest.param(write, how, left, id=f"{write}: {how}")
    for write, row in WRITES.items()
    for how, left in zip(HOW, row, strict=True)
]


@pytest.fixture
def run_in_kernel(kernels, wire, server, tmp_path):
    """Return a function that runs a request in a kernel of its own and returns how that ended."""
    wire.on_kill = kernels.kill

    def run(draft, mishap=""):
        document = json.dumps(draft.to_dict())
        return kernels.run(
            store=str(tmp_path / "runs"), url=wire.url, key=server.api_key, draft=document, mishap=mishap
        )

    return run


@pytest.fixture
def goes_on(client, server, tmp_path):
    """Return a function that opens the store in another kernel, does what there is to do, and judges by the ledger."""

    def judge(left):
        with Careful(client, tmp_path / "runs") as user:
            assert [run.state.value for run in user.store.runs()] == ([left.state] if left.state else [])
            user.settle()
            assert [run.state.value for run in user.store.runs()] == ([left.last] if left.last else [])
            entries = server.ledger()
            assert len(entries) == left.accepted
            made = [saved.digest for run in user.store.runs() for saved in run.saved]
            assert made == [digest for entry in entries for digest in entry["pictures"]]
            assert [sha256(user.store.find(digest)) for digest in made] == made
            assert user.store.unfinished() == ()
            assert user.store.damage() == ()

    return judge


@pytest.mark.parametrize(("step", "fault", "left"), AT_EXCHANGES)
def test_kernel_is_killed_at_an_exchange(wire, run_in_kernel, goes_on, drafts, *, step, fault, left):
    """A kernel killed on the wire leaves a run that the next kernel takes up, sends never again, and brings home."""
    wire.plan(Fault(step, fault))

    assert run_in_kernel(drafts(step, fault)) == Ended(killed=True)

    assert wire.happened == [(step, fault)]
    goes_on(left)


@pytest.mark.parametrize(("write", "how", "left"), AT_WRITES)
def test_kernel_cannot_finish_a_write(run_in_kernel, goes_on, drafts, *, write, how, left):
    """A kernel killed before, within or after a write, or with a full disk, leaves what the next one can go on from."""
    ended = run_in_kernel(drafts("create", how), mishap=f"{write}/{how}")

    assert ended.killed == how.startswith("killed")
    if not ended.killed:
        assert (ended.raised, ended.state) == (("", left.state) if write == "keep" else ("StoreError", ""))
        assert "cannot be used" in ended.text
    goes_on(left)


def test_disk_without_space_for_a_picture(run_in_kernel, goes_on, drafts):
    """A picture for which there is no room when it is to be made lasting is fetched again by the next kernel."""
    ended = run_in_kernel(drafts("create", "no space"), mishap="keep/no space")

    assert (ended.killed, ended.state) == (False, "undelivered")
    assert "No space left on device" in ended.text
    goes_on(WRITES["keep"][3])
