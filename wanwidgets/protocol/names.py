"""The provider's own words: headers, paths, codes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta, timezone
from types import MappingProxyType

__all__ = [
    "ASKER_CODES",
    "BEIJING",
    "BROKEN_CODES",
    "LIST_TIME_FORMAT",
    "PERMANENT_CODES",
    "PERMANENT_MESSAGES",
    "RATE_CODES",
    "RESOLVE_HEADER",
    "STORED_SCHEME",
    "TASKS_PATH",
    "TIME_FORMAT",
    "UNAVAILABLE_CODES",
    "UNDECIDED_CODES",
    "UPLOADS_PATH",
    "WAY_HEADERS",
    "WORKSPACE_HEADER",
    "WRONG_KEY_CODE",
]

WAY_HEADERS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "async": MappingProxyType({"X-DashScope-Async": "enable"}),
        "sync": MappingProxyType({}),
        "stream": MappingProxyType({"X-DashScope-SSE": "enable", "Accept": "text/event-stream"}),
    },
)
"""What a create of each way says of itself."""

RESOLVE_HEADER: Mapping[str, str] = MappingProxyType({"X-DashScope-OssResourceResolve": "enable"})
"""What a create says when it names a file that was uploaded."""

STORED_SCHEME = "oss://"
"""How the address of an uploaded file begins."""

WORKSPACE_HEADER = "X-DashScope-WorkSpace"
TASKS_PATH = "tasks"
UPLOADS_PATH = "uploads"

WRONG_KEY_CODE = "InvalidApiKey"
"""The key is wrong, or of another region."""

TIME_FORMAT = "%Y-%m-%d %H:%M:%S.%f"
LIST_TIME_FORMAT = "%Y%m%d%H%M%S"
"""Of the window of a list. Its zone is documented nowhere; that of all other times is taken for it (a guess)."""

BEIJING = timezone(timedelta(hours=8))
"""The zone of the service's times, which carry no mark of it."""

RATE_CODES = frozenset(
    {"Throttling", "Throttling.RateQuota", "Throttling.BurstRate", "Throttling.AllocationQuota", "LimitRequests"},
)
"""Too much was asked at once; nothing was started. They usually clear within a minute."""

UNAVAILABLE_CODES = frozenset({"ModelServingError", "ModelUnavailable"})
"""No capacity; nothing was started."""

UNDECIDED_CODES = frozenset({"RequestTimeOut", "InternalError.Timeout"})
"""The service gave up waiting for itself: whether something was started, it does not say."""

BROKEN_CODES = frozenset(
    {
        "InternalError",
        "InternalError.Algo",
        "InternalError.FileUpload",
        "InternalError.Upload",
        "ModelServiceFailed",
        "SystemError",
    },
)
"""Something broke at the service, which says so itself: a create was not taken, a look may go well the next time."""

PERMANENT_MESSAGES = ("free allocated quota exceeded",)
"""Beginnings, in lower case, of messages that make a rate code permanent: a used-up free trial does not come back."""

ASKER_CODES = frozenset(
    {
        "AccessDenied",
        "AccessDenied.Unpurchased",
        "AllocationQuota.FreeTierOnly",
        "Arrearage",
        "CommodityNotPurchased",
        "InvalidApiKey",
        "Model.AccessDenied",
        "ModelNotFound",
        "NOT AUTHORIZED",
        "NotFound",
        "PostpaidBillOverdue",
        "PrepaidBillOverdue",
        "UnsupportedOperation",
        "WorkSpaceNotFound",
        "Workspace.AccessDenied",
    },
)
"""Who asks may not, or asks for what is not there: asking again will not help, and nothing is said of any task."""

PERMANENT_CODES = ASKER_CODES | frozenset(
    {
        "BadRequest.EmptyInput",
        "BadRequest.EmptyModel",
        "BadRequest.EmptyParameters",
        "BadRequest.IllegalInput",
        "BadRequest.InputDownloadFailed",
        "BadRequest.TooLarge",
        "DataInspectionFailed",
        "IPInfringementSuspect",
        "InvalidImage.FileFormat",
        "InvalidImage.ImageSize",
        "InvalidImageFormat",
        "InvalidImageResolution",
        "InvalidParameter",
        "InvalidParameter.DataInspection",
        "InvalidURL",
        "InvalidURL.ConnectionRefused",
        "InvalidURL.Timeout",
    },
)
"""What was asked is wrong, or may not be asked by this key: asking again will not help, whatever the HTTP status."""
