"""What is on its way into the draft, and what is being done to pictures that are in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from wanwidgets.errors import ImageError
from wanwidgets.images import Address, InputImage
from wanwidgets.session.sources import Source

__all__ = ["Arrival", "Care"]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A picture that is being read, or that could not be.

    Attributes
    ----------
    id : int
        By which it is dropped or tried again.
    source : Source
    batch : int
        Those that were asked for together have the same, and are undone together.
    replaces : InputImage, Address or None
        Whose place it takes; None where it comes last.
    error : ImageError or None
        Why it could not be read; None while it is.
    """

    id: int
    source: Source
    batch: int
    replaces: InputImage | Address | None = field(default=None, repr=False)
    error: ImageError | None = None

    @property
    def name(self) -> str:
        """A short label."""
        return self.source.label

    @property
    def again(self) -> bool:
        """Whether it can be tried again: bytes that came once stay what they are."""
        return self.error is not None and isinstance(self.source.value, str) and self.source.value[:5] != "data:"


@dataclass(frozen=True, slots=True)
class Care:
    """What is being done to a picture of the draft.

    Attributes
    ----------
    image : InputImage or Address
        Of that picture.
    kind : str
        ``"fetching"`` or ``"mending"``.
    begun : float
        When, in seconds on the session's clock.
    error : ImageError or None
        Why it came to nothing; None while it goes on.
    """

    image: InputImage | Address
    kind: str
    begun: float = 0.0
    error: ImageError | None = None
