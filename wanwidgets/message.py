"""What there is to tell the user: an error, a warning, something done to a picture, news of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wanwidgets.errors import BudgetExceeded, Cancelled, ImageError, InvalidRequest, WanError
from wanwidgets.images import Notice
from wanwidgets.problems import Problem

__all__ = ["NEWS", "Message", "budget_problem"]

NEWS: Mapping[str, tuple[str, str]] = {
    "under_way.one": ("info", "1 run was still under way. It goes on, and is shown when it comes."),
    "under_way.many": ("info", "{count} runs were still under way. They go on, and are shown when they come."),
    "goes_on": (
        "info",
        "Stopped. The service does not stop the task any more: it may be billed; its result is kept when it comes.",
    ),
    "came": ("info", "What was under way has come: {name}. Newer results are shown; choose it above them to see it."),
    "ended": ("error", "What was under way has ended, {name}: {reason}"),
    "taken": ("info", "Another kernel or editor has charge of that run now, or it has ended: {name}."),
}
"""What can be told of a run, by key: how serious it is, and the text."""

_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Message:
    """Something to tell the user.

    Attributes
    ----------
    level : str
        ``"error"``, ``"warning"`` or ``"info"``.
    text : str
        Plain text, to be escaped by whoever shows it.
    problems : tuple of Problem
        Where the message is about the draft.
    notices : tuple of Notice
        What was done to a picture.
    about_pictures : bool
        Whether it is about a picture that could not be added.
    left_out : tuple of str
        The parameters that were left out, since the model or the mode that was chosen does not take them.
    key : str
        Of `NEWS`, by which it can be told in another language; empty where it is not of them.
    facts : tuple of pairs
        What is filled in there.
    """

    level: str
    text: str
    problems: tuple[Problem, ...] = ()
    notices: tuple[Notice, ...] = ()
    about_pictures: bool = False
    left_out: tuple[str, ...] = ()
    key: str = ""
    facts: tuple[tuple[str, object], ...] = ()

    @classmethod
    def without(cls, names: tuple[str, ...]) -> Message:
        """Say which parameters were left out of the draft."""
        return cls("info", f"Left out, since what was chosen does not take it: {', '.join(names)}.", left_out=names)

    @classmethod
    def news(cls, key: str, **facts: object) -> Message:
        """Say what became of a run; a prompt among the facts is called ``name`` and cut short."""
        if "name" in facts:
            facts["name"] = short(str(facts["name"]))
        level, text = NEWS[key]
        return cls(level, text.format(**facts), key=key, facts=tuple(facts.items()))

    @classmethod
    def of(cls, error: BaseException) -> Message:
        """Say what went wrong."""
        if isinstance(error, InvalidRequest):
            return cls("error", str(error), problems=error.problems)
        if isinstance(error, BudgetExceeded):
            return cls("error", str(error), problems=(budget_problem(error),))
        if isinstance(error, ImageError):
            return cls("error", str(error), about_pictures=True)
        if isinstance(error, Cancelled):
            return cls("info", str(error))
        known = isinstance(error, (WanError, TypeError, ValueError))
        return cls("error", str(error) if known else f"Unexpected {type(error).__name__}: {error}")


def budget_problem(error: BudgetExceeded, field: str = "n") -> Problem:
    """Return it as a problem of the draft, of the parameter that says how many pictures come."""
    left = max(0, error.budget - error.taken)
    return Problem(f"budget.{error.scope}", field, str(error.asked), f"{left}/{error.budget}")


def short(text: str) -> str:
    """Return the first words of a prompt, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_NAME else f"{line[: _LONGEST_NAME - 1].rstrip()}…"
