"""The panel of a lineage: what its rows say, what clicking them shows, and that it is read beside and not again."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import ipywidgets
import numpy as np
import pytest
from PIL import Image

import wanwidgets as ww
from wanwidgets.content import SavedImage
from wanwidgets.errors import StoreError
from wanwidgets.lineage import Edge, Lineage, Original, Step
from wanwidgets.result import Run, RunState

START = datetime(2026, 11, 20, tzinfo=timezone.utc)


@pytest.fixture
def picture(tmp_path):
    """Return a function that puts a picture of noise on disk as a result."""

    def make(number):
        path = tmp_path / f"picture-{number}.png"
        pixels = np.random.default_rng(number).integers(0, 256, (48, 64, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(path)
        return SavedImage(path, hashlib.sha256(path.read_bytes()).hexdigest(), 64, 48)

    return make


@pytest.fixture
def step(picture):
    """Return a function that makes the step of a run with so many results."""

    def make(number, prompt="Blur it", *, pictures=1, **parameters):
        request = ww.EditRequest(prompt, **parameters)
        content = tuple(picture(10 * number + place) for place in range(pictures))
        started = START + timedelta(minutes=number)
        run = Run(f"run-{number}", request, "local/1", RunState.SUCCEEDED, started, content=content)
        return Step(run.id, run, request.meaning("local/1"))

    return make


@pytest.fixture
def lineage(step, picture):
    """Return a photograph, two runs that began with it, and one that was made from both."""
    photo = picture(1)
    steps = (
        step(1, "Blur <b>it</b>", pictures=2),
        step(2, "Brighten it"),
        step(3, "Join them", size="1K"),
    )
    originals = [
        Original("run-1", 1, photo.digest, "photo", photo.path),
        Original("run-2", 1, photo.digest, "photo", photo.path),
        Original("run-3", 3, photo.digest, "photo", photo.path),
    ]
    return Lineage("run-1", steps, (Edge("run-1", 2, "run-3", 1), Edge("run-2", 1, "run-3", 2)), tuple(originals))


@pytest.fixture
def opened(make_results, session, later, lineage):
    """Return the results, with the panel open on the first run of that lineage."""
    results = make_results()
    session.lineage = lambda run_id: replace(lineage, of=run_id)
    session.runs = tuple(each.run for each in lineage.steps[:1])
    later.done()
    results.actions.lineage.button.click()
    later.done()
    return results


def rows_of(results):
    return [row for row in results.actions.lineage.rows if "wanwidgets-hidden" not in row._dom_classes]


def text_of(row):
    return " ".join(re.sub(r"<[^>]+>", " ", row._about.value).split())


def chosen_in(results):
    return [row.id for row in rows_of(results) if "wanwidgets-chosen" in row._dom_classes]


def test_rows_say_what_was_made_from_what(opened):
    """Each run has a row below what it was made from, with where its pictures came from and what was changed."""
    first, one, two, three = (text_of(row) for row in rows_of(opened))

    assert first == "Original picture given from outside: no run of this store made it"
    assert one.startswith("1 Blur &lt;b&gt;it&lt;/b&gt;")
    assert one.endswith("wan2.7-image · 2 pictures")
    assert two.startswith("2 Brighten it")
    assert "from" not in two
    assert three.startswith("3 Join them image 1 from picture 2 of run 1 · image 2 from picture 1 of run 2")
    assert "image 3 from outside" in three
    assert "compared with run 1: Prompt: “Blur &lt;b&gt;it&lt;/b&gt;” → “Join them”" in three
    assert "compared with run 2: Prompt: “Brighten it” → “Join them”" in three
    assert "Size: 2K → 1K" in three


def test_rows_in_chinese(make_results, session, later, lineage):
    """The same is told in Chinese."""
    results = make_results("zh")
    session.lineage = lambda _: lineage
    session.runs = (lineage.steps[0].run,)
    results.actions.lineage.button.click()
    later.done()
    told = [text_of(row) for row in rows_of(results)]

    assert told[0] == "原始图片 来自外部：并非由此存储中的运行生成"
    assert "图1来自运行 1 的第 2 张 · 图2来自运行 2 的第 1 张 · 图3 来自外部" in told[3]
    assert rows_of(results)[1].button.tooltip == "显示运行 1 的结果：Blur <b>it</b>"


def test_one_line_is_told_shortly(make_results, session, later, step):
    """Where a run has one result and became the only picture, its number is all that is said."""
    results = make_results()
    first, second = step(1), step(2)
    session.lineage = lambda _: Lineage("run-1", (first, second), (Edge("run-1", 1, "run-2", 1),), more=1234)
    session.runs = (first.run,)
    results.actions.lineage.button.click()
    later.done()

    assert "2 Blur it from run 1 the same request" in text_of(rows_of(results)[1])
    assert "… and 1,234 more, farther away" in results.actions.lineage._said.value


def test_a_run_alone_says_so(make_results, session, later, step):
    """A run that nothing was made from, and that was made from nothing here, says so below its row."""
    results = make_results()
    session.lineage = lambda _: Lineage("run-1", (step(1),))
    session.runs = (step(1).run,)
    results.actions.lineage.button.click()
    later.done()

    assert [row.id for row in rows_of(results)] == ["run-1"]
    assert "Nothing was made from it yet" in results.actions.lineage._said.value


def test_clicking_a_row_shows_that_run(opened, session, later, lineage):
    """A row shows the results of its run; the panel stays open, marks it, and is not read again."""
    asked = []
    session.lineage = asked.append
    session.runs = tuple(each.run for each in lineage.steps[:2])
    rows_of(opened)[1].button.click()
    later.done()

    assert opened._run.id == "run-1"
    assert chosen_in(opened) == ["run-1"]
    rows_of(opened)[2].button.click()
    later.done()
    assert opened._run.id == "run-2"
    assert opened.actions.lineage.is_open
    assert chosen_in(opened) == ["run-2"]
    assert asked == []


def test_a_run_of_another_session_is_read(opened, session, later, lineage):
    """Clicking the row of a run that is not of this session reads it from the store meanwhile."""
    read = []
    run = lineage.steps[2].run

    def past(run_id):
        read.append(run_id)
        return ww.store.pages.PastRun(run_id, run, ())

    session.past = past
    rows_of(opened)[3].button.click()
    assert opened._run.id == "run-1"
    later.done()

    assert read == ["run-3"]
    assert opened._run.id == "run-3"
    assert chosen_in(opened) == ["run-3"]


def test_a_new_run_is_read_again(opened, session, later, lineage, step):
    """When a run comes that is not among the rows, they are read anew around it, and rows are used again."""
    before = set(opened.actions.lineage.rows)
    asked = []
    new = step(4, "Sharpen it")

    def around(run_id):
        asked.append(run_id)
        return Lineage("run-4", (lineage.steps[0], new), (Edge("run-1", 1, "run-4", 1),))

    session.lineage = around
    session.runs = (lineage.steps[0].run, new.run)
    later.done()

    assert asked == ["run-4"]
    assert [row.id for row in rows_of(opened)] == ["run-1", "run-4"]
    assert set(opened.actions.lineage.rows) == before
    assert chosen_in(opened) == ["run-4"]


def test_a_run_that_ends_is_read_again(opened, session, later, lineage):
    """What came of the shown run since is read when its state changes, and nothing while it does not."""
    asked = []
    session.lineage = lambda run_id: asked.append(run_id) or lineage
    run = lineage.steps[0].run
    session.runs = (replace(run, seconds=3.0),)
    later.done()
    assert asked == []
    session.runs = (run.now(RunState.RUNNING),)
    later.done()

    assert asked == ["run-1"]


def test_rows_far_away_are_read_again_when_they_are_shown(make_results, session, later, step):
    """Where not all runs have rows, choosing one reads those around it."""
    results = make_results()
    asked = []
    steps = (step(1), step(2))

    def around(run_id):
        asked.append(run_id)
        return Lineage(run_id, steps, (Edge("run-1", 1, "run-2", 1),), more=9)

    session.lineage = around
    session.runs = tuple(each.run for each in steps)
    results.actions.lineage.button.click()
    later.done()
    rows_of(results)[0].button.click()
    later.done()

    assert asked == ["run-2", "run-1"]


def test_it_is_read_beside_and_only_when_it_is_opened(make_results, session, later, lineage):
    """Nothing is read before the button is clicked, then without the lock, and a panel that was closed stays empty."""
    results = make_results()
    asked = []

    def read(run_id):
        assert not session.lock._is_owned()
        asked.append(run_id)
        return lineage

    session.lineage = read
    session.runs = (lineage.steps[0].run,)
    later.done()
    button = results.actions.lineage.button
    button.click()
    assert asked == []
    assert "Reading" in results.actions.lineage._said.value
    button.click()
    later.done()
    assert asked == ["run-1"]
    assert results.actions.lineage.rows == ()
    button.click()
    later.done()
    assert len(rows_of(results)) == 4


def test_what_cannot_be_read_is_told(make_results, session, later, lineage):
    """An error of the store is told in the panel, and what came before stays."""
    results = make_results()

    def broken(run_id):
        raise StoreError("There is no run <x>.")

    session.lineage = broken
    session.runs = (lineage.steps[0].run,)
    results.actions.lineage.button.click()
    later.done()

    assert "⚠ There is no run &lt;x&gt;." in results.actions.lineage._said.value


def test_small_pictures_come_later_and_gaps_are_told(opened, session, later, lineage):
    """Each row has its small picture, that of the result which went on; a file that is gone has a sign with words."""
    values = [row._about.value for row in rows_of(opened)]
    assert all("data:image/jpeg;base64," in value for value in values)
    assert all(len(value) < 6_000 for value in values)
    panel = opened.actions.lineage
    panel._previews._kept.clear()
    lineage.steps[0].saved[1].path.unlink()
    panel.opened()
    later.done()
    values = [row._about.value for row in rows_of(opened)]

    assert "The file is gone, or was changed" in values[1]
    assert "data:image" not in values[1]
    assert "data:image/jpeg;base64," in values[2]


def test_a_damaged_run_has_a_row_that_shows_nothing(make_results, session, later, step):
    """A run whose line in the journal is damaged is named as such, and cannot be clicked."""
    results = make_results()
    session.lineage = lambda _: Lineage("run-2", (Step("run-1", None), step(2)), (Edge("run-1", 1, "run-2", 1),))
    session.runs = (step(2).run,)
    results.actions.lineage.button.click()
    later.done()
    damaged = rows_of(results)[0]

    assert text_of(damaged).startswith("✕ 1 This run cannot be read")
    assert damaged.button.disabled


def test_lines_go_from_row_to_row(opened):
    """What the shown run came from stands out; lines leave a row at its lower side and arrive at the upper one."""
    first, one, two, three = (row._about.value for row in rows_of(opened))

    assert "ww-kin-original" in first
    assert 'circle class="ww-kin-direct"' in one
    assert "ww-kin-direct" in first
    assert 'circle class="ww-kin-direct"' not in two
    assert 'circle class="ww-kin-direct"' not in three
    assert '<line x1="8" x2="8" y1="28" y2="100%"/>' in first
    assert '<line x1="8" x2="8" y1="0" y2="28"/>' in one


def test_one_panel_at_a_time(opened, later):
    """Opening the code closes the lineage, as the panels beside it do with each other."""
    opened.actions.code.button.click()

    assert opened.actions.code.is_open
    assert not opened.actions.lineage.is_open


def test_widgets_do_not_grow(opened, session, later, lineage):
    """Read again and again, the panel makes no further widget."""
    registry = getattr(ipywidgets.widgets.widget, "_instances", None)
    alive = len(ipywidgets.Widget.widgets if registry is None else registry)
    for _ in range(5):
        opened.actions.lineage.opened()
        later.done()

    assert len(ipywidgets.Widget.widgets if registry is None else registry) == alive


@pytest.mark.parametrize("turn", range(3))
def test_answers_that_come_late_are_not_shown(make_results, session, later, lineage, turn):
    """Of two that were asked for only the last is shown, in whatever order they are read."""
    results = make_results()
    new = lineage.steps[2]
    answers = {"run-1": replace(lineage, more=1), "run-3": Lineage("run-3", (new,))}
    session.lineage = answers.get
    session.runs = (lineage.steps[0].run,)
    later.done()
    results.actions.lineage.button.click()
    session.runs = (lineage.steps[0].run, new.run)
    works = list(later)
    later.clear()
    for work in (works, works[::-1], works[1:] + works[:1])[turn]:
        work()
    later.done()

    assert [row.id for row in rows_of(results)] == ["run-3"]
