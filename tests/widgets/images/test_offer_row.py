"""The row that says what a picture tells, without a browser."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

import wanwidgets as ww
from wanwidgets.request import EditRequest
from wanwidgets.result import RunState
from wanwidgets.running.runner import Runner
from wanwidgets.session.sources import Source


def noise(seed, size=(400, 390)):
    return Image.fromarray(np.random.default_rng(seed).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8))


def encoded(image):
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def show(open_editor, tmp_path):
    """Return a function that shows a draft on a store of that name; threads work at once."""

    def make(draft=None, *, store="runs", language="en"):
        runner = Runner(ww.Client("sk-unused", region="beijing"), ww.RunStore(tmp_path / store))
        session = ww.EditSession(runner, draft, spawn=lambda work: work())
        return open_editor(session=session, language=language)

    return make


@pytest.fixture
def saved(tmp_path):
    """Return the path of a saved result of a request with two pictures, whose name has to be escaped."""
    store = ww.RunStore(tmp_path / "runs")
    run = store.begin(EditRequest("Paint it", [noise(1), noise(2)]), "local/1")
    run = store.record(replace(run, content=(store.keep(encoded(noise(3))),)).now(RunState.SUCCEEDED))
    return run.save(tmp_path / "out", stem="a <b>")[0]


def drop(editor, path):
    editor.session.add_images([Source(path.read_bytes(), path.name)])
    return editor.images.offer


def test_row_is_there_while_something_is_offered(show):
    """Nothing is shown of it as long as nothing is offered."""
    assert show().images.offer.layout.display == "none"


def test_brought_request_is_told(show, saved):
    """What was brought back is told by name, escaped, and the picture itself can be had by one click."""
    editor = show()
    row = drop(editor, saved)

    assert row.layout.display is None
    assert "a &lt;b&gt;-1.png" in row._about.value
    assert "request that made it is back" in row._about.value
    assert row.take.description == "Use the picture"
    row.take.click()
    assert [picture.size for picture in editor.session.draft.pictures] == [(400, 390)]
    assert row.layout.display == "none"


def test_request_behind_a_picture_is_offered(show, saved):
    """In a draft with something in it the request is brought back by one click, and refused by another."""
    editor = show(EditRequest("Something else"))
    row = drop(editor, saved)

    assert row.take.description == "Bring it back"
    row.take.click()
    assert editor.session.draft.prompt == "Paint it"
    assert row.take.description == "Use the picture"
    row.drop.click()
    assert row.layout.display == "none"
    assert editor.session.draft.prompt == "Paint it"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("2 of its images are not here", "400×390, missing", "Not here: add it")),
        ("zh", ("缺少其中 2 张图片", "400×390，缺失", "添加后会放回原位")),
    ],
)
def test_missing_pictures_are_told(show, saved, language, said):
    """What is not found is told in the row of the offer and in its own, which offers nothing to try again."""
    editor = show(store="others", language=language)
    row = drop(editor, saved)
    first = editor.images.rows[0]

    told = (row._about.value, first._about.value, first._notes.value)
    assert [words in value for words, value in zip(said, told, strict=True)] == [True] * 3
    assert [button.layout.display for button in first.actions] == ["none", "none"]
    # One that comes is told of no more, and neither is the offer, since the draft is another one now.
    editor.session.add_images([Source(encoded(noise(1)), "one.png")])
    assert "400×390" in first._about.value
