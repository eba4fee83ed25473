"""That a run was remembered, from when, and that it was free: wherever runs are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from wanwidgets.result import RunState
from wanwidgets.widgets.runs.money import run_spend_text
from wanwidgets.widgets.runs.phases import told
from wanwidgets.widgets.runs.replayed import replayed_text
from wanwidgets.widgets.runs.when import day
from wanwidgets.widgets.text import Words

NOON = datetime(2026, 3, 12, 12, 30, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("today", "english", "chinese"),
    [
        (NOON, f"{NOON.astimezone():%H:%M}", f"{NOON.astimezone():%H:%M}"),
        (NOON + timedelta(days=9), "12 March", "3月12日"),
        (NOON + timedelta(days=300), "12 March 2026", "2026年3月12日"),
    ],
)
def test_days_are_words(today, english, chinese):
    """Of today the time is told, of this year the day, of others the year as well."""
    assert day(NOON, Words("en"), today=today) == english
    assert day(NOON, Words("zh"), today=today) == chinese


@pytest.fixture
def replayed(run_of, save):
    """Return a function that makes a run of a past year that was remembered."""

    def make(**facts):
        run = run_of(RunState.SUCCEEDED, content=(save("teal"),), recalled=NOON, **facts)
        return replace(run, started=NOON.replace(year=2024), seconds=17.0)

    return make


@pytest.mark.parametrize(
    ("facts", "engine", "english", "chinese"),
    [
        ({}, "model-studio/beijing", "replayed from 12 March 2024, free", "重放 2024年3月12日 的结果，免费"),
        (
            {},
            "local/2",
            "replayed from 12 March 2024, free, made by Beijing",
            "重放 2024年3月12日 的结果，免费，由北京生成",
        ),
        ({}, "", "replayed from 12 March 2024, free", "重放 2024年3月12日 的结果，免费"),
        (
            {"pack": "lesson"},
            "local/2",
            "replayed from 12 March 2024, free, from the pack lesson",
            "重放 2024年3月12日 的结果，免费，来自包 lesson",
        ),
    ],
)
def test_a_replayed_run_says_so(replayed, facts, engine, english, chinese):
    """It says from when it is and that it was free, and who made it where that is another."""
    run = replayed(**facts)

    assert replayed_text(run, Words("en"), engine) == english
    assert replayed_text(run, Words("zh"), engine) == chinese
    assert run_spend_text(run, Words("en"), engine) == f"1 picture · {english}"


def test_a_row_tells_no_time_of_what_took_none(replayed, row_of):
    """How long it took once is nothing that it took now."""
    row = row_of(run=replayed(), ended=True)

    assert told(row, Words("en"), "model-studio/beijing") == "done · replayed from 12 March 2024, free"


def test_the_last_run_is_told_as_replayed(quiet_editor, replayed):
    """The line below the columns and the head of the results say it, without a time."""
    editor = quiet_editor()
    editor.session.runs = (replayed(),)

    assert "done · replayed from 12 March 2024, free" in editor.status.progress.value
    assert "took" not in editor.status.progress.value
    assert "1 picture · replayed from 12 March 2024, free" in editor.results._summary.value


def test_what_is_replayed_is_shown_though_it_was_known(quiet_editor, replayed, run_of, save):
    """A run that comes again is shown, though an older one was looked at and its id was there before."""
    editor = quiet_editor()
    old = replace(replayed(), recalled=None, id="old")
    other = run_of(RunState.SUCCEEDED, name="new", content=(save("red"),))
    editor.session.runs = (old, other)
    assert editor.results.choice.value == "new"
    again = replace(old, recalled=other.started + timedelta(hours=1))
    editor.session.runs = (other, again)

    assert editor.results.choice.value == "old"


@pytest.mark.parametrize(
    ("stage", "english", "chinese"),
    [("remembered", "remembered", "已记住"), ("elsewhere", "under way already", "已在进行")],
)
def test_what_is_not_sent_says_why(row_of, stage, english, chinese):
    """What is remembered or waited for elsewhere is told as that."""
    assert english in told(row_of(stage), Words("en"))
    assert chinese in told(row_of(stage), Words("zh"))
