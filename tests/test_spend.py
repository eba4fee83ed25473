"""What runs cost is counted by what the service says, and adds up exactly."""

from __future__ import annotations

import functools
import operator
from datetime import datetime, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wanwidgets.catalog import MODELS
from wanwidgets.content import SavedImage
from wanwidgets.cost import cost_of
from wanwidgets.request import EditRequest
from wanwidgets.result import Run, RunState
from wanwidgets.spend import NOTHING, Money, Spend, spend_of
from wanwidgets.store import RunStore
from wanwidgets.task import TaskStatus

START = datetime(2026, 11, 20, tzinfo=timezone.utc)
SINGAPORE = "model-studio/singapore"
PAID = EditRequest("x", n=3)
PRICE = MODELS["wan2.7-image"].price("singapore")
TOLD = {"image_count": 2, "size": "1024*1024"}


def run_of(state, request=PAID, engine=SINGAPORE, **changes) -> Run:
    return Run("1", request, engine, state, START, **changes)


def counts(run: Run) -> tuple[int, int]:
    spend = spend_of(run)
    return spend.pictures, spend.perhaps


CASES = [
    # state, without a count of the service, with a count of 2; of a request for 3 pictures
    (RunState.PREPARED, (0, 0), (2, 0)),
    (RunState.SENT, (0, 3), (2, 1)),
    (RunState.RUNNING, (0, 3), (2, 1)),
    (RunState.SUCCEEDED, (0, 0), (2, 0)),
    (RunState.REFUSED, (0, 0), (2, 0)),
    (RunState.FAILED, (0, 0), (2, 0)),
    (RunState.CANCELLED, (0, 0), (2, 0)),
    (RunState.UNREACHABLE, (0, 0), (2, 0)),
    (RunState.UNKNOWN, (0, 3), (2, 1)),
    (RunState.ABANDONED, (0, 3), (2, 1)),
    (RunState.LOST, (0, 3), (2, 1)),
    (RunState.EXPIRED, (0, 3), (2, 1)),
    (RunState.UNDELIVERED, (0, 3), (2, 0)),
]


@pytest.mark.parametrize(("state", "untold", "told"), CASES)
def test_what_is_billed_in_each_state(state, untold, told):
    """What the service counted is billed for certain; where nobody said how it ended, the rest may be."""
    assert counts(run_of(state)) == untold
    assert counts(run_of(state, usage=TOLD)) == told


@pytest.mark.parametrize("count", [-1, True, "2", 2.0, None, 1_000_000, 10**40])
def test_count_that_cannot_be_is_not_believed(tmp_path, count):
    """A count that no request reaches is as good as none, and the journal takes the run all the same."""
    assert counts(run_of(RunState.RUNNING, usage={"image_count": count})) == (0, 3)
    store = RunStore(tmp_path / "runs")
    store.record(store.begin(PAID, SINGAPORE).now(RunState.RUNNING, usage={"image_count": count}))
    assert store.spend().perhaps == 3


def test_every_state_has_a_case():
    """No state is left out of the table above."""
    assert {case[0] for case in CASES} == set(RunState)


@pytest.mark.parametrize("state", RunState)
def test_free_runs_cost_nothing(state):
    """Runs of the local service, and runs that were remembered, cost nothing in any state."""
    assert spend_of(run_of(state, engine="local/7", usage=TOLD)) == NOTHING
    assert spend_of(run_of(state, pack="lesson", usage=TOLD)) == NOTHING


@pytest.mark.parametrize("said", [None, "2", True, -1, 1.5])
def test_pictures_are_counted_where_the_service_does_not(said):
    """Where the service gives no number, the pictures of a run that succeeded are counted."""
    saved = SavedImage(Path("a.png"), "0", 1, 1)

    assert counts(run_of(RunState.SUCCEEDED, content=(saved, saved), usage={"image_count": said})) == (2, 0)
    assert counts(run_of(RunState.FAILED, content=(saved,), usage={"image_count": said})) == (0, 0)


def test_stream_that_was_stopped_may_be_billed():
    """A stream that was stopped while its parts came may be billed as a whole; one that had not begun is not."""
    streamed = EditRequest("x", model="wan2.6-image", enable_interleave=True, stream=True, max_images=3)
    assert streamed.stream

    assert counts(run_of(RunState.CANCELLED, streamed)) == (0, 0)
    assert counts(run_of(RunState.CANCELLED, streamed, status=TaskStatus.RUNNING)) == (0, 3)
    assert counts(run_of(RunState.CANCELLED, streamed, status=TaskStatus.RUNNING, usage=TOLD)) == (2, 1)
    assert counts(run_of(RunState.CANCELLED, status=TaskStatus.PENDING)) == (0, 0)


def test_money_is_pictures_by_the_price():
    """Money is the pictures by the price of model and region, to the last digit, in its currency and of its day."""
    one = Decimal(repr(PRICE.amount))

    assert spend_of(run_of(RunState.RUNNING, usage=TOLD)) == Spend(
        2, 1, (Money(2 * one, one, PRICE.currency, PRICE.as_of),)
    )


def test_price_that_is_not_known():
    """Pictures without a known price are counted and said to have none; those of a trial have none to know."""
    trial = next(name for name, model in MODELS.items() if model.trial)

    assert spend_of(run_of(RunState.SUCCEEDED, engine="custom/a.example", usage=TOLD)) == Spend(2, 0, (), unpriced=2)
    assert spend_of(run_of(RunState.RUNNING, EditRequest("x", model="wan9"))) == Spend(0, 1, (), unpriced=1)
    assert spend_of(run_of(RunState.SUCCEEDED, EditRequest("x", model=trial), usage=TOLD)) == Spend(2, 0, ())


@pytest.mark.parametrize("model", [name for name, model in MODELS.items() if model.prices])
@pytest.mark.parametrize("region", ["beijing", "singapore"])
def test_before_and_after_agree(model, region):
    """A run that makes all that it may costs what was shown before."""
    draft = EditRequest("x", model=model)
    cost = cost_of(draft, f"model-studio/{region}")
    run = run_of(RunState.SUCCEEDED, draft, f"model-studio/{region}", usage={"image_count": cost.pictures})

    money = spend_of(run).money

    assert [float(part.amount) for part in money] == ([] if cost.amount is None else [pytest.approx(cost.amount)])
    assert {(part.currency, part.as_of) for part in money} <= {(cost.currency, cost.as_of)}


def test_currencies_are_kept_apart():
    """Amounts of two currencies stand side by side; of one currency they add up, and the older day counts."""
    yuan = Spend(1, 0, (Money(Decimal("0.2"), Decimal(0), "CNY", "2026-11"),))
    later = Spend(0, 2, (Money(Decimal(0), Decimal("0.1"), "CNY", "2026-12"),), unpriced=1)
    dollar = Spend(1, 0, (Money(Decimal("0.03"), Decimal(0), "USD", "2026-10"),))

    assert dollar + yuan == yuan + dollar == Spend(2, 0, (*yuan.money, *dollar.money))
    assert yuan + later == Spend(1, 2, (Money(Decimal("0.2"), Decimal("0.1"), "CNY", "2026-11"),), unpriced=1)
    assert yuan + NOTHING == NOTHING + yuan == yuan
    with pytest.raises(ValueError, match="CNY and USD"):
        _ = yuan.money[0] + dollar.money[0]


RUNS = st.lists(
    st.tuples(
        st.sampled_from(sorted(MODELS)),
        st.sampled_from(["local/1", SINGAPORE, "model-studio/beijing", "custom/a.example"]),
        st.sampled_from(RunState),
        st.none() | st.integers(0, 12),
        st.sampled_from(["", "one", "two"]),
        st.sampled_from(["", "lesson"]),
    ),
    max_size=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=RUNS)
def test_store_has_the_sum_of_its_runs(wanted, tmp_path_factory):
    """What a store says was spent, in all and by session, is exactly the sum over its runs, whatever they were."""
    from wanwidgets.budget import Caps

    store = RunStore(tmp_path_factory.mktemp("spend"))
    by_session = {"": NOTHING, "one": NOTHING, "two": NOTHING}
    for model, engine, state, told, session, pack in wanted:
        run = store.begin(EditRequest("x", model=model), engine, caps=Caps(session_id=session))
        usage = {} if told is None else {"image_count": told}
        run = store.record(run.now(state, usage=usage, pack=pack))
        by_session[session] += spend_of(run)

    everything = functools.reduce(operator.add, by_session.values())
    assert store.spend() == everything == sum(map(spend_of, store.runs()), NOTHING)
    assert {name: store.spend(name) for name in by_session} == by_session
    store.close()
