"""Why a pack is not made or not opened; the mixin of the store says of which pack, and what became of it."""

from __future__ import annotations

__all__ = ["Refused"]


class Refused(Exception):
    """A reason, in a sentence for the user."""
