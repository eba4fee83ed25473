"""What is to be known of the store and the pace, what did not come, and what waits for its turn, on the screen."""

from __future__ import annotations

import html
import re
import sqlite3
import threading
from contextlib import closing
from datetime import datetime, timedelta, timezone

import pytest

import wanwidgets as ww
from wanwidgets.errors import Cancelled, Undelivered
from wanwidgets.message import Message
from wanwidgets.pacing import pace
from wanwidgets.result import Run, RunState
from wanwidgets.running import ending, following, runner
from wanwidgets.running.job import Job
from wanwidgets.session.working import Behind
from wanwidgets.store import RunStore, journal, owner, reader
from wanwidgets.widgets.runs.when import when
from wanwidgets.widgets.text import Words

START = datetime(2026, 11, 20, 12, 3, 5, tzinfo=timezone.utc)


def job_of(run, *, pausing=False):
    """Return a job that has got so far, and perhaps waits; it is never begun."""
    job = Job(lambda *_: iter(()), run=run)
    job._pausing = pausing
    return job


def run_of(state, **facts):
    return Run("r", ww.EditRequest("Make it warmer"), "model-studio/beijing", state, START, **facts)


@pytest.mark.parametrize(
    "sentence",
    [
        journal._NETWORK.format("nfs"),
        journal._NO_WAL,
        journal._READ_ONLY,
        owner._NO_LOCKS,
        pace._NOT_SENT,
        pace._NOT_ASKED,
        ending.BEFORE,
        ending.MEANWHILE,
        following._IN_TIME,
        following._LATE,
        runner._LOCAL_STOPPED,
        reader._UNREAD.format(3),
    ],
)
def test_our_own_sentences_are_chinese_in_a_chinese_editor(sentence):
    """Each has Chinese of its own, without English left in it; in English it stays as it is."""
    said = Words("zh").remark(sentence)
    assert not re.search(r"[a-z]{3,}", said.replace("nfs", "").replace("RunStore.damage()", ""))
    assert Words("en").remark(sentence) == sentence


def test_what_others_say_stays_as_it_is():
    """The service's own words, and what nobody translated, are shown as they came."""
    assert Words("zh").remark("InvalidParameter: n is wrong.") == "InvalidParameter: n is wrong."


@pytest.mark.parametrize(("language", "said"), [("en", "paced within this process"), ("zh", "请求只在本进程内限速")])
def test_remarks_are_one_quiet_line_each(open_editor, tmp_path, language, said):
    """What the store and the pace have to say is shown when the session has read it, and hidden where it is nothing."""
    (tmp_path / "file").write_text("x")
    gates = pace.Pace("account", file=tmp_path / "file" / "pace")
    editor = open_editor(language=language, client=ww.Client("sk-unused", region="beijing", gates=gates))
    assert "wanwidgets-hidden" in editor.status.remarks._dom_classes
    gates.told("query", limited=True)
    editor.session.refresh()
    assert said in editor.status.remarks.value
    assert "wanwidgets-hidden" not in editor.status.remarks._dom_classes


def test_what_did_not_come_can_be_fetched_again(open_editor, monkeypatch):
    """The button is there only while something waits at the service, and a click clears the notice and resumes."""
    editor = open_editor()
    session, resumed = editor.session, []
    monkeypatch.setattr(session, "resume", lambda: resumed.append(1))
    monkeypatch.setattr(session, "_spawn", lambda work: work())
    assert "wanwidgets-hidden" in editor.status.fetch._dom_classes
    late = run_of(RunState.UNDELIVERED, task_id="t", error=Undelivered("No."))
    session.runs, session.notice = (late,), Message.of(late.error)
    assert "wanwidgets-hidden" not in editor.status.fetch._dom_classes
    editor.status.fetch.click()
    assert (resumed, session.notice) == ([1], None)
    session.jobs = (job_of(late),)
    assert "wanwidgets-hidden" in editor.status.fetch._dom_classes
    session.jobs = ()


@pytest.mark.parametrize(
    ("language", "said"), [("en", "waiting for its turn: the account's limits"), ("zh", "等待轮到：已达账号限额")]
)
def test_waiting_for_a_turn_is_not_called_sending(open_editor, language, said):
    """What waits for the account's limits says so, and for how long; how long the service takes does not count yet."""
    editor = open_editor(language=language)
    session = editor.session
    session.job = job_of(run_of(RunState.PREPARED), pausing=True)
    session.seconds = 40.0
    assert said in html.unescape(editor.status.progress.value)
    assert "40" in editor.status.progress.value
    session.job = None
    session.behind = (Behind(run_of(RunState.PREPARED), 40.0, waits=True),)
    assert said in html.unescape(editor.status.behind.value)


def test_what_was_waited_does_not_count_as_the_services_time(open_editor):
    """A run that waited for a minute and runs for two seconds is at two seconds."""
    editor = open_editor()
    session = editor.session
    session.waited = 60.0
    session.job = job_of(run_of(RunState.RUNNING, task_id="t"), pausing=True)
    session.seconds = 62.0
    assert "running · 2 s of about" in editor.status.progress.value
    session.job = None


def test_another_day_has_its_date():
    """A time alone is of today."""
    assert when(START, "%H:%M", today=START) == START.astimezone().strftime("%H:%M")
    assert when(START, "%H:%M", today=START + timedelta(days=2)).startswith("2026-11-20 ")


def test_notice_of_a_stop_is_chinese(open_editor):
    """A stop, and the reason of what ended behind, are told in the editor's language."""
    editor = open_editor(language="zh")
    editor.session.notice = Message.of(Cancelled(pace._NOT_SENT))
    assert "请求未发送" in editor.notice.value
    editor.session.notice = Message.news("ended", name="a", reason=following._IN_TIME)
    assert "不计费" in editor.notice.value


def test_damaged_run_that_is_unfinished_is_told_on_opening(open_editor, tmp_path, photo):
    """A run that a kernel left and that cannot be read is counted in the Editor as soon as it opens."""
    left = RunStore(tmp_path / "runs")
    run = left.begin(ww.EditRequest("Make it warmer", [photo]), "model-studio/beijing")
    left.record(run.now(RunState.UNKNOWN))
    left.close()
    with closing(sqlite3.connect(left.folder / "journal.sqlite")) as lines, lines:
        lines.execute("UPDATE runs SET record = 'mine'")

    editor = open_editor(store=RunStore(left.folder))
    told = threading.Event()
    editor.status.remarks.observe(lambda change: told.set() if change.new else None, "value")

    assert editor.status.remarks.value or told.wait(60)
    assert "cannot be read: 1. RunStore.damage()" in html.unescape(editor.status.remarks.value)
