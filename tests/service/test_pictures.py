from __future__ import annotations

import base64
import io
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import numpy as np
import pytest
from PIL import Image

from wanwidgets.catalog import MODELS
from wanwidgets.service.pictures import decode, fetch, load
from wanwidgets.service.refusal import Refusal

RULES = MODELS["wan2.7-image"].images
BROKEN = "Invalid image format or corrupted file"


def encoded(image: Image.Image, kind: str = "PNG", **options) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def flat(width: int, height: int, mode: str = "RGB", colour="red") -> Image.Image:
    return Image.new(mode, (width, height), colour)


def refused(call, *arguments) -> str:
    with pytest.raises(Refusal) as caught:
        call(*arguments)
    assert caught.value.status == 400
    return caught.value.message


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "WEBP"])
def test_the_four_formats_are_read(kind):
    """All documented formats become RGB pixels."""
    pixels = decode(encoded(flat(300, 240), kind), RULES)
    assert (pixels.shape, pixels.dtype) == ((240, 300, 3), np.uint8)
    assert pixels[0, 0, 0] > 240


@pytest.mark.parametrize("mode", ["L", "P", "LA", "RGBA", "CMYK", "1", "I;16"])
def test_other_modes_become_rgb(mode):
    """Palettes, grey, CMYK and transparency are no reason to refuse."""
    kind = "JPEG" if mode == "CMYK" else "PNG"
    image = flat(240, 240, mode, 0) if mode in {"1", "I;16"} else flat(240, 240).convert(mode)
    assert decode(encoded(image, kind), RULES).shape == (240, 240, 3)


def test_transparency_lies_on_white():
    """The model has no alpha channel; what is not there is white."""
    assert decode(encoded(flat(240, 240, "RGBA", (0, 0, 0, 0))), RULES).min() == 255


def test_orientation_is_applied():
    """A picture that says it lies on its side is set upright."""
    image = flat(240, 480)
    exif = image.getexif()
    exif[0x0112] = 6
    assert decode(encoded(image, "JPEG", exif=exif), RULES).shape == (240, 480, 3)


@pytest.mark.parametrize(("width", "height"), [(240, 240), (8000, 1000), (240, 1920)])
def test_pictures_on_the_limits_are_taken(width, height):
    """240 and 8000 pixels and 1:8 and 8:1 are allowed."""
    assert decode(encoded(flat(width, height)), RULES).shape == (height, width, 3)


@pytest.mark.parametrize(("width", "height"), [(239, 300), (300, 239), (8001, 4000), (240, 1921), (1921, 240)])
def test_pictures_beyond_the_limits_are_refused(width, height):
    """The provider's words come first, the size after them."""
    message = refused(decode, encoded(flat(width, height)), RULES)
    assert message.startswith("the size of input image is too small or too large.")
    assert f"{width}*{height}" in message


def test_the_limits_are_the_models_own():
    """wan2.5 takes sides from 384 pixels and ratios up to 4:1, and says so."""
    rules = MODELS["wan2.5-i2i-preview"].images
    assert "each side should be in [384, 5000] pixels" in refused(decode, encoded(flat(383, 400)), rules)
    assert "the aspect ratio should be in [1:4, 4:1]" in refused(decode, encoded(flat(400, 1601)), rules)
    assert decode(encoded(flat(400, 1600)), rules).shape == (1600, 400, 3)


def test_a_bomb_is_refused_before_it_is_unpacked():
    """Only the header of a picture far too large is read."""
    header = encoded(flat(240, 240))
    bomb = header[:16] + (60_000).to_bytes(4, "big") * 2 + header[24:]
    # The checksum of the header is wrong now; whichever is seen first, nothing is unpacked.
    assert refused(decode, bomb, RULES)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        encoded(flat(300, 300), "GIF"),
        encoded(flat(300, 300), "TIFF"),
        encoded(Image.effect_noise((300, 300), 50))[:5000],
        encoded(Image.effect_noise((300, 300), 50), "JPEG")[:3000],
        encoded(Image.effect_noise((300, 300), 50), "WEBP")[:3000],
    ],
    ids=["empty", "text", "gif", "tiff", "half a png", "half a jpeg", "half a webp"],
)
def test_what_is_no_picture_is_refused(data):
    """Other formats and damaged files have the provider's sentence."""
    assert refused(decode, data, RULES) == BROKEN


def test_data_urls_are_read():
    """What stands behind the comma is base64, and wrong base64 is a damaged file."""
    assert load(f"data:image/png;base64,{base64.b64encode(b'abc').decode()}", RULES, fetch) == b"abc"
    assert refused(load, "data:image/png;base64,!!!", RULES, fetch) == BROKEN


def test_more_than_20_mb_are_refused():
    """One byte above the limit is too much, given either way."""
    at_limit = bytes(RULES.max_bytes)
    assert load("http://x/", RULES, lambda *_: at_limit) == at_limit
    assert refused(load, "http://x/", RULES, lambda *_: at_limit + b"0").startswith("The size of image is beyond limit")


@pytest.fixture
def site():
    """A loopback site: /picture, /missing, /large, /loop."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status = {"/missing": 404, "/loop": 302}.get(self.path, 200)
            body = bytes(5000) if self.path == "/large" else b"picture"
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/loop")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args) -> None:
            """Stay silent."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_addresses_are_fetched(site):
    """An http address gives its bytes."""
    assert fetch(f"{site}/picture", 1000) == b"picture"


@pytest.mark.parametrize("path", ["/missing", "/loop", ":bad", " "])
def test_what_cannot_be_fetched_is_refused(site, path):
    """A missing file, endless redirects and what is no address have the provider's sentence."""
    assert refused(fetch, site + path if path[0] == "/" else f"http://{path}", 1000) == "download image failed"


def test_a_download_ends_at_the_limit(site):
    """Nobody fills the memory with a large file."""
    assert refused(fetch, f"{site}/large", 1000).startswith("The size of image is beyond limit")


def test_a_picture_that_is_decoded_is_not_written_to():
    """Higher than a strip and not a multiple of one, it comes to the byte, and nobody can change it by mistake."""
    pixels = np.random.default_rng(0).integers(0, 255, (1300, 241, 3), np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    decoded = decode(file.getvalue(), MODELS["wan2.7-image"].images)
    assert (decoded == pixels).all()
    with pytest.raises(ValueError, match="read-only"):
        decoded[0] = 0
