"""Variables and files that a word may become."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from PIL import Image

from wanwidgets.images import Address, InputImage
from wanwidgets.pictures import Picture
from wanwidgets.regions import Mask

__all__ = ["Found", "Place", "files_like", "holding"]

_PICTURE = (str, Path, bytes, Image.Image, np.ndarray, InputImage, Address, Picture)
_CORNERS = 4
_LOOKED_AT = 20
_SUFFIXES = frozenset({".avif", ".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})
_SPECIAL = frozenset(" \t\"'\\")
_MOST_FILES = 500
_HISTORY = frozenset({"In", "Out"})
"""IPython's own, of which the first is a list of texts."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text is to be written: in the place of a fragment, in an open quotation mark, where that escapes."""

    fragment: str = ""
    quote: str = ""
    escape: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that a word may become.

    Attributes
    ----------
    text : str
        As it is to be written.
    type : str
        What it is, in a word that is shown beside it.
    """

    text: str
    type: str

    @classmethod
    def written(cls, text: str, kind: str, place: Place) -> Found:
        """Return a text so that a line reads it as one word; an open quotation mark is left open."""
        if place.quote:
            # It may have been opened before what is replaced.
            return cls(f"{place.quote if place.fragment.startswith(place.quote) else ''}{text}", kind)
        if not _SPECIAL & set(text):
            return cls(text, kind)
        if place.escape:
            return cls("".join(place.escape + sign if sign in _SPECIAL else sign for sign in text), kind)
        return cls(f'"{text}"', kind)


def holding(kind: str | type, start: str, values: Mapping[str, Any]) -> Iterator[Found]:
    """Yield the variables that hold something of that kind and begin like that; with ``$`` where that was written."""
    dollar = "$" if start.startswith("$") else ""
    for name in sorted(values):
        # What begins with an underscore is IPython's own, unless it is asked for.
        hidden = name in _HISTORY or (name.startswith("_") and not start.removeprefix("$").startswith("_"))
        if f"{dollar}{name}".startswith(start) and not hidden and _holds(kind, values[name]):
            yield Found(f"{dollar}{name}", "variable")


def files_like(start: str, place: Place, *, folders: bool = False) -> Iterator[Found]:
    """Yield the pictures and the folders whose path begins like that, or only the folders."""
    head, tail = start[: start.rfind("/") + 1], start[start.rfind("/") + 1 :]
    try:
        entries = [each for each in os.scandir(Path(head or ".").expanduser()) if each.name.startswith(tail)]
    except (OSError, ValueError, RuntimeError):
        # No such folder, or none that may be read: then no file is known in it.
        return
    for entry in sorted(entries, key=lambda each: each.name)[:_MOST_FILES]:
        if entry.name.startswith(".") and not tail.startswith("."):
            continue
        # Unlike its own `is_dir`, `Path.is_dir` fails at nothing, such as a link to itself.
        if Path(entry.path).is_dir():
            yield Found.written(f"{head}{entry.name}/", "folder", place)
        elif not folders and Path(entry.name).suffix.lower() in _SUFFIXES:
            yield Found.written(f"{head}{entry.name}", "file", place)


def _holds(kind: str | type, value: Any) -> bool:
    return isinstance(value, kind) if isinstance(kind, type) else _KINDS[kind](value)


def _is_picture(value: Any) -> bool:
    return isinstance(value, _PICTURE) or _all(value, lambda each: isinstance(each, _PICTURE))


def _is_box(value: Any) -> bool:
    if isinstance(value, np.ndarray):
        return bool(value.shape[-1:] == (_CORNERS,))
    return _is_corners(value) or _all(value, _is_corners)


def _is_corners(value: Any) -> bool:
    if not isinstance(value, (list, tuple)) or len(value) != _CORNERS:
        return False
    return all(isinstance(each, (int, np.integer)) for each in value)


def _all(value: Any, holds: Callable[[Any], bool]) -> bool:
    """Whether this is a list of such things, as far as its first ones tell: a list may be as long as one likes."""
    return isinstance(value, (list, tuple)) and bool(value) and all(map(holds, value[:_LOOKED_AT]))


_KINDS: Mapping[str, Callable[[Any], bool]] = MappingProxyType(
    {
        "picture": _is_picture,
        "mask": lambda value: isinstance(value, (Mask, *_PICTURE)),
        "box": _is_box,
    },
)
