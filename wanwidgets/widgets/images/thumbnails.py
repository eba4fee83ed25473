"""Thumbnails: small ones at once, those of photographs beside what else happens."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from wanwidgets.errors import ImageError
from wanwidgets.images import InputImage
from wanwidgets.preview import THUMBNAIL_BYTES, small_jpeg
from wanwidgets.session import EditSession

__all__ = ["Thumbnails"]

_SIDE = 144  # twice the pixels it has on screen
_AT_ONCE = 600_000  # pixels that are decoded and scaled in less than 20 ms


class Thumbnails:
    """Makes the thumbnails of pictures, each once.

    Parameters
    ----------
    session
        Carries out what takes long.
    ready
        Is called, with the session's lock, when one was made that was not there at once.
    """

    def __init__(self, session: EditSession, ready: Callable[[], None]) -> None:
        self._session = session
        self._ready = ready
        # By the object, since equal pictures need not be the same file; it is kept, so that no other takes its id.
        self._made: dict[int, tuple[InputImage, bytes | None]] = {}
        self._working = False

    def of(self, image: InputImage) -> bytes:
        """Return a JPEG of at most 6 kB; nothing while it is being made, or where the file is damaged within."""
        found = self._made.get(id(image))
        if found is not None:
            return found[1] or b""
        if image.width * image.height <= _AT_ONCE:
            self._made[id(image)] = (image, _thumbnail(image))
            return self.of(image)
        self._made[id(image)] = (image, None)
        if not self._working:
            self._working = True
            self._session.aside(self._work)
        return self._made[id(image)][1] or b""

    def keep(self, images: Iterable[object]) -> None:
        """Forget all but those of these pictures."""
        kept = {id(image) for image in images}
        self._made = {key: pair for key, pair in self._made.items() if key in kept}

    def _work(self) -> None:
        while True:
            with self._session.lock:
                image = next((image for image, made in self._made.values() if made is None), None)
                self._working = image is not None
            if image is None:
                return
            made = _thumbnail(image)
            with self._session.lock:
                # It may have been removed meanwhile.
                if id(image) in self._made:
                    self._made[id(image)] = (image, made)
                    self._ready()


def _thumbnail(image: InputImage) -> bytes:
    try:
        return small_jpeg(image.small(_SIDE), side=_SIDE, max_bytes=THUMBNAIL_BYTES)
    except ImageError:
        # The session tells that it is damaged.
        return b""
