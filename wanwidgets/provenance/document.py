"""The document that a picture carries: the request behind it, what came of it, and the requests before it.

Pictures are told by their hashes and sizes. Nothing in it is a name of a file, an address, a path, a user or a key.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from wanwidgets.provenance.drawing import MOST_DRAWN, drawn_by
from wanwidgets.provenance.values import Form, Misread, items, number, read, text

__all__ = ["MOST_ANCESTORS", "MOST_BYTES", "SIDECAR", "PictureFacts", "RequestFacts", "Told", "told_in"]

FORMAT = "wanwidgets/provenance"
SIDECAR = ".wanwidgets.json"
"""What the name of a file ends with that tells of the picture beside it, whose whole name comes before."""
VERSION = 1
MOST_BYTES = 1_000_000
"""Of a document in UTF-8, written or read."""
MOST_ANCESTORS = 64

_MOST_PICTURES = 100
_MOST_BOXES = 1000
_LARGEST = 2**31
_HASH = re.compile(r"[0-9a-f]{64}|")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_TAKEN = {"prompt", "images", "pictures", "model", "boxes", "mask", "marks", "take", "parents", "self", "stream"}
"""What is told elsewhere, and how a request is sent: no parameters."""
_NOT_XML = re.compile("[\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What is told of a picture that was sent, or of one that came.

    Attributes
    ----------
    digest, pixels : str
        SHA-256 of its file, and of its size and RGB pixels; empty where it is not known.
    width, height : int
        In pixels; 0 where it is not known.
    boxes : tuple of lists
        Four whole numbers each, in pixels of the picture.
    """

    digest: str = ""
    pixels: str = ""
    width: int = 0
    height: int = 0
    boxes: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What is told of a request; fields as `EditRequest` has them.

    `mask` is what `Mask.to_dict` writes, with its base as a data URL or as its hash alone.
    """

    model: str
    prompt: str
    pictures: tuple[PictureFacts, ...] = ()
    mask: Mapping[str, Any] | None = None
    marks: str = "list"
    parameters: Mapping[str, Any] = field(default_factory=dict)
    take: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a picture that was made.

    Attributes
    ----------
    engine : str
        Who answered, as `Client.engine` names it.
    request : RequestFacts
    result : PictureFacts
        The picture itself.
    number : int
        Its place among those that came, counted from 1.
    task_id, request_id : str
        The service's own names.
    started : str
        When it was asked for, in ISO 8601 and UTC.
    seconds : float
        How long it took.
    usage : mapping
        As the service told it.
    actual_prompt : str
        What the service made of the prompt.
    ancestors : tuple of Told
        Of which its pictures were made, the nearest first; they have no ancestors themselves.
    """

    engine: str
    request: RequestFacts
    result: PictureFacts = PictureFacts()
    number: int = 1
    task_id: str = ""
    request_id: str = ""
    started: str = ""
    seconds: float = 0.0
    usage: Mapping[str, Any] = field(default_factory=dict)
    actual_prompt: str = ""
    ancestors: tuple[Told, ...] = ()

    def text(self) -> str:
        """Return the document, always the same for the same; where it grows too long the farthest ancestors go.

        Raises
        ------
        Misread
            It is too long without any.
        """
        told = replace(self, ancestors=self.ancestors[:MOST_ANCESTORS])
        while True:
            document = _escaped(json.dumps(_document(told), ensure_ascii=False, sort_keys=True, separators=(",", ":")))
            if len(document.encode()) <= MOST_BYTES:
                return document
            if not told.ancestors:
                raise Misread(f"the request has more than {MOST_BYTES:,} bytes, too many to be told in a file")
            told = replace(told, ancestors=told.ancestors[: len(told.ancestors) // 2])


def told_in(document: str) -> Told:
    """Read what `Told.text` wrote, whoever wrote it: everything is bounded, and of the type that it should be.

    Raises
    ------
    Misread
        It is no such document, is damaged, or is of a newer version.
    """
    found = read(document, MOST_BYTES)
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise Misread("it is no document of wanwidgets")
    version = number(found, "version", 1, _LARGEST)
    if version > VERSION:
        raise Misread(f"it is of version {version}, and this wanwidgets reads up to {VERSION}: upgrade wanwidgets")
    ancestors = items(found, "ancestors", MOST_ANCESTORS)
    return replace(_told(found), ancestors=tuple(map(_told, ancestors)))


def _document(told: Told) -> dict[str, Any]:
    return {"format": FORMAT, "version": VERSION, **_run(told), "ancestors": [_run(each) for each in told.ancestors]}


def _run(told: Told) -> dict[str, Any]:
    request = told.request
    return {
        "engine": told.engine,
        "request": {
            "model": request.model,
            "prompt": request.prompt,
            "pictures": [_picture(picture) for picture in request.pictures],
            "mask": request.mask,
            "marks": request.marks,
            "parameters": dict(request.parameters),
            "take": request.take,
        },
        "result": {**_picture(told.result), "number": told.number},
        "task_id": told.task_id,
        "request_id": told.request_id,
        "started": told.started,
        "seconds": told.seconds,
        "usage": dict(told.usage),
        "actual_prompt": told.actual_prompt,
    }


def _picture(facts: PictureFacts) -> dict[str, Any]:
    told = {"sha256": facts.digest, "pixels": facts.pixels, "width": facts.width, "height": facts.height}
    return {**told, **({"boxes": [list(box) for box in facts.boxes]} if facts.boxes else {})}


def _escaped(document: str) -> str:
    """Write what XML or UTF-8 does not have as JSON can: with its number."""
    return _NOT_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", document)


def _told(found: Form) -> Told:
    request, result = found.get("request"), found.get("result", {})
    if not isinstance(request, dict) or not isinstance(result, dict):
        raise Misread("it tells of no request")
    usage = found.get("usage", {})
    seconds = found.get("seconds", 0.0)
    return Told(
        engine=text(found, "engine"),
        request=_request(request),
        result=_facts(result),
        number=number(result, "number", 1, _LARGEST, usual=1),
        task_id=text(found, "task_id"),
        request_id=text(found, "request_id"),
        started=text(found, "started"),
        seconds=seconds if isinstance(seconds, (int, float)) and seconds >= 0 else 0.0,
        usage=usage if isinstance(usage, dict) else {},
        actual_prompt=text(found, "actual_prompt"),
    )


def _request(found: Form) -> RequestFacts:
    return RequestFacts(
        model=text(found, "model"),
        prompt=text(found, "prompt"),
        pictures=tuple(map(_facts, items(found, "pictures", _MOST_PICTURES))),
        mask=_mask(found.get("mask")),
        marks=text(found, "marks", usual="list"),
        parameters=dict(_parameters(found.get("parameters", {}))),
        take=number(found, "take", 0, _LARGEST, usual=0),
    )


def _mask(found: object) -> Form | None:
    if found is None:
        return None
    if not isinstance(found, dict):
        raise Misread("its mask is none")
    base = found.get("base")
    if not (base is None or (isinstance(base, dict) and isinstance(base.get("data", ""), str))):
        raise Misread("the picture of its mask is none")
    # What is not told cannot be looked for.
    if base is not None and "data" not in base and not _facts(base).digest:
        raise Misread("the picture of its mask is not told")
    told = {name: base[name] for name in ("sha256", "pixels", "data") if name in base} if base is not None else None
    mask = {"size": found.get("size"), "strokes": found.get("strokes", []), "base": told}
    if drawn_by(mask) > MOST_DRAWN:
        raise Misread("its mask would take too long to draw")
    return mask


def _parameters(found: object) -> Iterator[tuple[str, Any]]:
    if not isinstance(found, dict):
        raise Misread("its parameters are none")
    for name, value in found.items():
        if not _NAME.fullmatch(name) or name in _TAKEN:
            raise Misread(f"it has a parameter that no model has: {name[:40]!r}")
        if value is not None:
            yield name, value


def _facts(found: Form) -> PictureFacts:
    hashes = {name: text(found, name) for name in ("sha256", "pixels")}
    if not all(_HASH.fullmatch(value) for value in hashes.values()):
        raise Misread("a hash in it is no SHA-256")
    boxes = found.get("boxes", [])
    if not isinstance(boxes, list) or len(boxes) > _MOST_BOXES or not all(map(_is_box, boxes)):
        raise Misread("a box in it is none")
    width, height = (number(found, name, 0, _LARGEST, usual=0) for name in ("width", "height"))
    return PictureFacts(hashes["sha256"], hashes["pixels"], width, height, tuple(map(tuple, boxes)))


def _is_box(box: object) -> bool:
    return isinstance(box, list) and len(box) == 4 and all(type(side) is int and abs(side) < 10**9 for side in box)  # noqa: PLR2004 - left, top, right, bottom
