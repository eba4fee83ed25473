"""Runs with pictures of one colour each, and what was made of them."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta, timezone

import pytest
from PIL import Image

from wanwidgets.content import SavedImage
from wanwidgets.lineage import Original, Step
from wanwidgets.request import EditRequest
from wanwidgets.result import Run, RunState

START = datetime(2026, 11, 20, 12, 0, tzinfo=timezone.utc)


@pytest.fixture
def save(tmp_path):
    """Return a function that puts a picture of one colour on disk as a result."""

    def keep(color, size=(64, 48)):
        path = tmp_path / f"{color}-{size[0]}.png"
        Image.new("RGB", size, color).save(path)
        return SavedImage(path, hashlib.sha256(path.read_bytes()).hexdigest(), *size)

    return keep


@pytest.fixture
def step(save):
    """Return a function that makes the step of a run that made pictures of these colours."""

    def make(name, *colors, prompt="Blur it", given=0, **parameters):
        request = EditRequest(prompt, **parameters)
        content = tuple(save(color) for color in colors)
        started = START + timedelta(minutes=len(name))
        run = Run(name, request, "local/1", RunState.SUCCEEDED, started, content=content)
        return Step(name, run, request.meaning("local/1"), given)

    return make


@pytest.fixture
def original(save):
    """Return a function that makes a picture of one colour which no run made."""

    def make(child, color, image=1):
        saved = save(color, (80, 40))
        return Original(child, image, saved.digest, path=saved.path)

    return make
