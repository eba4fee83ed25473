"""A prompt with marks in it: what names pictures, boxes, places and quoted words is found before anything is read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from wanwidgets.service.engine.grammar import general

__all__ = ["Marked", "in_chinese", "marked"]


def _compiled(patterns: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)


_IMAGES = _compiled(general.IMAGE_WORDS)
_BOXES = _compiled(general.BOX_WORDS)
_SETTINGS = _compiled(general.SETTINGS)
_EXCEPTED = tuple((re.compile(pattern), outside) for pattern, outside in general.EXCEPTED)
_WHERE = tuple((mark, re.compile(pattern)) for mark, pattern in (*general.WHERE_WORDS, *general.AMOUNTS))
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_PLAIN = str.maketrans({**dict.fromkeys('[](){}"“”「」『』【】《》*_`', " "), "’": "'", "‘": "'", **general.SIMPLIFIED})
# "16:9" is a ratio, "Image 1: ..." is not.
_COLON = re.compile(r"(?<!\d):|:(?! ?\d)")
# A quote in quotes of its own kind; an apostrophe within a word ends none.
_QUOTES = re.compile(
    r"\"([^\"\n]{1,200})\"|“([^”\n]{1,200})”|「([^」\n]{1,200})」|『([^』\n]{1,200})』|‘([^’\n]{1,200})’(?![A-Za-z0-9])"
    r"|(?<![A-Za-z0-9])'([^'\n]{1,200}(?:(?<=[A-Za-z])'(?=[A-Za-z])[^'\n]{1,200})*)'(?![A-Za-z0-9])"
)
_MOST_QUOTES = 9
_LIST = re.compile(general.LIST_NUMBERS)
_OWN_BOX = re.compile(r"(<image \d>) ?'s (<box \d>)")
_AND = r" ?(?:, ?and|,|and|&|\+|和|与|及|以及|、) ?"
_PLURAL = re.compile(rf"<(image|box) (\d)>(?:{_AND}(?=<\1 )|{_AND}(\d)(?!\.?\d|[%°:]| ?(?:degrees?|times|percent)))")


@dataclass(frozen=True, slots=True)
class Marked:
    """A prompt in lower case with its marks, what stood in quotes, as it was written, and all as it was written.

    `keeps` names what the wishes that are dropped want to stay as it is.
    """

    text: str
    quotes: tuple[str, ...] = ()
    prompt: str = ""
    keeps: tuple[str, ...] = ()

    @property
    def chinese(self) -> bool:
        """Whether to answer in Chinese; what stands in quotes does not tell."""
        return in_chinese(self.text or self.prompt)


def in_chinese(prompt: str) -> bool:
    """Tell whether a text has Chinese characters.

    >>> in_chinese("把图1放到图2的框1里")
    True
    """
    return _CHINESE.search(prompt) is not None


def marked(prompt: str) -> Marked:
    """Mark a prompt.

    >>> found = marked('Write "Hi" in box 1 of image 2')
    >>> found.text, found.quotes
    ('write <text 1> in <box 1> of <image 2>', ('Hi',))
    """
    quotes: list[str] = []

    def quoted(found: re.Match[str]) -> str:
        said = next(group for group in found.groups() if group)
        if _named(said) or len(quotes) >= _MOST_QUOTES:
            return f" {said} "
        quotes.append(said.strip())
        return f" \x00text {len(quotes)}\x01 "

    # A prompt that was copied with the quotes around it.
    copied = _QUOTES.fullmatch(prompt.strip())
    told = next(group for group in copied.groups() if group) if copied else prompt
    # Marks of the prompt's own are none.
    text = _QUOTES.sub(quoted, told.replace("<", " ").replace(">", " ").replace("\x00", " ").replace("\x01", " "))
    text = _LIST.sub("\n", unicodedata.normalize("NFKC", text).lower())
    text = text.translate(_PLAIN).replace("\x00", "<").replace("\x01", ">")
    text = re.sub(r"[^\S\n]+", " ", _COLON.sub(" ", text)).strip()
    text = _OWN_BOX.sub(r"\2 of \1", _joined(_referring(text)))
    for pattern, outside in _EXCEPTED:
        text = pattern.sub(outside, text)
    wishes = ""
    for pattern in _SETTINGS:
        wishes += " ".join(found.group() for found in pattern.finditer(text))
        text = pattern.sub(" ", text)
    keeps = tuple(name for name, pattern in general.KEPT.items() if re.search(pattern, wishes))
    for mark, pattern in _WHERE:
        text = pattern.sub(f" {mark} ", text)
    return Marked(re.sub(r"[^\S\n]+", " ", re.sub(r"(<[^>]*>)", r" \1 ", text)).strip(), tuple(quotes), prompt, keeps)


def _named(said: str) -> bool:
    """Tell whether what stands in quotes is the name of a picture or a box: people quote these as well."""
    plain = unicodedata.normalize("NFKC", said).lower().strip()
    return any(pattern.fullmatch(plain) for pattern in (*_IMAGES, *_BOXES))


def _referring(text: str) -> str:
    for noun, patterns in (("image", _IMAGES), ("box", _BOXES)):
        for pattern in patterns:
            text = pattern.sub(partial(_reference, noun), text)
    return text


def _reference(noun: str, found: re.Match[str]) -> str:
    return f"<{noun} {general.NUMERALS[found['n']]}>"


def _joined(text: str) -> str:
    """Join ``box 1 and 2`` to marks without a word between, so that no clause ends there."""
    before = ""
    while before != text:
        before = text
        text = _PLURAL.sub(lambda m: f"<{m[1]} {m[2]}>" + (f"<{m[1]} {m[3]}>" if m[3] else ""), text)
    return text
