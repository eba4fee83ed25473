"""Failing: a run that has failed, as it is told: in the service's own words, with what helps."""

from __future__ import annotations

from dataclasses import dataclass

from wanwidgets.errors import ServiceError, TaskFailed
from wanwidgets.result import Run
from wanwidgets.running.remedies import action_of, code_of, remedy_of

__all__ = ["Failed", "failed_of"]


@dataclass(frozen=True, slots=True)
class Failed:
    """A run that has failed.

    Attributes
    ----------
    run : Run
    code, message, request_id : str
        The service's own words, and what the provider's support asks for; the code and the id may be empty.
    remedy : str
        What helps, one of `wanwidgets.running.remedies.REMEDIES`.
    action : str
        What a click can do: ``"again"``, ``"fetch"`` or nothing.
    """

    run: Run
    code: str
    message: str
    request_id: str
    remedy: str
    action: str


def failed_of(run: Run) -> Failed | None:
    """Return what is told of a run that has failed, or None where it has not, or is told of elsewhere."""
    remedy = remedy_of(run)
    if not remedy:
        return None
    error = run.error
    message = error.message if isinstance(error, (ServiceError, TaskFailed)) else str(error or "")
    request_id = error.request_id if isinstance(error, ServiceError) else run.request_id
    return Failed(run, code_of(run), message, request_id or run.request_id, remedy, action_of(run))
