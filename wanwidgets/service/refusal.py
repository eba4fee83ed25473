"""The service's own errors, in the provider's words where the provider's documents give them.

Source of codes and wording: Alibaba Cloud Model Studio, "Error messages" and "Manage asynchronous tasks", read 2026-11.
What begins with "The local service" is ours.
"""

from __future__ import annotations

__all__ = [
    "ACCESS_DENIED",
    "CANNOT_CANCEL",
    "NO_ASYNC",
    "NO_KEY",
    "NO_SYNC",
    "OVERLOAD",
    "WRONG_KEY",
    "WRONG_URL",
    "Refusal",
    "invalid",
]


class Refusal(Exception):
    """A request, or a task, that is answered with an error document.

    Attributes
    ----------
    status : int
        The HTTP status where this answers a call.
    code, message : str
        What the document says.
    """

    def __init__(self, status: int, code: str, message: str) -> None:
        self.status = status
        self.code = code
        self.message = message
        super().__init__(f"{code}: {message}")


def invalid(message: str) -> Refusal:
    """Return the provider's most frequent error, HTTP 400 ``InvalidParameter``."""
    return Refusal(400, "InvalidParameter", message)


NO_KEY = (401, "InvalidApiKey", "No API-key provided.")
WRONG_KEY = (401, "InvalidApiKey", "Invalid API-key provided.")
NO_SYNC = (403, "AccessDenied", "current user api does not support synchronous calls.")
NO_ASYNC = (403, "AccessDenied", "Current user api does not support asynchronous calls.")
ACCESS_DENIED = (403, "AccessDenied", "Access denied.")
OVERLOAD = (429, "Throttling.RateQuota", "Requests rate limit exceeded, please try again later.")
WRONG_URL = (400, "InvalidParameter", "url error, please check url！")
CANNOT_CANCEL = (
    400,
    "UnsupportedOperation",
    "Failed to cancel the task, please confirm if the task is in PENDING status.",
)
"""Status, code and message, to be raised as ``Refusal(*NO_KEY)``."""
