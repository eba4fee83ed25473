"""The service's own errors, in the provider's words where the provider's documents give them.

Source of codes and wording: Alibaba Cloud Model Studio, "Error messages" and "Manage asynchronous tasks", read 2026-11.
What begins with "The local service" is ours, and so is the code ``NotSupportedByLocalService``.
"""

from __future__ import annotations

__all__ = [
    "ACCESS_DENIED",
    "CANNOT_CANCEL",
    "EMPTY_INPUT",
    "EMPTY_MODEL",
    "ILLEGAL_INPUT",
    "NOT_RESOLVED",
    "NO_ASYNC",
    "NO_KEY",
    "NO_SYNC",
    "ONLY_STREAM",
    "OVERLOAD",
    "TOO_LARGE",
    "TOO_LARGE_FILE",
    "TRIAL_OVER",
    "UNKNOWN_MODEL",
    "WRONG_BODY",
    "WRONG_KEY",
    "WRONG_URL",
    "Refusal",
    "invalid",
    "not_supported",
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

    def bare(self) -> Refusal:
        """Return the same to be kept: without the frames that it came through, which hold whole documents."""
        return Refusal(self.status, self.code, self.message)


def invalid(message: str) -> Refusal:
    """Return the provider's most frequent error, HTTP 400 ``InvalidParameter``."""
    return Refusal(400, "InvalidParameter", message)


def not_supported(message: str) -> Refusal:
    """Return the answer to what the provider does and this service does not."""
    return Refusal(400, "NotSupportedByLocalService", message)


NO_KEY = (401, "InvalidApiKey", "No API-key provided.")
WRONG_KEY = (401, "InvalidApiKey", "Invalid API-key provided.")
NO_SYNC = (403, "AccessDenied", "current user api does not support synchronous calls.")
NO_ASYNC = (403, "AccessDenied", "Current user api does not support asynchronous calls.")
ACCESS_DENIED = (403, "AccessDenied", "Access denied.")
OVERLOAD = (429, "Throttling.RateQuota", "Requests rate limit exceeded, please try again later.")
TRIAL_OVER = (429, "Throttling.AllocationQuota", "Free allocated quota exceeded.")
TOO_LARGE = (400, "BadRequest.TooLarge", "Payload Too Large.")
TOO_LARGE_FILE = (400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed object size.")
WRONG_URL = (400, "InvalidParameter", "url error, please check url！")
WRONG_BODY = (400, "InvalidParameter", "Required body invalid, please check the request body format.")
EMPTY_MODEL = (400, "BadRequest.EmptyModel", 'Required parameter "model" missing from request.')
EMPTY_INPUT = (400, "BadRequest.EmptyInput", "Required input parameter missing from request.")
ILLEGAL_INPUT = (400, "BadRequest.IllegalInput", "The input parameter requires json format.")
# guess: "Error messages" also lists 404 ModelNotFound; those who measured it saw this one.
UNKNOWN_MODEL = (400, "InvalidParameter", "Model not exist.")
# guess: the sentence is documented for addresses in general.
NOT_RESOLVED = (
    400,
    "InvalidParameter",
    "The provided URL does not appear to be valid. Ensure it is correctly formatted.",
)
# guess: no document says what an interleaved call without streaming is answered with.
ONLY_STREAM = (400, "InvalidParameter", "enable_interleave is only supported with streaming output or asynchronously.")
CANNOT_CANCEL = (
    400,
    "UnsupportedOperation",
    "Failed to cancel the task, please confirm if the task is in PENDING status.",
)
"""Status, code and message, to be raised as ``Refusal(*NO_KEY)``."""
