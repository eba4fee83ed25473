"""Finding pictures: whose result one is, the file behind a hash, and what an address gave when it was fetched."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from wanwidgets.content import SavedImage
from wanwidgets.decoding import sha256
from wanwidgets.errors import ImageError, StoreError
from wanwidgets.images import InputImage
from wanwidgets.store.folder import StoreFolder

__all__ = ["Finding", "Made"]

_ALIKE = "SELECT DISTINCT pixels FROM pictures WHERE digest = ? AND pixels != ''"
_MADE = """
SELECT id, place FROM pictures JOIN runs ON runs.id = pictures.run
WHERE role = 'out' AND (digest = :hash OR pixels = :hash) ORDER BY started DESC, runs.rowid DESC, place
"""
_FILES = "SELECT DISTINCT digest FROM pictures WHERE digest != '' AND (digest = :hash OR pixels = :hash)"

_HASH = re.compile("[0-9a-f]{64}")
"""What may come out of somebody else's file names a file of the store, and none elsewhere."""


@dataclass(frozen=True, slots=True)
class Made:
    """A result of a run: its id, and the number of the picture among `Run.saved`, counted from 1."""

    run_id: str
    number: int


class Finding(StoreFolder):
    """What is known of a picture, in whatever file it is."""

    def made(self, image: InputImage | SavedImage | str) -> tuple[Made, ...]:
        """Return the runs that a picture is a result of, the newest first; none where nobody knows it.

        Parameters
        ----------
        image
            A picture, whose pixels count and not its file, or the SHA-256 of a file or of pixels.
        """
        with self._journal.reading() as journal:
            return tuple(
                dict.fromkeys(
                    Made(run_id, place)
                    for known in _hashes(journal, image)
                    for run_id, place in journal.execute(_MADE, {"hash": known})
                ),
            )

    def picture(self, known: str) -> bytes | None:
        """Return a file of the store with these pixels, whole; None where there is none.

        Parameters
        ----------
        known
            SHA-256, as hex digits, of the file or of the pixels.
        """
        with self._journal.reading() as journal:
            digests = [digest for (digest,) in journal.execute(_FILES, {"hash": known})]
        for digest in (known, *digests) if _HASH.fullmatch(known) else ():
            with suppress(StoreError):
                return self._files.find(digest)
        return None

    def address(self, url: str) -> bytes | None:
        """Return the file that an address gave when it was fetched; None where it is not known, gone or changed."""
        with self._journal.reading() as journal:
            row = journal.execute("SELECT digest FROM addresses WHERE address = ?", (_name(url),)).fetchone()
        with suppress(StoreError):
            return self._files.find(row[0]) if row else None
        return None

    def keep_address(self, url: str, image: InputImage) -> None:
        """Remember which picture an address gave. The address itself, which may be signed, is not written anywhere."""
        with self._journal.telling():
            self._files.write(image.digest, image.format, image.data)
        with self._journal.writing(new=True) as journal:
            journal.execute("INSERT OR REPLACE INTO addresses VALUES (?, ?)", (_name(url), image.digest))


def _name(url: str) -> str:
    return sha256(url.encode("utf-8", "surrogatepass"))


def _hashes(journal: sqlite3.Connection, image: InputImage | SavedImage | str) -> Iterable[str]:
    """Return by what a picture is known; a file that the store has itself is not decoded for it."""
    if isinstance(image, str):
        return (image,)
    known = [pixels for (pixels,) in journal.execute(_ALIKE, (image.digest,))]
    if not known:
        with suppress(ImageError):
            known = [image.pixels]
    return (*filter(None, known), image.digest)
