"""The list of tasks: what is asked, and the pages that answer. It tells of each task what it is, not what it made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from wanwidgets.protocol.decode import Reply, read_list, read_status, read_word
from wanwidgets.protocol.names import BEIJING, LIST_TIME_FORMAT
from wanwidgets.task import TaskStatus

__all__ = ["LONGEST_WINDOW", "TaskEntry", "TaskPage", "decode_page", "list_query"]

LONGEST_WINDOW = timedelta(hours=24)
"""As documented; it is also how long tasks are known."""

_MILLISECONDS = 1000


@dataclass(frozen=True, slots=True)
class TaskEntry:
    """A task in the list.

    Attributes
    ----------
    id : str
    status : TaskStatus
    model, region, request_id : str
        As the service writes them; its regions are such as ``cn-beijing``.
    created, started, ended : datetime or None
        In UTC.
    """

    id: str
    status: TaskStatus
    model: str = ""
    region: str = ""
    request_id: str = ""
    created: datetime | None = None
    started: datetime | None = None
    ended: datetime | None = None


@dataclass(frozen=True, slots=True)
class TaskPage:
    """One page of the list, counted from 1, of so many."""

    entries: tuple[TaskEntry, ...]
    number: int
    pages: int
    total: int


def list_query(
    *,
    model: str | None,
    status: TaskStatus | None,
    since: datetime | None,
    until: datetime | None,
    page_size: int,
    now: datetime,
) -> dict[str, str]:
    """Return the query of a list, but for the number of the page.

    Parameters
    ----------
    model, status
        Only these; None for all.
    since, until
        With their zone. Neither: the service's own default, which is the last 24 hours. `since` alone: up to now;
        `until` alone: the 24 hours before.
    page_size
        At least 1.
    now
        With its zone.

    Raises
    ------
    ValueError
        A time without a zone, a window that is longer than 24 hours or ends before it begins, or no page size.
    """
    for name, moment in (("since", since), ("until", until)):
        if moment is not None and moment.utcoffset() is None:
            raise ValueError(f"{name} has no zone: {moment}. Give one, such as datetime.now(timezone.utc).")
    if page_size < 1:
        raise ValueError(f"page_size must be at least 1, not {page_size!r}.")
    # In UTC: between two times of the same zone Python counts what the clocks show, and a day may have 23 or 25 hours.
    since, until = _in_utc(since), _in_utc(until)
    if since is not None or until is not None:
        until = now if until is None else until
        since = until - LONGEST_WINDOW if since is None else since
        if until < since:
            raise ValueError(f"The window ends ({until}) before it begins ({since}).")
        if until - since > LONGEST_WINDOW:
            raise ValueError(
                f"The window from {since} to {until} is longer than 24 hours, and the service lists no longer one. Ask "
                "for each day by itself.",
            )
    facts = {
        "start_time": _written(since),
        "end_time": _written(until),
        "model_name": model or "",
        "status": status.value if status else "",
        "page_size": str(page_size),
    }
    return {name: value for name, value in facts.items() if value}


def decode_page(reply: Reply) -> TaskPage:
    """Read a page.

    Raises
    ------
    ValueError
        The document is no page.
    """
    if reply.document is None or not isinstance(reply.document.get("data"), list):
        raise ValueError("The service's answer holds no list of tasks.")
    entries = tuple(entry for entry in map(_entry, read_list(reply.document, "data")) if entry.id)
    return TaskPage(entries, *(_number(reply.document.get(name)) for name in ("page_no", "total_page", "total")))


def _entry(item: object) -> TaskEntry:
    table = item if isinstance(item, dict) else {}
    return TaskEntry(
        id=read_word(table, "task_id"),
        status=read_status(table.get("status")),
        model=read_word(table, "model_name"),
        region=read_word(table, "region"),
        request_id=read_word(table, "request_id"),
        created=_moment(table.get("gmt_create")),
        started=_moment(table.get("start_time")),
        ended=_moment(table.get("end_time")),
    )


def _in_utc(moment: datetime | None) -> datetime | None:
    return moment and moment.astimezone(timezone.utc)


def _written(moment: datetime | None) -> str:
    return moment.astimezone(BEIJING).strftime(LIST_TIME_FORMAT) if moment else ""


def _moment(milliseconds: object) -> datetime | None:
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, int):
        return None
    try:
        return datetime.fromtimestamp(0, timezone.utc) + timedelta(seconds=milliseconds / _MILLISECONDS)
    except OverflowError:
        return None


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
