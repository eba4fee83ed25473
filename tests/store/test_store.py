"""The store loses nothing, keeps nothing twice, holds no secret, and says clearly when it cannot be used."""

from __future__ import annotations

import gc
import io
import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import wanwidgets
from wanwidgets import errors
from wanwidgets.content import Failure, Text
from wanwidgets.errors import BudgetExceeded, ImageError, ServiceError, StoreError, TaskFailed, Undelivered
from wanwidgets.images import InputImage
from wanwidgets.regions import Mask
from wanwidgets.request import EditRequest
from wanwidgets.result import RunState
from wanwidgets.store import RunStore
from wanwidgets.store.owner import Owner
from wanwidgets.task import TaskStatus

START = datetime(2026, 11, 20, 12, 0, tzinfo=timezone.utc)
ENGINE = "local/1"


@pytest.fixture
def store(tmp_path) -> RunStore:
    moments = (START + timedelta(seconds=count) for count in range(1000))
    return RunStore(tmp_path / "runs", now=lambda: next(moments))


@pytest.fixture
def draft(photo) -> EditRequest:
    return EditRequest("把它涂红", [photo, photo.rotate(90)], boxes={2: [(1, 2, 30, 40)]}, seed=3, size="1K", take=2)


@pytest.fixture
def png(photo) -> bytes:
    out = io.BytesIO()
    photo.save(out, "PNG", compress_level=1)
    return out.getvalue()


def files_of(store: RunStore) -> list[Path]:
    return sorted(path for path in (store.folder / "files").rglob("*") if path.is_file())


def test_run_that_began_can_be_had_again(store, draft):
    """A run that began is in the store with its request and pictures, and another store on the folder finds it too."""
    run = store.begin(draft, ENGINE)

    assert (run.state, run.engine, run.started) == (RunState.PREPARED, ENGINE, START)
    for other in (store, RunStore(store.folder)):
        assert other.get(run.id) == run
        assert other.runs() == [run]
        assert other.get(run.id).request.pictures[0].image.data == draft.pictures[0].image.data


@pytest.mark.parametrize("state", RunState)
def test_each_state_can_be_had_again(store, draft, png, state):
    """Every state comes back with everything that was known in it."""
    run = store.begin(draft, ENGINE).now(
        state,
        status=TaskStatus.RUNNING,
        task_id="t-1",
        request_id="r-1",
        content=(Text("words\n字"), store.keep(png), Failure("InternalError.Timeout", "too late")),
        usage={"image_count": 1, "size": "400*300"},
        seconds=12.5,
    )

    assert store.record(run) is run
    assert store.get(run.id) == run


ERRORS = [
    ServiceError("InvalidParameter", "url error, please check url！", status=400, request_id="r-1"),
    TaskFailed("DataInspectionFailed", "Output data may contain …", task_id="t-1"),
    Undelivered("The picture was made and could not be downloaded."),
    ImageError("it is no picture.", name="a.png"),
    BudgetExceeded("store", asked=4, taken=18, budget=20),
    *(getattr(errors, name)("So it is.") for name in errors.__all__ if name not in {
        "BudgetExceeded", "InvalidRequest", "ServiceError", "TaskFailed", "ImageError", "FetchError",
    }),
]  # fmt: skip


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_error_can_be_had_again(store, draft, error):
    """An error comes back as its own kind, with its text and facts, and knows its run."""
    run = store.begin(draft, ENGINE)
    store.record(run.now(RunState.FAILED, error=error))

    kept = store.get(run.id)

    assert type(kept.error) is type(error)
    assert str(kept.error) == str(error)
    assert vars(kept.error) == {**vars(error), "run": kept}


def test_error_of_a_kind_that_is_not_known_is_a_plain_one(store, draft):
    """An error written by a version that had more kinds comes back as the root of all."""
    run = store.begin(draft, ENGINE)
    store.record(run.now(RunState.FAILED, error=Undelivered("So it is.")))
    with closing(sqlite3.connect(store.folder / "journal.sqlite")) as journal, journal:
        journal.execute("UPDATE runs SET record = replace(record, '\"Undelivered\"', '\"Sequence\"')")

    kept = store.get(run.id)

    assert type(kept.error) is errors.WanError
    assert str(kept.error) == "So it is."


def test_runs_come_in_their_order(store, draft):
    """Runs come in the order in which they began, however they went on."""
    first, second, third = (store.begin(draft.replace(take=take), ENGINE) for take in range(3))
    store.record(first.now(RunState.SUCCEEDED))

    assert [run.id for run in store.runs()] == [first.id, second.id, third.id]


def test_picture_is_kept_once(store, draft, png):
    """The same picture is one file, however often it is an input or a result."""
    store.begin(draft, ENGINE)
    store.begin(draft.replace(prompt="another"), ENGINE)
    first, second = store.keep(png), store.keep(png)

    assert first == second
    assert len(files_of(store)) == 3
    assert first.path.read_bytes() == png
    assert first.path.name == f"{first.digest}.png"
    assert (first.width, first.height) == (400, 300)


@pytest.mark.parametrize(("kind", "suffix"), [("PNG", ".png"), ("JPEG", ".jpg"), ("WEBP", ".webp"), ("GIF", ".gif")])
def test_picture_is_kept_byte_for_byte(store, photo, kind, suffix):
    """A result of any format is kept as it came, under the ending of its format."""
    out = io.BytesIO()
    photo.save(out, kind)

    saved = store.keep(out.getvalue())

    assert saved.path.suffix == suffix
    assert saved.path.read_bytes() == store.find(saved.digest) == out.getvalue()
    assert saved.image().size == photo.size


@pytest.mark.parametrize("data", [b"", b"<html>no</html>", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0" + bytes(50)])
def test_what_is_no_picture_is_not_kept(store, data):
    """Bytes that are no picture raise an ImageError and leave no file."""
    with pytest.raises(ImageError):
        store.keep(data)

    assert not (store.folder / "files").exists()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.floats(0, 0.95), flip=st.integers(0, 255), kind=st.sampled_from(["PNG", "JPEG", "WEBP", "BMP", "GIF"]))
def test_damaged_picture_raises_nothing_else(store, photo, cut, flip, kind):
    """A damaged picture is kept when it can still be read, or is an ImageError; no decoder's own error gets through."""
    out = io.BytesIO()
    photo.resize((64, 48)).save(out, kind)
    data = bytearray(out.getvalue())
    place = int(len(data) * cut)
    data[place] ^= flip or 255
    for broken in (bytes(data), bytes(data[: place + 1])):
        try:
            saved = store.keep(broken)
        except ImageError:
            continue
        assert saved.path.read_bytes() == broken


def test_base_of_a_mask_is_kept(store, photo):
    """A run whose mask begins with a picture can be read back."""
    base = InputImage.from_pil(photo.convert("L"))
    draft = EditRequest("x", [photo], mask=Mask(photo.size, base=base))

    run = store.begin(draft, ENGINE)

    assert store.get(run.id).request.mask.base == base


def test_file_that_was_cut_off_is_written_again(store, png):
    """A file that was cut off, as by a full disk, is mended when the same picture is kept again."""
    saved = store.keep(png)
    saved.path.write_bytes(png[:100])

    assert store.keep(png) == saved
    assert saved.path.read_bytes() == png


def test_file_that_changed_is_noticed(store, png):
    """A file that does not have the bytes it was named by is not taken for them."""
    saved = store.keep(png)
    saved.path.write_bytes(png[:-1] + b"x")

    with pytest.raises(StoreError, match="damaged"):
        store.find(saved.digest)


def test_run_whose_picture_is_gone_cannot_be_read(store, draft):
    """A run whose input is not in the store any more is a StoreError that names the file."""
    run = store.begin(draft, ENGINE)
    digest = draft.pictures[1].image.digest
    next(path for path in files_of(store) if path.stem == digest).unlink()

    with pytest.raises(StoreError, match=f"no file {digest[:12]}"):
        store.get(run.id)


def test_moved_folder_still_opens(store, draft, png, tmp_path):
    """A folder that was moved has all its runs, and their pictures are found in the new place."""
    run = store.begin(draft, ENGINE)
    store.record(run.now(RunState.SUCCEEDED, content=(store.keep(png),)))
    moved = store.folder.rename(tmp_path / "elsewhere")

    (kept,) = RunStore(moved).runs()

    assert kept.saved[0].path.is_relative_to(moved)
    assert kept.saved[0].path.read_bytes() == png


def test_folder_that_was_deleted_is_made_again(store, draft):
    """A store whose folder was deleted meanwhile begins a new one."""
    store.begin(draft, ENGINE)
    for path in sorted(store.folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    store.folder.rmdir()

    run = store.begin(draft, ENGINE)

    assert store.runs() == [run]


def test_nothing_is_lost_in_silence(store, draft):
    """A state of a run that the journal does not have is a StoreError, not a line that nobody reads."""
    run = store.begin(draft, ENGINE)
    with closing(sqlite3.connect(store.folder / "journal.sqlite")) as journal, journal:
        journal.execute("DELETE FROM runs")

    with pytest.raises(StoreError, match="no run"):
        store.record(run.now(RunState.SENT))
    with pytest.raises(StoreError, match="no run 'x' in runs"):
        store.get("x")


def test_writers_on_threads_lose_nothing(tmp_path, photo):
    """Threads that write at the same time, some through the same store, lose no run and break nothing."""
    shared = RunStore(tmp_path / "runs")
    draft = EditRequest("x", [photo])
    begin, faults = threading.Barrier(8), []

    def write(number: int) -> None:
        try:
            store = shared if number % 2 else RunStore(tmp_path / "runs")
            begin.wait()
            for take in range(5):
                run = store.begin(draft.replace(take=take), f"engine/{number}")
                store.record(run.now(RunState.RUNNING, task_id=f"t-{number}-{take}"))
                store.record(run.now(RunState.SUCCEEDED, task_id=f"t-{number}-{take}"))
        except Exception as error:  # noqa: BLE001  # shown below
            faults.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    runs = shared.runs()
    assert sorted(run.task_id for run in runs) == sorted(f"t-{a}-{b}" for a in range(8) for b in range(5))
    assert {run.state for run in runs} == {RunState.SUCCEEDED}
    assert len(files_of(shared)) == 1


WRITER = """
import sys
from wanwidgets.request import EditRequest
from wanwidgets.result import RunState
from wanwidgets.store import RunStore

store = RunStore(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
for take in range(10):
    run = store.begin(EditRequest("x", take=take), sys.argv[2])
    store.record(run.now(RunState.RUNNING, task_id=f"{sys.argv[2]}-{take}"))
"""


def test_writers_in_processes_lose_nothing(tmp_path):
    """Two kernels that begin on the same new folder at the same time lose no run."""
    folder = str(tmp_path / "runs")
    environment = {**os.environ, "PYTHONPATH": str(Path(wanwidgets.__file__).parents[1])}
    kernels = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, folder, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        for name in ("a", "b")
    ]
    for kernel in kernels:
        assert kernel.stdout.readline() == "ready\n"
    for kernel in kernels:
        kernel.stdin.write("\n")
        kernel.stdin.flush()
    for kernel in kernels:
        kernel.communicate()

    assert [kernel.returncode for kernel in kernels] == [0, 0]
    assert sorted(run.task_id for run in RunStore(folder).runs()) == sorted(f"{a}-{b}" for a in "ab" for b in range(10))


def test_journal_that_another_kernel_is_making_is_waited_for(store, draft):
    """A store that finds its new journal being made by another kernel waits for it instead of failing."""
    store.folder.mkdir()
    begun = []
    writer = threading.Thread(target=lambda: begun.append(store.begin(draft, ENGINE)))
    with closing(sqlite3.connect(store.folder / "journal.sqlite")) as other:
        other.execute("BEGIN IMMEDIATE")
        writer.start()
        writer.join(0.03)
        other.rollback()
    writer.join()

    assert store.runs() == begun


def in_the_way(folder: Path) -> None:
    folder.write_text("a file", encoding="ascii")


def corrupt(folder: Path) -> None:
    folder.mkdir()
    (folder / "journal.sqlite").write_bytes(b"no journal " * 500)


def journal_in_the_way(folder: Path) -> None:
    (folder / "journal.sqlite").mkdir(parents=True)


def files_in_the_way(folder: Path) -> None:
    folder.mkdir()
    (folder / "files").write_text("a file", encoding="ascii")


@pytest.mark.parametrize("break_it", [in_the_way, corrupt, journal_in_the_way, files_in_the_way])
def test_folder_that_cannot_be_used(tmp_path, draft, break_it):
    """A folder that cannot be used is a StoreError that names it and says what to do, not a database's own error."""
    break_it(tmp_path / "runs")

    with pytest.raises(StoreError, match=r"The run store '.*runs' cannot be used .* WANWIDGETS_STORE"):
        RunStore(tmp_path / "runs").begin(draft, ENGINE)


def test_journal_of_a_newer_version_is_left_alone(store, draft):
    """A journal that a newer version wrote is a StoreError that says so, and stays as it is."""
    run = store.begin(draft, ENGINE)
    with closing(sqlite3.connect(store.folder / "journal.sqlite")) as journal, journal:
        journal.execute("PRAGMA user_version = 99")

    for ask in (lambda: store.begin(draft, ENGINE), store.runs, RunStore(store.folder).runs):
        with pytest.raises(StoreError, match="newer wanwidgets"):
            ask()

    with closing(sqlite3.connect(store.folder / "journal.sqlite")) as journal:
        assert journal.execute("SELECT id FROM runs").fetchall() == [(run.id,)]


@pytest.mark.parametrize("column", ["request", "record"])
@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"id": 1}', '{"prompt": 1, "pictures": 2}'])
def test_damaged_line_is_a_store_error(store, draft, column, text):
    """A line of the journal that cannot be read is a StoreError for who asks for it, and hides no other run."""
    broken, whole = store.begin(draft, ENGINE), store.begin(draft, ENGINE)
    with closing(sqlite3.connect(store.folder / "journal.sqlite")) as journal, journal:
        journal.execute(f"UPDATE runs SET {column} = ? WHERE id = ?", (text, broken.id))  # noqa: S608 - a name of ours

    with pytest.raises(StoreError, match="cannot be read"):
        store.get(broken.id)
    assert store.runs() == [whole]
    assert [told.partition(":")[0] for told in store.damage()] == [f"Run {broken.id}"]


def test_failed_write_leaves_no_part_behind(store, png, monkeypatch):
    """A write that failed leaves no half file, and the next one works."""

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(StoreError, match="No space left on device"):
            store.keep(png)

    assert files_of(store) == []
    assert store.keep(png).path.exists()


def test_default_folder(tmp_path, monkeypatch):
    """A store without a folder uses the one of the environment, else one in the current folder, and makes it late."""
    monkeypatch.setenv("WANWIDGETS_STORE", str(tmp_path / "named"))
    assert RunStore().folder == tmp_path / "named"

    monkeypatch.delenv("WANWIDGETS_STORE")
    monkeypatch.chdir(tmp_path)
    assert RunStore().folder == tmp_path / "wanwidgets-runs"
    assert not RunStore().folder.exists()


def test_folder_stays_when_the_current_folder_changes(tmp_path, monkeypatch, png):
    """A store by a relative path stays where it was when the notebook goes to another folder."""
    monkeypatch.chdir(tmp_path)
    store = RunStore("runs")
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path / "other")

    assert store.keep(png).path.is_relative_to(tmp_path / "runs")


def test_temporary_store_goes_away(png):
    """A temporary store's folder is there as long as the store, and then gone."""
    store = RunStore.temporary()
    store.keep(png)
    folder = store.folder
    assert folder.exists()

    del store
    gc.collect()

    assert not folder.exists()


def test_temporary_store_goes_away_under_a_run(draft, png):
    """A temporary store that has charge of a run lets go of it before its folder goes."""
    store = RunStore.temporary()
    store.record(store.begin(draft, ENGINE).now(RunState.RUNNING, content=(store.keep(png),)))
    folder = store.folder
    assert list((folder / "owners").iterdir())

    del store
    gc.collect()

    assert not folder.exists()


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files cannot be counted here")
def test_stores_that_are_garbage_keep_nothing_open(tmp_path, draft):
    """Stores that began a run and were forgotten leave no file open and no owner behind, nor do a thousand others."""

    def use() -> None:
        store = RunStore(tmp_path / "runs")
        run = store.begin(draft, ENGINE)
        store.record(run.now(RunState.CANCELLED))

    def open_files() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    use()
    before = open_files()
    for _ in range(40):
        use()
    live = [RunStore(tmp_path / "runs") for _ in range(1000)]

    assert open_files() == before
    assert list((tmp_path / "runs" / "owners").iterdir()) == []
    assert len(live[0].runs()) == 41


def test_without_locks_a_run_is_left_alone_for_an_hour(tmp_path, draft):
    """Where the file system has no locks, a run counts as under way for an hour after it was last written."""

    def refuse(*_, **__):
        raise sqlite3.OperationalError("locking protocol")

    now = [START]
    mine, other = (RunStore(tmp_path / "runs", now=lambda: now[0]) for _ in range(2))
    for store in (mine, other):
        store._owner = Owner(store.folder / "owners", connect=refuse)
    run = mine.record(mine.begin(draft, ENGINE).now(RunState.RUNNING, task_id="t-1"))

    now[0] += timedelta(minutes=59)
    assert other.unfinished() == ()
    assert other.claim(run) is None
    mine.record(run.now(RunState.RUNNING, status=TaskStatus.RUNNING))
    now[0] += timedelta(minutes=59)
    assert other.unfinished() == ()
    now[0] += timedelta(minutes=1)

    assert [left.id for left in other.unfinished()] == [run.id]
    assert other.claim(run).task_id == "t-1"
    assert mine.unfinished() == ()
    assert mine.claim(run) is None
    assert "no locks" in mine.notices[0]


def test_store_that_was_closed_can_be_used(store, draft):
    """A store that was closed, even twice, begins runs again."""
    run = store.begin(draft, ENGINE)
    store.close()
    store.close()

    assert store.unfinished() == (run,)
    assert store.claim(run) == run
    assert store.unfinished() == ()


def test_account_of_a_run_is_kept(store, draft):
    """The mark of the account that a run was begun with is in the store."""
    run = store.begin(draft, ENGINE, account="0123456789abcdef")

    assert store.get(run.id).account == run.account == "0123456789abcdef"


def test_store_is_shown_by_its_name(store):
    """A store is shown by the last part of its folder, so that outputs are the same on every machine."""
    assert repr(store) == "<RunStore runs>"
