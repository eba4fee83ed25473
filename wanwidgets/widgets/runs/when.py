"""When something was, as short as it is clear."""

from __future__ import annotations

from datetime import datetime

from wanwidgets.widgets.text import Words

__all__ = ["day", "when"]


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
    here, now = _here(moment, today)
    return here.strftime(time if here.date() == now.date() else f"%Y-%m-%d {time}")


def day(moment: datetime, words: Words, *, today: datetime | None = None) -> str:
    """Return the day of a moment in words, and its year where that is not this one; of today the time.

    Parameters
    ----------
    moment, today
        As for `when`.
    words
        Of the language.
    """
    here, now = _here(moment, today)
    if here.date() == now.date():
        return here.strftime("%H:%M")
    month = words(f"month.{here.month}")
    if here.year == now.year:
        return words("date.day", day=here.day, month=month)
    return words("date.year", day=here.day, month=month, year=here.year)


def _here(moment: datetime, today: datetime | None) -> tuple[datetime, datetime]:
    here = moment.astimezone()
    return here, (today or datetime.now(here.tzinfo)).astimezone()
