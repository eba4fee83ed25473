"""What is said of a picture in its row, in plain words of the list's language."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

from wanwidgets.facts import ImageRules
from wanwidgets.images import Gap
from wanwidgets.mending import Mend
from wanwidgets.problems import Problem
from wanwidgets.request import EditRequest
from wanwidgets.sizes import Span, parse_size
from wanwidgets.widgets.text import Words

__all__ = ["Said", "gap_words", "mend_words", "output_words", "said_html", "shortened", "wrong_words"]

_LONGEST = 22
"""Letters of a name that have room in a row."""


@dataclass(frozen=True, slots=True)
class Said:
    """A line: its text, whether something is wrong, and the whole story for those who point at it."""

    text: str
    bad: bool = False
    title: str = ""


def said_html(lines: Sequence[Said]) -> str:
    """Return lines as HTML; nothing in them is taken for a tag."""
    return "".join(_line_html(line) for line in lines)


def shortened(name: str, longest: int = _LONGEST) -> str:
    """Return a name cut in the middle, since its end tells pictures apart as well as its beginning.

    >>> shortened("a very long name of a picture.jpeg", 17)
    'a very l…ure.jpeg'
    """
    line = " ".join(name.split())
    if len(line) <= longest:
        return line
    end = (longest - 1) // 2
    return f"{line[: longest - 1 - end]}…{line[len(line) - end :]}"


def wrong_words(problem: Problem, size: tuple[int, int], rules: ImageRules, words: Words) -> Said:
    """Return what is wrong with a picture of that size, in plain words."""
    whole = words.problem(problem, field=False)
    facts = {"found": problem.value, "limit": problem.allowed}
    if problem.code == "image.side":
        return Said(_side(size, rules.side, words), bad=True, title=whole)
    if problem.code == "image.ratio" and rules.ratio is not None:
        wide = size[0] > size[1]
        found, limit = (size[0] / size[1], rules.ratio.high) if wide else (size[1] / size[0], 1 / rules.ratio.low)
        key = "image.wide" if wide else "image.tall"
        return Said(words(key, found=_times(found), limit=f"{limit:g}"), bad=True, title=whole)
    if problem.code in {"image.format", "image.bytes"}:
        return Said(words(problem.code, **facts), bad=True, title=whole)
    return Said(whole, bad=True)


def gap_words(gap: Gap, words: Words) -> str:
    """Return how large a picture is that is missing, as far as it is known."""
    return words("image.gap", size="×".join(map(str, gap.size)) if all(gap.size) else "?")


def mend_words(mend: Mend, words: Words) -> str:
    """Return what a button says that mends."""
    return words(f"mend.{mend.kind}", width=mend.size[0], height=mend.size[1], format=mend.format)


def output_words(draft: EditRequest, words: Words) -> str:
    """Return what is said of the last picture, whose ratio the output has; nothing where a size is given as W×H."""
    size = draft.effective().get("size")
    if isinstance(size, str) and parse_size(size):
        return ""
    output = draft.output_size()
    if output is None:
        return words("image.ratio")
    return words("image.ratio.output", width=output[0], height=output[1])


def _line_html(line: Said) -> str:
    kind = "ww-bad" if line.bad else "ww-faint ww-note"
    return f'<div class="{kind}" title="{html.escape(line.title)}">{html.escape(line.text)}</div>'


def _side(size: tuple[int, int], allowed: Span, words: Words) -> str:
    """Say which side is too small, or else which is too large."""
    for way, limit, wrong in (
        ("low", allowed.low, [side < allowed.low for side in size]),
        ("high", allowed.high, [side > allowed.high for side in size]),
    ):
        if any(wrong):
            which = "both" if all(wrong) else "width" if wrong[0] else "height"
            found = "×".join(map(str, size)) if all(wrong) else f"{size[0 if wrong[0] else 1]}"
            return words(f"image.{way}.{which}", found=found, limit=f"{limit:.0f}")
    return ""


def _times(value: float) -> str:
    # Never rounded to what is allowed: 4.004 of 4 is too much.
    return f"{value:.2f}".rstrip("0").rstrip(".") if round(value, 2) != round(value) else f"{value:.4g}"
