"""A picture is known by its file or its pixels; an address by what it gave when it was fetched."""

from __future__ import annotations

import io
import itertools
import zlib
from datetime import datetime, timedelta, timezone

import pytest
from PIL import Image

from wanwidgets.content import Failure, SavedImage, Text
from wanwidgets.errors import StoreError
from wanwidgets.images import InputImage
from wanwidgets.request import EditRequest
from wanwidgets.result import RunState
from wanwidgets.store import Made, RunStore

START = datetime(2026, 11, 20, 12, 0, tzinfo=timezone.utc)
ENGINE = "local/1"
URL = "https://example.com/cat.png?Signature=abc123&Expires=1700000000"


@pytest.fixture
def store(tmp_path) -> RunStore:
    moments = (START + timedelta(seconds=count) for count in itertools.count())
    return RunStore(tmp_path / "runs", now=lambda: next(moments))


def png(image, level=6) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=level)
    return out.getvalue()


def make(store, *content, prompt="Paint it red", images=()):
    run = store.begin(EditRequest(prompt, images), ENGINE)
    return store.record(run.now(RunState.SUCCEEDED, content=content))


def test_result_is_known_in_whatever_file(store, photo):
    """A result is known by its file, by another file of the same pixels, and by either hash."""
    saved = store.keep(png(photo))
    run = make(store, saved)
    other = InputImage.from_bytes(png(photo, 0))
    assert other.digest != saved.digest

    for known in (saved, other, InputImage.from_pil(photo), saved.digest, saved.pixels):
        assert store.made(known) == (Made(run.id, 1),)


def test_numbers_are_those_of_the_pictures(store, photo):
    """The number of a result counts the pictures, not the words and failures between them, as `Run.saved` does."""
    first, second = store.keep(png(photo)), store.keep(png(photo.rotate(90)))
    run = make(store, Text("words"), first, Failure("InternalError", "no"), second)

    assert store.made(second) == (Made(run.id, 2),)
    assert run.saved[store.made(second)[0].number - 1] == second


def test_newest_maker_comes_first_and_inputs_are_not_made(store, photo):
    """Of several runs that made the same picture the newest comes first; who was only given it did not make it."""
    saved = store.keep(png(photo))
    first, second = make(store, saved, saved), make(store, saved)
    make(store, images=[photo], prompt="Colder")

    assert store.made(saved) == (Made(second.id, 1), Made(first.id, 1), Made(first.id, 2))


def test_unknown_picture_was_made_by_nobody(store, photo):
    """A picture that no run brought, or one that cannot be decoded, is nobody's; looking makes no store."""
    assert store.made(InputImage.from_pil(photo)) == ()
    assert not store.folder.exists()
    make(store)
    whole = png(photo)
    chunk = b"IDAT" + b"no deflate stream"
    head = whole[:33]
    parts = (len(chunk) - 4).to_bytes(4, "big"), chunk, zlib.crc32(chunk).to_bytes(4, "big")
    broken = head + b"".join(parts) + whole[-12:]

    assert store.made(InputImage.from_pil(photo)) == ()
    assert store.made(InputImage.from_bytes(broken)) == ()
    assert store.made("") == ()


def test_result_that_is_recorded_again_replaces_what_was_there(store, photo):
    """Of a run that is recorded with other pictures the last ones are known."""
    first, second = store.keep(png(photo)), store.keep(png(photo.rotate(90)))
    run = store.begin(EditRequest("x"), "model-studio/singapore")
    store.record(run.now(RunState.RUNNING, content=(first,)))
    store.record(run.now(RunState.SUCCEEDED, content=(second,)))

    assert store.made(first) == ()
    assert store.made(second) == (Made(run.id, 1),)


def test_result_of_unknown_pixels_is_known_by_its_file(store, photo):
    """A result whose pixels nobody hashed is known by the hash of its file alone."""
    kept = store.keep(png(photo))
    saved = SavedImage(kept.path, kept.digest, *photo.size)
    run = make(store, saved)

    assert store.made(saved) == store.made(InputImage.from_bytes(png(photo))) == (Made(run.id, 1),)
    assert store.made(InputImage.from_bytes(png(photo, 0))) == ()


def test_file_is_found_by_its_pixels(store, photo):
    """A file of the store is found by its hash or by that of its pixels, be it a result or an input."""
    sent = InputImage.from_pil(photo.rotate(90))
    saved = store.keep(png(photo))
    make(store, saved, images=[sent])

    for known, data in ((saved, png(photo)), (sent, sent.data)):
        assert store.picture(known.digest) == store.picture(known.pixels) == data
    assert store.picture(InputImage.from_pil(Image.new("RGB", (300, 300))).pixels) is None


def test_changed_file_gives_way_to_another_of_the_same_pixels(store, photo):
    """Of two files with the same pixels the whole one is found; where neither is whole, none is."""
    first, second = store.keep(png(photo)), store.keep(png(photo, 0))
    make(store, first, second)

    first.path.write_bytes(b"changed")
    assert store.picture(first.pixels) == png(photo, 0)

    second.path.unlink()
    assert store.picture(first.pixels) is None
    assert store.picture(first.digest) is None


@pytest.mark.parametrize("known", ["", "..", "../../etc/passwd", "*", "a" * 10_000, "[", "\0", "über"])
def test_strange_hash_finds_nothing(store, photo, known):
    """What is no hash names no file, wherever it points."""
    make(store, store.keep(png(photo)))

    assert store.picture(known) is None
    assert store.made(known) == ()


def test_address_is_remembered_and_nowhere_written(store, photo):
    """What an address gave is remembered by the hash of the whole address, which stands nowhere in the store."""
    image = InputImage.from_pil(photo)
    assert store.address(URL) is None

    store.keep_address(URL, image)

    assert store.address(URL) == RunStore(store.folder).address(URL) == image.data
    assert store.address(URL + "0") is None
    for path in (path for path in store.folder.rglob("*") if path.is_file()):
        assert b"Signature" not in path.read_bytes()
        assert b"example.com" not in path.read_bytes()


def test_address_gives_what_it_gave_last(store, photo):
    """An address that was fetched again gives the newer picture, and the older file stays."""
    old, new = InputImage.from_pil(photo), InputImage.from_pil(photo.rotate(90))
    store.keep_address(URL, old)
    store.keep_address(URL, new)

    assert store.address(URL) == new.data
    assert store.find(old.digest) == old.data


def test_address_whose_file_is_gone_is_not_known(store, photo):
    """An address whose file was deleted or edited is as good as not remembered."""
    image = InputImage.from_pil(photo)
    store.keep_address(URL, image)

    store.path(image.digest).write_bytes(b"edited")
    assert store.address(URL) is None

    store.path(image.digest).unlink()
    assert store.address(URL) is None
    with pytest.raises(StoreError):
        store.find(image.digest)
