"""Pace keeps the limits over all who share its file, and never keeps anybody from working."""

from __future__ import annotations

import itertools
import os
import sqlite3
import stat
import sys
import threading
import uuid
from contextlib import closing
from pathlib import Path

import pytest

from wanwidgets.catalog import MODELS
from wanwidgets.client import Client
from wanwidgets.errors import Cancelled
from wanwidgets.pacing import turnbook
from wanwidgets.pacing.gates import OPEN
from wanwidgets.pacing.pace import PACE_VARIABLE, Pace, pace_file, shared_gates

MODEL = "wan2.7-image"
SLOTS = MODELS[MODEL].rate.concurrent_tasks + 1


class Time:
    """Time that passes only while somebody pauses; `stops_at` is the pause at which the user wants to stop."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0
        self.pauses: list[float] = []
        self.stops_at = 10_000
        self._set_back = 0.0

    def clock(self) -> float:
        return self.now

    def steady(self) -> float:
        return self.now + self._set_back

    def set_back(self, seconds: float) -> None:
        self.now -= seconds
        self._set_back += seconds

    def pause(self, seconds: float) -> bool:
        self.pauses.append(round(seconds, 4))
        self.now += seconds
        return len(self.pauses) >= self.stops_at


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "cache" / "pace.sqlite"


@pytest.fixture
def kernel(time, file):
    """Return a function that makes the pace of one more kernel."""
    numbers, account = itertools.count(), uuid.uuid4().hex

    def make(account=account, file=file) -> Pace:
        return Pace(account, file=file, now=time.clock, clock=time.steady, new_id=lambda: f"{next(numbers):04}")

    return make


def never(seconds: float) -> bool:
    raise AssertionError(f"waited {seconds} s")


def stop(seconds: float) -> bool:
    return True


def test_creates_of_a_model_are_spaced_over_all_kernels(time, kernel):
    """Creates of all kernels leave 0.3 s apart; the first one does not wait."""
    for pace in (kernel(), kernel(), kernel()):
        pace.create(MODEL, time.pause)

    assert time.pauses == [0.3, 0.3]


def test_queries_are_spaced_over_all_kernels(time, kernel):
    """Queries of all kernels leave 75 ms apart."""
    for pace in [kernel(), kernel()] * 2:
        pace.query(time.pause)

    assert time.pauses == [0.075] * 3


def test_gates_do_not_hold_up_each_other(kernel):
    """Another model, another account and a query go at once."""
    kernel().create(MODEL, never)

    kernel().create("wan2.6-image", never)
    kernel().create("wanx-x-painting", never)
    kernel("other").create(MODEL, never)
    kernel().query(never)


def test_waiting_holds_no_lock(time, kernel):
    """While one waits for its moment another one reserves the next."""
    kernel().create(MODEL, never)

    def meanwhile(seconds):
        with pytest.raises(Cancelled):
            kernel().create(MODEL, others)
        return False

    def others(seconds):
        waited.append(seconds)
        return True

    waited: list[float] = []
    kernel().create(MODEL, meanwhile)

    assert waited == [pytest.approx(0.6)]


def test_who_wakes_up_late_takes_another_moment(time, kernel):
    """Who missed its moment, as on a busy machine or after a sleep, does not go among those whose moment it is."""
    kernel().create(MODEL, never)
    waited = []

    def sleeps(seconds):
        waited.append(round(seconds, 4))
        time.now += seconds + (3600 if len(waited) == 1 else 0.05)
        # Somebody else goes at this moment.
        if len(waited) == 1:
            kernel().create(MODEL, never)
        return False

    kernel().create(MODEL, sleeps)

    assert waited == [0.3, 0.3]


def test_who_is_always_late_goes_all_the_same(time, kernel):
    """On a machine that is too busy to keep any moment a request is not put off for ever."""
    waited = []

    def late(seconds):
        waited.append(seconds)
        time.now += seconds + 1
        # Others keep the gate busy.
        for _ in range(4):
            with pytest.raises(Cancelled):
                kernel().create(MODEL, stop) or kernel().create(MODEL, stop)
        return False

    kernel().create(MODEL, never)
    kernel().create(MODEL, late)

    assert len(waited) == 5


def test_cancelled_wait_loses_its_moment(time, kernel):
    """Who stops while it waits is Cancelled, and the others come no sooner for it."""
    kernel().create(MODEL, never)
    kernel().query(never)

    with pytest.raises(Cancelled, match="not sent"):
        kernel().create(MODEL, stop)
    with pytest.raises(Cancelled, match="ask"):
        kernel().query(stop)

    kernel().create(MODEL, time.pause)
    assert time.pauses == [0.6]


def test_refusal_slows_all_kernels_down_until_it_is_quiet(time, kernel):
    """After a refusal all kernels are twice as slow, and after a quiet minute as fast as before."""
    kernel().told("create", MODEL, limited=True)
    for _ in range(2):
        kernel().create(MODEL, time.pause)
    time.now += 60
    for _ in range(2):
        kernel().create(MODEL, time.pause)

    assert time.pauses == [0.6, 0.3]


def test_answer_that_was_not_too_fast_writes_nothing(kernel, file):
    """An answer that came in time costs nothing."""
    kernel().told("query", limited=False)

    assert not file.exists()


def test_one_further_task_may_wait_at_the_service(time, kernel):
    """There is a slot for each task that may run at the same time and one more, over all kernels."""
    slots = [kernel().slot(MODEL, never) for _ in range(SLOTS)]
    time.stops_at = 3

    with pytest.raises(Cancelled):
        kernel().slot(MODEL, time.pause)

    assert time.pauses == [0.25] * 3
    slots[2].give_back()
    kernel().slot(MODEL, never)


def test_who_is_further_behind_looks_less_often(kernel):
    """The first in line looks again after a quarter of a second, the next ones later and later."""
    for _ in range(SLOTS):
        kernel().slot(MODEL, never)
    looks = []

    def behind(seconds):
        looks.append(seconds)
        if len(looks) < 4:
            with pytest.raises(Cancelled):
                kernel().slot(MODEL, behind)
        return True

    with pytest.raises(Cancelled):
        kernel().slot(MODEL, behind)

    assert looks == [0.25, 0.5, 0.75, 1.0]


def test_cancelled_waiter_leaves_the_line(time, kernel):
    """Who stops waiting for a slot keeps nobody waiting."""
    slots = [kernel().slot(MODEL, never) for _ in range(SLOTS)]
    with pytest.raises(Cancelled):
        kernel().slot(MODEL, stop)

    slots[0].give_back()

    kernel().slot(MODEL, never)


def test_waiter_that_breaks_off_leaves_the_line(kernel):
    """An interrupt while waiting for a slot leaves nothing behind."""
    slots = [kernel().slot(MODEL, never) for _ in range(SLOTS)]

    def interrupt(seconds):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kernel().slot(MODEL, interrupt)

    slots[0].give_back()
    kernel().slot(MODEL, never)


def test_slot_of_a_killed_kernel_is_free_within_a_minute(time, kernel):
    """A slot that nobody renews any more lapses after a minute, and not before."""
    for _ in range(SLOTS):
        kernel().slot(MODEL, never)

    begun = time.now
    kernel().slot(MODEL, time.pause)

    assert 60 <= time.now - begun <= 60.5


def test_renewed_slot_does_not_lapse(time, kernel):
    """Slots whose tasks are looked at stay taken, however long the tasks take."""
    slots = [kernel().slot(MODEL, never) for _ in range(SLOTS)]
    for _ in range(300):
        time.now += 1
        for slot in slots:
            slot.renew()
    time.stops_at = 1

    with pytest.raises(Cancelled):
        kernel().slot(MODEL, time.pause)


def test_slot_that_was_just_renewed_is_not_written_down_again(time, kernel, file):
    """Looks come about once a second; the file hears of a slot every ten seconds at most."""
    slot = kernel().slot(MODEL, never)
    slot.renew()
    before = file.read_bytes()
    time.now += 9
    slot.renew()
    assert file.read_bytes() == before

    time.now += 1
    slot.renew()
    assert file.read_bytes() != before


def test_slots_of_accounts_and_models_are_their_own(kernel):
    """As many slots as one account has of a model, another account has as well, and so has another model."""
    for _ in range(SLOTS):
        kernel().slot(MODEL, never)

    kernel("other").slot(MODEL, never)
    kernel().slot("wan2.6-image", never)
    with pytest.raises(Cancelled):
        kernel().slot(MODEL, stop)


def test_slot_that_was_given_back_stays_given_back(time, kernel):
    """Giving back twice is harmless, and a look that comes late takes nothing back."""
    slots = [kernel().slot(MODEL, never) for _ in range(SLOTS)]
    slots[0].give_back()
    slots[0].give_back()
    slots[0].renew()

    kernel().slot(MODEL, never)


def test_task_that_is_there_already_counts(time, kernel):
    """A task that is taken up has its slot at once, even beyond the limit, and those who wait wait for it too."""
    kept = [kernel().kept(MODEL) for _ in range(SLOTS + 1)]
    kept[0].give_back()
    time.stops_at = 1
    with pytest.raises(Cancelled):
        kernel().slot(MODEL, time.pause)

    kept[1].give_back()

    kernel().slot(MODEL, never)


def test_waiter_that_was_killed_keeps_nobody_waiting(time, kernel, file):
    """Who was the first in line and died is passed over within 2.25 s."""
    slots = [kernel().slot(MODEL, never) for _ in range(SLOTS)]

    def dies(seconds):
        # As a kill leaves it: the ticket stays in the file.
        with closing(sqlite3.connect(file)) as book:
            rows.extend(book.execute("SELECT * FROM slots WHERE NOT held"))
        return True

    rows: list[tuple] = []
    with pytest.raises(Cancelled):
        kernel().slot(MODEL, dies)
    with closing(sqlite3.connect(file)) as book, book:
        book.executemany("INSERT INTO slots VALUES (?, ?, ?, ?, ?, ?)", rows)
    slots[0].give_back()
    begun = time.now

    kernel().slot(MODEL, time.pause)

    assert len(rows) == 1
    assert 1 < time.now - begun <= 3


def test_waiter_that_was_taken_for_dead_finds_its_place_again(time, kernel):
    """Who was suspended while it waited is served before those who came later."""
    slots = [kernel().slot(MODEL, never) for _ in range(SLOTS)]
    served = []

    def suspended(seconds):
        if not served:
            time.now += 30
            for slot in slots:
                slot.renew()
            # One who came later looks and finds nobody before it, but no slot either.
            with pytest.raises(Cancelled):
                kernel().slot(MODEL, stop)
            served.append("first looked again")
        else:
            slots[0].give_back()
        return False

    kernel().slot(MODEL, suspended)

    with pytest.raises(Cancelled):
        kernel().slot(MODEL, stop)


def test_clock_that_was_set_back_frees_the_slots(time, kernel):
    """Slots whose lease lies further ahead than any lease can are free; those who live take theirs again."""
    slots = [kernel().slot(MODEL, never) for _ in range(SLOTS)]
    time.set_back(3600)

    kernel().slot(MODEL, never)

    for slot in slots:
        slot.renew()
    with pytest.raises(Cancelled):
        kernel().slot(MODEL, stop)


def test_file_that_is_deleted_meanwhile_is_made_again(time, kernel, file):
    """Who holds a slot has it again in the new file at its next look."""
    slots = [kernel().slot(MODEL, never) for _ in range(SLOTS)]
    file.unlink()
    for slot in slots:
        slot.renew()

    with pytest.raises(Cancelled):
        kernel().slot(MODEL, stop)


def directory(file):
    file.mkdir(parents=True)


def garbage(file):
    file.parent.mkdir()
    file.write_bytes(b"not a database at all " * 100)


def cut_off(file):
    with pytest.raises(Cancelled):
        Pace("a", file=file).create(MODEL, never) or Pace("a", file=file).create(MODEL, stop)
    file.write_bytes(file.read_bytes()[:5000])


def of_another_program(file):
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE runs (id)")


def of_a_newer_version(file):
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as other:
        other.execute("PRAGMA application_id = 77")


def below_a_file(file):
    file.parent.write_bytes(b"")


@pytest.mark.parametrize(
    "spoil",
    [directory, garbage, cut_off, of_another_program, of_a_newer_version, below_a_file],
    ids=lambda f: f.__name__,
)
def test_file_that_cannot_be_used_leaves_a_limiter_in_this_process(time, kernel, file, spoil):
    """Whatever stands in the file's place stays as it is; the kernels of this process still share the limits."""
    spoil(file)
    before = file.read_bytes() if file.is_file() else None
    paces = [kernel(), kernel()]

    for pace in paces:
        pace.create(MODEL, time.pause)
    for number in range(SLOTS):
        paces[number % 2].slot(MODEL, never)
    with pytest.raises(Cancelled):
        paces[0].slot(MODEL, stop)

    assert time.pauses == [0.3]
    assert all("this process alone" in pace.notice and PACE_VARIABLE in pace.notice for pace in paces)
    assert (file.read_bytes() if file.is_file() else None) == before


def test_file_that_was_edited_by_hand_leaves_a_limiter_in_this_process(time, kernel, file):
    """Words where numbers belong are no numbers: requests are paced in this process, and the notice says why."""
    pace = kernel()
    pace.create(MODEL, never)
    with closing(sqlite3.connect(file)) as book, book:
        book.execute("UPDATE gates SET due = 'soon'")

    pace.create(MODEL, never)
    pace.create(MODEL, time.pause)

    assert time.pauses == [0.3]
    assert "'soon'" in pace.notice


@pytest.mark.parametrize("what", ["create", "slot", "kept", "told"])
def test_clock_is_asked_while_nobody_else_writes(file, what):
    """A thread that had to wait for the file does not write down what the clock said before that."""
    asked = []

    def now():
        with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as other:
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                asked.append("alone")
            else:
                asked.append("beside others")
        return 1_800_000_000.0

    pace = Pace("account", file=file, now=now)
    pace.query(never)
    asked.clear()
    {
        "create": lambda: pace.create(MODEL, never),
        "slot": lambda: pace.slot(MODEL, never),
        "kept": lambda: pace.kept(MODEL),
        "told": lambda: pace.told("create", MODEL, limited=True),
    }[what]()

    # A ticket says since when, and who waits asks how long.
    assert "alone" in asked
    assert asked.count("alone") == 1


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_folder_that_cannot_be_written_leaves_a_limiter_in_this_process(time, kernel, tmp_path):
    """On a read-only home requests are still paced."""
    tmp_path.chmod(0o500)
    pace = kernel()

    pace.query(never)
    pace.query(time.pause)

    tmp_path.chmod(0o700)
    assert time.pauses == [0.075]
    assert "this process alone" in pace.notice


def test_file_that_is_locked_is_used_again_later(time, kernel, file, monkeypatch):
    """A file that is locked for long is left alone for a minute; then it is used again, and the notice goes away."""
    monkeypatch.setattr(turnbook, "BUSY_SECONDS", 0.01)
    pace = kernel()
    pace.create(MODEL, never)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        pace.query(never)
        pace.query(time.pause)
    pace.query(time.pause)

    assert "locked" in pace.notice
    time.now += 60
    pace.query(never)
    assert pace.notice == ""
    assert time.pauses == [0.075] * 2


def test_threads_share_the_file(kernel):
    """Fifty threads get fifty moments, each its own."""
    pace, moments = kernel(), []

    def record(seconds):
        moments.append(round(seconds / 0.075))
        return False

    threads = [threading.Thread(target=pace.query, args=(record,)) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(moments) == list(range(1, 50))
    assert pace.notice == ""


def test_file_and_folder_are_the_users_alone(kernel, file):
    """The folder is made for the user alone, and the file holds neither key nor host."""
    client = Client("sk-canary-0123456789", base_url="https://host-canary.example/api/v1")
    pace = kernel(client.account)
    pace.create(MODEL, never)
    pace.slot(MODEL, never)

    data = file.read_bytes()
    assert client.account.encode() in data
    assert not any(word in data for word in (b"canary", b"sk-", b"example"))
    assert not any(word in repr(pace) for word in ("canary", client.account))
    if sys.platform != "win32":
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_gates_of_accounts_that_nobody_uses_are_forgotten(time, kernel, file):
    """What was not asked for a day goes away, so that the file does not grow."""
    for number in range(5):
        kernel(f"account-{number}").query(never)
    time.now += 25 * 3600
    kernel("account-5").query(never)

    with closing(sqlite3.connect(file)) as book:
        assert book.execute("SELECT count(*) FROM gates").fetchone() == (1,)


@pytest.mark.parametrize("said", ["off", " OFF "])
def test_pace_can_be_turned_off(said):
    """The variable turns it off."""
    assert shared_gates("a", {PACE_VARIABLE: said}) is OPEN


def test_variable_names_the_file(tmp_path):
    """The variable names another file."""
    gates = shared_gates("a", {PACE_VARIABLE: str(tmp_path / "own.sqlite")})

    gates.query(never)

    assert (tmp_path / "own.sqlite").exists()


@pytest.mark.parametrize(
    ("platform", "variables", "folder"),
    [
        ("linux", {}, "~/.cache"),
        ("linux", {"XDG_CACHE_HOME": "/var/cache/me"}, "/var/cache/me"),
        ("darwin", {"XDG_CACHE_HOME": "/var/cache/me"}, "~/Library/Caches"),
        ("win32", {"LOCALAPPDATA": "C:/Users/me/Local"}, "C:/Users/me/Local"),
        ("win32", {}, "~/AppData/Local"),
    ],
)
def test_file_is_where_the_system_keeps_what_is_disposable(platform, variables, folder):
    """Without the variable the file is in the user's cache folder."""
    assert pace_file(variables, platform=platform) == Path(folder) / "wanwidgets" / "pace.sqlite"


def test_home_is_found_when_it_is_needed(monkeypatch, tmp_path):
    """The user's home stands for the tilde."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))

    Pace("a", file=Path("~/below/pace.sqlite")).query(never)

    assert (tmp_path / "below" / "pace.sqlite").exists()
