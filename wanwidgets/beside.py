"""Beside: the pictures in the folder of a picture, found by their hashes."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from wanwidgets.decoding import sha256
from wanwidgets.errors import ImageError
from wanwidgets.images import MAX_FILE_BYTES, InputImage
from wanwidgets.provenance import PictureFacts
from wanwidgets.reading import read_image

__all__ = ["Beside", "bytes_of", "is_file"]

_MOST_FILES = 200
_MOST_SEARCHED = 512 * 1024 * 1024
"""Bytes of the files beside a picture that are looked into for those that it was made of."""
_SUFFIXES = {".png", ".jpg", ".jpeg", ".webp", ".bmp"}


class Beside:
    """The pictures in a folder, looked into when they are first asked for, and no more of them than is quick.

    Parameters
    ----------
    folder
        None for none.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._files: dict[str, Path] | None = None
        # However many pictures a file names, each file beside it is read and decoded once.
        self._sizes: dict[Path, tuple[int, int]] | None = None
        self._pixels: dict[Path, str] = {}

    def find(self, facts: PictureFacts) -> InputImage | None:
        """Return the picture of these hashes, or None."""
        if self._files is None:
            self._files = {sha256(data): path for path in self._listed() if (data := bytes_of(path))}
        exact = self._files.get(facts.digest)
        image = _read(exact) if exact is not None else None
        if image is not None and image.digest == facts.digest:
            return image
        path = self._alike(facts) if facts.pixels else None
        image = _read(path) if path is not None else None
        # It may have become another one.
        return image if image is not None and _pixels_of(image) == facts.pixels else None

    def _alike(self, facts: PictureFacts) -> Path | None:
        """Return the first file with these pixels; only those of its size are decoded."""
        if self._sizes is None:
            images = ((path, _read(path)) for path in (self._files or {}).values())
            self._sizes = {path: image.size for path, image in images if image is not None}
        for path, size in self._sizes.items():
            if size != (facts.width, facts.height):
                continue
            if path not in self._pixels:
                image = _read(path)
                self._pixels[path] = _pixels_of(image) if image is not None else ""
            if self._pixels[path] == facts.pixels:
                return path
        return None

    def _listed(self) -> Iterator[Path]:
        try:
            paths = sorted(self._folder.iterdir()) if self._folder is not None else []
        except OSError:
            # Its files may be opened by name, and not be listed.
            return
        room = _MOST_SEARCHED
        for path in [path for path in paths if path.suffix.lower() in _SUFFIXES][:_MOST_FILES]:
            size = _size_of(path)
            if size is not None and size <= min(room, MAX_FILE_BYTES):
                room -= size
                yield path


def _read(path: Path) -> InputImage | None:
    with suppress(ImageError):
        # Another file of the user's may be damaged, which is no matter of ours.
        image = read_image(path)
        return image if isinstance(image, InputImage) else None
    return None


def _pixels_of(image: InputImage) -> str:
    try:
        return image.pixels
    except ImageError:
        # Damaged within.
        return ""


def bytes_of(path: Path) -> bytes | None:
    """Return what is in a file, or None."""
    try:
        return path.read_bytes()
    except OSError:
        # It went meanwhile, or may not be read.
        return None


def is_file(path: Path, most: int) -> bool:
    """Whether there is a plain file of at most so many bytes: no pipe, which waits for ever."""
    size = _size_of(path)
    return size is not None and size <= most


def _size_of(path: Path) -> int | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) else None
