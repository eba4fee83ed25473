"""What a lineage is made of: runs that made something, and how the pictures went from one to another."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wanwidgets.content import SavedImage
from wanwidgets.decoding import sha256
from wanwidgets.errors import StoreError
from wanwidgets.result import Run

__all__ = ["Edge", "Original", "Step"]


@dataclass(frozen=True, slots=True)
class Step:
    """One run of a lineage.

    Attributes
    ----------
    id : str
        Of the run.
    run : Run or None
        Without the pictures that it was given: an address that does not exist is in the place of each. None where its
        line in the journal is damaged.
    meaning : str
        `EditRequest.meaning` of its request; empty where the journal does not know it.
    given : int
        How many pictures it was given as files.
    """

    id: str
    run: Run | None
    meaning: str = ""
    given: int = 0

    @property
    def prompt(self) -> str:
        """What was asked."""
        return self.run.request.prompt if self.run is not None else ""

    @property
    def saved(self) -> tuple[SavedImage, ...]:
        """What came of it, as far as it is known."""
        return self.run.saved if self.run is not None else ()


@dataclass(frozen=True, slots=True)
class Edge:
    """One result that became the input of another run.

    Attributes
    ----------
    parent : str
        The id of the run that made the picture.
    number : int
        Which of its results, counted from 1.
    child : str
        The id of the run that was given it.
    image : int
        Which of its pictures, counted from 1.
    """

    parent: str
    number: int
    child: str
    image: int


@dataclass(frozen=True, slots=True)
class Original:
    """One picture that a run was given and that no run of the store made.

    Attributes
    ----------
    child : str
        The id of the run that was given it.
    image : int
        Which of its pictures, counted from 1.
    digest, pixels : str
        SHA-256 of its file, and of its size and pixels; empty where they are not known.
    path : Path or None
        Where the store keeps it; None where it does not any more.
    """

    child: str
    image: int
    digest: str
    pixels: str = ""
    path: Path | None = None

    @property
    def key(self) -> str:
        """What is the same for the same picture, as far as it is known."""
        return self.pixels or self.digest

    def data(self) -> bytes:
        """Return its file; a StoreError says that it is gone or was changed."""
        told = f"The store's file {self.digest[:12]}… is gone, or was changed."
        if self.path is None:
            raise StoreError(told)
        try:
            data = self.path.read_bytes()
        except OSError:
            raise StoreError(told) from None
        if sha256(data) != self.digest:
            raise StoreError(told)
        return data
