"""Which pictures a line of text names: paths, patterns such as photos/*.jpg, addresses, data URLs."""

from __future__ import annotations

import glob
import itertools
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

__all__ = ["MOST_MATCHES", "Source", "is_pattern", "matching", "sources_in"]

MOST_MATCHES = 1000
"""Of one pattern; beyond them it is only told that there are more."""

_SCHEME = re.compile(r"(https?|file|oss)://|data:", re.IGNORECASE)
_PART = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([^,]*))\s*(?:,|$)""")
_ADDRESSES = re.compile(r",\s+|,(?=https?://|file://|data:)", re.IGNORECASE)
_LABEL = 120


@dataclass(frozen=True, slots=True)
class Source:
    """A picture that is to be read.

    Attributes
    ----------
    value : object
        As `wanwidgets.reading.read_image` takes it, or a pattern of paths.
    name : str
        A short label; by default one is made of the value.
    """

    value: object = field(repr=False)
    name: str = ""

    @property
    def label(self) -> str:
        """What to call it before it was read; no secret of an address, and no whole data URL."""
        if self.name or not isinstance(self.value, (str, Path)):
            return self.name
        text = str(self.value)
        if text[:5].lower() == "data:":
            return "data URL"
        if is_pattern(self.value):
            return text[:_LABEL]
        if _SCHEME.match(text):
            try:
                path = urlsplit(text).path
            except ValueError:
                return "address"
            return path.rstrip("/").rpartition("/")[2][:_LABEL] or "address"
        return Path(text).name[:_LABEL]


def sources_in(text: str) -> tuple[Source, ...]:
    """Read a field of text, in which several stand on lines of their own or between commas.

    A file whose name has a comma is taken as it is, or in quotes; so is an address, unless another one begins after the
    comma.

    >>> [source.value for source in sources_in('a.png, "b, c.png"')]
    ['a.png', 'b, c.png']
    """
    return tuple(Source(part) for line in text.splitlines() for part in _parts(line.strip()) if part)


def is_pattern(value: object) -> bool:
    """Whether this is a pattern of paths such as ``photos/*.jpg``, and neither an address nor the name of a file."""
    return isinstance(value, str) and glob.has_magic(value) and not _SCHEME.match(value) and not _exists(value)


def matching(pattern: str) -> tuple[list[str], bool]:
    """Return the files that a pattern names, by name, and whether there are more than `MOST_MATCHES`."""
    found = list(itertools.islice(glob.iglob(os.path.expanduser(pattern)), MOST_MATCHES + 1))  # noqa: PTH111, PTH207 - a pattern is no path
    files = sorted(path for path in found[:MOST_MATCHES] if Path(path).is_file())
    return files, len(found) > MOST_MATCHES


def _parts(line: str) -> list[str]:
    if _exists(line) or line[:5].lower() == "data:":
        return [line]
    if _SCHEME.match(line):
        return [part.strip() for part in _ADDRESSES.split(line)]
    return [next(filter(None, found), "").strip() for found in _PART.findall(line)]


def _exists(text: str) -> bool:
    try:
        return Path(text).expanduser().exists()
    except (OSError, ValueError, RuntimeError):
        # Too long for a path, half a character, or the home of nobody: no file has this name.
        return False
