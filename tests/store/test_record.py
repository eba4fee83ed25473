"""A run becomes one line of JSON and comes back."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanwidgets.content import Failure, Link, SavedImage, Text
from wanwidgets.errors import OutcomeUnknown, ServiceError, StoreError
from wanwidgets.images import Gap
from wanwidgets.regions import Mask
from wanwidgets.request import EditRequest
from wanwidgets.result import Run, RunState
from wanwidgets.store.record import bare_request, read_record, read_run, write_record
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
    account=WORDS,
    sent=st.none() | st.datetimes(timezones=st.just(timezone.utc)),
    stopped=st.booleans(),
    pack=WORDS,
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
    """A line that was written before there were ways, accounts and prompts of pictures is read without them."""
    picture = SavedImage(FOLDER / "a.png", "abcd", 4, 3, "a red car")
    run = Run("1", DRAFT, "local/1", RunState.SUCCEEDED, START, content=(picture,), ways=("upload",))
    record = json.loads(write_record(run, FOLDER))
    for name in ("ways", "account", "sent", "stopped", "pack"):
        del record[name]
    del record["content"][0]["actual_prompt"]
    del record["content"][0]["pixels"]

    kept = read_record(json.dumps(record), DRAFT, FOLDER)

    assert (kept.account, kept.sent, kept.stopped, kept.pack) == ("", None, False, "")
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


def test_request_without_its_pictures(photo):
    """A request is read without its files: a gap that names it stands for each, and all else is there."""
    draft = EditRequest("red", [photo, "https://a.example/b.png"], boxes={1: [(1, 2, 30, 40)]}, n=3, take=2)
    masked = draft.replace(mask=Mask(photo.size))

    bare = bare_request(json.dumps(masked.to_dict(embed=False)))

    digest = draft.pictures[0].image.digest
    urls = [f"https://gone.invalid/{digest}", "https://a.example/b.png"]
    assert [picture.image.url for picture in bare.pictures] == urls
    assert bare.pictures[0].image == Gap.of(digest, draft.pictures[0].image.pixels)
    assert bare == masked.replace(pictures=bare.pictures, mask=None)
    assert (bare.boxes, bare.most_pictures(), bare.take, bare.mask) == (draft.boxes, 3, 2, None)


def test_run_without_its_pictures(photo):
    """A run that can be asked for is read without what was sent, if that is wanted, and one of a pack always."""

    def lost(digest: str) -> bytes:
        raise StoreError(f"no file {digest}")

    draft = EditRequest("red", [photo])
    request = json.dumps(draft.to_dict(embed=False))
    for engine, bare, readable in (
        ("model-studio/beijing", True, True),
        ("model-studio/beijing", False, False),
        ("local/1", True, False),
    ):
        line = write_record(Run("1", draft, engine, RunState.RUNNING, START, task_id="t-1"), FOLDER)
        if readable:
            assert read_run(request, line, FOLDER, lost, bare=bare).task_id == "t-1"
            continue
        with pytest.raises(StoreError, match="no file"):
            read_run(request, line, FOLDER, lost, bare=bare)
    with pytest.raises(StoreError, match="cannot be read"):
        read_run(request, "[]", FOLDER, lost, bare=True)
    packed = write_record(Run("1", draft, "local/1", RunState.SUCCEEDED, START, pack="lesson"), FOLDER)
    assert isinstance(read_run(request, packed, FOLDER, lost).request.pictures[0].image, Gap)
