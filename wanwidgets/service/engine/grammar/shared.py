"""What a clause leaves unsaid because its neighbour says it: the place in "blur and darken box 1", a verb."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from wanwidgets.service.engine.steps import Step

__all__ = ["Clause", "placed", "verb_of"]

_IN_PLACE = frozenset(
    {"sharpen", "blur", "pixelate", "brighten", "darken", "contrast", "flatten", "saturate", "mute"}
) | {*("tint", "recolor", "grey", "warm", "cool", "sepia", "invert")}
"""Kinds of which one is often done to the very thing of another, and which can be done to the whole picture as well."""
_AND = frozenset({"and", "and also", "also", "+", "&", "并", "并且", "同时", "再", "和"})
_VERB = re.compile(r"(?:sharpen|blur|defocus|soften|pixelate|brighten|lighten|darken|saturate|desaturate|invert|tint)")
_WORD = re.compile(r"[a-z]+")
_ZH_WORD = re.compile(r"(?!.*[图画照变])[\u4e00-\u9fff]{2,3}")
_ZH_VERB = re.compile(r"(?!.*[图画照])[\u4e00-\u9fff]{2,4}")
_PICTURE = re.compile(
    r"(?<![a-z])(?:picture|image|photo|photograph|scene|everything|overall)(?![a-z])|图|画面|照片|整体|全部"
)
_FIRST = re.compile(r"[a-z]+(?= )")


@dataclass(frozen=True, slots=True)
class Clause:
    """A step, the words that it was read from, and what stands between them and the next."""

    step: Step
    said: str
    joint: str = ""


def verb_of(clause: str) -> str:
    """Return the first English word of several, or nothing.

    >>> verb_of("fill <box 1> with red"), verb_of("把<box 1>涂成红色")
    ('fill', '')
    """
    found = _FIRST.match(clause)
    return found.group() if found else ""


def placed(clauses: Iterable[Clause]) -> tuple[Step, ...]:
    """Return the steps of a sentence, each with the place that it shares with its neighbour.

    "Brighten and sharpen box 1" and "brighten box 1 and sharpen it" do both to the box; "brighten box 1, then sharpen
    the picture" does not, nor does "remove box 1 and make it warmer", where "it" is what is left.
    """
    found = list(clauses)
    # What is before takes the place of what is behind it, from the end on; then the other way round.
    for number in range(len(found) - 1, 0, -1):
        first, second = found[number - 1], found[number]
        if _alone(first.step, second.step) and (_VERB.fullmatch(first.said) or _ZH_VERB.fullmatch(first.said)):
            found[number - 1] = replace(first, step=_there(first.step, second.step))
    for number in range(1, len(found)):
        first, second = found[number - 1], found[number]
        short = _WORD.fullmatch(second.said) or _ZH_WORD.fullmatch(second.said)
        joined = short or (first.joint.strip(" ,") in _AND and not _PICTURE.search(second.said))
        if joined and _alone(second.step, first.step):
            found[number] = replace(second, step=_there(second.step, first.step))
    return tuple(clause.step for clause in found)


def _alone(step: Step, other: Step) -> bool:
    """Tell whether a step has no place, and the other one that could be meant."""
    unsaid = not (step.boxes or step.every or step.whole or step.image or step.sources)
    return unsaid and bool(other.boxes or other.every) and {step.kind, other.kind} <= _IN_PLACE


def _there(step: Step, other: Step) -> Step:
    return replace(step, boxes=other.boxes, every=other.every, image=other.image)
