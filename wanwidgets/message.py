"""What there is to tell the user: an error, a warning, something done to a picture."""

from __future__ import annotations

from dataclasses import dataclass

from wanwidgets.errors import Cancelled, ImageError, InvalidRequest, WanError
from wanwidgets.images import Notice
from wanwidgets.problems import Problem

__all__ = ["Message"]


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
    """

    level: str
    text: str
    problems: tuple[Problem, ...] = ()
    notices: tuple[Notice, ...] = ()
    about_pictures: bool = False
    left_out: tuple[str, ...] = ()

    @classmethod
    def without(cls, names: tuple[str, ...]) -> Message:
        """Say which parameters were left out of the draft."""
        return cls("info", f"Left out, since what was chosen does not take it: {', '.join(names)}.", left_out=names)

    @classmethod
    def of(cls, error: BaseException) -> Message:
        """Say what went wrong."""
        if isinstance(error, InvalidRequest):
            return cls("error", str(error), problems=error.problems)
        if isinstance(error, ImageError):
            return cls("error", str(error), about_pictures=True)
        if isinstance(error, Cancelled):
            return cls("info", str(error))
        known = isinstance(error, (WanError, TypeError, ValueError))
        return cls("error", str(error) if known else f"Unexpected {type(error).__name__}: {error}")
