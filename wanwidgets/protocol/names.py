"""The provider's own words: headers, paths, codes."""

from __future__ import annotations

from datetime import timedelta, timezone

__all__ = [
    "ASYNC_HEADER",
    "BEIJING",
    "PERMANENT_CODES",
    "PERMANENT_MESSAGES",
    "RATE_CODES",
    "TASKS_PATH",
    "TIME_FORMAT",
    "UNAVAILABLE_CODES",
    "UNDECIDED_CODES",
    "WORKSPACE_HEADER",
]

ASYNC_HEADER = {"X-DashScope-Async": "enable"}
WORKSPACE_HEADER = "X-DashScope-WorkSpace"
TASKS_PATH = "tasks"

TIME_FORMAT = "%Y-%m-%d %H:%M:%S.%f"
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

PERMANENT_MESSAGES = ("free allocated quota exceeded",)
"""Beginnings, in lower case, of messages that make a rate code permanent: a used-up free trial does not come back."""

PERMANENT_CODES = frozenset(
    {
        "AccessDenied",
        "AccessDenied.Unpurchased",
        "AllocationQuota.FreeTierOnly",
        "Arrearage",
        "CommodityNotPurchased",
        "DataInspectionFailed",
        "InvalidApiKey",
        "InvalidParameter",
        "Model.AccessDenied",
        "ModelNotFound",
        "NOT AUTHORIZED",
        "PostpaidBillOverdue",
        "PrepaidBillOverdue",
        "WorkSpaceNotFound",
        "Workspace.AccessDenied",
    },
)
"""Asking again will not help, whatever the HTTP status."""
