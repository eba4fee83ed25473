"""Remedies: what helps a run that has failed, by the service's code and by how the run ended.

The codes are those of the provider's page of error codes, read 2026-11; `wanwidgets.protocol.names` sorts them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from wanwidgets.errors import Cancelled, ServiceError, TaskFailed
from wanwidgets.protocol.names import (
    BROKEN_CODES,
    PERMANENT_MESSAGES,
    RATE_CODES,
    UNAVAILABLE_CODES,
    UNDECIDED_CODES,
)
from wanwidgets.result import Run, RunState

__all__ = ["BY_CODE", "BY_STATE", "MAY_HELP", "REMEDIES", "action_of", "code_of", "remedy_of"]

BY_CODE: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(RATE_CODES, "rate"),
        **dict.fromkeys(UNAVAILABLE_CODES, "capacity"),
        **dict.fromkeys(UNDECIDED_CODES, "slow"),
        **dict.fromkeys(BROKEN_CODES, "broken"),
        "InvalidApiKey": "key",
        **dict.fromkeys(("NOT AUTHORIZED", "WorkSpaceNotFound", "Workspace.AccessDenied"), "workspace"),
        **dict.fromkeys(("AccessDenied", "AccessDenied.Unpurchased", "Model.AccessDenied"), "access"),
        **dict.fromkeys(("ModelNotFound", "NotFound", "UnsupportedOperation"), "model"),
        "AllocationQuota.FreeTierOnly": "trial",
        **dict.fromkeys(("Arrearage", "CommodityNotPurchased", "PostpaidBillOverdue", "PrepaidBillOverdue"), "bill"),
        "DataInspectionFailed": "inspection",
        "IPInfringementSuspect": "property",
        **dict.fromkeys(
            (
                "BadRequest.InputDownloadFailed",
                "InvalidParameter.DataInspection",
                "InvalidURL",
                "InvalidURL.ConnectionRefused",
                "InvalidURL.Timeout",
            ),
            "address",
        ),
        **dict.fromkeys(
            ("InvalidImage.FileFormat", "InvalidImage.ImageSize", "InvalidImageFormat", "InvalidImageResolution"),
            "picture",
        ),
        "BadRequest.TooLarge": "large",
        "NotSupportedByLocalService": "local",
        **dict.fromkeys(
            (
                "BadRequest.EmptyInput",
                "BadRequest.EmptyModel",
                "BadRequest.EmptyParameters",
                "BadRequest.IllegalInput",
                "InternalError.Algo.InvalidParameter",
                "InvalidParameter",
            ),
            "input",
        ),
    },
)
"""What helps, by the service's code."""

BY_STATE: Mapping[RunState, str] = MappingProxyType(
    {
        RunState.REFUSED: "unheard",
        RunState.FAILED: "unheard",
        RunState.UNREACHABLE: "unreachable",
        RunState.LOST: "lost",
        RunState.EXPIRED: "expired",
        RunState.UNDELIVERED: "undelivered",
    },
)
"""What helps where no code says it; runs that ended otherwise have not failed, or have a panel of their own."""

MAY_HELP = frozenset({"rate", "capacity", "slow", "broken", "unreachable", "elsewhere", "unheard"})
"""Where the same request may go well the next time; all else is to be mended first."""

REMEDIES = frozenset(BY_CODE.values()) | frozenset(BY_STATE.values()) | {"elsewhere"}

_FREE_AGAIN = frozenset({RunState.REFUSED, RunState.FAILED, RunState.UNREACHABLE})
"""What was not billed, so that sending it again pays nothing twice."""

_GATEWAY = "HTTP "
"""How the code begins of an answer that is no document of the service's."""


def code_of(run: Run) -> str:
    """Return the code that the service failed a run with; empty where it said none."""
    return run.error.code if isinstance(run.error, (ServiceError, TaskFailed)) else ""


def remedy_of(run: Run) -> str:
    """Return what helps a run that has failed: one of `REMEDIES`, or nothing where it has not."""
    if run.state not in BY_STATE or isinstance(run.error, Cancelled):
        return ""
    code, message = code_of(run), getattr(run.error, "message", "")
    if code in RATE_CODES and message.lower().startswith(PERMANENT_MESSAGES):
        return "trial"
    if code.startswith(_GATEWAY):
        return "elsewhere"
    return BY_CODE.get(code, BY_STATE[run.state])


def action_of(run: Run) -> str:
    """Return what a click can do for it: ``"again"`` sends it once more, ``"fetch"`` asks for what was made.

    Empty where something has to be changed first, or where it might be paid for twice.
    """
    if run.state is RunState.UNDELIVERED and run.task_id:
        return "fetch"
    return "again" if run.state in _FREE_AGAIN and remedy_of(run) in MAY_HELP else ""
