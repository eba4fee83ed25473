"""What came of a run, in all its shapes: on screen as it comes, and kept in the notebook."""

from __future__ import annotations

import base64
import hashlib
import io
import itertools
import re
from dataclasses import replace
from datetime import datetime, timezone

import numpy as np
import pytest
from PIL import Image

import wanwidgets as ww
from wanwidgets.content import Failure, SavedImage, Text
from wanwidgets.errors import OutcomeUnknown, TaskFailed
from wanwidgets.preview import PREVIEW_BYTES
from wanwidgets.result import Run, RunState
from wanwidgets.widgets.results.record import Record, bundle_of

RUNNING, DONE = RunState.RUNNING, RunState.SUCCEEDED


def shown(editor):
    """Return what the gallery shows: words, failures, or the size of a picture."""
    return [getattr(part, "value", None) or part._caption.value for part in editor.results.gallery.children]


def plain(text):
    """Return the text alone; the number of a picture is left out."""
    return re.sub(r"<[^>]+>", "", re.sub(r"<b>\d+</b> ", "", text))


@pytest.fixture
def watched(scripted, open_editor):
    """Return a function that makes an editor whose run goes step by step, and what it showed after each step."""

    def make(*steps, **options):
        session = scripted(ww.EditRequest("Tell a story"), *steps)
        editor = open_editor(session=session, **options)
        seen = []
        session.observe(lambda _: seen.append([plain(part) for part in shown(editor)]), "runs")
        return editor, seen

    return make


def test_parts_appear_in_order_as_they_come(watched, save):
    """While a run streams its words and pictures appear in order, and nothing that stood there is made anew."""
    red, blue = save("red"), save("blue", size=(30, 40))
    editor, seen = watched(
        (RUNNING, (Text("First"),)),
        (RUNNING, (Text("First the cup."), red)),
        (RUNNING, (Text("First the cup."), red, Text("Then"))),
        (DONE, (Text("First the cup."), red, Text("Then the spoon."), blue)),
    )
    widgets = []
    editor.session.observe(lambda _: widgets.append(editor.results.gallery.children), "runs")
    editor.session.run(timeout=10)

    assert seen == [
        [],
        ["First"],
        ["First the cup.", "64×48"],
        ["First the cup.", "64×48", "Then"],
        ["First the cup.", "64×48", "Then the spoon.", "30×40"],
    ]
    for earlier, later in itertools.pairwise(widgets):
        assert all(a is b for a, b in zip(earlier, later, strict=False))


def test_pictures_alone_stand_side_by_side(watched, save):
    """Pictures alone make a grid, so that a set of twelve can be seen at once; words lead from one to the next."""
    pictures = tuple(save(color) for color in ("red", "blue", "green"))
    for content, grid in ((pictures, True), ((Text("First"), *pictures), False)):
        editor, _ = watched((DONE, content))
        editor.session.run(timeout=10)
        assert ("wanwidgets-grid" in editor.results.gallery._dom_classes) is grid


def test_words_are_text_with_their_lines(watched):
    """Words of a result are escaped, and keep their lines."""
    editor, _ = watched((DONE, (Text("one\n<img src=x onerror=alert(1)>\n\n"),)))
    editor.session.run(timeout=10)
    (said,) = shown(editor)

    assert "one\n&lt;img" in said
    assert "<img" not in said
    assert ".ww-words { white-space: pre-wrap" in editor.children[0].value


def test_failed_picture_is_shown_and_the_others_kept(watched, save):
    """A picture that failed has a card with the service's own words, and the summary counts."""
    failure = Failure("DataInspectionFailed", "Output data may contain <inappropriate> content.")
    editor, _ = watched((DONE, (save("red"), failure, save("blue"))))
    editor.session.run(timeout=10)

    assert [plain(part) for part in shown(editor)][::2] == ["64×48", "64×48"]
    card = shown(editor)[1]
    assert "DataInspectionFailed" in card
    assert "&lt;inappropriate&gt;" in card
    assert "2 of 3 pictures" in editor.results._summary.value


def test_all_failed_is_shown_as_well(watched):
    """A run of which every picture failed shows its cards beside the error."""
    failures = tuple(Failure("InternalError", f"number {number}") for number in (1, 2))
    editor, _ = watched((RunState.FAILED, failures, TaskFailed("InternalError", "number 1", task_id="t")))
    editor.session.start()

    assert len(shown(editor)) == 2
    assert "0 of 2 pictures" in editor.results._summary.value
    assert "number 1" in str(editor.session.runs[-1].error)


def test_what_had_arrived_stays_when_a_stream_breaks(watched, save):
    """A stream that breaks leaves on screen what had arrived, and says that the outcome is not known."""
    had = (Text("First"), save("red"))
    editor, _ = watched((RUNNING, had), (RunState.UNKNOWN, had, OutcomeUnknown("The stream broke.")))
    editor.session.start()

    assert [plain(part) for part in shown(editor)] == ["First", "64×48"]
    assert "outcome unknown" in editor.status.progress.value
    assert "The stream broke." in editor.notice.value


def test_a_run_without_parts_leaves_the_earlier_ones(watched, save):
    """A run that came to nothing leaves the results of the one before it on screen."""
    editor, _ = watched((DONE, (save("red"),)))
    editor.session.run(timeout=10)
    run = editor.session.runs[-1]
    failed = Run("run-2", run.request, run.engine, RunState.FAILED, run.started, error=TaskFailed("X", "no"))
    editor.session.runs = (run, failed)

    assert [plain(part) for part in shown(editor)] == ["64×48"]


def test_prompt_as_it_was_used_can_be_opened(watched, save):
    """Where the service says what it made of the prompt of the large picture, it is with the request, escaped."""
    saved = save("red", actual_prompt="A <small> red cup")
    editor, _ = watched((DONE, (saved, save("blue"))), language="en")
    editor.session.run(timeout=10)
    card, tiles = editor.results.card, editor.results.gallery.children

    assert "Prompt as it was used" in card.value
    assert "A &lt;small&gt; red cup" in card.value
    tiles[1].choose.click()
    assert "Prompt as it was used" not in card.value


def test_file_that_is_gone_is_told(watched, save):
    """A result whose file was deleted says so in its place, and the rest is shown."""
    gone = save("red")
    gone.path.unlink()
    editor, _ = watched((DONE, (gone, save("blue"))))
    editor.session.run(timeout=10)
    first, second = editor.results.gallery.children

    assert "red.png" in first._gone.value
    assert hidden(first._image)
    assert not hidden(second._image)
    assert "red.png" in editor.results.large._gone.value
    assert editor.results.large.picture.value == b""
    assert editor.session.notice is None


def test_file_that_was_changed_is_told(watched, save):
    """A result whose file has other bytes than came is not shown as if it were the result."""
    changed = save("red")
    changed.path.write_bytes(save("green").path.read_bytes())
    editor, _ = watched((DONE, (changed,)))
    editor.session.run(timeout=10)

    assert "gone, or was changed" in editor.results.large._gone.value


def hidden(widget):
    return "wanwidgets-hidden" in widget._dom_classes


def noise(path, size=(900, 700)):
    pixels = np.random.default_rng(3).integers(0, 256, (*size[::-1], 3), dtype=np.uint8)
    Image.fromarray(pixels).save(path)
    return SavedImage(path, hashlib.sha256(path.read_bytes()).hexdigest(), *size)


def run_of(*content):
    started = datetime(2026, 11, 20, tzinfo=timezone.utc)
    return Run("r", ww.EditRequest("x"), "local/1", DONE, started, content=content)


def test_record_of_pictures_is_a_sheet(save):
    """A run of pictures alone is kept as one sheet."""
    bundle = bundle_of(run_of(save("red"), save("blue")))

    assert list(bundle) == ["text/plain", "image/jpeg"]


def test_record_with_words_is_a_page_and_a_sheet(save):
    """Words among pictures are kept as a page in their order, escaped, and a sheet for readers that strip pictures."""
    bundle = bundle_of(run_of(Text("One <b>\nline"), save("red"), Failure("Code", "why <i>"), Text("two")))
    page = bundle["text/html"]

    assert list(bundle) == ["text/plain", "text/html", "image/jpeg"]
    places = [page.index(part) for part in ("One &lt;b&gt;<br>line", "<img", "<code>Code</code> why &lt;i&gt;", "two")]
    assert places == sorted(places)
    data = re.search(r'src="data:image/jpeg;base64,([^"]+)"', page)[1]
    with Image.open(io.BytesIO(base64.b64decode(data))) as image:
        assert image.size == (64, 48)


@pytest.mark.parametrize("count", [1, 4, 12])
def test_record_is_small(tmp_path, count):
    """A record holds its bound however many pictures there are, page and sheet together."""
    pictures = [noise(tmp_path / f"{number}.png") for number in range(count)]
    bundle = bundle_of(run_of(Text("words"), *pictures))
    inside = [len(base64.b64decode(data)) for data in re.findall(r"base64,([^\"]+)", bundle["text/html"])]

    assert len(inside) == count
    assert sum(inside) + len(base64.b64decode(bundle["image/jpeg"])) <= PREVIEW_BYTES


class Handle:
    """What IPython gives for an output that can be updated."""

    def __init__(self):
        self.bundles = []

    def update(self, bundle, *, raw):
        assert raw
        self.bundles.append(bundle)


@pytest.fixture
def handle(monkeypatch):
    """Return the output that every record of this test writes to."""
    handle = Handle()
    monkeypatch.setattr("wanwidgets.widgets.results.record.display", lambda *_, **__: handle)
    return handle


def done(work):
    while work:
        work.pop(0)()


def test_record_is_written_for_runs_from_the_screen(scripted, save, handle):
    """The output of the cell gets what a run from the screen made, and nothing of one that code began."""
    work = []
    session = scripted(ww.EditRequest("x"), (DONE, (Text("words"), save("red"))))
    session._spawn = work.append
    record = Record(session)
    record.open()
    session.start()
    done(work)
    assert handle.bundles == []

    session.runs = ()
    record.write(session.start())
    done(work)
    assert [list(bundle) for bundle in handle.bundles] == [["text/plain", "text/html", "image/jpeg"]]
    record.close()


class Begun:
    """A run that was begun on the screen."""

    def __init__(self, run):
        self.run = run


def test_record_shows_the_run_that_ended_last(scripted, save, handle):
    """Of several runs at once the record is of the one that ended last, however long the reading of pictures takes."""
    work = []
    session = scripted(ww.EditRequest("x"))
    session._spawn = work.append
    record = Record(session)
    record.open()
    runs = [replace(run_of(save(color)), id=color, state=RUNNING) for color in ("red", "blue", "green")]
    for run in runs:
        record.write(Begun(run))
    red, blue, green = runs
    session.runs = (red, blue.now(DONE), green)
    session.runs = (red.now(DONE, content=(Text("late"), *red.content)), blue.now(DONE), green)
    # The later one is read first.
    for each in reversed(work):
        each()
    assert [list(bundle) for bundle in handle.bundles] == [["text/plain", "text/html", "image/jpeg"]]

    work.clear()
    session.runs = (*session.runs[:2], green.now(RunState.FAILED))
    done(work)
    assert len(handle.bundles) == 1
    record.close()


def test_record_of_a_run_that_was_faster_than_its_click(scripted, save, handle):
    """A run that has ended before it is known to be one of the screen's is recorded all the same."""
    session = scripted(ww.EditRequest("x"), (DONE, (save("red"),)))
    record = Record(session)
    record.open()
    record.write(session.start())

    assert len(handle.bundles) == 1
    record.close()


def test_record_says_what_is_gone(save):
    """A picture whose file is gone is said in its place, and the others are kept."""
    gone = save("red")
    gone.path.unlink()
    bundle = bundle_of(run_of(gone, save("blue")))

    assert "red.png" in bundle["text/html"]
    assert bundle["text/html"].count("<img") == 1
    assert bundle["image/jpeg"]
    assert list(bundle_of(run_of(gone))) == ["text/plain", "text/html"]
