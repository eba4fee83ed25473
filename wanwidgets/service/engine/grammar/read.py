"""A prompt, English or Chinese, becomes steps; or the engine says that it does not understand.

The reading is strict: every word must be accounted for, so that a prompt is refused rather than misread. What names
pictures, boxes and quoted words is replaced by marks, wishes that hold anyway are dropped, and what is left is cut into
clauses, each of which must be one of the known frames, or one signal and words that say nothing else. Where a cut could
be part of a clause ("black and white"), the cut that lets all of it be read is taken, with the shortest clauses first;
only frames that span cuts come before those.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache, lru_cache

from wanwidgets.service.engine.grammar import general
from wanwidgets.service.engine.grammar.answers import denied, too_long, too_many, unreadable
from wanwidgets.service.engine.grammar.marks import Marked, in_chinese, marked
from wanwidgets.service.engine.grammar.shared import Clause, placed, verb_of
from wanwidgets.service.engine.grammar.words import Frame, Signal, Words
from wanwidgets.service.engine.steps import Reading, Ref, Step, Unreadable

__all__ = ["read"]

_LESS, _MORE = 0.5, 1.6
_LONGEST = 800
"""Longer prompts hold more than the engine can do, and patterns take their time with them."""
_MOST_STEPS = 5
_MOST_CUTS = 12
"""Likewise for a sentence with so many places at which it could be cut."""
_LONGEST_CLAUSE = 300
"""Characters of one step: no step says more, and this bounds the work on a sentence that means nothing."""
_MOST_PIECES = 9
"""Likewise, of how many pieces between possible cuts one step can be."""
_PLACES = ("image", "image2", "box", "box2", "source", "source2", "sbox", "sbox2", "thing")
"""Groups of a frame that are no values."""

_ENDS = re.compile(general.SENTENCE_ENDS)
_SPLIT = re.compile(f"({general.SPLITTERS})")
_NEGATION = re.compile(general.NEGATIONS)
_FILLER = re.compile(general.FILLERS)
_ELSEWHERE = re.compile(general.ELSEWHERE)
_NAMED_THINGS = tuple(re.compile(pattern) for pattern in general.NAMED_THINGS)
_REFERENCE = re.compile(r"<(image|box) (\d)>")
_MARK = re.compile(r"<[a-z]+(?: \d)?>")
_AMOUNT = re.compile(r" ?<(?:less|more)> ?")
_QUOTED = re.compile(r"<text (\d)>")
_ALL_QUOTED = re.compile(r"<text \d>(?:[ ,]*(?:and|&|和|与|、)?[ ,]*<text \d>)*")
"""Several quotes are one value: names of several things."""
_OF = re.compile(r"(?<=>) ?'s(?= )")
_LEADING = re.compile(r"(?:in|on|for|at)(?: the)? ?<image (\d)> ?,? ?(?=[a-z])")
_GAPPED = re.compile(r"(?:(?:the|a|an|its|his|her) [a-z' -]+)?<(?:box|image|text)[^;]*")
"""What can stand where a verb is not said again: a thing and its place."""
_EDGES = " ,'-"


def read(prompt: str, words: Words) -> Reading | Unreadable:
    """Read a prompt.

    Parameters
    ----------
    prompt
        In English or Chinese.
    words
        The vocabulary.

    Returns
    -------
    Reading or Unreadable
        The steps, or what to say to the user in the prompt's language.

    Examples
    --------
    >>> from wanwidgets.service.engine.families import WORDS
    >>> print(read("Remove what is in box 1, then make it warmer", WORDS))
    remove: box 1; warm
    """
    text = marked(prompt)
    if len(prompt) > _LONGEST:
        return too_long(text, len(prompt), _LONGEST)
    refused = _NEGATION.search(text.text)
    if refused:
        return denied(text, refused.group(), words.helps)
    steps: list[Step] = []
    sentences = [part.strip(_EDGES) for part in _ENDS.split(text.text)]
    for number, sentence in enumerate(sentences):
        found = _steps(sentence, text, words)
        if found is None:
            return unreadable(text, sentences[number:], words.helps)
        steps += found
    if len(steps) > _MOST_STEPS:
        return too_many(text, len(steps), _MOST_STEPS)
    return Reading(tuple(steps), text.keeps) if steps else unreadable(text, (), words.helps)


def _steps(sentence: str, text: Marked, words: Words) -> tuple[Step, ...] | None:
    """Read a sentence by the shortest clauses that let all of it be read; None where nothing does."""
    pieces = _SPLIT.split(sentence)
    if len(pieces) > 2 * _MOST_CUTS:
        return None
    spanning = Words(tuple(frame for frame in words.frames if frame.spans), meanings=words.meanings)

    @cache
    def known(clause: str) -> Step | None:
        return _step(clause, text, words)

    @cache
    def rest(start: int, verb: str = "", kind: str = "") -> tuple[Clause, ...] | None:
        if start >= len(pieces):
            return ()
        if not pieces[start].strip(_EDGES):
            return rest(start + 2, verb, kind)
        ends = range(start + 1, min(len(pieces), start + 2 * _MOST_PIECES) + 1, 2)
        for end, spans in (*((end, True) for end in ends[:0:-1]), *((end, False) for end in ends)):
            clause = "".join(pieces[start:end]).strip(_EDGES)
            if len(clause) > _LONGEST_CLAUSE:
                continue
            step = _framed(clause, 1.0, text, spanning) if spans else known(clause)
            if step is None and verb and not spans and _GAPPED.match(clause):
                # "Fill box 1 with red and box 2 with blue": the verb is not said again.
                again = known(f"{verb} {clause}")
                step = again if again is not None and again.kind == kind else None
            behind = None if step is None else rest(end + 1, verb_of(clause) or verb, step.kind)
            if step is not None and behind is not None:
                return (Clause(step, _AMOUNT.sub(" ", clause).strip(_EDGES), "".join(pieces[end : end + 1])), *behind)
        return None

    found = rest(0)
    return None if found is None else placed(found)


def _step(clause: str, text: Marked, words: Words) -> Step | None:
    less, more = "<less>" in clause, "<more>" in clause
    if less and more:
        return None
    bare = _AMOUNT.sub(" ", clause).strip(_EDGES)
    amount = _LESS if less else _MORE if more else 1.0
    step = _framed(bare, amount, text, words) or _signalled(bare, amount, text, words)
    leading = _LEADING.match(bare) if step is None else None
    if leading is None:
        return step
    # "In image 2, remove box 1": the picture is named before anything is done.
    told = _step(bare[leading.end() :], text, words)
    return None if told is None or told.image or told.sources else replace(told, image=int(leading[1]), amount=amount)


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _framed(clause: str, amount: float, text: Marked, words: Words) -> Step | None:
    chinese = in_chinese(clause)
    # Chinese is written without spaces, and the marks bring some.
    tight = re.sub(r"(?<=[\u4e00-\u9fff>]) (?=[\u4e00-\u9fff<,])", "", clause) if chinese else clause
    for frame in words.frames:
        found = _compiled(frame.pattern).fullmatch(tight)
        if found is None:
            continue
        groups = {name: said.strip(_EDGES) for name, said in found.groupdict().items() if said}
        thing = groups.get("thing", "")
        if _ELSEWHERE.search(thing) or (frame.unless and _compiled(frame.unless).search(thing)):
            continue
        values = _values(frame, groups, text, words.meanings)
        images = _numbers("image", groups, "image", "image2")
        if values is None or len(set(images)) > 1:
            continue
        where = f"{groups.get('box', '')}{groups.get('box2', '')}"
        return Step(
            frame.kind,
            image=images[0] if images else None,
            boxes=tuple(dict.fromkeys(_numbers("box", groups, "box", "box2"))),
            every="<every>" in where,
            whole="<whole>" in tight,
            sources=_sources(groups),
            amount=amount,
            values=values,
        )
    return None


def _values(
    frame: Frame | Signal, groups: Mapping[str, str], text: Marked, meanings: Mapping[str, Mapping[str, str]]
) -> tuple[tuple[str, str], ...] | None:
    """Return the values of a step, in the order of their names; None where one means nothing."""
    values = dict(frame.values)
    for name, said in groups.items():
        if name in _PLACES:
            continue
        known = meanings.get(name)
        if _ALL_QUOTED.fullmatch(said):
            values[name] = " | ".join(text.quotes[int(number) - 1] for number in _QUOTED.findall(said))
        elif known is None:
            values[name] = said
        elif said in known:
            values[name] = known[said]
        else:
            return None
    return tuple(sorted(values.items()))


def _numbers(noun: str, groups: Mapping[str, str], *names: str) -> list[int]:
    said = " ".join(groups.get(name, "") for name in names)
    return [int(number) for found, number in _REFERENCE.findall(said) if found == noun]


def _sources(groups: Mapping[str, str]) -> tuple[Ref, ...]:
    """Pair pictures with boxes: in ``source`` any number of either, one picture with one box in each pair of groups."""
    refs: list[Ref] = []
    for source, box in (("source", ("sbox",)), ("source2", ("sbox2",))):
        images, boxes = _numbers("image", groups, source), _numbers("box", groups, *box)
        every = any("<every>" in groups.get(name, "") for name in box)
        if len(images) > 1:
            refs += [Ref(image) for image in images]
        elif images or boxes or every:
            refs.append(Ref(images[0] if images else None, boxes[0] if boxes else None, every))
    return tuple(refs)


def _signalled(clause: str, amount: float, text: Marked, words: Words) -> Step | None:
    found = _signals(clause, words.signals)
    if len({signal.kind for signal, _ in found}) != 1:
        return None
    signal, match = found[0]
    for other, span in found:
        clause = clause.replace(span.group(), f" <{other.kind}> ", 1)
    if _ELSEWHERE.search(clause):
        return None
    marks = set(_MARK.findall(clause))
    images = sorted({int(number) for noun, number in _REFERENCE.findall(clause) if noun == "image"})
    boxes = tuple(dict.fromkeys(int(number) for noun, number in _REFERENCE.findall(clause) if noun == "box"))
    every = "<every>" in marks
    groups = {name: said.strip(_EDGES) for name, said in match.groupdict().items() if said}
    values = _values(signal, groups, text, words.meanings)
    if len(images) > 1 or values is None or "<text" in clause or _rest(clause, boxed=bool(boxes) or every):
        return None
    return Step(
        signal.kind,
        image=images[0] if images else None,
        boxes=boxes,
        every=every,
        whole="<whole>" in marks,
        amount=amount,
        values=values,
    )


def _signals(clause: str, signals: Iterable[Signal]) -> list[tuple[Signal, re.Match[str]]]:
    """Find what a clause signals, each stretch of it once, those that come first in the table first."""
    found: list[tuple[Signal, re.Match[str]]] = []
    for signal in signals:
        for match in _compiled(signal.pattern).finditer(clause):
            if all(match.end() <= other.start() or match.start() >= other.end() for _, other in found):
                found.append((signal, match))
    return found


def _rest(clause: str, *, boxed: bool) -> str:
    """Return the words that nothing accounts for."""
    text = _OF.sub(" ", re.sub(r" +", " ", clause))
    for pattern in _NAMED_THINGS if boxed else ():
        text = pattern.sub(" ", re.sub(r"(?<=>) (?=[\u4e00-\u9fff])", "", text))
    return re.sub(r"[\s,'-]+", "", _FILLER.sub(" ", _MARK.sub(" ", text)))
