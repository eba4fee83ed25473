"""Files in a folder that are kept for some time; those of a day would fill the memory."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from wanwidgets.service.keeping import Drawer, StateError

__all__ = ["Kept", "Shelf"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """A file, when it goes (seconds since the epoch), and what is known of it."""

    file: Path
    expires: float
    note: T


class Shelf(Generic[T]):
    """Files by name. All are kept equally long, so the oldest goes first.

    Parameters
    ----------
    folder
        Exists, and belongs to this object alone.
    drawer
        Knows the files that are in it already; a note is a value that JSON can hold.
    clock
        Seconds since the epoch.
    seconds
        How long a file is kept.

    Raises
    ------
    StateError
        A file has not the size with which it was kept.
    """

    def __init__(self, folder: Path, drawer: Drawer, *, clock: Callable[[], float], seconds: float) -> None:
        self._folder = folder
        self._drawer = drawer
        self._clock = clock
        self._seconds = seconds
        self._kept: dict[str, Kept[T]] = {}
        self._made = 0
        self._find()

    def put(self, name: str, data: bytes, note: T) -> Kept[T]:
        """Keep a file under a new name."""
        self.forget()
        self._made += 1
        file = self._folder / f"{self._made}"
        with file.open("wb") as opened:
            opened.write(data)
            if self._drawer.keeping.lasting:
                opened.flush()
                os.fsync(opened.fileno())
        kept = Kept(file, self._clock() + self._seconds, note)
        self._drawer.put(name, [file.name, len(data), kept.expires, note])
        self._kept[name] = kept
        return kept

    def get(self, name: str) -> Kept[T] | None:
        """Return what is kept under a name, or None; also from another thread, while files are forgotten."""
        kept = self._kept.get(name)
        return kept if kept is not None and self._clock() < kept.expires else None

    def read(self, name: str) -> bytes | None:
        """Return the file of that name, or None; also from another thread."""
        kept = self.get(name)
        try:
            return None if kept is None else kept.file.read_bytes()
        except FileNotFoundError:
            # Forgotten in between.
            return None

    def forget(self) -> None:
        """Remove what has expired."""
        now = self._clock()
        while self._kept and (oldest := next(iter(self._kept.items())))[1].expires <= now:
            self.drop(oldest[0])

    def drop(self, name: str) -> None:
        """Remove a file, if there is one of that name."""
        kept = self._kept.pop(name, None)
        if kept is not None:
            self._drawer.drop(name)
            # Not before it is certain that nobody will look for it.
            self._drawer.keeping.afterwards(partial(kept.file.unlink, missing_ok=True))

    def clear(self) -> None:
        """Remove everything."""
        for name in tuple(self._kept):
            self.drop(name)

    def names(self) -> tuple[str, ...]:
        """Return the names of what is kept, the oldest first."""
        return tuple(self._kept)

    def _find(self) -> None:
        """Take up what an earlier server kept; a file that it had not entered yet when it died is removed."""
        there = {file.name: file for file in self._folder.iterdir()}
        for name, (number, size, expires, note) in self._drawer.items():
            file = there.pop(number, None)
            if file is None:
                # The caller is told what the provider says of a file that is gone.
                self._drawer.drop(name)
            elif file.stat().st_size != size:
                raise StateError(
                    f"{file} is damaged: it has {file.stat().st_size} bytes instead of {size}. Nothing was changed: "
                    "put a copy of it back, or remove it, or choose another folder."
                )
            else:
                self._kept[name] = Kept(file, expires, note)
                self._made = max(self._made, int(number))
        for file in there.values():
            if file.name.isdigit():
                self._drawer.keeping.afterwards(file.unlink)

    def __len__(self) -> int:
        return len(self._kept)
