"""What is to be known of the store and the pace, on the screen."""

from __future__ import annotations

import html
import re
import sqlite3
import threading
from contextlib import closing
from datetime import datetime, timedelta, timezone

import pytest

import wanwidgets as ww
from wanwidgets.errors import Cancelled
from wanwidgets.message import Message
from wanwidgets.pacing import pace
from wanwidgets.result import Run, RunState
from wanwidgets.running import ending, following, runner, sending, telling
from wanwidgets.session import working
from wanwidgets.store import RunStore, journal, owner, reader, remembering
from wanwidgets.widgets.runs.when import when
from wanwidgets.widgets.text import Words

START = datetime(2026, 11, 20, 12, 3, 5, tzinfo=timezone.utc)
SENT = Run("r", ww.EditRequest("x"), "model-studio/beijing", RunState.UNKNOWN, START, sent=START)
UNKNOWN = (
    str(telling.still_unknown(SENT, START)),
    str(telling.still_unknown(SENT, START + timedelta(hours=24))),
    str(telling.still_unknown(SENT.now(SENT.state, request=SENT.request.replace(stream=True)), START)),
)


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
        sending._LOCAL_STOPPED,
        runner._OFFLINE_CLIENT,
        working._OFFLINE,
        telling._GOES_ON,
        str(telling.not_remembered("数据", None)),
        str(telling.not_remembered("数据", None, START)),
        *UNKNOWN,
        str(remembering._lost("图片已丢失。")),
        str(remembering._lost("The store has no file 012345678901….")),
        str(
            remembering._lost("The store's file 012345678901… is damaged: it does not have the bytes it was named by.")
        ),
        reader._UNREAD.format(3),
    ],
)
def test_our_own_sentences_are_chinese_in_a_chinese_editor(sentence):
    """Each has Chinese of its own, without English left in it; in English it stays, but for where to look."""
    said = Words("zh").remark(sentence)
    for code in ("nfs", "RunStore.damage()", 'mode="replay"'):
        said = said.replace(code, "")
    assert not re.search(r"[a-z]{3,}", said)
    assert Words("en").remark(sentence) == sentence or sentence in UNKNOWN


@pytest.mark.parametrize("sentence", UNKNOWN)
def test_an_editor_sends_nobody_to_an_editor(sentence):
    """What a cell says is to be done in an Editor is said by an Editor to be done below; the rest of it stays."""
    said = Words("en").remark(sentence)
    assert "an Editor on this store" in sentence
    assert "Editor" not in said
    assert " below" in said
    assert said.endswith("or ask again with mode='refresh', which may be billed twice.")
    assert said.startswith(sentence[:60])


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
