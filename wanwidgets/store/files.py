"""Files named by the hash of their content: nothing is stored twice, and nothing is overwritten."""

from __future__ import annotations

import errno
import itertools
import os
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from wanwidgets.content import SavedImage
from wanwidgets.decoding import measure, sha256
from wanwidgets.errors import ImageError, StoreError
from wanwidgets.images import InputImage

__all__ = ["Files", "make_folders", "sync_folder"]

_SUFFIXES = {"JPEG": ".jpg"}
_PNG_END = b"IEND\xaeB`\x82"
_PART = ".part"
_DAY = 86400.0
"""How many seconds a half-written file is left alone: whoever writes it may still be at it."""

_NO_SYNC = {errno.EINVAL, errno.EBADF, errno.ENOTSUP}
"""What some file systems say that cannot do this for a folder."""


class Files:
    """A folder of files, in subfolders by the first two digits of their SHA-256.

    Parameters
    ----------
    folder
        Made on first use.
    clock
        Seconds since 1970, as the file system counts them.
    """

    def __init__(self, folder: Path, *, clock: Callable[[], float] = time.time) -> None:
        self.folder = folder
        self._clock = clock
        self._swept = False

    def keep(self, data: bytes) -> SavedImage:
        """Write a picture, byte for byte, and return where it is.

        Raises
        ------
        ImageError
            The bytes are no whole picture.
        OSError
            As for `write`.
        """
        kind, size, pixels = measure(data, "result")
        if kind == "PNG" and _PNG_END not in data:
            # Pillow does without the end where all pixels are there; but this is not the file that the service made.
            raise ImageError("the file is cut off. Fetch it again.", name="result")
        digest = sha256(data)
        return SavedImage(self.write(digest, kind, data), digest, *size, pixels=pixels or _pixels(data))

    def write(self, digest: str, kind: str, data: bytes) -> Path:
        """Write a file so that it is there wholly or not at all, and return its path.

        A file in its place that has other bytes was edited by hand or damaged; it is put aside, under a name that says
        so, and not lost.

        Parameters
        ----------
        digest
            Its SHA-256 as hex digits.
        kind
            Pillow's name of its format, which gives its ending.
        data
            The file.

        Raises
        ------
        OSError
            What was there is there still.
        """
        path = self.folder / digest[:2] / f"{digest}{_SUFFIXES.get(kind, f'.{kind.lower()}')}"
        make_folders(path.parent)
        if not self._swept:
            self._sweep()
            self._swept = True
        try:
            found = path.read_bytes()
        except FileNotFoundError:
            found = None
        if found == data:
            return path
        if found is not None:
            _put_aside(path, found)
        _write_whole(path, data)
        return path

    def find(self, digest: str) -> bytes:
        """Return the file of that SHA-256.

        Raises
        ------
        StoreError
            It is gone, cannot be read, or does not have the bytes it was named by.
        """
        path = self.path(digest)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise StoreError(f"The store's file {digest[:12]}… cannot be read ({error.strerror or error}).") from None
        if sha256(data) != digest:
            raise StoreError(f"The store's file {digest[:12]}… is damaged: it does not have the bytes it was named by.")
        return data

    def path(self, digest: str) -> Path:
        """Return where the file of that SHA-256 is; a StoreError says that there is none."""
        path = next(self._of(digest), None)
        if path is None:
            raise StoreError(f"The store has no file {digest[:12]}….")
        return path

    def _of(self, digest: str) -> Iterator[Path]:
        # What was put aside has one part more in its name.
        return (path for path in (self.folder / digest[:2]).glob(f"{digest}.*") if path.stem == digest)

    def _sweep(self) -> None:
        """Remove what writers left that were killed long ago."""
        for path in self.folder.glob(f"*/*{_PART}"):
            # Another store may sweep at the same time.
            with suppress(OSError):
                if self._clock() - path.stat().st_mtime > _DAY:
                    path.unlink()


def make_folders(folder: Path) -> None:
    """Make a folder and those above it, so that they outlive a loss of power."""
    missing = [folder, *folder.parents]
    for path in reversed(missing[: next((n for n, path in enumerate(missing) if path.is_dir()), len(missing))]):
        path.mkdir(exist_ok=True)
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the platform has a way to."""
    try:
        opened = os.open(folder, os.O_RDONLY)
    except OSError:
        # Windows opens no folder, and writes names by itself; elsewhere who may not read it may still write in it.
        return
    try:
        os.fsync(opened)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise
    finally:
        os.close(opened)


def _put_aside(path: Path, data: bytes) -> None:
    """Keep changed bytes beside their file; a copy, since two stores that moved it would move each other's."""
    for number in itertools.count(1):
        aside = path.with_name(f"{path.stem}.changed-{number}{path.suffix}")
        try:
            _write_new(aside, data)
        except FileExistsError:
            if aside.read_bytes() != data:
                continue
        return


def _write_whole(path: Path, data: bytes) -> None:
    # Its rights are those of the user's other files, which `tempfile` would take away from everybody else.
    part = path.with_name(f"{uuid.uuid4().hex}{_PART}")
    _write_new(part, data)
    try:
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def _write_new(path: Path, data: bytes) -> None:
    with path.open("xb") as out:
        try:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        except OSError:
            # What could not be written would be written again by the end of the block.
            with suppress(OSError):
                out.close()
            path.unlink(missing_ok=True)
            raise


def _pixels(data: bytes) -> str:
    try:
        return InputImage.from_bytes(data, name="result").pixels
    except ImageError:
        # It was made and may be paid for: it is kept as it came.
        return ""
