"""Files of results where the user wants them, without overwriting anything."""

from __future__ import annotations

from pathlib import Path

__all__ = ["copy_file"]


def copy_file(source: Path, folder: Path, stem: str) -> Path:
    """Copy a file byte for byte and return where it is.

    Parameters
    ----------
    source, folder
        Both exist.
    stem
        Its new name without the suffix. A file of that name that differs is kept, and this one gets the next free name;
        one that has the same bytes is the copy.
    """
    data, number = source.read_bytes(), 1
    while True:
        name = stem if number == 1 else f"{stem} ({number})"
        target = folder / f"{name}{source.suffix}"
        if not target.exists():
            target.write_bytes(data)
            return target
        if target.is_file() and target.read_bytes() == data:
            return target
        number += 1
