"""Pictures as the models take them: oriented, flattened, measured and hashed.

An `InputImage` holds the very bytes that are sent. An http(s) address stays an `Address` until `wanwidgets.fetch`
turned it into bytes.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote, urlsplit

import numpy as np
from PIL import Image

from wanwidgets.decoding import MIME_TYPES, Notice, Prepared, decoded, prepare
from wanwidgets.errors import ImageError
from wanwidgets.hashes import Hashes

__all__ = ["MAX_FILE_BYTES", "MIME_TYPES", "Address", "Gap", "InputImage", "Notice", "too_large"]

MAX_FILE_BYTES = 256 * 1024 * 1024
"""Files larger than this are refused before they are read; no model takes more than a tenth of it."""

_GONE = "https://gone.invalid/{}"
"""No such host can exist (RFC 2606), so that what is gone is never taken for another picture."""
_SHORT = 8
"""Digits of a hash that tell pictures apart."""


@dataclass(frozen=True, slots=True)
class Address:
    """The http(s) address of a picture that has not been fetched yet."""

    url: str

    @property
    def name(self) -> str:
        """The last part of the path, as a short label."""
        try:
            parts = urlsplit(self.url)
        except ValueError:
            # Such as http://[::1/x; fetching it says what is wrong.
            return "address"
        return unquote(parts.path.rstrip("/").rpartition("/")[2]) or (parts.hostname or "address")

    def __repr__(self) -> str:
        # A signed address carries its secret in the query string.
        return f"Address({self.name!r})"


@dataclass(frozen=True, slots=True)
class Gap(Address):
    """A picture whose file is not here: what is known of it, in its place among the others.

    Nothing is fetched for it, and no request that has one can be sent; a picture with the same pixels fills it.

    Attributes
    ----------
    digest, pixels : str
        SHA-256 of its file, and of its size and RGB pixels; empty where it is not known.
    size : (int, int)
        Width and height in pixels; zeros where they are not known.
    """

    digest: str = ""
    pixels: str = ""
    size: tuple[int, int] = (0, 0)

    @classmethod
    def of(cls, digest: str, pixels: str = "", size: tuple[int, int] = (0, 0)) -> Gap:
        """Return the gap that a picture of these hashes leaves."""
        return cls(_GONE.format(digest or pixels), digest, pixels, size)

    @property
    def name(self) -> str:
        """The first digits of its hash."""
        return f"{(self.digest or self.pixels)[:_SHORT]}…"

    def fits(self, image: InputImage) -> bool:
        """Whether this is the picture that is missing; errors as for `InputImage.pixels`."""
        return image.pixels == self.pixels if self.pixels else image.digest == self.digest

    def __repr__(self) -> str:
        return f"Gap({self.name!r})"


@dataclass(frozen=True, slots=True, eq=False)
class InputImage:
    """One picture, ready to be sent: plain RGB or grey, upright, in a format that the models take.

    Two pictures are equal when their pixels are, however they were encoded. The hashes are found out when they are
    first asked for, so that photographs open at once; a file that was cut off is refused when it is read all the same.

    Attributes
    ----------
    data : bytes
        The encoded file that is sent: the user's own bytes wherever they can be sent as they are.
    format : str
        Pillow's name of the format of `data`: JPEG, PNG, BMP or WEBP.
    width, height : int
        In pixels, after the EXIF orientation was applied.
    hashes : Hashes
        Of the file and of its pixels: `digest` and `pixels` ask it.
    name : str
        A short label, such as the file's name without its folder.
    notices : tuple of Notice
        What was done to the picture to make it fit.
    url : str
        The address that it was fetched from, where `data` are the very bytes of that address; empty otherwise. It may
        be signed, so it is neither shown nor kept.
    """

    data: bytes
    format: str
    width: int
    height: int
    hashes: Hashes
    name: str = ""
    notices: tuple[Notice, ...] = ()
    url: str = ""

    @classmethod
    def from_bytes(cls, data: bytes, *, name: str = "", url: str = "") -> InputImage:
        """Read an encoded picture.

        Parameters
        ----------
        data
            A file of any format that Pillow decodes.
        name
            A short label for messages.
        url
            The address that gave these bytes.

        Raises
        ------
        ImageError
            The bytes are no picture, are cut off, or declare more pixels than any model takes.
        """
        if len(data) > MAX_FILE_BYTES:
            raise ImageError(too_large(len(data)), name=name)
        made = cls._of(prepare(data, name), name)
        return replace(made, url=url) if made.data == data else made

    @classmethod
    def from_pil(cls, image: Image.Image, *, name: str = "") -> InputImage:
        """Take a PIL image; it is encoded without loss, unless that would be too large to send."""
        if not image.width or not image.height:
            raise ImageError(f"it has no pixels ({image.width}×{image.height}).", name=name)
        return cls._of(prepare(image, name), name)

    @classmethod
    def from_array(cls, array: np.ndarray[Any, Any], *, name: str = "") -> InputImage:
        """Take an array of pixels.

        Parameters
        ----------
        array
            Shape H×W, H×W×1, H×W×3 or H×W×4; ``uint8`` from 0 to 255, or floating from 0 to 1. Of one channel also
            ``bool``, where true is white: a mask, as a comparison gives it.
        name
            A short label for messages.

        Raises
        ------
        ImageError
            Another shape, another type, or floating values outside 0 to 1.
        """
        return cls.from_pil(Image.fromarray(_eight_bit(array, name)), name=name)

    @classmethod
    def _of(cls, made: Prepared, name: str) -> InputImage:
        return cls(made.data, made.format, *made.size, Hashes(made.data, name), name, made.notices)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.width, self.height

    @property
    def mime(self) -> str:
        """The MIME type of `data`."""
        return MIME_TYPES[self.format]

    @property
    def digest(self) -> str:
        """SHA-256, as hex digits, of `data`."""
        return self.hashes.digest

    @property
    def pixels(self) -> str:
        """SHA-256, as hex digits, of size and RGB pixels; the file is decoded for it when it is first asked for.

        The same picture as a PNG of any compression, a PIL image or an array has the same value.

        Raises
        ------
        ImageError
            The file is damaged within.
        """
        return self.hashes.pixels

    def image(self) -> Image.Image:
        """Return the picture as a new PIL image in mode RGB; errors as for `pixels`."""
        return decoded(self.data, self.name)

    def small(self, side: int) -> Image.Image:
        """Return the picture at most `side` pixels wide and high, in mode RGB; errors as for `pixels`.

        A photograph is decoded no larger than it has to be.
        """
        return decoded(self.data, self.name, side=side)

    def to_dict(self, *, embed: bool) -> dict[str, Any]:
        """Return the picture as JSON values: its hashes and, if `embed`, its file as a data URL."""
        document: dict[str, Any] = {"sha256": self.digest, "pixels": self.pixels, "name": self.name}
        return {**document, "data": self.data_url()} if embed else document

    @classmethod
    def from_dict(cls, document: Mapping[str, Any], find: Callable[[str], bytes] | None = None) -> InputImage:
        """Read what `to_dict` wrote; `find` returns a file by the SHA-256 of its bytes where none is embedded."""
        if "data" in document:
            data = base64.b64decode(document["data"].partition(",")[2])
        elif find is not None:
            data = find(document["sha256"])
        else:
            raise ValueError("This document holds no pictures, only their hashes; give find= to look them up.")
        return cls.from_bytes(data, name=document.get("name", ""))

    def data_url(self) -> str:
        """Return the picture as a ``data:`` URL, the form in which it is sent."""
        return f"data:{self.mime};base64,{base64.b64encode(self.data).decode('ascii')}"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, InputImage):
            return NotImplemented
        if self.size != other.size or self.data == other.data:
            return self.size == other.size
        try:
            return self.pixels == other.pixels
        except ImageError:
            # What cannot be decoded is like nothing but the same file.
            return False

    def __hash__(self) -> int:
        # Not of the pixels: they would have to be decoded.
        return hash(self.size)

    def __repr__(self) -> str:
        label = f" {self.name!r}" if self.name else ""
        return f"<InputImage{label} {self.width}×{self.height} {self.format}>"


def too_large(size: int) -> str:
    """Say that a file of that many bytes is not read."""
    return f"its file has {size / 1e6:.0f} MB; at most {MAX_FILE_BYTES / 1e6:.0f} MB are read."


def _eight_bit(array: np.ndarray[Any, Any], name: str) -> np.ndarray[Any, Any]:
    channels = array.shape[2] if array.ndim == 3 else 1  # noqa: PLR2004
    if array.ndim not in {2, 3} or channels not in {1, 3, 4} or not array.size:
        raise ImageError(
            f"an array of shape {array.shape} is no picture; allowed are H×W, H×W×3 and H×W×4.",
            name=name,
        )
    if np.issubdtype(array.dtype, np.floating):
        low, high = float(array.min()), float(array.max())
        if not (low >= 0 and high <= 1):
            raise ImageError(
                f"floating values must lie from 0 to 1, these lie from {low:g} to {high:g}. Divide by the largest "
                "value, or convert to uint8.",
                name=name,
            )
        array = np.rint(array * 255).astype(np.uint8)
    elif array.dtype == np.bool_ and channels == 1:
        array = array.astype(np.uint8) * np.uint8(255)
    if array.dtype != np.uint8:
        raise ImageError(
            f"the array is {array.dtype}; allowed are uint8 (0–255), floats (0–1), and true and false of shape H×W.",
            name=name,
        )
    return np.ascontiguousarray(array[:, :, 0] if array.ndim == 3 and channels == 1 else array)  # noqa: PLR2004
