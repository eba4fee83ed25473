"""When something was, as short as it is clear."""

from __future__ import annotations

from datetime import datetime

__all__ = ["when"]


def when(moment: datetime, time: str, *, today: datetime | None = None) -> str:
    """Return a moment in the time zone of this machine, with its date where that is not today's.

    Parameters
    ----------
    moment
        With its zone.
    time
        How the time is written, as `strftime` takes it.
    today
        Some moment of the day that needs no date; by default now.
    """
    here = moment.astimezone()
    now = (today or datetime.now(here.tzinfo)).astimezone()
    return here.strftime(time if here.date() == now.date() else f"%Y-%m-%d {time}")
