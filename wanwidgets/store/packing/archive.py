"""The zip file of a pack: written the same each time, and read without trusting anything that it says.

It is read as a hostile file: what is not exactly as a pack is written is refused before any of it is unpacked.
"""

from __future__ import annotations

import os
import re
import stat
import uuid
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from wanwidgets.store.files import make_folders, sync_folder
from wanwidgets.store.packing.refused import Refused

__all__ = ["LISTING", "MOST_FILES", "MOST_LISTED", "Archive", "file_name", "opened", "written"]

LISTING = "manifest.json"
"""The file that says what the pack holds."""

MOST_BYTES = 2**32 - 2**20
"""Of a pack, and of everything in it: what a plain zip file can hold."""
MOST_FILES = 60_000
MOST_LISTED = 32 * 2**20
"""Bytes of the listing."""

_MOST_ONE = 256 * 2**20
_MOST_NAMES = 16 * 2**20
"""Bytes in which a zip file says what it holds; the names of so many files take a half of it."""
_MOST_TIMES, _SMALL = 200, 2**20
"""How many times its packed size a file may have that is not small."""

_FILE = re.compile(r"files/([0-9a-f]{2})/(\1[0-9a-f]{62})\.(png|jpg|webp|bmp)", re.ASCII)
_MOMENT = (1980, 1, 1, 0, 0, 0)
_RIGHTS = (stat.S_IFREG | 0o644) << 16
_END, _END_SIZE = b"PK\5\6", 22
_LARGE, _LARGE_SIZE = b"PK\6\7", 20
_HEADER = 30
_ENCRYPTED = 0x1
_WAYS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError)
"""What `zipfile` raises on damaged files."""


def file_name(digest: str, suffix: str) -> str:
    """Return the name of a picture in a pack, which is that of its file in a store."""
    return f"files/{digest[:2]}/{digest}{suffix}"


class Archive:
    """A pack whose outline was found to be sound.

    Parameters
    ----------
    opened
        The zip file.
    """

    def __init__(self, opened: zipfile.ZipFile) -> None:
        self._zip = opened
        self._listed = {entry.filename: entry for entry in opened.infolist()}

    @property
    def sizes(self) -> dict[str, int]:
        """How many bytes each picture has, by its name."""
        return {name: entry.file_size for name, entry in self._listed.items() if name != LISTING}

    def read(self, name: str) -> bytes:
        """Return one file; never more bytes than its outline says.

        Raises
        ------
        Refused
            It is damaged.
        """
        try:
            with self._zip.open(self._listed[name]) as file:
                data = file.read()
        except _BROKEN as error:
            raise Refused(f"{_told(name)} in it is damaged ({error}). Get the pack again.") from None
        if len(data) != self._listed[name].file_size:
            raise Refused(f"{_told(name)} in it is damaged: it is shorter than said. Get the pack again.")
        return data


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open a pack, having looked at its outline alone.

    Raises
    ------
    Refused
        It is no zip file, or not one of a pack: it says why.
    OSError
        It cannot be read.
    """
    with path.open("rb") as file:
        _look_at_end(file)
        try:
            archive = zipfile.ZipFile(file)
        except _BROKEN as error:
            raise Refused(f"it is a damaged zip file ({error}). Get it again.") from None
        with archive:
            _look_at_entries(archive.infolist(), file.seek(0, os.SEEK_END))
            yield Archive(archive)


def written(path: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write a pack wholly, or not at all; the same files give the same bytes.

    Parameters
    ----------
    path
        What is there is replaced, unless it is the same.
    files
        Names and bytes.

    Raises
    ------
    Refused
        They are more than a pack may hold.
    OSError
        What was there is there still.
    """
    make_folders(path.parent)
    part = path.with_name(f".{uuid.uuid4().hex}.part")
    try:
        with part.open("xb") as out:
            with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, allowZip64=False) as archive:
                for name, data in files:
                    archive.writestr(_entry(name), data)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    except zipfile.LargeZipFile:
        raise Refused(f"it would be larger than {MOST_BYTES / 1e9:.0f} GB. Choose fewer runs.") from None
    finally:
        part.unlink(missing_ok=True)
    sync_folder(path.parent)


def _entry(name: str) -> zipfile.ZipInfo:
    # Nothing is compressed: pictures are already, and what zlib makes differs from one machine to the next.
    entry = zipfile.ZipInfo(name, _MOMENT)
    entry.create_system, entry.external_attr = 3, _RIGHTS
    return entry


def _look_at_end(file: BinaryIO) -> None:
    """Refuse what `zipfile` would read without a bound: a list of names that fills the memory."""
    size = file.seek(0, os.SEEK_END)
    if size > MOST_BYTES:
        raise Refused(f"it has {size / 1e9:.1f} GB; at most {MOST_BYTES / 1e9:.1f} GB are read.")
    file.seek(max(0, size - _END_SIZE - _LARGE_SIZE))
    end = file.read()
    large, last = end[:-_END_SIZE], end[-_END_SIZE:]
    if not last.startswith(_END) or last[-2:] != b"\0\0":
        raise Refused("it is no zip file, or was cut off. Get it again.")
    if large.startswith(_LARGE) or int.from_bytes(last[12:16], "little") > _MOST_NAMES:
        raise Refused(f"it holds more than {MOST_FILES} files.")


def _look_at_entries(entries: list[zipfile.ZipInfo], size: int) -> None:
    if len(entries) > MOST_FILES:
        raise Refused(f"it holds {len(entries)} files; at most {MOST_FILES} are read.")
    for entry in entries:
        problem = _problem(entry)
        if problem:
            raise Refused(f"{_told(entry.orig_filename)} {problem}")
    names = Counter(entry.filename for entry in entries)
    twice = next((name for name, count in names.items() if count > 1), None)
    if twice is not None:
        raise Refused(f"{_told(twice)} is in it twice.")
    if LISTING not in names:
        raise Refused(f"it has no {LISTING}, so it is no pack. Packs are made by RunStore.pack.")
    # Files that lie over each other would let a small pack hold any number of large ones.
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    ends = [entry.header_offset + _HEADER + len(entry.filename) + entry.compress_size for entry in ordered]
    begins = [*(entry.header_offset for entry in ordered[1:]), size]
    if any(end > begin for end, begin in zip(ends, begins, strict=True)):
        raise Refused("files in it lie over each other, as in a bomb.")
    total = sum(entry.file_size for entry in entries)
    if total > MOST_BYTES:
        raise Refused(f"it would unpack to {total / 1e9:.1f} GB; at most {MOST_BYTES / 1e9:.1f} GB are unpacked.")


def _problem(entry: zipfile.ZipInfo) -> str:
    """Return why one entry is refused; empty where it is not."""
    name = entry.orig_filename
    if name != entry.filename or not (name == LISTING or _FILE.fullmatch(name)):
        parts = re.split(r"[/\\]", name)
        outside = ".." in parts or not parts[0] or ":" in parts[0]
        return "would be written outside its folder." if outside else "is no file of a pack."
    kind = stat.S_IFMT(entry.external_attr >> 16)
    most = MOST_LISTED if name == LISTING else _MOST_ONE
    said = {
        "is a link, or no plain file.": kind not in {0, stat.S_IFREG},
        "is encrypted.": bool(entry.flag_bits & _ENCRYPTED),
        "is packed in a way that packs are not.": entry.compress_type not in _WAYS,
        "is damaged: its sizes differ.": entry.compress_type == zipfile.ZIP_STORED
        and entry.file_size != entry.compress_size,
        f"is larger than the {most / 1e6:.0f} MB that are read.": entry.file_size > most,
        f"would grow more than {_MOST_TIMES} times, as a bomb does.": entry.file_size
        > max(_SMALL, entry.compress_size * _MOST_TIMES),
    }
    return next((problem for problem, so in said.items() if so), "")


def _told(name: str) -> str:
    """Return a name that may be anything, as it can be shown."""
    return ascii(name if len(name) <= 80 else f"{name[:20]}…{name[-20:]}")  # noqa: PLR2004 - of a line
