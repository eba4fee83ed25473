"""A journal of each version is opened, or left as it is with a word why not."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from datetime import datetime, timezone
from pathlib import Path

import pytest

from wanwidgets.content import Text
from wanwidgets.errors import StoreError, TaskFailed
from wanwidgets.images import InputImage
from wanwidgets.regions import Mask
from wanwidgets.request import EditRequest
from wanwidgets.result import Run, RunState
from wanwidgets.store import Made, RunStore
from wanwidgets.store.mounts import network_of
from wanwidgets.store.owner import Owner
from wanwidgets.store.record import write_record

START = datetime(2026, 11, 20, 12, 0, tzinfo=timezone.utc)
ENGINE = "model-studio/singapore"
FIRST_VERSION = """
PRAGMA journal_mode = WAL;
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS runs (
    id          TEXT PRIMARY KEY,
    started     TEXT NOT NULL,
    state       TEXT NOT NULL,
    engine      TEXT NOT NULL,
    model       TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    task_id     TEXT NOT NULL,
    request     TEXT NOT NULL,
    record      TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS runs_by_start ON runs (started);
PRAGMA user_version = 1;
COMMIT;
"""
"""The schema as version 1 had it."""

SECOND_VERSION = """
ALTER TABLE runs ADD COLUMN account  TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN session  TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN owner    TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN written  REAL NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN asked    INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN pictures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN perhaps  INTEGER NOT NULL DEFAULT 0;
CREATE INDEX runs_by_session ON runs (session);
CREATE INDEX runs_by_state ON runs (state);
CREATE INDEX runs_by_task ON runs (task_id);
UPDATE runs SET asked = 2, pictures = 2 WHERE id = 'a';
UPDATE runs SET asked = 2, perhaps = 2 WHERE id = 'b';
UPDATE runs SET asked = 2 WHERE id IN ('c', 'e');
UPDATE runs SET asked = 1, perhaps = 1 WHERE id = 'd';
PRAGMA user_version = 2;
"""
"""What version 2 had on top."""


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder, by its relative path."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def runs(photo):
    """Return runs as a kernel of version 1 left them."""
    draft = EditRequest("red", [photo], n=2)
    masked = EditRequest("red", [photo], mask=Mask(photo.size, base=InputImage.from_pil(photo.convert("L"))))

    def run(name, state, request=draft, **changes) -> Run:
        return Run(name, request, ENGINE, state, START, **changes)

    return [
        run("a", RunState.SUCCEEDED, task_id="t-a", usage={"image_count": 2}, content=(Text("done"),)),
        run("b", RunState.RUNNING, task_id="t-b"),
        run("c", RunState.FAILED, task_id="t-c", error=TaskFailed("InternalError", "no", task_id="t-c")),
        run("d", RunState.UNKNOWN, masked),
        run("e", RunState.PREPARED),
    ]


COUNTED = [(2, 0), (0, 2), (0, 0), (0, 1), (0, 0)]


def old_line(run: Run, folder: Path) -> str:
    """Return the line that version 1 wrote."""
    document = json.loads(write_record(run, folder))
    for name in ("account", "sent", "stopped", "pack"):
        del document[name]
    return json.dumps(document)


@pytest.fixture
def old(tmp_path, runs) -> Path:
    """Make a store as version 1 did."""
    folder = tmp_path / "runs"
    filler = RunStore(folder)
    for run in runs:
        # Its files are as they were.
        filler.begin(run.request, ENGINE)
    filler.close()
    (folder / "journal.sqlite").unlink()
    shutil.rmtree(folder / "owners")
    with closing(sqlite3.connect(folder / "journal.sqlite")) as journal:
        journal.executescript(FIRST_VERSION)
        for run in runs:
            request = run.request
            journal.execute(
                "INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    run.id, run.started.isoformat(), run.state.value, ENGINE, request.model,
                    request.fingerprint(ENGINE), run.task_id, json.dumps(request.to_dict(embed=False)),
                    old_line(run, folder),
                ),
            )  # fmt: skip
        journal.commit()
    return folder


@pytest.fixture
def second(old) -> Path:
    """Make a store as version 2 did."""
    with closing(sqlite3.connect(old / "journal.sqlite")) as journal:
        journal.executescript(SECOND_VERSION)
    return old


def columns(folder: Path, names: str) -> list[tuple]:
    with closing(sqlite3.connect(folder / "journal.sqlite")) as journal:
        return journal.execute(f"SELECT {names} FROM runs ORDER BY id").fetchall()  # noqa: S608 - names of this test


def version_of(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "journal.sqlite")) as journal:
        return journal.execute("PRAGMA user_version").fetchone()[0]


def same(kept: Run, run: Run) -> bool:
    return (kept.id, kept.state, kept.task_id, kept.request, kept.content, kept.usage, str(kept.error)) == (
        run.id, run.state, run.task_id, run.request, run.content, run.usage, str(run.error),
    )  # fmt: skip


def test_first_version_becomes_the_newest(old, runs):
    """A journal of version 1 is brought to the newest: all its runs, with their counts, and its lines word for word."""
    before = columns(old, "id, started, request, record, fingerprint")

    store = RunStore(old)

    assert all(same(kept, run) for kept, run in zip(store.runs(), runs, strict=True))
    assert columns(old, "pictures, perhaps") == COUNTED
    assert columns(old, "id, started, request, record, fingerprint") == before
    assert (store.spend().pictures, store.spend().perhaps) == (2, 3)
    assert store.known_tasks() == {"t-a", "t-b", "t-c"}
    assert [run.id for run in store.unfinished()] == ["b", "d", "e"]
    assert store.claim(store.get("b")).task_id == "t-b"


def test_second_version_is_remembered(second, runs):
    """A journal of version 2 becomes the newest, and what its lines tell of requests is known without any file."""
    before = columns(second, "id, request, record, fingerprint, asked, pictures, perhaps")
    shutil.rmtree(second / "files")
    draft, masked = runs[0].request, runs[3].request
    image = draft.pictures[0].image

    store = RunStore(second)

    assert store.remembered(draft, ENGINE) == START
    assert (store.recall(draft, ENGINE).id, store.recall(draft, ENGINE).content) == ("a", (Text("done"),))
    assert store.recall(draft, "custom/other", offline=True).id == "a"
    assert store.nearest(draft.replace(n=1), ENGINE).id == "a"
    # What a mask of before edits is not drawn for it; its hash is known all the same.
    assert [bool(text) for (text,) in columns(second, "meaning")] == [True, True, True, False, True]
    assert store.open_run(masked, ENGINE).id == "d"
    assert columns(second, "id, request, record, fingerprint, asked, pictures, perhaps") == before
    with closing(sqlite3.connect(second / "journal.sqlite")) as journal:
        kept = journal.execute("SELECT run, role, place, digest, pixels FROM pictures ORDER BY run").fetchall()
    assert kept == [(run.id, "in", 1, image.digest, image.pixels) for run in runs]


def test_run_of_an_older_kernel_is_not_lost(second, runs):
    """As long as a kernel that writes version 2 has a run under way, the journal stays so, and is only read."""
    owner, draft = Owner(second / "owners"), runs[0].request
    with closing(sqlite3.connect(second / "journal.sqlite")) as journal, journal:
        journal.execute("UPDATE runs SET owner = ? WHERE id = 'b'", (owner.hold(),))
    store = RunStore(second)

    assert store.recall(draft, ENGINE).id == "a"
    assert store.charge(store.get("b"))
    assert [run.id for run in store.unfinished()] == ["d", "e"]
    with pytest.raises(StoreError, match="older wanwidgets has a run under way"):
        store.begin(draft, ENGINE)
    assert version_of(second) == 2
    assert store.notices == ()

    owner.let_go()
    store.begin(draft, ENGINE)
    assert version_of(second) == 3
    assert store.recall(draft, ENGINE).id == "a"


def test_results_of_before_are_known_by_their_file(second, photo):
    """The results of version 2, whose pixels nobody had hashed, are known by the hash of their file."""
    out = second / "files" / "ab" / "abcd.png"
    out.parent.mkdir(exist_ok=True)
    photo.save(out)
    part = {"file": "files/ab/abcd.png", "sha256": "abcd", "width": 400, "height": 300}
    with closing(sqlite3.connect(second / "journal.sqlite")) as journal, journal:
        record = json.loads(journal.execute("SELECT record FROM runs WHERE id = 'a'").fetchone()[0])
        record["content"] = [{"text": "first"}, part, {"code": "InternalError", "message": "no"}]
        journal.execute("UPDATE runs SET record = ? WHERE id = 'a'", (json.dumps(record),))

    assert RunStore(second).made("abcd") == (Made("a", 1),)
    assert columns(second, "failed") == [(1,), (0,), (0,), (0,), (0,)]


def test_other_defaults_of_before_are_not_this_request(second, runs):
    """A run of which the model's defaults were others then keeps its old hash, and is not found by a new one."""
    with closing(sqlite3.connect(second / "journal.sqlite")) as journal, journal:
        journal.execute("UPDATE runs SET fingerprint = 'of-other-defaults' WHERE id = 'a'")

    assert RunStore(second).recall(runs[0].request, ENGINE) is None
    assert columns(second, "fingerprint, meaning, anyone")[0] == ("of-other-defaults", "", "")


def test_new_and_upgraded_journals_are_the_same(old, tmp_path):
    """A journal that was upgraded has the same tables as a new one."""

    def schema(folder):
        with closing(sqlite3.connect(folder / "journal.sqlite")) as journal:
            return (
                [
                    journal.execute(f"PRAGMA table_info({name})").fetchall()
                    for name in ("runs", "pictures", "addresses")
                ],
                sorted(journal.execute("SELECT name FROM sqlite_master").fetchall()),
                journal.execute("PRAGMA user_version").fetchall(),
            )

    RunStore(old).runs()
    RunStore(tmp_path / "new").begin(EditRequest("x"), ENGINE)

    assert schema(old) == schema(tmp_path / "new")


def test_upgrade_is_whole_or_not_at_all(old, monkeypatch):
    """An upgrade that fails half way leaves version 1 as it was."""

    def fail(*_):
        raise sqlite3.OperationalError("database or disk is full")

    before = columns(old, "*")
    with monkeypatch.context() as patched:
        patched.setattr("wanwidgets.store.versions.counted", fail)
        with pytest.raises(StoreError, match="make room"):
            RunStore(old).runs()

    assert columns(old, "*") == before
    assert len(RunStore(old).runs()) == len(before)


def test_line_that_cannot_be_read_is_upgraded_as_it_is(old):
    """A line of version 1 that was damaged stays word for word, counts for nothing, and hides no other."""
    with closing(sqlite3.connect(old / "journal.sqlite")) as journal, journal:
        journal.execute("UPDATE runs SET record = 'half a li' WHERE id = 'a'")

    store = RunStore(old)

    assert [run.id for run in store.runs()] == ["b", "c", "d", "e"]
    assert columns(old, "record")[0] == ("half a li",)
    assert store.spend().pictures == 0
    assert "Run a: " in store.damage()[0]


@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
def test_newer_version_is_left_as_it_is(old, mode):
    """A journal of a newer version is an error for every use, and no byte of the folder changes."""
    with closing(sqlite3.connect(old / "journal.sqlite")) as journal:
        journal.execute(f"PRAGMA journal_mode = {mode}")
        journal.execute("PRAGMA user_version = 4")
    before = bytes_of(old)
    store = RunStore(old)
    run = Run("a", EditRequest("x"), ENGINE, RunState.SENT, START)

    for use in (
        store.runs, store.unfinished, store.known_tasks, store.spend, lambda: store.get("a"),
        lambda: store.begin(EditRequest("x"), ENGINE), lambda: store.record(run), lambda: store.claim(run),
        lambda: store.release(run), lambda: store.adopt(run, "t-1"),
    ):  # fmt: skip
        with pytest.raises(StoreError, match=r"newer wanwidgets \(journal 4, this one knows 3\). Upgrade it, or"):
            use()

    assert "newer wanwidgets" in store.damage()[0]
    assert bytes_of(old) == before


@pytest.fixture
def for_others():
    """Return a folder that other users can reach as well."""
    folder = Path(tempfile.mkdtemp(prefix="wanwidgets-test-"))
    folder.chmod(0o755)
    yield folder
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    shutil.rmtree(folder)


@contextmanager
def somebody():
    """Be a user like any other: root may do everything, and is somebody else meanwhile."""
    root = os.name != "nt" and os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@contextmanager
def without_rights(folder: Path):
    """Take away every right to write in a folder."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    with somebody():
        yield


needs_rights = pytest.mark.skipif(os.name == "nt", reason="rights are another matter there")


def fill(folder: Path, photo) -> Run:
    store = RunStore(folder)
    run = store.record(store.begin(EditRequest("x", [photo]), ENGINE).now(RunState.RUNNING, task_id="t-1"))
    store.close()
    return run


@needs_rights
@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
def test_folder_that_may_only_be_read(for_others, photo, mode):
    """A folder that may only be read shows all its runs; writing is an error that says so, and changes nothing."""
    writer = RunStore(for_others / "runs")
    done = writer.begin(EditRequest("y", [photo]), ENGINE)
    done = writer.record(done.now(RunState.SUCCEEDED, content=(writer.keep(done.request.pictures[0].image.data),)))
    writer.keep_address("https://example.com/a.png", done.request.pictures[0].image)
    run = fill(for_others / "runs", photo)
    with closing(sqlite3.connect(for_others / "runs" / "journal.sqlite")) as journal:
        journal.execute(f"PRAGMA journal_mode = {mode}")
    before = bytes_of(for_others)

    with without_rights(for_others):
        store = RunStore(for_others / "runs")
        assert store.runs() == [store.get(done.id), store.get(run.id)] == [done, run]
        assert store.unfinished() == (run,)
        assert store.known_tasks() == {"t-1"}
        assert (store.spend().pictures, store.spend().perhaps) == (1, 1)
        assert store.damage() == ()
        assert store.recall(done.request, ENGINE).id == done.id
        assert store.address("https://example.com/a.png") == done.request.pictures[0].image.data
        for use in (
            lambda: store.begin(EditRequest("x"), ENGINE),
            lambda: store.record(run),
            lambda: store.claim(run),
            lambda: store.keep(run.request.pictures[0].image.data + b" "),
        ):
            with pytest.raises(StoreError, match="may not be written"):
                use()

    assert bytes_of(for_others) == before
    assert ("may not be written" in " ".join(store.notices)) == (mode == "WAL")


@needs_rights
def test_folder_that_may_not_even_be_read(for_others, photo):
    """A folder that may not be entered is an error that says so, and `damage` tells it."""
    run = fill(for_others / "runs", photo)

    store = RunStore(for_others / "runs")
    (for_others / "runs").chmod(0o000)
    try:
        with somebody():
            for use in (store.runs, store.unfinished, lambda: store.record(run)):
                with pytest.raises(StoreError, match="Permission denied"):
                    use()
            assert "Permission denied" in store.damage()[0]
    finally:
        (for_others / "runs").chmod(0o755)


@needs_rights
def test_log_that_nobody_closed_is_read(for_others, photo):
    """What a killed kernel left in its write-ahead log is read where nothing may be written, too."""
    run = fill(for_others / "live", photo)
    with closing(sqlite3.connect(for_others / "live" / "journal.sqlite")) as other:
        # As long as another connection is open, the log is not written back.
        other.execute("SELECT id FROM runs").fetchall()
        RunStore(for_others / "live").record(run.now(RunState.SUCCEEDED))
        shutil.copytree(for_others / "live", for_others / "runs", ignore=shutil.ignore_patterns("*-shm"))
    assert (for_others / "runs" / "journal.sqlite-wal").stat().st_size

    with without_rights(for_others / "runs"):
        assert RunStore(for_others / "runs").get(run.id).state is RunState.SUCCEEDED


@needs_rights
def test_first_version_that_may_only_be_read(for_others, old, runs):
    """A journal of version 1 that may not be written is read all the same."""
    shutil.copytree(old, for_others / "runs")
    before = bytes_of(for_others)

    with without_rights(for_others):
        kept = RunStore(for_others / "runs").runs()

    assert all(same(one, run) for one, run in zip(kept, runs, strict=True))
    assert bytes_of(for_others) == before


def test_looking_makes_nothing(tmp_path):
    """A store that is only looked at makes no folder."""
    store = RunStore(tmp_path / "runs")

    assert store.runs() == []
    assert store.unfinished() == store.damage() == store.notices == ()
    assert store.known_tasks() == frozenset()
    assert not store.folder.exists()


MOUNTS = (
    "22 1 8:1 / / rw,relatime - ext4 /dev/root rw\n"
    "30 22 0:40 / {home} rw,relatime shared:3 - nfs4 server:/home rw,vers=4.2\n"
    "31 30 0:41 / {home}/with\\040space/local rw - tmpfs tmpfs rw\n"
    "32 22 0:42 / {home}-sick rw - fuse.sshfs me@there: rw\n"
)


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("home", "nfs4"),
        ("home/runs/deep", "nfs4"),
        ("home/with space", "nfs4"),
        ("home/with space/local/runs", ""),
        ("home-sick/runs", "fuse.sshfs"),
        ("homestead", ""),
        (".", ""),
    ],
)
def test_network_file_systems_are_known(tmp_path, place, kind):
    """The file system of a folder is that of the longest mount point above it."""
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS.replace("{home}", str(tmp_path / "home")), encoding="ascii")

    assert network_of(tmp_path / place, mounts) == kind
    assert network_of(tmp_path / place, tmp_path / "no such file") == ""


def test_of_two_on_one_place_the_upper_counts(tmp_path):
    """Where two file systems are mounted on the same place, the later one is seen."""
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"1 0 0:1 / {tmp_path} rw - nfs a rw\n2 1 0:2 / {tmp_path} rw - tmpfs b rw\n", encoding="ascii")

    assert network_of(tmp_path, mounts) == ""


def mode_of(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "journal.sqlite")) as journal:
        return journal.execute("PRAGMA journal_mode").fetchone()[0]


def test_network_does_without_a_log(tmp_path):
    """On a network file system the journal keeps no write-ahead log, gives up the one it had, and the store says so."""
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"1 0 0:1 / {tmp_path} rw - nfs server:/ rw\n", encoding="ascii")
    run = RunStore(tmp_path / "here").begin(EditRequest("x"), ENGINE)
    assert mode_of(tmp_path / "here") == "wal"
    assert RunStore(tmp_path / "here").notices == ()

    for folder, known in ((tmp_path / "here", 1), (tmp_path / "new", 0)):
        store = RunStore(folder, mounts=mounts)
        store.begin(EditRequest("x"), ENGINE)
        assert mode_of(folder) == "delete"
        assert len(store.runs()) == known + 1
        assert "network file system (nfs)" in store.notices[0]
        assert "one machine at a time" in store.notices[0]

    assert RunStore(tmp_path / "here").get(run.id) == run
