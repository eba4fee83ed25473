"""The history of runs: read when it is opened, a page at a time, and filled into the same few rows."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta, timezone

import ipywidgets
import pytest

import wanwidgets as ww
from wanwidgets.result import RunState
from wanwidgets.widgets.guard import close_all
from wanwidgets.widgets.results.history import _GROUPS, ROWS
from wanwidgets.widgets.results.results import Results
from wanwidgets.widgets.text import Words

START = datetime(2026, 11, 20, tzinfo=timezone.utc)


def hidden(widget):
    return "wanwidgets-hidden" in widget._dom_classes


@pytest.fixture
def later():
    return []


@pytest.fixture
def store(tmp_path):
    moments = (START + timedelta(minutes=count) for count in range(10_000))
    return ww.RunStore(tmp_path / "runs", now=lambda: next(moments))


@pytest.fixture
def results(store, later):
    client = ww.Client("sk-unused", region="beijing")
    results = Results(ww.EditSession(ww.api.Runner(client, store), spawn=later.append), Words("en"))
    yield results
    close_all(results)


@pytest.fixture
def history(results):
    return results.history


def done(later):
    while later:
        later.pop(0)()


def filled(store, save, *prompts, state=RunState.SUCCEEDED, model="wan2.7-image"):
    data = save("red").path.read_bytes()
    for prompt in prompts:
        run = store.begin(ww.EditRequest(prompt, model=model), "local/1")
        store.record(run.now(state, content=(store.keep(data),) if state is RunState.SUCCEEDED else ()))


def prompts_of(history):
    return [row._past.run.request.prompt for row in history.rows if not hidden(row)]


def test_nothing_is_read_until_it_is_opened(history, store, save, later, monkeypatch):
    """Closed it reads nothing and has no rows; opened it reads one page, on a thread."""
    filled(store, save, *map(str, range(20)))
    assert (later, history.rows, hidden(history._inside)) == ([], (), True)

    history.toggle.value = True
    assert history.page is None
    done(later)
    assert prompts_of(history) == [str(number) for number in range(19, 11, -1)]
    assert "1–8 of 20" in history._said.value
    assert history.newer.disabled
    assert not history.older.disabled


def test_pages_are_turned_within_the_same_rows(history, store, save, later):
    """Turning pages fills the rows that are there; runs that begin meanwhile shift nothing."""
    filled(store, save, *map(str, range(20)))
    history.toggle.value = True
    done(later)
    rows = history.rows
    filled(store, save, "new")
    history.older.click()
    done(later)
    assert prompts_of(history) == [str(number) for number in range(11, 3, -1)]

    history.older.click()
    done(later)
    assert prompts_of(history) == ["3", "2", "1", "0"]
    assert history.older.disabled
    assert [hidden(row) for row in history.rows] == [False] * 4 + [True] * 4
    assert history.rows is rows
    history.refresh.click()
    done(later)
    assert prompts_of(history)[0] == "new"


def test_filters(history, store, save, later):
    """Words, model and state narrow what is shown, together, and go back to the first page."""
    filled(store, save, *(f"paint {number}" for number in range(9)))
    filled(store, save, "blur the sky", model="wan2.7-image-pro")
    filled(store, save, "paint nothing", state=RunState.FAILED)
    history.toggle.value = True
    done(later)
    assert [model for _, model in history.model.options] == ["", "wan2.7-image", "wan2.7-image-pro"]

    history.words_field.value = "PAINT"
    done(later)
    assert history.page.total == 10
    history.state.value = "failed"
    done(later)
    assert prompts_of(history) == ["paint nothing"]
    history.model.value = "wan2.7-image-pro"
    done(later)
    assert prompts_of(history) == []
    assert "No run is like that." in history._said.value
    history.words_field.value, history.state.value = "", "any"
    done(later)
    assert prompts_of(history) == ["blur the sky"]
    assert history.model.value == "wan2.7-image-pro"


def test_only_the_latest_answer_is_shown(history, store, save, later):
    """Answers that come in another order than they were asked for show only what was asked last."""
    filled(store, save, "one", "two")
    history.toggle.value = True
    done(later)
    history.words_field.value = "one"
    history.words_field.value = "two"
    for work in reversed(later):
        work()

    assert prompts_of(history) == ["two"]


def test_closed_again_it_asks_nothing(history, store, save, later):
    """Closed again it forgets what was asked, and runs that end ask for nothing."""
    filled(store, save, "one")
    history.toggle.value = True
    history.toggle.value = False
    done(later)
    assert history.page is None
    history._session.runs = tuple(store.runs())
    done(later)
    assert history.page is None


def test_runs_that_end_appear(history, store, save, later):
    """A run that begins or ends here is read while the first page is looked at."""
    filled(store, save, "one")
    history.toggle.value = True
    done(later)
    filled(store, save, "two")
    history._session.runs = tuple(store.runs())
    done(later)
    assert prompts_of(history) == ["two", "one"]


def test_row_tells_of_its_run(history, store, save, later):
    """A row tells when, which model, how it ended in words and by a sign, and the prompt, which is only text."""
    filled(store, save, "<img src=x> please")
    filled(store, save, "x", state=RunState.UNREACHABLE)
    history.toggle.value = True
    done(later)
    failed, made = history.rows[:2]

    assert "✓ done" in made._about.value
    assert "&lt;img src=x&gt; please" in made._about.value
    assert "<img src=x" not in made._about.value
    assert "wan2.7-image · 1 picture" in made._about.value
    assert len(made._image.value) > 100
    assert "✕ not sent" in failed._about.value
    assert hidden(failed._image)


def test_click_shows_a_run_of_the_store(results, history, store, save, later):
    """A click on a row shows that run, of whichever session, and marks the row; a new run is shown when it comes."""
    filled(store, save, "one", "two")
    history.toggle.value = True
    done(later)
    history.rows[1].button.click()
    done(later)

    assert results._run.request.prompt == "one"
    assert len(results.large.picture.value) > 100
    assert ["wanwidgets-chosen" in row._dom_classes for row in history.rows[:2]] == [False, True]
    results._session.runs = tuple(store.runs())[-1:]
    done(later)
    assert results._run.request.prompt == "two"


def test_damaged_rows_are_said(history, store, save, later):
    """A run that cannot be read has a row that says so and does nothing; the others are shown."""
    filled(store, save, "one", "two", "three")
    with closing(sqlite3.connect(store.folder / "journal.sqlite")) as journal, journal:
        journal.execute("UPDATE runs SET record = '<b>' WHERE request LIKE '%two%'")
    history.toggle.value = True
    done(later)
    damaged = history.rows[1]

    assert "This run cannot be read" in damaged._about.value
    assert damaged.button.disabled
    damaged.button.click()
    assert not hidden(history.rows[2])


def test_store_that_cannot_be_read_is_told(history, store, later):
    """A journal that is damaged as a whole is told in the panel."""
    store.folder.mkdir()
    (store.folder / "journal.sqlite").write_bytes(b"no database" * 100)
    history.toggle.value = True
    done(later)

    assert "damaged" in history._said.value


def test_pictures_that_are_gone_leave_their_place(history, store, save, later):
    """A row whose picture is gone keeps its place empty, and the others have theirs."""
    filled(store, save, "one")
    for file in (store.folder / "files").rglob("*.png"):
        file.unlink()
    history.toggle.value = True
    done(later)

    assert hidden(history.rows[0]._image)
    assert history._session.notice is None


def test_every_state_can_be_filtered_for():
    """Each state of a run is in one of the choices, and in one only."""
    states = [state for group in _GROUPS.values() for state in group]

    assert sorted(states) == sorted(RunState)


def test_pages_make_no_widgets(history, store, save, later):
    """However many pages are turned, there are as many widgets as after the first."""
    filled(store, save, *map(str, range(30)))
    history.toggle.value = True
    done(later)
    registry = getattr(ipywidgets.widgets.widget, "_instances", None)

    def count():
        return len(ipywidgets.Widget.widgets if registry is None else registry)

    before = count()
    for _ in range(10):
        for button in (history.older, history.older, history.newer, history.newer, history.refresh):
            button.click()
            done(later)
    assert count() == before
    assert len(history.rows) == ROWS
