"""In what two requests differ, in words: shortly, and in the language of the editor."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from typing import Any

from wanwidgets.meaning import Difference
from wanwidgets.message import short
from wanwidgets.place import is_local
from wanwidgets.widgets.placing import place_text
from wanwidgets.widgets.text import Words

__all__ = ["difference_text", "differences_text"]

_MOST = 5
"""So many differences are told one by one."""

_BEFORE = 16
"""Letters of a prompt that are shown before those in which it differs."""


def difference_text(difference: Difference, words: Words) -> str:
    """Return one thing in which two requests differ, from the first to the second, as plain text.

    >>> difference_text(Difference("prompt", "Make it warmer", "Make it cooler"), Words("en"))
    'Prompt: “Make it warmer” → “Make it cooler”'
    >>> difference_text(Difference("mask", None, "5a…"), Words("en"))
    'Mask: added'
    """
    kind, _, number = difference.field.rpartition(" ")
    if not number.isdigit():
        kind = difference.field
    field = _FIELDS[kind](words, number) if kind in _FIELDS else words.parameter(kind)
    said = _SAID.get(kind, _changed)(difference, words)
    field = f"{field[:1].upper()}{field[1:]}"
    if isinstance(said, str):
        return words("differs.said", field=field, said=said)
    return words("differs", field=field, before=said[0], after=said[1])


def differences_text(found: tuple[Difference, ...], words: Words) -> list[str]:
    """Return each of several differences, and how many more there are."""
    said = [difference_text(each, words) for each in found[:_MOST]]
    more = len(found) - _MOST
    return [*said, words("differs.many", count=more)] if more > 0 else said


_Said = str | tuple[str, str]


def _changed(found: Difference, words: Words) -> tuple[str, str]:
    return _value(found.field, found.before, words), _value(found.field, found.after, words)


def _value(field: str, value: Any, words: Words) -> str:
    if value is None or value == "":
        return words("differs.none")
    if isinstance(value, bool):
        return words("yes" if value else "no")
    if isinstance(value, list):
        return short(words.listed(tuple(" ".join(map(str, _flat(each))) for each in value)))
    return words.name(f"{field}.{value}", short(str(value)))


def _flat(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, Mapping) else [value]


def _prompt(found: Difference, words: Words) -> tuple[str, str]:
    before, after = found.before or "", found.after or ""
    alike = len(list(itertools.takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False))))
    cut = max(0, alike - _BEFORE)
    # At the beginning of a word, where there are spaces.
    start = next((place + 1 for place in range(cut - 1, max(-1, cut - _BEFORE), -1) if before[place] == " "), cut)
    texts = (f"{'…' if start else ''}{short(text[start:])}" for text in (before, after))
    one, other = (words("differs.quoted", text=text) if text else words("differs.none") for text in texts)
    return one, other


def _picture(found: Difference, words: Words) -> str:
    return _come_and_gone(found, words) or words("differs.picture")


def _mask(found: Difference, words: Words) -> str:
    return _come_and_gone(found, words) or words("differs.mask")


def _come_and_gone(found: Difference, words: Words) -> str:
    if found.before is None:
        return words("differs.added")
    return words("differs.removed") if found.after is None else ""


def _boxes(found: Difference, words: Words) -> _Said:
    before, after = len(found.before or ()), len(found.after or ())
    return words("differs.moved") if before == after else (_count(before, words), _count(after, words))


def _count(boxes: int, words: Words) -> str:
    if not boxes:
        return words("differs.none")
    return words(f"differs.boxes.{'one' if boxes == 1 else 'many'}", count=boxes)


def _marks(found: Difference, words: Words) -> tuple[str, str]:
    one, other = (words.hint(f"marks.{marks}") or str(marks) for marks in (found.before, found.after))
    return one, other


def _engine(found: Difference, words: Words) -> tuple[str, str]:
    engines = (str(found.before), str(found.after))
    if all(map(is_local, engines)):
        # Another version of it, whose pictures differ.
        return engines
    return place_text(engines[0], words), place_text(engines[1], words)


_FIELDS: Mapping[str, Callable[[Words, str], str]] = {
    "model": lambda words, _: words("model"),
    "prompt": lambda words, _: words("prompt"),
    "images": lambda words, _: words("differs.images"),
    "image": lambda words, number: words("image", number=number),
    "boxes of image": lambda words, number: words("boxes.of", number=number),
    "mask": lambda words, _: words("mask"),
    "marks": lambda words, _: words("marks.name"),
    "take": lambda words, _: words("take"),
    "engine": lambda words, _: words("engine"),
    "version": lambda words, _: words("version"),
}
"""By what differs, without its number; parameters have names of their own."""

_SAID: Mapping[str, Callable[[Difference, Words], _Said]] = {
    "prompt": _prompt,
    "image": _picture,
    "boxes of image": _boxes,
    "mask": _mask,
    "marks": _marks,
    "engine": _engine,
}
"""What is told otherwise than by its values."""
