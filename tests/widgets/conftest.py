"""An editor without a browser, and what it may leave behind: nothing."""

from __future__ import annotations

import ipywidgets
import numpy as np
import pytest

import wanwidgets as ww


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
def make_editor(service, tmp_path):
    """Return a function that makes editors, each closed after the test."""
    made = []

    def make(**options):
        values = {"client": service.client(), "store": ww.RunStore(tmp_path / "runs"), **options}
        made.append(ww.Editor(**values))
        return made[-1]

    yield make
    for editor in made:
        editor.close()


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
