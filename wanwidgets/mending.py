"""What can be done about a picture that the model does not take, with its boxes and the mask left in place."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from PIL import Image

from wanwidgets.facts import ImageRules, Model
from wanwidgets.images import InputImage
from wanwidgets.pictures import Picture
from wanwidgets.problems import picture_problems
from wanwidgets.regions import Box, Mask
from wanwidgets.request import EditRequest
from wanwidgets.sizes import Span

__all__ = ["Mend", "mended", "mended_image", "mends_for", "moved_along"]

_QUALITIES = (95, 90, 85, 75, 60)
_FULL_COLOUR = 90
"""JPEG quality from which colours keep their resolution."""
_ROOM = 0.9
"""Of the allowed bytes, where boxes are painted in afterwards, which makes a file larger."""
_FEWER = 0.8
"""Of each side, as long as a file stays too large."""
_SHAPE = {"image.side", "image.ratio"}
_WHITE = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Mend:
    """Something that makes a picture one that the model takes, described by data.

    Attributes
    ----------
    kind : str
        ``"enlarge"``, ``"reduce"``, ``"pad"`` (white beside it), ``"convert"`` or ``"compress"``.
    size : (int, int)
        Width and height that come of it, in pixels.
    inside : Box
        Where in there the old picture lies.
    format : str
        Pillow's name of the format that comes of it; empty where a JPEG stays one, and others stay without loss as far
        as the model's limit of bytes allows.
    """

    kind: str
    size: tuple[int, int]
    inside: Box
    format: str = ""


def mends_for(draft: EditRequest, number: int) -> tuple[Mend, ...]:
    """Return what can be done about a picture, the best first; nothing where the model takes it as it is.

    Each mend alone leaves nothing to mend, whatever was wrong: a small WEBP file is also converted as it is enlarged.

    Parameters
    ----------
    draft
        Of a model of the catalog; with another one nothing is known to be wrong.
    number
        Of the picture, counted from 1. An address that was not fetched is not judged.
    """
    model, picture = draft.entry, draft.pictures[number - 1]
    if model is None or not isinstance(picture.image, InputImage):
        return ()
    image, rules = picture.image, model.images
    # Judged without the marks, which to paint takes seconds.
    codes = _wrong(model, Picture(image), number, draft.marks)
    if codes & _SHAPE:
        return (_reshaped(image.size, rules),)
    whole = Box(0, 0, *image.size)
    if "image.format" in codes:
        small = image.width * image.height * 3 <= rules.max_bytes * _ROOM
        return (Mend("convert", image.size, whole, "PNG" if small else "JPEG"),)
    if "image.bytes" in codes:
        share = math.sqrt(_FEWER * rules.max_bytes / len(image.data))
        size = _within(image.width * share, image.height * share, rules)
        fewer = [Mend("reduce", size, Box(0, 0, *size))] if size < image.size else []
        return (Mend("compress", image.size, whole, "JPEG"), *fewer)
    return ()


def mended(draft: EditRequest, number: int, mend: Mend) -> EditRequest:
    """Return the draft with a picture mended, its boxes and the mask in place.

    Corners of boxes are scaled and then rounded outwards, so that a box covers at least what it covered and is never
    empty. A pixel of the mask is edited where the middle of it falls on one that was.

    Parameters
    ----------
    draft, number, mend
        As `mends_for` was given and gave them. Where the file stays too large for the model at the lowest quality, the
        picture is made smaller than the mend says.

    Returns
    -------
    EditRequest
        The same but for this picture, and for the mask where this is image 1.
    """
    return moved_along(draft, number, *mended_image(draft, number, mend))


def mended_image(draft: EditRequest, number: int, mend: Mend) -> tuple[InputImage, Box]:
    """Return what a picture becomes by a mend, and where in there the old one lies; see `mended`."""
    picture, model = draft.pictures[number - 1], draft.entry
    if model is None or not isinstance(picture.image, InputImage):
        raise ValueError(f"There is nothing to mend about image {number}.")
    pixels = picture.image.image()
    room = model.images.max_bytes * (_ROOM if picture.boxes and draft.marks == "drawn" else 1)
    while True:
        image = _made(pixels, picture.image, mend, room)
        made = Picture(image, _boxes(picture, mend.inside))
        fewer = _fewer(mend, model.images)
        if fewer is None or "image.bytes" not in _wrong(model, made, number, draft.marks):
            return image, mend.inside
        mend = fewer


def moved_along(draft: EditRequest, number: int, image: InputImage, inside: Box) -> EditRequest:
    """Return the draft with another image in a picture's place, in which the old one lies `inside`.

    Boxes are moved along and, where this is image 1, the mask (see `mended`).
    """
    picture = draft.pictures[number - 1]
    pictures = list(draft.pictures)
    pictures[number - 1] = Picture(image, _boxes(picture, inside))
    mask = draft.mask
    if number == 1 and mask is not None and mask.size == picture.size:
        mask = _mask(mask, image.size, inside)
    return draft.replace(pictures=tuple(pictures), mask=mask)


def _wrong(model: Model, picture: Picture, number: int, marks: str) -> set[str]:
    return {problem.code for problem in picture_problems(model, picture, number, marks)}


def _reshaped(size: tuple[int, int], rules: ImageRules) -> Mend:
    """Return the mend of a side or a ratio: what is missing to the ratio is white, then all of it is scaled to fit."""
    width, height = size
    ratio = _ratio(rules)
    wide, high = max(width, math.ceil(height * ratio.low)), max(height, math.ceil(width / ratio.high))
    scale = min(max(1.0, rules.side.low / min(wide, high)), rules.side.high / max(wide, high))
    whole = _within(wide * scale, high * scale, rules)
    if (wide, high) == size:
        return Mend("enlarge" if scale > 1 else "reduce", whole, Box(0, 0, *whole))
    across = whole[0] if wide == width else min(whole[0], max(1, round(width * scale)))
    down = whole[1] if high == height else min(whole[1], max(1, round(height * scale)))
    left, top = (whole[0] - across) // 2, (whole[1] - down) // 2
    return Mend("pad", whole, Box(left, top, left + across, top + down))


def _ratio(rules: ImageRules) -> Span:
    """Return the ratios that are possible: what the model takes, and what its sides allow."""
    low, high = rules.side.low / rules.side.high, rules.side.high / rules.side.low
    return Span(max(low, rules.ratio.low), min(high, rules.ratio.high)) if rules.ratio else Span(low, high)


def _within(width: float, height: float, rules: ImageRules) -> tuple[int, int]:
    """Return whole sides near these that the model takes; rounding alone may lead past a limit."""
    low, high = int(rules.side.low), int(rules.side.high)
    wide, tall = (min(max(round(side), low), high) for side in (width, height))
    if rules.ratio is not None:
        while wide / tall > rules.ratio.high:
            wide, tall = (wide, tall + 1) if tall < high else (wide - 1, tall)
        while wide / tall < rules.ratio.low:
            wide, tall = (wide + 1, tall) if wide < high else (wide, tall - 1)
    return wide, tall


def _fewer(mend: Mend, rules: ImageRules) -> Mend | None:
    """Return a mend with fewer pixels, or None where the model takes no fewer."""
    width, height = mend.size
    if min(mend.size) * _FEWER < rules.side.low:
        return None
    size = _within(width * _FEWER, height * _FEWER, rules)
    inside = _scaled(mend.inside, mend.size, Box(0, 0, *size))
    return replace(mend, size=size, inside=inside)


def _made(pixels: Image.Image, image: InputImage, mend: Mend, room: float) -> InputImage:
    size = (mend.inside.width, mend.inside.height)
    if pixels.size != size:
        pixels = pixels.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    if mend.size != size:
        ground = Image.new("RGB", mend.size, _WHITE)
        ground.info = pixels.info
        ground.paste(pixels, (mend.inside.x1, mend.inside.y1))
        pixels = ground
    lossless = mend.format == "PNG" or (not mend.format and image.format != "JPEG")
    for data in _files(pixels, lossless=lossless):
        if len(data) <= room:
            break
    return replace(InputImage.from_bytes(data, name=image.name), notices=image.notices)


def _files(pixels: Image.Image, *, lossless: bool) -> Iterator[bytes]:
    """Yield files of these pixels, each smaller and worse than the one before."""
    profile = pixels.info.get("icc_profile") or b""
    # That of a grey picture does not suit the colours that it has now.
    kept = {"icc_profile": profile} if profile[16:20] == b"RGB " else {"icc_profile": None}
    if lossless:
        out = io.BytesIO()
        pixels.save(out, "PNG", compress_level=3, **kept)
        yield out.getvalue()
    for quality in _QUALITIES:
        out = io.BytesIO()
        pixels.save(out, "JPEG", quality=quality, subsampling=0 if quality >= _FULL_COLOUR else 2, **kept)
        yield out.getvalue()


def _boxes(picture: Picture, inside: Box) -> tuple[Box, ...]:
    size = picture.size or (inside.width, inside.height)
    return tuple(_scaled(box, size, inside) for box in picture.boxes)


def _scaled(box: Box, size: tuple[int, int], inside: Box) -> Box:
    """Return a box of a picture of that size where this picture lies `inside` another, rounded outwards."""
    (wide, high), (across, down) = size, (inside.width, inside.height)
    return Box(
        inside.x1 + box.x1 * across // wide,
        inside.y1 + box.y1 * down // high,
        inside.x1 - (-box.x2 * across // wide),
        inside.y1 - (-box.y2 * down // high),
    )


def _mask(mask: Mask, size: tuple[int, int], inside: Box) -> Mask:
    ground = Image.new("L", size, 0)
    ground.paste(mask.image().resize((inside.width, inside.height), Image.Resampling.NEAREST), (inside.x1, inside.y1))
    return Mask.of(InputImage.from_pil(ground, name="mask"))
