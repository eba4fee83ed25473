"""The listing of a pack that somebody else made, read as a hostile document: no value is used before it is checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from wanwidgets.meaning import MEANING_VERSION
from wanwidgets.store.packing import shape
from wanwidgets.store.packing.manifest import FORMAT, PACK_VERSION, SUFFIXES, Manifest, PackedFile, PackedRun
from wanwidgets.store.packing.refused import Refused

__all__ = ["manifest_in"]

_MOST_DIGITS = 40


def manifest_in(data: bytes) -> Manifest:
    """Read what `Manifest.write` wrote.

    Raises
    ------
    Refused
        It was written by a newer wanwidgets, or is not what it should be: it says where.
    """
    document = _document(data)
    _require_version(document)
    shape.require(document, _LISTING, "its manifest")
    for place, run in enumerate(document["runs"], start=1):
        shape.require(run, _RUN, f"run {place} of its manifest")
        shape.require(run["request"], _ASKED, f"the request of run {place} of its manifest")
    for place, file in enumerate(document["files"], start=1):
        shape.require(file, _FILE, f"file {place} of its manifest")
    manifest = Manifest(
        document["versions"],
        document["inputs"],
        tuple(PackedRun(**{**run, "content": tuple(run["content"])}) for run in document["runs"]),
        tuple(PackedFile(**file) for file in document["files"]),
        document["addresses"],
    )
    _require_whole(manifest)
    return manifest


def _document(data: bytes) -> dict[str, Any]:
    try:
        document = json.loads(data.decode("utf-8"), parse_constant=_no_number, parse_int=_whole)
    except (ValueError, RecursionError) as error:
        why = "it is nested too deep" if isinstance(error, RecursionError) else str(error)[:120]
        raise Refused(f"its manifest is no JSON that can be read ({why}). Get it again.") from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise Refused("its manifest is none of a pack. Packs are made by RunStore.pack.")
    return document


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


def _whole(digits: str) -> int:
    # Python takes long over the digits of a number that nobody counts to.
    if len(digits) > _MOST_DIGITS:
        raise ValueError(f"a number has {len(digits)} digits")
    return int(digits)


def _require_version(document: Mapping[str, Any]) -> None:
    versions = document.get("versions")
    meaning = versions.get("meaning") if isinstance(versions, dict) else None
    for what, told, known in (("pack", document.get("version"), PACK_VERSION), ("meaning", meaning, MEANING_VERSION)):
        if not shape.count(told) or not told:
            raise Refused(f"its manifest does not say which version of a {what} it is.")
        if told > known:
            raise Refused(
                f"it was made by a newer wanwidgets ({what} version {told}, this one knows {known}). Upgrade with "
                "`pip install --upgrade wanwidgets`.",
            )


def _require_whole(manifest: Manifest) -> None:
    """Refuse what is there twice, and a run whose picture is not there."""
    files = {file.sha256 for file in manifest.files}
    ids = {run.id for run in manifest.runs}
    if len(files) < len(manifest.files) or len(ids) < len(manifest.runs):
        raise Refused("a run or a picture is in its manifest twice.")
    for run in manifest.runs:
        missing = next((found for found in manifest.needed(run) if found not in files), None)
        if missing is not None:
            raise Refused(f"the picture {missing[:12]}… of run {run.id} is missing in it. Get a pack that is whole.")
    unasked = files.difference(*map(manifest.needed, manifest.runs))
    unasked |= set(manifest.addresses.values()) - files
    if unasked:
        raise Refused(f"no run in it needs the picture {min(unasked)[:12]}….")


def _picture_of_request(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and {*value} == {"sha256", "pixels", "boxes"}
        and shape.digest(value["sha256"])
        and shape.digest(value["pixels"])
        and shape.listed(shape.listed(lambda side: type(side) is int))(value["boxes"])
    )


def _mask(value: Any) -> bool:
    if value is None:
        return True
    if not shape.table(value) or {*value} != {"size", "strokes", "base"}:
        return False
    base = value["base"]
    return base is None or (
        isinstance(base, dict) and {*base} == {"sha256", "pixels"} and all(map(shape.digest, base.values()))
    )


def _part(value: Any) -> bool:
    return isinstance(value, dict) and any(
        {*value} == {*part} and all(check(value[name]) for name, check in part.items()) for part in _PARTS
    )


def _boolean(value: Any) -> bool:
    return isinstance(value, bool)


def _known_or_not(value: Any) -> bool:
    return value == "" or shape.digest(value)


_PARTS = (
    {"text": shape.text},
    {"code": shape.text, "message": shape.text},
    {
        "sha256": shape.digest,
        "width": shape.count,
        "height": shape.count,
        "actual_prompt": shape.text,
        "pixels": _known_or_not,
    },
)
_ASKED = {
    "model": shape.word,
    "prompt": shape.text,
    "pictures": shape.listed(_picture_of_request),
    "mask": _mask,
    "marks": shape.word,
    "parameters": shape.table,
    "take": shape.count,
}
_RUN = {
    "id": shape.word,
    "engine": shape.word,
    "started": shape.moment,
    "seconds": shape.number,
    "task_id": shape.text,
    "request_id": shape.text,
    "usage": shape.table,
    "content": shape.listed(_part),
    "request": shape.table,
    "meaning": shape.text,
}
_FILE = {"sha256": shape.digest, "suffix": shape.either(*SUFFIXES.values()), "size": shape.count}
_LISTING = {
    "format": shape.text,
    "version": shape.count,
    # The name of ours is shown, where control characters would do more than that.
    "versions": lambda value: shape.table(value) and shape.word(value.get("wanwidgets")),
    "inputs": _boolean,
    "runs": shape.listed(lambda run: isinstance(run, dict)),
    "files": shape.listed(lambda file: isinstance(file, dict)),
    "addresses": lambda value: isinstance(value, dict) and all(map(shape.digest, (*value, *value.values()))),
}
