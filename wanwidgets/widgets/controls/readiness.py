"""Why a draft cannot be sent yet, in one line: what is not done, or what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wanwidgets.errors import Busy, WanError
from wanwidgets.problems import Problem
from wanwidgets.request import EditRequest
from wanwidgets.widgets.text import Words

__all__ = ["Readiness", "readiness"]

_STEPS: Mapping[str, str] = {
    "images.count": "step.images",
    "mask.missing": "step.mask",
    "mask.empty": "step.mask",
    "prompt.missing": "step.prompt",
}
"""By code, in the order in which they are done: what is no fault, only not done yet."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether a draft can be sent.

    Attributes
    ----------
    ready : bool
    wrong : bool
        Whether something is wrong; otherwise something is only missing.
    text : str
        One line, empty where it can be sent.
    full : str
        All there is to say, for those who ask.
    """

    ready: bool
    wrong: bool = False
    text: str = ""
    full: str = ""


def readiness(
    draft: EditRequest,
    problems: tuple[Problem, ...],
    words: Words,
    *,
    refusal: WanError | None = None,
) -> Readiness:
    """Return whether a draft with these problems can be sent, and why not.

    What is wrong comes before what is missing; of several the first is told, by the name of its field. `refusal` is why
    it may not begin now though nothing is wrong with it.
    """
    if not problems and isinstance(refusal, Busy):
        return Readiness(
            ready=False,
            text=words(f"ready.{refusal.reason}", count=refusal.count),
            full=words(f"news.busy.{refusal.reason}", count=refusal.count),
        )
    if not problems:
        return Readiness(ready=True)
    full = "\n".join(words.problem(problem) for problem in problems)
    wrong = [problem for problem in problems if not _missing(problem, draft)]
    if wrong:
        said = words("ready.wrong", field=words.field(wrong[0]), remedy=words.remedy(wrong[0]))
        more = len(problems) - 1
        return Readiness(
            ready=False, wrong=True, text=words("ready.more", said=said, count=more) if more else said, full=full
        )
    steps = [step for code, step in _STEPS.items() if any(problem.code == code for problem in problems)]
    return Readiness(ready=False, text=words(steps[0]), full=full)


def _missing(problem: Problem, draft: EditRequest) -> bool:
    if problem.code == "images.count":
        return draft.mode is not None and len(draft.pictures) < draft.mode.images.low
    return problem.code in _STEPS
