"""What the tests of the results share: a session whose threads wait for the test, and its panel."""

from __future__ import annotations

import pytest

import wanwidgets as ww
from wanwidgets.running.runner import Runner
from wanwidgets.widgets.guard import close_all
from wanwidgets.widgets.results.results import Results
from wanwidgets.widgets.text import Words


class Later(list):
    """Work that was put aside for a thread, done when the test says so."""

    def done(self):
        while self:
            self.pop(0)()


@pytest.fixture
def later():
    return Later()


@pytest.fixture
def session(tmp_path, later):
    runner = Runner(ww.Client("sk-unused", region="beijing"), ww.RunStore(tmp_path / "runs"))
    return ww.EditSession(runner, spawn=later.append)


@pytest.fixture
def make_results(session):
    """Return a function that makes the results of the session, closed after the test."""
    made = []

    def make(language="en"):
        made.append(Results(session, Words(language)))
        return made[-1]

    yield make
    for results in made:
        close_all(results)
