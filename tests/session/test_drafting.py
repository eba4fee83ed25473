"""The draft of a session: pictures that come and go, are mended and put in order, and what is undone of it."""

from __future__ import annotations

import hashlib
import io

import pytest
from PIL import Image

from wanwidgets.client import Client
from wanwidgets.content import SavedImage
from wanwidgets.errors import FetchError, ImageError
from wanwidgets.images import Address, InputImage
from wanwidgets.mending import mends_for
from wanwidgets.pictures import Picture
from wanwidgets.regions import Box, Mask, Stroke
from wanwidgets.request import EditRequest
from wanwidgets.running.runner import Runner
from wanwidgets.session import EditSession
from wanwidgets.session.sources import Source
from wanwidgets.store import RunStore

SMALL = "wan2.5-i2i-preview"  # it takes no side below 384 pixels


class Hours:
    """A clock that is told the time."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    """Return a clock that stands still until it is told otherwise."""
    return Hours()


@pytest.fixture
def work():
    """Return a list of what was to be done on threads; a test does it when it wants to."""
    return []


@pytest.fixture
def open_session(tmp_path, clock, work):
    """Return a function that makes a session whose threads wait for `work` to be done, or with `now` do it at once."""
    sessions = []

    def make(draft=None, *, now=False):
        runner = Runner(Client("sk-unused", region="beijing"), RunStore(tmp_path / "runs"))
        spawn = (lambda each: each()) if now else work.append
        sessions.append(EditSession(runner, draft or EditRequest("x"), spawn=spawn, clock=clock))
        return sessions[-1]

    yield make
    for session in sessions:
        session.close()


def do(work):
    while work:
        work.pop(0)()


def png(color="teal", size=(600, 500)):
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, "PNG")
    return out.getvalue()


def sizes(session):
    return [picture.size for picture in session.draft.pictures]


def names(session):
    return [picture.image.name for picture in session.draft.pictures]


def colors(session):
    return [picture.image.image().getpixel((0, 0)) for picture in session.draft.pictures]


# Adding from code.


def test_pictures_are_added_moved_and_removed_with_their_boxes(open_session, photo):
    """Boxes travel with their picture, whatever happens to the others."""
    session = open_session(EditRequest("x", [photo]))
    session.add_image(photo.rotate(180))
    session.set_boxes(2, [(10, 20, 30, 40)])
    session.move_image(2, 1)
    assert session.draft.boxes == {1: (Box(10, 20, 30, 40),)}

    session.remove_image(2)
    assert session.draft.boxes == {1: (Box(10, 20, 30, 40),)}
    assert len(session.draft.pictures) == 1


def test_bad_picture_leaves_the_draft(open_session, photo):
    """A picture that cannot be read leaves the draft as it was, and is named by the place that it would have had."""
    session = open_session(EditRequest("x", [photo]))
    before = session.draft
    with pytest.raises(ImageError, match="Image 2"):
        session.add_image(b"nothing")

    assert session.draft is before


def test_conversion_is_told(open_session, photo):
    """What was done to a picture is told as a notice."""
    session = open_session()
    session.add_image(photo.convert("RGBA"))

    assert session.notice.level == "info"
    assert [notice.code for notice in session.notice.notices] == ["alpha"]


# Adding beside what else happens.


def test_adding_returns_before_anything_is_read(open_session, work):
    """What is asked for is on its way at once, is read in the order it was asked for, and is undone together."""
    session = open_session()
    session.add_images([Source(png(color), f"{color}.png") for color in ("red", "lime", "blue")])
    assert [arrival.name for arrival in session.arrivals] == ["red.png", "lime.png", "blue.png"]
    assert not session.can_undo

    do(work)
    assert names(session) == ["red.png", "lime.png", "blue.png"]
    assert session.arrivals == ()
    session.undo()
    assert sizes(session) == []


def test_what_cannot_be_read_keeps_no_other_out(open_session, work, tmp_path):
    """A file that is no picture is told with its reason; the others come, and it can be tried again."""
    session = open_session()
    session.add_images([Source(str(tmp_path / "new.png")), Source(b"nothing", "bad.png"), Source(png(), "good.png")])
    do(work)
    assert names(session) == ["good.png"]
    missing, bad = session.arrivals
    assert (missing.again, bad.again) == (True, False)
    assert "no such file" in missing.error.reason
    assert "text, not a picture" in bad.error.reason

    (tmp_path / "new.png").write_bytes(png())
    session.read_again(missing.id)
    session.drop(bad.id)
    do(work)
    assert names(session) == ["good.png", "new.png"]
    assert session.arrivals == ()
    session.read_again(missing.id)
    assert work == []


def test_damage_within_is_told_at_once(open_session, work):
    """A file whose header is right and whose pixels are not is refused as it is read, not when it is shown."""
    session = open_session()
    data = bytearray(png(size=(64, 64)))
    data[60:70] = b"\0" * 10
    session.add_images([Source(bytes(data), "broken.png")])
    do(work)

    assert sizes(session) == []
    assert "damaged" in session.arrivals[0].error.reason


def test_what_was_dropped_does_not_come(open_session, work):
    """A picture that is removed while it is read is not added, and the others are."""
    session = open_session()
    session.add_images([Source(png("red"), "a"), Source(png("blue"), "b")])
    session.drop(session.arrivals[0].id)
    do(work)

    assert names(session) == ["b"]


def test_undo_of_an_addition_stops_the_rest_of_it(open_session, work):
    """Undone while some of them are still being read, pictures that were asked for together do not come any more."""
    session = open_session()
    session.edit(prompt="Blur")
    session.add_images([Source(png(color), color) for color in ("red", "green", "blue")] + [Source(b"none", "bad")])
    session.add_images([Source(png("white"), "white")])
    session._arrive(session.arrivals[0], Picture(InputImage.from_bytes(png("red"), name="red")))
    session._not_read(session.arrivals[2], ImageError("it is no picture."))
    session.undo()
    assert (sizes(session), session.draft.prompt) == ([], "Blur")
    assert [arrival.name for arrival in session.arrivals] == ["bad", "white"]
    session.redo()
    do(work)

    assert names(session) == ["red", "white"]


def test_a_fault_of_ours_is_told_in_the_row(open_session, work, monkeypatch):
    """Whatever goes wrong on the thread is told where the picture would be."""
    session = open_session()

    def fail(*_, **__):
        raise MemoryError("no room")

    monkeypatch.setattr("wanwidgets.session.adding.Picture.read", fail)
    session.add_images([Source(png(), "a")])
    do(work)

    assert session.arrivals[0].error.reason == "MemoryError: no room"


def test_a_hundred_at_once_are_as_many_as_the_model_takes(open_session, work):
    """Of a hundred pictures as many are read as any mode of the model takes, and the notice tells of the rest."""
    session = open_session()
    session.add_images([Source(png(), f"{number}.png") for number in range(100)])
    assert len(session.arrivals) == session.most_images == 9
    assert session.notice.text == "91 of 100 pictures were left out: wan2.7-image takes at most 9."
    do(work)
    assert len(sizes(session)) == 9
    assert session.notice.key == "left_out.many"

    session.add_images([Source(png(), "one more")])
    assert session.notice.key == "left_out.one"
    assert session.arrivals == ()
    session.remove_image(9)
    assert session.notice is None
    assert session.room == 1


def test_failures_are_bounded(open_session, work):
    """Of a hundred failures the last ones are remembered, and an empty place is left for what can be read."""
    session = open_session()
    for number in range(100):
        session.add_images([Source(b"nothing", f"{number}")])
        do(work)
    assert [arrival.name for arrival in session.arrivals][-1] == "99"
    assert len(session.arrivals) <= 10
    assert session.room == 9


def test_trying_again_needs_room(open_session, work, tmp_path):
    """A picture for which there is no room any more is not read again, and the notice says why."""
    session = open_session()
    session.add_images([Source(str(tmp_path / "none.png"))])
    do(work)
    session.add_images([Source(png(), f"{number}") for number in range(9)])
    do(work)
    session.read_again(session.arrivals[0].id)

    assert work == []
    assert session.notice.key == "left_out.one"


def test_pattern_names_files_in_order(open_session, work, tmp_path):
    """A pattern adds the files that it names, by name and in its place; folders are none."""
    for name in ("b.png", "a.png", "c.jpg"):
        (tmp_path / name).write_bytes(png())
    (tmp_path / "d.png").mkdir()
    session = open_session()
    session.add_images([Source(png(), "first"), Source(str(tmp_path / "*.png")), Source(png(), "last")])
    do(work)

    assert names(session) == ["first", "a.png", "b.png", "last"]
    session.undo()
    assert sizes(session) == []


def test_pattern_is_bounded(open_session, work, tmp_path, monkeypatch):
    """A pattern of many files adds the first ones and tells of the rest; one of none says so."""
    monkeypatch.setattr("wanwidgets.session.sources.MOST_MATCHES", 20)
    for number in range(20):
        (tmp_path / f"{number:02}.png").write_bytes(png())
    session = open_session()
    session.add_images([Source(str(tmp_path / "*.png"))])
    do(work)
    assert names(session) == [f"{number:02}.png" for number in range(9)]
    assert session.notice.text.startswith("11 of 20 pictures were left out")

    (tmp_path / "21.png").write_bytes(png())
    other = open_session()
    other.add_images([Source(str(tmp_path / "*.png")), Source(str(tmp_path / "*.gif"))])
    do(work)
    assert other.notice.key == "left_out.more"
    # The other pattern had its place until it was looked up.
    assert len(sizes(other)) == 8
    assert "no file has a name" in other.arrivals[-1].error.reason


def test_threads_keep_the_order(tmp_path, photo, until):
    """On real threads, while pictures are mended and the prompt is written, pictures come in the order asked for."""
    session = EditSession(
        Runner(Client("sk-unused", region="beijing"), RunStore(tmp_path / "runs")),
        EditRequest("x", [photo], boxes={1: [(0, 0, 400, 300)]}, model="wan2.6-image"),
    )
    session.edit(model=SMALL)
    session.mend(1, mends_for(session.draft, 1)[0])
    session.edit(model="wan2.7-image")
    session.add_images([Source(png(), f"{number}") for number in range(8)])
    for number in range(50):
        session.edit(prompt=str(number))
    until(session, lambda each: not each.arrivals and not each.cares)

    assert names(session)[1:] == [f"{number}" for number in range(8)]
    assert (sizes(session)[0], session.draft.boxes, session.draft.prompt) == (
        (512, 384),
        {1: (Box(0, 0, 512, 384),)},
        "49",
    )
    session.close()


# Addresses.


def test_address_is_fetched_beside(open_session, work, photo, clock):
    """An address is put into the draft at once, and becomes its picture, boxes and all, when it was fetched."""
    session = open_session()
    session._runner.fetch = lambda _: InputImage.from_pil(photo)
    session.add_image("https://example.com/x.png")
    session.set_boxes(1, [(350, 250, 999, 999)])
    address = session.draft.pictures[0].image
    clock.now = 12.0
    assert isinstance(address, Address)
    assert session.care_of(address).kind == "fetching"
    assert session.since(session.care_of(address)) == 12.0

    do(work)
    assert sizes(session) == [(400, 300)]
    assert session.draft.boxes == {1: (Box(350, 250, 400, 300),)}
    assert session.cares == ()


def test_fetching_is_no_step(open_session, work, photo):
    """To undo what was done after a fetch does not bring the address back, nor does to redo it."""
    session = open_session()
    session._runner.fetch = lambda _: InputImage.from_pil(photo)
    session.add_image("https://example.com/x.png")
    session.edit(prompt="y")
    do(work)
    session.undo()
    assert sizes(session) == [(400, 300)]

    session.undo()
    assert sizes(session) == []
    session.redo()
    assert sizes(session) == [(400, 300)]


def test_address_that_fails_is_told_and_tried_again(open_session, work, photo):
    """An address that cannot be fetched stays in the draft with its reason, and can be fetched again."""

    def fail(address):
        raise FetchError("its address answered HTTP 404.", name=address.name)

    session = open_session(EditRequest("x", ["https://example.com/x.png"]))
    session._runner.fetch = fail
    session.fetch_images()
    do(work)
    address = session.draft.pictures[0].image
    assert session.care_of(address).error.reason == "its address answered HTTP 404."

    session._runner.fetch = lambda _: InputImage.from_pil(photo)
    session.fetch_image(1)
    session.fetch_image(1)
    assert len(work) == 1
    do(work)
    assert sizes(session) == [(400, 300)]
    session.fetch_image(1)
    assert (work, session.cares) == ([], ())


def test_fault_while_fetching_is_told(open_session, work):
    """Whatever goes wrong on the thread of a fetch is told as its reason."""

    def fail(_):
        raise MemoryError("no room")

    session = open_session(EditRequest("x", ["https://example.com/x.png"]))
    session._runner.fetch = fail
    session.fetch_images()
    do(work)

    assert session.cares[0].error.reason == "MemoryError: no room"


def test_address_that_was_removed_comes_back_fetched(open_session, work, photo):
    """An address that was removed while it was fetched changes nothing, and is a picture when it is undone."""
    session = open_session()
    session._runner.fetch = lambda _: InputImage.from_pil(photo)
    session.add_image("https://example.com/x.png")
    session.remove_image(1)
    do(work)
    assert sizes(session) == []

    session.undo()
    assert sizes(session) == [(400, 300)]


# Mending.


def test_mending_is_one_step_with_boxes_and_mask(open_session, work, photo):
    """A mend changes picture, boxes and mask in one step that can be undone, and is told while it goes on."""
    mask = Mask((400, 300), (Stroke(((200.0, 150.0),), 20.0),))
    session = open_session(EditRequest("x", [photo], boxes={1: [(100, 75, 200, 150)]}, model=SMALL, mask=mask))
    before = session.draft
    session.mend(1, mends_for(before, 1)[0])
    assert session.draft is before
    assert session.care_of(before.pictures[0].image).kind == "mending"

    do(work)
    assert sizes(session) == [(512, 384)]
    assert session.draft.boxes == {1: (Box(128, 96, 256, 192),)}
    assert session.draft.mask.size == (512, 384)
    assert session.cares == ()
    session.undo()
    assert session.draft.pictures[0].image is before.pictures[0].image
    assert session.draft.mask == mask
    assert not session.can_undo


def test_mend_of_a_picture_that_went_is_dropped(open_session, work, photo):
    """What was mended comes to nothing where its picture is gone by then, and moves with it otherwise."""
    session = open_session(EditRequest("x", [photo, photo.rotate(90, expand=True)], model=SMALL))
    session.mend(1, mends_for(session.draft, 1)[0])
    session.mend(2, mends_for(session.draft, 2)[0])
    session.remove_image(1)
    session.set_boxes(1, [(0, 0, 300, 400)])
    do(work)

    assert sizes(session) == [(384, 512)]
    assert session.draft.boxes == {1: (Box(0, 0, 384, 512),)}
    assert session.cares == ()


def test_mend_that_fails_is_told(open_session, work, photo, monkeypatch):
    """A mend that fails leaves the draft and tells why; it can be tried again."""

    def fail(*_):
        raise MemoryError("no room")

    session = open_session(EditRequest("x", [photo], model=SMALL))
    before = session.draft
    with monkeypatch.context() as broken:
        broken.setattr("wanwidgets.session.drafting.mended_image", fail)
        session.mend(1, mends_for(before, 1)[0])
        do(work)
    assert session.draft is before
    assert session.cares[0].error.reason == "MemoryError: no room"

    session.mend(1, mends_for(before, 1)[0])
    do(work)
    assert sizes(session) == [(512, 384)]


def test_two_mends_of_one_picture_are_one(open_session, work, photo):
    """A second click while it is mended does nothing, and an address has nothing to mend."""
    session = open_session(EditRequest("x", [photo, "https://example.com/x.png"], model=SMALL))
    (mend,) = mends_for(session.draft, 1)
    session.mend(1, mend)
    session.mend(1, mend)
    session.mend(2, mend)

    assert len(work) == 1


def test_conversion_of_the_same_pixels_is_heard(open_session, photo):
    """Another file of the same pixels is a change: it is heard of, and can be undone."""
    out = io.BytesIO()
    photo.save(out, "WEBP", lossless=True)
    session = open_session(EditRequest("x", [out.getvalue()], model="wanx-x-painting"), now=True)
    heard = []
    session.observe(lambda change: heard.append(change.new.pictures[0].image.format), "draft")
    session.mend(1, mends_for(session.draft, 1)[0])
    session.undo()

    assert heard == ["PNG", "WEBP"]


# Results.


@pytest.fixture
def result(tmp_path):
    """Return a function that puts a result on disk."""

    def save(color, size=(600, 500)):
        path = tmp_path / f"{color}-{size[0]}.png"
        path.write_bytes(png(color, size))
        return SavedImage(path, hashlib.sha256(path.read_bytes()).hexdigest(), *size, "")

    return save


def test_result_becomes_the_last_picture(open_session, work, photo, result):
    """A result becomes the last picture of the draft, byte for byte, under the name that it is given."""
    saved = result("red")
    session = open_session(EditRequest("x", [photo]))
    session.use_result(saved, name="result: Make it red")
    do(work)

    assert session.draft.pictures[-1].image.digest == saved.digest
    assert session.draft.pictures[-1].image.name == "result: Make it red"
    assert len(session.draft.pictures) == 2


@pytest.mark.parametrize(("height", "boxes"), [(600, (Box(200, 150, 400, 300),)), (700, ())])
def test_result_takes_the_place_of_a_picture(open_session, photo, result, height, boxes):
    """Boxes and mask are scaled where the ratio is the same, and else taken away and told; one undo brings all back."""
    size, mask = (800, height), Mask((400, 300), (Stroke(((200.0, 150.0),), 20.0),))
    session = open_session(EditRequest("x", [photo, photo], boxes={1: [(100, 75, 200, 150)]}, mask=mask), now=True)
    session.use_result(result("red", size), 1)
    assert sizes(session) == [size, (400, 300)]
    assert session.draft.pictures[0].boxes == boxes
    assert (session.draft.mask.size if session.draft.mask else None) == (size if boxes else None)
    assert (session.notice is None) == bool(boxes)
    session.undo()

    assert (sizes(session), session.draft.mask, session.notice) == ([(400, 300)] * 2, mask, None)


def test_result_for_a_picture_that_went_is_dropped(open_session, work, photo, result):
    """A result whose place is gone when it was read changes nothing."""
    session = open_session(EditRequest("x", [photo, photo]))
    session.use_result(result("red"), 2)
    session.remove_image(2)
    do(work)

    assert sizes(session) == [(400, 300)]
    assert session.arrivals == ()


def test_result_comes_where_a_picture_was_mended_meanwhile(open_session, work, photo, result):
    """A result takes its place also where the picture was mended, or replaced by another result, before it was read."""
    session = open_session(EditRequest("x", [photo], model=SMALL))
    session.mend(1, mends_for(session.draft, 1)[0])
    session.use_result(result("red"), 1)
    session.use_result(result("blue", (700, 600)), 1)
    do(work)

    assert sizes(session) == [(700, 600)]
    assert (session.arrivals, session.cares) == ((), ())


def test_result_comes_where_a_picture_was_fetched_meanwhile(open_session, work, photo, result):
    """A result takes the place of an address also where that was fetched before the result was read."""
    session = open_session(EditRequest("x", ["https://example.com/x.png"]))
    session._runner.fetch = lambda _: InputImage.from_pil(photo)
    session.fetch_images()
    session.use_result(result("red"), 1)
    do(work)

    assert sizes(session) == [(600, 500)]


# Order, and the mask.


def test_mask_goes_with_the_picture_it_was_painted_on(open_session, photo):
    """Where image 1 is another one, the mask is taken away in the same step, which is told; undo brings both back."""
    mask = Mask((400, 300))
    session = open_session(EditRequest("x", [photo, photo.rotate(180)], mask=mask))
    session.move_image(1, 2)
    assert (session.draft.mask, session.notice.key) == (None, "mask_gone")
    session.undo()
    assert (session.draft.mask, session.notice) == (mask, None)

    session.remove_image(2)
    assert session.draft.mask == mask
    session.remove_image(1)
    assert (session.draft.mask, session.notice.key) == (None, "mask_gone")


# Undo and redo.


def test_removed_picture_comes_back_with_its_boxes(open_session, photo):
    """To undo a removal brings the picture back to its place, boxes and all."""
    session = open_session(EditRequest("x", [photo, photo.rotate(180)], boxes={1: [(1, 2, 30, 40)]}))
    before = session.draft
    session.remove_image(1)
    session.undo()

    assert session.draft is before
    session.redo()
    assert session.draft.boxes == {}


def test_typing_is_one_step_and_boxes_are_many(open_session, photo, clock):
    """Letters typed close together are undone together, after a pause anew; each box is a step, nudges are one."""
    session = open_session(EditRequest("", [photo]))
    for text in ("M", "Ma", "Make"):
        session.edit(prompt=text)
        clock.now += 0.5
    clock.now += 60
    session.edit(prompt="Make it")
    session.set_boxes(1, [(0, 0, 9, 9)])
    session.set_boxes(1, [(0, 0, 9, 9), (20, 20, 30, 30)])
    for step in range(1, 4):
        session.set_boxes(1, [(0, 0, 9, 9), (20 + step, 20, 30 + step, 30)], merge="nudge")
    seen = []
    while session.can_undo:
        session.undo()
        seen.append((session.draft.prompt, len(session.draft.pictures[0].boxes)))

    assert seen == [("Make it", 2), ("Make it", 1), ("Make it", 0), ("Make", 0), ("", 0)]
    session.undo()
    assert session.draft.prompt == ""


def test_undo_goes_back_over_a_change_of_the_model(open_session, photo):
    """A change of the model is a step: to undo it brings the parameters back that it left out."""
    session = open_session(EditRequest("x", [photo], model="wan2.7-image", size="2K", thinking_mode=True))
    session.choose(model=SMALL)
    assert "thinking_mode" not in session.draft.parameters
    session.edit(prompt="y")
    session.undo()
    session.undo()

    assert session.draft.model == "wan2.7-image"
    assert session.draft.parameters == {"size": "2K", "thinking_mode": True}
    session.redo()
    session.redo()
    assert (session.draft.model, session.draft.prompt) == (SMALL, "y")
    assert not session.can_redo


def test_nothing_to_undo_is_no_error(open_session):
    """Without a step nothing happens, and a change that changes nothing is none."""
    session = open_session()
    session.undo()
    session.redo()
    session.edit(prompt="x")

    assert (session.can_undo, session.can_redo, session.draft.prompt) == (False, False, "x")
