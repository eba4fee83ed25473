"""What a family of edits tells the grammar: whole clauses, and words that are enough by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

__all__ = ["Frame", "Help", "Signal", "Words", "joined"]

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Frame:
    """A clause that means one kind of step.

    Attributes
    ----------
    kind : str
        Name of the kind.
    pattern : str
        Matches the whole clause: lower case, after NFKC, numbered pictures and boxes as ``<image 1>`` and ``<box 2>``,
        "the box" and "the mask" as ``<every>``, "the whole picture" as ``<whole>``, quoted words as ``<text 1>``. The
        marks of more and less (``<more>``, ``<less>``) are taken out before.

        Named groups say what is what. ``image``, ``image2``, ``box``, ``box2``: what is changed (any number of boxes).
        ``source``, ``source2``, ``sbox``, ``sbox2``: pictures and boxes that something is taken from, in that order.
        ``thing``: a name of something that a box stands for; it is not regarded. All other groups are values of the
        step, under their own names.
    values : mapping
        Values that hold whenever the clause is said.
    unless : str
        A pattern; where it is found in the thing that is named, the clause does not mean this.
    spans : bool
        Whether it wins over a reading of its parts: "find the faces and blur them" is one step.
    """

    kind: str
    pattern: str
    values: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    unless: str = ""
    spans: bool = False


@dataclass(frozen=True, slots=True)
class Signal:
    """Words that mean one kind of step wherever they stand in a clause that says nothing else.

    Its pattern may have named groups, which are values of the step.
    """

    kind: str
    pattern: str
    values: Mapping[str, str] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True)
class Help:
    """What a family can do, in a few words, with a prompt that works: "It can ..." and "它能...".

    >>> str(Help("blur or sharpen", "模糊、锐化", "Blur what is in box 1", "模糊框1"))
    'blur or sharpen ("Blur what is in box 1")'
    """

    english: str
    chinese: str
    example: str
    example_chinese: str

    def __str__(self) -> str:
        return f'{self.english} ("{self.example}")'

    @property
    def in_chinese(self) -> str:
        """The same in Chinese."""
        return f"{self.chinese}(“{self.example_chinese}”)"


@dataclass(frozen=True, slots=True)
class Words:
    """The vocabulary of one family, or of several.

    Attributes
    ----------
    frames, signals : tuple
        Tried in order; the first that fits wins.
    meanings : mapping
        For a value of a step, by its name: what is said, and what it stands for. What is not in such a table is no
        value, so the clause is not understood.
    helps : tuple
        What a refusal says that can be done: one or two a family.
    """

    frames: tuple[Frame, ...] = ()
    signals: tuple[Signal, ...] = ()
    meanings: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    helps: tuple[Help, ...] = ()


def joined(families: Iterable[Words]) -> Words:
    """Return one vocabulary.

    Raises
    ------
    ValueError
        Two families give one value's name different meanings.
    """
    frames: list[Frame] = []
    signals: list[Signal] = []
    meanings: dict[str, dict[str, str]] = {}
    helps: list[Help] = []
    for words in families:
        frames += words.frames
        signals += words.signals
        helps += words.helps
        for name, table in words.meanings.items():
            known = meanings.setdefault(name, {})
            for said, meant in table.items():
                if known.setdefault(said, meant) != meant:
                    raise ValueError(f"{name} {said!r} means {known[said]!r} here and {meant!r} there.")
    return Words(tuple(frames), tuple(signals), MappingProxyType(meanings), tuple(helps))
