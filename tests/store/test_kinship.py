"""Who came from whom, found out by hashes: files and pixels, order in time, branches, bounds and damage."""

from __future__ import annotations

import io
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta, timezone
from itertools import count

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from wanwidgets.errors import StoreError
from wanwidgets.lineage import Edge
from wanwidgets.request import EditRequest
from wanwidgets.result import RunState
from wanwidgets.store import RunStore

START = datetime(2026, 11, 20, 12, 0, tzinfo=timezone.utc)


@pytest.fixture
def make_store(tmp_path):
    """Return a function that opens a new store whose clock goes a second further for every run."""
    numbers = count()

    def make():
        name = f"runs-{next(numbers)}"
        moments = (START + timedelta(seconds=second) for second in range(100_000))
        names = (f"run-{number}" for number in range(1, 100_000))
        return RunStore(tmp_path / name, now=lambda: next(moments), new_id=lambda: next(names))

    return make


@pytest.fixture
def store(make_store):
    return make_store()


def png(number, *, level=6):
    """Return the file of a small picture that is like no other number's."""
    pixels = np.random.default_rng(number).integers(0, 256, (12, 16, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", compress_level=level)
    return file.getvalue()


def ran(store, images=(), makes=(), *, prompt="Blur it", engine="local/1", state=RunState.SUCCEEDED, **parameters):
    """Write a run that was given these files and made those, and return it."""
    run = store.begin(EditRequest(prompt, list(images), **parameters), engine)
    return store.record(run.now(state, content=tuple(store.keep(data) for data in makes)))


def ids(lineage):
    return [step.id for step in lineage.steps]


def pairs(lineage):
    return [(edge.parent, edge.number, edge.child, edge.image) for edge in lineage.edges]


def test_a_line_of_runs(store):
    """A result that became the input of a run makes an edge; the photograph at the beginning is an original."""
    first = ran(store, [png(0)], [png(1), png(2)])
    second = ran(store, [png(2)], [png(3)], prompt="Brighten it", size="1K")
    third = ran(store, [png(9), png(3)], [png(4)])
    lineage = store.lineage(second)

    assert lineage.of == second.id
    assert ids(lineage) == [first.id, second.id, third.id]
    assert pairs(lineage) == [(first.id, 2, second.id, 1), (second.id, 1, third.id, 2)]
    assert [(each.child, each.image) for each in lineage.originals] == [(first.id, 1), (third.id, 1)]
    assert lineage.originals[0].data() == png(0)
    assert [difference.field for difference in lineage.differences(lineage.edges[0])] == ["prompt", "image 1", "size"]
    assert lineage.steps[0].saved == first.saved
    assert [step.given for step in lineage.steps] == [1, 1, 2]
    assert lineage.more == 0


def test_it_is_the_same_from_everywhere(store):
    """From whichever run of a family one asks, the family is the same, and the picture can be drawn."""
    root = ran(store, [png(0)], [png(1)])
    for makes in (2, 3):
        ran(store, [png(1)], [png(makes)])
    last = ran(store, [png(2), png(3)], [png(4)])
    lineages = [store.lineage(run) for run in (root.id, last)]

    assert [ids(lineage) for lineage in lineages] == [["run-1", "run-2", "run-3", "run-4"]] * 2
    assert lineages[0].edges == lineages[1].edges
    assert [step.id for step in lineages[1].ancestors()] == ["run-1", "run-2", "run-3"]
    assert len(lineages[0].sheet()) > 1000


def test_another_file_of_the_same_pixels(store):
    """A result that was saved in another compression, and given again, is known by its pixels."""
    first = ran(store, [png(0)], [png(1, level=9)])
    second = ran(store, [png(1, level=1)], [png(2)])

    assert png(1, level=9) != png(1, level=1)
    assert pairs(store.lineage(second)) == [(first.id, 1, second.id, 1)]
    assert pairs(store.lineage(first)) == [(first.id, 1, second.id, 1)]


def test_the_very_file_counts_before_its_pixels(store):
    """Where two runs made the same pixels in different files, the one that made the very file is the parent."""
    first = ran(store, [], [png(1, level=9)])
    ran(store, [], [png(1, level=1)], prompt="Another")
    child = ran(store, [png(1, level=9)], [png(2)])

    assert pairs(store.lineage(child)) == [(first.id, 1, child.id, 1)]


def test_of_several_the_last_before_it(store):
    """A picture that was made twice is that of the last run before the child; a later one is no parent."""
    first = ran(store, [png(0)], [png(1)])
    second = ran(store, [png(0)], [png(1)])
    child = ran(store, [png(1)], [png(2)])
    third = ran(store, [png(0)], [png(1)])

    assert pairs(store.lineage(child)) == [(second.id, 1, child.id, 1)]
    assert ids(store.lineage(first)) == [first.id]
    assert ids(store.lineage(third)) == [third.id]
    assert ids(store.lineage(second)) == [second.id, child.id]


def test_what_left_a_picture_as_it_was_did_not_make_it(store):
    """A run that gave back the very picture it was given is no parent of another run that is given the same."""
    ran(store, [png(0)], [png(0)])
    ran(store, [png(0, level=1)], [png(0, level=9)])
    child = ran(store, [png(0)], [png(1)])
    lineage = store.lineage(child)

    assert ids(lineage) == [child.id]
    assert [each.image for each in lineage.originals] == [1]


def test_nothing_goes_in_a_circle(store):
    """Two edits that undo each other stay a line, since what comes later is no ancestor of what was before."""
    there = ran(store, [png(1)], [png(2)])
    back = ran(store, [png(2)], [png(1)])
    again = ran(store, [png(1)], [png(2)])
    lineage = store.lineage(there)

    assert pairs(lineage) == [(there.id, 1, back.id, 1), (back.id, 1, again.id, 1)]


def test_runs_that_made_nothing_are_left_out(store):
    """A run that failed has no place in the family of others, and a lineage of its own."""
    first = ran(store, [png(0)], [png(1)])
    failed = ran(store, [png(1)], state=RunState.FAILED)

    assert ids(store.lineage(first)) == [first.id]
    assert ids(store.lineage(failed)) == [first.id, failed.id]


def test_text_only_runs_and_addresses(store):
    """A run without pictures, and one whose picture was an address, are lineages without an original."""
    made = ran(store, [], [png(1)], prompt="A car")
    sent = ran(store, ["https://example.com/x.png", png(1)], [png(2)])
    lineage = store.lineage(sent)

    assert pairs(lineage) == [(made.id, 1, sent.id, 2)]
    assert lineage.originals == ()
    assert lineage.steps[1].given == 1


def test_runs_that_began_with_the_same_picture(store):
    """Runs that are named belong to it where they began with the same picture, however it was encoded."""
    first = ran(store, [png(0)], [png(1)])
    ran(store, [png(0)], [png(2)])
    named = ran(store, [png(0, level=1), png(7)], [png(3)])
    child = ran(store, [png(3)], [png(4)])
    other = ran(store, [png(7), png(0)], [png(5)])
    failed = ran(store, [png(0)], state=RunState.FAILED)

    assert ids(store.lineage(first)) == [first.id]
    found = store.lineage(first, among=[named.id, other.id, failed.id, "nobody"])
    assert ids(found) == [first.id, named.id, child.id]


def test_bounds_show_the_nearest_and_count_the_others(store):
    """Of a large family the runs that it came from are shown first, then what came from it, then branches."""
    line = [ran(store, [png(0)], [png(1)])]
    line += [ran(store, [png(number)], [png(number + 1)]) for number in range(1, 8)]
    branches = [ran(store, [png(1)], [png(100 + number)]) for number in range(5)]
    lineage = store.lineage(line[4], most=6)

    assert ids(lineage) == [run.id for run in line[:6]]
    assert lineage.more == len(line) + len(branches) - 6
    assert ids(store.lineage(line[4], most=1)) == [line[4].id]
    assert store.lineage(line[4], most=1).edges == ()
    assert len(store.lineage(line[4], most=50).steps) == 13


def test_a_parent_that_is_not_shown_is_no_original(store):
    """A picture whose run finds no room is not told as one that no run made."""
    ran(store, [png(0)], [png(1)])
    child = ran(store, [png(1)], [png(2)])
    lineage = store.lineage(child, most=1)

    assert (lineage.edges, lineage.originals, lineage.more) == ((), (), 1)
    assert lineage.steps[0].given == 1


def test_there_must_be_such_a_run(store):
    """An unknown run, and an impossible number of runs, are refused."""
    run = ran(store, [], [png(1)])
    with pytest.raises(StoreError, match="no run 'nobody'"):
        store.lineage("nobody")
    for most in (0, -1):
        with pytest.raises(ValueError, match="from 1"):
            store.lineage(run, most=most)


def test_files_that_are_gone_are_gaps(store):
    """A lineage needs no picture: what is gone is drawn as a gap."""
    first = ran(store, [png(0)], [png(1)])
    second = ran(store, [png(1)], [png(2)])
    for path in (store.folder / "files").rglob("*.png"):
        path.unlink()
    lineage = store.lineage(first)

    assert ids(lineage) == [first.id, second.id]
    assert lineage.originals[0].path is None
    assert lineage.picture().width > 300
    with pytest.raises(StoreError, match="gone"):
        lineage.originals[0].data()


def test_a_damaged_line_keeps_its_place(store):
    """A run whose line cannot be read is in the lineage without its facts."""
    first = ran(store, [png(0)], [png(1)])
    second = ran(store, [png(1)], [png(2)])
    with closing(sqlite3.connect(store.folder / "journal.sqlite")) as journal, journal:
        journal.execute("UPDATE runs SET record = 'nothing' WHERE id = ?", (first.id,))
    lineage = store.lineage(second)

    assert lineage.steps[0].run is None
    assert lineage.steps[1].run is not None
    assert pairs(lineage) == [(first.id, 1, second.id, 1)]
    assert str(lineage).startswith("1  (cannot be read)")


def test_runs_of_a_pack_have_their_lineage(make_store, tmp_path):
    """What was packed and opened elsewhere has the same lineage there."""
    store = make_store()
    ran(store, [png(0)], [png(1)])
    child = ran(store, [png(1)], [png(2)])
    pack = store.pack(tmp_path / "lesson.zip")
    opened = RunStore.open_pack(pack, tmp_path / "elsewhere")
    here, there = store.lineage(child.id), opened.lineage(child.id)

    assert (here.edges, ids(here)) == (there.edges, ids(there))
    assert there.originals[0].data() == png(0)


def test_a_crowd_is_counted_up_to_a_bound(store):
    """Of very many runs that were made from one picture the first are looked for, and time does not run away."""
    root = ran(store, [png(0)], [png(1)])
    with closing(sqlite3.connect(store.folder / "journal.sqlite")) as journal, journal:
        columns = [row[1] for row in journal.execute("PRAGMA table_info(runs)")]
        given, made = journal.execute("SELECT digest, pixels FROM pictures ORDER BY role").fetchall()
        values = dict(zip(columns, journal.execute("SELECT * FROM runs").fetchone(), strict=True))
        for number in range(2000):
            row = {**values, "id": f"many-{number}", "started": (START + timedelta(days=1, seconds=number)).isoformat()}
            marks = ", ".join(f":{name}" for name in columns)
            journal.execute(f"INSERT INTO runs VALUES ({marks})", row)  # noqa: S608 - our own names
            journal.execute("INSERT INTO pictures VALUES (?, 'in', 1, ?, ?)", (row["id"], *made))
            journal.execute("INSERT INTO pictures VALUES (?, 'out', 1, ?, ?)", (row["id"], f"d{number}", f"p{number}"))
    lineage = store.lineage(root)

    assert given != made
    assert len(lineage.steps) == 24
    assert lineage.more == 500 - 24
    assert ids(store.lineage("many-1999"))[0] == root.id


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=st.lists(st.lists(st.integers(0, 9), max_size=3), min_size=1, max_size=9), level=st.integers(1, 9))
def test_whatever_was_given_to_whom(make_store, plan, level):
    """However runs give each other pictures, edges are exactly those to the last maker before each run."""
    store = make_store()
    made = {}
    expected = set()
    for number, given_numbers in enumerate(plan):
        # A number is that of the run whose result is taken, if there is one already, or a photograph.
        files = [png(1000 + given, level=level) for given in given_numbers]
        run = ran(store, files, [png(1000 + number)])
        for image, given_number in enumerate(given_numbers, start=1):
            if given_number in made:
                expected.add(Edge(made[given_number], 1, run.id, image))
        if number not in given_numbers:
            made[number] = run.id
    for run in store.runs():
        lineage = store.lineage(run, most=100)
        shown = set(ids(lineage))
        assert set(lineage.edges) == {edge for edge in expected if edge.child in shown}
        assert all(edge.parent in shown for edge in lineage.edges)
