"""Whatever is wrong with the folder, the store says what and what to do, and destroys nothing of what is there."""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

import wanwidgets
from wanwidgets.errors import StoreError
from wanwidgets.images import Address
from wanwidgets.request import EditRequest
from wanwidgets.result import RunState
from wanwidgets.store import RunStore

ENGINE = "model-studio/singapore"
PAGE = 4096


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder, by its relative path."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def draft(photo) -> EditRequest:
    return EditRequest("red", [photo])


@pytest.fixture
def png(photo) -> bytes:
    out = io.BytesIO()
    photo.save(out, "PNG", compress_level=1)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path, draft, png) -> Path:
    """Return a store with some runs, which no kernel has open."""
    store = RunStore(tmp_path / "runs")
    for take in range(20):
        run = store.begin(draft.replace(take=take), ENGINE)
        run = store.record(run.now(RunState.RUNNING, task_id=f"t-{take}"))
        if take:
            store.record(run.now(RunState.SUCCEEDED, content=(store.keep(png),)))
    store.close()
    return tmp_path / "runs"


def no_database(journal: Path) -> None:
    journal.write_bytes(b"The user's own notes. " * 500)


def cut_off(journal: Path) -> None:
    os.truncate(journal, journal.stat().st_size // PAGE // 2 * PAGE)


def cut_within_a_page(journal: Path) -> None:
    os.truncate(journal, journal.stat().st_size - PAGE // 2)


def cut_to_a_stump(journal: Path) -> None:
    os.truncate(journal, 100)


def schema_overwritten(journal: Path) -> None:
    overwrite(journal, 0, 100, 2000)


def root_overwritten(journal: Path) -> None:
    overwrite(journal, 1, 0, PAGE)


def leaf_overwritten(journal: Path) -> None:
    overwrite(journal, journal.stat().st_size // PAGE - 3, 0, PAGE)


def overwrite(journal: Path, page: int, start: int, length: int) -> None:
    with journal.open("r+b") as file:
        file.seek(page * PAGE + start)
        file.write(b"\xa5" * length)


@pytest.mark.parametrize(
    "break_it",
    [
        no_database, cut_off, cut_within_a_page, cut_to_a_stump, schema_overwritten, root_overwritten, leaf_overwritten,
    ],
)  # fmt: skip
def test_damaged_journal_is_left_as_it_is(folder, draft, photo, break_it):
    """A damaged journal is an error that says so and what to do; not one byte of the folder changes by any use."""
    run = RunStore(folder).runs()[0]
    break_it(folder / "journal.sqlite")
    before = bytes_of(folder)
    other = draft.replace(images=[photo.rotate(90)])

    for use in (
        lambda store: store.begin(other, ENGINE),
        lambda store: store.record(run.now(RunState.SUCCEEDED)),
        lambda store: store.claim(run),
        lambda store: store.release(run),
        lambda store: store.adopt(run, "t-1"),
    ):
        with pytest.raises(StoreError, match=r"journal is damaged, and was left as it is. Keep a copy .* \.recover"):
            use(RunStore(folder))
        assert bytes_of(folder) == before

    assert "damaged" in RunStore(folder).damage()[0]
    for look in (RunStore.runs, RunStore.unfinished, RunStore.known_tasks, RunStore.spend):
        # What does not meet the damage may be read.
        try:
            look(RunStore(folder))
        except StoreError as error:
            assert "journal is damaged" in str(error)  # noqa: PT017 - it may as well not be raised
    assert bytes_of(folder) == before


def test_line_edited_by_hand_is_told(folder):
    """A run whose line was edited so that it cannot be read is told, is left as it is, and hides no other run."""
    runs = RunStore(folder).runs()
    with closing(sqlite3.connect(folder / "journal.sqlite")) as journal, journal:
        journal.execute("UPDATE runs SET record = replace(record, '}', ') -- mine') WHERE id = ?", (runs[3].id,))
        (mine,) = journal.execute("SELECT record FROM runs WHERE id = ?", (runs[3].id,)).fetchone()
    store = RunStore(folder)

    assert store.notices == ()
    assert store.runs() == [*runs[:3], *runs[4:]]
    assert "cannot be read: 1. RunStore.damage()" in store.notices[0]
    (told,) = store.damage()
    assert told.startswith(f"Run {runs[3].id}: A run in runs cannot be read")
    with pytest.raises(StoreError, match="cannot be read"):
        store.get(runs[3].id)
    with closing(sqlite3.connect(folder / "journal.sqlite")) as journal:
        assert journal.execute("SELECT record FROM runs WHERE id = ?", (runs[3].id,)).fetchone() == (mine,)


@pytest.mark.parametrize("values", ["state = 'well'", "state = 'well', owner = '../../x'", "pictures = 'many'"])
def test_columns_edited_by_hand_break_nothing_else(folder, draft, values):
    """Nonsense in a column of one row does not keep others from being begun, read and claimed."""
    first = RunStore(folder).runs()[0]
    with closing(sqlite3.connect(folder / "journal.sqlite")) as journal, journal:
        journal.execute(f"UPDATE runs SET {values} WHERE id = ?", (first.id,))  # noqa: S608 - names of this test
    store = RunStore(folder)

    assert store.claim(first) is None or "many" in values
    assert store.begin(draft, ENGINE) in store.runs()
    assert store.spend().pictures == 19


@pytest.mark.parametrize("column", ["request", "record"])
def test_bytes_that_are_no_text_hide_no_other_run(folder, column):
    """A byte of a line that the disk has changed into none of a text is told, and hides no other run."""
    runs = RunStore(folder).runs()
    with closing(sqlite3.connect(folder / "journal.sqlite")) as journal, journal:
        damaged = f"CAST(CAST(substr({column}, 1, 40) AS BLOB) || x'ff' || substr({column}, 42) AS TEXT)"
        journal.execute(f"UPDATE runs SET {column} = {damaged} WHERE id = ?", (runs[0].id,))  # noqa: S608 - this test's
    store = RunStore(folder)

    assert store.runs() == runs[1:]
    (told,) = store.damage()
    assert told.startswith(f"Run {runs[0].id}: A run in runs cannot be read")
    assert store.unfinished() == ()
    assert store.known_tasks() == {run.task_id for run in runs}
    for use in (store.get, lambda _: store.claim(runs[0]), lambda _: store.adopt(runs[0], "t-0")):
        with pytest.raises(StoreError, match="cannot be read"):
            use(runs[0].id)


@pytest.mark.parametrize("change", ["DROP TABLE runs", "ALTER TABLE runs DROP COLUMN perhaps"])
def test_journal_without_what_belongs_in_it(folder, draft, change):
    """A journal that lacks a table or a column is damaged, and is told so with what to do."""
    with closing(sqlite3.connect(folder / "journal.sqlite")) as journal, journal:
        journal.execute(change)
    store = RunStore(folder)

    for use in (store.spend, lambda: store.begin(draft, ENGINE)):
        with pytest.raises(StoreError, match=r"journal is damaged, and was left as it is"):
            use()
    assert all("journal is damaged" in sentence for sentence in store.damage())


def test_results_that_are_gone_or_changed_are_told(folder, png):
    """A result that is gone or was edited is told, once for each run that has it; the run itself can still be read."""
    store = RunStore(folder)
    saved = store.runs()[1].saved[0]
    saved.path.write_bytes(b"edited")
    told = store.damage()
    assert len(told) == 19
    assert all(f"{saved.path.name} is not the picture" in sentence for sentence in told)

    saved.path.unlink()
    assert all(f"{saved.path.name} is gone" in sentence for sentence in store.damage())
    assert len(store.runs()) == 20
    assert "succeeded" in store.runs()[1]._repr_mimebundle_()["text/plain"]

    store.keep(png)
    assert store.damage() == ()


def test_paid_run_is_taken_up_without_its_input(folder, draft):
    """A task that runs can be taken up though the file that was sent is gone; whoever sends it again is stopped."""
    store = RunStore(folder)
    (whole,) = store.unfinished()
    shutil.rmtree(folder / "files")

    (run,) = store.unfinished()
    claimed = store.claim(run)

    assert (claimed.id, claimed.task_id, claimed.state) == (whole.id, "t-0", RunState.RUNNING)
    assert claimed.request.prompt == "red"
    (picture,) = claimed.request.pictures
    assert isinstance(picture.image, Address)
    assert picture.image.url.startswith("https://gone.invalid/")
    assert store.record(claimed.now(RunState.SUCCEEDED)).state is RunState.SUCCEEDED
    with pytest.raises(StoreError, match="has no file"):
        store.get(run.id)


def test_free_run_is_not_taken_up_without_its_input(tmp_path, draft):
    """A run of the local service, which would simply run again, is not taken up without what it was asked about."""
    store = RunStore(tmp_path / "runs")
    run = store.begin(draft, "local/1")
    store.close()
    shutil.rmtree(tmp_path / "runs" / "files")

    assert store.unfinished() == ()
    with pytest.raises(StoreError, match="has no file"):
        store.claim(run)


def test_journal_deleted_while_in_use(folder, draft):
    """A journal that is deleted under a run is an error that says so, and no empty one takes its place by itself."""
    store = RunStore(folder)
    run = store.begin(draft, ENGINE)
    (folder / "journal.sqlite").unlink()
    before = bytes_of(folder)

    for use in (store.record, store.claim, store.release, lambda run: store.adopt(run, "t-1")):
        with pytest.raises(StoreError, match="is gone: it was deleted or moved while it was in use"):
            use(run)

    assert bytes_of(folder) == before
    assert store.runs() == []
    assert store.damage() == ("The journal is gone. The pictures are whole files; which run made them only it knew.",)
    assert store.begin(draft, ENGINE) == store.runs()[0]


def test_file_in_the_place_of_the_folder(tmp_path, draft):
    """A file where the folder should be is an error for looking as for writing, and stays."""
    place = tmp_path / "runs"
    place.write_text("mine", encoding="ascii")

    for use in (RunStore(place).runs, lambda: RunStore(place).begin(draft, ENGINE), RunStore(place).unfinished):
        with pytest.raises(StoreError, match=r"cannot be used .* There is a file .* Choose another folder"):
            use()

    assert place.read_text(encoding="ascii") == "mine"


FULL = """
import io, resource, sys
from pathlib import Path
from PIL import Image
from wanwidgets.errors import StoreError
from wanwidgets.request import EditRequest
from wanwidgets.result import RunState
from wanwidgets.store import RunStore

out = io.BytesIO()
Image.effect_noise((300, 300), 90).convert("RGB").save(out, "PNG")
png, big = out.getvalue(), Image.effect_noise((400, 400), 90).convert("RGB")
step, limited = sys.argv[2:4]
store = RunStore(sys.argv[1])
run = store.begin(EditRequest("x"), "model-studio/singapore")

def bytes_of():
    # What SQLite has beside the journal is none of ours, as long as it says the same.
    files = (path for path in store.folder.rglob("*") if path.is_file() and not path.name.endswith(("-wal", "-shm")))
    return {path: path.read_bytes() for path in files}

filler = Path(sys.argv[1]) / "filler"
if limited == "rlimit":
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
else:
    with filler.open("wb", buffering=0) as rest:
        try:
            while True:
                rest.write(b"x" * 512)
        except OSError:
            pass
before = bytes_of()
try:
    {"begin": lambda: store.begin(EditRequest("x", [big]), "model-studio/singapore"),
     "record": lambda: store.record(run.now(RunState.SUCCEEDED)),
     "keep": lambda: store.keep(png)}[step]()
except StoreError as error:
    print(error)
assert bytes_of() == before, set(bytes_of()) ^ set(before)
if limited == "rlimit":
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
else:
    filler.unlink()
assert store.runs() == [run]
store.keep(png)
store.record(run.now(RunState.SENT))
assert len(store.runs() + [store.begin(EditRequest("x", [big]), "model-studio/singapore")]) == 2
store.close()
"""


def on_a_full_disk(folder: Path, step: str, limited: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(Path(wanwidgets.__file__).parents[1])}
    command = [sys.executable, "-c", FULL, str(folder), step, limited]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(os.name == "nt", reason="a process has no limit of its files there")
@pytest.mark.parametrize("step", ["begin", "record", "keep"])
def test_no_file_may_grow(tmp_path, step):
    """Where no file may grow, each write is an error that says to make room, undoes itself, and works afterwards."""
    told = on_a_full_disk(tmp_path / "runs", step, "rlimit")

    assert "make room" in told


@contextmanager
def small_disk(place: Path):
    """Mount a disk of 1 MB, where that is allowed."""
    place.mkdir()
    mount = shutil.which("mount")
    made = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=1m", "none", str(place)], capture_output=True, check=False
    )
    if not made or made.returncode:
        pytest.skip("no disk can be mounted here: run this test as root")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("step", ["begin", "record", "keep"])
def test_full_disk(tmp_path, step):
    """On a disk that is really full, each write is an error that says so, undoes itself, and works afterwards."""
    with small_disk(tmp_path / "disk") as disk:
        told = on_a_full_disk(disk, step, "really")

    assert "make room" in told
