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
    """

    level: str
    text: str
    problems: tuple[Problem, ...] = ()
    notices: tuple[Notice, ...] = ()
    about_pictures: bool = False

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
