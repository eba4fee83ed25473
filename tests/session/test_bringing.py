"""A picture that was saved here brings back the session that made it, or offers to."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import wanwidgets as ww
from wanwidgets.images import Gap
from wanwidgets.pictures import Picture
from wanwidgets.provenance import MOST_BYTES, carried, carrying, told_in
from wanwidgets.request import EditRequest
from wanwidgets.result import RunState
from wanwidgets.running.runner import Runner
from wanwidgets.session.sources import Source


def noise(seed, size=(90, 70)):
    return Image.fromarray(np.random.default_rng(seed).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8))


def encoded(image, kind="PNG"):
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


@pytest.fixture
def store(tmp_path):
    """Return the store of the session."""
    return ww.RunStore(tmp_path / "runs")


@pytest.fixture
def request_of_two():
    """Return the request that was made."""
    return EditRequest("Paint it", [noise(1), noise(2)], boxes={2: [(1, 2, 30, 40)]}, size="1K", n=2)


@pytest.fixture
def saved(store, request_of_two, tmp_path):
    """Return the path of a result of the request, saved by the user."""
    run = store.begin(request_of_two, "local/1")
    run = store.record(replace(run, content=(store.keep(encoded(noise(3))),)).now(RunState.SUCCEEDED))
    return run.save(tmp_path / "out")[0]


@pytest.fixture
def open_session():
    """Return a function that makes a session on a store; what its threads would do is done at once."""

    def make(store, draft=None):
        return ww.EditSession(Runner(ww.Client("sk-unused", region="beijing"), store), draft, spawn=lambda work: work())

    return make


def test_empty_draft_gets_the_whole_request(open_session, store, saved, request_of_two):
    """A saved picture, added alone to an empty draft, brings the whole request as one step that can be undone."""
    session = open_session(store)
    empty = session.draft
    session.add_images([Source(str(saved))])

    assert session.draft == request_of_two
    assert session.offer.brought
    assert session.offer.name == "edit-1.png"
    assert not session.arrivals
    session.undo()
    assert session.draft == empty
    assert session.offer is None
    session.redo()
    assert session.draft == request_of_two


def test_upload_brings_it_as_well(open_session, store, saved, request_of_two):
    """It comes back from the bytes of an upload, too, and from a picture with alpha, which is sent without."""
    clear = noise(4).convert("RGBA")
    clear.putalpha(200)
    told = saved.read_bytes()
    chunk = told[33 : 33 + 12 + int.from_bytes(told[33:37], "big")]
    data = encoded(clear)
    for upload in (told, data[:33] + chunk + data[33:]):
        session = open_session(store)
        session.add_images([Source(upload, "edit-1.png")])

        assert session.draft == request_of_two


def test_picture_can_be_had_instead(open_session, store, saved, request_of_two):
    """Who wants the picture and not its request gets it by one step, with the draft as it was."""
    session = open_session(store, EditRequest(seed=7))
    session.add_images([Source(str(saved))])
    session.use_picture()

    assert session.draft == EditRequest(images=[noise(3)], seed=7)
    assert session.offer is None
    session.undo()
    assert session.draft == request_of_two


@pytest.mark.parametrize(
    "draft", [EditRequest("Something else"), EditRequest(images=[noise(5)]), EditRequest(mask=noise(6))]
)
def test_other_draft_keeps_what_it_has(open_session, store, saved, request_of_two, draft):
    """In a draft with anything in it the picture is added, and its request is offered, as one step as well."""
    session = open_session(store, draft)
    session.add_images([Source(str(saved))])

    assert session.draft == draft.replace(pictures=(*draft.pictures, Picture(ww.InputImage.from_pil(noise(3)))))
    assert not session.offer.brought
    added = session.draft
    session.bring_back()
    assert session.draft == request_of_two
    assert session.offer.brought
    session.undo()
    assert session.draft == added


def test_one_of_several_is_a_picture(open_session, store, saved, tmp_path):
    """Pictures that are added together are pictures; the request of the last that has one is offered."""
    noise(5).save(tmp_path / "other.png")
    session = open_session(store)
    session.add_images([Source(str(saved)), Source(str(tmp_path / "other.png"))])

    assert [picture.image for picture in session.draft.pictures] == [
        ww.InputImage.from_pil(image) for image in (noise(3), noise(5))
    ]
    assert session.offer.name == "edit-1.png"


def test_known_pixels_are_an_offer(open_session, store, saved, request_of_two):
    """A picture that tells nothing, and that the store knows, is added; its request is only offered."""
    session = open_session(store)
    session.add_images([Source(encoded(noise(3)), "plain.png")])

    assert len(session.draft.pictures) == 1
    assert not session.offer.brought
    session.bring_back()
    assert session.draft == request_of_two


def test_result_of_the_store_is_no_news(open_session, store, saved):
    """A result that is used as an image is that, whatever is known of it."""
    session = open_session(store)
    session.use_result(store.runs()[0].saved[0])

    assert len(session.draft.pictures) == 1
    assert session.offer is None


@pytest.mark.parametrize("way", [str, os.path.relpath, Path])
def test_file_in_the_store_is_no_news(open_session, store, saved, way):
    """Nor is a file in the folder of the store, by whatever path."""
    session = open_session(store)
    session.add_images([Source(way(store.runs()[0].saved[0].path))])

    assert len(session.draft.pictures) == 1
    assert session.offer is None


def test_missing_picture_takes_its_place(open_session, store, saved, request_of_two, tmp_path):
    """What is not found is a gap, and a picture with its pixels, in whatever file, takes its place with its boxes."""
    session = open_session(ww.RunStore(tmp_path / "others"))
    session.add_images([Source(str(saved))])
    assert [type(picture.image) for picture in session.draft.pictures] == [Gap, Gap]
    assert [problem.code for problem in session.problems() if problem.number] == ["image.gone"] * 2
    assert not session.cares

    session.add_images([Source(encoded(noise(2), "BMP"), "second.bmp")])
    assert isinstance(session.draft.pictures[0].image, Gap)
    session.add_images([Source(encoded(noise(1)), "first.png")])

    assert session.draft == request_of_two
    assert not any(problem.code == "image.gone" for problem in session.problems())


def test_other_picture_is_added_behind_a_gap(open_session, store, saved, tmp_path):
    """A picture that is not the missing one is added as any other, also where the model takes no more."""
    session = open_session(ww.RunStore(tmp_path / "others"))
    session.add_images([Source(str(saved))])
    session.add_images([Source(encoded(noise(8)), "other.png")])

    assert [isinstance(picture.image, Gap) for picture in session.draft.pictures] == [True, True, False]


def test_what_is_told_wrong_is_told(open_session, store):
    """A picture whose file tells nonsense is added all the same, and the notice says why there is no more."""
    session = open_session(store)
    session.add_images([Source(carrying(encoded(noise(3)), '{"format":"wanwidgets/provenance","version":9}'), "a.png")])

    assert len(session.draft.pictures) == 1
    assert session.offer is None
    assert session.notice.level == "warning"
    assert "upgrade wanwidgets" in session.notice.text


def test_offer_goes_with_its_picture(open_session, store, saved):
    """What is offered is offered no more when its picture is gone, when the draft is another one, or on demand."""
    session = open_session(store, EditRequest("Something else"))
    session.add_images([Source(str(saved))])
    session.edit(prompt="More")
    assert session.offer is not None
    session.remove_image(1)
    assert session.offer is None

    session.add_images([Source(str(saved))])
    session.decline()
    assert session.offer is None
    # Without one nothing happens.
    session.bring_back()
    session.use_picture()
    session.decline()
    assert session.draft.prompt == "More"

    other = open_session(store)
    other.add_images([Source(str(saved))])
    other.edit(prompt="Another one")
    assert other.offer is None


def test_request_that_went_meanwhile_is_told(open_session, store, saved):
    """When the request cannot be brought any more the notice says why, and the draft stays."""
    session = open_session(store, EditRequest("Something else"))
    session.add_images([Source(str(saved))])
    before = session.draft
    saved.unlink()
    session.bring_back()

    assert session.draft is before
    assert "no such file" in session.notice.text


def test_run_of_the_history_tells_everything(open_session, store, tmp_path):
    """A run that is shown without its pictures and mask is saved with all that the store knows, ancestors among it."""
    first = store.begin(EditRequest("one", [noise(1)]), "local/1")
    first = store.record(replace(first, content=(store.keep(encoded(noise(3))),)).now(RunState.SUCCEEDED))
    mask = ww.Mask((90, 70)).with_boxes([(1, 2, 30, 40)])
    request = EditRequest(
        "two", [first.images[0]], mask=mask, model="wanx2.1-imageedit", function="description_edit_with_mask"
    )
    second = store.begin(request, "local/1")
    second = store.record(replace(second, content=(store.keep(encoded(noise(4))),)).now(RunState.SUCCEEDED))
    session = open_session(store)
    path = session.save(session.past(second.id).run, tmp_path / "out", numbers=[1])[0]

    told = told_in(carried(path.read_bytes(), MOST_BYTES))
    assert [each.request.prompt for each in told.ancestors] == ["one"]
    assert EditRequest.from_image(path, store=store) == request
