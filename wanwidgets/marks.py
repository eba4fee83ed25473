"""Boxes and their numbers painted into the picture itself, for models that take no list of boxes, and for more of them.

The prompt speaks of "box 1", "box 2", … and asks that the marks be gone in the result, as the guide's own examples do:
"without the reference boxes and numbers".
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont, JpegImagePlugin

from wanwidgets.images import InputImage
from wanwidgets.pictures import Picture
from wanwidgets.regions import Box

__all__ = ["COLORS", "MARKS", "draw_marks", "mark_color", "sent_image"]

MARKS = ("list", "drawn")
"""How boxes are told: beside the pictures as ``bbox_list``, or painted into them."""

COLORS = ((230, 0, 38), (255, 214, 0), (0, 200, 83), (0, 145, 255), (255, 0, 200), (0, 229, 255), (255, 109, 0))
"""What a mark may be painted in, red, green, blue."""

_LINE = 1 / 200
"""Width of the line in parts of the picture's shorter side."""
_THINNEST = 2
_LETTERS = 1 / 24
"""Height of the numbers in parts of the picture's shorter side."""
_SMALLEST = 14
_JPEG_QUALITY = 95
_ROOM = 7_000_000
"""Bytes in which the marks may be as crisp as they can; less than any model takes."""
_DARK = 140
_LUMA = np.array((0.299, 0.587, 0.114))


def sent_image(picture: Picture, marks: str) -> InputImage:
    """Return the very picture that is sent: with its boxes painted in where `marks` is ``"drawn"``.

    Parameters
    ----------
    picture
        Not an address.
    marks
        One of `MARKS`.
    """
    if not isinstance(picture.image, InputImage):
        raise TypeError("The picture is an address that was not fetched yet.")
    # A box of which nothing lies inside is painted nowhere.
    if marks != "drawn" or all(box.clipped(picture.image.size).empty for box in picture.boxes):
        return picture.image
    return draw_marks(picture.image, picture.boxes)


def draw_marks(image: InputImage, boxes: tuple[Box, ...]) -> InputImage:
    """Paint boxes and their numbers, counted from 1, into a picture.

    Parameters
    ----------
    image
        Any.
    boxes
        In pixels of the picture; the lines lie inside them, so that a box at the rim is seen as well.

    Returns
    -------
    InputImage
        Of the same size; a JPEG where `image` is one (quality 95, or that of `image` where its file would outgrow it)
        or a WEBP that would be large without loss; without loss otherwise.
    """
    return _drawn(image, boxes, image.digest, image.name)


@lru_cache(maxsize=8)
def _drawn(image: InputImage, boxes: tuple[Box, ...], _digest: str, _name: str) -> InputImage:
    # Pictures of the same pixels are equal, and yet may be files of another kind and name.
    pixels = image.image()
    color = mark_color(np.asarray(pixels), boxes)
    side = min(image.size)
    line = max(_THINNEST, round(_LINE * side))
    font = ImageFont.load_default(max(_SMALLEST, round(_LETTERS * side)))
    draw = ImageDraw.Draw(pixels)
    for number, box in enumerate(boxes, start=1):
        inside = box.clipped(image.size)
        if inside.empty:
            continue
        draw.rectangle((inside.x1, inside.y1, inside.x2 - 1, inside.y2 - 1), outline=color, width=line)
        _badge(draw, str(number), inside, color, font)
    if image.format != "JPEG":
        made = InputImage.from_pil(pixels, name=image.name)
        if image.format != "WEBP" or len(made.data) <= _ROOM:
            return made
    return InputImage.from_bytes(_jpeg(pixels, image), name=image.name)


def _jpeg(pixels: Image.Image, original: InputImage) -> bytes:
    """Return a JPEG file; a large one is made as the original was, since a model would refuse one twice as large."""
    file = io.BytesIO()
    pixels.save(file, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
    if original.format != "JPEG" or len(file.getvalue()) <= max(_ROOM, len(original.data)):
        return file.getvalue()
    file = io.BytesIO()
    with JpegImagePlugin.JpegImageFile(io.BytesIO(original.data)) as opened:
        tables, sampling = opened.quantization, JpegImagePlugin.get_sampling(opened)
    pixels.save(file, "JPEG", qtables=tables, subsampling=sampling)
    return file.getvalue()


def mark_color(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], boxes: Sequence[Box]) -> tuple[int, int, int]:
    """Return the colour of `COLORS` that is seen best on these boxes' outlines.

    Parameters
    ----------
    pixels
        H×W×3, 0 to 255.
    boxes
        In pixels of that picture.

    Returns
    -------
    tuple of int
        The colour whose least favourable tenth of outline pixels still differs most from it.
    """
    height, width = pixels.shape[:2]
    rims = [part for box in boxes for part in _rim(pixels, box.clipped((width, height)))]
    seen = np.concatenate(rims).astype(np.float64) if rims else np.zeros((1, 3))
    return max(COLORS, key=lambda color: float(np.percentile(np.abs(seen - np.array(color)).sum(axis=1), 10)))


def _rim(
    pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]],
    box: Box,
) -> Iterator[np.ndarray[tuple[int, ...], np.dtype[np.uint8]]]:
    if box.empty:
        return
    yield pixels[box.y1, box.x1 : box.x2]
    yield pixels[box.y2 - 1, box.x1 : box.x2]
    yield pixels[box.y1 : box.y2, box.x1]
    yield pixels[box.y1 : box.y2, box.x2 - 1]


def _badge(
    draw: ImageDraw.ImageDraw,
    text: str,
    box: Box,
    color: tuple[int, int, int],
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont,
) -> None:
    left, top, right, bottom = draw.textbbox((0, 0), text, font=font)
    pad = (bottom - top) // 2
    wide, high = round(right - left + 2 * pad), round(bottom - top + 2 * pad)
    # Above the box where there is room, so that what is marked stays to be seen.
    x = min(box.x1, max(0, draw.im.size[0] - wide))
    y = box.y1 - high if box.y1 >= high else box.y1
    draw.rectangle((x, y, x + wide - 1, y + high - 1), fill=color)
    ink = (0, 0, 0) if float(_LUMA @ np.array(color)) > _DARK else (255, 255, 255)
    draw.text((x + wide / 2, y + high / 2), text, fill=ink, font=font, anchor="mm")
