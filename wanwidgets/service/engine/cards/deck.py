"""An order answered with cards: one or several, or cards between words."""

from __future__ import annotations

from wanwidgets.service.engine.cards.card import card
from wanwidgets.service.engine.encode import encode
from wanwidgets.service.engine.instructions import in_chinese
from wanwidgets.service.engine.job import Job, Outcome, Picture
from wanwidgets.service.engine.tag import tag

__all__ = ["cards"]

_EXCERPT = 60
"""Most characters of the prompt that the words between pictures repeat."""


def cards(job: Job) -> Outcome:
    """Answer with `job.n` cards; in the mode of mixed text and pictures each has words before it.

    The same job gives the same bytes on one machine; other fonts are other pixels.
    """
    understood = f"a card that shows the prompt, {job.title}"
    parts: list[Picture | str] = []
    for number in range(1, job.n + 1):
        if job.mode == "mixed":
            parts.append(_words(job, number))
        parts.append(Picture(encode(tag(card(job, number)), understood), *job.size))
    return Outcome(tuple(parts), understood)


def _words(job: Job, number: int) -> str:
    asked = " ".join(job.prompt.split())
    asked = asked if len(asked) <= _EXCERPT else f"{asked[:_EXCERPT]}…"
    if in_chinese(job.prompt):
        lead = f"本地服务不写文章,这里是占位文字。要求:“{asked}”。\n\n" if number == 1 else ""
        return f"{lead}第{number}步,共{job.n}步:见下图。\n\n"
    lead = (
        f'The local service writes no texts; these words stand for them. Asked for: "{asked}".\n\n'
        if number == 1
        else ""
    )
    return f"{lead}Step {number} of {job.n}: see the picture below.\n\n"
