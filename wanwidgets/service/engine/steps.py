"""What a prompt asks for, as values."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Change", "Place", "Reading", "Step", "Unreadable"]


@dataclass(frozen=True, slots=True)
class Place:
    """Put a picture, or a box of it, into a box. Numbers count from 1; None is what the prompt does not say."""

    source: int | None
    source_box: int | None
    image: int | None
    box: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """Change a picture or some boxes of it.

    `kind` is a key of the engine's table of changes. `boxes` are those named by number, `every` is true where the
    prompt says "the box", "all boxes" or "the mask", and `whole` where it says "the whole picture". `amount` is 1
    unless it says more or less. `color` is the English name of the colour of a ``"fill"``, and empty otherwise.
    """

    kind: str
    image: int | None = None
    boxes: tuple[int, ...] = ()
    every: bool = False
    whole: bool = False
    amount: float = 1.0
    color: str = ""


Step = Place | Change


@dataclass(frozen=True, slots=True)
class Reading:
    """The steps of a prompt, in order; at least one."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The prompt, or a part of it, means nothing to the engine; `message` says so and what would."""

    message: str
