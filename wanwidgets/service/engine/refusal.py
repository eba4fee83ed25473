"""What the engine says when it will not do something."""

from __future__ import annotations

__all__ = ["INVALID", "NOT_SUPPORTED", "EngineRefusal"]

INVALID = "InvalidParameter"
"""The provider's code: the order names what is not there, or contradicts itself."""

NOT_SUPPORTED = "NotSupportedByLocalService"
"""Our own code: the provider's models may well do it, this engine does not."""


class EngineRefusal(Exception):
    """The engine cannot do what was asked, and does nothing rather than something else.

    Attributes
    ----------
    code : str
        `INVALID` or `NOT_SUPPORTED`.
    message : str
        What is missing or not understood, and what would be.
    """

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(message)
