"""A run gives its pictures, saves them without loss, and shows itself shortly."""

from __future__ import annotations

import base64
import io
import pickle
from dataclasses import replace
from datetime import datetime, timezone

import numpy as np
import pytest
from PIL import Image

from wanwidgets.content import Failure, Link, Text
from wanwidgets.errors import StoreError, TaskFailed
from wanwidgets.provenance import MOST_BYTES, carried, told_in
from wanwidgets.request import EditRequest
from wanwidgets.result import Run, RunState
from wanwidgets.store import RunStore
from wanwidgets.task import Task, TaskStatus

START = datetime(2026, 11, 20, tzinfo=timezone.utc)


def png_of(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)
    return out.getvalue()


@pytest.fixture
def store(tmp_path) -> RunStore:
    return RunStore(tmp_path / "runs")


@pytest.fixture
def make_run(store):
    """Make a run that succeeded with these pictures and other parts."""

    def make(*parts) -> Run:
        content = tuple(store.keep(png_of(part)) if isinstance(part, Image.Image) else part for part in parts)
        return Run("id-1", EditRequest("Paint it"), "local/1", RunState.SUCCEEDED, START, content=content)

    return make


def test_pictures_of_a_run(make_run, photo):
    """A run gives its pictures in order, each time as new ones, and leaves out what is no picture."""
    run = make_run(Text("a"), photo, Failure("InternalError", "no"), photo.rotate(90))

    for image, wanted in zip(run.images, (photo, photo.rotate(90)), strict=True):
        assert np.array_equal(image, wanted)
    assert run.images[0] is not run.images[0]
    assert len(run.saved) == 2
    assert len(run.content) == 4


def test_prompt_that_the_service_made(make_run, photo):
    """A run tells what the service made of the prompt, as the first picture that knows it has it."""
    run = make_run(photo, photo.rotate(90))

    assert run.actual_prompt == ""
    knowing = replace(run.saved[1], actual_prompt="a red car")
    assert replace(run, content=(run.saved[0], knowing)).actual_prompt == "a red car"


def test_saved_files_are_the_very_results(make_run, photo, tmp_path):
    """Saving without provenance copies the results byte for byte, in order, into a folder that is made."""
    run = make_run(photo, photo.rotate(90))

    paths = run.save(tmp_path / "out" / "here", provenance=False)

    assert paths == [tmp_path / "out" / "here" / "edit-1.png", tmp_path / "out" / "here" / "edit-2.png"]
    assert [path.read_bytes() for path in paths] == [saved.path.read_bytes() for saved in run.saved]


def test_saved_files_tell_of_the_run(make_run, photo, tmp_path):
    """Each saved picture has the pixels of its result, and tells which of them it is."""
    run = make_run(photo, Text("a"), photo.rotate(90))

    paths = run.save(tmp_path / "out")

    for number, path in enumerate(paths, start=1):
        told = told_in(carried(path.read_bytes(), MOST_BYTES))
        assert np.array_equal(Image.open(path), run.images[number - 1])
        assert (told.number, told.result.pixels) == (number, run.saved[number - 1].pixels)
        assert (told.engine, told.request.prompt) == ("local/1", "Paint it")


def test_only_some_are_saved(make_run, photo, tmp_path):
    """Results are saved by their numbers, and keep them in the names of their files."""
    run = make_run(photo, photo.rotate(90))

    assert run.save(tmp_path / "out", numbers=[2]) == [tmp_path / "out" / "edit-2.png"]


def test_run_is_pickled_without_its_store(make_run, photo, store):
    """A run that is pickled or copied leaves its store behind, which holds locks of this process."""
    run = replace(make_run(photo), home=store)

    again = pickle.loads(pickle.dumps(run))  # noqa: S301 - our own

    assert again == run
    assert again.home is None
    assert repr(again) == repr(run)


def test_saving_again_makes_no_second_file(make_run, photo, tmp_path):
    """Saving the same results again makes nothing new."""
    run = make_run(photo)

    assert run.save(tmp_path / "out") == run.save(tmp_path / "out")
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_saving_overwrites_nothing(make_run, photo, tmp_path):
    """A different file, or a folder, of the same name stays, and the new file gets the next free name."""
    out = tmp_path / "out"
    (out / "car-1 (2).png").mkdir(parents=True)
    (out / "car-1.png").write_bytes(b"mine")

    paths = make_run(photo).save(out, stem="car")

    assert paths == [out / "car-1 (3).png"]
    assert (out / "car-1.png").read_bytes() == b"mine"


def test_folder_of_the_home_is_understood(make_run, photo, tmp_path, monkeypatch):
    """A folder that begins with ~ lies in the user's home."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))

    assert make_run(photo).save("~/out") == [tmp_path / "out" / "edit-1.png"]


def test_nothing_to_save(make_run, tmp_path):
    """A run without pictures saves none."""
    assert make_run(Text("a")).save(tmp_path / "out") == []


def test_run_is_shown_shortly_and_always_the_same(make_run, photo):
    """A run is shown by its state, sizes and model: no id, time, hash or path, since outputs are compared."""
    run = make_run(photo, photo.rotate(90, expand=True))

    assert repr(run) == "<Run succeeded: 400×300, 300×400, wan2.7-image>"
    assert repr(run.now(RunState.RUNNING, content=(), task_id="t-1")) == "<Run running, wan2.7-image>"
    mixed = run.now(RunState.SUCCEEDED, content=(Text("a"), run.content[0], Text("b"), Failure("InternalError", "no")))
    assert repr(mixed) == "<Run succeeded: 400×300, 2 text, 1 failed, wan2.7-image>"
    failed = run.now(RunState.FAILED, content=(), error=TaskFailed("InvalidParameter", "no"))
    assert repr(failed) == "<Run failed: TaskFailed, wan2.7-image>"


@pytest.mark.parametrize("count", [1, 2, 3, 12])
def test_preview_of_a_run_is_small(make_run, count):
    """What a run adds to a saved notebook is its text and a JPEG of 40 kB at most, even of pictures like noise."""
    rng = np.random.default_rng(2)
    images = [Image.fromarray(rng.integers(0, 256, (700, 900, 3), dtype=np.uint8)) for _ in range(count)]

    bundle = make_run(*images)._repr_mimebundle_(include=None, exclude=None)

    jpeg = base64.b64decode(bundle["image/jpeg"])
    assert len(jpeg) <= 40_000
    assert Image.open(io.BytesIO(jpeg)).format == "JPEG"
    assert set(bundle) == {"text/plain", "image/jpeg"}


def test_words_among_pictures_are_shown_in_order(make_run, photo, monkeypatch):
    """A run with words or failures is shown part by part; words are escaped, pictures stay small together."""
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, *, raw: shown.append((bundle, raw)))
    run = make_run(Text("<b>one</b>\ntwo"), photo, Failure("InternalError", "no"), photo.rotate(90))
    run._ipython_display_()
    bundles = [bundle for bundle, _ in shown]

    assert all(raw for _, raw in shown)
    assert [bundle["text/plain"] for bundle in bundles] == [
        repr(run),
        "<b>one</b>\ntwo",
        "400×300",
        "failed: InternalError: no",
        "400×300",
    ]
    assert "&lt;b&gt;one&lt;/b&gt;" in bundles[1]["text/html"]
    assert sum(len(base64.b64decode(bundle.get("image/jpeg", ""))) for bundle in bundles) <= 40_000


def test_pictures_alone_are_shown_as_one_sheet(make_run, photo):
    """A run of pictures alone leaves its display to its MIME bundle."""
    with pytest.raises(NotImplementedError):
        make_run(photo, photo)._ipython_display_()


def test_run_without_pictures_is_shown_as_text(make_run):
    """A run without pictures is shown as text alone."""
    assert set(make_run(Text("a"))._repr_mimebundle_()) == {"text/plain"}
    assert make_run().sheet() is None


def test_run_whose_files_are_gone_is_shown_as_text(make_run, photo):
    """A run whose pictures were deleted is still shown, as text."""
    run = make_run(photo)
    run.saved[0].path.unlink()

    assert run._repr_mimebundle_() == {"text/plain": "<Run succeeded: 400×300, wan2.7-image>"}


@pytest.mark.parametrize("parts", [0, 1])
def test_run_whose_files_were_changed_is_shown_as_text(make_run, photo, monkeypatch, parts):
    """A run whose pictures were changed by hand is still shown, as text, with words beside them and without."""
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, *, raw: shown.append((bundle, raw)))
    run = make_run(photo, *[Text("a")] * parts)
    run.saved[0].path.write_bytes(png_of(photo.rotate(90)))

    assert set(run._repr_mimebundle_()) == {"text/plain"}
    if parts:
        run._ipython_display_()
        assert [set(bundle) - {"text/html"} for bundle, _ in shown] == [{"text/plain"}] * 3
    with pytest.raises(StoreError, match=run.saved[0].path.name):
        _ = run.images


def test_success_is_required(make_run, photo):
    """A run that succeeded is returned, another one raises what ended it."""
    run = make_run(photo)
    error = TaskFailed("InvalidParameter", "no")

    assert run.require_success() is run
    with pytest.raises(TaskFailed) as caught:
        run.now(RunState.FAILED, error=error).require_success()
    assert caught.value is error


def test_later_state_is_another_run(make_run, photo):
    """A later state is a new value of the same name; the earlier one stays as it was."""
    run = make_run(photo)

    later = run.now(RunState.LOST, task_id="t-1")

    assert (run.state, run.task_id) == (RunState.SUCCEEDED, "")
    assert (later.id, later.state, later.task_id, later.content) == (run.id, RunState.LOST, "t-1", run.content)


def test_states_that_go_on():
    """A task goes on while it waits or runs; a run goes on until the service has answered for good."""
    assert {status for status in TaskStatus if not status.ended} == {TaskStatus.PENDING, TaskStatus.RUNNING}
    assert {state for state in RunState if not state.ended} == {RunState.PREPARED, RunState.SENT, RunState.RUNNING}


def test_address_of_a_result_is_not_shown():
    """The address of a result, whose query string is its key, is in no repr."""
    task = Task("t-1", TaskStatus.SUCCEEDED, (Link("http://x/1.png?Signature=s3cret"),))

    assert "s3cret" not in repr(task)
