"""Whether a draft edits pictures or makes one of words alone."""

from __future__ import annotations

from wanwidgets.request import EditRequest

__all__ = ["makes"]


def makes(draft: EditRequest) -> bool:
    """Whether a picture is made of words alone."""
    return draft.mode is not None and not draft.pictures and not draft.mode.images.low
