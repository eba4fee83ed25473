"""What a prompt asks for, as values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Reading", "Ref", "Step", "Unreadable"]


@dataclass(frozen=True, slots=True)
class Ref:
    """A picture, or a box of it, that a step takes something from; numbers count from 1, None is what is not said.

    `every` says that the prompt speaks of "the box" or "the selected thing" without a number.

    >>> str(Ref(1, 2)), str(Ref(1, every=True))
    ('box 2 of image 1', 'the box of image 1')
    """

    image: int | None = None
    box: int | None = None
    every: bool = False

    def __str__(self) -> str:
        box = "the box" if self.every else "" if self.box is None else f"box {self.box}"
        image = "" if self.image is None else f"image {self.image}"
        return " of ".join(part for part in (box, image) if part)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do.

    Attributes
    ----------
    kind : str
        Key of the engine's table of kinds.
    image : int or None
        The picture that is changed, from 1; None where the prompt does not say.
    boxes : tuple of int
        Those named by number, in the order in which they are named.
    every, whole : bool
        Whether it says "the box", "all boxes" or "the mask", and whether it says "the whole picture".
    sources : tuple of Ref
        What is taken from elsewhere, in order.
    amount : float
        1 unless it says more or less.
    values : tuple
        Names and values of all else that the kind wants to know, such as a colour or a text.

    Examples
    --------
    >>> str(Step("place", image=2, boxes=(1,), sources=(Ref(1),)))
    'place: box 1 of image 2 from image 1'
    >>> str(Step("write", boxes=(1,), values=(("text", "Time for Holiday?"),)))
    "write: box 1, text 'Time for Holiday?'"
    """

    kind: str
    image: int | None = None
    boxes: tuple[int, ...] = ()
    every: bool = False
    whole: bool = False
    sources: tuple[Ref, ...] = ()
    amount: float = 1.0
    values: tuple[tuple[str, str], ...] = ()

    def value(self, name: str, default: str = "") -> str:
        """Return one of the values."""
        return dict(self.values).get(name, default)

    def __str__(self) -> str:
        where = " of ".join(self._where())
        taken = " and ".join(str(source) for source in self.sources)
        place = " from ".join(part for part in (where, taken) if part)
        more = [f"amount {self.amount:g}"] if self.amount != 1 else []
        told = ", ".join([*([place] if place else []), *more, *(f"{name} {value!r}" for name, value in self.values)])
        return f"{self.kind}: {told}" if told else self.kind

    def _where(self) -> Iterator[str]:
        if self.boxes:
            yield f"box {' and '.join(map(str, self.boxes))}"
        if self.every:
            yield "every box"
        if self.whole:
            yield "the whole"
        if self.image is not None:
            yield f"image {self.image}"


@dataclass(frozen=True, slots=True)
class Reading:
    """The steps of a prompt, in order; at least one. `keeps` names what is to stay as it is, of `opposites.CHANGES`."""

    steps: tuple[Step, ...]
    keeps: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "; ".join(map(str, self.steps))


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The prompt, or a part of it, means nothing to the engine; `message` says so and what would."""

    message: str
