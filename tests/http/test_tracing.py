"""Looking for the task of a run that got no answer: over a settling time, without a guess, without a change."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from urllib.parse import parse_qs, urlsplit

import pytest

from wanwidgets.errors import Cancelled, ServiceError, TaskLost
from wanwidgets.protocol.listing import TaskEntry
from wanwidgets.request import EditRequest
from wanwidgets.result import Run, RunState
from wanwidgets.running.runner import Runner
from wanwidgets.running.tracing import (
    LISTED_AT,
    LONGEST_CREATE,
    SETTLING_SECONDS,
    SLACK,
    candidates,
    compare,
    listings,
    window,
)
from wanwidgets.store import RunStore
from wanwidgets.task import TaskStatus

NOON = datetime(2026, 11, 20, 12, tzinfo=timezone.utc)
DRAFT = EditRequest("Make it rød", model="wan2.5-i2i-preview")
SECOND = timedelta(seconds=1)


def after(seconds):
    return NOON + timedelta(seconds=seconds)


def lost(request=DRAFT, **facts):
    """Return a run of unknown outcome whose create was sent at noon."""
    return Run("r", request, "custom/x", RunState.UNKNOWN, NOON - SECOND, **{"sent": NOON, "account": "a", **facts})


def entry(task_id, created=NOON, model=DRAFT.model, status=TaskStatus.SUCCEEDED):
    return TaskEntry(task_id, status, model, created=created)


CASES = {
    "at once": (entry("t", NOON), True),
    "a clock behind": (entry("t", NOON - SLACK), True),
    "too early": (entry("t", NOON - SLACK - SECOND), False),
    "at the last attempt": (entry("t", NOON + LONGEST_CREATE + SLACK), True),
    "too late": (entry("t", NOON + LONGEST_CREATE + SLACK + SECOND), False),
    "another model": (entry("t", model="wan2.7-image"), False),
    "no model told": (entry("t", model=""), True),
    "no time told": (entry("t", created=None), True),
    "failed": (entry("t", status=TaskStatus.FAILED), True),
    "waiting": (entry("t", status=TaskStatus.PENDING), True),
    "of another run": (entry("known"), False),
}


@pytest.mark.parametrize(("found", "may_be"), CASES.values(), ids=CASES)
def test_candidate(found, may_be):
    """A candidate is of the run's model and time, and no other run in the journal has it."""
    assert candidates([found], lost(), {"known"}) == ((found,) if may_be else ())


def test_candidates_are_told_by_age():
    """The oldest candidate comes first, whatever the order of the list."""
    found = [entry("c", after(9)), entry("a", after(1)), entry("b", after(5))]

    assert [each.id for each in candidates(found, lost(), set())] == ["a", "b", "c"]


def test_create_that_was_seen_to_fail_late_widens_the_window():
    """A run that saw its create fail after long waits looks until then; the bound is for kernels that were killed."""
    assert window(lost(seconds=3600.0))[1] == NOON - SECOND + timedelta(hours=1) + SLACK
    assert window(lost(seconds=2.0))[1] == NOON + LONGEST_CREATE + SLACK
    assert window(lost(seconds=1e6)) == (NOON - SLACK, NOON - SLACK + timedelta(hours=24))


def test_run_of_an_old_journal_is_looked_for_from_its_start():
    """A journal that does not know when the create was sent knows when the run began."""
    assert window(lost(sent=None))[0] == NOON - SECOND - SLACK


@pytest.mark.parametrize(
    ("passed", "left"),
    [(0, [0, 5, 15, 30, 60]), (1, [1, 5, 15, 30, 60]), (20, [20, 30, 60]), (60, [60]), (4000, [4000])],
)
def test_listings_fill_the_settling_time(passed, left):
    """The list is asked for at once and at the moments that are still to come; later than those, once."""
    assert listings(NOON, after(passed)) == tuple(map(after, left))
    assert LISTED_AT[-1] == SETTLING_SECONDS


@pytest.mark.parametrize(
    ("told", "word"),
    [
        ([], "unsaid"),
        (["Make it rød"], "same"),
        ([" Make it rød\n"], "same"),
        (["Make it ro\u0338d"], "other"),
        (["make it rød"], "other"),
        (["Make it rød", "Make it rød"], "same"),
    ],
)
def test_prompts_are_compared(told, word):
    """Prompts are the same but for white space at their ends and for how their letters are composed."""
    assert compare("Make it rød", told) == word


def test_composed_letters_are_the_same():
    """A letter with its accent is the same in one character or in two."""
    assert compare("caf\u00e9", ["cafe\u0301"]) == "same"


class Account:
    """A service whose list of tasks grows: `appears` says at which second after noon a task is listed."""

    def __init__(self, server, simulated) -> None:
        self.server, self.simulated = server, simulated
        self.appears = {}
        self.prompts = {}
        self.windowless = {}
        server.answers(self._answer)

    def _answer(self, seen):
        query = parse_qs(urlsplit(seen.path).query)
        if "page_no" not in query:
            task_id = seen.path.rpartition("/")[2]
            if task_id not in self.prompts:
                return self.server.html(502)
            results = [{"orig_prompt": self.prompts[task_id], "url": "http://x/1.png"}]
            return self.server.task("SUCCEEDED", task_id, results=results)
        appears = self.appears if "start_time" in query else {**self.appears, **self.windowless}
        facts = {"gmt_create": int(NOON.timestamp() * 1000), "model_name": DRAFT.model}
        data = [
            {"task_id": task_id, "status": status, **facts}
            for task_id, (second, status) in appears.items()
            if self.simulated.now >= second
        ]
        return self.server.json({"request_id": "r", "data": data, "page_no": 1, "total_page": 1, "total": len(data)})


@pytest.fixture
def account(server, simulated) -> Account:
    return Account(server, simulated)


@pytest.fixture
def store(tmp_path) -> RunStore:
    return RunStore(tmp_path / "runs")


@pytest.fixture
def trace(client, store, simulated):
    """Trace a run in simulated time that began at noon."""
    runner = Runner(client, store, now=lambda: after(simulated.now))

    def trace(run=None, pause=simulated.pause):
        return runner.trace(run or lost(account=client.account), pause=pause)

    return trace


def ids(found):
    return [(candidate.entry.id, candidate.prompt) for candidate in found.candidates]


def test_task_that_is_listed_late_is_found(account, trace, simulated):
    """A task that the list shows only after a while is found; before, nothing is said to be settled."""
    account.appears = {"t-1": (20, "RUNNING")}

    told = [(simulated.now, found.settled, ids(found)) for found in trace()]

    assert told == [
        (0, False, []),
        (5, False, []),
        (15, False, []),
        (30, False, [("t-1", "unsaid")]),
        (60, True, [("t-1", "unsaid")]),
    ]


def test_no_trace(account, trace):
    """Where nothing is listed until the settling time is over, that is what is told."""
    *earlier, last = trace()

    assert not any(found.settled for found in earlier)
    assert (last.settled, last.candidates, last.possible, last.reason) == (True, (), True, "")
    assert last.until == after(SETTLING_SECONDS)


def test_prompts_tell_which_task_it_is(account, trace, server, simulated):
    """Of several tasks those with the run's prompt come first; a result that tells nothing leaves it open."""
    account.appears = dict.fromkeys(("t-1", "t-2", "t-3"), (0, "SUCCEEDED"))
    account.appears["t-4"] = (0, "RUNNING")
    account.prompts = {"t-1": "Something else", "t-2": "Make it rød"}
    simulated.now = 100.0

    (found,) = trace()

    assert ids(found) == [("t-2", "same"), ("t-1", "other"), ("t-3", "unsaid"), ("t-4", "unsaid")]
    assert not [seen for seen in server.seen if seen.path.endswith("t-4")]


def test_result_is_read_once(account, trace, server):
    """What a result says does not change, so it is not read again at each listing."""
    account.appears = {"t-1": (0, "SUCCEEDED")}
    account.prompts = {"t-1": "Make it rød"}

    assert [ids(found) for found in trace()] == [[("t-1", "same")]] * 5
    assert len([seen for seen in server.seen if seen.path.endswith("t-1")]) == 1


def test_wrong_zone_of_the_window_hides_nothing(account, trace, simulated):
    """Before it is said that there is no trace, the list is asked for without the window, whose zone is a guess."""
    account.windowless = {"t-1": (0, "RUNNING")}
    simulated.now = 100.0

    (found,) = trace()

    assert ids(found) == [("t-1", "unsaid")]


def test_known_tasks_are_not_shown(account, trace, store, client):
    """The task of another run in the journal is no candidate."""
    account.appears = {"t-1": (0, "RUNNING"), "t-2": (0, "RUNNING")}
    other = store.begin(EditRequest("Another"), client.engine, account=client.account)
    store.record(other.now(RunState.RUNNING, task_id="t-1"))

    assert ids(next(iter(trace()))) == [("t-2", "unsaid")]


def test_tracing_changes_nothing(account, trace, store, client, server):
    """Tracing only reads: at the service, and in the journal."""
    account.appears = {"t-1": (0, "SUCCEEDED")}
    account.prompts = {"t-1": "Make it rød"}
    run = store.begin(DRAFT, client.engine, account=client.account)
    run = store.record(run.now(RunState.UNKNOWN, sent=NOON))
    before = [path.read_bytes() for path in sorted(store.folder.glob("journal.sqlite*"))]

    assert list(trace(run))

    assert store.runs() == [run]
    assert [path.read_bytes() for path in sorted(store.folder.glob("journal.sqlite*"))] == before
    assert {seen.method for seen in server.seen} == {"GET"}


def test_stream_has_no_trace(trace, server):
    """A stream has no task, so nobody is asked."""
    stream = EditRequest("x", model="wan2.6-image", enable_interleave=True, stream=True)

    (found,) = trace(lost(stream))

    assert (found.possible, found.reason, found.settled) == (False, "stream", True)
    assert server.connections == 0


def test_old_run_has_no_trace(trace, server, simulated):
    """After 24 hours the service lists the task no more, which is said without asking."""
    simulated.now = 24 * 3600.0

    (found,) = trace()

    assert (found.possible, found.reason, found.settled) == (False, "old", True)
    assert server.connections == 0


def test_another_account_has_another_list(trace, server):
    """The list of another key would say nothing of the run, so it is not asked for."""
    with pytest.raises(TaskLost, match="another key"):
        list(trace(lost(account="another")))

    assert server.connections == 0


def test_list_that_is_refused_is_told(trace, server):
    """A list that the service refuses is no list without a trace."""
    server.answers(server.error("AccessDenied", status=403))

    with pytest.raises(ServiceError, match="AccessDenied"):
        next(iter(trace()))


def test_tracing_stops_when_the_user_stops(account, trace, server):
    """A trace ends at the next pause once the user wants to stop."""
    with pytest.raises(Cancelled):
        list(trace(pause=lambda seconds: seconds > 0))

    assert len(server.seen) == 1
