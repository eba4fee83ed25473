"""The list of tasks is asked for page by page, as far as somebody wants to know."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta, timezone
from urllib.parse import parse_qs, urlsplit

import pytest

from wanwidgets.asking import ASK_ATTEMPTS
from wanwidgets.errors import Cancelled, ServiceError, Unreachable
from wanwidgets.task import TaskStatus

NOON = datetime(2026, 1, 1, 12, tzinfo=timezone.utc)


def page(server, number, pages, *task_ids):
    entries = [{"task_id": task_id, "status": "SUCCEEDED"} for task_id in task_ids]
    return server.json({"request_id": "r", "data": entries, "page_no": number, "total_page": pages, "total": 9})


def queries(server):
    return [{name: value for name, (value,) in parse_qs(urlsplit(seen.path).query).items()} for seen in server.seen]


def test_pages_are_asked_for_in_turn(server, client):
    """All pages are asked for, over one connection, and a task that slipped to the next page is told once."""
    server.answers(page(server, 1, 3, "a", "b"), page(server, 2, 3, "b", "c"), page(server, 3, 3, "d"))

    assert [entry.id for entry in client.tasks()] == ["a", "b", "c", "d"]

    assert [query["page_no"] for query in queries(server)] == ["1", "2", "3"]
    assert {urlsplit(seen.path).path for seen in server.arrived(3)} == {"/api/v1/tasks"}
    assert server.connections == 1


def test_page_is_asked_for_when_it_is_needed(server, client):
    """Who wants one task asks for one page."""
    server.answers(page(server, 1, 100, "a", "b"))

    first = list(itertools.islice(client.tasks(), 2))

    assert len(first) == len(server.seen) * 2 == 2


@pytest.mark.parametrize("pages", [0, 1, 5])
def test_empty_page_is_the_last(server, client, pages):
    """A page without tasks is the last one, whatever it says of others."""
    server.answers(page(server, 1, pages))

    assert list(client.tasks()) == []
    assert len(server.arrived(1)) == 1


def test_filters_are_sent_with_every_page(server, make_client):
    """Model, status, window and size of a page are asked for with each page."""
    server.answers(page(server, 1, 2, "a"), page(server, 2, 2, "b"))
    client = make_client(now=NOON.timestamp)

    found = client.tasks(model="wan2.7-image", status="SUCCEEDED", since=NOON - timedelta(hours=2), page_size=50)

    assert [entry.status for entry in found] == [TaskStatus.SUCCEEDED] * 2
    wanted = {
        "model_name": "wan2.7-image",
        "status": "SUCCEEDED",
        "start_time": "20260101180000",
        "end_time": "20260101200000",
        "page_size": "50",
    }
    assert queries(server) == [{"page_no": number, **wanted} for number in ("1", "2")]


@pytest.mark.parametrize(
    "wrong",
    [{"since": datetime(2026, 1, 1)}, {"since": NOON, "until": NOON + timedelta(days=2)}, {"status": "DANCING"}],  # noqa: DTZ001
)
def test_wrong_question_is_refused_at_once(server, client, wrong):
    """A window or a status that is none is refused at the call itself, and nobody is asked."""
    with pytest.raises(ValueError, match=r"since|longer than 24 hours|DANCING"):
        client.tasks(**wrong)

    assert server.connections == 0


def test_page_is_asked_for_again(server, client, simulated):
    """A page that did not come is asked for again, after growing pauses; the pages before it are not."""
    troubles = [server.error("Throttling.RateQuota", status=429), server.html(502), server.drops]
    server.answers(page(server, 1, 2, "a"), *troubles, page(server, 2, 2, "b"))

    assert [entry.id for entry in client.tasks()] == ["a", "b"]

    assert [query["page_no"] for query in queries(server)] == ["1", "2", "2", "2", "2"]
    assert simulated.pauses == [1, 2, 4]


@pytest.mark.parametrize("answer", [lambda s: s.html(200), lambda s: s.json({"request_id": "r", "data": 7})])
def test_page_that_never_comes_is_unreachable(server, client, answer):
    """A page that does not come after several attempts is Unreachable."""
    server.answers(answer(server))

    with pytest.raises(Unreachable):
        list(client.tasks())

    assert len(server.arrived(ASK_ATTEMPTS)) == ASK_ATTEMPTS


def test_refusal_is_told_at_once(server, client):
    """A list that is refused for good is not asked for again."""
    server.answers(server.error("AccessDenied", status=403))

    with pytest.raises(ServiceError, match="AccessDenied"):
        list(client.tasks())

    assert len(server.arrived(1)) == 1


def test_stop_between_two_attempts(server, client, simulated):
    """A list is not asked for again once the user wants to stop."""
    server.answers(server.html(502))
    simulated.stops_at = 1

    with pytest.raises(Cancelled):
        list(client.tasks())
