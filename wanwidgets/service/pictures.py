"""Input pictures: fetched, checked against the documented limits, decoded."""

from __future__ import annotations

import base64
import binascii
import struct
import time
import zlib
from collections.abc import Callable
from io import BytesIO

import numpy as np
import numpy.typing as npt
import requests
from PIL import Image, ImageOps

from wanwidgets.facts import ImageRules
from wanwidgets.service.checks.sizes import spoken_ratio
from wanwidgets.service.refusal import Refusal, invalid

__all__ = ["BROKEN", "Fetch", "decode", "fetch", "flat", "load"]

Fetch = Callable[[str, int], bytes]
"""An http address and the most bytes it may give, to its bytes."""

_CONNECT_SECONDS = 5.0
_READ_SECONDS = 15.0
_WHOLE_SECONDS = 60.0
_REDIRECTS = 3
_CHUNK = 1 << 16
_STRIP = 512
BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, Image.DecompressionBombError)
"""What Pillow raises for a file that is no picture, or only the beginning of one."""


def load(address: str, rules: ImageRules, fetch: Fetch) -> bytes:
    """Return the bytes of a picture given by a data URL or an http address.

    Raises
    ------
    Refusal
        It cannot be had, or is larger than the model takes.
    """
    data = _inline(address) if address.startswith("data:") else fetch(address, rules.max_bytes)
    if len(data) > rules.max_bytes:
        raise _too_large(rules.max_bytes)
    return data


def _inline(address: str) -> bytes:
    try:
        return base64.b64decode(address.partition(";base64,")[2], validate=True)
    except binascii.Error as error:
        raise invalid("Invalid image format or corrupted file") from error


def _too_large(limit: int) -> Refusal:
    return Refusal(400, "InvalidImage.ImageSize", f"The size of image is beyond limit. ({limit // 1_000_000} MB)")


def fetch(address: str, limit: int) -> bytes:
    """Download at most `limit` bytes within a minute.

    Raises
    ------
    Refusal
        ``InvalidParameter`` "download image failed".
    """
    parts: list[bytes] = []
    end = time.monotonic() + _WHOLE_SECONDS
    try:
        with requests.Session() as session:
            session.max_redirects = _REDIRECTS
            with session.get(address, stream=True, timeout=(_CONNECT_SECONDS, _READ_SECONDS)) as response:
                response.raise_for_status()
                for chunk in response.iter_content(_CHUNK):
                    parts.append(chunk)
                    if sum(map(len, parts)) > limit:
                        raise _too_large(limit)
                    if time.monotonic() > end:
                        raise invalid("download image failed")
    except (requests.RequestException, ValueError) as error:
        # requests lets a ValueError of urllib3 through for some addresses that are none.
        raise invalid("download image failed") from error
    return b"".join(parts)


def decode(data: bytes, rules: ImageRules) -> npt.NDArray[np.uint8]:
    """Decode a picture and check it.

    Parameters
    ----------
    data
        A file of one of the model's formats.
    rules
        The model's limits.

    Returns
    -------
    numpy.ndarray
        RGB, height × width × 3, 0 to 255, turned as EXIF says; what is transparent lies on white.

    Raises
    ------
    Refusal
        Not a picture of these formats, damaged, or outside the limits of size or ratio.
    """
    try:
        with Image.open(BytesIO(data), formats=rules.formats) as image:
            # From the header, before memory is spent on the pixels.
            _check_size(image.size, rules)
            # Of a large picture every copy is some hundred megabytes.
            ImageOps.exif_transpose(image, in_place=True)
            return _array(flat(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _wrong_size("it is far beyond the limits") from error
    except BROKEN as error:
        raise invalid("Invalid image format or corrupted file") from error


def _array(image: Image.Image) -> npt.NDArray[np.uint8]:
    """Copy the pixels strip by strip: all at once they would be in memory three times for a moment."""
    out = np.empty((image.height, image.width, 3), np.uint8)
    for top in range(0, image.height, _STRIP):
        out[top : top + _STRIP] = np.asarray(image.crop((0, top, image.width, min(top + _STRIP, image.height))))
    # Whoever is handed a picture shares it with others.
    out.flags.writeable = False
    return out


def _check_size(size: tuple[int, int], rules: ImageRules) -> None:
    width, height = size
    if width not in rules.side or height not in rules.side:
        raise _wrong_size(f"{width}*{height}, each side should be in [{rules.side.low}, {rules.side.high}] pixels")
    if rules.ratio and width / height not in rules.ratio:
        raise _wrong_size(f"{width}*{height}, the aspect ratio should be in {spoken_ratio(rules.ratio)}")


def _wrong_size(detail: str) -> Refusal:
    return invalid(f"the size of input image is too small or too large. ({detail})")


def flat(image: Image.Image) -> Image.Image:
    """Return a picture in RGB; what is transparent lies on white."""
    if not image.has_transparency_data:
        return image if image.mode == "RGB" else image.convert("RGB")
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image.convert("RGBA"))
    return paper.convert("RGB")
