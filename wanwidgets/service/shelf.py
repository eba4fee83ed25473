"""Files in a folder that are kept for some time; those of a day would fill the memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

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
    clock
        Seconds since the epoch.
    seconds
        How long a file is kept.
    """

    def __init__(self, folder: Path, *, clock: Callable[[], float], seconds: float) -> None:
        self._folder = folder
        self._clock = clock
        self._seconds = seconds
        self._kept: dict[str, Kept[T]] = {}
        self._made = 0

    def put(self, name: str, data: bytes, note: T) -> Kept[T]:
        """Keep a file under a new name."""
        self.forget()
        self._made += 1
        file = self._folder / f"{self._made}"
        file.write_bytes(data)
        kept = Kept(file, self._clock() + self._seconds, note)
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
        while self._kept and next(iter(self._kept.values())).expires <= now:
            self._kept.pop(next(iter(self._kept))).file.unlink(missing_ok=True)

    def clear(self) -> None:
        """Remove everything."""
        while self._kept:
            self._kept.popitem()[1].file.unlink(missing_ok=True)

    def __len__(self) -> int:
        return len(self._kept)
