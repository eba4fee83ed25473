"""Small pictures of large files, made beside what is on screen and kept while they are few."""

from __future__ import annotations

import io
import itertools
from collections import OrderedDict
from collections.abc import Callable, Iterable

from PIL import Image

from wanwidgets.content import SavedImage
from wanwidgets.errors import ImageError, StoreError
from wanwidgets.preview import THUMBNAIL_BYTES, small_jpeg
from wanwidgets.session import EditSession

__all__ = ["LARGE_BYTES", "Previews", "Source", "size_of"]

LARGE_BYTES = 100_000
"""What the one large picture on screen may take."""

_LARGE_SIDE = 1280
_THUMB_SIDE = 240
_INPUT_SIDE = 96
_INPUT_BYTES = 2_000
_KEPT = 256
"""Thumbnails; together they take less than one photograph."""

_BROKEN = (OSError, ImageError, StoreError, Image.DecompressionBombError)
"""What a file can be by the time that it is looked at: gone, changed, or no picture."""

Source = Callable[[], bytes]
"""Reads a file."""


class Previews:
    """Makes thumbnails and previews on a thread, without the session's lock; what is not wanted any more is dropped.

    Parameters
    ----------
    session
        Whose threads and lock are taken.
    """

    def __init__(self, session: EditSession) -> None:
        self._session = session
        self._kept: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._numbers = itertools.count(1)
        self._wanted: dict[str, int] = {}

    def thumb(self, digest: str) -> bytes | None:
        """Return the thumbnail of a result that is there already."""
        return self._kept.get((digest, THUMBNAIL_BYTES))

    def thumbs(self, kind: str, saved: Iterable[SavedImage], tell: Callable[[int, bytes | None], None]) -> None:
        """Make the thumbnail of each picture; `tell` has its place and its JPEG, None where the file is gone."""

        def make(image: Image.Image) -> bytes:
            return small_jpeg(image, side=_THUMB_SIDE, max_bytes=THUMBNAIL_BYTES)

        self._each(kind, [(picture.digest, picture.data) for picture in saved], make, tell, side=_THUMB_SIDE)

    def inputs(
        self,
        kind: str,
        files: Iterable[tuple[str, Source]],
        tell: Callable[[int, bytes | None], None],
    ) -> None:
        """Make very small pictures of inputs, each by its hash and how it is read."""

        def make(image: Image.Image) -> bytes:
            return small_jpeg(image, side=_INPUT_SIDE, max_bytes=_INPUT_BYTES)

        self._each(kind, files, make, tell, side=_INPUT_SIDE, size=_INPUT_BYTES)

    def large(self, kind: str, file: Source, tell: Callable[[bytes | None], None]) -> None:
        """Make one preview that is good enough for a screen."""

        def make(image: Image.Image) -> bytes:
            return small_jpeg(image, side=_LARGE_SIDE, max_bytes=LARGE_BYTES)

        # It is not kept: only one at a time is worth its memory.
        self._each(kind, [("", file)], make, lambda _, data: tell(data), side=_LARGE_SIDE)

    def drop(self, kind: str) -> None:
        """Tell nothing more of that kind until it is asked for again."""
        self._wanted[kind] = next(self._numbers)

    def _each(
        self,
        kind: str,
        files: Iterable[tuple[str, Source]],
        make: Callable[[Image.Image], bytes],
        tell: Callable[[int, bytes | None], None],
        *,
        side: int,
        size: int = THUMBNAIL_BYTES,
    ) -> None:
        """Make a picture of each file; what was asked for before of the same kind is not wanted any more."""
        self.drop(kind)
        number, lock = self._wanted[kind], self._session.lock
        todo = []
        for place, (digest, read) in enumerate(files):
            known = self._kept.get((digest, size)) if digest else None
            if known is None:
                todo.append((place, digest, read))
            else:
                tell(place, known)
        if not todo:
            return

        def work() -> None:
            for place, digest, read in todo:
                if self._wanted[kind] != number:
                    return
                made = _made(read, make, side)
                with lock:
                    if made is not None and digest:
                        self._keep((digest, size), made)
                    if self._wanted[kind] == number:
                        tell(place, made)

        self._session.aside(work)

    def _keep(self, key: tuple[str, int], made: bytes) -> None:
        self._kept[key] = made
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)


def size_of(preview: bytes) -> tuple[int, int]:
    """Return width and height of a preview, in its own pixels."""
    with Image.open(io.BytesIO(preview)) as image:
        return image.size


def _made(read: Source, make: Callable[[Image.Image], bytes], side: int) -> bytes | None:
    try:
        with Image.open(io.BytesIO(read())) as image:
            # A photograph need not be decoded at all its pixels to be made small.
            image.draft("RGB", (side, side))
            return make(image)
    except _BROKEN:
        # Whoever asked says so in its place.
        return None
