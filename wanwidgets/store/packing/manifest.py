"""What a pack holds: its runs as values, in the JSON that lies in it, and back.

Only what is needed to replay a run and to see what was asked. Nothing names the account that paid, the session, the
kernel, how pictures went to the service, the names of the user's files, or an address.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timezone
from typing import Any

from wanwidgets.meaning import MEANING_VERSION
from wanwidgets.version import __version__

__all__ = [
    "FORMAT",
    "PACK_VERSION",
    "SUFFIXES",
    "Manifest",
    "PackedFile",
    "PackedRun",
    "pictures_of",
    "plain_request",
    "started_of",
    "values_of",
]

FORMAT = "wanwidgets pack"
PACK_VERSION = 1
"""Raised when an older wanwidgets could not read what is written."""

SUFFIXES = {"PNG": ".png", "JPEG": ".jpg", "MPO": ".jpg", "WEBP": ".webp", "BMP": ".bmp"}
"""How files end, by Pillow's name of their format. MPO is what telephones write: a JPEG with another one behind it."""

_REQUEST = ("model", "prompt", "pictures", "mask", "marks", "parameters", "take")
_FIRST = {"mask": None, "marks": "list", "take": 0}
"""What journals of the first version do not say."""


@dataclass(frozen=True, slots=True)
class PackedFile:
    """One picture: its SHA-256, the ending of its name, and its size in bytes."""

    sha256: str
    suffix: str
    size: int


@dataclass(frozen=True, slots=True)
class PackedRun:
    """One run that succeeded, as far as it concerns others.

    Attributes
    ----------
    id, engine, task_id, request_id : str
        As `Run` has them.
    started : str
        In UTC, as ISO 8601.
    seconds : float
    usage : mapping
    content : tuple of mapping
        In order: ``{"text"}``, ``{"code", "message"}``, or of a picture ``{"sha256", "width", "height",
        "actual_prompt", "pixels"}``.
    request : mapping
        As `EditRequest.to_dict` writes it, without pictures' files and names.
    meaning : str
        The canonical form of the request (`wanwidgets.meaning`), by whose hash it is found again.
    """

    id: str
    engine: str
    started: str
    seconds: float
    task_id: str
    request_id: str
    usage: Mapping[str, Any]
    content: tuple[Mapping[str, Any], ...]
    request: Mapping[str, Any]
    meaning: str

    @property
    def results(self) -> tuple[str, ...]:
        """The SHA-256 of each picture that it made."""
        return tuple(part["sha256"] for part in self.content if "sha256" in part)

    @property
    def inputs(self) -> tuple[str, ...]:
        """The SHA-256 of each picture that it was asked with, and of the picture that its mask starts from."""
        return tuple(picture["sha256"] for picture in pictures_of(self.request))


@dataclass(frozen=True, slots=True)
class Manifest:
    """The listing of a pack.

    Attributes
    ----------
    versions : mapping
        Of what made it: ``"wanwidgets"``, and ``"meaning"``.
    inputs : bool
        Whether the pictures are in it that the runs were asked with.
    runs : tuple of PackedRun
        The oldest first.
    files : tuple of PackedFile
        By their SHA-256.
    addresses : mapping
        By the SHA-256 of an address the SHA-256 of the picture that it gave, so that no network is needed for it.
    """

    versions: Mapping[str, Any]
    inputs: bool
    runs: tuple[PackedRun, ...]
    files: tuple[PackedFile, ...]
    addresses: Mapping[str, str]

    @classmethod
    def of(
        cls, runs: Iterable[PackedRun], files: Iterable[PackedFile], addresses: Mapping[str, str], *, inputs: bool
    ) -> Manifest:
        """Return the listing of what is packed now, in its one order."""
        return cls(
            {"wanwidgets": __version__, "meaning": MEANING_VERSION},
            inputs,
            tuple(sorted(runs, key=lambda run: (run.started, run.id))),
            tuple(sorted(files, key=lambda file: file.sha256)),
            dict(sorted(addresses.items())),
        )

    def needed(self, run: PackedRun) -> tuple[str, ...]:
        """Return the SHA-256 of each file that must be in the pack for a run."""
        return (*run.results, *(run.inputs if self.inputs else ()))

    def write(self) -> bytes:
        """Return it as JSON in ASCII, one run a line, so that a difference of two packs can be read."""
        head = {"format": FORMAT, "version": PACK_VERSION, "versions": self.versions, "inputs": self.inputs}
        lists = {
            "runs": [values_of(run) for run in self.runs],
            "files": [values_of(file) for file in self.files],
        }
        lines = [f"{_json(name)}: {_json(value)}" for name, value in head.items()]
        lines += [
            f"{_json(name)}: [\n{joined}\n]"
            for name, listed in lists.items()
            for joined in [",\n".join(map(_json, listed))]
        ]
        lines.append(f'"addresses": {_json(self.addresses)}')
        return ("{\n" + ",\n".join(lines) + "\n}\n").encode("ascii")


def plain_request(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a request's document without the names of the user's files."""
    document = {**_FIRST, **document}
    mask = document["mask"]
    if mask:
        mask = {**mask, "base": _nameless(mask["base"]) if mask["base"] else None}
    return {
        **{name: document[name] for name in _REQUEST},
        "pictures": [_nameless(picture) for picture in document["pictures"]],
        "mask": mask,
    }


def pictures_of(request: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the documents of a request's pictures in order, and of the one that its mask starts from."""
    yield from request["pictures"]
    if request["mask"] and request["mask"]["base"]:
        yield request["mask"]["base"]


def started_of(moment_: datetime) -> str:
    """Return a time as packs write it."""
    return moment_.astimezone(timezone.utc).isoformat()


def _nameless(picture: Mapping[str, Any]) -> dict[str, Any]:
    return {name: picture[name] for name in ("sha256", "pixels", "boxes") if name in picture}


def values_of(row: PackedRun | PackedFile) -> dict[str, Any]:
    """Return a row of the listing as JSON values."""
    return {field.name: getattr(row, field.name) for field in fields(row)}


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=True, allow_nan=False)
