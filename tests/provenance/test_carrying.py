"""A text goes into a file of a picture and comes out again, and nothing else in the file changes."""

from __future__ import annotations

import io
import zlib
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picture_files import FILES, NOISE, PACKET, chunks_of, encoded, packet_of, riff_of, segments_of
from PIL import Image

from wanwidgets.provenance import MOST_BYTES, carried, carrying
from wanwidgets.provenance.xmp import NAMESPACE

TEXT = '{"prompt":"把图1变暖 <b>&amp;</b>"}'


def opened(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def of(kind):
    return [data for name, data in FILES.items() if name.startswith(kind)]


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_text_comes_out_as_it_went_in(data):
    """Each kind of file carries a text, and pixels, mode, size and transparency are the same to another reader."""
    made = carrying(data, TEXT)

    assert carried(data, MOST_BYTES) is None
    assert carried(made, MOST_BYTES) == TEXT
    before, after = opened(data), opened(made)
    assert (before.mode, before.size, before.format) == (after.mode, after.size, after.format)
    assert np.array_equal(before, after)
    added = {"wanwidgets", "xmp"}
    assert {name: value for name, value in after.info.items() if name not in added} == {
        name: value for name, value in before.info.items() if name not in added
    }


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_text_takes_the_place_of_the_one_before(data):
    """A second text takes the place of the first one, and the same one again changes nothing."""
    once = carrying(data, TEXT)

    assert carrying(once, TEXT) == once
    assert carrying(carrying(data, "{}"), TEXT) == once


@pytest.mark.parametrize("data", of("png"))
def test_chunks_of_a_png_stay(data):
    """Every other chunk of a PNG is there, in order, byte for byte, and so is what lies behind the end."""
    (before, behind), (after, still) = chunks_of(data), chunks_of(carrying(data, TEXT))

    assert after[1][0] == b"iTXt"
    assert after[1][1] == b"wanwidgets\0\0\0\0\0" + TEXT.encode()
    assert [after[0], *after[2:]] == before
    assert still == behind


@pytest.mark.parametrize("data", of("jpeg"))
def test_segments_of_a_jpeg_stay(data):
    """Every other segment of a JPEG is there, in order, and so are its scans, byte for byte."""
    (before, scans), (after, still) = segments_of(data), segments_of(carrying(data, TEXT))

    def others(segments):
        return [(marker, body) for marker, body in segments if not body.startswith(b"http://ns.adobe.com/xap/1.0/\0")]

    assert others(after) == others(before)
    assert len(after) == len(others(before)) + 1
    assert still == scans


@pytest.mark.parametrize("data", of("webp"))
def test_chunks_of_a_webp_stay(data):
    """Every other chunk of a WebP is there, in order, byte for byte; the one of flags says that there is XMP."""
    before, after = riff_of(data), riff_of(carrying(data, TEXT))

    assert [chunk for chunk in after if chunk[0] not in {b"VP8X", b"XMP "}] == [
        chunk for chunk in before if chunk[0] not in {b"VP8X", b"XMP "}
    ]
    assert after[0][0] == b"VP8X"
    assert after[0][1][0] & 0x04
    assert after[-1][0] == b"XMP "


@pytest.mark.parametrize("name", ["jpeg with xmp", "webp with exif and xmp"])
def test_what_another_program_said_stays(name):
    """A packet that is there is still whole XML for another reader, says what it said, and ours beside it."""
    packet = packet_of(opened(carrying(FILES[name], TEXT)))
    tree = ET.fromstring(packet)  # noqa: S314 - written by the test
    described = tree.findall(".//{http://www.w3.org/1999/02/22-rdf-syntax-ns#}Description")

    assert [each.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about") for each in described] == ["uuid:1"] * 2
    assert described[0].get("{http://purl.org/dc/elements/1.1/}title") == "日落"
    assert described[1].find(f"{{{NAMESPACE}}}request").text == TEXT


@pytest.mark.parametrize("name", ["jpeg", "webp"])
def test_packet_is_xml(name):
    """A packet of ours is XML for another reader."""
    tree = ET.fromstring(packet_of(opened(carrying(FILES[name], TEXT))))  # noqa: S314 - as above

    assert tree.find(f".//{{{NAMESPACE}}}request").text == TEXT


@pytest.mark.parametrize("name", ["jpeg", "webp"])
@pytest.mark.parametrize(
    "written",
    [
        'w2:request="{value}"',
        "w2:request = '{value}'",
        'x="1" w2:request="{value}" y="2"',
    ],
)
def test_text_is_read_as_another_program_writes_it(name, written):
    """A program that writes the packet again may call the name space otherwise, and make an attribute of it."""
    value = TEXT.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&#34;")
    packet = f'<a xmlns:w2="{NAMESPACE}" {written.replace("{value}", value)}/>'.encode()

    assert carried(encoded(NOISE, name.upper(), xmp=packet), MOST_BYTES) == TEXT


def test_compressed_text_is_read():
    """A program that makes PNG files smaller may compress the text."""
    text = b"wanwidgets\0\1\0en\0name\0" + zlib.compress(TEXT.encode())
    crc = zlib.crc32(b"iTXt" + text).to_bytes(4, "big")
    chunk = len(text).to_bytes(4, "big") + b"iTXt" + text + crc

    assert carried(FILES["png"][:33] + chunk + FILES["png"][33:], MOST_BYTES) == TEXT


def _png_chunk(kind, body):
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


@pytest.mark.parametrize(
    "data",
    [
        FILES["png"][:33] + _png_chunk(b"caBX", b"\0\0\0\x10jumb") + FILES["png"][33:],
        FILES["png"][:33]
        + _png_chunk(b"iTXt", b'XML:com.adobe.xmp\0\0\0\0\0<a dcterms:provenance="https://a.example/b"/>')
        + FILES["png"][33:],
        b"\xff\xd8\xff\xeb\x00\x10JP\0\1\0\0\0\1\0\0\0\x08ju" + FILES["jpeg"][2:],
        encoded(NOISE, "JPEG", xmp=b'<a dcterms:provenance="https://a.example/b"/>'),
        FILES["webp"][:4] + (len(FILES["webp"]) + 4).to_bytes(4, "little") + FILES["webp"][8:] + b"C2PA\4\0\0\0jumb",
        encoded(NOISE, "WEBP", xmp=b'<a dcterms:provenance="https://a.example/b"/>'),
    ],
)
def test_signed_file_is_left_alone(data):
    """A file with a C2PA manifest, or with the address of one, carries nothing, since that would break it."""
    assert carrying(data, TEXT) is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        encoded(NOISE, "GIF"),
        encoded(NOISE, "BMP"),
        FILES["png"][:-1],
        FILES["png"][:20],
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"RIFF",
        FILES["webp"][:-1],
        b"RIFF\x0c\0\0\0WEBPVP8X\0\0\0\0",
        encoded(NOISE, "JPEG", xmp=b"\xff\xfe<"),
        encoded(NOISE, "JPEG", xmp=b"<a/>"),
        encoded(NOISE, "WEBP", xmp=PACKET * 2),
    ],
)
def test_file_that_cannot_carry_is_left_alone(data):
    """Other kinds of files, damaged ones, and packets in which nothing has a plain place carry nothing."""
    assert carrying(data, TEXT) is None


def test_several_pictures_in_a_jpeg_are_left_alone():
    """A JPEG of several pictures knows where each of them begins, so that nothing is put before them."""
    assert carrying(b"\xff\xd8\xff\xe2\x00\x08MPF\0\0\0" + FILES["jpeg"][2:], TEXT) is None


def test_jpeg_has_room_for_a_segment():
    """A text that does not fit into a segment of a JPEG is not put there in part; PNG and WebP have room."""
    long = "x" * 66_000

    assert carrying(FILES["jpeg"], long) is None
    assert carried(carrying(FILES["png"], long), MOST_BYTES) == long
    assert carried(carrying(FILES["webp"], long), MOST_BYTES) == long


def _text_chunk(body):
    return FILES["png"][:33] + _png_chunk(b"iTXt", b"wanwidgets\0" + body) + FILES["png"][33:]


@pytest.mark.parametrize(
    "data",
    [
        _text_chunk(b"\0\0\0\0" + b"x" * 5000),
        _text_chunk(b"\1\0\0\0" + zlib.compress(b"x" * 10_000_000)),
        _text_chunk(b"\1\0\0\0" + b"no zlib"),
        _text_chunk(b"\2\0\0\0x"),
        _text_chunk(b"\0\1\0\0x"),
        _text_chunk(b"\0\0\0x"),
        _text_chunk(b""),
        _text_chunk(b"\0\0\0\0\xff"),
        _text_chunk(b"\0\0\0\0x")[:60] + b"!" + _text_chunk(b"\0\0\0\0x")[61:],
        encoded(NOISE, "WEBP", xmp=f'<a xmlns:w="{NAMESPACE}" w:request="{"x" * 25_000}"/>'.encode()),
    ],
)
def test_damaged_or_endless_text_is_refused(data):
    """A text that is damaged, is no UTF-8, or would be longer than allowed is an error, and takes no memory."""
    with pytest.raises(ValueError, match=r"damaged|more than|decode"):
        carried(data, 4096)


@settings(derandomize=True, deadline=None)
@given(data=st.binary(max_size=300), kind=st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe1", b"RIFF"]))
def test_any_bytes_are_read(data, kind):
    """Whatever bytes come, a text is found, or none, or they are refused in words; and nothing carries half of it."""
    for read in (lambda: carried(kind + data, 1000), lambda: carrying(kind + data, TEXT)):
        try:
            read()
        except ValueError as error:
            assert str(error)  # noqa: PT017 - most bytes raise nothing


@settings(derandomize=True, deadline=None)
@given(
    at=st.integers(0, 2000),
    byte=st.integers(0, 255),
    name=st.sampled_from(["png with texts", "jpeg with xmp", "webp with exif and xmp", "webp without loss"]),
)
def test_changed_files_are_read(at, byte, name):
    """A file in which a byte was changed gives the text, none, or an error; and what carries it again is whole."""
    whole = carrying(FILES[name], TEXT)
    data = whole[: at % len(whole)] + bytes([byte]) + whole[at % len(whole) + 1 :]
    try:
        carried(data, MOST_BYTES)
    except ValueError:
        return
    made = carrying(data, TEXT)
    assert made is None or carried(made, MOST_BYTES) == TEXT
