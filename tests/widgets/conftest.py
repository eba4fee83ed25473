"""An editor without a browser, and what it may leave behind: nothing."""

from __future__ import annotations

import hashlib
from datetime import datetime, timezone

import ipywidgets
import numpy as np
import pytest
from PIL import Image

import wanwidgets as ww
from wanwidgets.content import SavedImage
from wanwidgets.result import Run, RunState
from wanwidgets.running.runner import Runner


def live():
    """Return the widgets that are alive; ipywidgets 7 keeps them elsewhere than 8."""
    registry = getattr(ipywidgets.widgets.widget, "_instances", None)
    return set(ipywidgets.Widget.widgets if registry is None else registry)


@pytest.fixture(autouse=True)
def no_widget_left_behind():
    """Every test closes each widget that it made."""
    before = live()
    yield
    # What makes no model of its own until it is first used may appear once.
    left = live() - before
    assert not left, left


@pytest.fixture(scope="session", autouse=True)
def canvases_are_imported():
    """Import ipycanvas, which makes a widget, before widgets are counted."""
    return ww.Editor


@pytest.fixture(scope="module")
def service():
    """Return a running local service."""
    with ww.LocalService() as service:
        yield service


@pytest.fixture
def photos():
    """Return two pictures of different sizes."""
    noise = np.random.default_rng(11)
    return [noise.integers(0, 255, shape, dtype=np.uint8) for shape in ((300, 400, 3), (640, 480, 3))]


@pytest.fixture
def open_editor(tmp_path):
    """Return a function that makes editors on a region of Model Studio, which nothing is sent to; each is closed."""
    made = []

    def make(region="beijing", **options):
        if "session" not in options:
            options = {
                "client": ww.Client("sk-unused", region=region),
                "store": ww.RunStore(tmp_path / "runs"),
                **options,
            }
        made.append(ww.Editor(**options))
        return made[-1]

    yield make
    for editor in made:
        editor.close()


@pytest.fixture
def make_editor(request, open_editor):
    """Return a function that makes editors on the local service, each closed after the test."""

    def make(**options):
        client = None if {"client", "session"} & options.keys() else request.getfixturevalue("service").client()
        return open_editor(**({"client": client} if client else {}), **options)

    return make


@pytest.fixture
def editor(make_editor, photos):
    """Return an editor with two pictures."""
    return make_editor(images=photos, prompt="Make it black and white", size="1K")


@pytest.fixture
def pointer():
    """Return a function that sends pointer and key events to an editor's canvas as a browser does."""

    def send(editor, event, *where, **more):
        layer = editor.canvas.canvas._canvases[-1]
        content = {"event": event, **more}
        if where:
            content |= {"x": where[0], "y": where[1]}
        layer._handle_frontend_event(None, content, [])

    return send


class Unwritten(ww.RunStore):
    """A store that is asked for runs which nobody wrote down."""

    def claim(self, run):
        return run

    def release(self, run):
        pass


class Scripted(Runner):
    """A runner that says what it was told to, step by step; each step is a state and what had come until then."""

    def __init__(self, store, steps):
        super().__init__(ww.Client("sk-unused", region="beijing"), store)
        self._steps_to_say = steps

    def run(self, request, *, pause, linger=None, caps=None, tell=None, mode=None):
        started = datetime(2026, 11, 20, tzinfo=timezone.utc)
        run = Run("run-1", request, self.client.engine, RunState.PREPARED, started)
        yield run
        for state, content, error in self._steps_to_say:
            yield run.now(state, content=content, error=error)


@pytest.fixture
def scripted(tmp_path):
    """Return a function that makes a session whose runs go step by step, in the thread that starts them."""

    def make(draft, *steps):
        runner = Scripted(Unwritten(tmp_path / "runs"), [(*step, None)[:3] for step in steps])
        return ww.EditSession(runner, draft, spawn=lambda work: work())

    return make


@pytest.fixture
def save(tmp_path):
    """Return a function that puts a picture on disk as a result."""

    def keep(color, *, size=(64, 48), actual_prompt=""):
        path = tmp_path / f"{color}.png"
        Image.new("RGB", size, color).save(path)
        return SavedImage(path, hashlib.sha256(path.read_bytes()).hexdigest(), *size, actual_prompt)

    return keep
