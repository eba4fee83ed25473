"""Masks in files: black and white, or by transparency, either way round."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from wanwidgets.decoding import open_picture
from wanwidgets.errors import ImageError
from wanwidgets.images import Address, InputImage
from wanwidgets.reading import read_image
from wanwidgets.regions.raster import Bools
from wanwidgets.showing import shown

__all__ = ["FORMS", "light", "picture_of", "pixels_in", "require_form"]

FORMS = ("white", "opaque", "transparent")
"""What of a picture is edited: what is lighter than mid-grey, what covers more than half, or what covers less."""
_HALF = 128
_CHANNELS = 4
_CLEAR = (255, 255, 255, 0)


def pixels_in(source: object, edited: str | None) -> Bools:
    """Read the edited pixels of a picture.

    Parameters
    ----------
    source
        What `wanwidgets.read_image` takes, but no address.
    edited
        One of `FORMS`; None for ``"opaque"`` where something is transparent, and ``"white"`` elsewhere.

    Raises
    ------
    TypeError
        The source is an address, or of no type that holds a picture.
    ImageError
        It cannot be read, or nothing of it is transparent although that is asked for.
    ValueError
        `edited` is none of these.
    """
    if edited is not None:
        require_form(edited)
    image = read_image(source)
    if isinstance(image, Address):
        raise TypeError("mask is an address; give its file or its bytes, since its size must be that of image 1.")
    alpha = None if edited == "white" else _alpha(source, image)
    if alpha is not None and alpha.min() < 255:  # noqa: PLR2004 - of 8 bits
        return alpha < _HALF if edited == "transparent" else alpha >= _HALF
    if edited in {"opaque", "transparent"}:
        raise ImageError(
            "nothing of it is transparent, so transparency does not say what is edited. Read it as black and white.",
            name=image.name,
        )
    return light(image)


def light(image: InputImage) -> Bools:
    """Return which pixels of a picture are lighter than mid-grey."""
    # Grey files are read as such: three channels of a large one would take three times the memory and the time.
    with open_picture(image.data, image.name) as opened:
        return np.asarray(opened.convert("L")) >= _HALF


def _alpha(source: object, image: InputImage) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]] | None:
    """Return how much each pixel covers, 0 to 255, or None where the source has no transparency."""
    if all(notice.code != "alpha" for notice in image.notices):
        return None
    if isinstance(source, np.ndarray):
        covers = source[:, :, _CHANNELS - 1]
        return np.rint(covers * 255).astype(np.uint8) if np.issubdtype(covers.dtype, np.floating) else covers
    if isinstance(source, Image.Image):
        picture = source
    elif isinstance(source, (bytes, bytearray, memoryview)):
        picture = open_picture(bytes(source), image.name)
    elif isinstance(source, (str, Path)) and Path(source).expanduser().is_file():
        picture = open_picture(Path(source).expanduser().read_bytes(), image.name)
    else:
        raise ImageError("its transparency is read only from a path, bytes, a PIL image or an array.", name=image.name)
    return np.asarray(ImageOps.exif_transpose(picture).convert("RGBA").getchannel("A"))


def picture_of(pixels: Bools, edited: str) -> Image.Image:
    """Return edited pixels as a picture: mode L for ``"white"``, else RGBA, white where it is opaque."""
    require_form(edited)
    if edited == "white":
        return Image.fromarray(pixels.view(np.uint8) * np.uint8(255))
    covers = pixels if edited == "opaque" else ~pixels
    alpha = Image.fromarray(covers.view(np.uint8) * np.uint8(255))
    picture = Image.new("RGBA", alpha.size, _CLEAR)
    picture.putalpha(alpha)
    return picture


def require_form(edited: str) -> None:
    """Raise ValueError for what is none of `FORMS`."""
    if edited not in FORMS:
        raise ValueError(f"edited must be one of {', '.join(FORMS)}, not {shown(edited)}.")
