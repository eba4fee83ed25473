"""A page of the journal: the newest first, what is looked for, and damaged lines that hide no other."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wanwidgets.content import Failure, Text
from wanwidgets.errors import StoreError
from wanwidgets.request import EditRequest
from wanwidgets.result import RunState
from wanwidgets.store import RunStore
from wanwidgets.store.pages import Wanted

START = datetime(2026, 11, 20, 12, 0, tzinfo=timezone.utc)
ANY = Wanted()


@pytest.fixture
def store(tmp_path):
    moments = (START + timedelta(seconds=count) for count in range(10_000))
    return RunStore(tmp_path / "runs", now=lambda: next(moments))


def filled(store, *prompts, model="wan2.7-image", state=RunState.SUCCEEDED):
    """Write a run for each prompt, and return their ids, the newest first."""
    ids = []
    for prompt in prompts:
        run = store.begin(EditRequest(prompt, model=model), "local/1")
        store.record(run.now(state, content=(Text("words"), Failure("X", "no"))))
        ids.insert(0, run.id)
    return ids


def ids_of(page):
    return [past.id for past in page.runs]


def damage(store, run_id, **columns):
    changes = ", ".join(f"{name} = :{name}" for name in columns)
    with closing(sqlite3.connect(store.folder / "journal.sqlite")) as journal, journal:
        journal.execute(f"UPDATE runs SET {changes} WHERE id = :id", {**columns, "id": run_id})  # noqa: S608 - our own names


def test_pages_go_from_the_newest_to_the_oldest(store):
    """Pages hold every run once, the newest first, and say how many there are in all."""
    ids = filled(store, *map(str, range(7)))
    pages = [store.page(ANY, start=start, count=3) for start in (0, 3, 6)]

    assert [run_id for page in pages for run_id in ids_of(page)] == ids
    assert {(page.total, page.models) for page in pages} == {(7, ("wan2.7-image",))}
    assert [page.start for page in pages] == [0, 3, 6]


def test_runs_that_begin_meanwhile_shift_no_page(store):
    """With the bound of the first page the next one goes on where that ended, whatever began since."""
    ids = filled(store, *map(str, range(6)))
    first = store.page(ANY, count=3)
    (new,) = filled(store, "new")
    second = store.page(ANY, start=3, count=3, until=first.until)

    assert ids_of(first) + ids_of(second) == ids
    assert ids_of(store.page(ANY, count=1)) == [new]


def test_beyond_the_end_is_the_last_page(store):
    """A start beyond the end gives the last page, so that a narrower filter never shows nothing of something."""
    ids = filled(store, *map(str, range(7)))

    assert ids_of(store.page(ANY, start=600, count=3)) == ids[6:]
    assert store.page(Wanted("nothing"), start=600, count=3).start == 0


def test_words_of_the_prompt(store):
    """Each word must be in the prompt, in whatever case and language; signs of a query language mean nothing."""
    cafe, chinese, percent = reversed(filled(store, "Make the CAFÉ darker", "把图1涂红", "100% _brighter_ 'quoted'"))

    assert ids_of(store.page(Wanted("darker café"))) == [cafe]
    assert ids_of(store.page(Wanted("涂红"))) == [chinese]
    for words in ("%", "_", "'", "100%"):
        assert ids_of(store.page(Wanted(words))) == [percent]
    assert ids_of(store.page(Wanted("café brighter"))) == []
    assert store.page(Wanted("  ")).total == 3


def test_model_and_state(store):
    """Runs can be had of one model, and of some states."""
    (failed,) = filled(store, "a", state=RunState.FAILED)
    (other,) = filled(store, "b", model="wan2.7-image-pro")
    (sent,) = filled(store, "c", state=RunState.SENT)

    assert ids_of(store.page(Wanted(model="wan2.7-image-pro"))) == [other]
    assert ids_of(store.page(Wanted(states=frozenset({RunState.FAILED, RunState.SENT})))) == [sent, failed]
    assert ids_of(store.page(Wanted("a", "wan2.7-image", frozenset({RunState.SENT})))) == []
    assert store.page(Wanted("a", "wan2.7-image")).models == ("wan2.7-image", "wan2.7-image-pro")


@pytest.mark.parametrize(
    "columns",
    [
        {"record": "{"},
        {"record": b"\xff\xfe"},
        {"request": b"\xff\xfe"},
        {"request": "[]"},
        {"request": "null", "record": "null"},
        {"record": '{"id": "x"}'},
        {"request": "", "record": ""},
    ],
)
def test_damaged_line_hides_no_other(store, columns):
    """A line that cannot be read keeps its place and says so, and the others are read; words pass it over."""
    newest, damaged, oldest = filled(store, "first", "second", "third")
    damage(store, damaged, **columns)
    page = store.page(ANY)

    assert ids_of(page) == [newest, damaged, oldest]
    assert [past.run is None for past in page.runs] == [False, True, False]
    assert page.runs[1].fault
    assert page.runs[1].saved == ()
    assert newest in ids_of(store.page(Wanted("third")))
    assert store.past(damaged).run is None


def test_words_are_looked_for_in_the_prompt_alone(store):
    """Words are found without reading what stands behind the prompt, such as a long mask, and not in other texts."""
    _, damaged = filled(store, "first", "second")
    damage(
        store, damaged, request=json.dumps({"model": '"prompt": "no"', "prompt": 'a "third" 图'})[:-1] + ', "mask": {'
    )

    assert [store.page(Wanted(words)).total for words in ('"third"', "图", "no", "model")] == [1, 1, 0, 0]


def test_no_picture_is_read(store, photo):
    """A page is read without the files of pictures, which may be gone, and names the inputs by their hashes."""
    draft = EditRequest("x", [photo, photo.rotate(90)])
    run = store.begin(draft, "local/1")
    for file in (store.folder / "files").rglob("*.*"):
        file.unlink()
    (past,) = store.page(ANY).runs

    assert past.inputs == tuple(picture.image.digest for picture in draft.pictures)
    assert past.run.request.prompt == "x"
    assert store.past(run.id) == past


def test_store_without_a_journal_is_empty(tmp_path):
    """A folder where nothing was begun has an empty page, and is not made for it."""
    page = RunStore(tmp_path / "none").page(ANY)

    assert (page.runs, page.total, page.models) == ((), 0, ())
    assert not (tmp_path / "none").exists()


def test_journal_that_is_none_is_told(tmp_path):
    """A journal that is no database is told as one that cannot be used."""
    (tmp_path / "journal.sqlite").write_bytes(b"no database" * 100)

    with pytest.raises(StoreError, match="damaged"):
        RunStore(tmp_path).page(ANY)


@settings(max_examples=60, deadline=None)
@given(st.text())
def test_any_words_can_be_looked_for(tmp_path_factory, words):
    """Whatever is typed finds the runs whose prompt says all of it, and breaks nothing."""
    store = RunStore(tmp_path_factory.mktemp("runs"))
    filled(store, "A quick brown fox")

    assert store.page(Wanted(words)).total == all(word.casefold() in "a quick brown fox" for word in words.split())
