"""A run becomes one line of JSON and comes back."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from wanwidgets.content import Failure, Link, SavedImage, Text
from wanwidgets.errors import OutcomeUnknown, ServiceError
from wanwidgets.record import read_record, write_record
from wanwidgets.request import EditRequest
from wanwidgets.result import Run, RunState
from wanwidgets.task import Task, TaskStatus

DRAFT = EditRequest("Paint it")
FOLDER = Path("/a/store")
START = datetime(2026, 1, 1, tzinfo=timezone.utc)
WORDS = st.text(st.characters(codec="utf-8"), max_size=20)

PARTS = (
    st.builds(Text, WORDS)
    | st.builds(Failure, WORDS, WORDS)
    | st.builds(
        SavedImage,
        st.sampled_from([FOLDER / "files/ab/abcd.png", FOLDER / "x.jpg"]),
        WORDS,
        st.integers(1, 9999),
        st.integers(1, 9999),
        WORDS,
    )
)
RUNS = st.builds(
    Run,
    id=WORDS,
    request=st.just(DRAFT),
    engine=WORDS,
    state=st.sampled_from(RunState),
    started=st.datetimes(timezones=st.just(timezone.utc)),
    status=st.none() | st.sampled_from(TaskStatus),
    task_id=WORDS,
    request_id=WORDS,
    content=st.lists(PARTS, max_size=4).map(tuple),
    usage=st.dictionaries(WORDS, st.integers() | WORDS, max_size=3),
    ways=st.lists(st.sampled_from(["inline", "upload", "address"]), max_size=3).map(tuple),
    seconds=st.floats(0, 1e6),
)


@given(run=RUNS)
def test_run_comes_back(run):
    """Whatever a run holds, its line is one line of ASCII, and reading it gives the same run."""
    line = write_record(run, FOLDER)

    assert line.isascii()
    assert "\n" not in line
    assert read_record(line, DRAFT, FOLDER) == run


def test_line_of_the_first_version_is_read():
    """A line that was written before there were ways and prompts of pictures is read without them."""
    picture = SavedImage(FOLDER / "a.png", "abcd", 4, 3, "a red car")
    run = Run("1", DRAFT, "local/1", RunState.SUCCEEDED, START, content=(picture,), ways=("upload",))
    record = json.loads(write_record(run, FOLDER))
    del record["ways"], record["content"][0]["actual_prompt"]

    kept = read_record(json.dumps(record), DRAFT, FOLDER)

    assert (kept.ways, kept.saved[0].actual_prompt, kept.saved[0].digest) == ((), "", "abcd")


def test_unknown_outcome_comes_back_without_what_had_come():
    """What had come of a stream is in the run's content; the addresses that the error holds are not written down."""
    partial = Task("", TaskStatus.RUNNING, (Link("http://x/1.png?Signature=s3cret"),))
    error = OutcomeUnknown("The stream broke.", partial=partial)
    run = Run("1", DRAFT, "local/1", RunState.UNKNOWN, START, error=error)

    line = write_record(run, FOLDER)

    assert "s3cret" not in line
    kept = read_record(line, DRAFT, FOLDER).error
    assert (type(kept), str(kept), kept.partial) == (OutcomeUnknown, "The stream broke.", None)


def test_paths_are_relative():
    """A line holds no path of the machine, so that the folder can be moved."""
    picture = SavedImage(FOLDER / "files" / "ab" / "abcd.png", "abcd", 4, 3)
    run = Run("1", DRAFT, "local/1", RunState.SUCCEEDED, datetime(2026, 1, 1, tzinfo=timezone.utc), content=(picture,))

    line = write_record(run, FOLDER)

    assert json.loads(line)["content"][0]["file"] == "files/ab/abcd.png"
    assert str(FOLDER) not in line
    assert read_record(line, DRAFT, Path("/b")).saved[0].path == Path("/b/files/ab/abcd.png")


@given(code=WORDS, message=WORDS, status=st.integers(100, 599), request_id=WORDS, hint=WORDS)
def test_error_comes_back(code, message, status, request_id, hint):
    """An error comes back with its kind, its text and its facts, and knows the run that it ended."""
    error = ServiceError(code, message, status=status, request_id=request_id, hint=hint)
    run = Run("1", DRAFT, "local/1", RunState.REFUSED, datetime(2026, 1, 1, tzinfo=timezone.utc), error=error)
    error.run = run

    kept = read_record(write_record(run, FOLDER), DRAFT, FOLDER)

    assert type(kept.error) is ServiceError
    assert str(kept.error) == str(error)
    assert (kept.error.code, kept.error.message) == (code, message)
    assert (kept.error.status, kept.error.request_id, kept.error.hint) == (status, request_id, hint)
    assert kept.error.run is kept
