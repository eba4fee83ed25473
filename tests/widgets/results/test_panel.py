"""The large picture, what lies behind it, what can be done with it, and that nothing of it grows."""

from __future__ import annotations

import hashlib
import io
import threading
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import ipywidgets
import numpy as np
import pytest
from PIL import Image

import wanwidgets as ww
from wanwidgets.content import Failure, SavedImage, Text
from wanwidgets.preview import THUMBNAIL_BYTES
from wanwidgets.result import Run, RunState
from wanwidgets.widgets.guard import close_all
from wanwidgets.widgets.results.previews import LARGE_BYTES
from wanwidgets.widgets.results.results import Results
from wanwidgets.widgets.text import Words

START = datetime(2026, 11, 20, tzinfo=timezone.utc)


def live():
    registry = getattr(ipywidgets.widgets.widget, "_instances", None)
    return dict(ipywidgets.Widget.widgets if registry is None else registry)


def later_of(results):
    """Return what the panel has put aside for a thread."""
    return results._session._spawn.__self__


def hidden(widget):
    return "wanwidgets-hidden" in widget._dom_classes


def held(widgets):
    """Return the bytes of all pictures in the state of widgets."""
    return sum(len(widget.value) for widget in widgets if isinstance(widget, ipywidgets.Image))


@pytest.fixture
def results(make_results):
    return make_results()


@pytest.fixture
def noise(tmp_path):
    """Return a function that puts a picture of noise on disk, the worst that there is to be made small."""

    def make(number=0, size=(640, 480)):
        path = tmp_path / f"noise-{number}-{size[0]}.png"
        pixels = np.random.default_rng(number).integers(0, 256, (*size[::-1], 3), dtype=np.uint8)
        Image.fromarray(pixels).save(path, compress_level=1)
        return SavedImage(path, hashlib.sha256(path.read_bytes()).hexdigest(), *size)

    return make


def run_of(*content, number=1, request=None, state=RunState.SUCCEEDED):
    started = START + timedelta(minutes=number)
    return Run(f"run-{number}", request or ww.EditRequest("Blur it"), "local/1", state, started, content=content)


def test_pictures_are_read_without_the_lock(results, session, later, noise, monkeypatch):
    """Twelve pictures have their places at once; they are read on a thread that does not hold the session's lock."""
    pictures = [noise(number, (300, 200)) for number in range(12)]
    session.runs = (run_of(*pictures),)
    tiles = results.gallery.children
    assert len(tiles) == 12
    assert all(hidden(tile._image) for tile in tiles)
    assert {tile._frame.layout.width for tile in tiles} == {"144px"}

    read = SavedImage.data

    def unlocked(saved):
        # Another thread could take it now.
        assert not session.lock._is_owned()
        return read(saved)

    monkeypatch.setattr(SavedImage, "data", unlocked)
    later.done()
    assert not any(hidden(tile._image) for tile in tiles)
    assert {tile._frame.layout.width for tile in tiles} == {"144px"}


def test_what_is_not_wanted_any_more_is_not_read(results, session, later, noise, monkeypatch):
    """Pictures of a run that is not shown any more are neither read nor shown."""
    seen = []
    read = SavedImage.data
    monkeypatch.setattr(SavedImage, "data", lambda saved: seen.append(saved.path.name) or read(saved))
    first, second = (run_of(noise(number), number=number) for number in (1, 2))
    session.runs = (first,)
    session.runs = (first, second)
    later.done()

    assert set(seen) == {"noise-2-640.png"}


def test_pictures_are_small(results, session, later, noise):
    """A thumbnail and the one large picture hold their bounds, whatever is in them; only one is large."""
    session.runs = (run_of(noise(1, (1700, 1300)), noise(2)),)
    later.done()

    for tile in results.gallery.children:
        assert 0 < len(tile._image.value) <= THUMBNAIL_BYTES
    assert THUMBNAIL_BYTES < len(results.large.picture.value) <= LARGE_BYTES


def test_room_is_made_before_the_picture_is_there(results, session, later, noise):
    """The large picture has its size before it is read, and between pictures of one size the old one stays."""
    session.runs = (run_of(noise(1), noise(2)),)
    picture = results.large.picture
    assert (picture.width, picture.height) == ("640", "480")
    assert "wanwidgets-loading" in results.large._stage._dom_classes

    later.done()
    assert "wanwidgets-loading" not in results.large._stage._dom_classes
    before = picture.value
    results.gallery.children[1].choose.click()
    assert "wanwidgets-loading" not in results.large._stage._dom_classes
    assert picture.value == before
    later.done()
    assert picture.value != before


def test_thumbnails_choose_what_is_large(results, session, later, save):
    """A click on a thumbnail shows its picture large, and the tile is marked; failures among them do not count."""
    session.runs = (run_of(save("red"), Failure("X", "no"), save("blue", size=(30, 40))),)
    later.done()
    first, _, third = results.gallery.children
    assert results.large.saved.path.name == "red.png"

    third.choose.click()
    later.done()
    assert results.large.saved.path.name == "blue.png"
    assert "Picture 2 of 2 · 30×40" in results.large._caption.value
    assert "wanwidgets-chosen" in third._dom_classes
    assert "wanwidgets-chosen" not in first._dom_classes


def test_growing_run_keeps_what_is_large(results, session, later, save):
    """While a run grows, what is large stays large and the text between pictures stays in order."""
    red, blue = save("red"), save("blue")
    grown = [(Text("a"),), (Text("a b"), red), (Text("a b"), red, Text("c")), (Text("a b"), red, Text("c d"), blue)]
    large = []
    for content in grown:
        session.runs = (run_of(*content, state=RunState.RUNNING),)
        later.done()
        large.append(results.large.picture.value)
    assert large[0] == b""
    assert large[1] == large[2] == large[3] != b""
    assert hidden(results.large) is False
    assert "wanwidgets-story" in results._shown._dom_classes


def test_run_without_pictures_can_be_begun_again(results, session, later):
    """A run that made no picture has its words, its request and what can be done with a request."""
    session.runs = (run_of(Failure("X", "no")),)
    later.done()

    assert hidden(results.large)
    assert hidden(results.actions.save.button)
    assert not hidden(results.actions.again)
    assert "Blur it" in results.card.value


def test_request_is_told_and_escaped(results, session, later, save, photo):
    """Everything of the request is told, closed at first, and what was written by anyone is only text."""
    evil = "<img src=x onerror=alert(1)>"
    request = ww.EditRequest(evil, [photo, photo], boxes={2: [(1, 2, 30, 40)]}, size="1K", watermark=False, seed=7)
    run = run_of(save("red", actual_prompt=f"{evil} too"), request=request)
    session.runs = (replace(run, request_id=f"id {evil}", seconds=12.34),)
    later.done()
    told = results.card.value

    assert told.startswith('<details class="ww-request"><summary>')
    assert "onerror" in told
    assert "<img src=x" not in told
    for fact in ("wan2.7-image", "Size 1K", "Watermark no", "Seed 7", "12.3 s", "1 picture · free", "image 2 · ▢ 1"):
        assert fact in told, fact
    assert told.count('src="data:image/jpeg;base64,') == 2
    assert len(told) < 20_000


def test_request_that_is_opened_stays_open(results, session, later, save):
    """The request is written again only when it is another one, since that would close it."""
    run = run_of(save("red"))
    session.runs = (run,)
    later.done()
    written = []
    results.card.observe(lambda change: written.append(change.new), "value")
    session.runs = (run_of(Text("other"), number=0), run)
    session.runs = (run,)
    later.done()

    assert written == []


def test_long_prompts_are_cut(results, session, later, save):
    """A prompt of a hundred thousand letters takes no more room than one can read."""
    session.runs = (run_of(save("red"), request=ww.EditRequest("x" * 100_000)),)
    later.done()

    assert len(results.card.value) < 6_000
    assert len(results._summary.value) < 300


def test_compare_is_offered_where_there_is_an_input(results, session, later, save, photo):
    """Text to picture has nothing to compare with; otherwise the last input, which set the ratio, is before."""
    session.runs = (run_of(save("red")),)
    later.done()
    assert hidden(results.large.compares)

    session.runs = (run_of(save("red"), request=ww.EditRequest("x", [photo, photo.rotate(90)]), number=2),)
    later.done()
    assert not hidden(results.large.compares)
    assert hidden(results.large.before)
    results.large.compares.value = True
    later.done()
    assert results.large.before.value == 2
    assert not hidden(results.large.before)
    assert results.large.compare in results.large._stage.children
    results.large.compares.value = False
    assert results.large._stage.children[0] is results.large.picture
    assert results.large.compare._before.value == b""


def test_inputs_are_called_by_their_numbers(results, session, later, save, photo):
    """The same picture with another number in the next run is offered by that number."""
    requests = (ww.EditRequest("x", [photo]), ww.EditRequest("x", ["https://example.com/x.png", photo]))
    offered = []
    for number, request in enumerate(requests):
        session.runs = (*session.runs, run_of(save("red"), request=request, number=number))
        later.done()
        offered.append(results.large.before.value)

    assert offered == [1, 2]


@pytest.fixture
def compare(results, session, later, save, photo):
    """Return the comparison of a result with its input."""
    session.runs = (run_of(save("red"), request=ww.EditRequest("x", [photo])),)
    results.large.compares.value = True
    later.done()
    return results.large.compare


def test_divider_and_slider_are_one(compare):
    """What the pointer does the slider shows, and what the slider does is drawn; neither answers the other for ever."""
    width, _ = compare.frame
    compare.press(width * 0.25, 10)
    assert compare.slider.value == 25
    compare.move(width * 0.333, 10)
    assert compare.slider.value == 33
    assert compare.divider.at == pytest.approx(0.333)
    compare.release()
    compare.move(width * 0.9, 10)
    assert compare.divider.at == pytest.approx(0.333)

    compare.slider.value = 80
    assert compare.divider.at == pytest.approx(0.8)
    compare.key("Home")
    assert compare.slider.value == 0
    compare.key("ArrowRight", shift=True)
    assert compare.slider.value == 10


def test_drag_that_leaves_the_canvas_ends(compare):
    """A drag beyond the canvas ends at its side, since nobody tells when the pointer goes up there."""
    width, _ = compare.frame
    compare.press(width * 0.5, 10)
    compare.leave(width + 200, 10)
    assert compare.divider.at == 1
    assert not compare.divider.dragged


def test_canvas_has_the_ratio_of_the_result(compare):
    """The canvas has the ratio of the result, so that before and after lie over each other."""
    assert compare.frame[0] / compare.frame[1] == pytest.approx(64 / 48, rel=0.01)


def test_input_that_is_gone_is_told(results, session, later, save, photo):
    """Where the file of an input of an earlier run is gone, the comparison says so and shows the result."""
    store = session._runner.store
    run = store.begin(ww.EditRequest("x", [photo]), "local/1")
    store.record(run.now(RunState.SUCCEEDED, content=(store.keep(save("red").path.read_bytes()),)))
    store.path(run.request.pictures[0].image.digest).unlink()
    results.show_past(session.past(run.id))
    results.large.compares.value = True
    later.done()

    assert "image 1 is gone" in results.large._gone.value
    assert results.large.picture in results.large._stage.children


def test_use_as_image(results, session, save, photo, monkeypatch):
    """The result can become a new image, or take the place of one that is there; its name says what was asked."""
    session.edit(pictures=ww.EditRequest(images=[photo, photo]).pictures)
    saved = save("red")
    session.runs = (run_of(saved, request=ww.EditRequest("Make it red", [photo])),)
    used = []
    monkeypatch.setattr(session, "use_result", lambda *given, name: used.append((*given, name)))
    target = results.actions.target
    assert [label for label, _ in target.options] == ["new image 3", "image 1, replaced", "image 2, replaced"]

    results.actions.use.click()
    target.value = 2
    results.actions.use.click()
    assert used == [(saved, "result: Make it red"), (saved, 2, "result: Make it red")]
    session.remove_image(2)
    assert target.value == 0


def test_edit_again(results, session, later, save, photo):
    """The draft becomes the request of the run that is shown, and one undo takes it back."""
    request = ww.EditRequest("Make it red", [photo], seed=5)
    session.runs = (run_of(save("red"), request=request),)
    session.edit(prompt="else")
    results.actions.again.click()
    assert session.draft == request

    session.undo()
    assert session.draft.prompt == "else"
    later.clear()


def test_many_threads_show_the_last(tmp_path, save):
    """Pictures that are read by many threads at once end as those of the run that was shown last."""
    threads = []

    def spawn(work):
        threads.append(threading.Thread(target=work))
        threads[-1].start()

    runner = ww.api.Runner(ww.Client("sk-unused", region="beijing"), ww.RunStore(tmp_path / "runs"))
    session = ww.EditSession(runner, spawn=spawn)
    results = Results(session, Words("en"))
    colours = ("red", "green", "blue", "white", "black")
    runs = [run_of(save(colour), number=number) for number, colour in enumerate(colours)]
    for number in range(len(runs)):
        session.runs = tuple(runs[: number + 1])
    for thread in threads:
        thread.join()
    with Image.open(io.BytesIO(results.large.picture.value)) as large:
        assert max(large.getpixel((5, 5))) < 20
    (tile,) = results.gallery.children
    with Image.open(io.BytesIO(tile._image.value)) as thumb:
        assert max(thumb.getpixel((5, 5))) < 20
    assert session.notice is None
    close_all(results)


def test_save(results, later, save, tmp_path):
    """Pictures are copied where the user says, which is told; files that are there stay."""
    results._session.runs = (run_of(save("red"), save("blue")),)
    actions = results.actions
    actions.save.button.click()
    actions.save.folder.value = str(tmp_path / "out")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "edit-2.png").write_bytes(b"mine")
    results.gallery.children[1].choose.click()
    actions.save.save_one.click()
    later.done()
    assert "edit-2 (2).png" in actions.save.told.value
    assert (tmp_path / "out" / "edit-2.png").read_bytes() == b"mine"

    actions.save.save_all.click()
    later.done()
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["edit-1.png", "edit-2 (2).png", "edit-2.png"]
    assert str(tmp_path / "out") in actions.save.told.value


@pytest.mark.parametrize("trouble", ["gone", "file in the way"])
def test_what_cannot_be_saved_is_told(results, save, tmp_path, trouble):
    """A picture that is gone, or a folder that cannot be made, is told; nothing is written."""
    saved = save("red")
    results._session.runs = (run_of(saved),)
    actions = results.actions
    target = tmp_path / "<out>"
    actions.save.folder.value = str(target)
    (saved.path.unlink if trouble == "gone" else target.touch)()
    actions.save.save_one.click()
    later_of(results).done()

    assert "Not saved." in actions.save.told.value
    assert "<out>" not in actions.save.told.value
    assert not target.is_dir()


@pytest.mark.parametrize("folder", ["~nobody-of-that-name/x", "no\0path"])
def test_a_text_that_names_no_folder_is_told_beside_it(results, save, folder):
    """What is the path of no folder is told beside the field, as any folder that cannot be written."""
    results._session.runs = (run_of(save("red")),)
    results.actions.save.folder.value = folder
    results.actions.save.save_one.click()
    later_of(results).done()

    assert "Not saved." in results.actions.save.told.value
    assert results._session.notice is None


@pytest.mark.parametrize("language", ["en", "zh"])
def test_fifty_runs_leave_no_more_than_one(make_results, later, noise, photo, language):
    """After fifty runs of any shape there are no more widgets, and no more bytes in them, than after a few."""
    before = set(live())
    results = make_results(language)
    session = results._session
    request = ww.EditRequest("x", [photo])
    shapes = [
        tuple(noise(number, (200, 150)) for number in range(4)),
        (Text("a"), noise(1, (200, 150)), Text("b"), Failure("X", "no")),
        (noise(2, (200, 150)),),
        (Failure("X", "no"),),
    ]
    counts, sizes, bytes_kept = [], [], []
    for number in range(1, 53):
        run = run_of(*shapes[number % 4], number=number, request=request)
        session.runs = (*session.runs, run)
        results.large.compares.value = number % 2 == 0
        later.done()
        if number % 4 == 0:
            made = [widget for key, widget in live().items() if key not in before]
            counts.append(len(made))
            sizes.append(held(made))
            bytes_kept.append(sum(len(str(getattr(widget, "value", ""))) for widget in made))
    assert len(set(counts[1:])) == 1
    assert len(set(sizes[3:])) == 1
    assert len(results.choice.options) == 12
    assert max(bytes_kept[3:]) == min(bytes_kept[3:])
    print(f"widgets {counts[-1]}, bytes of pictures {sizes[-1]}")
