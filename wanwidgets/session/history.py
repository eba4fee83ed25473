"""History: the drafts before this one and those that were undone, bounded in number and in bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from wanwidgets.images import InputImage
from wanwidgets.request import EditRequest

__all__ = ["History"]

MOST_STEPS = 100
MOST_BYTES = 256 * 1024 * 1024
"""Of files that only the history holds, such as pictures that were removed."""
TOGETHER = 1.5
"""Seconds within which changes of one kind count as one, so that typing is not undone letter by letter."""


@dataclass(frozen=True, slots=True)
class History:
    """What can be undone and redone.

    Attributes
    ----------
    past, future : tuple of EditRequest
        The latest is the last of each.
    merge : str
        The kind of the last change; empty where none may join it.
    at : float
        When that was, in seconds on a steady clock.
    """

    past: tuple[EditRequest, ...] = ()
    future: tuple[EditRequest, ...] = ()
    merge: str = ""
    at: float = 0.0

    def changed(self, before: EditRequest, after: EditRequest, *, merge: str, now: float) -> History:
        """Return the history after a change; what was undone can be redone no more.

        Parameters
        ----------
        before, after
            The drafts.
        merge
            The kind of the change: it joins the one before it when both are of the same kind and close in time. Empty
            for a change that stands alone.
        now
            Seconds on a steady clock.
        """
        if merge and merge == self.merge and self.past and now - self.at < TOGETHER:
            past = self.past
        else:
            past = _bounded((*self.past, before), after)
        return History(past, (), merge, now)

    def undone(self, draft: EditRequest) -> tuple[EditRequest, History]:
        """Return the draft before this one, and the history from there; there must be one."""
        return self.past[-1], History(self.past[:-1], (*self.future, draft))

    def redone(self, draft: EditRequest) -> tuple[EditRequest, History]:
        """Return the draft that was undone last, and the history from there; there must be one."""
        return self.future[-1], History((*self.past, draft), self.future[:-1])

    def mapped(self, change: Callable[[EditRequest], EditRequest]) -> History:
        """Return the history with each draft changed, as when an address was fetched, which is no edit."""
        return replace(self, past=tuple(map(change, self.past)), future=tuple(map(change, self.future)))


def _bounded(past: tuple[EditRequest, ...], draft: EditRequest) -> tuple[EditRequest, ...]:
    """Return the latest of the past that may be kept."""
    held = {id(image) for image in _images(draft)}
    room, kept = MOST_BYTES, 0
    for earlier in reversed(past[-MOST_STEPS:]):
        fresh = {id(image): len(image.data) for image in _images(earlier) if id(image) not in held}
        room -= sum(fresh.values())
        if room < 0 and kept:
            break
        held |= set(fresh)
        kept += 1
    return past[len(past) - kept :]


def _images(draft: EditRequest) -> list[InputImage]:
    base = draft.mask.base if draft.mask else None
    pictures = [picture.image for picture in draft.pictures if isinstance(picture.image, InputImage)]
    return [*pictures, *([base] if base else [])]
