"""A picture from whatever a notebook has: a path, an address, a data URL, bytes, a PIL image, an array."""

from __future__ import annotations

import base64
import binascii
import re
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, unquote_to_bytes
from urllib.request import url2pathname

import numpy as np
from PIL import Image

from wanwidgets.errors import ImageError
from wanwidgets.images import MAX_FILE_BYTES, Address, InputImage, too_large

__all__ = ["path_of", "read_image"]

_DATA_URL = re.compile(r"data:(?P<mime>[^;,]*)(?P<base64>;base64)?,", re.IGNORECASE)


def read_image(source: object, *, name: str = "") -> InputImage | Address:
    """Read whatever a notebook has.

    Parameters
    ----------
    source
        A path (``str`` or ``pathlib.Path``), ``file://``, ``http(s)://`` or ``data:`` URL, ``bytes``, a PIL image, a
        NumPy array (see `InputImage.from_array`), an `InputImage` or an `Address`.
    name
        A short label for messages; by default the file's name.

    Returns
    -------
    InputImage or Address
        An http(s) URL is not fetched here.

    Raises
    ------
    ImageError
        The source is missing, is no picture, or cannot be used as one.
    TypeError
        The source is of none of these types.
    """
    if isinstance(source, (InputImage, Address)):
        return replace(source, name=name) if name and isinstance(source, InputImage) else source
    for kind, read in _READERS:
        if isinstance(source, kind):
            return read(source, name)
    raise TypeError(
        f"A picture cannot be a {type(source).__name__}. Give a path, an address, a data URL, bytes, a PIL image or a "
        "NumPy array.",
    )


def _read_text(text: str, name: str) -> InputImage | Address:
    start = text[:8].lower()
    if start.startswith(("http://", "https://")):
        return Address(text.strip())
    if start.startswith("data:"):
        return _read_data_url(text, name)
    if start.startswith("oss://"):
        raise ImageError("an oss:// address has no pixels to show or check; give the file itself.", name=name)
    if start.startswith("file://"):
        return _read_path(path_of(text), name)
    return _read_path(Path(text), name)


def path_of(url: str) -> Path:
    """Return the path that a file:// URL stands for."""
    # Everything after "file://" is the path, so that "#", "?" and "+" in a file's name mean themselves. The guide also
    # writes relative paths (file://./images/test.png) and Windows drives (file://D:/images/test.png) this way.
    rest = url[len("file://") :]
    rest = rest.removeprefix("localhost") if rest.startswith("localhost/") else rest
    plain = Path(rest)
    return plain if plain.exists() else Path(url2pathname(rest))


def _read_path(path: Path, name: str) -> InputImage:
    label = name or path.name
    path = path.expanduser()
    try:
        found = path.stat()
        size = found.st_size
        if stat.S_ISDIR(found.st_mode):
            raise ImageError("it is a folder, not a picture.", name=label)
        if not stat.S_ISREG(found.st_mode):
            # A pipe waits for ever, and a device such as /dev/zero has no end.
            raise ImageError("it is no file but a pipe or a device.", name=label)
        if size > MAX_FILE_BYTES:
            raise ImageError(too_large(size), name=label)
        data = path.read_bytes()
    except FileNotFoundError:
        raise ImageError(
            f"there is no such file as {str(path)!r}. Give a path relative to the notebook's folder, or a whole one.",
            name=label,
        ) from None
    except (OSError, ValueError) as error:
        raise ImageError(
            f"the file cannot be read ({getattr(error, 'strerror', None) or error}).", name=label
        ) from None
    return InputImage.from_bytes(data, name=label)


def _read_data_url(text: str, name: str) -> InputImage:
    label = name or "data URL"
    head = _DATA_URL.match(text)
    if head is None:
        raise ImageError("the data URL has no comma; it should begin like data:image/png;base64,", name=label)
    body = text[head.end() :]
    try:
        data = base64.b64decode(unquote(body), validate=True) if head["base64"] else unquote_to_bytes(body)
    except (binascii.Error, ValueError):
        raise ImageError("the data URL is not valid base64; it may be cut off.", name=label) from None
    return InputImage.from_bytes(data, name=label)


_READERS: tuple[tuple[type | tuple[type, ...], Callable[[Any, str], InputImage | Address]], ...] = (
    (str, _read_text),
    (Path, _read_path),
    ((bytes, bytearray, memoryview), lambda data, name: InputImage.from_bytes(bytes(data), name=name)),
    (Image.Image, lambda image, name: InputImage.from_pil(image, name=name)),
    (np.ndarray, lambda array, name: InputImage.from_array(array, name=name)),
)
