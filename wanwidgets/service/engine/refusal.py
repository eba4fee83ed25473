"""What the engine says when it will not do something."""

from __future__ import annotations

__all__ = ["EngineRefusal"]


class EngineRefusal(Exception):
    """The engine cannot do what was asked, and does nothing rather than something else.

    Attributes
    ----------
    code : str
        The provider's error code that fits.
    message : str
        What is missing or not understood, and what would be.
    """

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(message)
