"""The hashes of a picture: found out once, when they are asked for, and shared."""

from __future__ import annotations

import copy
import dataclasses
import hashlib
import io
import threading
import zlib

import pytest
from PIL import Image

from wanwidgets import decoding, hashes
from wanwidgets.errors import ImageError
from wanwidgets.hashes import Hashes
from wanwidgets.images import InputImage
from wanwidgets.pictures import Picture
from wanwidgets.request import EditRequest


def encoded(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


@pytest.fixture
def looked(monkeypatch):
    """Return a list that grows by one whenever a whole picture is decoded for its hash."""
    seen = []
    monkeypatch.setattr(hashes, "decoded", lambda data, name: seen.append(data) or decoding.decoded(data, name))
    return seen


def test_nothing_is_decoded_before_it_is_asked_for(photo, looked):
    """Reading a picture, comparing it with another size and hashing it for a dict decode nothing."""
    first = InputImage.from_bytes(encoded(photo, "JPEG"))
    other = InputImage.from_bytes(encoded(photo.resize((200, 150)), "JPEG"))

    assert first != other
    assert first == InputImage.from_bytes(first.data)
    assert len({first, InputImage.from_bytes(first.data), other}) == 2
    assert looked == []


def test_pixels_are_found_out_once_for_all_copies(photo, looked):
    """A copy, under another name or deep, knows what the picture knows."""
    image = InputImage.from_bytes(encoded(photo, "PNG"))
    copies = (dataclasses.replace(image, name="x"), copy.deepcopy(image), Picture(image).image)

    assert {each.pixels for each in (image, *copies)} == {image.pixels}
    assert len(looked) == 1


def test_threads_that_ask_at_once_find_it_out_once(photo, looked):
    """Two threads that ask at the same time decode the picture once."""
    found = Hashes(encoded(photo, "PNG"), "")
    gate = threading.Barrier(2)
    told = []

    def ask():
        gate.wait()
        told.append(found.pixels)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == [found.pixels] * 2
    assert len(looked) == 1


def test_digest_is_that_of_the_file(photo):
    """The digest is the SHA-256 of the bytes that are sent."""
    data = encoded(photo, "JPEG")

    assert InputImage.from_bytes(data).digest == hashlib.sha256(data).hexdigest()


def test_equal_pixels_are_equal_however_they_are_encoded(photo):
    """Pictures with the same pixels are equal and have the same hash; of the same size with others they are not."""
    one, two = (InputImage.from_bytes(encoded(photo, "PNG", compress_level=level)) for level in (1, 9))
    other = InputImage.from_pil(photo.rotate(180))

    assert one.data != two.data
    assert one == two
    assert hash(one) == hash(two)
    assert one != other
    assert one != "picture"


@pytest.fixture
def damaged(photo):
    """Return a PNG that is whole by its outline, and cannot be decoded: its pixels are no stream of zlib's."""
    data = encoded(photo, "PNG")
    begin, end = data.index(b"IDAT"), data.index(b"IEND") - 4
    body = b"IDAT" + bytes(1000)
    return b"".join(
        [data[: begin - 4], (1000).to_bytes(4, "big"), body, zlib.crc32(body).to_bytes(4, "big"), data[end:]]
    )


def test_damage_within_is_told_at_the_latest_before_anything_is_sent(damaged, photo):
    """A file that only decoding shows to be damaged is refused by everything that has to look within, by its name."""
    image = InputImage.from_bytes(damaged, name="x.png")
    asked = (
        lambda: image.pixels,
        image.image,
        lambda: image.small(64),
        lambda: EditRequest("x", [image]).fingerprint("local/1"),
        Picture(image).look_within,
    )
    for ask in asked:
        with pytest.raises(ImageError, match=r"x\.png.*damaged"):
            ask()
    assert image != InputImage.from_pil(photo)
    assert image == InputImage.from_bytes(damaged)


@pytest.mark.parametrize("side", [8, 50, 399, 400, 1000])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_small_picture_is_as_large_as_asked(photo, kind, side):
    """A small picture has its longer side, unless the picture is smaller; grey ones come in colour as well."""
    for source in (photo, photo.convert("L")):
        small = InputImage.from_bytes(encoded(source, kind)).small(side)

        assert max(small.size) == min(side, 400)
        assert small.mode == "RGB"


def test_small_picture_looks_like_the_large_one(photo):
    """What is decoded small differs from what is scaled down from the whole only by what nobody sees."""
    image = InputImage.from_bytes(encoded(photo.resize((1600, 1200), Image.Resampling.BICUBIC), "JPEG", quality=95))
    whole = image.image()
    whole.thumbnail((100, 100), Image.Resampling.LANCZOS)
    pairs = zip(image.small(100).tobytes(), whole.tobytes(), strict=True)

    assert sum(abs(a - b) for a, b in pairs) / (100 * 75 * 3) < 2


def test_pictures_are_read_together_in_order(photo):
    """Several pictures keep their order and boxes, and the first that cannot be read is the one that is named."""
    good, bad = encoded(photo, "PNG"), b"no picture"
    sizes = [(40, 30), (50, 40), (60, 50)]
    pictures = Picture.read_all([photo.resize(size) for size in sizes], {2: [(1, 2, 30, 20)]})

    assert [picture.size for picture in pictures] == sizes
    assert [len(picture.boxes) for picture in pictures] == [0, 1, 0]
    with pytest.raises(ImageError) as caught:
        Picture.read_all([good, bad, b"nothing either"])
    assert caught.value.number == 2


def test_picture_that_is_given_twice_is_read_twice(photo):
    """The same PIL image may stand in a list more than once."""
    assert len(Picture.read_all([photo, photo, photo])) == 3
