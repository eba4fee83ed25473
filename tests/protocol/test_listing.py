"""The list of tasks: what is asked, and what its pages say."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime, timedelta, timezone, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanwidgets.protocol.decode import read_reply
from wanwidgets.protocol.listing import TaskEntry, decode_page, list_query
from wanwidgets.task import TaskStatus

NOON = datetime(2026, 1, 1, 12, tzinfo=timezone.utc)
DAY = timedelta(hours=24)


def ask(**changes):
    nothing = {"model": None, "status": None, "since": None, "until": None, "page_size": 10, "now": NOON}
    return list_query(**{**nothing, **changes})


def page_of(document):
    return decode_page(read_reply(200, json.dumps(document).encode()))


def test_recorded_page_is_read(documents):
    """The page that was recorded is read as what it says, with times in UTC."""
    page = page_of(documents["list"]["document"])

    entries = [
        {name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(entry).items()}
        for entry in page.entries
    ]
    assert entries == documents["list"]["entries"]
    assert (page.number, page.pages, page.total) == (1, 1, 1)


def test_nothing_said_asks_for_the_default():
    """Without a window, the service's own default is asked for."""
    assert ask() == {"page_size": "10"}


def test_everything_said_is_asked():
    """Each filter has the provider's name, and times are those of Beijing in digits alone."""
    query = ask(model="wan2.7-image", status=TaskStatus.SUCCEEDED, since=NOON - DAY, until=NOON, page_size=20)

    assert query == {
        "start_time": "20251231200000",
        "end_time": "20260101200000",
        "model_name": "wan2.7-image",
        "status": "SUCCEEDED",
        "page_size": "20",
    }


@pytest.mark.parametrize(
    ("window", "wanted"),
    [
        ({"since": NOON - timedelta(hours=1)}, ("20260101190000", "20260101200000")),
        ({"until": NOON - timedelta(hours=1)}, ("20251231190000", "20260101190000")),
        ({"since": NOON.astimezone(timezone(timedelta(hours=-5)))}, ("20260101200000", "20260101200000")),
    ],
)
def test_half_a_window_is_made_whole(window, wanted):
    """A window without an end ends now, and one without a beginning begins 24 hours before."""
    query = ask(**window)

    assert (query["start_time"], query["end_time"]) == wanted


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"since": datetime(2026, 1, 1)}, "since has no zone"),  # noqa: DTZ001  # that is the point
        ({"until": datetime(2026, 1, 1)}, "until has no zone"),  # noqa: DTZ001  # that is the point
        ({"since": NOON - DAY - timedelta(seconds=1)}, "longer than 24 hours"),
        ({"since": NOON - 3 * DAY, "until": NOON - DAY}, "longer than 24 hours"),
        ({"since": NOON, "until": NOON - DAY}, "before it begins"),
        ({"since": NOON + DAY}, "before it begins"),
        ({"page_size": 0}, "page_size"),
    ],
)
def test_window_that_is_none_is_refused(wrong, said):
    """A time without a zone, a window of more than a day or of none, and a page of nothing are refused with why."""
    with pytest.raises(ValueError, match=said):
        ask(**wrong)


class Berlin(tzinfo):
    """Where the clocks are set back in the night of 2026-10-25, which has 25 hours."""

    def utcoffset(self, when):
        return timedelta(hours=2 if when.replace(tzinfo=None) < datetime(2026, 10, 25, 3) else 1)  # noqa: DTZ001

    def dst(self, when):
        return self.utcoffset(when) - timedelta(hours=1)


def test_day_of_another_length_is_counted_as_it_is():
    """When the clocks are changed, a window is as long as it lasts, and not as long as the clocks say."""
    berlin = Berlin()
    midnight = datetime(2026, 10, 26, tzinfo=berlin)

    with pytest.raises(ValueError, match="longer than 24 hours"):
        ask(since=datetime(2026, 10, 25, tzinfo=berlin), until=midnight)
    query = ask(until=midnight)
    assert (query["start_time"], query["end_time"]) == ("20261025070000", "20261026070000")


@pytest.mark.parametrize("document", [{"request_id": "r"}, {"request_id": "r", "data": {}}, {"data": []}, []])
def test_document_that_is_no_page(document):
    """A document without a list is no page."""
    with pytest.raises(ValueError, match="no list of tasks"):
        page_of(document)


def test_entry_that_names_no_task_is_left_out():
    """What names no task is left out of a page, and odd facts of a task are left out of its entry."""
    odd = {"task_id": "t-1", "status": "DANCING", "gmt_create": "today", "start_time": 10**30, "end_time": True}
    page = page_of({"request_id": "r", "data": [None, {}, [], {"task_id": ""}, odd], "total": "x"})

    assert page.entries == (TaskEntry("t-1", TaskStatus.RUNNING),)
    assert (page.number, page.pages, page.total) == (0, 0, 0)


@given(item=st.recursive(st.none() | st.integers() | st.text(max_size=3), st.lists, max_leaves=5))
def test_any_page_is_read(item):
    """Whatever a page holds, it is read or is no page."""
    names = ("task_id", "status", "gmt_create", "region", "total_page")
    page = page_of({"request_id": "r", "data": [item, dict.fromkeys(names, item)], "total_page": item})

    assert all(isinstance(entry.id, str) and entry.id for entry in page.entries)
