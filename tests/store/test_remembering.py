"""What was asked before is given again from the store; what was not is told by what comes nearest."""

from __future__ import annotations

import io
import itertools
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import numpy as np
import pytest
from PIL import Image

from wanwidgets.budget import Caps
from wanwidgets.content import Failure, Text
from wanwidgets.errors import StoreError
from wanwidgets.images import Gap, InputImage
from wanwidgets.meaning import Difference
from wanwidgets.pictures import Picture
from wanwidgets.regions import Mask
from wanwidgets.request import EditRequest
from wanwidgets.result import RunState
from wanwidgets.store import Asked, RunStore, memory, rows

START = datetime(2026, 11, 20, 12, 0, tzinfo=timezone.utc)
LOCAL, PAID, OTHER = "local/1", "model-studio/singapore", "model-studio/beijing"


@pytest.fixture
def store(tmp_path) -> RunStore:
    moments = (START + timedelta(seconds=count) for count in itertools.count())
    names = (f"run-{count}" for count in itertools.count(1))
    return RunStore(tmp_path / "runs", now=lambda: next(moments), new_id=lambda: next(names))


@pytest.fixture
def draft(photo) -> EditRequest:
    return EditRequest("Paint it red", [photo], boxes={1: [(1, 2, 30, 40)]}, seed=3)


def png(colour, size=(320, 240)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def make(store, request, engine=LOCAL, *, colour=(9, 9, 9), pack="", content=None, **facts):
    """Let a run succeed with one picture of a colour."""
    run = store.begin(request, engine)
    content = (store.keep(png(colour)),) if content is None else content
    run = store.record(run.now(RunState.SUCCEEDED, content=content, **facts))
    if pack:
        with store._journal.writing() as journal:
            rows.update(
                journal, {"id": run.id, "pack": pack, **rows.row_of(replace(run, pack=pack), store.folder, written=0)}
            )
    return run


def test_hit_is_the_run_of_the_journal(store, draft):
    """A hit is the run that is in the journal, with everything it brought and the very request that asked."""
    made = make(
        store, draft, PAID, usage={"image_count": 1}, task_id="t-1", request_id="r-1", status=None, seconds=2.5,
        content=(Text("words"), replace(store.keep(png((1, 2, 3))), actual_prompt="A red car")),
    )  # fmt: skip

    hit = store.recall(draft, PAID)

    assert hit == replace(made, recalled=hit.recalled)
    assert hit.recalled > made.started
    assert hit.request is draft
    assert hit.actual_prompt == "A red car"
    assert store.remembered(draft, PAID) == made.started


def test_replay_writes_nothing(store, draft):
    """A replay leaves no row and no byte in the store."""
    make(store, draft)
    before = {path: path.read_bytes() for path in store.folder.rglob("*.*") if path.is_file()}

    for _ in range(3):
        assert store.recall(draft, LOCAL)

    assert len(store.runs()) == 1
    assert {path: path.read_bytes() for path in store.folder.rglob("*.*") if path.is_file()} == before


def test_same_pixels_in_any_form_are_a_hit(store, photo):
    """The same pixels as a PNG of any compression, a PIL image or an array are the same request."""
    make(store, EditRequest("Warmer", [photo]))
    forms = [np.asarray(photo)]
    for level in (0, 9):
        out = io.BytesIO()
        photo.save(out, "PNG", compress_level=level)
        forms.append(out.getvalue())

    assert all(store.recall(EditRequest("Warmer", [form]), LOCAL) for form in forms)


CHANGES = [
    {"prompt": "Paint it blue"}, {"model": "wan2.7-image-pro"}, {"take": 1}, {"seed": 4}, {"n": 2}, {"size": "1K"},
    {"marks": "drawn"}, {"pictures": []}, {"boxes": {1: [(50, 50, 90, 90)]}},
]  # fmt: skip


@pytest.mark.parametrize("changes", CHANGES, ids=str)
def test_anything_else_is_a_miss(store, draft, changes):
    """A request that differs in anything that counts never finds the old picture."""
    make(store, draft)
    other = draft.replace(**changes)

    assert store.recall(other, LOCAL) is None
    assert store.remembered(other, LOCAL, offline=True) is None


@pytest.mark.parametrize("state", [state for state in RunState if state is not RunState.SUCCEEDED])
def test_only_what_succeeded_is_remembered(store, draft, state):
    """A run that did not succeed is no hit, whatever it brought."""
    run = store.begin(draft, PAID)
    store.record(run.now(state, content=(store.keep(png((9, 9, 9))),)))

    assert store.recall(draft, PAID) is None
    assert store.recall(draft, PAID, offline=True) is None


def test_newest_wins_and_both_stay(store, draft):
    """Of two runs with one fingerprint and different pictures the newest is given, and both are in the store."""
    first, second = make(store, draft, colour=(1, 1, 1)), make(store, draft, colour=(2, 2, 2))

    assert store.recall(draft, LOCAL).id == second.id
    assert [run.id for run in store.runs()] == [first.id, second.id]
    assert all(saved.data() for run in store.runs() for saved in run.saved)


def test_whole_run_comes_before_a_newer_one_with_a_failure(store, draft):
    """A run without failed pictures is given before a newer one of which one failed."""
    whole = make(store, draft)
    make(store, draft, content=(store.keep(png((3, 3, 3))), Failure("InternalError", "no")))

    assert store.recall(draft, LOCAL).id == whole.id


def test_who_answers_counts_unless_offline(store, draft):
    """Another engine's pictures are no hit in replay; offline they are, after those of the own engine."""
    other = make(store, draft, OTHER)

    assert store.recall(draft, PAID) is None
    assert store.remembered(draft, PAID) is None
    assert (store.recall(draft, PAID, offline=True).id, store.recall(draft, PAID, offline=True).engine) == (
        other.id,
        OTHER,
    )

    own = make(store, draft, PAID)
    make(store, draft, OTHER)
    assert store.recall(draft, PAID, offline=True).id == own.id


def test_pack_is_a_hit_whoever_answered(store, draft):
    """A run of a pack is a hit for any engine; own runs of the same engine come first, however old."""
    own = make(store, draft, LOCAL)
    packed = make(store, draft, LOCAL, pack="lesson")

    assert store.recall(draft, LOCAL).id == own.id
    assert (store.recall(draft, PAID).id, store.recall(draft, PAID).pack) == (packed.id, "lesson")
    assert store.remembered(draft, PAID) == packed.started


def edit(saved):
    saved.path.write_bytes(png((200, 0, 0)))


def delete(saved):
    saved.path.unlink()


@pytest.mark.parametrize("harm", [edit, delete])
def test_run_with_a_harmed_file_gives_way(store, draft, harm):
    """Where a picture of the newest run was edited or deleted, the next newest whole run is given."""
    older, newer = make(store, draft, colour=(1, 1, 1)), make(store, draft, colour=(2, 2, 2))
    harm(newer.saved[0])

    assert store.recall(draft, LOCAL).id == older.id


@pytest.mark.parametrize(("harm", "told"), [(edit, "changed or damaged"), (delete, "is gone")])
def test_harmed_file_is_never_asked_again_unsaid(store, draft, harm, told):
    """Where no run is whole, the error names the newest one's file and what to do, and the edited file is left."""
    make(store, draft, colour=(1, 1, 1))
    newest = make(store, draft, colour=(2, 2, 2))
    for run in store.runs():
        harm(run.saved[0])
    name = newest.saved[0].path.name

    with pytest.raises(StoreError, match=rf'{name}.*{told}.*Nothing was sent\. Put the file back.*mode="refresh"'):
        store.recall(draft, LOCAL)

    store._files.write(newest.saved[0].digest, "PNG", png((2, 2, 2)))
    assert store.recall(draft, LOCAL).id == newest.id


def test_line_that_cannot_be_read_is_no_miss(store, draft):
    """A run whose line was damaged is an error that names it, and not paid again."""
    run = make(store, draft)
    with closing(sqlite3.connect(store.folder / "journal.sqlite")) as journal, journal:
        journal.execute("UPDATE runs SET record = 'half a li'")

    with pytest.raises(StoreError, match=rf"line of run {run.id} is damaged.*Nothing was sent"):
        store.recall(draft, LOCAL)


@pytest.mark.parametrize("query", [memory._HITS, memory._OPEN])
def test_request_is_looked_up_by_its_hash(store, draft, query):
    """However many runs there are, only those of the same hash are read."""
    make(store, draft)
    told = dict.fromkeys(("fingerprint", "anyone", "engine", "anywhere"), "")
    with store._journal.reading() as journal:
        plan = " ".join(row[3] for row in journal.execute(f"EXPLAIN QUERY PLAN {query}", told))

    assert "runs_by_fingerprint (fingerprint=?)" in plan
    assert "SCAN" not in plan
    assert "runs_by_state" not in plan


def test_empty_store_remembers_nothing_and_is_not_made(tmp_path, draft):
    """A store whose folder does not exist remembers nothing, and looking does not make it."""
    store = RunStore(tmp_path / "none")

    assert store.recall(draft, LOCAL) is None
    assert store.remembered(draft, LOCAL) is None
    assert store.nearest(draft, LOCAL) is None
    assert store.open_run(draft, LOCAL) is None
    assert store.next_take(draft, LOCAL) == 0
    assert not store.folder.exists()


SENT = [RunState.SENT, RunState.RUNNING, RunState.UNDELIVERED, RunState.UNKNOWN]


@pytest.mark.parametrize("state", SENT)
def test_what_was_sent_and_may_be_paid_stands_in_the_way(store, draft, state):
    """A paid run that was sent stands in the way of the same request, though nobody has charge of it."""
    run = store.record(store.begin(draft, PAID).now(state))
    store.close()
    later = RunStore(store.folder)

    assert later.open_run(draft, PAID).id == run.id
    assert not later.charge(run)
    with pytest.raises(Asked):
        later.begin(draft, PAID, alone=True)
    assert len(later.runs()) == 1
    assert later.open_run(draft.replace(take=1), PAID) is None
    assert later.open_run(draft, OTHER) is None


@pytest.mark.parametrize(("engine", "state"), [(PAID, RunState.PREPARED), *((LOCAL, state) for state in SENT)])
def test_what_died_free_of_charge_stands_in_nobodys_way(store, draft, engine, state):
    """A run that was not sent, or that a local service made, is in the way only as long as its kernel lives."""
    run = store.record(store.begin(draft, engine).now(state))
    if not state.ended:
        assert store.open_run(draft, engine).id == run.id
        assert store.charge(run)
        with pytest.raises(Asked):
            store.begin(draft, engine, alone=True)

    store.close()

    assert store.open_run(draft, engine) is None
    assert store.begin(draft, engine, alone=True).id != run.id


def test_dead_run_hides_no_older_one_that_was_sent(store, draft):
    """A newer run that died before it was sent does not hide an older one of unknown outcome."""
    unknown = store.record(store.begin(draft, PAID).now(RunState.UNKNOWN))
    store.begin(draft, PAID)
    store.close()

    assert store.open_run(draft, PAID).id == unknown.id


@pytest.mark.parametrize("state", [state for state in RunState if state not in rows.UNFINISHED])
def test_what_ended_is_not_open(store, draft, state):
    """A run of which nothing more can come is not open, and nobody has charge of it."""
    run = store.record(store.begin(draft, PAID).now(state))

    assert store.open_run(draft, PAID) is None
    assert not store.charge(run)


def test_open_run_is_read_without_its_pictures_if_need_be(store, draft):
    """A run that may be paid for is found though the picture that was sent is gone."""
    run = store.record(store.begin(draft, PAID).now(RunState.RUNNING, task_id="t-1"))
    for path in store.folder.glob("files/*/*"):
        path.unlink()

    assert (store.open_run(draft, PAID).id, store.open_run(draft, PAID).task_id) == (run.id, "t-1")


def test_alone_is_refused_where_the_answer_is_there(store, draft):
    """A run is not begun alone where the store came to remember the request; without it is always begun."""
    make(store, draft, PAID)

    with pytest.raises(Asked):
        store.begin(draft, PAID, alone=True)

    assert store.begin(draft, PAID).state is RunState.PREPARED


def test_what_is_under_way_takes_nothing_more_of_a_budget(tmp_path, draft):
    """Who asks for what another kernel has begun waits for it, though that has taken the last of the budget."""
    store, other = RunStore(tmp_path / "runs"), RunStore(tmp_path / "runs")
    store.begin(draft, PAID, caps=Caps(store=1), alone=True)

    with pytest.raises(Asked):
        other.begin(draft, PAID, caps=Caps(store=1), alone=True)


@pytest.mark.parametrize("_", range(3))
def test_of_threads_that_ask_at_once_one_begins(tmp_path, draft, _):
    """Of threads that ask for the same at once, each with its own store or not, exactly one begins a run."""
    shared = RunStore(tmp_path / "runs")
    ready = threading.Barrier(6)
    begun, refused = [], []

    def ask(store):
        ready.wait()
        try:
            begun.append(store.begin(draft, PAID, alone=True))
        except Asked:
            refused.append(store)

    stores = [shared] * 3 + [RunStore(tmp_path / "runs") for _ in range(3)]
    threads = [threading.Thread(target=ask, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(begun), len(refused)) == (1, 5)
    assert len(shared.runs()) == 1


KERNEL = """
import sys
from wanwidgets.request import EditRequest
from wanwidgets.store import Asked, RunStore
store = RunStore(sys.argv[1])
request = EditRequest("A red car")
print("ready", flush=True)
sys.stdin.readline()
try:
    print(store.begin(request, "model-studio/singapore", alone=True).id, flush=True)
except Asked:
    print("asked", flush=True)
sys.stdin.readline()
"""


def test_of_kernels_that_ask_at_once_one_begins(tmp_path):
    """Of processes that ask for the same at once exactly one begins a run."""
    kernels = [
        subprocess.Popen(
            [sys.executable, "-c", KERNEL, str(tmp_path / "runs")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(3)
    ]  # fmt: skip
    try:
        assert [kernel.stdout.readline() for kernel in kernels] == ["ready\n"] * 3
        for kernel in kernels:
            kernel.stdin.write("\n")
            kernel.stdin.flush()
        told = [kernel.stdout.readline().strip() for kernel in kernels]
    finally:
        for kernel in kernels:
            kernel.communicate("\n")

    assert told.count("asked") == 2
    assert [run.id for run in RunStore(tmp_path / "runs").runs()] == [name for name in told if name != "asked"]


def test_replays_at_once_are_right(store, draft):
    """Many threads that replay different requests at once each get their own picture, every time."""
    colours = {f"paint {number}": (number, 0, 0) for number in range(8)}
    for prompt, colour in colours.items():
        make(store, draft.replace(prompt=prompt), colour=colour)
    wrong, ready = [], threading.Barrier(8)

    def replay(prompt):
        request = draft.replace(prompt=prompt)
        ready.wait()
        for _ in range(20):
            found = store.recall(request, LOCAL).images[0].getpixel((0, 0))
            if found != colours[prompt]:
                wrong.append((prompt, found))

    threads = [threading.Thread(target=replay, args=(prompt,)) for prompt in colours]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not wrong


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"prompt": "Paint it blue"}, [("prompt", "Paint it red", "Paint it blue")]),
        ({"seed": 4}, [("seed", 3, 4)]),
        ({"seed": None}, [("seed", 3, None)]),
        ({"take": 2}, [("take", 0, 2)]),
    ],
)
def test_nearest_names_what_differs(store, draft, changes, fields):
    """The nearest remembered request is named with each field that differs, the remembered value first."""
    make(store, EditRequest("Something else", size="1K"))
    run = make(store, draft)
    make(store, EditRequest("And again", n=2))

    found = store.nearest(draft.replace(**changes), LOCAL)

    assert (found.id, found.started) == (run.id, run.started)
    assert found.differences == tuple(Difference(*field) for field in fields)


def test_nearest_does_not_name_the_engine(store, draft):
    """Who answers is no reason for a miss offline, so it is not told as one."""
    run = make(store, draft, OTHER)

    found = store.nearest(draft.replace(seed=4), PAID)

    assert (found.id, [each.field for each in found.differences]) == (run.id, ["seed"])


def test_nearest_prefers_the_same_prompt_then_the_same_pictures_then_the_newest(store, draft, photo):
    """Among requests that differ in as many fields, the prompt weighs most, then the pictures, then the time."""
    asked = draft.replace(seed=99)
    make(store, draft.replace(prompt="other", seed=99))
    pictures = make(store, draft.replace(images=[photo.rotate(90)], boxes={1: [(1, 2, 30, 40)]}, seed=99))
    assert store.nearest(asked, LOCAL).id == pictures.id

    make(store, draft.replace(seed=98))
    newest = make(store, draft.replace(seed=97))
    make(store, draft.replace(prompt="yet another", seed=99))
    assert store.nearest(asked, LOCAL).id == newest.id


def test_nearest_knows_only_what_can_be_replayed(store, draft):
    """A run that failed is near to nothing."""
    store.record(store.begin(draft, LOCAL).now(RunState.FAILED))

    assert store.nearest(draft.replace(seed=4), LOCAL) is None


def test_next_take_is_the_first_that_is_free(store, draft):
    """The next take is the first one that is neither remembered nor under way, whichever the draft has."""
    assert store.next_take(draft, PAID) == 0
    make(store, draft, PAID)
    store.begin(draft.replace(take=1), PAID)
    make(store, draft.replace(take=3), PAID)

    assert store.next_take(draft, PAID) == store.next_take(draft.replace(take=7), PAID) == 2
    assert store.next_take(draft, OTHER) == 0


def test_mask_counts(store, photo):
    """The same mask painted in another way is a hit, another mask is none, and its pixels are named by their hash."""
    request = EditRequest(
        "Fill it", [photo], mask=Mask(photo.size).with_boxes([(5, 6, 70, 80)]), model="wanx-x-painting"
    )
    make(store, request)
    halves = Mask(photo.size).with_boxes([(5, 6, 70, 40), (5, 40, 70, 80)])
    more = request.replace(mask=request.mask.with_boxes([(5, 6, 71, 80)]))

    assert store.recall(request.replace(mask=halves), LOCAL)
    assert store.recall(more, LOCAL) is None
    assert store.nearest(more, LOCAL).differences == (Difference("mask", request.mask.pixels, more.mask.pixels),)


def test_input_that_was_given_as_a_result(store, draft):
    """A result that is given as the next input is the same request however it is read."""
    made = make(store, draft)
    follow = EditRequest("Colder", [made.saved[0].path])
    make(store, follow)

    assert store.recall(EditRequest("Colder", [made.images[0]]), LOCAL)
    assert store.recall(EditRequest("Colder", [InputImage.from_bytes(made.saved[0].data())]), LOCAL)


@pytest.mark.parametrize("damaged", ["", "{", "[]", "{}", '{"model": 1}', '{"parameters": []}'])
def test_damaged_meaning_hides_no_other(store, draft, damaged):
    """A run whose meaning was edited by hand in the journal is not compared, and the others are."""
    make(store, draft.replace(prompt="Paint it blue"))
    edited = make(store, draft.replace(prompt="Paint it green"))
    with store._journal.writing() as journal:
        journal.execute("UPDATE runs SET meaning = ? WHERE id = ?", (damaged, edited.id))

    assert store.nearest(draft, LOCAL).id == "run-1"


def test_gap_is_known_by_its_pixels(store, draft):
    """A request that came back without the file of its picture is the same one, as far as its pixels are known."""
    image = draft.pictures[0].image
    gone = draft.replace(pictures=[Picture(Gap.of(image.digest, image.pixels, image.size), draft.pictures[0].boxes)])
    run = make(store, draft)

    assert gone.fingerprint(LOCAL) == draft.fingerprint(LOCAL)
    assert store.recall(gone, "custom/another", offline=True).id == run.id
    unknown = draft.replace(pictures=[Picture(Gap.of(image.digest), draft.pictures[0].boxes)])
    assert store.recall(unknown, LOCAL) is None
