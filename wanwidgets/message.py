"""What there is to tell the user: an error, a warning, something done to a picture, news of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wanwidgets.errors import BudgetExceeded, Busy, Cancelled, ImageError, InvalidRequest, NotRemembered, WanError
from wanwidgets.images import Notice
from wanwidgets.meaning import Difference
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
    "busy.same": (
        "info",
        "The very same request is under way already. Wait for it, cancel it, or change something first.",
    ),
    "busy.limit": (
        "info",
        "{count} runs are under way, which is as many as may be at once. Wait for one to end, or cancel one.",
    ),
    "taken": ("info", "Another kernel or editor has charge of that run now, or it has ended: {name}."),
    "mask_gone": (
        "warning",
        "The mask was painted on what was image 1, so it was taken away with it. Undo brings both back.",
    ),
    "boxes_gone": (
        "warning",
        "Image {number} has another ratio now, so what was drawn on it was taken away. Undo brings it back.",
    ),
    "left_out.one": ("warning", "A picture was left out: {model} takes at most {most}. Remove one first."),
    "left_out.many": ("warning", "{count} of {asked} pictures were left out: {model} takes at most {most}."),
    "left_out.more": (
        "warning",
        "More than {count} files are named like this: {model} takes at most {most}, and the first ones were added.",
    ),
}
"""What can be told of a run, or of what became of pictures, by key: how serious it is, and the text."""

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
    kept : tuple of Problem
        What the model that was chosen does not take either, and what stays in the draft, since it was drawn or written.
    key : str
        Of `NEWS`, by which it can be told in another language; empty where it is not of them.
    facts : tuple of pairs
        What is filled in there.
    differences : tuple of Difference
        In what a request differs from the nearest that is remembered, where it is not remembered itself.
    """

    level: str
    text: str
    problems: tuple[Problem, ...] = ()
    notices: tuple[Notice, ...] = ()
    about_pictures: bool = False
    left_out: tuple[str, ...] = ()
    kept: tuple[Problem, ...] = ()
    key: str = ""
    facts: tuple[tuple[str, object], ...] = ()
    differences: tuple[Difference, ...] = ()

    @classmethod
    def without(cls, names: tuple[str, ...], kept: tuple[Problem, ...] = ()) -> Message:
        """Say which parameters were left out of the draft, and what stays though it does not fit."""
        said = [f"Left out, since what was chosen does not take it: {', '.join(names)}."] if names else []
        said += [f"Kept, though what was chosen does not take it: {problem}" for problem in kept]
        return cls("warning" if kept else "info", " ".join(said), left_out=names, kept=kept)

    def mended(self, found: tuple[Problem, ...]) -> Message | None:
        """Return what is left to tell when these are the problems of the draft."""
        problems = tuple(problem for problem in self.problems if problem in found)
        if problems != self.problems:
            return Message.of(InvalidRequest(problems)) if problems else None
        kept = tuple(problem for problem in self.kept if problem in found)
        if kept != self.kept:
            return Message.without(self.left_out, kept) if kept or self.left_out else None
        return self

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
        if isinstance(error, NotRemembered):
            return cls("warning", str(error), differences=error.differences)
        if isinstance(error, Cancelled):
            return cls("info", str(error))
        if isinstance(error, Busy) and error.reason:
            return cls.news(f"busy.{error.reason}", **({"count": error.count} if error.count else {}))
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
