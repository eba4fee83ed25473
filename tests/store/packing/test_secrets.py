"""Keys and signed addresses are found wherever they can stand in a pack, and words are not taken for them."""

from __future__ import annotations

import io
import zlib

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from wanwidgets.store.packing import secrets
from wanwidgets.store.packing.refused import Refused
from wanwidgets.store.packing.secrets import finder, strings_in, texts_of

KEY = f"sk-{'0a1b2c3d' * 4}"
SECRETS = [
    (KEY, "an API key"),
    (f"sk-sp-{'A1b2' * 10}", "an API key"),
    (f'{{"api_key": "{KEY}"}}', "an API key"),
    (f"curl -H 'Authorization: Bearer {'q1w2e3r4' * 4}'", "a bearer token"),
    (f"LTAI{'5tA1b2C3' * 2}", "an access key"),
    ("AKIAIOSFODNN7EXAMPLE", "an access key"),
    ("https://bucket.example/a.png?Expires=1&OSSAccessKeyId=x&Signature=aBcD%2Be12", "a signed address"),
    ("https://bucket.example/a.png?X-Amz-Signature=0123456789abcdef", "a signed address"),
]


@pytest.mark.parametrize(("text", "name"), SECRETS)
def test_secret_is_found(text, name):
    """What looks like a key, a token or a signed address is found among words, and named by its kind alone."""
    assert finder()(f"Paint it {text} red".encode()) == name


WORDS = [
    "Paint the desk-sized-and-quite-long-table red", "bearer of the ring, a long long long long sentence",
    "把它涂红", "https://example.org/a.png?size=large&name=signature", "sk-8", "ASK-ME-ANYTHING-ABOUT-IT",
    "0123456789abcdef" * 4,
]  # fmt: skip


@pytest.mark.parametrize("text", WORDS)
def test_words_are_no_secret(text):
    """Words, plain addresses and hashes are not taken for a key."""
    assert finder()(text.encode()) == ""


def test_key_of_the_environment_is_found_whatever_it_looks_like():
    """The key that is in use is found for certain, though it has no shape that is known."""
    find = finder("an-unusual-key-of-a-gateway")

    assert find(b"see an-unusual-key-of-a-gateway there") == "the API key of this environment"
    assert find(b"see another-key-of-a-gateway there") == ""


@pytest.mark.parametrize("key", ["", "short", "with a space in it", "schlüssel-der-keiner-ist"])
def test_what_cannot_be_a_key_is_not_looked_for(key):
    """An empty key, one so short that it is part of any word, and what is none are not looked for."""
    assert finder(key)(f"short words, {key}".encode()) == ""


def of_png(**texts) -> bytes:
    info = PngInfo()
    for way, text in texts.items():
        if way == "international":
            info.add_itxt("Comment", text, zip=True)
        else:
            info.add_text("Comment", text, zip=way == "packed")
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


@pytest.mark.parametrize("way", ["plain", "packed", "international"])
def test_key_in_the_text_of_a_png_is_found(way):
    """A key in a text chunk of a PNG is found, compressed or not."""
    data = of_png(**{way: f"{'so ' * 50} {KEY} {'so ' * 50}"})

    assert "an API key" in map(finder(), texts_of(data))


def test_key_in_exif_is_found(picture):
    """A key in the EXIF of a JPEG is found, also where its words have two bytes a letter."""
    for value in (KEY.encode(), b"UNICODE\0" + KEY.encode("utf-16-le")):
        exif = Image.Exif()
        exif[0x8769] = {0x9286: value}
        data = picture(1, format="JPEG", exif=exif)

        assert "an API key" in map(finder(), texts_of(data))


def test_picture_without_a_key_has_none(picture):
    """Nothing is found in the bytes of large pictures of noise, whatever their format."""
    for kind in ("PNG", "JPEG", "WEBP", "BMP"):
        assert not any(map(finder(), texts_of(picture(3, (600, 500), format=kind))))


def test_text_that_is_a_bomb_is_refused(monkeypatch):
    """Compressed text that grows without end is not unpacked to its end."""
    monkeypatch.setattr(secrets, "_MOST_TEXT", 10_000)
    data = of_png(packed="so " * 10_000)

    with pytest.raises(Refused, match="of text"):
        list(texts_of(data))


def test_text_that_cannot_be_unpacked_hides_nothing_else():
    """A text chunk that is damaged is passed over, and the next one is looked through."""
    data = of_png(packed=f"so {KEY}")
    broken = b"Comment\0\0" + b"no zlib"
    chunk = len(broken).to_bytes(4, "big") + b"zTXt" + broken + zlib.crc32(b"zTXt" + broken).to_bytes(4, "big")

    assert "an API key" in map(finder(), texts_of(data[:33] + chunk + data[33:]))


def test_every_string_of_a_document_is_told_with_its_place():
    """Strings are found in tables and lists and as names, each with where it stands."""
    document = {"request": {"prompt": "red", "parameters": {"list": ["a", {"b": "c"}]}}, "n": 3}

    found = set(strings_in(document))

    assert {("request.prompt", "red"), ("request.parameters.list", "a"), ("request.parameters.list.b", "c")} <= found
    assert ("request.parameters", "list") in found
