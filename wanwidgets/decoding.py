"""Encoded pictures become plain upright RGB or grey pixels, and back; each change is told as a notice."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageOps

from wanwidgets.errors import ImageError
from wanwidgets.whole import is_whole

__all__ = [
    "MIME_TYPES",
    "Notice",
    "Prepared",
    "decoded",
    "measure",
    "notice",
    "open_picture",
    "pixel_hash",
    "prepare",
    "sha256",
]

MIME_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "BMP": "image/bmp", "WEBP": "image/webp"}
"""The formats that the models take, by Pillow's name."""

MAX_PIXELS = 8000 * 8000
"""The most that any model takes (8000 px a side); what declares more is refused before it is decoded."""

_ORIENTATION = 0x0112
_PNG_BIT_DEPTH = 24  # offset of the bit depth in a PNG's header
_SIXTEEN = 16
_LARGE = 4_000_000  # pixels; beyond them a lossless file of a photograph takes seconds and hundreds of megabytes
_LARGE_FILE = 20_000_000  # bytes; what the models take at most
_MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"II*\0", b"MM\0*", b"BM")
_STRIP = 512  # rows hashed at a time, so that no second copy of the pixels is made
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, OverflowError, struct.error, zlib.error)
"""What Pillow's decoders raise on damaged files; anything else is a fault of ours and is not hidden."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that was done to a picture: a `code` for translations, and an English sentence."""

    code: str
    text: str

    def __str__(self) -> str:
        return self.text


_NOTICES = {
    "rotated": "turned upright as its EXIF orientation says",
    "alpha": "transparency flattened on white; the models take no alpha channel",
    "cmyk": "CMYK converted to RGB",
    "palette": "palette converted to RGB",
    "depth": "more than 8 bits a channel reduced to 8",
    "animated": "only the first frame is used",
    "format": "converted; the models take JPEG, PNG, BMP and WEBP",
    "mode": "converted to plain RGB",
    "reencoded": "encoded again as JPEG (quality 98), since a lossless file would be too large to send",
}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture as it is sent: the file, Pillow's name of its format, its size, and the changes."""

    data: bytes
    format: str
    size: tuple[int, int]
    notices: tuple[Notice, ...]


def open_picture(data: bytes, name: str) -> Image.Image:
    """Read the header of an encoded picture, refusing what is no picture or declares too many pixels."""
    try:
        image = Image.open(io.BytesIO(data))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ImageError(_too_many("more"), name=name) from None
    except _BROKEN:
        raise ImageError(_why_no_picture(data), name=name) from None
    if image.width * image.height > MAX_PIXELS:
        raise ImageError(_too_many(f"{image.width}×{image.height}"), name=name)
    return image


def prepare(source: bytes | Image.Image, name: str) -> Prepared:
    """Make a picture what the models take: upright, without alpha, eight bits, in one of their formats.

    A JPEG or PNG whose header says that nothing has to be done, and which is whole, is not decoded.

    Parameters
    ----------
    source
        An encoded file, which is kept as it is where it can be, or a PIL image.
    name
        A short label for messages.

    Raises
    ------
    ImageError
        The file is no picture, is damaged, declares too many pixels, or holds values that are no colours.
    """
    if isinstance(source, bytes):
        opened = open_picture(source, name)
        if _is_ready(opened, source):
            return Prepared(source, _kind(opened), opened.size, ())
    image, kind, changes = _decode(source, name)
    if isinstance(source, bytes) and not changes:
        return Prepared(source, kind, image.size, ())
    data, kind, lossless = _encode(image, like=kind)
    changes = changes if lossless else [*changes, "reencoded"]
    return Prepared(data, kind, image.size, tuple(notice(code, name) for code in changes))


def decoded(data: bytes, name: str, *, side: int | None = None) -> Image.Image:
    """Decode a file that `prepare` returned, errors as there.

    Parameters
    ----------
    data
        The file.
    name
        A short label for messages.
    side
        The longer side that is wanted, in pixels; by default the whole picture. A JPEG is decoded at a half, a quarter
        or an eighth where that is large enough, which is several times as fast and takes a fraction of the memory.
    """
    with Image.open(io.BytesIO(data)) as image:
        try:
            if side is not None:
                # The gap is how much larger than wanted the picture may be halved to before it is resampled.
                image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=1.5)
            return image.convert("RGB")
        except _BROKEN as error:
            raise _damaged(error, name) from None


def measure(data: bytes, name: str) -> tuple[str, tuple[int, int], str]:
    """Decode a whole file: Pillow's name of its format, its size, and its `pixel_hash`, empty where it is not plain."""
    with open_picture(data, name) as image:
        try:
            image.load()
        except _BROKEN as error:
            raise _damaged(error, name) from None
        return image.format or "", image.size, pixel_hash(image) if _is_plain(image) else ""


def notice(code: str, name: str) -> Notice:
    """Return the notice of a change."""
    return Notice(code, f"{name or 'picture'}: {_NOTICES[code]}")


def pixel_hash(image: Image.Image) -> str:
    """Return the SHA-256, as hex digits, of width, height and RGB pixels, row by row."""
    digest = hashlib.sha256(struct.pack(">II", *image.size))
    for top in range(0, image.height, _STRIP):
        strip = image.crop((0, top, image.width, min(top + _STRIP, image.height)))
        digest.update(strip.convert("RGB").tobytes())
    return digest.hexdigest()


def sha256(data: bytes) -> str:
    """Return the SHA-256 of some bytes as hex digits."""
    return hashlib.sha256(data).hexdigest()


def _kind(image: Image.Image) -> str:
    # MPO is what telephones write: an ordinary JPEG with a second picture behind it.
    return {"MPO": "JPEG"}.get(image.format or "", image.format or "PNG")


def _is_ready(image: Image.Image, data: bytes) -> bool:
    """Return whether a file can be sent as it is, as far as its header and its outline tell for certain."""
    if (kind := _kind(image)) == "PNG" and data[_PNG_BIT_DEPTH] == _SIXTEEN:
        return False
    # Orientation stands in chunks that a plain PNG does not have, and would be looked for behind its pixels.
    return is_whole(data, kind) and _is_plain(image, turned=kind != "PNG")


def _is_plain(image: Image.Image, *, turned: bool = True) -> bool:
    if image.mode not in {"RGB", "L"} or "transparency" in image.info:
        return False
    try:
        return not turned or image.getexif().get(_ORIENTATION, 1) not in range(2, 9)
    except _BROKEN:
        return False


def _decode(source: bytes | Image.Image, name: str) -> tuple[Image.Image, str, list[str]]:
    """Return plain upright pixels (mode RGB or L), Pillow's name of their format, and the codes of what was done."""
    image = open_picture(source, name) if isinstance(source, bytes) else source
    kind = _kind(image)
    codes = []
    if kind not in MIME_TYPES:
        codes.append("format")
    if kind != "JPEG" and getattr(image, "is_animated", False):
        codes.append("animated")
    try:
        image.load()
        # For a 16-bit colour PNG Pillow drops the low bytes without a word.
        if isinstance(source, bytes) and kind == "PNG" and source[_PNG_BIT_DEPTH] == _SIXTEEN:
            codes.append("depth")
        if image.getexif().get(_ORIENTATION, 1) in range(2, 9):
            codes.append("rotated")
            image = ImageOps.exif_transpose(image)
        plain, done = _plain(image, name)
    except _BROKEN as error:
        if isinstance(error, ImageError):
            raise
        raise _damaged(error, name) from None
    return plain, kind, [*codes, *(code for code in done if code not in codes)]


def _encode(image: Image.Image, *, like: str) -> tuple[bytes, str, bool]:
    """Return a file, its format, and whether it holds exactly these pixels: without loss wherever it stays small.

    A photograph (`like` JPEG) stays small as WEBP without loss; a large one is a JPEG again, since a lossless file of
    it would be too large to send.
    """
    out = io.BytesIO()
    large = image.width * image.height > _LARGE
    if like == "JPEG" and not large:
        image.save(out, "WEBP", lossless=True, quality=0, method=0)
        return out.getvalue(), "WEBP", True
    if like != "JPEG":
        image.save(out, "PNG", compress_level=3)
        if len(out.getvalue()) <= _LARGE_FILE:
            return out.getvalue(), "PNG", True
        out = io.BytesIO()
    image.save(out, "JPEG", quality=98, subsampling=0)
    return out.getvalue(), "JPEG", False


def _plain(image: Image.Image, name: str) -> tuple[Image.Image, list[str]]:
    mode = image.mode
    if mode in {"RGB", "L"} and "transparency" not in image.info:
        return image, []
    if mode == "CMYK":
        return image.convert("RGB"), ["cmyk"]
    if mode.startswith("I") or mode == "F":
        return _eight_bit_grey(image, name), ["depth"]
    done = ["palette"] if mode in {"P", "PA"} else []
    if image.has_transparency_data:
        return _on_white(image), [*done, "alpha"]
    return image.convert("RGB"), done or ["mode"]


def _on_white(image: Image.Image) -> Image.Image:
    rgba = image.convert("RGBA")
    white = Image.new("RGB", rgba.size, (255, 255, 255))
    white.paste(rgba, mask=rgba.getchannel("A"))
    return white


def _eight_bit_grey(image: Image.Image, name: str) -> Image.Image:
    values = np.asarray(image)
    low, high = float(values.min()), float(values.max())
    # Integers are read as 16 bits, floating values as 0 to 1: what cameras and scientific cameras write.
    top = 1.0 if image.mode == "F" else 65535.0
    if not (low >= 0 and high <= top):
        raise ImageError(
            f"its values lie from {low:g} to {high:g}; allowed are 0 to {top:g}. Scale them to 8 bits first.",
            name=name,
        )
    return Image.fromarray(np.rint(values * (255.0 / top)).astype(np.uint8))


def _damaged(error: Exception, name: str) -> ImageError:
    return ImageError(f"the file is damaged or cut off ({error}). Export it again.", name=name)


def _too_many(found: str) -> str:
    return f"it declares {found} pixels; at most {MAX_PIXELS / 1e6:.0f} megapixels (8000×8000) are read. Scale it down."


def _why_no_picture(data: bytes) -> str:
    if data[4:8] == b"ftyp" and data[8:12] in {b"heic", b"heix", b"hevc", b"hevx", b"mif1", b"msf1", b"heim", b"heis"}:
        return (
            "HEIC is not read. Export it as JPEG, or `pip install pillow-heif` and call "
            "`pillow_heif.register_heif_opener()` first."
        )
    if not data:
        return "the file is empty."
    if data.startswith(_MAGIC):
        return "the file is damaged or cut off. Export it again."
    if not data[:256].translate(None, _TEXT):
        return "it holds text, not a picture. Was a web page or an error message saved under a picture's name?"
    return "it is no picture that can be read. Give a JPEG, PNG, WEBP, BMP, GIF or TIFF file."


_TEXT = bytes({7, 8, 9, 10, 12, 13, 27} | set(range(0x20, 0x7F)) | set(range(0x80, 0x100)))
