"""A request as JSON, whose pictures are named by their hashes; and back, whoever wrote it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from wanwidgets.errors import ImageError, InvalidRequest
from wanwidgets.exporting.plain import indented, plain_address
from wanwidgets.images import Address, Gap, InputImage
from wanwidgets.pictures import Picture
from wanwidgets.regions import Box, Mask
from wanwidgets.request import EditRequest

__all__ = ["FORMAT", "VERSION", "as_json", "read_json"]

FORMAT = "wanwidgets request"
VERSION = 1

_LONGEST = 32 * 1024 * 1024
"""Letters that are read at most; a mask of a hundred thousand strokes has fewer."""

_OWN = frozenset({"prompt", "images", "pictures", "model", "boxes", "mask", "marks", "take"})
"""What a request names itself, so that no parameter can have the name."""

_HASH = re.compile(r"[0-9a-f]{64}")
_HALF = re.compile("[\ud800-\udfff]")
"""Half a character, which stands in no file and goes into no browser."""

Find = Callable[[Gap], InputImage | Gap]
"""Returns the picture that is known by its hashes alone, or the gap itself where it is not here."""


def as_json(request: EditRequest, *, engine: str) -> str:
    """Return a request as JSON, to be kept beside the notebook or sent to somebody who has the pictures.

    Parameters
    ----------
    request
        Perhaps unfinished.
    engine
        For whom it is, as `Client.engine` names it.

    Returns
    -------
    str
        Pictures stand in it by the SHA-256 of their file and of their pixels, with their size and boxes; no names of
        files. Of an address with a query, which may be signed, the query is left out.
    """
    mask = request.mask.to_dict(embed=False) if request.mask else None
    if mask and mask["base"]:
        mask = {**mask, "base": _named(request.mask.base)}  # type: ignore[union-attr, arg-type]
    document = {
        "format": FORMAT,
        "version": VERSION,
        "engine": engine,
        "model": request.model,
        "prompt": request.prompt,
        "pictures": [_written(picture) for picture in request.pictures],
        "mask": mask,
        "marks": request.marks,
        "parameters": request.parameters,
        "take": request.take,
    }
    text = indented(document)
    return _HALF.sub(lambda half: f"\\u{ord(half[0]):04x}", text)


def read_json(text: str, find: Find) -> EditRequest:
    """Read what `as_json` wrote.

    Nothing is fetched, and no file is read but what `find` returns.

    Raises
    ------
    ValueError
        It is no such document, one of a newer version, or something in it is not what it has to be.
    ImageError
        A picture cannot be read.
    """
    if len(text) > _LONGEST:
        raise ValueError(f"The text has {len(text):,} letters; at most {_LONGEST:,} are read.")
    try:
        document = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"This is no JSON ({error}). Paste the whole text, from {{ to }}.") from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise ValueError(f'This is no request: it must be a JSON object with "format": "{FORMAT}".')
    version = document.get("version")
    if type(version) is not int or version < 1:
        raise ValueError(f"The version of the request is {version!r}; it must be {VERSION}.")
    if version > VERSION:
        raise ValueError(
            f"The request is of version {version}, and this wanwidgets reads {VERSION}. Upgrade wanwidgets to read it."
        )
    try:
        return _request(document, find)
    except (ImageError, InvalidRequest):
        raise
    except KeyError as error:
        raise ValueError(f"The request has no {error.args[0]!r}.") from None
    except (AttributeError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise ValueError(f"The request cannot be read: {error}") from None


def _request(document: Mapping[str, Any], find: Find) -> EditRequest:
    parameters = document["parameters"]
    wrong = sorted(_OWN & parameters.keys())
    if wrong:
        raise ValueError(f"{wrong[0]!r} is no parameter; it stands beside them.")
    mask = document["mask"]
    return EditRequest(
        document["prompt"],
        [_picture(entry, find) for entry in document["pictures"]],
        model=document["model"],
        mask=_mask(mask, find) if mask else None,
        marks=document["marks"],
        take=document["take"],
        **parameters,
    )


def _written(picture: Picture) -> dict[str, Any]:
    image = picture.image
    seen = _named(image) if isinstance(image, (InputImage, Gap)) else {"url": plain_address(image.url)}
    return {**seen, "boxes": [list(box) for box in picture.boxes]}


def _named(image: InputImage | Gap) -> dict[str, Any]:
    return {"sha256": image.digest, "pixels": image.pixels, "size": list(image.size)}


def _picture(entry: Mapping[str, Any], find: Find) -> Picture:
    image: InputImage | Address
    if "url" in entry:
        image = Address(entry["url"])
        if not image.url.startswith(("http://", "https://")):
            raise ValueError("a picture's url must begin with http:// or https://.")
    else:
        image = find(_gap(entry))
    return Picture(image, tuple(Box.of(box) for box in entry["boxes"]))


def _mask(document: Mapping[str, Any], find: Find) -> Mask:
    drawn = Mask.from_dict({**document, "base": None})
    base = document["base"]
    if not base:
        return drawn
    image = find(_gap(base))
    if not isinstance(image, InputImage):
        raise ImageError("the picture that the mask was begun with is not here.", name="mask")
    return Mask(drawn.size, drawn.strokes, image)


def _gap(entry: Mapping[str, Any]) -> Gap:
    """Return what is said of a picture; hashes are looked for among names of files, so they must be hashes."""
    hashes, size = (entry["sha256"], entry["pixels"]), entry["size"]
    if not all(type(each) is str and _HASH.fullmatch(each) for each in hashes):
        raise ValueError("sha256 and pixels of a picture are 64 hexadecimal digits each.")
    if not (type(size) is list and len(size) == len(hashes) and all(type(side) is int and side > 0 for side in size)):
        raise ValueError("the size of a picture is [width, height] in pixels.")
    return Gap.of(*hashes, (size[0], size[1]))


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number of JSON")
