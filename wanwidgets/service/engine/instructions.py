"""A prompt, English or Chinese, becomes steps; or the engine says that it does not understand.

The reading is strict: every word must be accounted for, so that a prompt is refused rather than misread. First what
names pictures, boxes and effects is replaced by marks, then wishes that hold anyway are dropped, then each clause must
be one of the known frames, or one effect and words that say nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import partial

from wanwidgets.service.engine import words
from wanwidgets.service.engine.steps import Change, Place, Reading, Step, Unreadable

__all__ = ["HELP", "in_chinese", "read"]

HELP = (
    "It places a picture in a box, removes what is in a box or under a mask or fills it with a colour, and makes a "
    "picture, a box or what is under a mask black and white, warmer, cooler, sharper or blurred. Examples: "
    '"Place image 1 in box 1 of image 2", "Remove what is in box 1", "Make it black and white", '
    '"Blur what is in box 1", "Fill the mask with red".'
)
HELP_CHINESE = (
    "它能做的是:把一张图放进框里,删除框里或蒙版里的内容或涂成一种颜色,把图片、框内或蒙版内变成黑白、暖色调、冷色调,"
    "锐化或模糊。例如:“把图1放到图2的框1里”“删除框1中的物体”“变成黑白照片”“模糊框1”“把蒙版区域涂成红色”。"
)

_LESS, _MORE = 0.5, 1.6
_EFFECTS = ("grey", "warm", "cool", "sharpen", "blur")
_QUOTED = 80
"""Most characters of a prompt that a refusal repeats."""
_LONGEST = 800
"""Longer prompts hold more than the engine can do, and patterns take their time with them."""


def _compiled(patterns: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)


_IMAGES = _compiled(words.IMAGE_WORDS)
_BOXES = _compiled(words.BOX_WORDS)
_SETTINGS = _compiled(words.SETTINGS)
_SIGNALS = tuple((mark, re.compile(pattern)) for mark, pattern in words.SIGNALS)
_PLACES = _compiled(words.PLACE_FRAMES)
_REMOVES = _compiled(words.REMOVE_FRAMES)
_FILLS = _compiled(words.FILL_FRAMES)
_SPLIT = re.compile(words.SPLITTERS)
_NEGATION = re.compile(words.NEGATIONS)
_FILLER = re.compile(words.FILLERS)
_REFERENCE = re.compile(r"<(image|box) (\d)>")
_NOT_THINGS = re.compile(words.NOT_THINGS)
_NAMED_THINGS = _compiled(words.NAMED_THINGS)
_MARK = re.compile(r"<[a-z]+(?: \d)?>")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_QUOTES = str.maketrans({**dict.fromkeys('[](){}"“”「」『』【】《》:*_`', " "), "’": "'", "‘": "'"})
_OWN_BOX = re.compile(r"(<image \d>) ?'s (<box \d>)")
_OF = re.compile(r"(?<=>) ?'s(?= )")
_PLURAL = re.compile(r"<(image|box) (\d)>(?: ?(?:,|and|&|和|与|、) ?(?=<\1 )| ?(?:,|and|&|和|与|、) ?(\d)(?!\d))")


def in_chinese(prompt: str) -> bool:
    """Tell whether to answer in Chinese.

    >>> in_chinese("把图1放到图2的框1里")
    True
    """
    return _CHINESE.search(prompt) is not None


def read(prompt: str) -> Reading | Unreadable:
    """Read a prompt.

    Parameters
    ----------
    prompt
        In English or Chinese.

    Returns
    -------
    Reading or Unreadable
        The steps, or what to say to the user in the prompt's language.

    Examples
    --------
    >>> read("Remove what is in box 1").steps
    (Change(kind='remove', image=None, boxes=(1,), every=False, whole=False, amount=1.0),)
    """
    text = _marked(prompt)
    if len(prompt) > _LONGEST:
        return _unreadable(prompt, f"{prompt[:_QUOTED]}…")
    refused = _NEGATION.search(text)
    if refused:
        return _denied(prompt, refused.group())
    steps: list[Step] = []
    for clause in (part.strip(" ,'-") for part in _SPLIT.split(text)):
        if not clause:
            continue
        step = _frame(clause) or _effect(clause)
        if step is None:
            return _unreadable(prompt, _shown(clause, prompt))
        steps.append(step)
    return Reading(tuple(steps)) if steps else _unreadable(prompt, "")


def _marked(prompt: str) -> str:
    text = unicodedata.normalize("NFKC", prompt).lower().translate(_QUOTES).replace("<", " ").replace(">", " ")
    text = re.sub(r"[^\S\n]+", " ", text)
    for noun, patterns in (("image", _IMAGES), ("box", _BOXES)):
        for pattern in patterns:
            text = pattern.sub(partial(_reference, noun), text)
    text = _OWN_BOX.sub(r"\2 of \1", _joined(text))
    for pattern in _SETTINGS:
        text = pattern.sub(" ", text)
    for mark, pattern in _SIGNALS:
        text = pattern.sub(f" {mark} ", text)
    return re.sub(r"[^\S\n]+", " ", re.sub(r"(<[^>]*>)", r" \1 ", text)).strip()


def _reference(noun: str, found: re.Match[str]) -> str:
    return f"<{noun} {words.NUMERALS[found['n']]}>"


def _joined(text: str) -> str:
    """Join ``box 1 and 2`` to marks without a word between, so that no clause ends there."""
    before = ""
    while before != text:
        before = text
        text = _PLURAL.sub(lambda m: f"<{m[1]} {m[2]}>" + (f"<{m[1]} {m[3]}>" if m[3] else ""), text)
    return text


def _frame(clause: str) -> Step | None:
    # Chinese is written without spaces, and the marks bring some.
    tight = re.sub(r"(?<=[\u4e00-\u9fff>]) (?=[\u4e00-\u9fff<])", "", clause) if in_chinese(clause) else clause
    for pattern in _PLACES:
        found = pattern.fullmatch(tight)
        if found:
            return Place(
                source=_number(found, "source"),
                source_box=_number(found, "sbox", "sbox2"),
                image=_number(found, "image"),
                box=_number(found, "box", "box2"),
            )
    for pattern in _REMOVES:
        found = pattern.fullmatch(tight)
        if found and not _NOT_THINGS.search(found.groupdict().get("thing") or ""):
            return Change("remove", _number(found, "image"), _boxes(clause), every="<every>" in clause)
    for pattern in _FILLS:
        found = pattern.fullmatch(tight)
        if found and not _NOT_THINGS.search(found.groupdict().get("thing") or ""):
            color = words.COLOR_WORDS[found["color"]]
            return Change("fill", _number(found, "image"), _boxes(clause), every="<every>" in clause, color=color)
    return None


def _boxes(clause: str) -> tuple[int, ...]:
    return tuple(sorted({int(number) for noun, number in _REFERENCE.findall(clause) if noun == "box"}))


def _number(found: re.Match[str], *names: str) -> int | None:
    groups = found.groupdict()
    for name in names:
        reference = _REFERENCE.search(groups.get(name) or "")
        if reference:
            return int(reference[2])
    return None


def _effect(clause: str) -> Step | None:
    marks = set(_MARK.findall(clause))
    kinds = [kind for kind in _EFFECTS if f"<{kind}>" in marks]
    images = sorted({int(number) for noun, number in _REFERENCE.findall(clause) if noun == "image"})
    boxes, every = _boxes(clause), "<every>" in marks
    if len(kinds) != 1 or len(images) > 1 or marks >= {"<less>", "<more>"}:
        return None
    if _rest(clause, boxed=bool(boxes) or every):
        return None
    amount = _LESS if "<less>" in marks else _MORE if "<more>" in marks else 1.0
    return Change(kinds[0], images[0] if images else None, boxes, every, "<whole>" in marks, amount)


def _rest(clause: str, *, boxed: bool) -> str:
    """Return the words that nothing accounts for."""
    text = _OF.sub(" ", clause)
    for pattern in _NAMED_THINGS if boxed else ():
        text = pattern.sub(" ", re.sub(r"(?<=>) (?=[\u4e00-\u9fff])", "", text))
    return re.sub(r"[\s'-]+", "", _FILLER.sub(" ", _MARK.sub(" ", text)))


def _shown(clause: str, prompt: str) -> str:
    """Return what to quote: the clause, or the prompt where the clause's own words became marks."""
    bare = _REFERENCE.sub(r"\1 \2", clause)
    return prompt.strip()[:_QUOTED] if "<" in bare or in_chinese(prompt) else bare[:_QUOTED]


def _denied(prompt: str, word: str) -> Unreadable:
    if in_chinese(prompt):
        return Unreadable(f"本地服务只读要做的事,不读带“{word}”的指令。{HELP_CHINESE}")
    return Unreadable(f'The local service reads only what is to be done, no prompt with "{word}". {HELP}')


def _unreadable(prompt: str, part: str) -> Unreadable:
    if in_chinese(prompt):
        what = f"本地服务没有读懂“{part}”。" if part else "本地服务没有读懂这条指令。"
        return Unreadable(what + HELP_CHINESE)
    what = f'The local service did not understand "{part}".' if part else "The local service found nothing to do."
    return Unreadable(f"{what} {HELP}")
