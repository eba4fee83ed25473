"""A row for each run under way, as the editor shows it."""

from __future__ import annotations

import html
import re

import pytest

from wanwidgets.catalog import MODELS
from wanwidgets.errors import Cancelled, TaskFailed
from wanwidgets.result import RunState
from wanwidgets.widgets.runs.phases import bar_of, phase_of, told
from wanwidgets.widgets.runs.rows import MOST_ROWS, chosen
from wanwidgets.widgets.runs.when import when
from wanwidgets.widgets.text import Words

EN, ZH = Words("en"), Words("zh")

STAGES = {
    ("checking", 0, 0): ("checking", "检查中"),
    ("uploading", 1, 1): ("uploading the picture", "正在上传图片"),
    ("uploading", 2, 3): ("uploading picture 2 of 3", "正在上传第 2/3 张图片"),
    ("sending", 0, 0): ("sending", "发送中"),
    ("waiting", 0, 0): ("waiting for its turn: the account's limits", "等待轮到：已达账号限额"),
    ("waiting", 2, 0): ("waiting for its turn: second in line", "等待轮到：第二位"),
    ("waiting", 12, 0): ("waiting for its turn: number 12 in line", "等待轮到：第 12 位"),
    ("queued", 0, 0): ("queued at the service", "在服务端排队"),
    ("running", 0, 0): ("running", "运行中"),
    ("running", 2, 4): ("running, picture 2 of 4", "运行中，第 2/4 张"),
    ("downloading", 3, 4): ("downloading picture 3 of 4", "正在下载第 3/4 张图片"),
    ("saving", 1, 1): ("saving the picture", "正在保存图片"),
}


def hidden(widget):
    return "wanwidgets-hidden" in widget._dom_classes


@pytest.mark.parametrize("stage", STAGES, ids=str)
def test_each_stage_has_its_words(row_of, stage):
    """Each stage is said in both languages, with its number of how many where there are several."""
    english, chinese = STAGES[stage]

    assert (phase_of(row_of(*stage), EN), phase_of(row_of(*stage), ZH)) == (english, chinese)


@pytest.mark.parametrize(
    ("stage", "facts", "said"),
    [
        ("sending", {"expected": 20.0}, "sending · 12 s"),
        ("running", {}, "running · 12 s"),
        ("running", {"expected": 20.4}, "running · 12 s of about 20 s"),
        ("queued", {"expected": 20.0}, "queued at the service · 12 s of about 20 s"),
        ("running", {"expected": 20.0, "seconds": 25}, "running · 25 s, longer than the usual 20 s"),
        ("running", {"expected": 20.0, "seconds": 62, "waited": 60}, "running · 2 s of about 20 s"),
        ("waiting", {"expected": 20.0, "seconds": 40}, "waiting for its turn: the account's limits · 40 s"),
        ("running", {"expected": 20.0, "stopping": True}, "stopping · 12 s"),
    ],
)
def test_how_long_is_told_of_how_much(row_of, stage, facts, said):
    """Elapsed of expected where that is known; what was waited does not count, and what takes longer says so."""
    assert told(row_of(stage, **facts), EN) == said


def test_bar_moves_by_itself_and_never_sticks(row_of):
    """A bar begins where the run is; where nothing is known, or it takes longer, it only says that it goes on."""
    moving = bar_of(row_of(expected=24.0))
    assert "ww-grow" in moving
    assert "width:50%" in moving
    assert "animation-duration:24s;animation-delay:-12s" in moving
    late, stopping = row_of(expected=10.0), row_of(expected=24.0, stopping=True)
    for row in (row_of(), row_of("sending", expected=24.0), late, stopping):
        assert "ww-wander" in bar_of(row)


def test_how_it_ended_is_said_and_not_only_coloured(row_of, run_of):
    """A row that has ended says how, and for how long it took."""
    for run, said, kind in (
        (run_of(RunState.SUCCEEDED, seconds=3.21), "done · took 3.2 s", "ww-done"),
        (run_of(RunState.FAILED, error=TaskFailed("x", "y"), seconds=1.0), "failed · took 1.0 s", "ww-ended"),
        (run_of(RunState.UNDELIVERED, error=Cancelled("x")), "cancelled · took 0.0 s", "ww-stopped"),
    ):
        row = row_of(run=run, ended=True)
        assert told(row, EN) == said
        assert kind in bar_of(row)


def test_what_is_behind_says_since_when(row_of, run_of):
    """A run that goes on behind has where it is, since when and roughly for how long."""
    since = when(run_of().started, "%H:%M")
    for facts, said in (
        ({"seconds": 12, "run": run_of(stopped=True)}, f"stopped, goes on at the service · since {since}, 12 s"),
        ({"seconds": 90, "stage": "queued"}, f"queued at the service · since {since}, 1 min"),
        ({"seconds": 7300}, f"running · since {since}, 2 h 1 min"),
    ):
        assert told(row_of(front=False, **facts), EN) == said


@pytest.fixture
def shown(quiet_editor):
    """Return an editor, and a function that shows rows in it."""
    editor = quiet_editor()

    def show(*rows):
        editor.session.under_way = rows
        return editor.status.rows

    return editor, show


def test_rows_come_with_runs_and_go_with_them(shown, row_of):
    """Rows take the place of the line that is there when nothing is under way; prompts are text."""
    editor, show = shown
    assert hidden(editor.status.rows)
    assert not hidden(editor.status.progress)
    rows = show(row_of())
    assert not hidden(rows)
    assert hidden(editor.status.progress)
    (row,) = rows.rows.values()
    assert "Make it &lt;b&gt;warmer" in row._text.value
    assert row.stop.tooltip == "Cancel: Make it <b>warmer</b>"

    show()
    assert hidden(editor.status.rows)
    assert row._text.value == ""


def test_a_run_keeps_its_row(shown, row_of, monkeypatch):
    """A button goes on belonging to the same run when a newer one comes above it, and what is free is used again."""
    editor, show = shown
    first, second, third = row_of(), row_of(), row_of()
    rows = show(first)
    own = rows.rows[first.job]
    show(second, first)
    assert rows.rows[first.job] is own
    assert rows.children[:2] == (rows.rows[second.job], own)
    stopped = []
    monkeypatch.setattr(editor.session, "cancel", stopped.append)
    own.stop.click()
    assert stopped == [first.job]

    free = rows.rows[second.job]
    show(third, first)
    assert rows.rows[third.job] is free
    free.stop.click()
    assert stopped == [first.job, third.job]


def test_what_cannot_be_stopped_has_no_button(shown, row_of, run_of):
    """A button that would change nothing is gone, and its place stays."""
    _, show = shown
    for facts in ({"stopping": True}, {"ended": True}, {"run": run_of(stopped=True), "front": False}):
        row = row_of(**facts)
        button = show(row).rows[row.job].stop
        assert button.disabled
        assert "wanwidgets-unseen" in button._dom_classes


def test_of_many_a_few_are_shown(shown, row_of, run_of):
    """Of many those under way come first; how many more there are is said."""
    _, show = shown
    ended = [row_of(ended=True, run=run_of(RunState.SUCCEEDED)) for _ in range(2)]
    live = [row_of() for _ in range(MOST_ROWS - 1)]
    assert chosen([ended[0], *live, ended[1]]) == [ended[0], *live]
    rows = show(*[row_of() for _ in range(9)], ended[0])

    assert len(rows.rows) == MOST_ROWS
    assert "and 4 more under way" in rows._more.value


def test_nothing_is_written_that_has_not_changed(shown, row_of):
    """A second that passes writes one text; the bar is set right now and then, and no screen reader hears it."""
    _, show = shown
    row = row_of(expected=60.0, seconds=1)
    shown_row = show(row).rows[row.job]
    written = []
    for widget in (shown_row._bar, shown_row._text, shown_row.stop):
        widget.observe(lambda change: written.append(change.name))
    rows = None
    for second in (1, 2, 3, 4, 7):
        rows = show(row_of(expected=60.0, seconds=second, job=row.job, run=row.run))

    assert written == ["value"] * 5
    assert "animation-delay:-7s" in shown_row._bar.value
    assert rows._spoken.value == ""


def test_screen_reader_hears_what_changes(shown, row_of, run_of):
    """Each change of a stage is said once, with the name of the run."""
    _, show = shown
    row = row_of("queued")
    show(row)
    rows = show(row_of("running", job=row.job, run=row.run))
    assert 'role="status"' in rows._spoken.value
    assert html.escape("Make it <b>warmer</b>: running") in rows._spoken.value
    show(row_of(job=row.job, run=run_of(RunState.SUCCEEDED), ended=True), row_of("queued"))
    assert re.search("done</div>$", rows._spoken.value)


def test_each_of_as_many_as_a_model_takes_can_be_stopped():
    """No run that may be under way beside others is without a row, and so without its button."""
    assert max(model.rate.concurrent_tasks for model in MODELS.values()) <= MOST_ROWS
