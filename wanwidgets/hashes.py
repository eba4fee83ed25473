"""The hashes of an encoded picture, found out when they are first asked for: a large photograph takes a while."""

from __future__ import annotations

import hashlib
import threading

from wanwidgets.decoding import decoded, pixel_hash

__all__ = ["Hashes"]


class Hashes:
    """What a picture is known by. Threads that ask at once find it out once.

    Parameters
    ----------
    data
        The encoded file.
    name
        A short label for messages.
    """

    __slots__ = ("_data", "_digest", "_finding", "_name", "_pixels")

    def __init__(self, data: bytes, name: str) -> None:
        self._data = data
        self._name = name
        self._digest = self._pixels = ""
        self._finding = threading.Lock()

    @property
    def digest(self) -> str:
        """SHA-256, as hex digits, of the file."""
        if not self._digest:
            self._digest = hashlib.sha256(self._data).hexdigest()
        return self._digest

    @property
    def pixels(self) -> str:
        """SHA-256, as hex digits, of size and RGB pixels.

        Raises
        ------
        ImageError
            The file is damaged within; what is cut off is refused when it is read.
        """
        self.find()
        return self._pixels

    def find(self) -> None:
        """Find out what `pixels` is, unless it is known; errors as there."""
        with self._finding:
            if not self._pixels:
                self._pixels = pixel_hash(decoded(self._data, self._name))

    def __deepcopy__(self, memo: object) -> Hashes:
        # What never changes needs no copy, and a lock has none.
        return self
