"""Pictures from whatever a notebook has, and clear errors for what is none."""

from __future__ import annotations

import base64
import io
import os
import pathlib
import zlib

import numpy as np
import pytest
from PIL import Image

from wanwidgets.errors import ImageError
from wanwidgets.images import Address, InputImage
from wanwidgets.pictures import Picture
from wanwidgets.reading import read_image
from wanwidgets.regions import Mask


def png(image, **options):
    out = io.BytesIO()
    image.save(out, "PNG", **options)
    return out.getvalue()


@pytest.fixture
def path(photo, tmp_path):
    """Return the path of a PNG."""
    target = tmp_path / "a b#c+d?.png"
    photo.save(target)
    return target


SOURCES = {
    "str": str,
    "Path": pathlib.Path,
    "file": lambda path: f"file://{path}",
    "file localhost": lambda path: f"file://localhost{path}",
    "quoted file": lambda path: path.as_uri(),
    "bytes": lambda path: path.read_bytes(),
    "bytearray": lambda path: bytearray(path.read_bytes()),
    "memoryview": lambda path: memoryview(path.read_bytes()),
    "data URL": lambda path: f"data:image/png;base64,{base64.b64encode(path.read_bytes()).decode()}",
    "PIL": Image.open,
    "array": lambda path: np.asarray(Image.open(path)),
    "float array": lambda path: np.asarray(Image.open(path)) / 255,
    "float32 array": lambda path: (np.asarray(Image.open(path)) / 255).astype(np.float32),
    "other compression": lambda path: png(Image.open(path), compress_level=1),
    "opaque alpha": lambda path: np.dstack([np.asarray(Image.open(path)), np.full((300, 400), 255, np.uint8)]),
}


@pytest.mark.parametrize("make", SOURCES.values(), ids=SOURCES)
def test_same_pixels_from_any_source(make, path):
    """The same picture from any source has the same size and the same hash of pixels."""
    image = read_image(make(path))

    assert image.size == (400, 300)
    assert image.pixels == read_image(path).pixels
    assert image == read_image(path)


def test_relative_path_is_found(path, monkeypatch):
    """A path relative to the current folder is found, plainly and as the guide's file://./ form."""
    monkeypatch.chdir(path.parent)

    assert read_image(path.name) == read_image(f"file://./{path.name}") == read_image(path)


def test_name_is_short(path):
    """A picture's name is its file's name; nothing of the folders is kept."""
    image = read_image(path)

    assert image.name == path.name
    assert str(path.parent) not in repr(image)


def test_address_is_not_fetched():
    """An http(s) URL stays an address, and its repr hides the query string."""
    address = read_image("https://example.com/a%20b.png?Signature=secret")

    assert address == Address("https://example.com/a%20b.png?Signature=secret")
    assert address.name == "a b.png"
    assert "secret" not in repr(address)


def test_odd_address_has_a_name():
    """An address that is not one has a name as well; fetching it says what is wrong."""
    assert read_image("http://[::1/x").name == "address"


@pytest.mark.parametrize(
    ("array", "said"),
    [
        (np.zeros((4, 4, 2), np.uint8), "H×W×3"),
        (np.zeros((4,), np.uint8), "H×W×3"),
        (np.zeros((0, 4, 3), np.uint8), "H×W×3"),
        (np.zeros((2, 4, 4, 3), np.uint8), "H×W×3"),
        (np.full((4, 4, 3), 255.0), "from 0 to 1"),
        (np.full((4, 4, 3), -0.1), "from 0 to 1"),
        (np.full((4, 4, 3), np.nan), "from 0 to 1"),
        (np.full((4, 4, 3), np.inf), "from 0 to 1"),
        (np.zeros((4, 4, 3), np.uint16), "uint16"),
        (np.zeros((4, 4, 3), np.int64), "int64"),
        (np.zeros((4, 4, 3), bool), "bool"),
    ],
)
def test_wrong_array_is_refused(array, said):
    """An array of another shape, type or range is refused with what is allowed."""
    with pytest.raises(ImageError, match=said):
        read_image(array)


def test_grey_array_is_taken():
    """H×W and H×W×1 arrays are grey pictures."""
    flat = np.arange(300 * 400, dtype=np.uint32).reshape(300, 400).astype(np.uint8)

    assert read_image(flat) == read_image(flat[:, :, None])


def test_true_is_white():
    """An H×W array of true and false is a picture in white and black, so that a comparison is a mask."""
    chosen = np.add.outer(np.arange(300), np.arange(400)) % 7 < 3

    assert read_image(chosen) == read_image(chosen[:, :, None]) == read_image(chosen.astype(np.uint8) * np.uint8(255))
    assert np.array_equal(np.asarray(Mask.read(chosen).image()) == 255, chosen)


def bomb():
    """Return a PNG that declares 60000×60000 pixels."""
    data = bytearray(png(Image.new("L", (8, 8))))
    data[16:24] = (60000).to_bytes(4, "big") * 2
    crc = zlib.crc32(bytes(data[12:29]))
    data[29:33] = crc.to_bytes(4, "big")
    return bytes(data)


BAD = {
    "bomb": (lambda _: bomb(), "8000×8000"),
    "large": (lambda _: png(Image.new("1", (9000, 8000))), "9000×8000"),
    "truncated PNG": (lambda photo: png(photo)[:20000], "damaged or cut off"),
    "text": (lambda _: b"<html>404 not found</html>", "text, not a picture"),
    "HEIC": (lambda _: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64), "HEIC"),
    "empty": (lambda _: b"", "empty"),
    "noise": (lambda _: bytes(range(256)) * 4, "no picture|damaged"),
    "only a header": (lambda photo: png(photo)[:33], "damaged or cut off"),
    "cut data URL": (lambda _: "data:image/png;base64,AAA", "base64"),
    "data URL without comma": (lambda _: "data:image/png", "comma"),
    "missing": (lambda _: "no/such/file.png", "no such file"),
    "missing file URL": (lambda _: "file:///no/such/file.png", "no such file"),
    "oss": (lambda _: "oss://bucket/a.png", "oss://"),
    "null byte": (lambda _: "a\0b.png", "cannot be read|no such file"),
}


@pytest.mark.parametrize(("make", "said"), BAD.values(), ids=BAD)
def test_bad_picture_is_named_by_its_number(make, said, photo):
    """What is no picture gives a clear error that names the picture by its number."""
    with pytest.raises(ImageError, match=said) as caught:
        Picture.read(make(photo), number=3)

    assert caught.value.number == 3
    assert str(caught.value).startswith("Image 3")


def test_truncated_jpeg_is_refused(photo):
    """A JPEG that is cut off is refused, not filled up with grey."""
    out = io.BytesIO()
    photo.save(out, "JPEG")

    with pytest.raises(ImageError, match="damaged or cut off"):
        read_image(out.getvalue()[:-2000])


def test_text_named_png_is_refused(tmp_path):
    """A text file called .png is refused as what it is, with its name."""
    path = tmp_path / "notes.png"
    path.write_text("Dear diary, no picture today. 你好", encoding="utf-8")

    with pytest.raises(ImageError, match=r"notes\.png.*text"):
        read_image(path)


def test_folder_is_refused(tmp_path):
    """A folder is refused as a folder."""
    with pytest.raises(ImageError, match="folder"):
        read_image(tmp_path)


def test_a_device_is_refused():
    """A device or a pipe, which may have no end or wait for ever, is refused before it is opened."""
    with pytest.raises(ImageError, match="device"):
        read_image(os.devnull)


def test_wrong_type_is_a_type_error():
    """Something that can never be a picture is a TypeError that says what can."""
    with pytest.raises(TypeError, match="int"):
        read_image(7)


def test_picture_passes_through(photo):
    """A picture that was read already is not read again."""
    image = InputImage.from_pil(photo)

    assert read_image(image) is image
