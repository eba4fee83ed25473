"""Which tasks a list shows: the filters of ``GET /tasks``.

Source: Alibaba Cloud Model Studio, "Manage asynchronous tasks", read 2026-11.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from wanwidgets.service.refusal import invalid
from wanwidgets.service.tasks import Task

__all__ = ["Page", "select"]

_DAY = 24 * 3600.0
_BEIJING = timezone(timedelta(hours=8))
_LARGEST_PAGE = 100


@dataclass(frozen=True, slots=True)
class Page:
    """The tasks that pass, all of them, and which page of them is wanted (from 1)."""

    tasks: tuple[Task, ...]
    number: int
    size: int


def select(tasks: Sequence[Task], query: Mapping[str, str], *, now: float) -> Page:
    """Apply the filters.

    Parameters
    ----------
    tasks
        Newest first.
    query
        ``task_id``, ``start_time`` and ``end_time`` (``YYYYMMDDhhmmss``, Beijing time), ``model_name``, ``status``,
        ``page_no``, ``page_size``; others are ignored.
    now
        Seconds since the epoch.

    Raises
    ------
    Refusal
        A number or a time cannot be read, or the window is longer than 24 hours.
    """
    end = _time(query, "end_time", now)
    start = _time(query, "start_time", end - _DAY)
    if end - start > _DAY:
        raise invalid("The time range from start_time to end_time must not exceed 24 hours.")  # guess: the wording
    wanted = {"task_id": "", "model_name": "", "status": "", **query}
    found = tuple(
        task
        for task in tasks
        if start <= task.submitted <= end
        and wanted["task_id"] in {"", task.id}
        and wanted["model_name"] in {"", task.model.name}
        and wanted["status"] in {"", task.status}
    )
    return Page(found, _number(query, "page_no", 1), min(_LARGEST_PAGE, _number(query, "page_size", 10)))


def _number(query: Mapping[str, str], name: str, default: int) -> int:
    text = query.get(name) or str(default)
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= 10**6:
        raise invalid(f"{name} must be a positive integer.")
    return int(text)


def _time(query: Mapping[str, str], name: str, default: float) -> float:
    text = query.get(name)
    if not text:
        return default
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=_BEIJING).timestamp()
    except ValueError as error:
        raise invalid(f"{name} must be YYYYMMDDhhmmss.") from error
