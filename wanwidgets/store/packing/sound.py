"""Whether a pack is what its listing says: every picture is looked at before anything is written."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from wanwidgets.decoding import decoded, open_picture, pixel_hash
from wanwidgets.errors import ImageError
from wanwidgets.meaning import MEANING_VERSION
from wanwidgets.store.packing import shape
from wanwidgets.store.packing.making import require_no_key, require_no_secret
from wanwidgets.store.packing.manifest import SUFFIXES, PackedFile, PackedRun, pictures_of
from wanwidgets.store.packing.opening import Pack
from wanwidgets.store.packing.refused import Refused
from wanwidgets.store.packing.secrets import Finder

__all__ = ["require_own_meaning", "require_sound"]

_MOST_PIXELS = 8_000_000_000
"""Of all pictures together: each is decoded once, when the pack is opened first."""
_REST = {
    "version": lambda value: shape.count(value) and 0 < value <= MEANING_VERSION,
    "mask": lambda value: value is None or shape.digest(value),
    "parameters": shape.table,
}
"""What a meaning says that is not compared as a whole: it has the defaults of its day, and a mask as it was drawn."""
_WITHDRAW = "Tell who made the pack: the key should be withdrawn, and the pack made again."


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a picture's file turned out to be."""

    size: tuple[int, int]
    pixels: str


def require_sound(pack: Pack, secret: Finder) -> None:
    """Raise Refused unless each picture is one, has the pixels that its runs say, and no secret is in the pack.

    Every picture is decoded.
    """
    users = {digest: run for run in pack.manifest.runs for digest in pack.manifest.needed(run)}
    seen: dict[str, _Seen] = {}
    left = _MOST_PIXELS
    for file in pack.manifest.files:
        data = pack.data(file)
        require_no_key(data, file.sha256, users[file.sha256], secret, _WITHDRAW)
        seen[file.sha256] = _seen(data, file, left)
        left -= seen[file.sha256].size[0] * seen[file.sha256].size[1]
    for run in pack.manifest.runs:
        require_no_secret(run, secret, _WITHDRAW)
        _require_same_pixels(run, seen)
        require_own_meaning(run)


def _seen(data: bytes, file: PackedFile, most: int) -> _Seen:
    try:
        with open_picture(data, "") as image:
            kind, size = image.format or "", image.size
        if SUFFIXES.get(kind) != file.suffix:
            raise Refused(f"the picture {file.sha256[:12]}… in it is no {file.suffix[1:].upper()}.")
        if size[0] * size[1] > most:
            raise Refused(f"its pictures have more than {_MOST_PIXELS / 1e9:.0f} gigapixels together.")
        return _Seen(size, pixel_hash(decoded(data, "")))
    except ImageError as error:
        raise Refused(f"the picture {file.sha256[:12]}… in it is none: {error.reason}") from None


def _require_same_pixels(run: PackedRun, seen: Mapping[str, _Seen]) -> None:
    for part in run.content:
        found = seen[part["sha256"]] if "sha256" in part else None
        if found and (found.size != (part["width"], part["height"]) or part["pixels"] not in {"", found.pixels}):
            raise Refused(f"a result of run {run.id} is another picture than its manifest says.")
    for picture in pictures_of(run.request):
        found = seen.get(picture["sha256"])
        if found and found.pixels != picture["pixels"]:
            raise Refused(f"a picture that run {run.id} was asked with is another one than its manifest says.")


def require_own_meaning(run: PackedRun) -> None:
    """Raise Refused where a run would be found by a request that it does not have."""
    request = run.request
    pictures = [{"pixels": picture["pixels"], "boxes": picture["boxes"]} for picture in request["pictures"]]
    own = {
        "engine": run.engine,
        "model": request["model"],
        "prompt": unicodedata.normalize("NFC", request["prompt"]),
        "pictures": pictures,
        "marks": request["marks"],
        "take": request["take"],
    }
    try:
        meaning = json.loads(run.meaning) if run.meaning.isascii() else None
    except (ValueError, RecursionError):
        meaning = None
    if not isinstance(meaning, dict):
        raise Refused(f"the meaning of run {run.id} is none.")
    shape.require(meaning, {**dict.fromkeys(own, lambda _: True), **_REST}, f"the meaning of run {run.id}")
    wrong = next((name for name, value in own.items() if meaning[name] != value), "")
    said, effective = request["parameters"], meaning["parameters"]
    wrong = wrong or next((name for name in said if effective.get(name, said[name]) != said[name]), "")
    if wrong or (meaning["mask"] is None) != (request["mask"] is None):
        raise Refused(f"the {wrong or 'mask'} of run {run.id} is another one than its fingerprint was made of.")
