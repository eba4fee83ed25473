"""A run that might take one picture too many is refused before anything is written or sent."""

from __future__ import annotations

import pytest

from wanwidgets.budget import NO_CAPS, Caps
from wanwidgets.errors import BudgetExceeded
from wanwidgets.request import EditRequest
from wanwidgets.result import RunState
from wanwidgets.store import RunStore

ENGINE = "model-studio/singapore"
TWO = EditRequest("x", n=2)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "runs"


@pytest.mark.parametrize("wrong", [-1, True, 1.5, "4", float("inf")])
def test_budget_is_a_number_of_pictures(wrong):
    """A budget that is no number of pictures is refused with what is allowed."""
    with pytest.raises(ValueError, match=r"no number of pictures. Give 0, 1, 2"):
        Caps(session=wrong)
    with pytest.raises(ValueError, match="no number of pictures"):
        RunStore(budget=wrong)


@pytest.mark.parametrize(
    ("caps", "asked", "session", "store", "scope"),
    [
        (NO_CAPS, 12, 1000, 1000, ""),
        (Caps(session=4), 4, 0, 99, ""),
        (Caps(session=4), 5, 0, 0, "session"),
        (Caps(session=4), 1, 4, 4, "session"),
        (Caps(session=0), 1, 0, 0, "session"),
        (Caps(session=0, store=0), 0, 0, 0, ""),
        (Caps(store=4), 2, 0, 3, "store"),
        (Caps(session=9, store=4), 2, 2, 2, ""),
        (Caps(session=1, store=1), 2, 0, 0, "session"),
        (Caps(session=4), 0, 99, 99, ""),
    ],
)
def test_what_is_too_much(caps, asked, session, store, scope):
    """A run is refused when it might exceed a cap by one picture; what is free is never refused."""
    if not scope:
        caps.check(asked, session=session, store=store)
        return
    with pytest.raises(BudgetExceeded) as caught:
        caps.check(asked, session=session, store=store)

    error = caught.value
    taken, budget = {"session": (session, caps.session), "store": (store, caps.store)}[scope]
    assert (error.scope, error.asked, error.taken, error.budget) == (scope, asked, taken, budget)


def test_smaller_cap_holds():
    """Where the store has a budget of its own, the smaller one holds."""
    assert Caps(session=1, store=5, session_id="s").within(3) == Caps(session=1, store=3, session_id="s")
    assert Caps(store=2).within(3).store == Caps(store=2).within(None).store == 2
    assert NO_CAPS.within(7).store == 7
    assert NO_CAPS.within(None) == NO_CAPS
    assert (NO_CAPS.capped, Caps(store=0).capped, Caps(session_id="s").capped) == (False, True, False)


def test_refused_run_leaves_nothing(folder, photo):
    """A run that is refused is not in the journal, and its pictures are not in the folder."""
    store = RunStore(folder, budget=1)

    with pytest.raises(
        BudgetExceeded, match=r"Nothing was sent\. .* 2 pictures, and of the 1 in the budget of this store"
    ):
        store.begin(EditRequest("x", [photo], n=2), ENGINE)

    assert store.runs() == []
    assert not (folder / "files").exists()


def test_budget_follows_what_is_billed(folder):
    """What may be billed is taken; what turns out not to be is given back, and what was counted stays."""
    store = RunStore(folder, budget=4)
    first, second = store.begin(TWO, ENGINE), store.begin(TWO, ENGINE)
    with pytest.raises(BudgetExceeded):
        store.begin(TWO, ENGINE)

    store.record(first.now(RunState.REFUSED))
    third = store.begin(TWO, ENGINE)
    store.record(second.now(RunState.UNKNOWN))
    store.record(third.now(RunState.SUCCEEDED, usage={"image_count": 1}))

    with pytest.raises(BudgetExceeded) as caught:
        store.begin(TWO, ENGINE)
    assert caught.value.taken == 3
    assert store.begin(TWO.replace(n=1), ENGINE).state is RunState.PREPARED


def test_sessions_have_budgets_of_their_own(folder):
    """The budget of a session counts the runs of that session alone, whichever store object they went through."""
    one, two = Caps(session=2, session_id="one"), Caps(session=2, session_id="two")
    first, second = RunStore(folder), RunStore(folder)
    first.begin(TWO, ENGINE, caps=one)
    first.begin(TWO, ENGINE)
    second.begin(TWO, ENGINE, caps=two)

    for store in (first, second):
        for caps in (one, two, Caps(store=7), Caps(session=3)):
            with pytest.raises(BudgetExceeded):
                store.begin(TWO, ENGINE, caps=caps)
    assert second.begin(TWO, ENGINE, caps=Caps(session=4, store=8)).state is RunState.PREPARED


def test_what_a_dead_kernel_had_only_prepared_is_not_taken(folder):
    """What a kernel wrote down and never sent takes nothing of the budget once the kernel is gone."""
    gone, store = RunStore(folder), RunStore(folder, budget=2)
    gone.begin(TWO, ENGINE)
    with pytest.raises(BudgetExceeded):
        store.begin(TWO, ENGINE)

    gone.close()

    assert store.begin(TWO, ENGINE).state is RunState.PREPARED


def test_free_runs_take_nothing(folder):
    """Runs of the local service take nothing of a budget, not even of one that is used up."""
    store = RunStore(folder, budget=0)

    for _ in range(3):
        store.record(store.begin(TWO, "local/1").now(RunState.SUCCEEDED, usage={"image_count": 2}))

    assert len(store.runs()) == 3
    with pytest.raises(BudgetExceeded):
        store.begin(TWO, ENGINE)
