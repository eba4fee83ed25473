"""An order answered with cards: one or several, or cards between words."""

from __future__ import annotations

from collections.abc import Iterator

from wanwidgets.service.engine.cards.card import STORYBOARD, card
from wanwidgets.service.engine.cards.shots import Shots, shots
from wanwidgets.service.engine.encode import encode
from wanwidgets.service.engine.grammar.marks import in_chinese
from wanwidgets.service.engine.job import Job, Outcome, Picture
from wanwidgets.service.engine.tag import tag

__all__ = ["cards"]

_EXCERPT = 60
"""Most characters of the prompt that the words between pictures repeat, where it has no parts."""


def cards(job: Job) -> Outcome:
    """Answer with `job.n` cards; in the mode of mixed text and pictures each has words before it.

    The cards of a set and of a mixed answer show the parts that the prompt has itself ("Image 1: …", "1. …"), each its
    own. The same job gives the same bytes on one machine; other fonts are other pixels.
    """
    found = shots(job.prompt) if job.mode in STORYBOARD else Shots(job.prompt, ())
    shown = "one of its parts" if found.parts else "the prompt"
    understood = f"a card that shows {shown}, {job.title}"
    return Outcome(_parts(job, found, understood), understood)


def _parts(job: Job, found: Shots, understood: str) -> Iterator[Picture | str]:
    for number in range(1, job.n + 1):
        if job.mode == "mixed":
            yield _words(job, number, found)
        yield Picture(encode(tag(card(job, number)), understood), *job.size)


def _words(job: Job, number: int, found: Shots) -> str:
    chinese = in_chinese(job.prompt)
    lead = (_lead_in_chinese if chinese else _lead)(job.prompt, found) if number == 1 else ""
    if number > len(found.parts):
        step = f"第{number}步,共{job.n}步:见下图。" if chinese else f"Step {number} of {job.n}: see the picture below."
        return f"{lead}{step}\n\n"
    shot = found.parts[number - 1]
    return f"{lead}{shot.label}{'：' if chinese else ': '}{shot.text}\n\n"


def _lead(prompt: str, found: Shots) -> str:
    if found.parts:
        return "The local service writes no texts; these words are those of the prompt, part by part.\n\n"
    return f'The local service writes no texts; these words stand for them. Asked for: "{_excerpt(prompt)}".\n\n'


def _lead_in_chinese(prompt: str, found: Shots) -> str:
    if found.parts:
        return "本地服务不写文章,以下是提示词本身的各个部分。\n\n"
    return f"本地服务不写文章,这里是占位文字。要求:“{_excerpt(prompt)}”。\n\n"


def _excerpt(prompt: str) -> str:
    asked = " ".join(prompt.split())
    return asked if len(asked) <= _EXCERPT else f"{asked[:_EXCERPT]}…"
