"""Files of results where the user wants them, without overwriting anything."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path

from wanwidgets.provenance import SIDECAR, carrying

__all__ = ["save_file"]


def save_file(data: bytes, folder: Path, stem: str, suffix: str, told: str | None = None) -> Path:
    """Write a picture's file and return where it is.

    Parameters
    ----------
    data
        Its bytes.
    folder
        Exists.
    stem, suffix
        Its new name. A file of that name that differs is kept, and this one gets the next free name; one that has the
        same bytes is the copy.
    told
        What is told of the picture, in its file; beside it, in a file of JSON, where it has to be left alone.
    """
    within = carrying(data, told) if told is not None else None
    beside = {} if told is None or within is not None else {SIDECAR: told.encode()}
    for number in itertools.count(1):
        name = stem if number == 1 else f"{stem} ({number})"
        files = {"": within or data, **beside}
        if _free(folder, f"{name}{suffix}", files):
            break
    for ending, content in files.items():
        path = folder / f"{name}{suffix}{ending}"
        if not path.exists():
            path.write_bytes(content)
    return folder / f"{name}{suffix}"


def _free(folder: Path, name: str, files: Mapping[str, bytes]) -> bool:
    """Whether each file is there already with these bytes, or is not there."""
    paths = ((folder / f"{name}{ending}", content) for ending, content in files.items())
    return all(not path.exists() or (path.is_file() and path.read_bytes() == content) for path, content in paths)
