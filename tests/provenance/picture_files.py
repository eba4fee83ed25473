"""Pictures in files of each kind, and readers of their parts that know nothing of ours."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
from PIL import Image, PngImagePlugin

PACKET = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="uuid:1" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:title="日落"/>'
    '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
).encode()
EXIF = b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0"


XMP = b"http://ns.adobe.com/xap/1.0/\0"


def encoded(image, kind, **options):
    if kind == "JPEG" and "xmp" in options:
        # Older versions of Pillow, which are allowed, write none into a JPEG.
        body = XMP + options.pop("xmp")
        options["extra"] = struct.pack(">BBH", 0xFF, 0xE1, len(body) + 2) + body
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def packet_of(image):
    """Return the XMP packet of an opened picture, which older versions of Pillow keep among the segments of a JPEG."""
    if "xmp" in image.info:
        return image.info["xmp"]
    return next(body[len(XMP) :] for name, body in image.applist if name == "APP1" and body.startswith(XMP))


def _info():
    info = PngImagePlugin.PngInfo()
    info.add_text("Title", "a sunset")
    info.add_itxt("Comment", "日落", "zh", "注释")
    info.add(b"prVt", b"\0\1\2")
    return info


NOISE = Image.fromarray(np.random.default_rng(3).integers(0, 256, (37, 53, 3), dtype=np.uint8))
CLEAR = Image.fromarray(np.random.default_rng(4).integers(0, 256, (37, 53, 4), dtype=np.uint8))

FILES = {
    "png": encoded(NOISE, "PNG"),
    "png with texts": encoded(NOISE, "PNG", pnginfo=_info(), dpi=(72, 72)),
    "png with alpha": encoded(CLEAR, "PNG"),
    "png with a palette": encoded(NOISE.quantize(16), "PNG"),
    "png of 16 bits": encoded(Image.fromarray(np.arange(64, dtype=np.uint16).reshape(8, 8)), "PNG"),
    "png and more": encoded(NOISE, "PNG") + b"behind the end",
    "jpeg": encoded(NOISE, "JPEG"),
    "jpeg with exif": encoded(NOISE, "JPEG", exif=EXIF, comment=b"a comment"),
    "jpeg with xmp": encoded(NOISE, "JPEG", xmp=PACKET),
    "jpeg in steps": encoded(NOISE, "JPEG", progressive=True),
    "webp": encoded(NOISE, "WEBP"),
    "webp without loss": encoded(NOISE, "WEBP", lossless=True),
    "webp with alpha": encoded(CLEAR, "WEBP", lossless=True),
    "webp with lossy alpha": encoded(CLEAR, "WEBP"),
    "webp with exif and xmp": encoded(NOISE, "WEBP", exif=EXIF, xmp=PACKET),
}


def chunks_of(data):
    """Return the chunks of a PNG, as type and data, with each checksum looked at."""
    at, found = 8, []
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length : at + 12 + length]) == (zlib.crc32(kind + body),)
        found.append((kind, body))
        at += 12 + length
        if kind == b"IEND":
            break
    return found, data[at:]


def segments_of(data):
    """Return the segments of a JPEG before its first scan, as marker and data, and the rest."""
    at, found = 2, []
    while data[at + 1] != 0xDA:
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        found.append((data[at + 1], data[at + 4 : at + 2 + length]))
        at += 2 + length
    return found, data[at:]


def riff_of(data):
    """Return the chunks of a WebP as name and data; its length must be that of the file."""
    assert data[:4] == b"RIFF"
    assert data[8:12] == b"WEBP"
    assert int.from_bytes(data[4:8], "little") == len(data) - 8
    at, found = 12, []
    while at < len(data):
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        found.append((data[at : at + 4], data[at + 8 : at + 8 + length]))
        at += 8 + length + length % 2
    return found
