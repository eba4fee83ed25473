"""The meaning of a request: what decides which pictures come, in one canonical form, and its hash.

Recordings of HTTP remember the wrong thing: the same picture in another encoding is another body, and an address that
is signed anew is another request. Here two requests are the same when who answers would be asked for the same.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = [
    "MEANING_VERSION",
    "Difference",
    "canonical",
    "differences",
    "differing",
    "fields_of",
    "fingerprint_of",
    "with_take",
    "without_engine",
]

MEANING_VERSION = 1
"""Raised whenever the same request would get another text; golden values in the tests watch over it."""

_NOTHING = object()


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which two requests differ.

    Attributes
    ----------
    field : str
        ``"prompt"``, ``"model"``, ``"images"`` (how many), ``"image 2"``, ``"boxes of image 2"``, ``"mask"``,
        ``"marks"``, ``"take"``, ``"engine"``, ``"version"``, or the name of a parameter.
    before, after : object
        As JSON has them; None where there is none. Of pictures and masks the SHA-256 of their pixels.
    """

    field: str
    before: Any
    after: Any


def canonical(
    *,
    engine: str,
    model: str,
    prompt: str,
    pictures: Sequence[Mapping[str, Any]],
    mask: str | None,
    marks: str,
    parameters: Mapping[str, Any],
    take: int,
) -> str:
    """Return the canonical form of a request: JSON in ASCII, with sorted names and no spaces.

    Parameters
    ----------
    engine
        Who answers, as `Client.engine` names it.
    model, marks, take
        As `EditRequest` has them.
    prompt
        Composed and decomposed letters are the same (NFC).
    pictures
        In order, each ``{"pixels": <SHA-256 of size and RGB pixels>, "boxes": [[x1, y1, x2, y2], …]}``, or with
        ``"url"`` in the place of ``"pixels"`` for one that was not fetched.
    mask
        SHA-256 of its size and pixels.
    parameters
        All that are in force, defaults among them.
    """
    meaning = {
        "version": MEANING_VERSION,
        "engine": engine,
        "model": model,
        "prompt": unicodedata.normalize("NFC", prompt),
        "pictures": pictures,
        "mask": mask,
        "marks": marks,
        "parameters": parameters,
        "take": take,
    }
    return _written(meaning)


def fingerprint_of(meaning: str) -> str:
    """Return the SHA-256, as hex digits, of a canonical form."""
    return hashlib.sha256(meaning.encode("ascii")).hexdigest()


def without_engine(meaning: str) -> str:
    """Return a canonical form that is the same whoever answers."""
    return _written({**json.loads(meaning), "engine": ""})


def with_take(meaning: str, take: int) -> str:
    """Return the canonical form of another variation of the same request."""
    return _written({**json.loads(meaning), "take": take})


def differences(before: str, after: str) -> tuple[Difference, ...]:
    """Return in what two canonical forms differ, what decides most first.

    >>> one = canonical(engine="e", model="m", prompt="a", pictures=(), mask=None, marks="list", parameters={}, take=0)
    >>> differences(one, one.replace('"prompt":"a"', '"prompt":"b"'))
    (Difference(field='prompt', before='a', after='b'),)
    """
    old, new = fields_of(before), fields_of(after)
    return tuple(Difference(name, old.get(name), new.get(name)) for name in differing(old, new))


def fields_of(meaning: str) -> dict[str, Any]:
    """Return what a canonical form says, by the names of `Difference.field`; ValueError where it is none."""
    try:
        return dict(_fields(json.loads(meaning)))
    except (AttributeError, KeyError, RecursionError, TypeError) as error:
        raise ValueError(f"This is no canonical form of a request ({type(error).__name__}: {error}).") from None


def differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the fields that are not the same in both, what decides most first."""
    names = (*new, *(name for name in old if name not in new))
    return tuple(name for name in names if old.get(name, _NOTHING) != new.get(name, _NOTHING))


def _written(meaning: Mapping[str, Any]) -> str:
    return json.dumps(meaning, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _fields(meaning: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    yield from ((name, meaning[name]) for name in ("model", "prompt"))
    pictures = meaning["pictures"]
    yield "images", len(pictures)
    for number, picture in enumerate(pictures, start=1):
        yield f"image {number}", picture.get("pixels") or picture.get("url")
        if picture["boxes"]:
            yield f"boxes of image {number}", picture["boxes"]
    yield from ((name, meaning[name]) for name in ("mask", "marks"))
    yield from sorted(meaning["parameters"].items())
    yield from ((name, meaning[name]) for name in ("take", "engine", "version"))
