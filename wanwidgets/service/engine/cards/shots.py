"""The parts that a prompt has itself, one a picture: "Image 1: … Image 2: …", numbered lines, steps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Shot", "Shots", "shots"]

_DIGITS = {digit: number for number, digit in enumerate("一二三四五六七八九十", start=1)}
_NUMBER = r"(?P<number>[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_AFTER = r"\s*(?:[:：.、,，)）]|[-–—](?=\s))\s*"

# Each way to number parts; a prompt is read in the one that gives the most of them.
_WAYS = tuple(
    re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    for pattern in (
        rf"\b(?:image|picture|shot|frame|scene|panel|card|page|slide)\s+(?:no\.\s*|#)?{_NUMBER}{_AFTER}",
        rf"\bstep\s+{_NUMBER}{_AFTER}",
        rf"(?:图像|图片|图|画面|镜头|场景|分镜|页)\s*{_NUMBER}{_AFTER}",
        rf"第\s*{_NUMBER}\s*(?:张图片|张图|张|幅图|幅|个镜头|个画面|个场景|镜|幕|页|格){_AFTER}",
        rf"(?:步骤|第)\s*{_NUMBER}\s*步?{_AFTER}",
        r"^[ \t]*[(（]?(?P<number>[0-9]{1,2})\s*(?:[.、)）]|[:：])(?![0-9])\s*",
    )
)
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Shot:
    """One part: what the prompt calls it, and what it says."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Shots:
    """What comes before the first part and so is about all of them, and the parts in order."""

    lead: str
    parts: tuple[Shot, ...]


def shots(prompt: str) -> Shots:
    """Find the parts of a prompt; where it has none, all of it is the lead.

    Parts are numbered from 1 on, without a gap, in one way; a number in between is text.

    Examples
    --------
    >>> found = shots("A cat. Image 1: it sleeps. Image 2: it wakes.")
    >>> found.lead, [(shot.label, shot.text) for shot in found.parts]
    ('A cat.', [('Image 1', 'it sleeps.'), ('Image 2', 'it wakes.')])
    >>> [shot.text for shot in shots("第一步：切菜。第二步：下锅。").parts]
    ['切菜。', '下锅。']
    >>> shots("the cat of image 1, and 2 dogs").parts
    ()
    """
    return max((_numbered(way, prompt) for way in _WAYS), key=lambda found: len(found.parts))


def _numbered(way: re.Pattern[str], prompt: str) -> Shots:
    heads = list(_counting(way.finditer(prompt)))
    if len(heads) < _FEWEST:
        return Shots(prompt.strip(), ())
    ends = [*(head.start() for head in heads[1:]), len(prompt)]
    parts = tuple(
        Shot(_label(head.group()), prompt[head.end() : end].strip()) for head, end in zip(heads, ends, strict=True)
    )
    return Shots(prompt[: heads[0].start()].strip(), parts)


def _counting(heads: Iterator[re.Match[str]]) -> Iterator[re.Match[str]]:
    wanted = 1
    for head in heads:
        if _value(head["number"]) == wanted:
            yield head
            wanted += 1


def _value(number: str) -> int:
    """Return the value of digits, or of a Chinese number up to 99; 0 for what is none."""
    if number.isdigit():
        return int(number)
    tens, ten, ones = number.rpartition("十")
    if not ten:
        return _DIGITS[number] if len(number) == 1 else 0
    return 10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0)


def _label(head: str) -> str:
    return " ".join(head.strip(" \t\r\n:：.、,，()（）-–—").split())
