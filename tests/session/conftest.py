"""Services, a draft, and waiting for what a session says."""

from __future__ import annotations

import threading

import pytest

from wanwidgets.local import LocalService
from wanwidgets.request import EditRequest

LONG = 60.0


@pytest.fixture
def serve():
    """Return a function that starts a service with a free port."""
    services = []

    def start(**options):
        services.append(LocalService(**options).start())
        return services[-1]

    yield start
    for service in services:
        service.stop()


@pytest.fixture
def draft(photo):
    """Return a request that every service can carry out."""
    return EditRequest("Make it warmer", [photo], size="1K")


@pytest.fixture
def until():
    """Return a function that waits until the traits of a session say something."""

    def wait(session, told):
        reached = threading.Event()

        def look(_):
            if told(session):
                reached.set()

        session.observe(look)
        look(None)
        assert reached.wait(LONG), session
        session.unobserve(look)

    return wait
