"""A create has a connection of its own: on an idle one, which may be dead, nobody would know what arrived."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wanwidgets.request import EditRequest
from wanwidgets.running.runner import Runner
from wanwidgets.store import RunStore


@pytest.fixture
def draft(photo) -> EditRequest:
    return EditRequest("Make it red", [photo])


def test_create_beside_open_connections_has_its_own(server, client, draft):
    """A create does not use the connection that a task is being watched by, and each create has another one."""
    server.answers(server.task("RUNNING"))
    looks = client.watch("t-1")
    next(looks)

    client.submit(draft)
    client.submit(draft)
    next(looks)

    looks.close()
    assert [(seen.method, seen.connection) for seen in server.arrived(4)] == [
        ("GET", 1),
        ("POST", 2),
        ("POST", 3),
        ("GET", 1),
    ]


def test_idle_connection_that_closes_as_the_create_comes(server, client, draft):
    """A server that closes an idle connection just then harms no create; the watching goes on by a new connection."""
    closing = replace(server.task("RUNNING"), stays=False)
    server.answers(closing, server.task("PENDING"), server.task("RUNNING"))
    looks = client.watch("t-1")
    next(looks)

    task = client.submit(draft)
    next(looks)

    looks.close()
    assert task.id == "t-1"
    arrived = server.arrived(3)
    assert [seen.method for seen in arrived] == ["GET", "POST", "GET"]
    assert len({seen.connection for seen in arrived}) == 3


def test_run_creates_once_by_its_own_connection(server, client, draft, tmp_path, png):
    """A whole run asks for its create once, by a connection that nothing else is asked by."""
    done = server.succeeded(f"{server.origin}/1.png")
    server.answers(server.task("PENDING"), server.task("RUNNING"), done, server.raw(png))

    list(Runner(client, RunStore(tmp_path / "runs")).run(draft, pause=lambda _: False))

    (create,) = [seen for seen in server.seen if seen.method == "POST"]
    assert [seen.method for seen in server.arrived(4) if seen.connection == create.connection] == ["POST"]
